"""The check screen: what a draft still lacks, what is doubtful, and what keeps it from HR."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from plans.dates import Calendar
from plans.examples import EMPLOYEE, GENERIC, HR, NOW, OUTSIDER, SECOND_HR, SUPERVISOR, case, generic_plan, terms
from plans.plan import Plan
from plans.policy import Effect, RuleId
from plans.readiness import Fault, check_dates_ahead, check_ready, faults
from plans.states import PlanState
from plans.steps import Part
from plans.terms import Terms
from plans.words import Words
from tests.plans.opening import DAY, gone, refusal

_B, _W = Effect.BLOCK, Effect.WARN


def told(plan: Plan, on: Terms | None = None) -> list[tuple[Part, str, Effect]]:
    return [(fault.part, fault.code, fault.effect) for fault in faults(plan, on or terms(GENERIC), now=NOW)]


def without_examples(plan: Plan) -> Plan:
    return plan.with_(concerns=tuple(replace(concern, examples=()) for concern in plan.concerns[:1]))


def test_a_complete_plan_has_no_fault() -> None:
    assert told(generic_plan()) == []


def test_an_empty_draft_is_told_everything_in_the_order_of_the_form() -> None:
    plan = generic_plan().with_(
        strengths=None, areas=(), concerns=(), goals=(), supports=(), milestones=(), start=None, end=None, reviews=()
    )
    assert told(plan) == [
        (Part.STRENGTHS, "strengths-missing", _B),
        (Part.AREAS, "areas-missing", _B),
        (Part.GOALS, "goals-missing", _B),
        (Part.SUPPORT, "support-missing", _B),
        (Part.DATES, "dates-missing", _B),
    ]


@pytest.mark.parametrize(
    ("lack", "expected"),
    [
        (lambda plan: plan.with_(strengths=None), (Part.STRENGTHS, "strengths-missing", _B)),
        (without_examples, (Part.CONCERNS, "example-missing", _B)),
        (
            lambda plan: plan.with_(concerns=(replace(plan.concerns[0], expectation=None),)),
            (Part.CONCERNS, "expectation-missing", _B),
        ),
        (
            lambda plan: plan.with_(concerns=(replace(plan.concerns[0], feedback_on=None),)),
            (Part.CONCERNS, "feedback-missing", _W),
        ),
        (lambda plan: plan.with_(supports=()), (Part.SUPPORT, "support-missing", _B)),
        (lambda plan: plan.with_(reviews=plan.reviews[:2]), (Part.DATES, "dates-missing", _B)),
        (lambda plan: plan.with_(start=date(2026, 8, 31)), (Part.DATES, "start-past", _W)),
    ],
)
def test_each_missing_part_is_named_with_the_effect_the_pack_gives_it(
    lack: Callable[[Plan], Plan], expected: tuple[Part, str, Effect]
) -> None:
    assert told(lack(generic_plan())) == [expected]


def test_an_example_whose_text_is_still_to_come_does_not_count() -> None:
    concern = generic_plan().concerns[0]
    empty = replace(concern, examples=(replace(concern.examples[0], text=Words("")),))
    assert (Part.CONCERNS, "example-missing", _B) in told(generic_plan().with_(concerns=(empty,)))


def test_a_plan_without_support_goes_on_once_hr_has_said_why() -> None:
    plan = generic_plan().with_(supports=(), support_override=Words("They asked for none."))
    assert told(plan) == []


@pytest.mark.parametrize("effect", Effect)
def test_the_effect_of_a_rule_is_the_packs_and_off_is_silent(effect: Effect) -> None:
    on = terms(GENERIC)
    rules = tuple(replace(rule, effect=effect) if rule.id == RuleId.SUPPORT_ITEM else rule for rule in on.pack.rules)
    changed = replace(on, pack=replace(on.pack, rules=rules))
    expected = [] if effect is Effect.OFF else [(Part.SUPPORT, "support-missing", effect)]
    assert told(generic_plan().with_(supports=()), changed) == expected


def test_the_shortest_and_longest_period_of_a_pack_are_kept() -> None:
    on = terms(GENERIC)
    short = replace(on, pack=replace(on.pack, min_days=91))
    long = replace(on, pack=replace(on.pack, max_days=89))
    assert told(generic_plan(), short) == [(Part.DATES, "period-below-minimum", _B)]
    assert told(generic_plan(), long) == [(Part.DATES, "period-above-maximum", _B)]


def test_a_review_on_a_day_off_and_an_end_on_one_are_pointed_out_with_the_reason() -> None:
    plan = generic_plan()
    on = replace(terms(GENERIC), calendar=Calendar("closed", {plan.reviews[-1].on: "Founders' day"}))
    found = faults(plan, on, now=NOW)
    assert [(fault.code, fault.effect, fault.facts["reason"]) for fault in found] == [
        ("end-on-day-off", _W, "Founders' day"),
        ("review-on-day-off", _W, "Founders' day"),
    ]


def test_a_goal_within_a_few_working_days_of_the_start_is_pointed_out() -> None:
    plan = generic_plan()
    assert plan.start is not None
    soon = replace(plan.milestones[0], on=plan.start + 5 * DAY)
    found = faults(plan.with_(milestones=(soon, plan.milestones[1])), terms(GENERIC), now=NOW)
    assert [(fault.code, fault.effect, fault.facts["least"]) for fault in found] == [("goal-too-soon", _W, 5)]


def test_dates_that_passed_while_the_draft_waited_block() -> None:
    plan = generic_plan()
    later = NOW + 45 * DAY
    found = [(fault.code, fault.effect) for fault in faults(plan, terms(GENERIC), now=later)]
    assert found == [("goal-past", _B), ("start-past", _W), ("review-past", _B)]
    first = min([milestone.on for milestone in plan.milestones] + [review.on for review in plan.reviews])
    with refusal("date-already-past", on=first):
        check_dates_ahead(plan, terms(GENERIC), now=later)


@pytest.mark.parametrize("left", [EMPLOYEE, SUPERVISOR])
def test_somebody_who_left_since_blocks(left: object) -> None:
    person = EMPLOYEE if left is EMPLOYEE else SUPERVISOR
    assert told(generic_plan(), gone(terms(GENERIC), person)) == [(Part.PEOPLE, "not-a-member", _B)]


def test_without_an_hr_member_who_is_no_party_a_plan_cannot_be_sent() -> None:
    on = terms(GENERIC)
    people = {person.id: person for person in (SUPERVISOR, EMPLOYEE, OUTSIDER)}
    assert told(generic_plan(), replace(on, people=people)) == [(Part.PEOPLE, "no-hr-member", _B)]
    only_hr = {person.id: person for person in (HR, EMPLOYEE)}
    hers = generic_plan().with_(supervisor=HR.id)
    assert told(hers, replace(on, people=only_hr)) == [(Part.PEOPLE, "no-hr-member", _B)]
    assert told(hers, replace(on, people=only_hr | {SECOND_HR.id: SECOND_HR})) == []
    conflicted = hers.with_(conflicts=frozenset({SECOND_HR.id}))
    assert told(conflicted, replace(on, people=only_hr | {SECOND_HR.id: SECOND_HR})) == [
        (Part.PEOPLE, "no-hr-member", _B)
    ]


def test_a_draft_with_a_blocking_fault_is_not_ready_and_one_with_a_warning_is() -> None:
    plan = case(PlanState.DRAFT).plan
    found = faults(plan, terms(), now=NOW)
    assert [(fault.code, fault.subject, fault.blocks) for fault in found] == [
        ("feedback-missing", "collaboration", False)
    ]
    check_ready(plan, terms(), now=NOW)
    with refusal("not-ready", parts="strengths,support", count=2, first="strengths-missing"):
        check_ready(plan.with_(strengths=None, supports=()), terms(), now=NOW)


def test_a_fault_that_blocks_says_so() -> None:
    assert Fault(part=Part.GOALS, code="goals-missing", effect=_B).blocks
    assert not Fault(part=Part.GOALS, code="goals-missing", effect=_W).blocks
