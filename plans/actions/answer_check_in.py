"""Write one's side of a check-in (S0-13)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from plans import check_ins
from plans.actions.answering import answer
from plans.acts import Act
from plans.ids import EntryId, GoalId, PlanId, ReviewId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCheckIn:
    """Texts may be empty, but not all of them; a goal left out has nothing said about it."""

    plan: PlanId
    review: ReviewId
    entry: EntryId
    progress: Mapping[GoalId, Words]
    challenges: Words
    support_needed: Words
    feedback: Words
    numbers: Mapping[GoalId, Decimal] = field(default_factory=dict)


async def answer_check_in(work: Work, request: AnswerCheckIn, *, by: Person, now: datetime) -> Plan:
    """The plan after it. The prompts for it are settled in the same transaction, for whoever redraws them."""
    return await answer(
        work,
        request.plan,
        Act.ANSWER_CHECK_IN,
        subject=request.review,
        by=by,
        now=now,
        rule=lambda plan, terms: check_ins.answered(
            plan,
            request.review,
            entry=request.entry,
            progress=request.progress,
            challenges=request.challenges,
            support_needed=request.support_needed,
            feedback=request.feedback,
            numbers=request.numbers,
            by=by,
            at=now,
            terms=terms,
        ),
    )
