"""What a party may always do: write to HR in private, answer any part of the record; HR's reply."""

import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from plans.change import Change, happened
from plans.ending import Outcome
from plans.events import EventKind
from plans.ids import EntryId
from plans.moving import role_in
from plans.parts import already_recorded, check_new, put, with_record
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.record import HrRequest, Rebuttal
from plans.terms import Terms
from plans.texts import required
from plans.words import Words

# What a rebuttal may be about, besides any id in the record.
WHOLE_PLAN: Final = "plan"
# As statements named it before each outcome had an id of its own.
_ANY_OUTCOME: Final = "outcome"
ABOUT: Final = frozenset({WHOLE_PLAN, "results", _ANY_OUTCOME})
_ID: Final = re.compile(r"[0-9a-f]{32}")


def hr_contacted(plan: Plan, *, entry: EntryId, text: Words | None, by: Person, at: datetime) -> Change:
    """A private word to HR, which the other party never learns of (S0-21). Field: ``text``."""
    check_new(plan.record.hr_requests, entry)
    request = HrRequest(id=entry, author=by.id, role=role_in(by, plan), at=at, text=required(text, "text"))
    after = with_record(plan, hr_requests=(*plan.record.hr_requests, request))
    return Change(plan=after, events=(happened(EventKind.HR_CONTACTED, plan, by=by.id, at=at, subject=entry),))


def rebutted(
    plan: Plan, terms: Terms, *, entry: EntryId, about: str, text: Words | None, by: Person, at: datetime
) -> Change:
    """The employee's own statement; it travels with what it is about, and nobody takes it out (P-08).

    ``about`` is the id of a part or entry, or one of ``ABOUT``. Field: ``text``, as long as the pack allows.
    """
    check_new(plan.record.rebuttals, entry)
    if about not in ABOUT and not _ID.fullmatch(about):
        raise PlanError("part-gone")
    words = required(text, "text", limit=terms.pack.limits.rebuttal)
    rebuttal = Rebuttal(id=entry, author=by.id, at=at, about=about, text=words)
    after = with_record(plan, rebuttals=(*plan.record.rebuttals, rebuttal))
    line = happened(EventKind.REBUTTAL_ADDED, plan, by=by.id, at=at, subject=entry, about=about)
    return Change(plan=after, events=(line,))


def outcome_id(plan: Plan, outcome: Outcome) -> str:
    """What a statement about this outcome names, so that it never stands for another: the same for whoever reads it."""
    proposed = outcome.proposed_at.astimezone(UTC).isoformat(timespec="microseconds")
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{plan.id}/outcome/{proposed}").hex


def rebuttals_on(plan: Plan, outcome: Outcome) -> tuple[Rebuttal, ...]:
    """What the employee said about this very outcome; of older statements, what was said between it and the next."""
    own = outcome_id(plan, outcome)
    return tuple(said for said in plan.record.rebuttals if said.about == own or _meant(plan, said) == outcome)


def _meant(plan: Plan, said: Rebuttal) -> Outcome | None:
    """The outcome that a statement about "the outcome" answered: the last one delivered until then."""
    if said.about != _ANY_OUTCOME:
        return None
    told = (one for one in plan.outcomes if one.delivered_at is not None and one.delivered_at <= said.at)
    return max(told, key=lambda one: one.delivered_at or said.at, default=None)


def rebuttal_answered(plan: Plan, entry: EntryId, *, reply: Words | None, by: Person, at: datetime) -> Change:
    """HR's reply, which nobody owes; it stands beside the statement, once and for good. Field: ``reply``."""
    if role_in(by, plan) is not Role.HR:
        raise PlanError("not-yours")
    said = next((one for one in plan.record.rebuttals if one.id == entry), None)
    if said is None:
        raise PlanError("part-gone")
    if said.replied_at is not None:
        raise already_recorded(said.replied_at)
    answered = replace(said, reply=required(reply, "reply"), replied_by=by.id, replied_at=at)
    after = with_record(plan, rebuttals=put(plan.record.rebuttals, answered))
    line = happened(EventKind.REBUTTAL_ANSWERED, plan, by=by.id, at=at, subject=entry)
    return Change(plan=after, events=(line,))


def disputed(plan: Plan) -> frozenset[str]:
    """What the employee sees differently and has said so: the ids of those parts and entries, or of ``ABOUT`` (§5)."""
    return frozenset(said.about for said in plan.record.rebuttals)
