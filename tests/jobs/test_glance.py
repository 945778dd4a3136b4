"""What a glance settles, the closer look with the whole plan would have settled in the same way."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.checking import Check, Not, Ready, glance, settled_as
from jobs.reconcile import reconcile_out_of_step
from jobs.traffic import Traffic
from plans import examples
from plans.absences import RecordedAbsence
from plans.acts import Act
from plans.change import Change
from plans.ids import AbsenceId, fresh
from plans.keeping import keep
from plans.notice_ports import Settled
from plans.notices import Notice, NoticeState
from plans.people import Standing
from plans.plan import Plan
from plans.ports import System, Work
from plans.states import PlanState
from storage.database import Database
from tests.conftest import open_database

CASE: Final = examples.case(PlanState.ACTIVE)
PLAN: Final = CASE.plan.id
START: Final = CASE.at
DAY: Final = timedelta(days=1)

Step = Callable[[Work], Awaitable[None]]


def keeps(change: Callable[[Plan], Plan]) -> Step:
    async def step(work: Work) -> None:
        plan = await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=START)
        await keep(work, Change(plan=change(plan), events=()))

    return step


def meets(**facts: object) -> Step:
    async def step(work: Work) -> None:
        known = await work.people.get(examples.EMPLOYEE.id)
        await work.people.put(replace(known, checked_at=START, **facts))  # type: ignore[arg-type]

    return step


async def is_away(work: Work) -> None:
    days = (START.date() + 10 * DAY, START.date() + 40 * DAY)
    absence = RecordedAbsence(
        id=AbsenceId(fresh()),
        person=examples.SUPERVISOR.id,
        first=days[0],
        last=days[1],
        recorded_by=examples.HR.id,
        recorded_at=START,
    )
    await work.absences.record(absence)


async def comes_back_from_a_try(work: Work) -> None:
    """Whatever is due a month on is claimed and put back."""
    later = START + 30 * DAY
    for notice in await work.notices.claim(now=later, real_now=later, lease=timedelta(seconds=30), limit=99):
        back = Settled(
            notice=notice.id,
            lease_token=notice.lease_token or "",
            state=NoticeState.WAITING,
            outcome="later:connect",
            at=later,
            run_at=notice.run_at,
        )
        await work.notices.settle(back)


def moved(days: int) -> Callable[[Plan], Plan]:
    def change(plan: Plan) -> Plan:
        first = plan.reviews[0]
        return plan.with_(reviews=(replace(first, on=first.on + days * DAY), *plan.reviews[1:]))

    return change


STEPS: Final[dict[str, Step]] = {
    "review moves": keeps(moved(3)),
    "review moves back": keeps(moved(-5)),
    "paused": keeps(lambda plan: plan.with_(state=PlanState.PAUSED)),
    "in force": keeps(lambda plan: plan.with_(state=PlanState.ACTIVE)),
    "stand-in": keeps(lambda plan: plan.with_(reviewer=examples.REVIEWER.id, supervisor_away=True)),
    "conflict": keeps(lambda plan: plan.with_(conflicts=frozenset({examples.HR.id}))),
    "shorter": keeps(lambda plan: plan.with_(end=plan.end - 2 * DAY if isinstance(plan.end, date) else plan.end)),
    "moves east": meets(zone="Asia/Tokyo"),
    "moves back": meets(zone=examples.EMPLOYEE.zone),
    "account ends": meets(standing=Standing.DEACTIVATED),
    "account is back": meets(standing=Standing.MEMBER),
    "is away": is_away,
    "comes back from a try": comes_back_from_a_try,
}
histories = st.lists(st.sampled_from(sorted([*STEPS, "reconciled"])), max_size=5)
moments = st.lists(st.integers(0, 24 * 130).map(lambda hours: START + timedelta(hours=hours)), min_size=4, max_size=9)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(history=histories, looks=moments, busy=st.sampled_from(["", "quiet", "spoken to"]))
def test_a_glance_and_the_closer_look_agree(
    sqlite_template: Path, history: list[str], looks: list[datetime], busy: str
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="milepost-glance-"))
    try:
        shutil.copyfile(sqlite_template, folder / "milepost.db")
        asyncio.run(lived(f"sqlite:///{folder / 'milepost.db'}", history, looks=looks, busy=busy))
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize(("hour", "most"), [(0, "Ready"), (13, "Not")], ids=["by day", "by night"])
async def test_a_glance_says_most_of_it(sqlite_address: str, hour: int, most: str) -> None:
    """Agreeing proves nothing where a glance never says anything."""
    seen: Counter[str] = Counter()
    looks = [START + day * DAY + timedelta(hours=hour) for day in range(100)]
    await lived(sqlite_address, ["is away", "reconciled"], looks=looks, busy="", seen=seen)
    assert seen[most] >= 8
    assert seen[most] > seen["None"]


async def lived(
    address: str, history: list[str], *, looks: list[datetime], busy: str, seen: Counter[str] | None = None
) -> None:
    database = open_database(address)
    try:
        async with database.begin() as work:
            await work.packs.keep(CASE.terms.pack)
            await keep(work, Change(plan=CASE.plan.with_(revision=0), events=()))
            await work.commit()
        for name in history:
            if name == "reconciled":
                await reconcile_out_of_step(database.begin, now=START)
                continue
            async with database.begin() as work:
                await STEPS[name](work)
                await work.commit()
        for now in sorted(looks):
            counted = await agree(database, now, busy=busy)
            if seen is not None:
                seen += counted
    finally:
        await database.close()


async def agree(database: Database, now: datetime, *, busy: str) -> Counter[str]:
    """Claim all that is due, look at it in both ways, and settle it so. How often a glance said what."""
    traffic = Traffic()
    if busy == "quiet":
        traffic.hush(examples.WORKSPACE, until=now + timedelta(minutes=5), now=now)
    if busy == "spoken to":
        traffic.spoke(examples.EMPLOYEE.id, at=now)
    async with database.begin() as work:
        claimed = await work.notices.claim(now=now, real_now=now, lease=timedelta(seconds=30), limit=99)
        facts = await work.notices.facts(claimed)
        glances = [glance(notice, facts.get(notice.id), traffic=traffic, now=now) for notice in claimed]
        closely = await Check(work, traffic, now).look(claimed)
        await work.notices.settle_all([settled(verdict, now) for verdict in closely])
        await work.commit()
    for notice, quick, close in zip(claimed, glances, closely, strict=True):
        assert quick is None or said(quick) == said(close), (notice, now)
    return Counter(type(quick).__name__ if quick else "None" for quick in glances)


def settled(verdict: Ready | Not, now: datetime) -> Settled:
    if isinstance(verdict, Not):
        return settled_as(verdict, now=now)
    token = verdict.notice.lease_token or ""
    return Settled(notice=verdict.notice.id, lease_token=token, state=NoticeState.SENT, outcome="sent", at=now)


def said(verdict: Ready | Not) -> tuple[object, ...]:
    notice: Notice = verdict.notice
    if isinstance(verdict, Ready):
        return (notice, verdict.plan, verdict.person)
    return (notice, verdict.state, verdict.reason, verdict.run_at)
