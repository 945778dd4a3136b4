"""Questions about the text: each is answered before the plan starts, or HR says why it need not be (S0-14)."""

from collections.abc import Iterator
from typing import Final

from bot.asks.looking import Filled, Look, PlanAsk, receipt
from bot.forms import Form
from bot.parts import Button, Field, FieldKind, Part, Said, Small
from plans.actions.ask_question import (
    AnswerQuestion,
    AskQuestion,
    OverrideQuestion,
    answer_question,
    ask_question,
    override_question,
)
from plans.acts import Act
from plans.ids import EntryId
from plans.plan import PlanError
from plans.ports import Work
from plans.record import Question
from plans.states import PlanState


def _question(look: Look) -> Question:
    found = next((one for one in look.plan.record.questions if one.id == look.subject), None)
    if found is None:
        raise PlanError("part-gone")
    return found


def question_parts(look: Look, question: Question) -> Iterator[Part]:
    """What was asked, and the answer; or why HR lets the plan go on without one."""
    asked = look.say("by-and-at", name=look.name(question.author), at=look.moment(question.at))
    yield Said(label=look.say("record-question"), words=question.text, aside=asked)
    if not question.answer:
        return
    let_be = question.overridden_by is not None
    who = question.overridden_by or question.answered_by
    aside = look.name(who)
    if question.answered_at is not None:
        aside = look.say("by-and-at", name=aside, at=look.moment(question.answered_at))
    yield Said(label=look.say("question-let-be" if let_be else "record-answer"), words=question.answer, aside=aside)


def note(look: Look) -> Iterator[Part]:
    """On the plan's page, while it waits for an answer."""
    waiting = sum(one.open for one in look.plan.record.questions)
    if waiting and look.plan.state is PlanState.DELIVERED:
        yield Small(look.say("question-waiting", count=waiting))


def links(look: Look) -> Iterator[Button]:
    """HR may let a plan go on with a question open."""
    if look.may(Act.OVERRIDE_QUESTION):
        for question in look.plan.record.questions:
            if question.open:
                yield look.button("question-let-be-button", "override_question", question.id)


# Asking


def _draw_ask(look: Look) -> Form:
    return look.form(
        "question-title",
        look.text("question-intro"),
        Field(id="text", kind=FieldKind.LONG_TEXT, label=look.say("question-label")),
        Small(look.say("both-and-hr-read")),
        submit="question-submit",
    )


async def _ask(work: Work, filled: Filled) -> Form:
    look = filled.look
    entry, text = EntryId(filled.entry), filled.answers.words("text")
    await ask_question(work, AskQuestion(plan=look.plan.id, entry=entry, text=text), by=look.asked.by, now=look.now)
    waits = "question-asked-waits" if look.plan.state is PlanState.DELIVERED else "question-asked"
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say(waits))


# Answering


def _draw_answer(look: Look) -> Form:
    return look.form(
        "question-answer-title",
        *question_parts(look, _question(look)),
        Field(id="answer", kind=FieldKind.LONG_TEXT, label=look.say("question-answer-label")),
        Small(look.say("both-and-hr-read")),
        submit="question-answer-submit",
    )


def _answered(look: Look) -> Form | None:
    question = _question(look)
    if question.open:
        return None
    return look.form("question-answer-title", *question_parts(look, question), look.back())


async def _answer(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = AnswerQuestion(plan=look.plan.id, question=_question(look).id, answer=filled.answers.words("answer"))
    await answer_question(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("question-answer-done"))


def _draw_override(look: Look) -> Form:
    return look.form(
        "question-let-be-title",
        *question_parts(look, _question(look)),
        look.text("question-let-be-intro"),
        Field(id="reason", kind=FieldKind.LONG_TEXT, label=look.say("question-let-be-reason")),
        submit="question-let-be-submit",
    )


async def _override(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = OverrideQuestion(plan=look.plan.id, question=_question(look).id, reason=filled.answers.words("reason"))
    await override_question(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("question-let-be-done"))


ASKS: Final = (
    PlanAsk(name="ask_question", act=Act.ACKNOWLEDGE, draw=_draw_ask, do=_ask),
    PlanAsk(name="answer_question", act=Act.ANSWER_QUESTION, draw=_draw_answer, do=_answer, over=_answered),
    PlanAsk(name="override_question", act=Act.OVERRIDE_QUESTION, draw=_draw_override, do=_override, over=_answered),
)
