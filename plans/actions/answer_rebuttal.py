"""HR replies to what the employee said about a part of the record."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.rights import rebuttal_answered
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRebuttal:
    """``entry`` is the statement. Field: ``reply``."""

    plan: PlanId
    entry: EntryId
    reply: Words | None


async def answer_rebuttal(work: Work, request: AnswerRebuttal, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.ANSWER_REBUTTAL,
        by=by,
        now=now,
        rule=lambda plan, _terms: rebuttal_answered(plan, request.entry, reply=request.reply, by=by, at=now),
    )
