"""Who supervises: named, confirmed after reading where the plan stands, or stood in for (F-04, S1-12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks.base import found_person, read
from bot.asks.case_tasks import what_of
from bot.asks.looking import Filled, Look, PlanAsk, look_at
from bot.forms import Form
from bot.parts import Button, Facts, Field, FieldKind, Heading, Option, Part, Text
from bot.replies import Done, Reply, ShowForm
from plans.actions.hand_over import HandOverPlan, StandIn, TakeOver, hand_over, stand_in, take_over
from plans.acts import Act
from plans.dates import local_date
from plans.duties import DutyState, duties, owed_by
from plans.handing_over import unconfirmed
from plans.ids import EntryId
from plans.people import Role
from plans.ports import Work

_THERE, _AWAY = "there", "away"
_STILL: Final = frozenset({DutyState.OPEN, DutyState.OVERDUE})
_MOST: Final = 30


# Naming somebody new


@dataclass(frozen=True, slots=True)
class HandOverAsk:
    """Names who supervises from now on. The one who does so may know nothing of the plan any more afterwards."""

    name: str = "hand_over"

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            return ShowForm(form=_draw_hand_over(await look_at(work, asked, Act.HAND_OVER)))

    async def take(self, answered: Answered) -> Reply:
        asked = answered.asked
        # Whoever hands it over cannot open it any more, so a form that was kept before is known first.
        async with answered.work() as work:
            look = await look_at(work, asked, Act.HAND_OVER)
        answers = read(_draw_hand_over(look), answered, look.wording)
        to = await found_person(asked, answers.code("supervisor") or "", "supervisor")
        async with answered.work() as work:
            request = HandOverPlan(plan=look.plan.id, entry=EntryId(answered.entry), to=to)
            await hand_over(work, request, by=asked.by, now=asked.now)
        done = "hand-over-done-hr" if look.role is Role.HR else "hand-over-done"
        return Done(receipt=look.form("hand-over-done-title", look.text(done)))


def _draw_hand_over(look: Look) -> Form:
    own = look.role is not Role.HR
    return look.form(
        "hand-over-title",
        look.text("hand-over-intro"),
        Text(look.say("hand-over-own" if own else "hand-over-hr", name=look.name(look.plan.supervisor))),
        Field(
            id="supervisor",
            kind=FieldKind.PERSON,
            label=look.say("hand-over-label"),
            hint=look.say("hand-over-hint"),
        ),
        submit="hand-over-submit",
    )


# Taking over


def _draw_take_over(look: Look) -> Form:
    return look.form(
        "take-over-title",
        look.text("take-over-intro"),
        Facts(tuple(_where_it_stands(look))),
        *_still_owed(look, Role.SUPERVISOR, "take-over-yours"),
        *_still_owed(look, Role.EMPLOYEE, "take-over-theirs"),
        look.back(*_reading(look)),
        look.text("take-over-authors"),
        submit="take-over-submit",
    )


def _where_it_stands(look: Look) -> Iterator[tuple[str, str]]:
    plan = look.plan
    yield look.say("role-employee"), look.name(plan.employee)
    yield look.say("home-state"), look.say(f"plan-state-{plan.state.replace('_', '-')}")
    if plan.end is not None:
        yield look.say("case-next-end"), look.wording.day(plan.end)
    waiting = unconfirmed(plan)
    if waiting is not None:
        yield look.say("take-over-before"), look.name(waiting.old)


def _still_owed(look: Look, owner: Role, heading: str) -> Iterator[Part]:
    """What is open and what is late, each with its day."""
    owed = [one for one in owed_by(owner, duties(look.plan, look.terms, look.now)) if one.state in _STILL]
    yield Heading(look.say(heading))
    lines = [
        look.say(
            "take-over-duty-late" if one.state is DutyState.OVERDUE else "take-over-duty",
            duty=look.say(f"case-duty-{one.kind.replace('_', '-')}", what=what_of(look, one), state=""),
            day=look.say("fact-not-set")
            if one.due is None
            else look.wording.short_day(local_date(one.due, look.asked.by.zone)),
        )
        for one in owed[:_MOST]
    ]
    yield Text("\n".join(dict.fromkeys(lines)) or look.say("case-promises-none"))


def _reading(look: Look) -> Iterator[Button]:
    yield look.button("case-read-plan", "read_plan", stacks=True)
    if look.may(Act.READ_RECORD):
        yield look.button("case-read-record", "read_record", stacks=True)


def _take_over_done(look: Look) -> Form | None:
    if unconfirmed(look.plan) is not None:
        return None
    return look.form("take-over-title", look.text("take-over-nothing"), look.back())


async def _take_over(work: Work, filled: Filled) -> Form:
    look = filled.look
    await take_over(work, TakeOver(plan=look.plan.id), by=look.asked.by, now=look.now)
    return look.form("take-over-title", look.text("take-over-done"), look.back())


# Standing in


@dataclass(frozen=True, slots=True)
class StandInAsk:
    """Who acts while the supervisor is away, and whether they are away now."""

    name: str = "stand_in"

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            return ShowForm(form=_draw_stand_in(await look_at(work, asked, Act.HAND_OVER)))

    async def take(self, answered: Answered) -> Reply:
        asked = answered.asked
        async with asked.house.begin() as work:
            look = await look_at(work, asked, Act.HAND_OVER)
        answers = read(_draw_stand_in(look), answered, look.wording)
        chosen, away = answers.code("reviewer"), answers.code("away") == _AWAY
        reviewer = None if chosen is None else await found_person(asked, chosen, "reviewer")
        async with answered.work() as work:
            request = StandIn(plan=look.plan.id, reviewer=reviewer, away=away)
            await stand_in(work, request, by=asked.by, now=asked.now)
        done = "stand-in-done-away" if away else "stand-in-done"
        return Done(receipt=look.form("stand-in-title", look.text(done), look.back()))


def _draw_stand_in(look: Look) -> Form:
    now = look.plan.reviewer
    known = None if now is None else look.terms.people.get(now)
    return look.form(
        "stand-in-title",
        look.text("stand-in-intro"),
        Field(
            id="reviewer",
            kind=FieldKind.PERSON,
            label=look.say("stand-in-label"),
            hint=look.say("stand-in-hint"),
            default=None if known is None else known.handle.native_id,
            required=False,
        ),
        Field(
            id="away",
            kind=FieldKind.RADIO,
            label=look.say("stand-in-away-label", name=look.name(look.plan.supervisor)),
            options=tuple(Option(value=one, label=look.say(f"stand-in-{one}")) for one in (_THERE, _AWAY)),
            default=_AWAY if look.plan.supervisor_away else _THERE,
        ),
        submit="stand-in-submit",
    )


def links(look: Look) -> Iterator[Button]:
    """On the plan's page."""
    if look.may(Act.HAND_OVER):
        yield look.button("stand-in-button", "stand_in")
        yield look.button("hand-over-button", "hand_over")


ASKS: Final[tuple[Ask, ...]] = (
    HandOverAsk(),
    PlanAsk(name="take_over", act=Act.TAKE_OVER, draw=_draw_take_over, do=_take_over, over=_take_over_done),
    StandInAsk(),
)
