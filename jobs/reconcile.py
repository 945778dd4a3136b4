"""Put each open plan's reminders in step with the plan: nightly, on demand, and after anything that moves dates.

A changed pack, zone, holiday or a missed run mends itself here (B-03).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from jobs.undelivered import ask_about
from plans.acts import Act
from plans.announcements import retimed
from plans.ids import PlanId
from plans.notices import Adjustment
from plans.passing import next_passing
from plans.plan import PlanChangedMeanwhileError
from plans.ports import Begin, NoSuchPlanError, System
from plans.reminders import adjust, reminders_for

JOB: Final = "reconcile"
# Plans put in step by one call, so that what is due now does not wait long for what is due some day.
AT_ONCE: Final = 100
# Plans marked in one transaction, and how often in one call.
MARKED_AT_ONCE: Final = 200
_MARKINGS: Final = 5
# No plan is at it: what carries it is looked at closely whenever it is said, and by the next night's reconciling.
_NO_REVISION: Final = 0
log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """How many plans were looked at, and what had to be put right. ``failed`` plans are left for later.

    ``more`` is whether other plans are known to be out of step still.
    """

    plans: int = 0
    added: int = 0
    moved: int = 0
    withdrawn: int = 0
    failed: int = 0
    more: bool = False


async def reconcile(begin: Begin, *, now: datetime) -> Reconciled:
    """All open plans, each in a transaction of its own."""
    async with begin() as work:
        plans = await work.plans.open_ids()
    return await _each(begin, plans, now=now)


async def reconcile_out_of_step(begin: Begin, *, now: datetime, limit: int = AT_ONCE) -> Reconciled:
    """Plans whose people moved zone, went away or changed their account, and all plans when the terms changed.

    At most ``limit`` plans. Call it before anything is claimed. Where nothing is out of step it asks two short
    questions and writes nothing.
    """
    marking, plans = False, tuple[PlanId, ...]()
    for _ in range(_MARKINGS):
        async with begin() as work:
            marking = await work.drift.marking()
            plans = await work.drift.plans(limit=limit)
            if marking:
                await work.drift.mark_some(limit=MARKED_AT_ONCE)
                await work.commit()
        if not marking:
            break
    done = await _each(begin, plans, now=now)
    return replace(done, more=marking or len(plans) == limit)


async def notice_terms(begin: Begin, version: str, *, now: datetime) -> bool:
    """Tell what calendars and clocks due times are made from now; where that changed, everything is out of step.

    It is marked and put in step by the sweeps that follow, bit by bit. Whether it changed.
    """
    async with begin() as work:
        changed = await work.drift.terms_changed(version, at=now)
        if changed:
            await work.drift.mark_all()
            await work.plans.wake_kept(at=now)
        await work.commit()
    return changed


async def _each(begin: Begin, plans: Sequence[PlanId], *, now: datetime) -> Reconciled:
    changes: list[Adjustment] = []
    for plan in plans:
        try:
            changes.append(await reconcile_plan(begin, plan, now=now))
        except PlanChangedMeanwhileError:
            # Whoever changed it has put its reminders in step, or it comes up again.
            changes.append(Adjustment())
        except Exception as error:  # noqa: BLE001 - one plan that cannot be read must not stop the others
            # The traceback could quote what a person wrote, so only the kind of error is told.
            log.error("a plan could not be reconciled: plan=%s error=%s", plan, type(error).__name__)  # noqa: TRY400
            await _leave(begin, plan)
    return Reconciled(
        plans=len(plans),
        added=sum(len(change.add) for change in changes),
        moved=sum(len(change.move) for change in changes),
        withdrawn=sum(len(change.withdraw) for change in changes),
        failed=len(plans) - len(changes),
    )


async def _leave(begin: Begin, plan: PlanId) -> None:
    """A plan that cannot be read is not tried with every sweep; what waits is looked at closely when it is due."""
    async with begin() as work:
        await work.notices.stamp(plan, revision=_NO_REVISION)
        await work.commit()


async def reconcile_plan(begin: Begin, plan_id: PlanId, *, now: datetime) -> Adjustment:
    """One plan: its reminders, its announcements that wait, and when the clock next changes it; what was changed.

    A plan that is gone needs nothing.

    Raises:
        PlanChangedMeanwhileError: somebody else kept a change since it was read; nothing was written.

    """
    async with begin() as work:
        try:
            plan = await work.plans.get(plan_id, by=System.CLOCK, act=Act.LEARN, now=now)
        except NoSuchPlanError:
            await work.notices.stamp(plan_id, revision=_NO_REVISION)
            await work.commit()
            return Adjustment()
        terms = await work.terms(plan)
        existing = await work.notices.waiting_for(plan_id)
        change = adjust(reminders_for(plan, terms), existing)
        change = replace(change, move=(*change.move, *retimed(existing, terms, now=now)))
        next_at = next_passing(plan, terms)
        keeps = await ask_about(work, plan, terms, now=now)
        if not (change.nothing and await work.drift.in_step(plan, next_at=next_at)):
            # First, because it fails where the plan is no longer the one that was read.
            await work.plans.wake_at(plan, next_at=next_at)
            await work.notices.adjust(change)
            await work.notices.stamp(plan_id, revision=plan.revision)
            keeps = True
        if keeps:
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
