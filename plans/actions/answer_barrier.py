"""Answer a barrier: the supervisor or HR; HR alone if it is protected."""

from dataclasses import dataclass
from datetime import datetime

from plans import barriers
from plans.actions.answering import answer
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBarrier:
    plan: PlanId
    barrier: EntryId
    answer: Words


async def answer_barrier(work: Work, request: AnswerBarrier, *, by: Person, now: datetime) -> Plan:
    """For a supervisor a protected barrier does not exist: the rule says ``part-gone``, as for an unknown one."""
    return await answer(
        work,
        request.plan,
        Act.ANSWER_BARRIER,
        subject=request.barrier,
        by=by,
        now=now,
        rule=lambda plan, _: barriers.answered(plan, request.barrier, answer=request.answer, by=by, at=now),
    )
