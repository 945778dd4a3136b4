"""Modals as people use them: fill, submit, close (rules 1, 3 and 4)."""

import asyncio
from collections.abc import Mapping

from sandbox.acts import Acts
from sandbox.delivery import Courier
from sandbox.forms import FillError, holders, local_errors, state_for
from sandbox.methods.call import RefusedError
from sandbox.methods.views import as_slack, push, view_payload
from sandbox.outcomes import TROUBLE, outcome
from sandbox.parcels import Answer, Parcel
from sandbox.reading import field_label
from sandbox.screens import MAX_STACK, OpenView
from sandbox.shapes import Json
from sandbox.workspace import Workspace


class Filling:
    """Acts on the top modal of one person."""

    def __init__(self, space: Workspace, courier: Courier, acts: Acts) -> None:
        self._space = space
        self._courier = courier
        self._acts = acts

    def _top(self, person: str) -> OpenView:
        top = self._space.phone(person).top
        if top is None:
            raise FillError("no modal is open")
        return top

    async def fill(self, person: str, values: Mapping[str, object], *, on: str | None) -> Json:
        """Enter values by action id, block id or visible label.

        A field that dispatches sends its action; the outcome is that of the last one sent.
        Raises FillError for a field or value that is not there.
        """
        self._acts.present(person)
        home = self._space.phone(person).home
        result = outcome()
        for key, wanted in values.items():
            view = home if on == "home" else self._top(person)
            if view is None:
                raise FillError("Home is empty")
            block, element = self._holder(view, key)
            state = state_for(element, self._people(element, wanted))
            self._hear(person, element, state)
            view.values[block["block_id"]][element["action_id"]] = state
            view.errors.pop(block["block_id"], None)
            self._space.pulse.beat()
            if block["type"] != "input" or block.get("dispatch_action") is True:
                spot = {
                    "type": element["type"],
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                }
                result = await self._acts.act_in_view(person, view, spot)
        return result

    def _holder(self, view: OpenView, key: str) -> tuple[Json, Json]:
        names = {one.id: one.name for one in self._space.people.values()}
        plain = key.strip().casefold()
        found = [(pair, field_label(pair[0], names)) for pair in holders(view.payload)]
        by_id = [pair for pair, _ in found if key in (pair[1]["action_id"], pair[0]["block_id"])]
        by_label = [pair for pair, label in found if label == key]
        by_look = [pair for pair, label in found if label.strip().casefold() == plain]
        for hits in (by_id, by_label, by_look):
            if len(hits) > 1:
                raise FillError(f"more than one field is called {key!r}")
            if hits:
                return hits[0]
        raise FillError(f"no field is called {key!r}")

    def _people(self, element: Json, wanted: object) -> object:
        if element["type"] == "users_select" and wanted is not None:
            return self._person(wanted)
        if element["type"] == "multi_users_select" and isinstance(wanted, list | tuple):
            return [self._person(one) for one in wanted]
        return wanted

    def _person(self, wanted: object) -> str:
        """The picker offers everyone: guests, bots, external and deactivated people too."""
        name = str(wanted).removeprefix("@")
        for one in self._space.people.values():
            if name in (one.id, one.name, one.handle):
                return one.id
        raise FillError("there is no such person to pick")

    def _hear(self, person: str, element: Json, state: Json) -> None:
        if element["type"] == "plain_text_input" and state["value"]:
            self._space.canaries.heard(person, state["value"])

    async def submit(self, person: str, *, copies: int = 1) -> Json:
        """Press the submit button. `copies` sends the very same payload so many times at once.

        Raises FillError when no modal is open, it has no such button, or it is being sent already.
        """
        self._acts.present(person)
        view = self._top(person)
        if "submit" not in view.payload:
            raise FillError("this modal has no submit button")
        if view.busy:
            raise FillError("this modal is being sent already")
        view.trouble = None
        view.errors = local_errors(view.payload, view.values)
        self._space.pulse.beat()
        if view.errors:
            return outcome(kind="errors", errors=view.errors, labels=self._labels(view))
        payload = {
            **self._acts.header(person, "view_submission", view_id=view.id),
            "view": as_slack(self._space, view),
            "response_urls": [],
        }
        parcel = Parcel(kind="interactive", payload=payload)
        view.busy = True
        try:
            first, *_ = await asyncio.gather(*(self._courier.deliver(parcel) for _ in range(copies)))
        finally:
            view.busy = False
        return self._acknowledged(person, view, first)

    def _labels(self, view: OpenView) -> dict[str, str]:
        return {block["block_id"]: field_label(block, {}) for block, _ in holders(view.payload)}

    def _acknowledged(self, person: str, view: OpenView, answer: Answer) -> Json:
        """Rule 4. What cannot be understood leaves the modal open with its values."""
        self._space.pulse.beat()
        phone = self._space.phone(person)
        if not answer.ok:
            view.trouble = TROUBLE
            return outcome(answer)
        if view not in phone.stack:
            # The person closed it, or another act replaced it, while this was under way.
            return outcome(answer)
        if not answer.body:
            phone.stack.remove(view)
            return outcome(answer, kind="closed")
        body = answer.body if isinstance(answer.body, dict) else {}
        try:
            return self._respond(person, view, body, answer)
        except RefusedError as refusal:
            self._space.records.violate("bad_ack", why=refusal.code)
            view.trouble = TROUBLE
            return outcome(answer, trouble=True)

    def _respond(self, person: str, view: OpenView, body: Json, answer: Answer) -> Json:
        phone = self._space.phone(person)
        action = body.get("response_action")
        if action == "clear":
            phone.stack = []
            return outcome(answer, kind="cleared")
        if action == "errors":
            view.errors = _checked_errors(view, body.get("errors"))
            return outcome(answer, kind="errors", errors=view.errors, labels=self._labels(view))
        if action == "update":
            payload = view_payload(self._space, body.get("view"), kind="modal", where="ack", instead_of=view)
            self._space.redraw(view, payload)
            return outcome(answer, kind="updated")
        if action == "push":
            if len(phone.stack) >= MAX_STACK:
                raise RefusedError("push_limit_reached")
            payload = view_payload(self._space, body.get("view"), kind="modal", where="ack")
            push(self._space, person, payload, below=view)
            return outcome(answer, kind="pushed", opened=True)
        raise RefusedError("unknown_response_action")

    async def close(self, person: str) -> Json:
        """Close the top modal, or all of them where it says so; what was typed is gone."""
        phone = self._space.phone(person)
        view = self._top(person)
        clears = view.payload.get("clear_on_close") is True
        gone = list(reversed(phone.stack)) if clears else [view]
        phone.stack = [one for one in phone.stack if one not in gone]
        self._space.pulse.beat()
        for one in gone:
            if one.payload.get("notify_on_close") is True:
                payload = {
                    **self._acts.header(person, "view_closed"),
                    "view": as_slack(self._space, one),
                    "is_cleared": clears,
                }
                # No acknowledgement of this ever reaches the person.
                payload.pop("trigger_id")
                await self._courier.deliver(Parcel(kind="interactive", payload=payload))
        return outcome(kind="cleared" if clears and len(gone) > 1 else "closed")


def _checked_errors(view: OpenView, errors: object) -> dict[str, str]:
    """Raises RefusedError unless every key is an input block of this view and every value a text."""
    inputs = {block["block_id"] for block in view.payload["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise RefusedError("errors_not_on_input_blocks")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise RefusedError("errors_without_text")
    return dict(errors)
