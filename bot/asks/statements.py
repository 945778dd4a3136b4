"""What the employee says about the record in their own words, where it is read, and HR's reply to it (P-08)."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.asking import Ask
from bot.asks.looking import Filled, Look, PlanAsk, receipt
from bot.forms import Form
from bot.parts import Buttons, Field, FieldKind, Part, Said, Small
from plans.actions.answer_rebuttal import AnswerRebuttal, answer_rebuttal
from plans.acts import Act
from plans.plan import PlanError
from plans.ports import Work
from plans.record import Rebuttal


def about(look: Look, part: str) -> Iterator[Part]:
    """Everything the employee said about this part, below a word that it is disputed."""
    yield from of(look, [said for said in look.plan.record.rebuttals if said.about == part])


def of(look: Look, found: Sequence[Rebuttal]) -> Iterator[Part]:
    """These statements, below a word that what they are about is disputed."""
    if found:
        yield Small(look.say("record-disputed"))
    for said in found:
        yield from statement(look, said)


def statement(look: Look, said: Rebuttal) -> Iterator[Part]:
    """The employee's words, HR's reply, and for HR the way to give one."""
    yield _said(look, said)
    if said.reply and said.replied_at is not None:
        aside = look.say("by-and-at", name=look.name(said.replied_by), at=look.moment(said.replied_at))
        yield Said(label=look.say("record-reply"), words=said.reply, aside=aside)
    elif look.may(Act.ANSWER_REBUTTAL):
        yield Buttons((look.button("button-answer-rebuttal", "answer_rebuttal", said.id),))


def _said(look: Look, said: Rebuttal) -> Said:
    aside = look.say("by-and-at", name=look.name(said.author), at=look.moment(said.at))
    return Said(label=look.say("record-rebuttal"), aside=aside, words=said.text)


# HR's reply


def _rebuttal(look: Look) -> Rebuttal:
    found = next((said for said in look.plan.record.rebuttals if said.id == look.subject), None)
    if found is None:
        raise PlanError("part-gone")
    return found


def _draw(look: Look) -> Form:
    return look.form(
        "answer-rebuttal-title",
        _said(look, _rebuttal(look)),
        look.text("answer-rebuttal-intro"),
        Field(
            id="reply",
            kind=FieldKind.LONG_TEXT,
            label=look.say("answer-rebuttal-label"),
            hint=look.say("answer-rebuttal-hint"),
        ),
        submit="answer-rebuttal-submit",
    )


def _over(look: Look) -> Form | None:
    said = _rebuttal(look)
    if said.replied_at is None:
        return None
    return look.form("answer-rebuttal-title", *statement(look, said), look.back())


async def _answer(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = AnswerRebuttal(plan=look.plan.id, entry=_rebuttal(look).id, reply=filled.answers.words("reply"))
    await answer_rebuttal(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("answer-rebuttal-receipt"))


ASKS: Final[tuple[Ask, ...]] = (
    PlanAsk(name="answer_rebuttal", act=Act.ANSWER_REBUTTAL, draw=_draw, do=_answer, over=_over),
)
