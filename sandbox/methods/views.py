"""views.open, views.push, views.update, views.publish."""

from typing import cast

from sandbox.canary import hidden_parts, name_parts
from sandbox.methods.call import Call, Method, RefusedError, invalid
from sandbox.screens import MAX_STACK, OpenView, new_view
from sandbox.shapes import Json
from sandbox.triggers import Trigger, TriggerError
from sandbox.validate import check
from sandbox.workspace import Workspace


def view_payload(space: Workspace, value: object, *, kind: str, where: str, instead_of: OpenView | None = None) -> Json:
    """A valid view.

    Raises RefusedError for an invalid one, or one whose external id is taken.
    """
    findings = check.view(check.parsed(value), kind=kind)
    if findings:
        space.records.violate("invalid_view", where=where, findings=[one.as_json() for one in findings])
        raise invalid(findings)
    payload = cast("Json", check.parsed(value))
    if space.external_id_taken(payload, but=instead_of):
        raise RefusedError("duplicate_external_id")
    names = name_parts(person.name for person in space.people.values())
    space.canaries.names(where, names=names, hidden={"ids": hidden_parts(payload)})
    return payload


def as_slack(space: Workspace, view: OpenView, *, with_state: bool = True) -> Json:
    """The view as Slack sends it back."""
    ids = space.credentials
    shown: Json = {
        "id": view.id,
        "team_id": ids.team_id,
        "type": view.payload["type"],
        "blocks": view.payload["blocks"],
        "private_metadata": view.payload.get("private_metadata", ""),
        "callback_id": view.payload.get("callback_id", ""),
        "hash": view.hash,
        "title": view.payload.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": view.payload.get("clear_on_close", False),
        "notify_on_close": view.payload.get("notify_on_close", False),
        "close": view.payload.get("close"),
        "submit": view.payload.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": ids.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": ids.team_id,
        "bot_id": ids.bot_id,
    }
    if with_state:
        shown["state"] = {"values": view.values}
    return shown


def push(space: Workspace, person: str, payload: Json, *, below: OpenView | None) -> OpenView:
    """Put a view on a person's stack; with nothing below it becomes the only one."""
    phone = space.phone(person)
    view = new_view(payload, person=person, ids=space.ids, seconds=space.seconds, below=below)
    phone.stack = [*phone.stack, view] if below is not None else [view]
    space.pulse.beat()
    return view


def _trigger(space: Workspace, call: Call) -> Trigger:
    try:
        return space.triggers.peek(call.text("trigger_id"))
    except TriggerError as error:
        raise RefusedError(error.code) from error


def _open(space: Workspace, call: Call) -> Json:
    trigger = _trigger(space, call)
    payload = view_payload(space, call.args.get("view"), kind="modal", where=call.method)
    trigger.used = True
    if trigger.view_id is not None and space.phone(trigger.person).find(trigger.view_id) is not None:
        # What was typed there is lost; a push would have kept it.
        space.records.violate("open_over_modal", view=trigger.view_id)
    view = push(space, trigger.person, payload, below=None)
    return {"view": as_slack(space, view)}


def _push(space: Workspace, call: Call) -> Json:
    trigger = _trigger(space, call)
    phone = space.phone(trigger.person)
    if trigger.view_id is None or phone.find(trigger.view_id) is None:
        # A push needs an act inside a modal that is still open.
        raise RefusedError("not_found")
    if len(phone.stack) >= MAX_STACK:
        raise RefusedError("push_limit_reached")
    payload = view_payload(space, call.args.get("view"), kind="modal", where=call.method)
    trigger.used = True
    view = push(space, trigger.person, payload, below=phone.top)
    return {"view": as_slack(space, view)}


def _update(space: Workspace, call: Call) -> Json:
    view_id, external_id = call.maybe("view_id"), call.maybe("external_id")
    view = space.view_by(view_id=view_id, external_id=external_id)
    if view is None:
        raise RefusedError("not_found")
    payload = view_payload(space, call.args.get("view"), kind="modal", where=call.method, instead_of=view)
    wanted = call.maybe("hash")
    if wanted is not None and wanted != view.hash:
        raise RefusedError("hash_conflict")
    space.redraw(view, payload)
    return {"view": as_slack(space, view)}


def _publish(space: Workspace, call: Call) -> Json:
    if not space.manifest.home_tab:
        raise RefusedError("not_enabled")
    person = call.text("user_id")
    if person not in space.people:
        raise RefusedError("user_not_found")
    phone = space.phone(person)
    payload = view_payload(space, call.args.get("view"), kind="home", where=call.method, instead_of=phone.home)
    wanted = call.maybe("hash")
    if wanted is not None and (phone.home is None or wanted != phone.home.hash):
        raise RefusedError("hash_conflict")
    if phone.home is None:
        phone.home = new_view(payload, person=person, ids=space.ids, seconds=space.seconds, below=None)
        space.pulse.beat()
    else:
        space.redraw(phone.home, payload)
    return {"view": as_slack(space, phone.home)}


METHODS = {
    "views.open": Method(run=_open, args=frozenset({"trigger_id", "view"}), per_minute=100),
    "views.push": Method(run=_push, args=frozenset({"trigger_id", "view"}), per_minute=100),
    "views.update": Method(run=_update, args=frozenset({"view", "view_id", "external_id", "hash"}), per_minute=100),
    "views.publish": Method(run=_publish, args=frozenset({"user_id", "view", "hash"}), per_minute=100),
}
