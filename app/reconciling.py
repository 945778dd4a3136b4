"""``milepost reconcile``: put every open plan's reminders in step, and say what moved, from when to when, and why.

Case numbers, kinds, times and codes alone: no name, nothing a person wrote, and not that anybody is away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from rich.table import Table

from app.clock import SystemClock
from app.operating import console, local, quiet_rooms, take_stored_offices
from app.rooms import Rooms
from app.settings import Settings
from jobs.reconcile import reconcile_plan
from plans.acts import Act
from plans.ids import CaseNumber, PlanId
from plans.notices import NoticeKind, Owed
from plans.ports import System

log = structlog.get_logger("milepost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A message that waits and now comes at another time."""

    case: CaseNumber
    kind: NoticeKind
    was: Owed
    to: Owed

    @property
    def why(self) -> str:
        """What made it another time, as far as the two tell; ``days off`` are all days that are not worked."""
        was, to = self.was, self.to
        if was.zone != to.zone:
            return f"zone {to.zone}"
        if was.nominal != to.nominal:
            return "date of the plan"
        if was.rolled != to.rolled:
            return f"holiday: {to.rolled or was.rolled}"
        here = ZoneInfo(to.zone)
        return "clocks" if was.due_at.astimezone(here).date() == to.due_at.astimezone(here).date() else "days off"


@dataclass(frozen=True, slots=True, kw_only=True)
class InStep:
    """``added`` and ``withdrawn`` are counted; ``failed`` plans could not be read and are as they were."""

    plans: int
    moved: tuple[Moved, ...]
    added: int
    withdrawn: int
    failed: int


async def reconcile_now(settings: Settings) -> bool:
    """Put what waits for every open plan in step, and print what moved; whether every plan could be read.

    Raises:
        NobodyIsHrError: the settings are not those the bot runs with.

    """
    async with quiet_rooms(settings) as rooms:
        await take_stored_offices(rooms, settings)
        done = await in_step(rooms, now=SystemClock().now())
    shown = console()
    if done.moved:
        shown.print(moves_table(done.moved))
    shown.print(
        f"Open plans: {done.plans}; reminders moved: {len(done.moved)}, "
        f"added: {done.added}, withdrawn: {done.withdrawn}.",
        soft_wrap=True,
    )
    if done.failed:
        shown.print(f"Not read, and left as they were: {done.failed}; the log names them.")
    return not done.failed


def moves_table(moved: Sequence[Moved]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("about", "kind", "was due (theirs)", "now due (theirs)", "why"):
        table.add_column(heading, overflow="fold")
    for one in moved:
        before, after = local(one.was.due_at, one.was.zone), local(one.to.due_at, one.to.zone)
        table.add_row(one.case, one.kind.value, before, after, one.why)
    return table


async def in_step(rooms: Rooms, *, now: datetime) -> InStep:
    """Each plan in transactions of its own, so that a running bot is never kept waiting."""
    async with rooms.begin() as work:
        plans = await work.plans.open_ids()
    found, failed = list[InStep](), 0
    for plan in plans:
        try:
            found.append(await _one_in_step(rooms, plan, now=now))
        except Exception as error:  # noqa: BLE001 - one plan that cannot be read must not stop the others
            # The traceback could quote what a person wrote, so only the kind of error is told.
            log.error("plan_not_reconciled", plan=plan, error=type(error).__name__)  # noqa: TRY400 - no traceback
            failed += 1
    return InStep(
        plans=len(plans),
        moved=tuple(moved for one in found for moved in one.moved),
        added=sum(one.added for one in found),
        withdrawn=sum(one.withdrawn for one in found),
        failed=failed,
    )


async def _one_in_step(rooms: Rooms, plan: PlanId, *, now: datetime) -> InStep:
    async with rooms.begin() as work:
        case = (await work.plans.get(plan, by=System.OPERATOR, act=Act.LEARN, now=now)).case_number
        before = {notice.id: notice.owed for notice in await work.notices.waiting_for(plan)}
    change = await reconcile_plan(rooms.begin, plan, now=now)
    moved = tuple(
        Moved(case=case, kind=owed.kind, was=before[notice], to=owed)
        for notice, owed in change.move
        if notice in before and before[notice].due_at != owed.due_at
    )
    return InStep(plans=1, moved=moved, added=len(change.add), withdrawn=len(change.withdraw), failed=0)
