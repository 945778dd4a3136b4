"""What people do: commands, buttons, Home, direct messages. Modals stand in `filling.py`."""

from sandbox.conversations import Conversation, Message
from sandbox.delivery import Courier
from sandbox.events import Mail
from sandbox.forms import STATE_FIELD, FillError, Values, first_values
from sandbox.methods.chat import shown
from sandbox.methods.views import as_slack
from sandbox.outcomes import TROUBLE, opened_since, outcome
from sandbox.parcels import Answer, Parcel
from sandbox.responses import Responses
from sandbox.screens import OpenView, buttons
from sandbox.shapes import Json
from sandbox.validate.hand import elements, options_of
from sandbox.workspace import Workspace


class Acts:
    """Each act says what the person saw of it."""

    def __init__(self, space: Workspace, courier: Courier, mail: Mail, responses: Responses) -> None:
        self._space = space
        self._courier = courier
        self._mail = mail
        self._responses = responses

    def present(self, person: str) -> None:
        """Raises FillError for somebody who cannot act here."""
        found = self._space.people.get(person)
        if found is None:
            raise FillError("there is no such person")
        if found.deleted or found.kind == "bot":
            raise FillError("this account cannot act")

    def who(self, person: str) -> Json:
        found = self._space.people[person]
        team = self._space.credentials.team_id
        return {"id": person, "username": found.handle, "name": found.handle, "team_id": team}

    def header(self, person: str, kind: str, *, view_id: str | None = None) -> Json:
        """What every interaction begins with."""
        ids = self._space.credentials
        return {
            "type": kind,
            "user": self.who(person),
            "api_app_id": ids.app_id,
            "token": "unused",
            "trigger_id": self._space.triggers.give(person, view_id=view_id),
            "team": {"id": ids.team_id, "domain": ids.team_domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    async def command(self, person: str, name: str, text: str, *, channel: str | None) -> Json:
        """Type a slash command, in the app's own conversation unless a channel is named."""
        self.present(person)
        if name not in self._space.manifest.commands:
            return outcome(error=f"{name} is not a command here")
        place = self._space.conversations[channel] if channel else self._space.open_direct(person)
        if person not in place.members:
            raise FillError("this person is not in that channel")
        ids = self._space.credentials
        payload = {
            "token": "unused",
            "team_id": ids.team_id,
            "team_domain": ids.team_domain,
            "channel_id": place.id,
            "channel_name": place.name,
            "user_id": person,
            "user_name": self._space.people[person].handle,
            "command": name,
            "text": text,
            "api_app_id": ids.app_id,
            "is_enterprise_install": "false",
            "response_url": self._responses.address(person, place.id),
            "trigger_id": self._space.triggers.give(person),
        }
        before = self._space.phone(person).top
        answer = await self._courier.deliver(Parcel(kind="slash_commands", payload=payload))
        said = self._trouble(person, place.id, answer)
        if answer.ok and answer.body:
            said = self._responses.show_answer(answer.body, person=person, channel=place.id)
        return outcome(answer, text=said, opened=opened_since(self._space, person, before))

    def _trouble(self, person: str, channel: str, answer: Answer) -> str | None:
        if answer.ok:
            return None
        line = {"at": self._space.now.isoformat(), "channel": channel, "text": TROUBLE}
        self._space.phone(person).trouble.append(line)
        self._space.pulse.beat()
        return None

    async def press(self, person: str, what: str, *, on: str | None, message: str | None, nth: int) -> Json:
        """Press a button by its text or action id, on the modal, Home or a message.

        Without `on` and `message` an open modal is searched, else all messages, newest first.
        Raises FillError when there is no such button.
        """
        self.present(person)
        phone = self._space.phone(person)
        if message is None and (on == "modal" or (on is None and phone.top is not None)):
            return await self._press_in(person, phone.top, what, nth=nth)
        if message is None and on == "home":
            return await self._press_in(person, phone.home, what, nth=nth)
        found = [
            (place, one, button)
            for place, one in self._messages(person)
            if message in (None, one.ts)
            for button in matching(buttons(one.blocks), what)
        ]
        if nth >= len(found):
            raise FillError(f"no message has a button {what!r}")
        place, one, button = found[nth]
        return await self._press_message(person, place, one, button)

    def _messages(self, person: str) -> list[tuple[Conversation, Message]]:
        mine = [one for one in self._space.conversations.values() if person in one.members]
        seen = [(place, message) for place in mine for message in place.seen_by(person)]
        return sorted(seen, key=lambda pair: pair[1].ts, reverse=True)

    async def _press_in(self, person: str, view: OpenView | None, what: str, *, nth: int) -> Json:
        if view is None:
            raise FillError("there is nothing open to press on")
        found = matching(buttons(view.payload["blocks"]), what)
        if nth >= len(found):
            raise FillError(f"no button {what!r} here")
        return await self.act_in_view(person, view, found[nth])

    async def act_in_view(self, person: str, view: OpenView, spot: Json) -> Json:
        """A button or a choice in a modal or Home."""
        modal = view.payload["type"] == "modal"
        payload = {
            **self.header(person, "block_actions", view_id=view.id if modal else None),
            "container": {"type": "view", "view_id": view.id},
            "view": as_slack(self._space, view),
            "actions": [self._action(view.payload["blocks"], spot, view.values)],
        }
        before = self._space.phone(person).top
        view.trouble = None
        answer = await self._courier.deliver(Parcel(kind="interactive", payload=payload))
        if not answer.ok:
            view.trouble = TROUBLE
            self._space.pulse.beat()
        return outcome(answer, opened=opened_since(self._space, person, before))

    async def _press_message(self, person: str, place: Conversation, one: Message, spot: Json) -> Json:
        payload = {
            **self.header(person, "block_actions"),
            "container": {
                "type": "message",
                "message_ts": one.ts,
                "channel_id": place.id,
                "is_ephemeral": one.audience is not None,
            },
            "channel": {"id": place.id, "name": place.name},
            "message": shown(self._space, one),
            "state": {"values": first_values({"blocks": one.blocks})},
            "response_url": self._responses.address(person, place.id, ts=one.ts),
            "actions": [self._action(one.blocks, spot, {})],
        }
        before = self._space.phone(person).top
        answer = await self._courier.deliver(Parcel(kind="interactive", payload=payload))
        self._trouble(person, place.id, answer)
        return outcome(answer, opened=opened_since(self._space, person, before))

    def _action(self, blocks: list[Json], spot: Json, values: Values) -> Json:
        element = next(
            element
            for block in blocks
            for element, _ in elements(block, "")
            if block["block_id"] == spot["block_id"] and element["action_id"] == spot["action_id"]
        )
        action: Json = {key: spot[key] for key in ("type", "block_id", "action_id")}
        action["action_ts"] = self._space.stamps.next(self._space.now)
        if element["type"] == "button":
            action["text"] = {"emoji": True, **element["text"]}
            action |= {key: element[key] for key in ("value", "style") if key in element}
        elif element["type"] == "overflow":
            action["selected_option"] = next(
                option for option in options_of(element) if option["value"] == spot["value"]
            )
        else:
            field = STATE_FIELD[element["type"]]
            action[field] = values[spot["block_id"]][spot["action_id"]][field]
        return action

    async def open_home(self, person: str, *, tab: str) -> None:
        """Turn to the app's Home or Messages tab.

        Raises FillError when that tab is off.
        """
        self.present(person)
        on = self._space.manifest.home_tab if tab == "home" else self._space.manifest.messages_tab
        if not on:
            raise FillError(f"the app has no {tab} tab")
        place = self._space.open_direct(person)
        event: Json = {
            "type": "app_home_opened",
            "user": person,
            "channel": place.id,
            "tab": tab,
            "event_ts": self._space.stamps.next(self._space.now),
        }
        home = self._space.phone(person).home
        if tab == "home" and home is not None:
            event["view"] = as_slack(self._space, home)
        await self._mail.send(event)

    async def say(self, person: str, text: str) -> Json:
        """Write to the app.

        Raises FillError when its Messages tab is off or read-only.
        """
        self.present(person)
        manifest = self._space.manifest
        if not manifest.messages_tab or manifest.messages_read_only:
            raise FillError("nobody can write to this app")
        self._space.canaries.heard(person, text)
        place = self._space.open_direct(person)
        ts = self._space.stamps.next(self._space.now)
        self._space.put(place, Message(ts=ts, author=person, text=text))
        answer = await self._mail.send(
            {
                "type": "message",
                "channel": place.id,
                "channel_type": "im",
                "user": person,
                "text": text,
                "ts": ts,
                "event_ts": ts,
                "team": self._space.credentials.team_id,
            },
            subscription="message.im",
        )
        return outcome(answer)


def matching(found: list[Json], what: str) -> list[Json]:
    """Buttons with exactly this text or action id; failing that, those whose text contains it."""
    exact = [one for one in found if what in (one["text"], one["action_id"])]
    return exact or [one for one in found if what.casefold() in one["text"].casefold()]
