"""Say where a promised support stands, or answer the employee's "not received" (S0-16)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plans import supports
from plans.actions.answering import answer
from plans.acts import Act
from plans.change import Change
from plans.ids import PlanId, SupportId
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.ports import Work
from plans.terms import Terms
from plans.words import Words


class SupportUpdate(StrEnum):
    """What the supervisor or HR can say about a support item."""

    ARRANGED = "arranged"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateSupport:
    """``on``: the date it is arranged for, or was delivered. ``words``: the reason, or the answer."""

    plan: PlanId
    support: SupportId
    update: SupportUpdate
    on: date | None = None
    words: Words | None = None


async def update_support(work: Work, request: UpdateSupport, *, by: Person, now: datetime) -> Plan:
    def rule(plan: Plan, _: Terms) -> Change:
        found = request.support
        match request.update:
            case SupportUpdate.ARRANGED:
                return supports.arranged(plan, found, on=request.on, by=by, at=now)
            case SupportUpdate.DELIVERED:
                if request.on is None:
                    raise PlanError("required", field="on")
                return supports.delivered(plan, found, on=request.on, by=by, at=now)
            case SupportUpdate.NOT_DELIVERED:
                return supports.not_delivered(plan, found, reason=request.words, by=by, at=now)
            case SupportUpdate.ANSWERED:
                return supports.answered(plan, found, answer=request.words, by=by, at=now)

    return await answer(work, request.plan, Act.UPDATE_SUPPORT, subject=request.support, by=by, now=now, rule=rule)
