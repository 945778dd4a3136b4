"""The gist of a plan: as much of it as is needed to decide whether something may be said about it, and to say it.

It is kept beside the plan and changes with it, so that a morning's reminders need not read a thousand whole plans.
It holds ids, codes and one instant; never anything a person wrote.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from plans.ending import OutcomeState
from plans.ids import EntryId, MilestoneId, PersonId, PlanId, WorkspaceId
from plans.milestones import reportable
from plans.outcomes import goals_without_result
from plans.people import Role
from plans.plan import Plan, party_role
from plans.states import PlanState


class EndStep(StrEnum):
    """What there is to do next on the way to the end of a plan. The codes are the acts."""

    RESULTS = "record_results"
    PROPOSE = "propose_outcome"
    DECIDE = "decide_outcome"
    DELIVER = "deliver_outcome"


class Gist(NamedTuple):
    """A plan at one revision. ``contested`` pairs each contest with its milestone; ``pack`` is the edition's digest."""

    id: PlanId
    workspace: WorkspaceId
    revision: int
    pack: str
    state: PlanState
    employee: PersonId
    supervisor: PersonId
    reviewer: PersonId | None
    supervisor_away: bool
    conflicts: frozenset[PersonId]
    shared_at: datetime | None
    reportable: bool
    end_step: EndStep
    contested: tuple[tuple[EntryId, MilestoneId], ...] = ()

    def role_of(self, person: PersonId) -> Role | None:
        return party_role(self, person)


def gist_of(plan: Plan) -> Gist:
    """The gist of the plan as it is."""
    return Gist(
        id=plan.id,
        workspace=plan.workspace,
        revision=plan.revision,
        pack=plan.pack.digest,
        state=plan.state,
        employee=plan.employee,
        supervisor=plan.supervisor,
        reviewer=plan.reviewer,
        supervisor_away=plan.supervisor_away,
        conflicts=plan.conflicts,
        shared_at=plan.shared_at,
        reportable=bool(reportable(plan)),
        end_step=_end_step(plan),
        contested=tuple((contest.id, contest.milestone) for contest in plan.record.contests),
    )


def _end_step(plan: Plan) -> EndStep:
    outcome = plan.outcome
    if outcome is None or outcome.state is OutcomeState.DELIVERED:
        return EndStep.RESULTS if goals_without_result(plan) else EndStep.PROPOSE
    return EndStep.DECIDE if outcome.state is OutcomeState.PROPOSED else EndStep.DELIVER
