"""The check screen, sending a draft on, and throwing it away."""

from dataclasses import dataclass
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks.base import Pin, recheck_people, told
from bot.asks.looking import Filled, Look, PlanAsk
from bot.asks.opening_check import draw_check
from bot.asks.opening_draft import Draft, load_draft
from bot.forms import Form
from bot.parts import Button, Stands, Text
from bot.replies import Reply, ShowForm
from plans.actions.discard_plan import DiscardPlan, discard_plan
from plans.actions.submit_plan import SubmitPlan, submit_plan
from plans.acts import Act
from plans.ports import Work
from plans.states import PlanState


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAsk:
    """Draws the check screen; what is sent from it goes to HR, or straight on where the pack has no HR gate."""

    name: str

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            return ShowForm(form=draw_check(await load_draft(work, asked)))

    async def take(self, answered: Answered) -> Reply:
        asked = answered.asked
        await recheck_people(asked)
        async with answered.work() as work:
            request = SubmitPlan(plan=asked.plan, seen=Pin.of(asked.stands).revision)
            plan = await submit_plan(work, request, by=asked.by, now=asked.now)
            draft = Draft(asked=asked, plan=plan, terms=await work.terms(plan))
        return sent_on(draft)


def sent_on(draft: Draft) -> Reply:
    stands = Stands(ask="open_case", plan=draft.plan.id)
    if draft.plan.state is not PlanState.APPROVED:
        return told(draft.say("submit-plan-done-title"), stands, draft.say("submit-plan-done"))
    deliver = Button(label=draft.say("button-deliver-plan"), stands=draft.to("deliver_plan"))
    title = draft.say("submit-plan-approved-title")
    return told(title, stands, draft.say("submit-plan-approved"), buttons=(deliver,))


def _draw_discard(look: Look) -> Form:
    return look.form("discard-plan-title", look.text("discard-plan-intro"), submit="discard-plan-submit")


async def _discard(work: Work, filled: Filled) -> Form:
    look = filled.look
    await discard_plan(work, DiscardPlan(plan=look.plan.id), by=look.asked.by, now=look.now)
    title, stands = look.say("discard-plan-done-title"), Stands(ask="my_plans")
    return Form(title=title, stands=stands, parts=(Text(look.say("discard-plan-done")),))


ASKS: Final[tuple[Ask, ...]] = (
    CheckAsk(name="plan_check"),
    CheckAsk(name="submit_plan"),
    PlanAsk(name="discard_plan", act=Act.DISCARD_PLAN, draw=_draw_discard, do=_discard),
)
