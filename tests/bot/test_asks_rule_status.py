"""At the gate HR reads how well each rule is known, and which nobody has compared with its source (F-02)."""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date

from bot.asking import Asked
from bot.asks.looking import Look, PlanAsk
from bot.asks.reviewing import ASKS
from bot.parts import Small, Stands, Text
from plans import examples
from plans.people import Role
from plans.policy import Pack, RuleId, RuleStatus
from plans.ports import Work
from plans.states import PlanState
from tests.bot.playing import WORDING, table
from tests.bot.running import assert_fits

FOUND = examples.case(PlanState.HR_REVIEW)


def _nothing() -> AbstractAsyncContextManager[Work]:
    """This form is drawn from what is at hand."""
    raise AssertionError


def gate(pack: Pack, *, without_feedback: bool = False) -> list[str]:
    """What HR reads before the text of the plan."""
    review = next(ask for ask in ASKS if ask.name == "review_plan")
    assert isinstance(review, PlanAsk)
    plan = FOUND.plan
    if without_feedback:
        plan = plan.with_(concerns=tuple(replace(one, feedback_on=None) for one in plan.concerns))
    stands = Stands(ask="review_plan", plan=plan.id)
    asked = Asked(by=examples.HR, stands=stands, now=FOUND.at, house=table(_nothing).desk.house)
    form = review.draw(Look(asked=asked, plan=plan, terms=replace(FOUND.terms, pack=pack), role=Role.HR, hr_there=True))
    assert_fits(form, examples.HR)
    return [part.text for part in form.parts if isinstance(part, Text | Small)]


def with_status(rule_id: RuleId | str, status: RuleStatus, *, checked: bool = False) -> Pack:
    pack = FOUND.terms.pack
    day, name = (date(2026, 7, 1), "HR") if checked else (None, None)
    rules = (
        replace(rule, status=status, checked_on=day, checked_by=name) if rule.id == rule_id else rule
        for rule in pack.rules
    )
    return replace(pack, rules=tuple(rules))


def test_hr_reads_how_many_rules_nobody_has_checked_and_which_were_not_read_whole() -> None:
    pack = FOUND.terms.pack
    said = "\n".join(gate(pack))
    assert WORDING.say("review-plan-unchecked", count=len(pack.unchecked)) in said
    assert "kept-records: known through others only. Source: 820 ILCS 40/4" in said
    assert "own-file-access:" not in said


def test_a_rule_that_is_not_verified_is_named_first() -> None:
    said = "\n".join(gate(with_status("notice-of-release", RuleStatus.U)))
    assert said.index("notice-of-release: not verified.") < said.index("kept-records: known")


def test_what_an_unchecked_rule_finds_says_that_it_is_unchecked() -> None:
    doubt = "Nobody here has checked this rule against its source yet."
    unchecked = [line for text in gate(FOUND.terms.pack, without_feedback=True) for line in text.splitlines()]
    told = [line for line in unchecked if "talked about before" in line]
    assert told
    assert all(line.endswith(doubt) for line in told)
    checked = "\n".join(gate(with_status(RuleId.PRIOR_FEEDBACK, RuleStatus.V, checked=True), without_feedback=True))
    assert "talked about before" in checked
    assert doubt not in checked


def test_nothing_is_said_once_every_rule_was_checked() -> None:
    pack = FOUND.terms.pack
    rules = tuple(replace(rule, checked_on=date(2026, 7, 1), checked_by="HR") for rule in pack.rules)
    said = "\n".join(gate(replace(pack, rules=rules)))
    assert "compared with" not in said
    assert "known through others" not in said
