"""Before the launch: ticks with their author and time, the meeting with its reminder, and the supervisor's own line."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from plans.case_file import case_file
from plans.events import EventKind
from plans.examples import EMPLOYEE, HR, NOW, REVIEWER, SUPERVISOR, Case, case
from plans.ids import EntryId, fresh
from plans.launching import LaunchTyped, launch_noted
from plans.lifecycle import delivered
from plans.meetings import LaunchItem
from plans.notices import NoticeKind, Owed
from plans.plan import Plan
from plans.reminders import reminders_for
from plans.states import BEFORE_DELIVERY, PlanState
from plans.visible import visible
from plans.words import Words
from tests.plans.opening import kinds, refusal

_I = LaunchItem
# A Thursday, two in the afternoon in Chicago.
MEETING = LaunchTyped(items=(_I.PRIVATE_MEETING,), meeting_on=date(2026, 9, 3), meeting_time=time(14))
LATER = NOW + timedelta(hours=5)


def noted(found: Case, typed: LaunchTyped, *, at: datetime = NOW) -> Plan:
    return launch_noted(found.plan, typed, by=SUPERVISOR, at=at).plan


def reminders(plan: Plan, found: Case) -> list[Owed]:
    return [owed for owed in reminders_for(plan, found.terms) if owed.kind is NoticeKind.TALKING_POINTS]


@pytest.mark.parametrize("state", sorted(BEFORE_DELIVERY))
def test_a_tick_keeps_who_set_it_and_when_and_an_approval_stands(state: PlanState) -> None:
    found = case(state)
    change = launch_noted(found.plan, LaunchTyped(items=(_I.HR_CONSULTED,)), by=SUPERVISOR, at=NOW)
    assert (change.plan.state, kinds(change)) == (state, [EventKind.LAUNCH_NOTED])
    more = launch_noted(change.plan, LaunchTyped(items=tuple(_I)), by=SUPERVISOR, at=LATER)
    assert {tick.item: tick.at for tick in more.plan.ticks} == {
        _I.PRIOR_FEEDBACK: LATER,
        _I.PRIVATE_MEETING: LATER,
        _I.HR_CONSULTED: NOW,
    }


def test_what_is_taken_out_leaves_a_line_and_what_changes_nothing_leaves_none() -> None:
    first = launch_noted(case(PlanState.DRAFT).plan, LaunchTyped(items=tuple(_I)), by=SUPERVISOR, at=NOW)
    fewer = launch_noted(first.plan, LaunchTyped(items=(_I.HR_CONSULTED,)), by=SUPERVISOR, at=LATER)
    assert fewer.events[0].fact("taken_out") == "prior_feedback,private_meeting"
    assert launch_noted(fewer.plan, LaunchTyped(items=(_I.HR_CONSULTED,)), by=SUPERVISOR, at=LATER).events == ()


def test_after_delivery_there_is_nothing_to_prepare() -> None:
    found = case(PlanState.DELIVERED)
    with refusal("not-now", None, state=PlanState.DELIVERED):
        launch_noted(found.plan, LaunchTyped(items=tuple(_I)), by=SUPERVISOR, at=NOW)


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        (LaunchTyped(items=(), meeting_on=date(2026, 9, 3)), "required", "meeting_time"),
        (LaunchTyped(items=(), meeting_time=time(14)), "required", "meeting_on"),
        (LaunchTyped(items=(), meeting_on=date(2026, 8, 3), meeting_time=time(14)), "date-past", "meeting_on"),
    ],
)
def test_half_a_meeting_and_one_that_is_over_are_refused_at_their_fields(
    typed: LaunchTyped, code: str, field: str
) -> None:
    with refusal(code, field):
        launch_noted(case(PlanState.DRAFT).plan, typed, by=SUPERVISOR, at=NOW)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.HR_REVIEW, PlanState.APPROVED])
def test_the_supervisor_is_reminded_of_the_talking_points_an_hour_before_and_nobody_else_is(state: PlanState) -> None:
    found = case(state)
    plan = noted(found, MEETING)
    assert plan.meeting_at == datetime(2026, 9, 3, 19, 0, tzinfo=UTC)
    told = reminders(plan, found)
    assert [(owed.person, owed.due_at) for owed in told] == [(SUPERVISOR.id, datetime(2026, 9, 3, 18, 0, tzinfo=UTC))]
    assert told[0].not_after == plan.meeting_at
    assert reminders(found.plan, found) == []


def test_where_nobody_works_an_hour_before_the_reminder_comes_the_working_day_before() -> None:
    found = case(PlanState.APPROVED)
    early = LaunchTyped(items=(), meeting_on=date(2026, 9, 7), meeting_time=time(8))
    told = reminders(noted(found, early), found)
    # A Monday at eight: told on Friday at nine, Chicago time.
    assert [owed.due_at for owed in told] == [datetime(2026, 9, 4, 14, 0, tzinfo=UTC)]


def test_the_employee_reads_neither_the_ticks_nor_the_meeting() -> None:
    found = case(PlanState.DELIVERED)
    plan = found.plan.with_(ticks=noted(case(PlanState.DRAFT), MEETING).ticks, meeting_at=NOW)
    seen = visible(plan, EMPLOYEE, now=found.at, terms=found.terms)
    assert (seen.ticks, seen.meeting_at) == ((), None)
    for reader in (SUPERVISOR, HR):
        assert visible(plan, reader, now=found.at, terms=found.terms).ticks == plan.ticks
    assert REVIEWER.id not in {tick.by for tick in plan.ticks}


def test_every_tick_stands_in_the_case_file() -> None:
    found = case(PlanState.DRAFT)
    made = case_file(noted(found, MEETING), found.terms, (), order=None, made_at=NOW)
    section = made.section("launch")
    assert section is not None
    assert len(section.blocks) == 1


def given(line: str | None) -> Plan:
    found = case(PlanState.APPROVED)
    return delivered(
        found.plan,
        found.terms,
        signature=EntryId(fresh()),
        typed_name=Words("Marta Lindqvist"),
        met_on=NOW.date(),
        opening_line=None if line is None else Words(line),
        by=SUPERVISOR,
        at=found.at,
    ).plan


def test_a_plan_opens_with_a_line_of_the_supervisors_own_that_is_long_enough() -> None:
    line = "I want this to go well for you."
    assert given(line).opening_line == Words(line)
    with refusal("too-short", "opening_line", limit=20):
        given("Good luck.")
