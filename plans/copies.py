"""A copy of everything held about the employee: asked for, put off once if the form allows it, handed over (P-09)."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from plans.change import Change, happened
from plans.dates import add_working_days
from plans.events import EventKind
from plans.ids import EntryId
from plans.moving import today_of
from plans.parts import already_recorded, check_employee, check_new, not_future, put, with_record
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import CheckInNote, CopyRequest, ProgressNote
from plans.terms import Terms
from plans.texts import optional, required
from plans.words import Words


def copy_owed(plan: Plan) -> CopyRequest | None:
    """The request that HR has not answered yet; there is one at most."""
    return next((request for request in plan.record.copy_requests if request.open), None)


def copy_asked(
    plan: Plan, terms: Terms, *, entry: EntryId, by: Person, at: datetime, since: date | None = None
) -> Change:
    """The employee asks for their copy; HR owes it by the date the pack sets, where it sets one.

    ``since`` is the day to count from, if that is not today: the day on the paper that asks (F-06). HR types that paper
    in and owes the copy, so its own delay must not give it more time.

    What HR left out of the copy before stays out until HR puts it back: a second request alone must not hand over what
    concerns somebody else.

    Raises ``PlanError``: ``copy-pending`` with when it was asked for.
    """
    check_employee(plan, by)
    check_new(plan.record.copy_requests, entry)
    owed = copy_owed(plan)
    if owed is not None:
        raise PlanError("copy-pending", at=owed.at.isoformat())
    days = terms.pack.copy_due_working_days
    due = None if days is None else add_working_days(since or today_of(plan, terms, at), days, terms.calendar)
    request = CopyRequest(id=entry, author=by.id, at=at, due=due, left_out=_left_out_before(plan))
    after = with_record(plan, copy_requests=(*plan.record.copy_requests, request))
    line = happened(EventKind.COPY_REQUESTED, plan, by=by.id, at=at, subject=entry, due=due or "")
    return Change(plan=after, events=(line,))


def copy_put_off(plan: Plan, terms: Terms, entry: EntryId, *, reason: Words | None, by: Person, at: datetime) -> Change:
    """HR takes the further days that the pack allows, once; the employee is told until when. Field: ``reason``.

    Raises ``PlanError``: ``copy-no-more-time`` where the pack allows none, or they are taken.
    """
    request = _open(plan, entry)
    days = terms.pack.copy_extension_working_days
    if request.due is None or not days or request.later_due is not None:
        raise PlanError("copy-no-more-time")
    later = add_working_days(request.due, days, terms.calendar)
    put_off = replace(request, later_due=later, later_reason=required(reason, "reason"), later_by=by.id, later_at=at)
    after = with_record(plan, copy_requests=put(plan.record.copy_requests, put_off))
    line = happened(EventKind.COPY_PUT_OFF, plan, by=by.id, at=at, subject=entry, old=request.due, due=later)
    return Change(plan=after, events=(line,))


def copy_handed_over(
    plan: Plan, entry: EntryId, *, on: date | None, kept_back: Words | None, by: Person, at: datetime
) -> Change:
    """HR has handed it over outside the chat, and says what was kept back and why. Fields: ``on``, ``kept_back``."""
    request = _open(plan, entry)
    if on is None:
        raise PlanError("required", field="on")
    day = not_future(on, "on", by=by, at=at)
    said = optional(kept_back, "kept_back")
    handed = replace(request, handed_on=day, kept_back=said, handed_by=by.id, handed_at=at)
    after = with_record(plan, copy_requests=put(plan.record.copy_requests, handed))
    facts = {"on": day, "kept_back": "no" if said is None else "yes"}
    line = happened(EventKind.COPY_HANDED_OVER, plan, by=by.id, at=at, subject=entry, **facts)
    return Change(plan=after, events=(line,))


class Exempt(StrEnum):
    """Why an entry may be left out of the employee's own copy: a fixed list, told in general words."""

    THIRD_PARTY = "third-party"
    LEGAL_ADVICE = "legal-advice"
    REFERENCE = "reference"
    INQUIRY = "inquiry"


def may_be_left_out(plan: Plan) -> tuple[ProgressNote | CheckInNote, ...]:
    """What others have written about the employee, in order; their own words are never kept from them."""
    record = plan.record
    every: tuple[ProgressNote | CheckInNote, ...] = (*record.notes, *record.check_ins)
    others = [one for one in every if not plan.employee_is(one.author)]
    return tuple(sorted(others, key=lambda one: (one.at, one.id)))


def copy_left_out(
    plan: Plan, entry: EntryId, *, exempt: Collection[str], reason: str | None, by: Person, at: datetime
) -> Change:
    """For this reason these entries stay out of the copy too; with none chosen, those of this reason are in it again.

    What was left out before stays out, so that two who choose at the same time put nothing back unseen.
    Fields: ``reason``, ``exempt``. Raises ``PlanError``: ``part-gone``.
    """
    request = _open(plan, entry)
    if reason is None:
        raise PlanError("required", field="reason")
    if not set(exempt) <= {one.id for one in may_be_left_out(plan)}:
        raise PlanError("part-gone", field="exempt")
    why = Exempt(reason)
    others = {one: said for one, said in request.exempt if exempt or said != why}
    chosen = {**others, **dict.fromkeys(exempt, why.value)}
    left = tuple(sorted(f"{said}:{one}" for one, said in chosen.items()))
    after = with_record(plan, copy_requests=put(plan.record.copy_requests, replace(request, left_out=left)))
    facts = {"reason": why, "entries": len(exempt), "in_all": len(left)}
    line = happened(EventKind.COPY_LEFT_OUT, plan, by=by.id, at=at, subject=entry, **facts)
    return Change(plan=after, events=(line,))


def _left_out_before(plan: Plan) -> tuple[str, ...]:
    requests, there = plan.record.copy_requests, {one.id for one in may_be_left_out(plan)}
    return tuple(f"{why}:{one}" for one, why in requests[-1].exempt if one in there) if requests else ()


def left_out_of(plan: Plan) -> Mapping[str, str]:
    """What stays out of the copy that is owed, or was handed over last: each entry with its reason."""
    requests = plan.record.copy_requests
    return dict((copy_owed(plan) or requests[-1]).exempt) if requests else {}


def _open(plan: Plan, entry: EntryId) -> CopyRequest:
    found = next((request for request in plan.record.copy_requests if request.id == entry), None)
    if found is None:
        raise PlanError("part-gone")
    if found.handed_at is not None:
        raise already_recorded(found.handed_at)
    return found
