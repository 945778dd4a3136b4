"""A question about the text: asked by the employee, answered, or let be by HR with a reason (S0-14)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.actions.answering import answer
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.receipt import question_answered, question_asked, question_overridden
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuestion:
    """Field: ``text``."""

    plan: PlanId
    entry: EntryId
    text: Words | None


async def ask_question(work: Work, request: AskQuestion, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.ACKNOWLEDGE,
        by=by,
        now=now,
        rule=lambda plan, _terms: question_asked(plan, entry=request.entry, text=request.text, by=by, at=now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """Field: ``answer``."""

    plan: PlanId
    question: EntryId
    answer: Words | None


async def answer_question(work: Work, request: AnswerQuestion, *, by: Person, now: datetime) -> Plan:
    return await answer(
        work,
        request.plan,
        Act.ANSWER_QUESTION,
        subject=request.question,
        by=by,
        now=now,
        rule=lambda plan, terms: question_answered(
            plan, terms, entry=request.question, answer=request.answer, by=by, at=now
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideQuestion:
    """HR lets the plan go on. Field: ``reason``."""

    plan: PlanId
    question: EntryId
    reason: Words | None


async def override_question(work: Work, request: OverrideQuestion, *, by: Person, now: datetime) -> Plan:
    return await answer(
        work,
        request.plan,
        Act.OVERRIDE_QUESTION,
        subject=request.question,
        by=by,
        now=now,
        rule=lambda plan, terms: question_overridden(
            plan, terms, entry=request.question, reason=request.reason, by=by, at=now
        ),
    )
