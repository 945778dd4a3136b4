"""Four questions before a plan, for whoever wants them: is it the right tool? Nothing of it is kept (S3-10)."""

from dataclasses import dataclass
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks.base import read
from bot.forms import Form
from bot.parts import Button, Buttons, Field, FieldKind, Option, Small, Stands, Style, Text
from bot.replies import Denied, Reply, ShowForm
from bot.wording import Wording
from plans.acts import Act
from plans.permissions import Allow, decide
from plans.policy import PlanKind
from plans.right_tool import Intake, Lacking, Suggestion, Tool, suggested

RIGHT_TOOL: Final = "right_tool"
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class RightToolAsk:
    """For those who may start a plan. Only they see what comes of it, and only while the form is open."""

    name: str = RIGHT_TOOL

    async def show(self, asked: Asked) -> Reply:
        if not isinstance(decide(asked.by, Act.OPEN_PLAN, None, now=asked.now), Allow):
            return Denied(sentence=asked.house.wording.say("open-plan-not-yours"))
        return ShowForm(form=_questions(asked))

    async def take(self, answered: Answered) -> Reply:
        asked, wording = answered.asked, answered.asked.house.wording
        if not isinstance(decide(asked.by, Act.OPEN_PLAN, None, now=asked.now), Allow):
            return Denied(sentence=wording.say("open-plan-not-yours"))
        answers = read(_questions(asked), answered, wording)
        intake = Intake(
            clear=answers.code("clear") == _YES,
            recently_met=answers.code("recent") == _YES,
            lacking=Lacking(answers.code("lacking") or Lacking.NEITHER),
            told=answers.code("told") == _YES,
        )
        return ShowForm(form=_suggestion(asked, suggested(intake)))


def _questions(asked: Asked) -> Form:
    say = asked.house.wording.say
    lacking = tuple(Option(value=one, label=say(f"right-tool-lacking-{one}")) for one in Lacking)
    return Form(
        title=say("right-tool-title"),
        stands=Stands(ask=RIGHT_TOOL),
        submit=say("right-tool-submit"),
        parts=(
            Text(say("right-tool-intro")),
            yes_or_no("clear", asked.house.wording, required=True),
            yes_or_no("recent", asked.house.wording, required=True),
            Field(id="lacking", kind=FieldKind.RADIO, label=say("right-tool-lacking"), options=lacking),
            yes_or_no("told", asked.house.wording, required=True),
            Buttons((Button(label=say("right-tool-skip"), stands=Stands(ask="open_plan")),)),
            Small(say("right-tool-private")),
        ),
    )


def yes_or_no(name: str, wording: Wording, *, required: bool) -> Field:
    return Field(
        id=name,
        kind=FieldKind.RADIO,
        label=wording.say(f"right-tool-{name}"),
        hint=wording.say(f"right-tool-{name}-hint"),
        options=tuple(Option(value=one, label=wording.say(f"right-tool-{one}")) for one in (_YES, _NO)),
        required=required,
    )


def met(code: str | None) -> bool:
    return code == _YES


def _suggestion(asked: Asked, found: Suggestion) -> Form:
    say = asked.house.wording.say
    tool = found.tool.replace("_", "-")
    begin = Button(label=say("right-tool-begin"), stands=Stands(ask="open_plan"), style=Style.PRIMARY)
    coach = Button(
        label=say("right-tool-begin-coaching"),
        stands=Stands(ask="open_plan", subject=PlanKind.COACHING),
        style=Style.PRIMARY,
    )
    anyway = Button(label=say("right-tool-anyway"), stands=Stands(ask="open_plan"))
    coaches = any(pack.kind is PlanKind.COACHING for pack in asked.house.packs.values())
    buttons = {Tool.IMPROVEMENT: (begin,), Tool.COACHING: (coach, anyway) if coaches else (anyway,)}
    return Form(
        title=say("right-tool-title"),
        stands=Stands(ask=RIGHT_TOOL),
        parts=(
            Text(say("right-tool-suggests", tool=say(f"tool-{tool}"))),
            Text(say(f"tool-why-{found.why.replace('_', '-')}")),
            Small(say(f"tool-{tool}-how")),
            Buttons(buttons.get(found.tool, (anyway,))),
            Small(say("right-tool-yours")),
        ),
    )


ASKS: Final[tuple[Ask, ...]] = (RightToolAsk(),)
