"""Propose how a plan ends."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.endings import outcome_proposed
from plans.ids import PlanId
from plans.outcomes import Proposal
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeOutcome:
    """The proposal as typed."""

    plan: PlanId
    proposal: Proposal


async def propose_outcome(work: Work, request: ProposeOutcome, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.PROPOSE_OUTCOME,
        by=by,
        now=now,
        rule=lambda plan, terms: outcome_proposed(plan, terms, request.proposal, by=by, at=now),
    )
