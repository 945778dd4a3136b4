"""``milepost retention``: which plan goes when, under which rule, and what holds it. Ids, dates and codes alone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from rich.table import Table

from app.clock import SystemClock
from app.operating import console, quiet_rooms
from app.rooms import Rooms
from app.settings import Settings
from plans.acts import Act
from plans.ids import PlanId
from plans.plan import Plan
from plans.ports import System, Work
from plans.record import ContestState
from plans.retention import TOMBSTONES, erase_on, keep_until, standing_hold, succeeded
from plans.states import PlanState

AT_ONCE: Final = 50
_OVER: Final = frozenset({PlanState.CLOSED, PlanState.ARCHIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One plan. ``until`` is the last day its rule asks for, ``goes`` the first on which the clock erases it.

    ``held`` says what keeps it beyond or before that: ``not-over``, ``legal-hold``, ``copy-owed``, ``contest``.
    ``reason`` is what its tombstone will say. Every date is the employee's own.
    """

    plan: PlanId
    state: str
    profile: str
    months: int
    until: date | None
    goes: date | None
    held: tuple[str, ...]
    reason: str | None


async def show_retention(settings: Settings, *, as_json: bool) -> None:
    """Print the table, or a line of JSON for each plan."""
    async with quiet_rooms(settings) as rooms:
        lines = await kept_plans(rooms)
    if as_json:
        for line in lines:
            print(json.dumps(asdict(line), default=str))  # noqa: T201 - this is a command line
        return
    shown, today = console(), SystemClock().now().date()
    shown.print(table_of(lines) if lines else "No plan is kept.")
    going = [line.goes for line in lines if line.goes is not None]
    # A plan whose day has passed goes with the next sweep of the bot.
    shown.print(f"Next to go: {max(min(going), today)}." if going else "Nothing goes by itself yet.")


async def kept_plans(rooms: Rooms) -> tuple[Kept, ...]:
    """The first to go first; then those that are held, and those that are not over."""
    now, after, found = SystemClock().now(), None, list[Kept]()
    while True:
        async with rooms.begin() as work:
            plans = await work.integrity.plans(after=after, limit=AT_ONCE)
            for plan in plans:
                read = await work.plans.get(plan, by=System.OPERATOR, act=Act.LEARN, now=now)
                if read.state not in TOMBSTONES:
                    found.append(await _kept(work, read))
        if not plans:
            return tuple(sorted(found, key=lambda one: (one.goes or date.max, one.until or date.max, one.plan)))
        after = plans[-1]


async def _kept(work: Work, plan: Plan) -> Kept:
    terms = await work.terms(plan)
    over = plan.state in _OVER
    expunged = succeeded(plan) and bool(terms.retention.expunge_months)
    return Kept(
        plan=plan.id,
        state=plan.state.value,
        profile=terms.retention.profile.value,
        months=terms.retention.months,
        until=keep_until(plan, terms) if over else None,
        goes=erase_on(plan, terms),
        held=tuple(_held(plan)),
        reason=("expunged" if expunged else "retention-over") if over else None,
    )


def _held(plan: Plan) -> Iterator[str]:
    if plan.state not in _OVER:
        yield "not-over"
    if standing_hold(plan) is not None:
        yield "legal-hold"
    if any(request.open for request in plan.record.copy_requests):
        yield "copy-owed"
    if plan.state is PlanState.CLOSED and any(one.state is ContestState.OPEN for one in plan.record.contests):
        yield "contest"


def table_of(lines: Sequence[Kept]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("plan", "state", "rule", "months", "kept until", "goes on", "held by", "why it goes"):
        table.add_column(heading, overflow="fold")
    for line in lines:
        days = [str(day) if day is not None else "—" for day in (line.until, line.goes)]
        held = ", ".join(line.held) or "—"
        table.add_row(line.plan, line.state, line.profile, str(line.months), *days, held, line.reason or "—")
    return table
