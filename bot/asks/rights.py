"""What the employee may always do: answer the record in their own words (P-08)."""

from dataclasses import replace
from typing import Final

from bot.asking import Ask
from bot.asks.long_texts import long_fields, long_words
from bot.asks.looking import Filled, Look, PlanAsk
from bot.forms import Form
from plans.actions.rebut import Rebut, rebut
from plans.acts import Act
from plans.ids import EntryId
from plans.ports import Work
from plans.rights import WHOLE_PLAN


def _draw_rebut(look: Look) -> Form:
    form = look.form(
        "rebut-title",
        look.text("rebut-intro"),
        *long_fields(
            look,
            "text",
            label=look.say("rebut-text-label"),
            hint=look.say("rebut-text-hint"),
            limit=look.terms.pack.limits.rebuttal,
        ),
        submit="rebut-submit",
    )
    return replace(form, stands=look.to("rebut", look.asked.stands.subject or WHOLE_PLAN))


async def _rebut(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = Rebut(
        plan=look.plan.id,
        entry=EntryId(filled.entry),
        about=look.asked.stands.subject or WHOLE_PLAN,
        text=long_words(filled.answers, "text", limit=look.terms.pack.limits.rebuttal),
    )
    await rebut(work, request, by=look.asked.by, now=look.now)
    return look.form("acknowledge-done-title", look.text("rebut-done", at=look.moment(look.now)), look.back())


ASKS: Final[tuple[Ask, ...]] = (PlanAsk(name="rebut", act=Act.REBUT, draw=_draw_rebut, do=_rebut),)
