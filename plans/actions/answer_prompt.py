"""Answer the weekly line (S2-08)."""

from dataclasses import dataclass
from datetime import date, datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.record import WeeklyWord
from plans.weekly import prompt_answered
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPrompt:
    """``week`` is the day the line was meant for."""

    plan: PlanId
    entry: EntryId
    week: date
    said: WeeklyWord
    text: Words | None = None


async def answer_prompt(work: Work, request: AnswerPrompt, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.ANSWER_PROMPT,
        by=by,
        now=now,
        rule=lambda plan, terms: prompt_answered(
            plan,
            terms,
            entry=request.entry,
            week=request.week,
            said=request.said,
            text=request.text,
            by=by,
            at=now,
        ),
    )
