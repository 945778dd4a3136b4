"""Uphold a contest (supervisor or HR) or reject it (HR alone)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plans import milestones
from plans.actions.answering import answer
from plans.acts import Act
from plans.change import Change
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.ports import Work
from plans.states import MissClass
from plans.terms import Terms
from plans.words import Words


class Verdict(StrEnum):
    """What is said to a contest."""

    UPHELD = "upheld"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContest:
    """Upheld: ``on`` is the date it was met after all, or ``miss`` the class it gets instead."""

    plan: PlanId
    contest: EntryId
    verdict: Verdict
    on: date | None = None
    miss: MissClass | None = None
    answer: Words | None = None


async def answer_contest(work: Work, request: AnswerContest, *, by: Person, now: datetime) -> Plan:
    def rule(plan: Plan, _: Terms) -> Change:
        if request.verdict is Verdict.REJECTED:
            return milestones.contest_rejected(plan, request.contest, answer=request.answer, by=by, at=now)
        now_is = request.on or request.miss
        if now_is is None:
            raise PlanError("required", field="on")
        return milestones.contest_upheld(plan, request.contest, now_is=now_is, answer=request.answer, by=by, at=now)

    act = Act.REJECT_CONTEST if request.verdict is Verdict.REJECTED else Act.UPHOLD_CONTEST
    return await answer(work, request.plan, act, subject=request.contest, by=by, now=now, rule=rule)
