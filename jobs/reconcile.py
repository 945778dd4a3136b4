"""Put each open plan's reminders in step with the plan: nightly, on demand, and after anything that moves dates.

A changed pack, zone, holiday or a missed run mends itself here (B-03).
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from plans.acts import Act
from plans.ids import PlanId
from plans.notices import Adjustment
from plans.ports import Begin, NoSuchPlanError, System
from plans.reminders import adjust, reminders_for

JOB: Final = "reconcile"
log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """How many plans were looked at, and what had to be put right. ``failed`` plans are left for later."""

    plans: int = 0
    added: int = 0
    moved: int = 0
    withdrawn: int = 0
    failed: int = 0


async def reconcile(begin: Begin, *, now: datetime) -> Reconciled:
    """All open plans, each in a transaction of its own."""
    async with begin() as work:
        plans = await work.plans.open_ids()
    changes: list[Adjustment] = []
    for plan in plans:
        try:
            changes.append(await reconcile_plan(begin, plan, now=now))
        except Exception as error:  # noqa: BLE001 - one plan that cannot be read must not stop the others
            # The traceback could quote what a person wrote, so only the kind of error is told.
            log.error("a plan could not be reconciled: plan=%s error=%s", plan, type(error).__name__)  # noqa: TRY400
    return Reconciled(
        plans=len(plans),
        added=sum(len(change.add) for change in changes),
        moved=sum(len(change.move) for change in changes),
        withdrawn=sum(len(change.withdraw) for change in changes),
        failed=len(plans) - len(changes),
    )


async def reconcile_plan(begin: Begin, plan_id: PlanId, *, now: datetime) -> Adjustment:
    """One plan; what was changed. A plan that is gone needs nothing."""
    async with begin() as work:
        try:
            plan = await work.plans.get(plan_id, by=System.CLOCK, act=Act.LEARN, now=now)
        except NoSuchPlanError:
            return Adjustment()
        terms = await work.terms(plan)
        change = adjust(reminders_for(plan, terms), await work.notices.waiting_for(plan_id))
        if not change.nothing:
            await work.notices.adjust(change)
            await work.commit()
    return change


async def reconcile_nightly(begin: Begin, *, now: datetime) -> Reconciled | None:
    """Once for each day in UTC, at the first call of the day; None if it has been done.

    The day is marked when the work is done: a process that dies in between leaves it to the next call, and doing it
    twice changes nothing.
    """
    day = now.date().isoformat()
    async with begin() as work:
        if not await work.first_beat(JOB, day, at=now):
            return None
    done = await reconcile(begin, now=now)
    async with begin() as work:
        await work.first_beat(JOB, day, at=now)
        await work.commit()
    return done
