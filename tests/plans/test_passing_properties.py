"""Properties of passing: one jump equals many steps, twice adds nothing, and classes follow timestamps alone.

The oracle for the class is written again here from requirements §3.2, over bare instants.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plans import barriers, milestones
from plans.change import Change
from plans.goals import Milestone
from plans.ids import EntryId, GoalId, MilestoneId
from plans.passing import next_passing, pass_time
from plans.plan import Plan
from plans.states import MilestoneState
from tests.plans import running as the

DUE = the.due(the.DRAFT_ON)
Told = tuple[str, str | None, tuple[tuple[str, str], ...]]
Life = tuple[int, int | None, tuple[str, int] | None]
MINUTES = st.integers(min_value=-600, max_value=55)


def told(change: Change | None) -> list[Told]:
    return [] if change is None else [(event.kind.value, event.subject, event.facts) for event in change.events]


def stepped(plan: Plan, until: datetime) -> tuple[Plan, list[Told]]:
    said: list[Told] = []
    while (at := next_passing(plan, the.TERMS)) is not None and at <= until:
        change = pass_time(plan, the.TERMS, at)
        assert change is not None
        said += told(change)
        plan = change.plan
    return plan, said


def outline(plan: Plan) -> object:
    """What the plan came to, without the instants at which the clock wrote it down."""
    return (
        plan.state,
        [(each.id, each.state, each.miss, each.due_at, each.grace_until) for each in plan.milestones],
        [
            (each.id, each.state, each.asked_at is None, each.ended_at is None, each.answers_until)
            for each in plan.reviews
        ],
    )


dates = st.dates(min_value=date(2026, 6, 2), max_value=date(2026, 8, 30))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A running plan whose dates fall anywhere, weekends and the holiday among them."""
    days = draw(st.lists(dates, min_size=1, max_size=5))
    marks = tuple(
        Milestone(
            id=MilestoneId(f"m{n}"),
            goal=GoalId(the.GUIDES),
            on=day,
            state=draw(st.sampled_from([MilestoneState.PLANNED, MilestoneState.ON_HOLD, MilestoneState.WAIVED])),
            reported_done_at=draw(st.sampled_from([None, the.STARTED])),
        )
        for n, day in enumerate(days)
    )
    reviews = sorted(draw(st.lists(dates, min_size=3, max_size=3, unique=True)))
    base = the.plan()
    moved = tuple(replace(review, on=day) for review, day in zip(base.reviews, reviews, strict=True))
    return base.with_(milestones=marks, reviews=moved)


@given(plan=plans(), minutes=st.integers(min_value=0, max_value=60))
@settings(max_examples=60, deadline=None)
def test_one_jump_equals_step_by_step_when_nothing_is_late(plan: Plan, minutes: int) -> None:
    """From each instant at which something is due, a jump of up to an hour comes out as the single steps do."""
    for _ in range(60):
        at = next_passing(plan, the.TERMS)
        if at is None:
            return
        now = at + timedelta(minutes=minutes)
        jump = pass_time(plan, the.TERMS, now)
        steps, said = stepped(plan, now)
        assert jump is not None
        assert outline(jump.plan) == outline(steps)
        assert told(jump) == said
        plan = jump.plan
    raise AssertionError


@given(plan=plans(), at=st.datetimes(min_value=datetime(2026, 6, 1), max_value=datetime(2027, 1, 1)))  # noqa: DTZ001 - hypothesis draws naive bounds; the zone is set below
@settings(max_examples=150, deadline=None)
def test_passing_twice_adds_nothing_however_late_the_clock_is(plan: Plan, at: datetime) -> None:
    now = at.replace(tzinfo=the.STARTED.tzinfo)
    change = pass_time(plan, the.TERMS, now)
    after = plan if change is None else change.plan
    assert pass_time(after, the.TERMS, now) is None
    coming = next_passing(after, the.TERMS)
    assert coming is None or coming > now


@given(plan=plans(), gaps=st.lists(st.integers(min_value=1, max_value=40), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_however_rarely_the_clock_comes_everything_is_settled_in_the_end(plan: Plan, gaps: list[int]) -> None:
    now = the.STARTED
    for gap in [*gaps, 400, 10, 10]:
        now += timedelta(days=gap)
        change = pass_time(plan, the.TERMS, now)
        plan = plan if change is None else change.plan
    assert next_passing(plan, the.TERMS) is None
    assert not any(milestone.pending for milestone in plan.milestones)
    assert all(review.ended_at is not None for review in plan.reviews)


# One barrier's life in minutes from due: raised, answered, and how and when it ended.
lives = st.tuples(
    MINUTES, st.none() | MINUTES, st.none() | st.tuples(st.sampled_from(["resolved", "withdrawn"]), MINUTES)
)


def oracle(found: list[Life], *, done: int | None) -> str:
    """Requirements §3.2, in minutes from due; silence is what is left when nothing was said in time."""
    if done is not None and done < 0:
        return "awaiting_word"
    in_time = [
        (answered, end)
        for raised, answered, end in found
        if raised < 0 and not (end is not None and end[0] == "withdrawn" and end[1] < 0)
    ]
    if in_time:
        owed = [
            answered
            for answered, end in in_time
            if not (answered is not None and answered < 0)
            and not (end is not None and end[0] == "resolved" and end[1] < 0)
        ]
        return "barrier_before_unanswered" if owed else "barrier_before_answered"
    return "barrier_after" if any(raised >= 0 for raised, _, _ in found) else "no_communication"


def lived(
    life: Life,
) -> Life:
    """The same life with its moments in the order in which they can happen."""
    raised, answered, end = life
    answered = None if answered is None else max(answered, raised)
    if end is None:
        return raised, answered, None
    return raised, answered, (end[0], max(end[1], raised if answered is None else answered))


@given(lifetimes=st.lists(lives, max_size=3), done=st.none() | MINUTES, sweep=st.integers(min_value=0, max_value=60))
@settings(max_examples=300, deadline=None)
def test_the_class_is_what_the_timestamps_say(lifetimes: list[Life], done: int | None, sweep: int) -> None:
    found = [lived(life) for life in lifetimes]
    moments: list[tuple[int, int, str, int]] = []
    for n, (raised, answered, end) in enumerate(found):
        moments.append((raised, 0, "raised", n))
        if answered is not None:
            moments.append((answered, 1, "answered", n))
        if end is not None:
            moments.append((end[1], 2, end[0], n))
    moments += [] if done is None or done >= 0 else [(done, 0, "done", 0)]
    plan, swept = the.plan(), False
    for minute, _, what, n in sorted(moments):
        if minute >= sweep and not swept:
            plan, swept = _swept(plan, sweep), True
        plan = _done(plan, what, n, DUE + timedelta(minutes=minute))
    if not swept:
        plan = _swept(plan, sweep)
    mark = plan.milestone(the.DRAFT)
    assert (mark.miss.value if mark.miss else mark.state.value) == oracle(found, done=done)


def _swept(plan: Plan, minutes: int) -> Plan:
    change = pass_time(plan, the.TERMS, DUE + timedelta(minutes=minutes))
    assert change is not None
    return change.plan


def _done(plan: Plan, what: str, n: int, at: datetime) -> Plan:
    entry = EntryId(f"b{n}")
    match what:
        case "raised":
            return barriers.raised(plan, **the.barrier(at, the.DRAFT, entry=entry)).plan  # type: ignore[arg-type]
        case "answered":
            return barriers.answered(plan, entry, answer=the.words(), by=the.SUPERVISOR, at=at).plan
        case "resolved":
            return barriers.resolved(plan, entry, by=the.SUPERVISOR, at=at).plan
        case "withdrawn":
            return barriers.withdrawn(plan, entry, by=the.EMPLOYEE, at=at).plan
        case _:
            return milestones.report_done(plan, the.DRAFT, by=the.EMPLOYEE, at=at, terms=the.TERMS).plan
