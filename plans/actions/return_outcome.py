"""Send a proposed outcome back with a comment."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.endings import outcome_returned
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOutcome:
    """Field: ``returned_words``."""

    plan: PlanId
    words: Words | None


async def return_outcome(work: Work, request: ReturnOutcome, *, by: Person, now: datetime) -> Plan:
    """Whoever may approve may send it back."""
    return await act_on(
        work,
        request.plan,
        Act.APPROVE_OUTCOME,
        by=by,
        now=now,
        rule=lambda plan, _terms: outcome_returned(plan, words=request.words, by=by, at=now),
    )
