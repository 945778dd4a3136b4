"""Goals of a draft: a text and a date each, inside the period, with interim dates and support."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.events import EventKind
from plans.examples import DESK, EMPLOYEE, GUIDES, HR, NOW, SUPERVISOR, case, generic_plan
from plans.goal_setting import MOST_GOALS, goal_removed, goal_set, milestones_of, support_overridden, support_set
from plans.ids import MilestoneId
from plans.plan import Plan, PlanError
from plans.states import MilestoneState, PlanState, SupportState
from plans.steps import GoalRemovedStep, SupportOverrideStep, SupportStep
from plans.words import Words
from tests.plans.opening import DAY, LONG, TODAY, goal, kinds, refusal, support

START, END = date(2026, 9, 2), date(2026, 12, 1)


def bare() -> Plan:
    """A draft with its period and nothing in it."""
    return generic_plan().with_(goals=(), supports=(), milestones=())


def undated() -> Plan:
    return bare().with_(start=None, end=None, reviews=(), period=None)


def test_a_goal_becomes_a_planned_milestone_that_shares_its_id_and_so_does_each_interim_date() -> None:
    step = goal(START + 60 * DAY, ("half of it", START + 30 * DAY))
    plan = goal_set(bare(), step, by=SUPERVISOR, at=NOW).plan
    dated = [(milestone.id, milestone.goal, milestone.on, milestone.state) for milestone in plan.milestones]
    assert dated == [
        (step.interim[0].id, step.goal, START + 30 * DAY, MilestoneState.PLANNED),
        (MilestoneId(step.goal), step.goal, START + 60 * DAY, MilestoneState.PLANNED),
    ]


def test_interim_dates_are_put_in_order() -> None:
    step = goal(START + 60 * DAY, ("later", START + 40 * DAY), ("sooner", START + 20 * DAY))
    kept = goal_set(bare(), step, by=SUPERVISOR, at=NOW).plan.goals[0]
    assert [interim.text for interim in kept.interim] == [Words("sooner"), Words("later")]


@pytest.mark.parametrize(
    ("parts", "field"),
    [({"text": None}, "text"), ({"text": Words("  ")}, "text"), ({"target": None}, "target")],
)
def test_a_goal_needs_a_text_and_a_date(parts: dict[str, object], field: str) -> None:
    with refusal("required", field):
        goal_set(bare(), replace(goal(START + DAY), **parts), by=SUPERVISOR, at=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("target", [START - DAY, END + DAY])
def test_a_goal_outside_the_period_is_refused_with_the_date_and_the_period(target: date) -> None:
    with refusal("goal-outside-period", "target", on=target, start=START, end=END):
        goal_set(bare(), goal(target), by=SUPERVISOR, at=NOW)


@pytest.mark.parametrize("target", [START, END])
def test_both_ends_of_the_period_are_inside_it(target: date) -> None:
    assert goal_set(bare(), goal(target), by=SUPERVISOR, at=NOW).plan.goals[0].target == target


def test_before_the_period_is_known_any_date_from_today_is_taken() -> None:
    assert goal_set(undated(), goal(TODAY), by=SUPERVISOR, at=NOW).plan.goals
    with refusal("date-past", "target"):
        goal_set(undated(), goal(TODAY - DAY), by=SUPERVISOR, at=NOW)


def test_a_year_that_is_a_slip_of_the_keyboard_is_refused() -> None:
    with refusal("date-out-of-range", "target", year=2926):
        goal_set(undated(), goal(date(2926, 9, 2)), by=SUPERVISOR, at=NOW)


@pytest.mark.parametrize(
    ("interim", "code", "field"),
    [
        ((("", START + DAY),), "required", "interim"),
        ((("half", None),), "required", "interim_on"),
        ((("half", START + 30 * DAY),), "interim-after-goal", "interim_on"),
        ((("half", START + 31 * DAY),), "interim-after-goal", "interim_on"),
        ((("half", START - 2 * DAY),), "date-past", "interim_on"),
        ((("one", START + DAY), ("two", None)), "required", "interim_on_2"),
    ],
)
def test_an_interim_date_needs_a_text_and_lies_before_the_goals(
    interim: tuple[tuple[str, date | None], ...], code: str, field: str
) -> None:
    with refusal(code, field):
        goal_set(bare(), goal(START + 30 * DAY, *interim), by=SUPERVISOR, at=NOW)


def test_an_interim_line_left_empty_is_no_interim_date() -> None:
    plan = goal_set(bare(), goal(START + 30 * DAY, ("", None)), by=SUPERVISOR, at=NOW).plan
    assert plan.goals[0].interim == ()


def test_what_is_wrong_is_said_at_its_own_line_below_one_that_was_emptied() -> None:
    late = goal(START + 30 * DAY, ("", None), ("half of it", START + 40 * DAY))
    with refusal("interim-after-goal", "interim_on_2"):
        goal_set(bare(), late, by=SUPERVISOR, at=NOW)
    helps = goal(START + 30 * DAY, supports=(support(""), support("A course", due=END + DAY, number=2)))
    with refusal("support-after-end", "support_due_2"):
        goal_set(bare(), helps, by=SUPERVISOR, at=NOW)


def test_support_is_promised_for_the_goal_and_empty_lines_are_passed_over() -> None:
    step = goal(START + 30 * DAY, supports=(support("A course", due=START + DAY), support("", number=2)))
    plan = goal_set(bare(), step, by=SUPERVISOR, at=NOW).plan
    assert [(item.what, item.goal, item.state) for item in plan.supports] == [
        (Words("A course"), step.goal, SupportState.PROMISED)
    ]


@pytest.mark.parametrize(
    ("what", "due", "code", "field"),
    [
        ("", START, "required", "support"),
        ("A course", START - 2 * DAY, "date-past", "support_due"),
        ("A course", END + DAY, "support-after-end", "support_due"),
    ],
)
def test_support_needs_a_text_and_a_date_that_helps(what: str, due: date, code: str, field: str) -> None:
    with refusal(code, field):
        goal_set(bare(), goal(END, supports=(support(what, due=due),)), by=SUPERVISOR, at=NOW)
    with refusal(code, f"{field}_2"):
        both = (support("First", number=2), support(what, due=due))
        support_set(bare(), SupportStep(supports=both), by=SUPERVISOR, at=NOW)


def test_a_goal_written_anew_stays_in_its_place_and_names_its_latest_author() -> None:
    plan = case(PlanState.DRAFT).plan
    step = goal(plan.goals[0].target, text=Words("Write four guides."))
    after = goal_set(plan, replace(step, goal=GUIDES), by=HR, at=NOW + DAY).plan
    assert [one.id for one in after.goals] == [GUIDES, DESK]
    assert (after.goals[0].by, after.goals[1].by) == (HR.id, SUPERVISOR.id)


def test_the_same_goal_sent_twice_is_one_goal_and_no_second_edit() -> None:
    first = goal_set(bare(), goal(END, supports=(support("A course"),)), by=SUPERVISOR, at=NOW)
    second = goal_set(first.plan, goal(END, supports=(support("A course"),)), by=SUPERVISOR, at=NOW + DAY)
    assert second.plan == first.plan
    assert not second.events


def test_a_goal_taken_out_takes_its_support_and_milestones_along() -> None:
    plan = case(PlanState.DRAFT).plan
    change = goal_removed(plan, GoalRemovedStep(goal=GUIDES), by=SUPERVISOR, at=NOW)
    assert [one.id for one in change.plan.goals] == [DESK]
    assert {milestone.goal for milestone in change.plan.milestones} == {DESK}
    assert GUIDES not in {item.goal for item in change.plan.supports}
    assert kinds(change) == [EventKind.PLAN_EDITED]
    with refusal("part-gone"):
        goal_removed(change.plan, GoalRemovedStep(goal=GUIDES), by=SUPERVISOR, at=NOW)


def test_a_plan_holds_a_bounded_number_of_goals() -> None:
    plan = bare()
    for number in range(1, MOST_GOALS + 1):
        plan = goal_set(plan, goal(END, number=number), by=SUPERVISOR, at=NOW).plan
    with refusal("too-many", limit=MOST_GOALS):
        goal_set(plan, goal(END, number=99), by=SUPERVISOR, at=NOW)


def test_the_plans_own_support_is_replaced_as_a_list_and_goals_keep_theirs() -> None:
    plan = case(PlanState.DRAFT).plan
    after = support_set(plan, SupportStep(supports=(support("A quiet room"),)), by=SUPERVISOR, at=NOW).plan
    assert [item.what for item in after.supports if item.goal is None] == [Words("A quiet room")]
    assert [item for item in after.supports if item.goal] == [item for item in plan.supports if item.goal]


def test_only_hr_lets_a_plan_go_without_support_and_must_say_why() -> None:
    plan = case(PlanState.CHANGES_REQUESTED).plan
    with refusal("not-yours", "support_override"):
        support_overridden(plan, SupportOverrideStep(reason=Words("None is needed.")), by=SUPERVISOR, at=NOW)
    with refusal("required", "support_override"):
        support_overridden(plan, SupportOverrideStep(reason=None), by=HR, at=NOW)
    after = support_overridden(plan, SupportOverrideStep(reason=Words("They asked for none.")), by=HR, at=NOW).plan
    assert after.support_override == Words("They asked for none.")


def test_too_long_a_text_is_refused_at_its_field() -> None:
    for field in ("text", "measure"):
        with refusal("too-long", field, length=3_001):
            goal_set(bare(), replace(goal(END), **{field: LONG}), by=SUPERVISOR, at=NOW)  # type: ignore[arg-type]


def test_the_employee_edits_no_draft_by_this_way() -> None:
    plan = case(PlanState.EMPLOYEE_DRAFTING).plan
    with refusal("not-now", state=PlanState.EMPLOYEE_DRAFTING):
        goal_set(plan, goal(END), by=EMPLOYEE, at=NOW)


@given(
    target=st.integers(-40, 140),
    interims=st.lists(st.integers(-40, 140), max_size=4),
)
def test_a_goal_that_is_taken_has_all_its_dates_in_the_period_in_order_and_not_past(
    target: int, interims: list[int]
) -> None:
    step = goal(START + timedelta(target), *[("on the way", START + timedelta(days)) for days in interims])
    try:
        plan = goal_set(bare(), step, by=SUPERVISOR, at=NOW).plan
    except PlanError as error:
        assert error.code in {"date-past", "goal-outside-period", "interim-after-goal"}  # noqa: PT017 - either way is a result
        return
    dates = [milestone.on for milestone in milestones_of(plan.goals)]
    assert dates == sorted(dates)
    assert all(START <= on <= END for on in dates)
    assert all(on < plan.goals[0].target for on in dates[:-1])
