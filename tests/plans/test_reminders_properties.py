"""Reminders by property: deriving and adjusting twice add nothing, and every time is one the recipient works at."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from plans.dates import Absence, WorkingTime, due_at
from plans.ids import MilestoneId, ReviewId
from plans.notices import Adjustment, Notice, NoticeKind, NoticeState, Owed
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.record import BarrierKind, Provider, Record
from plans.reminders import adjust, reminders_for
from plans.states import MilestoneState, PlanState
from plans.terms import Terms
from tests.plans import owing as the

ZONES = (
    "America/Denver",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "Europe/Lisbon",
    "Africa/Cairo",
    "Pacific/Kiritimati",
    "UTC",
)
DAYS = st.dates(date(2026, 3, 1), date(2026, 12, 31))
INSTANTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given beside it
STATES = st.sampled_from([PlanState.ACTIVE, PlanState.DECISION_DUE, PlanState.DELIVERED, PlanState.HR_REVIEW])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    milestone = st.builds(
        lambda on, name, state: replace(
            the.milestone(on), id=MilestoneId(name), state=state, due_at=datetime.combine(on, time(23), tzinfo=UTC)
        ),
        DAYS,
        st.sampled_from("abc"),
        st.sampled_from([MilestoneState.PLANNED, MilestoneState.AT_RISK, MilestoneState.AWAITING_WORD]),
    )
    review = st.builds(
        lambda on, kind: the.review(on, kind=kind, id_=ReviewId(kind.value)), DAYS, st.sampled_from(ReviewKind)
    )
    support = st.builds(lambda due, provider: the.support(due, provider=provider), DAYS, st.sampled_from(Provider))
    barrier = st.builds(lambda at, kind: the.barrier(at, kind=kind), INSTANTS, st.sampled_from(BarrierKind))
    return the.plan(
        state=draw(STATES),
        active_at=draw(st.none() | INSTANTS),
        delivered_at=draw(INSTANTS),
        submitted_at=draw(INSTANTS),
        decision_due_at=draw(INSTANTS),
        reviews=tuple(draw(st.lists(review, max_size=3, unique_by=lambda found: found.id))),
        milestones=tuple(draw(st.lists(milestone, max_size=3, unique_by=lambda found: found.id))),
        supports=tuple(draw(st.lists(support, max_size=1))),
        record=Record(barriers=tuple(draw(st.lists(barrier, max_size=1)))),
    )


@st.composite
def all_terms(draw: st.DrawFn) -> Terms:
    people = [replace(person, zone=draw(st.sampled_from(ZONES))) for person in the.PEOPLE]
    first = draw(DAYS)
    away = (Absence(first, first + timedelta(days=draw(st.integers(0, 20)))),)
    return the.terms(*people, absences={draw(st.sampled_from(the.PEOPLE)).id: away})


def _rows(wanted: tuple[Owed, ...], states: list[NoticeState]) -> list[Notice]:
    return [the.row(owed, states[n % len(states)]) for n, owed in enumerate(wanted)]


def _kept(rows: list[Notice], change: Adjustment) -> list[Notice]:
    """The rows after the change, as a table would hold them; a key that is taken is a failure."""
    moved = dict(change.move)
    after = [
        replace(
            row,
            owed=moved.get(row.id, row.owed),
            state=NoticeState.WITHDRAWN if row.id in change.withdraw else row.state,
        )
        for row in rows
    ]
    after += [the.row(owed) for owed in change.add]
    assert len({row.owed.key for row in after}) == len(after)
    return after


@settings(max_examples=150, deadline=None)
@given(plan=plans(), terms=all_terms())
def test_every_reminder_comes_in_the_recipients_working_hours(plan: Plan, terms: Terms) -> None:
    for owed in reminders_for(plan, terms):
        working = terms.working(owed.person)
        local = owed.due_at.astimezone(ZoneInfo(working.zone))
        assert working.working(local.date())
        assert working.start <= local.time() < working.end
        assert owed.due_at.utcoffset() == timedelta()


@settings(max_examples=150, deadline=None)
@given(plan=plans(), terms=all_terms())
def test_keys_are_unique_and_no_reminder_outlives_its_use_before_it_is_due(plan: Plan, terms: Terms) -> None:
    wanted = reminders_for(plan, terms)
    assert len({owed.key for owed in wanted}) == len(wanted)
    assert all(owed.not_after is None or owed.due_at < owed.not_after for owed in wanted)
    assert reminders_for(plan, terms) == wanted


@settings(max_examples=150, deadline=None)
@given(plan=plans(), terms=all_terms())
def test_no_reminder_is_due_before_the_duty_began_nor_after_a_goals_due_instant(plan: Plan, terms: Terms) -> None:
    ahead = {NoticeKind.GOAL_AHEAD, NoticeKind.GOAL_DUE}
    for owed in reminders_for(plan, terms):
        if plan.active_at is not None and owed.kind in ahead | {NoticeKind.REVIEW_AHEAD, NoticeKind.CHECK_IN}:
            assert owed.due_at >= plan.active_at
        if owed.kind in ahead:
            milestone = plan.milestone(MilestoneId(owed.subject or ""))
            assert owed.due_at < due_at(milestone.on, terms.working(plan.employee))


@settings(max_examples=100, deadline=None)
@given(old=plans(), new=plans(), terms=all_terms(), states=st.lists(st.sampled_from(NoticeState), min_size=1))
def test_adjusting_twice_does_nothing_the_second_time(
    old: Plan, new: Plan, terms: Terms, states: list[NoticeState]
) -> None:
    rows = _rows(reminders_for(old, terms), states)
    wanted = reminders_for(new, terms)
    change = adjust(wanted, rows)
    assert adjust(wanted, _kept(rows, change)).nothing


@settings(max_examples=100, deadline=None)
@given(old=plans(), new=plans(), terms=all_terms(), states=st.lists(st.sampled_from(NoticeState), min_size=1))
def test_after_adjusting_what_waits_is_wanted_and_what_was_finished_is_untouched(
    old: Plan, new: Plan, terms: Terms, states: list[NoticeState]
) -> None:
    rows = _rows(reminders_for(old, terms), states)
    wanted = {owed.key.rpartition(":")[0]: owed for owed in reminders_for(new, terms)}
    after = _kept(rows, adjust(wanted.values(), rows))
    for row in after:
        base, _, generation = row.owed.key.rpartition(":")
        if row.state is NoticeState.WAITING:
            assert replace(row.owed, key=f"{base}:0") == wanted[base]
            assert int(generation) <= 1
    finished = [row for row in rows if row.state is not NoticeState.WAITING]
    assert all(row in after for row in finished)


def test_working_time_of_the_tests_is_the_usual_one() -> None:
    assert the.terms().working(the.EMPLOYEE.id) == WorkingTime("America/Denver", the.CALENDAR)
