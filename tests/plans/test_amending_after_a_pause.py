"""An amendment of other things leaves a date where a pause has put it (F-03, S3-18)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plans.amending import amended, collected
from plans.collecting import WordsStep
from plans.examples import EMPLOYEE, HR, SUPERVISOR, Case, case, then
from plans.ids import EntryId
from plans.pausing import paused, resumed
from plans.receipt import Receipt, acknowledged
from plans.states import PlanState
from plans.words import Words
from tests.plans.opening import DAY, TODAY

WORDS = Words("He finds every map.")


def resumed_case() -> Case:
    found = case(PlanState.ACTIVE)
    held = then(found, paused(found.plan, found.terms, last=TODAY + 20 * DAY, by=HR, at=found.at))
    back = found.at + timedelta(days=30)
    return then(held, resumed(held.plan, held.terms, by=HR, at=back), at=back)


def with_other_words(found: Case) -> Case:
    """Collected, given, and acknowledged."""
    plan, on, at = found.plan, found.terms, found.at
    plan = collected(plan, on, WordsStep(strengths=WORDS), entry=EntryId("a" * 32), by=SUPERVISOR, at=at).plan
    name = Words("Marta Lindqvist")
    plan = amended(plan, on, signature=EntryId("b" * 32), typed_name=name, by=SUPERVISOR, at=at).plan
    receipt = Receipt(
        edition=plan.edition,
        signature=EntryId("c" * 32),
        view_id=EntryId("d" * 32),
        typed_name=Words("Jonas Okafor"),
    )
    return then(found, acknowledged(plan, on, receipt, by=EMPLOYEE, at=at))


@pytest.mark.parametrize("left_behind", [False, True], ids=["kept now", "kept by an earlier version"])
def test_a_change_of_words_leaves_the_dates_where_a_pause_has_put_them(left_behind: bool) -> None:
    """Plans of earlier versions have their goals where they were before the pause."""
    later = resumed_case()
    goals = case(PlanState.ACTIVE).plan.goals if left_behind else later.plan.goals
    changed = with_other_words(replace(later, plan=later.plan.with_(goals=goals)))
    assert changed.plan.strengths == WORDS
    assert [one.on for one in changed.plan.milestones] == [one.on for one in later.plan.milestones]
