"""What the clock causes: every plan whose next change has come is moved by ``pass_time``."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from jobs.reconcile import reconcile_plan
from plans.actions.pass_time import pass_time
from plans.acts import Act
from plans.ids import PlanId
from plans.passing import next_passing
from plans.plan import PlanChangedMeanwhileError
from plans.ports import Begin, NoSuchPlanError, System, Work

AT_ONCE: Final = 100
log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """How many plans were moved, and which are still due because somebody else was quicker or something failed."""

    moved: int = 0
    left: tuple[PlanId, ...] = ()


async def due_plans(work: Work, *, now: datetime, skip: frozenset[PlanId] = frozenset()) -> tuple[PlanId, ...]:
    """One batch of plans whose next change has come. ``skip`` holds those that failed in this sweep."""
    due = await work.plans.due(now=now, limit=AT_ONCE + len(skip))
    return tuple(plan for plan in due if plan not in skip)


async def pass_plans(begin: Begin, due: Sequence[PlanId], *, now: datetime) -> Passed:
    """Move each of these plans in a transaction of its own."""
    moved, left = 0, list[PlanId]()
    for plan in due:
        if await _passed(begin, plan, now=now):
            moved += 1
        else:
            left.append(plan)
    return Passed(moved=moved, left=tuple(left))


async def _passed(begin: Begin, plan: PlanId, *, now: datetime) -> bool:
    try:
        async with begin() as work:
            if await pass_time(work, plan, now=now) is not None:
                return True
        return await _set_anew(begin, plan, now=now)
    except (PlanChangedMeanwhileError, NoSuchPlanError):
        return False
    except Exception as error:  # noqa: BLE001 - one plan that cannot be passed must not stop the others
        # The traceback could quote what a person wrote, so only the kind of error is told.
        log.error("a plan could not be passed: plan=%s error=%s", plan, type(error).__name__)  # noqa: TRY400
        return False


async def _set_anew(begin: Begin, plan_id: PlanId, *, now: datetime) -> bool:
    """A plan that was due for nothing: a zone, an absence or a holiday has changed, so everything is looked at anew."""
    await reconcile_plan(begin, plan_id, now=now)
    async with begin() as work:
        plan = await work.plans.get(plan_id, by=System.CLOCK, act=Act.LEARN, now=now)
        at = next_passing(plan, await work.terms(plan))
    return at is None or at > now
