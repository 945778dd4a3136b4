"""The list beside the database: what a restored backup brings back is erased again, whenever the process died."""

import stat
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.erasures import ErasureList, keep_in_step
from app.rooms import Rooms
from app.settings import read_settings
from bot.wording import load
from plans import examples
from plans.actions.erase_again import erase_again
from plans.acts import Act
from plans.change import Change
from plans.erasing import Tombstone
from plans.ids import CaseNumber, PlanId, fresh
from plans.keeping import keep
from plans.kept import EraseCause
from plans.plan import Plan
from plans.ports import System
from plans.states import PlanState
from storage.backup import back_up, restore
from tests.conftest import open_database

NOW = datetime(2031, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def opened(address: str) -> Rooms:
    database = open_database(address)
    return Rooms(database=database, packs={}, wording=load(), workspace=examples.WORKSPACE)


@pytest.fixture
async def rooms(sqlite_address: str) -> AsyncIterator[Rooms]:
    found = opened(sqlite_address)
    yield found
    await found.database.close()


@pytest.fixture
def listed(tmp_path: Path) -> ErasureList:
    return ErasureList(tmp_path / "milepost.db.erased")


async def put(rooms: Rooms, state: PlanState = PlanState.ARCHIVED) -> PlanId:
    found = examples.case(state)
    plan = found.plan.with_(id=PlanId(fresh()), case_number=CaseNumber(f"M-{fresh()[:6].upper()}"), revision=0)
    async with rooms.begin() as work:
        await work.packs.keep(found.terms.pack)
        await keep(work, Change(plan=plan, events=()))
        await work.commit()
    return plan.id


async def erase(rooms: Rooms, plan: PlanId) -> None:
    async with rooms.begin() as work:
        assert await erase_again(work, plan, now=NOW)


async def read(rooms: Rooms, plan: PlanId) -> Plan:
    async with rooms.begin() as work:
        return await work.plans.get(plan, by=System.OPERATOR, act=Act.LEARN, now=NOW)


def restored(rooms: Rooms, sqlite_address: str, backup: Path) -> Rooms:
    restore(sqlite_address, backup, now=LATER)
    return opened(sqlite_address)


async def test_a_backup_from_before_an_erasure_brings_it_back_until_the_next_start_and_no_longer(
    rooms: Rooms, sqlite_address: str, listed: ErasureList, tmp_path: Path
) -> None:
    gone, there = await put(rooms), await put(rooms)
    back_up(sqlite_address, tmp_path / "older.db")
    await erase(rooms, gone)
    assert await keep_in_step(rooms, listed, now=NOW) == 0
    await rooms.database.close()
    after = restored(rooms, sqlite_address, tmp_path / "older.db")
    assert (await read(after, gone)).state is PlanState.ARCHIVED
    assert await keep_in_step(after, listed, now=LATER) == 1
    plan = await read(after, gone)
    assert (plan.state, plan.erased_for, plan.erased_at) == (PlanState.ERASED, EraseCause.ERASED_BEFORE, LATER)
    assert (await read(after, there)).state is PlanState.ARCHIVED
    await after.database.close()


@pytest.mark.parametrize("state", sorted(set(PlanState) - {PlanState.DISCARDED, PlanState.ERASED}))
async def test_it_goes_again_from_whatever_the_backup_says_it_was(
    rooms: Rooms, listed: ErasureList, state: PlanState
) -> None:
    plan = await put(rooms, state)
    listed.add([Tombstone(plan, NOW)])
    assert await keep_in_step(rooms, listed, now=LATER) == 1
    assert (await read(rooms, plan)).state is PlanState.ERASED


async def test_who_dies_before_the_list_is_written_writes_it_at_the_next_start(
    rooms: Rooms, listed: ErasureList
) -> None:
    """The erasure was committed, and then the process was gone."""
    plan = await put(rooms)
    await erase(rooms, plan)
    assert listed.plans() == ()
    await keep_in_step(rooms, listed, now=LATER)
    assert listed.plans() == (plan,)


async def test_doing_it_again_changes_nothing(rooms: Rooms, listed: ErasureList) -> None:
    plan = await put(rooms)
    await erase(rooms, plan)
    before = await read(rooms, plan)
    for _ in range(3):
        assert await keep_in_step(rooms, listed, now=LATER) == 0
    assert listed.plans() == (plan,)
    assert await read(rooms, plan) == before


async def test_a_thrown_away_draft_is_on_the_list_too(rooms: Rooms, listed: ErasureList) -> None:
    plan = await put(rooms, PlanState.DISCARDED)
    await keep_in_step(rooms, listed, now=LATER)
    assert listed.plans() == (plan,)


async def test_the_list_holds_ids_and_days_alone_and_only_its_owner_reads_it(rooms: Rooms, listed: ErasureList) -> None:
    plan = await put(rooms)
    await erase(rooms, plan)
    await keep_in_step(rooms, listed, now=LATER)
    assert listed.file is not None
    assert listed.file.read_text() == f"{date(2031, 3, 1)} {plan}\n"
    assert stat.S_IMODE(listed.file.stat().st_mode) == 0o600


def test_a_line_that_was_cut_short_swallows_no_other_and_names_no_plan(listed: ErasureList) -> None:
    first, second = PlanId(fresh()), PlanId(fresh())
    assert listed.file is not None
    listed.add([Tombstone(first, NOW)])
    listed.file.write_text(listed.file.read_text() + "2031-03-01 0123")
    listed.add([Tombstone(second, NOW)])
    assert listed.plans() == (first, second)


async def test_a_plan_on_the_list_that_the_backup_never_knew_is_passed_over(rooms: Rooms, listed: ErasureList) -> None:
    listed.add([Tombstone(PlanId(fresh()), NOW)])
    assert await keep_in_step(rooms, listed, now=LATER) == 0


@pytest.mark.parametrize(
    ("environ", "file"),
    [
        ({"DATABASE_URL": "sqlite:////srv/milepost.db"}, Path("/srv/milepost.db.erased")),
        ({"DATABASE_URL": "postgresql://db.example.org/milepost"}, None),
        (
            {"DATABASE_URL": "postgresql://db.example.org/milepost", "MILEPOST_ERASURES": "/srv/erased"},
            Path("/srv/erased"),
        ),
    ],
)
def test_it_lies_beside_the_database_unless_the_settings_say_where(environ: dict[str, str], file: Path | None) -> None:
    settings = read_settings({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", **environ})
    assert ErasureList.of(settings).file == file
