"""The methods of users, conversations and dnd."""

from sandbox.conversations import Conversation
from sandbox.methods.call import Call, Method, RefusedError
from sandbox.methods.chat import shown
from sandbox.people import SandboxPerson, user_object
from sandbox.shapes import Json
from sandbox.workspace import Workspace

PAGE = 1_000
TEAM_PAGE = 50


def person_json(space: Workspace, person: SandboxPerson, *, with_locale: bool) -> Json:
    return user_object(
        person,
        space.now,
        home_team=space.credentials.team_id,
        with_email="users:read.email" in space.manifest.scopes,
        with_locale=with_locale,
    )


def _info(space: Workspace, call: Call) -> Json:
    person = space.people.get(call.text("user"))
    if person is None:
        raise RefusedError("user_not_found")
    return {"user": person_json(space, person, with_locale=call.truth("include_locale"))}


def _list(space: Workspace, call: Call) -> Json:
    limit = call.count("limit", default=PAGE, most=PAGE)
    start = _start(call)
    everyone = sorted(space.people.values(), key=lambda person: person.id)
    more = start + limit < len(everyone)
    wanted = everyone[start : start + limit]
    locale = call.truth("include_locale")
    return {
        "members": [person_json(space, person, with_locale=locale) for person in wanted],
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


def _start(call: Call) -> int:
    cursor = call.maybe("cursor") or "0"
    if not cursor.isdecimal():
        raise RefusedError("invalid_cursor")
    return int(cursor)


def _by_email(space: Workspace, call: Call) -> Json:
    wanted = call.text("email").casefold()
    for person in space.people.values():
        if person.email.casefold() == wanted and not person.deleted:
            return {"user": person_json(space, person, with_locale=False)}
    raise RefusedError("users_not_found")


def _open(space: Workspace, call: Call) -> Json:
    channel = call.maybe("channel")
    if channel is not None:
        conversation = space.conversations.get(channel)
        if conversation is None or conversation.kind != "im":
            raise RefusedError("channel_not_found")
        return _opened(conversation, call, already=True)
    wanted = [one for one in call.text("users").split(",") if one]
    if len(wanted) != 1:
        # A conversation of several needs a scope of its own.
        raise RefusedError("missing_scope", needed="mpim:write", provided=scopes(space))
    person = space.people.get(space.rules.opens_another or wanted[0])
    if person is None:
        raise RefusedError("user_not_found")
    if person.deleted:
        raise RefusedError("user_disabled")
    if person.kind == "external":
        raise RefusedError("invalid_user_combination")
    if person.kind == "bot":
        raise RefusedError("cannot_dm_bot")
    already = space.direct(person.id) is not None
    return _opened(space.open_direct(person.id), call, already=already)


def scopes(space: Workspace) -> str:
    return ",".join(sorted(space.manifest.scopes))


def _opened(conversation: Conversation, call: Call, *, already: bool) -> Json:
    shown_as: Json = {"id": conversation.id}
    if call.truth("return_im"):
        shown_as |= {"is_im": True, "user": conversation.members[0], "is_open": True}
    found: Json = {"channel": shown_as}
    return found | {"no_op": True, "already_open": True} if already else found


def _history(space: Workspace, call: Call) -> Json:
    conversation = space.conversations.get(call.text("channel"))
    if conversation is None:
        raise RefusedError("channel_not_found")
    if conversation.kind == "channel":
        raise RefusedError("not_in_channel")
    limit = call.count("limit", default=100, most=999)
    start = _start(call)
    oldest, latest = call.maybe("oldest"), call.maybe("latest")
    inclusive = call.truth("inclusive")

    def within(ts: str) -> bool:
        if inclusive and ts in (oldest, latest):
            return True
        after = oldest is None or float(ts) > float(oldest)
        return after and (latest is None or float(ts) < float(latest))

    # Ephemerals are in nobody's history.
    found = [one for one in conversation.messages if one.audience is None and within(one.ts)]
    newest_first = sorted(found, key=lambda one: one.ts, reverse=True)
    more = start + limit < len(newest_first)
    metadata = call.truth("include_all_metadata") and not space.rules.withhold_metadata
    return {
        "messages": [shown(space, one, with_metadata=metadata) for one in newest_first[start : start + limit]],
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


def _quiet(space: Workspace, person: str) -> Json:
    if person not in space.people:
        raise RefusedError("user_not_found")
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


def _dnd(space: Workspace, call: Call) -> Json:
    return {**_quiet(space, call.text("user")), "snooze_enabled": False}


def _team_dnd(space: Workspace, call: Call) -> Json:
    wanted = call.text("users").split(",")
    if len(wanted) > TEAM_PAGE:
        raise RefusedError("too_many_users")
    return {"users": {person: _quiet(space, person) for person in wanted}}


METHODS = {
    "users.info": Method(run=_info, scope="users:read", args=frozenset({"user", "include_locale"}), per_minute=100),
    "users.list": Method(
        run=_list,
        scope="users:read",
        args=frozenset({"cursor", "limit", "include_locale"}),
        per_minute=20,
    ),
    "users.lookupByEmail": Method(run=_by_email, scope="users:read.email", args=frozenset({"email"})),
    "conversations.open": Method(run=_open, scope="im:write", args=frozenset({"users", "channel", "return_im"})),
    "conversations.history": Method(
        run=_history,
        scope="im:history",
        args=frozenset({"channel", "cursor", "inclusive", "include_all_metadata", "limit", "latest", "oldest"}),
    ),
    "dnd.info": Method(run=_dnd, scope="dnd:read", args=frozenset({"user"})),
    "dnd.teamInfo": Method(run=_team_dnd, scope="dnd:read", args=frozenset({"users"}), per_minute=20),
}
