"""A plan that HR would rather see as coaching, and coaching that becomes a plan after all: nothing is carried over."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app.story import generic
from plans.plan import Plan
from plans.policy import PlanKind
from plans.states import PlanState
from tests.databases import address_of
from tests.journeys import everyday
from tests.journeys.everyday import page, step
from tests.journeys.lives import EMPLOYEE, SUPERVISOR, Life, assert_messages_are_thin, life

BETTER_SO: Final = "The last four weeks were good. A weekly talk helps more than a plan does."
COACHED: Final = {
    "text": "Finish two reports a week on your own.",
    "target": "2026-11-13",
    "support": "An hour together each Wednesday",
    "support_due": "2026-09-09",
}
VALUED: Final = "You see what matters in a question at once."
WHY: Final = "The talks helped with the questions, and the reports need firm days."
COACHING_ONLY: Final = "This is coaching. It is not a performance improvement plan."
FORBIDDEN: Final = ("PIP", "termination", "removal", "consequence")


@pytest.mark.deep
async def test_a_plan_begins_again_as_coaching_and_the_coaching_becomes_a_plan(tmp_path: Path) -> None:
    """S2-11, flow 4.3: three drafts on one pair of people, and no word of one stands in the next."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        await hr_would_rather_see_coaching(found)
        await it_begins_again(found)
        await it_is_lived(found)
        await it_becomes_a_plan(found)
        await the_employee_knows_of_the_end_alone(found)
        await assert_messages_are_thin(found)


async def hr_would_rather_see_coaching(found: Life) -> None:
    await everyday.write(found.stage)
    phone = found.stage.hr
    await phone.press("Look at it")
    await phone.press("Ask for changes")
    await step(phone, {"Make it coaching": BETTER_SO})
    await phone.close()
    assert await found.told(EMPLOYEE) == []


async def it_begins_again(found: Life) -> None:
    """The old draft is gone for good; the new one is empty, and its form never says what it is not."""
    (old,) = await found.plans()
    phone = found.stage.supervisor
    await phone.press("See the comments")
    assert BETTER_SO in await phone.reads()
    await phone.press("Begin again as coaching")
    assert "Nothing is carried over" in await phone.reads()
    await phone.submit()
    await phone.press("Open the new draft")
    before, new = await found.plans()
    assert before.id == old.id
    assert before.state is PlanState.DISCARDED
    assert (new.kind, new.state) == (PlanKind.COACHING, PlanState.DRAFT)
    assert is_empty(new)
    assert generic.STRENGTHS not in await phone.reads()


def is_empty(plan: Plan) -> bool:
    return not any((plan.strengths, plan.concerns, plan.goals, plan.supports, plan.reviews, plan.start))


async def it_is_lived(found: Life) -> None:
    """Written from the check screen, delivered without a gate, and received."""
    phone, stage = found.stage.supervisor, found.stage
    await phone.press("Change")
    await step(phone, {"strengths": VALUED})
    await step(phone, {})
    await step(phone, COACHED)
    await step(phone, {})
    await step(phone, {"period": "12 weeks", "start": "2026-09-01"})
    await step(phone, {})
    await phone.submit()
    await phone.close()
    await page(phone)
    await phone.press("Deliver the plan")
    await step(phone, {"met_on": "2026-09-01"})
    await phone.close()
    await stage.employee.press("Read it")
    await stage.employee.press("Say that I read it")
    await step(stage.employee, {"answer": everyday.RECEIVED})
    await stage.employee.close()
    assert (await found.plans())[-1].state is PlanState.ACTIVE


async def it_becomes_a_plan(found: Life) -> None:
    """At its end the supervisor decides alone; a private draft begins that links back, and holds nothing."""
    phone, stage = found.stage.supervisor, found.stage
    for day in (date(2026, 9, 28), date(2026, 10, 26), date(2026, 11, 25)):
        await stage.go_to(day)
    await phone.press("Record the results")
    base = "What you base this on: Goal 1"
    await step(phone, {"How did it end: Goal 1": "Partly reached", base: "One report a week, most weeks."})
    await phone.press("Propose an outcome")
    await step(phone, {"kind": "It becomes another kind of plan", "reasons": WHY})
    await phone.press("Decide")
    await step(phone, {"decision": "Approve it"})
    await phone.press("Deliver the outcome")
    await step(phone, {"pack": generic.FORM})
    await phone.press("Open the new draft")
    read = await phone.reads()
    assert VALUED not in read
    await phone.close()
    *_, coached, new = await found.plans()
    assert (coached.state, coached.outcomes[-1].continued_as) == (PlanState.CLOSED, new.id)
    assert (new.kind, new.state, new.continues) == (PlanKind.IMPROVEMENT, PlanState.DRAFT, coached.id)
    assert is_empty(new)


async def the_employee_knows_of_the_end_alone(found: Life) -> None:
    """They read why the coaching ended; of the draft they neither hear nor see anything."""
    phone = found.stage.employee
    await found.stage.go_to(date(2026, 11, 25), hour=15)
    await phone.press("Read it")
    assert WHY in await phone.reads()
    await phone.press("Back to the plan")
    assert "M-" in await phone.reads()
    await phone.close()
    await phone.command("")
    assert (await phone.reads()).count("[ Open ]") == 1
    await phone.close()
    for user in (SUPERVISOR, EMPLOYEE):
        seen = " ".join(sight.text for sight in found.sights[found.first_sight(user, VALUED) :] if sight.user == user)
        assert not any(word in seen.replace(COACHING_ONLY, "") for word in FORBIDDEN)
