"""Everything the page must draw for one person, as JSON."""

from sandbox import reading
from sandbox.conversations import Conversation, Message
from sandbox.screens import OpenView, buttons
from sandbox.shapes import Json
from sandbox.workspace import Workspace


def names_of(space: Workspace) -> dict[str, str]:
    found = {one.id: one.name for one in space.people.values()}
    return {**found, space.credentials.bot_user_id: space.manifest.name}


def view_json(space: Workspace, view: OpenView) -> Json:
    """A modal or Home as its person sees it now."""
    names = names_of(space)
    payload = view.payload
    return {
        "id": view.id,
        "type": payload["type"],
        "hash": view.hash,
        "callback_id": payload.get("callback_id", ""),
        "private_metadata": payload.get("private_metadata", ""),
        "title": payload.get("title", {}).get("text", ""),
        "submit": (payload.get("submit") or {}).get("text"),
        "close": (payload.get("close") or {}).get("text"),
        "blocks": payload["blocks"],
        "values": view.values,
        "errors": view.errors,
        "trouble": view.trouble,
        "busy": view.busy,
        "text": reading.view_text(payload, values=view.values, errors=view.errors, trouble=view.trouble, names=names),
        "buttons": buttons(payload["blocks"]),
        "fields": reading.fields(payload, values=view.values, errors=view.errors, names=names),
    }


def message_json(space: Workspace, place: Conversation, message: Message) -> Json:
    """A message; `notification` is what a phone shows of it, `text` what the conversation shows."""
    names = names_of(space)
    return {
        "channel": place.id,
        "ts": message.ts,
        "author": message.author,
        "author_name": names.get(message.author, message.author),
        "from_app": message.author == space.credentials.bot_user_id,
        "ephemeral": message.audience is not None,
        "edited": message.edited is not None,
        "notification": message.text,
        "text": reading.message_text(message.text, message.blocks, names),
        "blocks": message.blocks,
        "metadata": message.metadata,
        "buttons": buttons(message.blocks),
    }


def conversation_json(space: Workspace, place: Conversation, person: str) -> Json:
    return {
        "id": place.id,
        "name": space.manifest.name if place.kind == "im" else place.name,
        "kind": place.kind,
        "archived": place.archived,
        "unread": place.unread(person),
        "messages": [message_json(space, place, one) for one in place.seen_by(person)],
    }


def person_row(space: Workspace, person: str) -> Json:
    one = space.people[person]
    return {
        "id": one.id,
        "name": one.name,
        "handle": one.handle,
        "email": one.email,
        "tz": one.tz,
        "locale": one.locale,
        "kind": one.kind,
        "deleted": one.deleted,
    }


def screen_json(space: Workspace, person: str) -> Json:
    """Raises KeyError for an unknown person."""
    phone = space.phones[person]
    places = [one for one in space.conversations.values() if person in one.members]
    shown = [conversation_json(space, one, person) for one in places]
    return {
        "revision": space.pulse.count,
        "now": space.now.isoformat(),
        "running": not space.clock.frozen,
        "person": person_row(space, person),
        "app": {
            "name": space.manifest.name,
            "commands": sorted(space.manifest.commands),
            "home_tab": space.manifest.home_tab,
            "messages_tab": space.manifest.messages_tab,
            "can_write": space.manifest.messages_tab and not space.manifest.messages_read_only,
        },
        "conversations": shown,
        "unread": sum(one["unread"] for one in shown),
        "home": None if phone.home is None else view_json(space, phone.home),
        "stack": [view_json(space, one) for one in phone.stack],
        "notifications": [
            {"at": one.at, "channel": one.channel, "ts": one.ts, "text": one.text} for one in phone.notifications
        ],
        "trouble": phone.trouble,
    }
