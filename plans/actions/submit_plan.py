"""Send a draft to HR, or straight on where the pack has no HR gate."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.change import Change
from plans.ids import PlanId
from plans.lifecycle import approved_without_gate, submitted
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitPlan:
    """``seen`` is the revision of the check screen."""

    plan: PlanId
    seen: int | None = None


async def submit_plan(work: Work, request: SubmitPlan, *, by: Person, now: datetime) -> Plan:
    def rule(plan: Plan, terms: Terms) -> Change:
        onwards = submitted if terms.pack.hr_gate else approved_without_gate
        return onwards(plan, terms, by=by, at=now)

    return await act_on(work, request.plan, Act.SUBMIT_PLAN, by=by, now=now, rule=rule, seen=request.seen)
