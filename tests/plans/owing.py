"""A small running plan and its people, for tests about what is owed and when. Its parts are easy to replace."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from plans import examples
from plans.dates import Absence, Calendar
from plans.goals import Goal, Milestone
from plans.ids import CaseNumber, EntryId, GoalId, NoticeId, PersonId, PlanId, ReviewId, SupportId
from plans.meetings import Review
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Handle, Office, Person, Role, Standing
from plans.plan import PackRef, Plan
from plans.policy import Pack, PackId, PlanKind, ReviewKind, read_packs
from plans.record import Barrier, BarrierKind, GoalProposal, Provider, Support
from plans.signing import Signature, SignatureKind
from plans.states import PlanState
from plans.terms import Terms
from plans.words import Words

WORKSPACE = examples.WORKSPACE
# Monday 1 June 2026, mid-morning in Denver.
STARTED = datetime(2026, 6, 1, 16, 0, tzinfo=UTC)


def someone(name: str, zone: str, *offices: Office, standing: Standing = Standing.MEMBER) -> Person:
    return Person(
        id=PersonId(name),
        workspace=WORKSPACE,
        handle=Handle(surface="slack", tenant="T1", native_id=f"U-{name}"),
        name=Words(f"name of {name}"),
        email=None,
        zone=zone,
        locale="en-US",
        standing=standing,
        checked_at=STARTED,
        offices=frozenset(offices),
    )


EMPLOYEE = someone("employee", "America/Denver")
SUPERVISOR = someone("supervisor", "America/Chicago")
REVIEWER = someone("reviewer", "Europe/Lisbon")
LEAD = someone("lead", "America/New_York", Office.HR, Office.HR_LEAD)
SECOND_HR = someone("second-hr", "Asia/Kolkata", Office.HR)
PEOPLE = (EMPLOYEE, SUPERVISOR, REVIEWER, LEAD, SECOND_HR)

GOAL = GoalId("goal")
REVIEW = ReviewId("review")
FINAL = ReviewId("final")
SUPPORT = SupportId("support")
BARRIER = EntryId("barrier")
INDEPENDENCE_DAY = "Independence Day (observed)"
CALENDAR = Calendar("test", {date(2026, 7, 3): INDEPENDENCE_DAY, date(2026, 6, 19): "Juneteenth"})


@cache
def pack() -> Pack:
    return read_packs()[PackId("generic")]


def terms(*people: Person, absences: Mapping[PersonId, tuple[Absence, ...]] | None = None) -> Terms:
    """The usual people, any of them replaced by those given."""
    known = {person.id: person for person in (*PEOPLE, *people)}
    return Terms(pack=pack(), calendar=CALENDAR, people=known, absences=absences or {})


def review(on: date, *, kind: ReviewKind = ReviewKind.FIRST, id_: ReviewId = REVIEW) -> Review:
    return Review(id=id_, kind=kind, on=on)


def milestone(on: date) -> Milestone:
    return Milestone(id=goal(on).milestone, goal=GOAL, on=on)


def goal(on: date) -> Goal:
    return Goal(id=GOAL, text=Words("a goal"), measure=None, target=on, by=SUPERVISOR.id, at=STARTED)


def support(due: date | None, *, provider: Provider = Provider.SUPERVISOR) -> Support:
    return Support(
        id=SUPPORT, goal=None, what=Words("support"), provider=provider, due=due, by=SUPERVISOR.id, at=STARTED
    )


def barrier(at: datetime, *, kind: BarrierKind = BarrierKind.WORKLOAD) -> Barrier:
    return Barrier(
        id=BARRIER,
        author=EMPLOYEE.id,
        at=at,
        kind=kind,
        milestones=(),
        text=Words("in the way"),
        would_help=Words("help"),
    )


def signature(*, edition: int, kind: SignatureKind = SignatureKind.ACKNOWLEDGED) -> Signature:
    """The employee's, on this edition of the text."""
    return Signature(
        id=EntryId("signature"),
        role=Role.EMPLOYEE,
        person=EMPLOYEE.id,
        kind=kind,
        edition=edition,
        name_shown=Words("name"),
        typed_name=None,
        at=STARTED,
        zone="UTC",
        text_hash="h",
    )


def plan(**changes: object) -> Plan:
    """An active plan with nothing on it but what is given."""
    empty = Plan(
        id=PlanId("plan"),
        workspace=WORKSPACE,
        case_number=CaseNumber("M-234567"),
        kind=PlanKind.IMPROVEMENT,
        pack=PackRef(id=pack().id, version=pack().version, version_date=pack().version_date, digest=pack().digest),
        state=PlanState.ACTIVE,
        employee=EMPLOYEE.id,
        supervisor=SUPERVISOR.id,
        started_by=SUPERVISOR.id,
        started_at=STARTED,
        start=date(2026, 6, 1),
        end=date(2026, 12, 1),
        delivered_at=STARTED,
        active_at=STARTED,
        signatures=(signature(edition=0),),
    )
    return empty.with_(**changes)


def said(owed: tuple[Owed, ...], kind: NoticeKind, person: Person) -> list[str]:
    """When this person is told this, as their own clock shows it."""
    found = [each for each in owed if each.kind is kind and each.person == person.id]
    return [each.due_at.astimezone(ZoneInfo(person.zone)).strftime("%a %d %b %H:%M") for each in found]


def row(owed: Owed, state: NoticeState = NoticeState.WAITING) -> Notice:
    """The owed thing as a row."""
    return Notice(id=NoticeId(f"row-{owed.key}"), owed=owed, state=state, run_at=owed.due_at)


def proposal(at: datetime) -> GoalProposal:
    """A goal the employee proposed then, and nobody has answered."""
    return GoalProposal(
        id=EntryId("proposal"),
        goal=GOAL,
        author=EMPLOYEE.id,
        at=at,
        text=Words("a goal"),
        measure=None,
        target=at.date(),
        wish=None,
    )
