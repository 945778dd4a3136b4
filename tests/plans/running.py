"""A plan that runs from 1 June to 31 August 2026, its people in three zones, and short ways to act on it."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from plans import check_ins, reviews
from plans.change import Change
from plans.dates import Calendar, due_at
from plans.goals import Goal, Interim, Milestone
from plans.ids import CaseNumber, EntryId, GoalId, MilestoneId, PersonId, PlanId, ReviewId, SupportId, WorkspaceId
from plans.meetings import Attendance, NotHeldReason, Review
from plans.people import Handle, Office, Person, Standing
from plans.plan import PackRef, Plan
from plans.policy import Pack, PackId, PlanKind, ReviewKind, read_packs
from plans.record import BarrierKind, Provider, Support
from plans.reviews import Meeting, ReviewNotes
from plans.states import PlanState
from plans.terms import Terms
from plans.words import Words

WORKSPACE = WorkspaceId("w1")
STARTED = datetime(2026, 6, 1, 16, 0, tzinfo=UTC)
END = date(2026, 8, 31)
CALENDAR = Calendar("test", {date(2026, 7, 3): "Independence Day (observed)"})


def someone(name: str, zone: str, *offices: Office) -> Person:
    return Person(
        id=PersonId(name),
        workspace=WORKSPACE,
        handle=Handle(surface="slack", tenant="T1", native_id=f"U-{name}"),
        name=Words(f"name of {name}"),
        email=None,
        zone=zone,
        locale="en-US",
        standing=Standing.MEMBER,
        checked_at=STARTED,
        offices=frozenset(offices),
    )


EMPLOYEE = someone("employee", "America/Denver")
SUPERVISOR = someone("supervisor", "America/Chicago")
REVIEWER = someone("reviewer", "America/Chicago")
HR = someone("hr", "America/New_York", Office.HR, Office.HR_LEAD)
SECOND_HR = someone("second-hr", "Europe/Berlin", Office.HR)
PEOPLE = (EMPLOYEE, SUPERVISOR, REVIEWER, HR, SECOND_HR)

GUIDES, DESK = GoalId("guides"), GoalId("desk")
DRAFT, GUIDES_DONE, DESK_DONE = MilestoneId("draft"), MilestoneId("guides"), MilestoneId("desk")
DRAFT_ON, GUIDES_ON, DESK_ON = date(2026, 6, 15), date(2026, 7, 13), date(2026, 8, 10)
FIRST, MIDPOINT, FINAL = ReviewId("first"), ReviewId("midpoint"), ReviewId("final")
FIRST_ON, MIDPOINT_ON, FINAL_ON = date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 28)
WORKSHOP, SOFTWARE = SupportId("workshop"), SupportId("software")


@cache
def pack() -> Pack:
    return read_packs()[PackId("generic")]


def terms(*people: Person) -> Terms:
    """The usual people, any of them replaced by those given."""
    return Terms(pack=pack(), calendar=CALENDAR, people={person.id: person for person in (*PEOPLE, *people)})


TERMS = terms()


def words(text: str = "some words") -> Words:
    return Words(text)


def plan(**changes: object) -> Plan:
    """Active, with two goals, three milestones, three reviews and two support items."""
    goals = (
        Goal(
            id=GUIDES,
            text=words(),
            measure=None,
            target=GUIDES_ON,
            interim=(Interim(id=DRAFT, text=words(), on=DRAFT_ON),),
            by=SUPERVISOR.id,
            at=STARTED,
        ),
        Goal(id=DESK, text=words(), measure=None, target=DESK_ON, by=SUPERVISOR.id, at=STARTED),
    )
    made = Plan(
        id=PlanId("plan"),
        workspace=WORKSPACE,
        case_number=CaseNumber("M-234567"),
        kind=PlanKind.IMPROVEMENT,
        pack=PackRef(id="generic", version="1", version_date=date(2026, 1, 1), digest="0"),
        state=PlanState.ACTIVE,
        employee=EMPLOYEE.id,
        supervisor=SUPERVISOR.id,
        started_by=SUPERVISOR.id,
        started_at=STARTED,
        revision=1,
        goals=goals,
        start=date(2026, 6, 1),
        end=END,
        delivered_at=STARTED,
        active_at=STARTED,
        milestones=(
            Milestone(id=DRAFT, goal=GUIDES, on=DRAFT_ON),
            Milestone(id=GUIDES_DONE, goal=GUIDES, on=GUIDES_ON),
            Milestone(id=DESK_DONE, goal=DESK, on=DESK_ON),
        ),
        reviews=(
            Review(id=FIRST, kind=ReviewKind.FIRST, on=FIRST_ON),
            Review(id=MIDPOINT, kind=ReviewKind.MIDPOINT, on=MIDPOINT_ON),
            Review(id=FINAL, kind=ReviewKind.FINAL, on=FINAL_ON),
        ),
        supports=(
            promise(WORKSHOP, Provider.SUPERVISOR, date(2026, 6, 19)),
            promise(SOFTWARE, Provider.ORGANISATION, None),
        ),
    )
    return made.with_(**changes)


def promise(id_: SupportId, provider: Provider, due: date | None) -> Support:
    return Support(id=id_, goal=GUIDES, what=words(), provider=provider, due=due, by=SUPERVISOR.id, at=STARTED)


def denver(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """An instant in summer 2026 by the employee's clock."""
    return datetime(2026, month, day, hour + 6, minute, tzinfo=UTC) if hour < 18 else _late(month, day, hour, minute)


def _late(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day + 1, hour - 18, minute, tzinfo=UTC)


def due(day: date, person: Person = EMPLOYEE) -> datetime:
    """The end of this person's working hours."""
    return due_at(day, TERMS.working(person.id))


def barrier(
    at: datetime,
    *hit: MilestoneId,
    kind: BarrierKind = BarrierKind.WORKLOAD,
    entry: str = "barrier",
) -> dict[str, object]:
    """Arguments of ``barriers.raised``."""
    return {
        "entry": EntryId(entry),
        "kind": kind,
        "milestones_hit": hit,
        "text": words("the printer is away"),
        "would_help": words("a spare one"),
        "wished_date": None,
        "by": EMPLOYEE,
        "at": at,
        "terms": TERMS,
    }


def meeting(on: date, *, employee: Attendance = Attendance.ATTENDED) -> Meeting:
    return Meeting(held_on=on, employee_attended=employee, supervisor_attended=Attendance.ATTENDED)


def notes() -> ReviewNotes:
    return ReviewNotes(
        discussion=words("what was said"),
        progress={GUIDES: words("half way"), DESK: words("not begun")},
        adjustments=words("none"),
    )


NINE = time(9)


def not_held(plan: Plan, review: ReviewId, *, by: Person, at: datetime, days: int) -> Change:
    return reviews.not_held(
        plan,
        review,
        reason=NotHeldReason.WORK_PRESSURE,
        words=None,
        replacement=ReviewId(f"again-{review}"),
        on=at.date() + timedelta(days=days),
        at_time=None,
        by=by,
        at=at,
        terms=TERMS,
    )


def wrote(plan: Plan, review: ReviewId, *, by: Person, at: datetime) -> Change:
    return check_ins.answered(
        plan,
        review,
        entry=EntryId(f"{review}-{by.id}"),
        progress={},
        challenges=words(),
        support_needed=Words(""),
        feedback=Words(""),
        by=by,
        at=at,
        terms=TERMS,
    )
