"""``milepost rehearse``: every message a plan will send, to which role, and when in their own time."""

from collections.abc import Iterator
from datetime import datetime

from app.case_files import NoSuchCaseError
from app.clock import SystemClock
from app.operating import console, local, take_stored_offices
from app.rooms import Rooms, opened
from app.settings import Settings
from bot.asks.rehearsing import text_of, text_of_kind
from plans.acts import Act
from plans.ids import CaseNumber
from plans.ports import System
from plans.rehearsal import rehearsal
from plans.retention import TOMBSTONES
from storage.house import only_workspace


async def rehearse_now(settings: Settings, number: str) -> None:
    """Print it; nothing is kept and nothing is sent.

    Raises:
        NoSuchCaseError: unknown case number.
        NobodyIsHrError: the settings are not those the bot runs with.

    """
    workspace = await only_workspace(settings.database)
    async with opened(settings, workspace=workspace) as rooms:
        await take_stored_offices(rooms, settings)
        lines = await rehearsed(rooms, CaseNumber(number.upper()), now=SystemClock().now())
    shown = console()
    for line in lines or ("Nothing is left to be sent.",):
        shown.print(line, soft_wrap=True, markup=False)


async def rehearsed(rooms: Rooms, number: CaseNumber, *, now: datetime) -> tuple[str, ...]:
    """A line a message: moment and zone, role, kind, and the words. Raises ``NoSuchCaseError``."""
    async with rooms.begin() as work:
        plan_id = await work.plans.find(number, by=System.OPERATOR)
        if plan_id is None:
            raise NoSuchCaseError
        plan = await work.plans.get(plan_id, by=System.OPERATOR, act=Act.LEARN, now=now)
        terms = await work.terms(plan)
    if plan.state in TOMBSTONES:
        return ()
    found, reader = rehearsal(plan, terms, now=now), terms.people[plan.active_supervisor]

    def lines() -> Iterator[str]:
        for one in found.dated:
            said = text_of(one.owed, plan, wording=rooms.wording, reader=reader)
            yield f"{local(one.owed.due_at, one.owed.zone)}  {one.role}  {one.owed.kind}: {said}"
        for announced in found.when_it_happens:
            said = text_of_kind(announced.kind, plan, wording=rooms.wording, reader=reader)
            yield f"when it happens  {' and '.join(announced.roles)}  {announced.kind}: {said}"

    return tuple(lines())
