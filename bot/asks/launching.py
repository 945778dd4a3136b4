"""The launch checklist: what to see to before the meeting, and when the meeting is (S3-11)."""

from typing import Final

from bot.asking import Ask
from bot.asks.looking import Filled, Look, PlanAsk, receipt
from bot.forms import Form
from bot.parts import Field, FieldKind, Option, Part, Small
from plans.actions.note_launch import NoteLaunch, note_launch
from plans.acts import Act
from plans.dates import local_time
from plans.launching import LaunchTyped
from plans.meetings import LaunchItem
from plans.ports import Work


def _draw(look: Look) -> Form:
    meeting = None if look.plan.meeting_at is None else local_time(look.plan.meeting_at, look.asked.by.zone)
    return look.form(
        "launch-title",
        look.text("launch-intro"),
        Field(
            id="items",
            kind=FieldKind.CHOICES,
            label=look.say("launch-items"),
            options=tuple(
                Option(value=item, label=look.code("launch", item), description=look.code("launch-how", item))
                for item in LaunchItem
            ),
            default=tuple(tick.item for tick in look.plan.ticks),
            required=False,
        ),
        *_ticked(look),
        Field(
            id="meeting_on",
            kind=FieldKind.DATE,
            label=look.say("launch-meeting-on"),
            default=None if meeting is None else meeting.date(),
            required=False,
        ),
        Field(
            id="meeting_time",
            kind=FieldKind.TIME,
            label=look.say("launch-meeting-time"),
            hint=look.say("launch-meeting-hint"),
            default=None if meeting is None else meeting.time(),
            required=False,
        ),
        Small(look.say("launch-who-reads")),
        submit="submit-record",
    )


def _ticked(look: Look) -> tuple[Part, ...]:
    lines = [
        f"{look.code('launch', tick.item)}: {look.say('by-and-at', name=look.name(tick.by), at=look.moment(tick.at))}"
        for tick in look.plan.ticks
    ]
    return (Small("\n".join(lines)),) if lines else ()


async def _note(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    typed = LaunchTyped(
        items=tuple(LaunchItem(code) for code in answers.codes("items")),
        meeting_on=answers.day("meeting_on"),
        meeting_time=answers.hour("meeting_time"),
    )
    plan = await note_launch(work, NoteLaunch(plan=look.plan.id, typed=typed), by=look.asked.by, now=look.now)
    kept = look.say("recorded-at", at=look.moment(look.now))
    line = "launch-receipt-meeting" if plan.meeting_at is not None else "launch-receipt"
    return receipt(look, kept, look.say(line), buttons=(look.button("button-talking-points", "talking_points"),))


ASKS: Final[tuple[Ask, ...]] = (PlanAsk(name="note_launch", act=Act.NOTE_LAUNCH, draw=_draw, do=_note),)
