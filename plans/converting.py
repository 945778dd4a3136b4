"""Coaching that is turned into an improvement plan, and a draft that HR would rather see as coaching (S2-11, §3.1).

Either way one plan ends and another begins, in one transaction. Nothing anybody wrote goes from one to the other.
"""

from collections.abc import Collection
from datetime import datetime

from plans.change import Change
from plans.drafting import opened
from plans.ending import OutcomeState
from plans.endings import outcome_delivered
from plans.ids import CaseNumber, PlanId
from plans.lifecycle import discarded, open_requests
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import OutcomeKind, Pack, PlanKind
from plans.steps import Part
from plans.terms import Terms


def converts(plan: Plan) -> bool:
    """Whether what is to be delivered next turns this plan into another."""
    outcome = plan.outcome
    return outcome is not None and outcome.state is OutcomeState.APPROVED and outcome.kind is OutcomeKind.CONVERTED


def converted(
    plan: Plan,
    terms: Terms,
    *,
    successor: PlanId,
    case_number: CaseNumber,
    pack: Pack,
    open_plans: Collection[PlanId],
    by: Person,
    at: datetime,
) -> tuple[Change, Change]:
    """The coaching closed, and the new draft with the same people, which links back to it.

    Raises what ``outcome_delivered`` and ``opened`` raise, the latter at ``pack`` for a form of the wrong kind.
    """
    ended = outcome_delivered(plan, terms, successor=successor, by=by, at=at)
    begun = opened(
        successor,
        case_number,
        kind=PlanKind.IMPROVEMENT,
        employee=terms.people[plan.employee],
        pack=pack,
        open_plans=[other for other in open_plans if other != plan.id],
        follows=ended.plan,
        by=by,
        at=at,
    )
    return ended, begun


def coaching_wished(plan: Plan) -> bool:
    """Whether HR, when it last sent the draft back, asked for coaching in its place (flow 4.3)."""
    return plan.kind is PlanKind.IMPROVEMENT and any(asked.part == Part.KIND for asked in open_requests(plan))


def begun_as_coaching(
    plan: Plan,
    terms: Terms,
    *,
    successor: PlanId,
    case_number: CaseNumber,
    pack: Pack,
    open_plans: Collection[PlanId],
    by: Person,
    at: datetime,
) -> tuple[Change, Change]:
    """The draft thrown away, and coaching begun with the same people.

    Raises ``PlanError("not-now")`` unless HR asked for it, and what ``discarded`` and ``opened`` raise.
    """
    if not coaching_wished(plan):
        raise PlanError("not-now", state=plan.state)
    gone = discarded(plan, by=by, at=at)
    begun = opened(
        successor,
        case_number,
        kind=PlanKind.COACHING,
        employee=terms.people[plan.employee],
        pack=pack,
        open_plans=[other for other in open_plans if other != plan.id],
        # The draft as it was: what is left of it names nobody.
        follows=plan,
        by=by,
        at=at,
    )
    return gone, begun
