"""The supervisor's private outline of a talk: drawn from the plan each time, and kept and sent nowhere (S2-05)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks.base import read
from bot.asks.looking import Look, look_at
from bot.asks.paging import Place, turned
from bot.forms import Form
from bot.parts import Button, Buttons, Field, FieldKind, Heading, Option, Part, Said, Small, Stands, Text
from bot.replies import Reply, ShowForm
from plans.acts import Act
from plans.permissions import Allow, decide
from plans.plan import Plan
from plans.talking_points import USUALLY_OFF, Point, Stage, Topic, outline, topics_of

TALKING: Final = "talking_points"
_MOST_PLANS: Final = 20
_SWITCHED: Final = "off:"
_BETWEEN: Final = "+"


@dataclass(frozen=True, slots=True)
class TalkingPointsAsk:
    """About one plan; whoever supervises several says which. The switches travel in the form and nowhere else."""

    name: str = TALKING

    async def show(self, asked: Asked) -> Reply:
        if asked.stands.plan is None:
            return await self._choose(asked)
        async with asked.house.begin() as work:
            look = await look_at(work, asked, Act.TALKING_POINTS)
        return ShowForm(form=_draw(look, _off(Place.of(asked.stands.subject).subject)))

    async def take(self, answered: Answered) -> Reply:
        """Only drawn again with other switches: nothing is kept, so sending it twice is the same as once."""
        asked = answered.asked
        if asked.stands.plan is None:
            return await self._choose(asked)
        async with asked.house.begin() as work:
            look = await look_at(work, asked, Act.TALKING_POINTS)
        shown = _draw(look, _off(Place.of(asked.stands.subject).subject))
        chosen = read(shown, answered, look.wording).codes("topics")
        off = frozenset(topic for topic in topics_of(look.plan, look.terms) if topic not in chosen)
        again = replace(look, asked=replace(asked, stands=_stands(look.plan, off)))
        return ShowForm(form=_draw(again, off))

    async def _choose(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            plans = await work.plans.of(asked.by, now=asked.now)
        mine = [plan for plan in plans if isinstance(decide(asked.by, Act.TALKING_POINTS, plan, now=asked.now), Allow)]
        if len(mine) == 1:
            return await self.show(replace(asked, stands=Stands(ask=self.name, plan=mine[0].id)))
        say = asked.house.wording.say
        parts: tuple[Part, ...] = (Text(say("talking-which" if mine else "talking-none")),)
        if mine:
            stands = [Stands(ask=self.name, plan=plan.id) for plan in mine[:_MOST_PLANS]]
            buttons = [Button(label=plan.case_number, stands=to) for plan, to in zip(mine, stands, strict=False)]
            parts = (*parts, Buttons(tuple(buttons)))
        return ShowForm(form=Form(title=say("talking-title"), stands=asked.stands, parts=parts))


def _stands(plan: Plan, off: frozenset[Topic]) -> Stands:
    return Stands(ask=TALKING, plan=plan.id, subject=_SWITCHED + _BETWEEN.join(sorted(off)))


def _off(subject: str | None) -> frozenset[Topic]:
    """The topics a form says are off; one that says nothing leaves the usual ones off."""
    if subject is None or not subject.startswith(_SWITCHED):
        return USUALLY_OFF
    named = subject.removeprefix(_SWITCHED).split(_BETWEEN)
    return frozenset(topic for topic in Topic if topic in named)


def _draw(look: Look, off: frozenset[Topic]) -> Form:
    points = outline(look.plan, look.terms, off=off)
    groups = [
        (Heading(look.code("talking-stage", stage)), *(_point(look, point) for point in points if point.stage is stage))
        for stage in Stage
    ]
    stands = _stands(look.plan, off)
    place = replace(Place.of(look.asked.stands.subject), subject=stands.subject)
    page, turns = turned(look, TALKING, place, groups)
    return Form(
        title=look.say("talking-title"),
        stands=stands,
        submit=look.say("talking-submit"),
        parts=(Small(look.say("talking-private")), *_switches(look, off), *page, look.back(*turns)),
    )


def _switches(look: Look, off: frozenset[Topic]) -> Iterator[Field]:
    topics = topics_of(look.plan, look.terms)
    if topics:
        yield Field(
            id="topics",
            kind=FieldKind.CHOICES,
            label=look.say("talking-topics-label"),
            hint=look.say("talking-topics-hint"),
            options=tuple(Option(value=topic, label=look.say(f"topic-{topic}")) for topic in topics),
            default=tuple(topic for topic in topics if topic not in off),
            required=False,
        )


def _point(look: Look, point: Point) -> Part:
    values = {} if point.number is None or point.line != "goal" else {"number": point.number}
    label = look.say(f"talking-{point.line}", **values)
    aside = None if point.on is None else look.wording.day(point.on)
    if point.words:
        return Said(label=label, words=point.words, aside=aside)
    if point.text is not None:
        return Text(f"{label}: {point.text}")
    if point.line in _FROM_THE_PLAN and aside is None:
        return Text(f"{label}: {look.say('talking-nothing-yet')}")
    return Text(label if aside is None else f"{label}: {aside}")


# What stands in the plan, or is still to be written there; everything else is a sentence of ours.
_FROM_THE_PLAN: Final = frozenset({"strengths", "expectation", "area"})

ASKS: Final[tuple[Ask, ...]] = (TalkingPointsAsk(),)
