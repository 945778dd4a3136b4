"""What both ways from one plan to another share: one ends and the other begins, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from plans.acts import Act
from plans.change import Change
from plans.ids import PlanId, fresh_case_number
from plans.keeping import keep
from plans.people import Person
from plans.permissions import Deny, decide
from plans.plan import Plan, PlanError
from plans.policy import Pack
from plans.ports import Work
from plans.prompts import ANSWERED_BY


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """The plan to begin. ``plan`` is the id the form carried, so that a form sent twice begins one (B-02)."""

    plan: PlanId
    pack: Pack


async def succeed(
    work: Work,
    plan: Plan,
    successor: Successor,
    rule: Callable[..., tuple[Change, Change]],
    *,
    act: Act,
    by: Person,
    now: datetime,
) -> tuple[Plan, Plan]:
    """The plan that ended and the one that began, both kept and committed.

    Raises:
        PlanError: ``not-a-starter`` for someone who may end the one and not begin the other; what the rule raises.

    """
    if isinstance(decide(by, Act.OPEN_PLAN, None, now=now), Deny):
        raise PlanError("not-a-starter")
    terms = await work.terms(plan)
    ended, begun = rule(
        plan,
        terms,
        successor=successor.plan,
        case_number=fresh_case_number(),
        pack=successor.pack,
        open_plans=await work.plans.open_for_employee(plan.employee),
        by=by,
        at=now,
    )
    await work.packs.keep(successor.pack)
    await work.redraws.answered(plan.id, ANSWERED_BY.get(act, ()), at=now)
    after, new = await keep(work, ended), await keep(work, begun)
    await work.commit()
    return after, new
