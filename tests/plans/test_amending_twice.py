"""A version that waits for its receipt while another is given, or a pause runs: which day counts when (S3-18)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plans.amendments import as_drafted, foreseen
from plans.collecting import EndStep
from plans.examples import HR, then
from plans.ids import MilestoneId
from plans.pausing import paused, resumed
from plans.words import Words
from tests.plans.opening import refusal
from tests.plans.test_amending import NEW_GOAL, active, answer, collect, extended, further_goal, give, step_of


def _first_goal_days(*, earlier: int, later: int) -> tuple[int, int, int]:
    """How many days before its first target a goal is due: as given, as the text says, and after the receipt."""
    found = active()
    goal = found.plan.goals[0].id
    target = found.plan.goal(goal).target
    for days in (earlier, later):
        step = step_of(foreseen(found.plan), goal, target=target - timedelta(days=days))
        found = give(collect(found, step))
    given, said, kept = found.plan, foreseen(found.plan), answer(found).plan
    return tuple((target - plan.goal(goal).target).days for plan in (given, said, kept))  # type: ignore[return-value]


def test_a_day_that_a_second_version_gives_back_in_part_is_the_one_its_text_says() -> None:
    given, said, kept = _first_goal_days(earlier=14, later=7)
    assert (given, said, kept) == (0, 7, 7)


def test_a_day_that_a_second_version_moves_behind_the_one_in_force_counts_at_once() -> None:
    assert _first_goal_days(earlier=14, later=-1) == (-1, -1, -1)


@pytest.mark.parametrize(("shorter", "now"), [(20, 0), (-2, -2)])
def test_the_same_holds_for_the_end(shorter: int, now: int) -> None:
    found = active()
    longer = found.plan.end
    assert longer is not None
    longer += timedelta(days=30)
    found = replace(found, plan=found.plan.with_(end=longer))
    for earlier in (25, shorter):
        step = EndStep(end=longer - timedelta(days=earlier), reason=Words("The school year ends."))
        found = give(collect(found, step, by=HR), by=HR)
    assert found.plan.end == longer - timedelta(days=now)
    assert foreseen(found.plan).end == longer - timedelta(days=shorter)
    assert answer(found).plan.end == longer - timedelta(days=shorter)


def test_a_later_day_for_a_goal_that_is_itself_still_to_come_is_kept() -> None:
    found = give(collect(active(), further_goal(active())))
    new = foreseen(found.plan).goal(NEW_GOAL)
    later = new.target + timedelta(days=3)
    found = give(collect(found, step_of(foreseen(found.plan), NEW_GOAL, target=later)))
    assert all(goal.id != NEW_GOAL for goal in found.plan.goals)
    assert str(later.year) in found.plan.editions[-1].text.reveal()
    kept = answer(found).plan
    assert (kept.goal(NEW_GOAL).target, kept.milestone(MilestoneId(NEW_GOAL)).on) == (later, later)


def test_a_later_day_that_was_typed_before_a_pause_moved_the_goal_beyond_it_moves_nothing_back() -> None:
    found = active()
    goal = found.plan.goals[0]
    found = collect(found, step_of(found.plan, goal.id, target=goal.target + timedelta(days=3)))
    on = goal.target + timedelta(days=7)
    goals = tuple(one.redated({goal.milestone: on}) for one in found.plan.goals)
    milestones = tuple(replace(one, on=on) if one.id == goal.milestone else one for one in found.plan.milestones)
    moved = replace(found, plan=found.plan.with_(goals=goals, milestones=milestones))
    assert as_drafted(moved.plan).goal(goal.id).target == on
    with refusal("nothing-changed"):
        give(moved)


@pytest.mark.parametrize("in_the_pause", [True, False])
def test_a_day_that_waits_moves_with_a_pause_whenever_it_is_acknowledged(*, in_the_pause: bool) -> None:
    found = active()
    goal, begun = found.plan.goals[0], found.at
    found = give(collect(found, step_of(found.plan, goal.id, target=goal.target - timedelta(days=7))))
    pause = paused(found.plan, found.terms, last=begun.date() + timedelta(days=13), by=HR, at=found.at)
    found, over = then(found, pause), begun + timedelta(days=14)
    if in_the_pause:
        found = answer(found, at=begun + timedelta(days=1))
    found = then(found, resumed(found.plan, found.terms, by=None, at=over), at=over)
    kept = (found if in_the_pause else answer(found)).plan
    assert kept.goal(goal.id).target == goal.target + timedelta(days=7)
    assert kept.milestone(goal.milestone).on == goal.target + timedelta(days=7)


def test_what_is_new_in_a_version_that_waits_moves_with_a_pause_too() -> None:
    found = active()
    begun, new = found.at, further_goal(found, date(2026, 11, 2))
    found = give(collect(found, new))
    pause = paused(found.plan, found.terms, last=begun.date() + timedelta(days=13), by=HR, at=found.at)
    found, over = then(found, pause), begun + timedelta(days=14)
    found = then(found, resumed(found.plan, found.terms, by=None, at=over), at=over)
    assert new.target is not None
    assert foreseen(found.plan).goal(NEW_GOAL).target == new.target + timedelta(days=14)
    assert answer(found).plan.goal(NEW_GOAL).target == new.target + timedelta(days=14)


def test_an_extension_sets_the_last_day_whatever_earlier_one_waits_for_its_receipt() -> None:
    found = active()
    end = found.plan.end
    assert end is not None
    found = replace(found, plan=found.plan.with_(end=end + timedelta(days=30)))
    step = EndStep(end=end + timedelta(days=5), reason=Words("The school year ends."))
    longer = extended(give(collect(found, step, by=HR), by=HR))
    assert longer.plan.end == end + timedelta(days=60)
    assert foreseen(longer.plan).end == longer.plan.end
    assert answer(longer).plan.end == longer.plan.end
