"""Shared people and plans for tests, the demo and the gallery. Everybody and everything in here is invented.

Plans are made by the rules themselves, so that an example can never be a plan that could not exist. They stand at
revision 0, ready to be kept as new ones. ``case`` makes a plan in any state together with what it is read with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final

from plans.change import Change
from plans.dates import Calendar, add_working_days, days_after, instant, local_date
from plans.drafting import opened, stepped
from plans.ending import Result
from plans.endings import outcome_approved, outcome_delivered, outcome_proposed
from plans.events import Event
from plans.example_coaching import coaching_steps
from plans.example_dc import dc_steps
from plans.example_steps import (
    DESK,
    DESK_HALFWAY,
    GUIDES,
    GUIDES_DRAFTED,
    MENTOR,
    SHADOWING,
    WORKSHOP,
    example_id,
    generic_steps,
    illinois_steps,
)
from plans.ids import CaseNumber, ConcernId, EntryId, PersonId, PlanId, ReviewId, WorkspaceId
from plans.lifecycle import (
    approved,
    approved_without_gate,
    changes_requested,
    delivered,
    discarded,
    submitted,
)
from plans.outcomes import Proposal, ResultTyped, results_recorded
from plans.pausing import decision_due, ends_at, paused
from plans.people import Handle, Office, Person, Standing
from plans.plan import Plan
from plans.policy import OutcomeKind, Pack, PackId, PlanKind, read_packs
from plans.proposing import shared
from plans.receipt import Receipt, acknowledged
from plans.retention import archived, erased, keep_until
from plans.states import PlanState
from plans.steps import Part, Step, WishedChange
from plans.terms import Terms
from plans.words import Words

__all__ = [
    "COACHING",
    "COACHING_PLAN",
    "DC",
    "DC_PLAN",
    "DESK",
    "DESK_HALFWAY",
    "EMPLOYEE",
    "EMPLOYEE_SIGNATURE",
    "EMPLOYEE_VIEW",
    "GENERIC",
    "GENERIC_PLAN",
    "GUIDES",
    "GUIDES_DRAFTED",
    "HR",
    "HR_SIGNATURE",
    "ILLINOIS",
    "ILLINOIS_PLAN",
    "MENTOR",
    "NOW",
    "OUTSIDER",
    "PEOPLE",
    "REVIEWER",
    "SECOND_HR",
    "SHADOWING",
    "SUPERVISOR",
    "SUPERVISOR_SIGNATURE",
    "WISH",
    "WORKSHOP",
    "WORKSPACE",
    "Case",
    "case",
    "example_id",
    "generic_plan",
    "generic_steps",
    "illinois_plan",
    "illinois_steps",
    "pack",
    "terms",
    "then",
]

NOW: Final = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
WORKSPACE: Final = WorkspaceId("T0EXAMPLE")
ILLINOIS: Final = PackId("illinois-library")
GENERIC: Final = PackId("generic")
DC: Final = PackId("dc-government")
COACHING: Final = PackId("coaching")
_DAY: Final = timedelta(days=1)
_ON_PLAN: Final = frozenset({Office.STARTER})


def _person(number: int, native: str, name: str, *, zone: str, offices: frozenset[Office] = _ON_PLAN) -> Person:
    first = name.split(maxsplit=1)[0].lower()
    return Person(
        id=PersonId(example_id(number)),
        workspace=WORKSPACE,
        handle=Handle(surface="slack", tenant=WORKSPACE, native_id=native),
        name=Words(name),
        email=Words(f"{first}@example.org"),
        zone=zone,
        locale="en-US",
        standing=Standing.MEMBER,
        checked_at=NOW,
        offices=offices,
    )


SUPERVISOR: Final = _person(0xA1, "U0SUPERVISOR", "Marta Lindqvist", zone="America/Chicago")
EMPLOYEE: Final = _person(0xA2, "U0EMPLOYEE", "Jonas Okafor", zone="America/Denver")
HR: Final = _person(
    0xA3, "U0HR", "Priya Raman", zone="America/New_York", offices=_ON_PLAN | {Office.HR, Office.HR_LEAD}
)
SECOND_HR: Final = _person(0xA4, "U0HR2", "Tomas Weber", zone="America/Chicago", offices=_ON_PLAN | {Office.HR})
OUTSIDER: Final = _person(0xA5, "U0OUTSIDER", "Lena Duarte", zone="America/Chicago")
REVIEWER: Final = _person(0xA6, "U0REVIEWER", "Noor Haddad", zone="America/Chicago")
PEOPLE: Final[Mapping[PersonId, Person]] = {
    person.id: person for person in (SUPERVISOR, EMPLOYEE, HR, SECOND_HR, OUTSIDER, REVIEWER)
}

ILLINOIS_PLAN: Final = PlanId(example_id(0xB1))
GENERIC_PLAN: Final = PlanId(example_id(0xB2))
DC_PLAN: Final = PlanId(example_id(0xB6))
COACHING_PLAN: Final = PlanId(example_id(0xB7))
HR_SIGNATURE: Final = EntryId(example_id(0xE1))
SUPERVISOR_SIGNATURE: Final = EntryId(example_id(0xE2))
EMPLOYEE_SIGNATURE: Final = EntryId(example_id(0xE3))
EMPLOYEE_VIEW: Final = EntryId(example_id(0xE4))
WISH: Final = EntryId(example_id(0xE5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A plan, what it is read with, when it got where it is, and everything that happened on the way."""

    plan: Plan
    terms: Terms
    at: datetime
    events: tuple[Event, ...]


@cache
def _packs() -> Mapping[PackId, Pack]:
    return read_packs()


def pack(name: PackId = ILLINOIS) -> Pack:
    """One of the packs that ship."""
    return _packs()[name]


def terms(
    name: PackId = ILLINOIS, *, calendar: Calendar | None = None, people: Mapping[PersonId, Person] | None = None
) -> Terms:
    """A pack with a calendar without holidays, unless another is given, and all the people here."""
    return Terms(pack=pack(name), calendar=calendar or Calendar("example"), people=PEOPLE if people is None else people)


def illinois_plan(now: datetime = NOW, *, on: Terms | None = None) -> Plan:
    """A complete draft of the Illinois plan, started on the first working day after ``now``."""
    return _drafted(ILLINOIS, now, on=on or terms(ILLINOIS)).plan


def generic_plan(now: datetime = NOW, *, on: Terms | None = None) -> Plan:
    """A complete draft of the generic plan of 90 days."""
    return _drafted(GENERIC, now, on=on or terms(GENERIC)).plan


def case(
    state: PlanState = PlanState.ACTIVE, now: datetime = NOW, *, name: PackId = ILLINOIS, on: Terms | None = None
) -> Case:
    """An example plan in this state. ``Case.at`` is later than ``now`` for states a plan needs time to reach."""
    found = _drafted(name, now, on=on or terms(name))
    for step in _WAY[state]:
        found = step(found)
    return found


def then(found: Case, change: Change, *, at: datetime | None = None) -> Case:
    """The case after one more change."""
    return replace(found, plan=change.plan, events=found.events + change.events, at=at or found.at)


def _drafted(name: PackId, now: datetime, *, on: Terms) -> Case:
    start = add_working_days(local_date(now, SUPERVISOR.zone), 1, on.calendar)
    number, case_number, steps = _FORMS[name]
    first = opened(
        number,
        CaseNumber(case_number),
        kind=on.pack.kind,
        employee=EMPLOYEE,
        pack=on.pack,
        by=SUPERVISOR,
        at=now,
    )
    found = Case(plan=first.plan, terms=on, at=now, events=first.events)
    for step in steps(start):
        found = then(found, stepped(found.plan, on, step, by=SUPERVISOR, at=now))
    return replace(found, plan=_with_fixed_ids(found.plan))


_FORMS: Final[Mapping[PackId, tuple[PlanId, str, Callable[[date], tuple[Step, ...]]]]] = {
    ILLINOIS: (ILLINOIS_PLAN, "M-7K3QXZ", illinois_steps),
    GENERIC: (GENERIC_PLAN, "M-4HW9TP", generic_steps),
    DC: (DC_PLAN, "M-6DQ4WH", dc_steps),
    COACHING: (COACHING_PLAN, "M-8CK5RN", coaching_steps),
}


def _with_fixed_ids(plan: Plan) -> Plan:
    """Concerns and reviews get their ids from a rule, at random; an example must be the same each time."""
    return plan.with_(
        concerns=tuple(
            replace(concern, id=ConcernId(example_id(0xF0 + place))) for place, concern in enumerate(plan.concerns)
        ),
        reviews=tuple(
            replace(review, id=ReviewId(example_id(0x100 + place))) for place, review in enumerate(plan.reviews)
        ),
    )


def _shared(found: Case) -> Case:
    return then(found, shared(found.plan, spoken=True, by=SUPERVISOR, at=found.at))


def _submitted(found: Case) -> Case:
    if not found.terms.pack.hr_gate:
        return found
    return then(found, submitted(found.plan, found.terms, by=SUPERVISOR, at=found.at))


def _sent_back(found: Case) -> Case:
    asked = Words("Could the second goal name the shifts it is about?")
    wish = WishedChange(id=WISH, part=Part.GOALS, subject=DESK, field="text", text=asked)
    return then(found, changes_requested(found.plan, (wish,), by=HR, at=found.at))


def _approved(found: Case) -> Case:
    if not found.terms.pack.hr_gate:
        return then(found, approved_without_gate(found.plan, found.terms, by=SUPERVISOR, at=found.at))
    change = approved(
        found.plan, found.terms, signature=HR_SIGNATURE, typed_name=Words("Priya Raman"), by=HR, at=found.at
    )
    return then(found, change)


def _delivered(found: Case) -> Case:
    change = delivered(
        found.plan,
        found.terms,
        signature=SUPERVISOR_SIGNATURE,
        typed_name=_name_of("Marta Lindqvist", found),
        met_on=local_date(found.at, SUPERVISOR.zone),
        by=SUPERVISOR,
        at=found.at,
    )
    return then(found, change)


def _acknowledged(found: Case) -> Case:
    receipt = Receipt(
        edition=found.plan.edition,
        signature=EMPLOYEE_SIGNATURE,
        view_id=EMPLOYEE_VIEW,
        typed_name=_name_of("Jonas Okafor", found),
        comment=Words("Received. I would like the rota before the first review."),
        view=Words("Two people left the desk this year, and their shifts came to me without a new rota."),
    )
    return then(found, acknowledged(found.plan, found.terms, receipt, by=EMPLOYEE, at=found.at))


def _name_of(name: str, found: Case) -> Words | None:
    """Nobody signs where the form asks for no signature."""
    return Words(name) if found.terms.pack.signatures else None


def _paused(found: Case) -> Case:
    last = days_after(local_date(found.at, EMPLOYEE.zone), 20)
    return then(found, paused(found.plan, found.terms, last=last, by=HR, at=found.at))


def _ended(found: Case) -> Case:
    """The clock reaches the end; what it did to milestones and reviews on the way is left out of this example."""
    at = ends_at(found.plan, found.terms)
    return then(found, decision_due(found.plan, found.terms, by=None, at=at), at=at)


def _closed(found: Case) -> Case:
    typed = tuple(
        ResultTyped(goal=goal.id, result=Result.MET, evidence=Words("Seen and talked through at the final review."))
        for goal in found.plan.goals
    )
    coaching = found.plan.kind is PlanKind.COACHING
    kind = OutcomeKind.GOALS_MET if coaching else OutcomeKind.MET
    met = Proposal(kind=kind, reasons=Words("Both goals were reached, and it has lasted for months."))
    later = found.at + _DAY
    found = then(found, results_recorded(found.plan, typed, by=SUPERVISOR, at=later), at=later)
    found = then(found, outcome_proposed(found.plan, found.terms, met, by=SUPERVISOR, at=later))
    found = then(found, outcome_approved(found.plan, found.terms, by=SUPERVISOR if coaching else HR, at=later))
    return then(found, outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=later))


def _archived(found: Case) -> Case:
    at = found.at + 31 * _DAY
    return then(found, archived(found.plan, found.terms, at=at), at=at)


def _erased(found: Case) -> Case:
    at = instant(days_after(keep_until(found.plan, found.terms), 1), time(12), EMPLOYEE.zone)
    return then(found, erased(found.plan, found.terms, by=None, at=at), at=at)


def _discarded(found: Case) -> Case:
    return then(found, discarded(found.plan, by=SUPERVISOR, at=found.at))


_TO_ACTIVE: Final = (_submitted, _approved, _delivered, _acknowledged)
_TO_CLOSED: Final = (*_TO_ACTIVE, _ended, _closed)
_WAY: Final[Mapping[PlanState, tuple[Callable[[Case], Case], ...]]] = {
    PlanState.DRAFT: (),
    PlanState.EMPLOYEE_DRAFTING: (_shared,),
    PlanState.HR_REVIEW: (_submitted,),
    PlanState.CHANGES_REQUESTED: (_submitted, _sent_back),
    PlanState.APPROVED: _TO_ACTIVE[:2],
    PlanState.DELIVERED: _TO_ACTIVE[:3],
    PlanState.ACTIVE: _TO_ACTIVE,
    PlanState.PAUSED: (*_TO_ACTIVE, _paused),
    PlanState.DECISION_DUE: (*_TO_ACTIVE, _ended),
    PlanState.CLOSED: _TO_CLOSED,
    PlanState.ARCHIVED: (*_TO_CLOSED, _archived),
    PlanState.DISCARDED: (_discarded,),
    PlanState.ERASED: (*_TO_CLOSED, _archived, _erased),
}


def without_account(found: Case) -> Case:
    """The same, of an employee who has no account: the plan is kept on paper (F-06)."""
    employee = replace(EMPLOYEE, standing=Standing.ON_PAPER)
    terms = replace(found.terms, people={**found.terms.people, EMPLOYEE.id: employee})
    return replace(found, plan=found.plan.with_(on_paper=True), terms=terms)
