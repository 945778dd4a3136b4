"""Who in HR may act on a plan: HR takes a member out for a conflict of interest, and lets them in again (F-05)."""

from collections.abc import Iterator
from typing import Final

from bot.asking import Ask
from bot.asks.looking import Filled, Look, PlanAsk, receipt
from bot.forms import Form
from bot.parts import Facts, Field, FieldKind, Option, Part, Text
from plans.actions.set_conflict import SetConflict, set_conflict
from plans.acts import Act
from plans.conflicts import eligible
from plans.ids import PersonId
from plans.plan import PlanError
from plans.ports import Work

_APART, _MAY = "apart", "may"


def _draw(look: Look) -> Form:
    people = eligible(look.plan, look.terms)
    return look.form(
        "conflict-title",
        look.text("conflict-intro"),
        *_standing(look),
        Field(
            id="person",
            kind=FieldKind.CHOICE,
            label=look.say("conflict-person"),
            options=tuple(Option(value=one.id, label=one.name) for one in people),
        ),
        Field(
            id="standing",
            kind=FieldKind.RADIO,
            label=look.say("conflict-question"),
            options=tuple(Option(value=one, label=look.say(f"conflict-{one}")) for one in (_APART, _MAY)),
        ),
        Text(look.say("conflict-no-reason")),
        submit="submit-record",
    )


def _standing(look: Look) -> Iterator[Part]:
    """Everybody in HR who is no party, and whether they may act."""
    rows = tuple(
        (look.name(one.id), look.say("conflict-is-apart" if one.id in look.plan.conflicts else "conflict-may-act"))
        for one in eligible(look.plan, look.terms)
    )
    yield Facts(rows)


async def _set(work: Work, filled: Filled) -> Form:
    look, chosen = filled.look, filled.answers.code("person")
    if chosen is None:
        raise PlanError("required", field="person")
    apart = filled.answers.code("standing") == _APART
    request = SetConflict(plan=look.plan.id, person=PersonId(chosen), apart=apart)
    await set_conflict(work, request, by=look.asked.by, now=look.now)
    if apart and chosen == look.asked.by.id:
        return look.form("recorded-title", look.text("conflict-receipt-own"))
    return receipt(look, look.say("conflict-receipt-apart" if apart else "conflict-receipt-may"))


ASKS: Final[tuple[Ask, ...]] = (PlanAsk(name="set_conflict", act=Act.SET_CONFLICT, draw=_draw, do=_set),)
