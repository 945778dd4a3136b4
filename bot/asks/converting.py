"""From one kind of plan to the other: coaching that becomes a plan, and a draft that begins again as coaching (S2-11).

Nothing that anybody wrote is carried over; the forms say so, and the old plan can be opened beside the new draft.
"""

from typing import Final

from bot.asking import Ask
from bot.asks.looking import Filled, Look, PlanAsk, shown_at
from bot.forms import Form
from bot.parts import Button, Buttons, Field, FieldKind, Option, Stands, Style
from plans.actions.begin_coaching import BeginCoaching, begin_coaching
from plans.actions.succeeding import Successor
from plans.acts import Act
from plans.converting import coaching_wished
from plans.ending import Outcome
from plans.ids import PlanId
from plans.plan import Plan, PlanError
from plans.policy import OutcomeKind, PlanKind
from plans.ports import Work

_PACK: Final = "pack"
# What the rules refuse about the new plan stands at the one field there is for it.
AT_THE_FORM: Final = {"kind": _PACK, "employee": _PACK}


def becomes_another(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.kind is OutcomeKind.CONVERTED


def pack_field(look: Look, kind: PlanKind) -> Field:
    """Which form the new plan is written on."""
    house = look.asked.house
    fitting = {name: pack for name, pack in sorted(house.packs.items()) if pack.kind is kind}
    default = house.default_pack if house.default_pack in fitting else next(iter(fitting), None)
    return Field(
        id=_PACK,
        kind=FieldKind.CHOICE,
        label=look.say("open-plan-pack-label"),
        options=tuple(Option(value=name, label=pack.name) for name, pack in fitting.items()),
        default=default,
    )


def successor_of(filled: Filled) -> Successor:
    """The plan to begin, with the id that the form carried."""
    name = filled.answers.code(_PACK)
    if name is None:
        raise PlanError("required", field=_PACK)
    return Successor(plan=PlanId(filled.entry), pack=filled.look.asked.house.packs[name])


def to_draft(look: Look, plan: str) -> Button:
    return Button(label=look.say("button-open-draft"), stands=Stands(ask="plan_check", plan=plan), style=Style.PRIMARY)


def before_and_after(look: Look) -> tuple[Button, ...]:
    """The plan this one follows on from, and the one it was turned into, for those who may open them."""
    plan: Plan = look.plan
    after = plan.outcomes[-1].continued_as if plan.outcomes else None
    found = (("case-plan-before", plan.continues), ("case-plan-after", after))
    return tuple(
        Button(label=look.say(line), stands=Stands(ask="open_case", plan=other)) for line, other in found if other
    )


# A draft begins again as coaching


def _draw_begin(look: Look) -> Form:
    return look.form(
        "begin-coaching-title",
        look.text("begin-coaching-intro"),
        look.text("begin-coaching-nothing-copied"),
        pack_field(look, PlanKind.COACHING),
        submit="begin-coaching-submit",
    )


def _begin_over(look: Look) -> Form | None:
    if coaching_wished(look.plan):
        return None
    return look.form("begin-coaching-title", look.text("begin-coaching-not-asked"), look.back())


async def _begin(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = BeginCoaching(plan=look.plan.id, successor=successor_of(filled))
    with shown_at(AT_THE_FORM):
        begun = await begin_coaching(work, request, by=look.asked.by, now=look.now)
    # No way back to the old plan: of what was thrown away there is nothing to be seen.
    told = look.text("begin-coaching-receipt")
    return look.form("recorded-title", told, Buttons((to_draft(look, begun.id),)))


ASKS: Final[tuple[Ask, ...]] = (
    PlanAsk(name="begin_coaching", act=Act.DISCARD_PLAN, draw=_draw_begin, do=_begin, over=_begin_over),
)
