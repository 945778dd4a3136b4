"""The weekly line: how it goes in three choices and a few words, and a way not to be asked (S2-08)."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.asking import Ask
from bot.asks.base import Pin
from bot.asks.looking import Filled, Look, PlanAsk, options, receipt
from bot.forms import Form
from bot.parts import Field, FieldKind, Small
from plans.actions.answer_prompt import AnswerPrompt, answer_prompt
from plans.actions.mute_prompt import MutePrompt, mute_prompt
from plans.acts import Act
from plans.ids import EntryId
from plans.plan import PlanError
from plans.ports import Work
from plans.record import WeeklyWord
from plans.texts import STANDARD_LIMIT


def _week(look: Look) -> date:
    """The day the line was meant for. Raises ``PlanError("part-gone")`` for a form from another time."""
    try:
        return date.fromisoformat(look.subject)
    except ValueError as error:
        raise PlanError("part-gone") from error


def _answer_form(look: Look) -> Form:
    return look.form(
        "weekly-title",
        look.text("weekly-intro", day=look.wording.day(_week(look))),
        Field(
            id="said",
            kind=FieldKind.RADIO,
            label=look.say("weekly-said"),
            options=options(look, "weekly", tuple(word.value for word in WeeklyWord)),
        ),
        Field(
            id="text",
            kind=FieldKind.TEXT,
            label=look.say("weekly-text"),
            required=False,
            max_length=STANDARD_LIMIT,
        ),
        Small(look.say("weekly-who-reads")),
        submit="weekly-submit",
    )


def _answer_over(look: Look) -> Form | None:
    """What was said for this week already stands there; another line is a progress note."""
    week = _week(look)
    found = next((note for note in look.plan.record.notes if note.week == week), None)
    if found is None:
        return None
    return look.form("weekly-title", look.text("weekly-told", at=look.moment(found.at)), look.back())


async def _answer(work: Work, filled: Filled) -> Form:
    look, said = filled.look, WeeklyWord(filled.answers.code("said") or "")
    request = AnswerPrompt(
        plan=look.plan.id,
        entry=EntryId(filled.entry),
        week=_week(look),
        said=said,
        text=filled.answers.words("text"),
    )
    await answer_prompt(work, request, by=look.asked.by, now=look.now)
    blocked = said is WeeklyWord.BLOCKED
    barrier = (look.button("button-report-barrier", "raise_barrier"),) if blocked else ()
    told = look.say(_AFTER[said])
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), told, buttons=barrier)


_AFTER: Final = {
    WeeklyWord.PROGRESS: "weekly-receipt",
    WeeklyWord.BLOCKED: "weekly-receipt-blocked",
    WeeklyWord.NOTHING_NEW: "weekly-receipt-nothing",
}


def _mute_form(look: Look) -> Form:
    muted = look.plan.prompt_muted_at is not None
    title = "weekly-again-title" if muted else "weekly-mute-title"
    intro = look.text("weekly-again-intro" if muted else "weekly-mute-intro")
    form = look.form(title, intro, submit="weekly-again-submit" if muted else "weekly-mute-submit")
    return replace(form, stands=Pin(subject=None, revision=look.plan.revision).stands("mute_prompt", look.plan.id))


async def _mute(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = MutePrompt(plan=look.plan.id, seen=Pin.of(look.asked.stands).revision)
    await mute_prompt(work, request, by=look.asked.by, now=look.now)
    muted = look.plan.prompt_muted_at is None
    return receipt(look, look.say("weekly-muted" if muted else "weekly-comes-again"))


ASKS: Final[tuple[Ask, ...]] = (
    PlanAsk(name="answer_prompt", act=Act.ANSWER_PROMPT, draw=_answer_form, do=_answer, over=_answer_over),
    PlanAsk(name="mute_prompt", act=Act.MUTE_PROMPT, draw=_mute_form, do=_mute),
)
