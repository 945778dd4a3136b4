"""What nearly every action does: read the plan with permission, apply a rule, keep the change, commit."""

from collections.abc import Callable
from datetime import datetime

from plans.acts import Act
from plans.change import Change
from plans.ids import PlanId
from plans.keeping import keep
from plans.people import Person
from plans.plan import Plan, PlanChangedMeanwhileError
from plans.ports import Work
from plans.prompts import ANSWERED_BY
from plans.terms import Terms

Decide = Callable[[Plan, Terms], Change]


async def act_on(
    work: Work, plan_id: PlanId, act: Act, *, by: Person, now: datetime, rule: Decide, seen: int | None = None
) -> Plan:
    """The plan after ``rule``, kept and committed; a rule that changes nothing writes nothing.

    ``seen`` is the revision the person's form was drawn from, where writing over newer text would lose it.

    Raises:
        PlanChangedMeanwhileError: when the plan has moved on since ``seen``, or while this ran.

    """
    plan = await work.plans.get(plan_id, by=by, act=act, now=now)
    if seen is not None and seen != plan.revision:
        raise PlanChangedMeanwhileError
    change = rule(plan, await work.terms(plan))
    await work.redraws.answered(plan_id, ANSWERED_BY.get(act, ()), at=now)
    kept = plan if change.plan == plan and not change.events else await keep(work, change)
    await work.commit()
    return kept
