"""chat.postMessage, chat.update, chat.delete."""

from typing import cast

from sandbox.canary import hidden_parts, name_parts
from sandbox.conversations import Conversation, Message
from sandbox.methods.call import Call, Method, RefusedError, invalid
from sandbox.screens import completed
from sandbox.shapes import Json
from sandbox.validate import check, hand
from sandbox.validate.findings import Finding
from sandbox.workspace import Workspace

LONGEST_TEXT = 4_000
LONGEST_MARKDOWN = 12_000


def checked_message(space: Workspace, args: Json, *, where: str, unfurls: bool) -> tuple[str, list[Json], Json | None]:
    """Text, blocks and metadata of a message the app sends.

    Raises RefusedError when they break a rule; `unfurls` says whether the unfurl flags are due.
    """
    if args.get("markdown_text") is not None:
        return _markdown(args), [], None
    text = args.get("text")
    if not isinstance(text, str) or not text.strip():
        raise RefusedError("no_text")
    if len(text) > LONGEST_TEXT:
        raise RefusedError("msg_too_long")
    findings: list[Finding] = []
    blocks = check.parsed(args["blocks"]) if args.get("blocks") is not None else []
    if blocks:
        findings = check.message_blocks(blocks)
    if findings:
        space.records.violate("invalid_blocks", where=where, findings=[one.as_json() for one in findings])
        raise invalid(findings, code="invalid_blocks")
    metadata = check.parsed(args.get("metadata"))
    if metadata:
        findings += hand.metadata(metadata)
    if unfurls:
        findings += [
            Finding(pointer=f"/{flag}", message="must be false")
            for flag in ("unfurl_links", "unfurl_media")
            if str(args.get(flag)).lower() not in {"false", "0"}
        ]
    if findings:
        space.records.violate("house_rule", where=where, findings=[one.as_json() for one in findings])
        raise invalid(findings)
    made = cast("list[Json]", blocks or [])
    kept = cast("Json | None", metadata)
    _listen(space, where, text=text, blocks=made, metadata=kept)
    return text, made, kept


def _markdown(args: Json) -> str:
    text = args["markdown_text"]
    if args.get("text") is not None or args.get("blocks") is not None:
        raise RefusedError("markdown_text_conflict")
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_MARKDOWN:
        raise RefusedError("msg_too_long")
    return text


def _listen(space: Workspace, where: str, *, text: str, blocks: list[Json], metadata: Json | None) -> None:
    names = name_parts(person.name for person in space.people.values())
    hidden: Json = {"text": text, "metadata": metadata, "ids": hidden_parts(blocks)}
    space.canaries.look(where, shown=[text, blocks, metadata], names=names, hidden=hidden)


def conversation_for(space: Workspace, channel: str) -> Conversation:
    """The conversation a post to this id reaches.

    Raises RefusedError for an unknown, foreign, archived or closed one.
    """
    if channel in space.people:
        if space.direct(channel) is None and space.kind(channel) in {"bot", "external"}:
            raise RefusedError("channel_not_found")
        found = space.open_direct(channel)
    elif channel in space.conversations:
        found = space.conversations[channel]
    else:
        raise RefusedError("channel_not_found")
    if found.archived:
        raise RefusedError("is_archived")
    if found.kind == "im" and not space.manifest.messages_tab:
        raise RefusedError("messages_tab_disabled")
    if found.kind == "channel" and space.credentials.bot_user_id not in found.members:
        raise RefusedError("not_in_channel")
    return found


def _post(space: Workspace, call: Call) -> Json:
    conversation = conversation_for(space, call.text("channel"))
    text, blocks, metadata = checked_message(space, call.args, where=call.method, unfurls=True)
    for person in conversation.members if conversation.kind == "im" else ():
        if space.people[person].deleted:
            space.records.violate("post_to_deactivated", person=person)
    _once(space, metadata)
    message = Message(
        ts=space.stamps.next(space.now),
        author=space.credentials.bot_user_id,
        text=text,
        blocks=blocks,
        metadata=metadata or None,
        unfurl={"links": False, "media": False},
    )
    space.put(conversation, message)
    return {"channel": conversation.id, "ts": message.ts, "message": shown(space, message, with_metadata=True)}


def _once(space: Workspace, metadata: Json | None) -> None:
    """One key in two messages means that something was sent twice."""
    if metadata and any(
        message.metadata == metadata for one in space.conversations.values() for message in one.messages
    ):
        space.records.violate("send_key_twice", key=next(iter(metadata["event_payload"].values())))


def shown(space: Workspace, message: Message, *, with_metadata: bool = False) -> Json:
    """A message in payloads and history; what people wrote carries no bot id."""
    ours = message.author == space.credentials.bot_user_id
    bot_id = space.credentials.bot_id if ours else None
    return message.as_json(bot_id=bot_id, app_id=space.credentials.app_id, with_metadata=with_metadata)


def _own(space: Workspace, call: Call, *, refusal: str) -> tuple[Conversation, Message]:
    conversation = space.conversations.get(call.text("channel"))
    if conversation is None:
        raise RefusedError("channel_not_found")
    message = conversation.find(call.text("ts"))
    if message is None or message.audience is not None:
        raise RefusedError("message_not_found")
    if message.author != space.credentials.bot_user_id:
        raise RefusedError(refusal)
    return conversation, message


def _update(space: Workspace, call: Call) -> Json:
    conversation, message = _own(space, call, refusal="cant_update_message")
    if message.blocks and call.args.get("blocks") is None:
        # What Slack does with the old blocks is not known, so nobody may build on it.
        space.records.violate("update_without_blocks", ts=message.ts)
    text, blocks, metadata = checked_message(space, call.args, where=call.method, unfurls=False)
    message.text = text
    message.blocks = completed({"blocks": blocks}, space.ids)["blocks"]
    if metadata is not None:
        message.metadata = metadata or None
    message.edited = space.stamps.next(space.now)
    space.pulse.beat()
    return {
        "channel": conversation.id,
        "ts": message.ts,
        "text": text,
        "message": shown(space, message, with_metadata=True),
    }


def _delete(space: Workspace, call: Call) -> Json:
    conversation, message = _own(space, call, refusal="cant_delete_message")
    conversation.messages.remove(message)
    space.pulse.beat()
    return {"channel": conversation.id, "ts": message.ts}


METHODS = {
    "chat.postMessage": Method(
        run=_post,
        scope="chat:write",
        args=frozenset({"channel", "text", "blocks", "metadata", "unfurl_links", "unfurl_media", "markdown_text"}),
        per_minute=60,
    ),
    "chat.update": Method(
        run=_update,
        scope="chat:write",
        args=frozenset({"channel", "ts", "text", "blocks", "metadata", "markdown_text"}),
    ),
    "chat.delete": Method(run=_delete, scope="chat:write", args=frozenset({"channel", "ts"})),
}
