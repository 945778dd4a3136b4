"""Say what became of a milestone: met, not done after all, or waived (requirements §3.2)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plans import milestones
from plans.actions.answering import answer
from plans.acts import Act
from plans.change import Change
from plans.ids import MilestoneId, PlanId
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.ports import Work
from plans.terms import Terms
from plans.words import Words


class Settlement(StrEnum):
    """``NOT_DONE`` answers a report that it was done; no person marks a milestone missed otherwise."""

    MET = "met"
    NOT_DONE = "not_done"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleMilestone:
    """``on`` is the date it was met; ``words`` are recognition if met, else the reason."""

    plan: PlanId
    milestone: MilestoneId
    settlement: Settlement
    on: date | None = None
    words: Words | None = None


async def settle_milestone(work: Work, request: SettleMilestone, *, by: Person, now: datetime) -> Plan:
    def rule(plan: Plan, terms: Terms) -> Change:
        found = request.milestone
        match request.settlement:
            case Settlement.MET:
                if request.on is None:
                    raise PlanError("required", field="on")
                return milestones.met(plan, found, on=request.on, recognition=request.words, by=by, at=now)
            case Settlement.NOT_DONE:
                return milestones.not_done(plan, found, reason=request.words, by=by, at=now, terms=terms)
            case Settlement.WAIVED:
                return milestones.waived(plan, found, reason=request.words, by=by, at=now)

    return await answer(work, request.plan, Act.SETTLE_MILESTONE, subject=request.milestone, by=by, now=now, rule=rule)
