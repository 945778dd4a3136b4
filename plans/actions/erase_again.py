"""Erase what a restored backup brought back."""

from datetime import datetime

from plans.acts import Act
from plans.ids import PlanId
from plans.keeping import keep
from plans.ports import NoSuchPlanError, System, Work
from plans.retention import TOMBSTONES, erased_again


async def erase_again(work: Work, plan_id: PlanId, *, now: datetime) -> bool:
    """Whether there was anything to erase; a plan that the backup does not know, or knows as gone, is left alone."""
    try:
        plan = await work.plans.get(plan_id, by=System.OPERATOR, act=Act.ERASE_PLAN, now=now)
    except NoSuchPlanError:
        return False
    if plan.state in TOMBSTONES:
        return False
    await keep(work, erased_again(plan, at=now))
    await work.commit()
    return True
