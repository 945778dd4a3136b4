"""Action blocks: five parts, coverage, days for checking in that merge, and what the form's head and ratings ask."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest

from plans.block_setting import days_of, expected_on, uncovered
from plans.change import Change
from plans.drafting import opened, stepped
from plans.edition import sections_of
from plans.example_dc import DC_AREAS, dc_steps
from plans.example_steps import GUIDES, example_id
from plans.examples import EMPLOYEE, HR, NOW, SUPERVISOR, terms
from plans.ids import BlockId, CaseNumber, PlanId
from plans.lifecycle import submitted
from plans.plan import Plan, PlanError
from plans.policy import Effect, PackId, ReviewKind
from plans.readiness import faults
from plans.retention import emptied
from plans.steps import (
    AreasStep,
    BlockStep,
    ConcernStep,
    DatesStep,
    GoalRemovedStep,
    GoalStep,
    HeadStep,
    Rhythm,
    Step,
)
from plans.words import Words

START = date(2026, 9, 14)
Kind = TypeVar("Kind")
ON = terms(PackId("dc-government"))
STEPS = dc_steps(START)


def began() -> Plan:
    change = opened(
        PlanId(example_id(0xB5)),
        CaseNumber("M-7KDC2Q"),
        kind=ON.pack.kind,
        employee=EMPLOYEE,
        pack=ON.pack,
        by=SUPERVISOR,
        at=NOW,
    )
    return change.plan


def written(steps: Iterable[Step] = STEPS, *, without: type[object] | None = None) -> Plan:
    plan = began()
    for step in steps:
        if without is None or not isinstance(step, without):
            plan = take(plan, step).plan
    return plan


def take(plan: Plan, step: Step, *, partial: bool = False) -> Change:
    return stepped(plan, ON, step, by=SUPERVISOR, at=NOW, partial=partial)


def refused(plan: Plan, step: Step) -> PlanError:
    with pytest.raises(PlanError) as found:
        take(plan, step)
    return found.value


def codes(plan: Plan) -> list[tuple[str, str | None, Effect]]:
    return [(fault.code, fault.subject, fault.effect) for fault in faults(plan, ON, now=NOW)]


def only(kind: type[Kind]) -> Kind:
    """The first step of this kind in the example."""
    return next(step for step in STEPS if isinstance(step, kind))


def block(subject: str = "customer-service", **given: object) -> BlockStep:
    made = BlockStep(
        id=BlockId(example_id(0x777)),
        subject=subject,
        deficiency=Words("Answers are late."),
        action=Words("The oldest first."),
        progress=None,
    )
    return replace(made, **given)  # type: ignore[arg-type]


def test_a_whole_form_is_ready_to_be_sent() -> None:
    assert not [found for found in faults(written(), ON, now=NOW) if found.blocks]


def test_every_area_and_goal_without_a_block_is_named_and_the_plan_cannot_be_sent() -> None:
    plan = written(without=BlockStep)
    assert uncovered(plan) == (*DC_AREAS, GUIDES)
    missing = [subject for code, subject, effect in codes(plan) if code == "block-missing" and effect is Effect.BLOCK]
    assert missing == [*DC_AREAS, GUIDES]
    with pytest.raises(PlanError) as found:
        submitted(plan, ON, by=SUPERVISOR, at=NOW)
    assert found.value.code == "not-ready"
    one = take(plan, block()).plan
    assert uncovered(one) == ("accountability", GUIDES)


def test_the_action_is_mandatory_and_of_a_goal_what_falls_short_as_well() -> None:
    plan = written(without=BlockStep)
    assert refused(plan, block(action=None)).field == "action"
    assert refused(plan, block(GUIDES, deficiency=None)).field == "deficiency"
    assert take(plan, block(deficiency=None)).plan.blocks[0].deficiency is None


def test_an_unfinished_block_can_be_kept_for_later_and_covers_nothing() -> None:
    plan = take(written(without=BlockStep), block(action=None), partial=True).plan
    assert uncovered(plan)[0] == "customer-service"


def test_a_block_for_what_is_not_in_the_plan_is_refused() -> None:
    assert refused(written(), block("communication")).code == "part-gone"


def test_equal_days_of_several_blocks_are_one_meeting() -> None:
    plan = written()
    days = [START + timedelta(days=n) for n in (14, 28, 42, 56)]
    assert list(days_of(plan.blocks)) == days
    assert sum(len(one.days) for one in plan.blocks) == 9
    assert [review.on for review in plan.reviews if review.kind is ReviewKind.ADDED] == days


def test_a_day_on_the_final_review_is_that_review() -> None:
    plan = written()
    final = plan.reviews[-1]
    after = take(plan, block(days=((final.on, Words("All of it.")),))).plan
    assert [review.kind for review in after.reviews if review.on == final.on] == [ReviewKind.FINAL]
    assert [words.reveal() for _, words in expected_on(after, after.reviews[-1])] == ["All of it."]


def test_a_day_that_no_block_has_any_more_is_no_meeting_any_more() -> None:
    plan = written()
    first = plan.reviews[0]
    for step in (one for one in STEPS if isinstance(one, BlockStep)):
        plan = take(plan, replace(step, days=((START + timedelta(days=28), None),))).plan
    assert first.on not in {review.on for review in plan.reviews}
    assert len(plan.reviews) == 2


def test_a_meeting_that_stays_keeps_its_id_when_a_block_is_written_anew() -> None:
    plan = written()
    ids = {review.on: review.id for review in plan.reviews}
    after = take(plan, block(days=((START + timedelta(days=14), None),))).plan
    assert {review.on: review.id for review in after.reviews} == ids


def test_days_typed_before_the_plan_has_dates_become_meetings_with_the_dates() -> None:
    steps = [step for step in STEPS if not isinstance(step, DatesStep)]
    plan = written(steps)
    assert not plan.reviews
    plan = take(plan, only(DatesStep)).plan
    assert len(plan.reviews) == 5


def test_a_day_outside_the_plan_or_after_the_final_review_is_refused_at_its_field() -> None:
    plan = written()
    late = refused(plan, block(days=((START, None), (START + timedelta(days=61), None))))
    assert (late.code, late.field) == ("review-outside-period", "day_2")
    final = START + timedelta(days=57)
    moved = take(plan, replace(only(DatesStep), reviews={ReviewKind.FINAL: final})).plan
    error = refused(moved, block(days=((START + timedelta(days=59), None),)))
    assert (error.code, error.field) == ("reviews-out-of-order", "day")


def test_dates_that_leave_a_blocks_day_outside_are_refused() -> None:
    early = replace(only(GoalStep), target=START + timedelta(days=25), interim=(), supports=())
    plan = take(written(), early).plan
    error = refused(plan, DatesStep(period="30-days", start=START))
    assert (error.code, error.field) == ("block-day-outside", "end")
    assert error.facts["on"] == START + timedelta(days=42)


def test_a_rhythm_lays_out_working_days_from_the_start_to_the_final_review() -> None:
    plan = written()
    weekly = take(plan, block(rhythm=Rhythm.WEEKLY)).plan.blocks[0].days
    assert len(weekly) == 8
    assert all(ON.calendar.working(day.on) for day in weekly)
    assert weekly[-1].on < plan.reviews[-1].on
    fortnight = take(plan, block(rhythm=Rhythm.EVERY_TWO_WEEKS)).plan.blocks[0].days
    assert [day.on for day in fortnight] == [START + timedelta(days=n) for n in (14, 28, 42, 56)]
    undated = written([step for step in STEPS if not isinstance(step, DatesStep | BlockStep)])
    assert refused(undated, block(rhythm=Rhythm.WEEKLY)).code == "dates-first"


def test_a_goal_or_area_that_is_taken_out_takes_its_block_and_its_meetings_along() -> None:
    plan = written()
    without = take(plan, GoalRemovedStep(goal=GUIDES)).plan
    assert [one.subject for one in without.blocks] == list(DC_AREAS)
    fewer = take(without, AreasStep(areas=("accountability",))).plan
    assert [one.subject for one in fewer.blocks] == ["accountability"]
    assert [review.on for review in fewer.reviews if review.kind is ReviewKind.ADDED] == [
        START + timedelta(days=n) for n in (14, 28)
    ]


def test_the_signed_text_holds_all_five_parts() -> None:
    sections = {section.name: section for section in sections_of(written(), ON, at=NOW)}
    names = [line.name for line in sections["concerns"].items[0].lines]
    assert [name for name in names if name in {"deficiency", "expectation", "action", "check_in", "expected"}] == [
        "expectation",
        "deficiency",
        "action",
        *["check_in"] * 4,
        "expected",
    ]
    goal = {line.name: line for line in sections["goals"].items[0].lines}
    assert goal["block_deficiency"].text
    assert goal["cites"].text == Words("Goal 2, Timely answers to requests for records")


@pytest.mark.parametrize("rating", [3, 4, 5])
def test_an_area_rated_at_the_line_or_above_is_refused_at_its_field(rating: int) -> None:
    plan = written(without=ConcernStep)
    step = replace(only(ConcernStep), rating=rating)
    error = refused(plan, step)
    assert (error.code, error.field, error.facts) == ("rated-too-high", "rating", {"level": "3, Valued Performer"})


@pytest.mark.parametrize("rating", [3, 5])
def test_a_goal_rated_at_the_line_or_above_is_refused_at_its_field_too(rating: int) -> None:
    error = refused(written(), replace(only(GoalStep), rating=rating))
    assert (error.code, error.field, error.facts) == ("rated-too-high", "rating", {"level": "3, Valued Performer"})


def test_a_goal_without_a_rating_is_only_warned_of_and_one_with_it_says_so_in_the_text() -> None:
    plan = take(written(), replace(only(GoalStep), rating=None)).plan
    assert ("rating-missing", GUIDES, Effect.WARN) in codes(plan)
    lines = {section.name: section for section in sections_of(written(), ON, at=NOW)}["goals"].items[0].lines
    assert [line.text for line in lines if line.name == "rating"] == [Words("2")]


def test_an_area_without_a_rating_is_refused_and_may_wait_when_kept_for_later() -> None:
    plan = written(without=ConcernStep)
    step = replace(only(ConcernStep), rating=None)
    assert refused(plan, step).field == "rating"
    later = take(plan, step, partial=True).plan
    assert ("rating-missing", "customer-service", Effect.BLOCK) in codes(later)


def test_areas_for_supervisors_are_offered_to_supervisors_alone() -> None:
    plan = written()
    assert refused(plan, AreasStep(areas=("leadership",))).code == "unknown-area"
    head = replace(only(HeadStep), leads_others=True)
    leading = take(plan, head).plan
    assert "leadership" in take(leading, AreasStep(areas=("leadership",))).plan.areas


def test_who_leads_others_cannot_be_taken_back_while_such_an_area_is_chosen() -> None:
    head = replace(only(HeadStep), leads_others=True)
    plan = take(take(written(), head).plan, AreasStep(areas=("leadership",))).plan
    error = refused(plan, only(HeadStep))
    assert (error.code, error.field, error.facts) == ("leaders-area", "leads_others", {"area": "Leadership"})


def test_a_goal_that_cites_nothing_is_only_warned_of() -> None:
    goal = replace(only(GoalStep), cites=None, cites_id=None, cites_on=None)
    assert ("citation-missing", GUIDES, Effect.WARN) in codes(take(written(), goal).plan)
    assert "citation-missing" not in {code for code, _, _ in codes(written())}


def test_a_line_of_the_head_that_a_pack_requires_blocks_until_it_is_filled_in() -> None:
    header = tuple(replace(field, required=True) for field in ON.pack.header)
    on = replace(ON, pack=replace(ON.pack, header=header))
    plan = written(without=HeadStep)
    missing = [fault.facts["label"] for fault in faults(plan, on, now=NOW) if fault.code == "head-missing"]
    assert missing == ["Agency", "Job title", "Service type and grade"]
    step = replace(only(HeadStep), lines={"agency": None})
    with pytest.raises(PlanError) as found:
        stepped(plan, on, step, by=HR, at=NOW)
    assert (found.value.code, found.value.field) == ("required", "head-agency")


def test_nothing_of_it_is_left_in_a_tombstone() -> None:
    left = emptied(written())
    assert (left.head, left.blocks, left.leads_others) == ((), (), None)
