"""The supervisor answers one goal that the employee proposed (S0-05)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId, SupportId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.proposing import ProposalAnswer, proposal_answered


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerProposal:
    """``support`` is the id of the promise, if the support wished for is promised."""

    plan: PlanId
    proposal: EntryId
    answer: ProposalAnswer
    support: SupportId


async def answer_proposal(work: Work, request: AnswerProposal, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.ANSWER_PROPOSAL,
        by=by,
        now=now,
        rule=lambda plan, _: proposal_answered(
            plan, request.proposal, request.answer, support=request.support, by=by, at=now
        ),
    )
