"""The employee acknowledges receipt, or declines to."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.change import Change
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.receipt import Receipt, acknowledged, declined, question_asked
from plans.terms import Terms
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """``declines`` fills the slot just as well (P-07). ``question`` is asked in the same step (S0-14).

    Field: ``question``, and those of the receipt.
    """

    plan: PlanId
    receipt: Receipt
    declines: bool = False
    question: Words | None = None
    question_id: EntryId | None = None


async def acknowledge(work: Work, request: Acknowledge, *, by: Person, now: datetime) -> Plan:
    answer = declined if request.declines else acknowledged

    def rule(plan: Plan, terms: Terms) -> Change:
        """The question first: the plan must not become active with it open."""
        if not request.question or request.question_id is None:
            return answer(plan, terms, request.receipt, by=by, at=now)
        asked = question_asked(plan, entry=request.question_id, text=request.question, by=by, at=now)
        return asked.then(answer(asked.plan, terms, request.receipt, by=by, at=now))

    return await act_on(work, request.plan, Act.ACKNOWLEDGE, by=by, now=now, rule=rule)
