"""A backup of SQLite's file: one moment, whole, readable by its owner; and nothing is lost by a bad one."""

import asyncio
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plans import examples
from plans.catching_up import PUT_BACK
from storage.backup import (
    BackupExistsError,
    BackupFailedError,
    Copied,
    OtherToolsError,
    UnusableBackupError,
    back_up,
    mark_restored,
    restore,
)
from storage.database import AlreadyRunningError, Database, DatabaseUnreachableError
from storage.migrating import DatabaseFromTheFutureError
from storage.triggers import TriggersMissingError
from tests.bot.running import story
from tests.conftest import open_database
from tests.storage.digests import digest_of

NOW = datetime(2027, 5, 3, 10, 0, tzinfo=UTC)
KEPT = "milepost.db.before-20270503T100000Z"


@pytest.fixture
async def file(sqlite_address: str) -> Path:
    """A database with a whole plan in it, and nobody at it."""
    database = open_database(sqlite_address)
    await database.installation_key()
    await story(database.begin)
    async with database.begin() as work:
        await work.gathering.beat(examples.NOW)
        await work.commit()
    await database.close()
    return Path(sqlite_address.removeprefix("sqlite:///"))


@pytest.fixture
def backup(sqlite_address: str, file: Path, tmp_path: Path) -> Path:
    assert file.exists()
    return back_up(sqlite_address, tmp_path / "backup.db").file


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def halve(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])


def leave_a_log(file: Path) -> None:
    """What SQLite could not carry over any more."""
    file.with_name(f"{file.name}-wal").write_bytes(b"what was left")


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Every file in it, but for the lock, which is always empty."""
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file() and one.suffix != ".lock"}


async def opened(file: Path) -> str:
    """The digest of a database that is found in order."""
    database = open_database(f"sqlite:///{file}")
    await database.check()
    found = await digest_of(database, but=frozenset({"beat"}))
    await database.close()
    return found


async def heartbeat(file: Path) -> datetime | None:
    database = open_database(f"sqlite:///{file}")
    async with database.begin() as work:
        found = await work.gathering.heartbeat()
    await database.close()
    return found


# Backing up


async def test_every_row_is_in_the_backup_and_it_is_its_owners_alone(file: Path, backup: Path) -> None:
    assert await opened(backup) == await opened(file)
    assert mode_of(backup) == 0o600


def test_a_backup_is_one_file(backup: Path) -> None:
    assert [one.name for one in backup.parent.iterdir() if one.name.startswith("backup")] == ["backup.db"]


def test_it_says_what_is_in_it(sqlite_address: str, file: Path, tmp_path: Path) -> None:
    assert file.exists()
    found = back_up(sqlite_address, tmp_path / "b.db")
    assert (found.counts["plan"], found.outdated, found.kept) == (1, False, None)
    assert found.counts["audit"] > 0


async def test_nothing_committed_is_lost_and_nothing_half_done_is_in_it_while_writes_go_on(
    sqlite_address: str, tmp_path: Path
) -> None:
    """Every commit before the backup began is in it, and of those during it a part without a hole."""
    database, written, stop = open_database(sqlite_address), list[int](), asyncio.Event()
    each = asyncio.Semaphore(0)

    async def write() -> None:
        while not stop.is_set():
            async with database.begin() as work:
                number = len(written)
                for half in ("first", "second"):
                    await work.once(f"{number:06}-{half}", at=NOW)
                await work.commit()
            written.append(number)
            each.release()

    writing = asyncio.create_task(write())
    backups: list[tuple[int, Copied]] = []
    for number in range(5):
        for _ in range(20):
            await each.acquire()
        before = len(written)
        backups.append((before, await asyncio.to_thread(back_up, sqlite_address, tmp_path / f"{number}.db")))
    stop.set()
    await writing
    await database.close()
    for before, copied in backups:
        with closing(sqlite3.connect(copied.file)) as found:
            keys = [row[0] for row in found.execute("SELECT key FROM seen_key WHERE key LIKE '0%' ORDER BY key")]
        whole = len(keys) // 2
        assert keys == [f"{number:06}-{half}" for number in range(whole) for half in ("first", "second")]
        assert before <= whole <= len(written)


def test_a_backup_never_takes_the_place_of_another(sqlite_address: str, backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupExistsError):
        back_up(sqlite_address, backup)
    assert backup.read_bytes() == before


def test_a_backup_that_cannot_be_written_leaves_nothing(sqlite_address: str, file: Path, tmp_path: Path) -> None:
    assert file.exists()
    with pytest.raises(FileNotFoundError):
        back_up(sqlite_address, tmp_path / "nowhere" / "b.db")
    assert not (tmp_path / "nowhere").exists()


def test_a_damaged_database_makes_no_backup_that_looks_whole(sqlite_address: str, file: Path, tmp_path: Path) -> None:
    halve(file)
    with pytest.raises(BackupFailedError):
        back_up(sqlite_address, tmp_path / "b.db")
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("b.db")]


def test_there_is_nothing_to_back_up_before_there_is_a_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachableError):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "b.db")


# Restoring


async def test_the_backup_is_in_place_and_the_old_database_is_kept(
    sqlite_address: str, file: Path, backup: Path
) -> None:
    then = await opened(file)
    database = open_database(sqlite_address)
    async with database.begin() as work:
        await work.once("since-the-backup", at=NOW)
        await work.commit()
    await database.close()
    since = await opened(file)
    restored = restore(sqlite_address, backup, now=NOW)
    assert restored.kept == file.with_name(KEPT)
    assert await opened(file) == then != since
    assert await opened(file.with_name(KEPT)) == since
    assert mode_of(file) == 0o600
    assert await opened(backup) == then


async def test_a_restored_database_has_been_away(sqlite_address: str, file: Path, backup: Path) -> None:
    """Its heartbeat lies further back than any restart takes, so that the next start gathers what came due since."""
    restore(sqlite_address, backup, now=NOW)
    assert await heartbeat(file) == examples.NOW - PUT_BACK
    assert await heartbeat(backup) == examples.NOW


async def test_a_database_without_a_heartbeat_gets_one_from_long_ago(sqlite_address: str, file: Path) -> None:
    with closing(sqlite3.connect(file)) as found, found:
        found.execute("DELETE FROM beat")
    await mark_restored(sqlite_address)
    assert await heartbeat(file) == datetime(1970, 1, 1, tzinfo=UTC) - PUT_BACK


async def test_a_copy_of_the_live_files_with_its_log_is_restored_whole(
    sqlite_address: str, file: Path, tmp_path: Path
) -> None:
    """Somebody copied the files while the bot was killed: what stands in the log only is not left behind."""
    database = open_database(sqlite_address)
    async with database.begin() as work:
        await work.once("only-in-the-log", at=NOW)
        await work.commit()
    for beside in ("", "-wal"):
        shutil.copyfile(f"{file}{beside}", tmp_path / f"copy.db{beside}")
    await database.close()
    restore(sqlite_address, tmp_path / "copy.db", now=NOW)
    with closing(sqlite3.connect(file)) as found:
        assert found.execute("SELECT count(*) FROM seen_key WHERE key = 'only-in-the-log'").fetchone() == (1,)


async def test_it_is_restored_where_there_is_no_database_any_more(
    sqlite_address: str, file: Path, backup: Path
) -> None:
    then = await opened(file)
    gone(file)
    assert restore(sqlite_address, backup, now=NOW).kept is None
    assert await opened(file) == then


async def test_a_damaged_database_is_replaced_and_kept_with_its_log(
    sqlite_address: str, file: Path, backup: Path
) -> None:
    then = await opened(file)
    halve(file)
    leave_a_log(file)
    restore(sqlite_address, backup, now=NOW)
    assert await opened(file) == then
    assert file.with_name(KEPT).exists()


def test_while_the_bot_runs_nothing_is_restored(sqlite_address: str, file: Path, backup: Path) -> None:
    running = open_database(sqlite_address)
    before = file.read_bytes()
    with running.hold_alone(), pytest.raises(AlreadyRunningError):
        restore(sqlite_address, backup, now=NOW)
    assert file.read_bytes() == before


async def test_a_restored_file_can_be_run_on(sqlite_address: str, backup: Path) -> None:
    restore(sqlite_address, backup, now=NOW)
    database: Database = open_database(sqlite_address)
    with database.hold_alone():
        await database.check()
        assert len(await database.installation_key()) == 32
    await database.close()


def cut(backup: Path) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) * 2 // 3])


def overwritten(backup: Path) -> None:
    whole = bytearray(backup.read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 20_000] = b"\xff" * 20_000
    backup.write_bytes(bytes(whole))


def no_database(backup: Path) -> None:
    backup.write_text("not a database at all" * 100, encoding="utf-8")


def empty(backup: Path) -> None:
    backup.write_bytes(b"")


def another_program(backup: Path) -> None:
    backup.unlink()
    with closing(sqlite3.connect(backup)) as found, found:
        found.execute("CREATE TABLE music (title TEXT)")


def gone(backup: Path) -> None:
    backup.unlink()


def from_the_future(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as found, found:
        found.execute("UPDATE alembic_version SET version_num = '9999'")


def without_a_trigger(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as found, found:
        found.execute("DROP TRIGGER audit_no_delete")


@pytest.mark.parametrize(
    ("spoil", "refused"),
    [
        (cut, UnusableBackupError),
        (overwritten, UnusableBackupError),
        (no_database, UnusableBackupError),
        (empty, UnusableBackupError),
        (another_program, UnusableBackupError),
        (gone, UnusableBackupError),
        (from_the_future, DatabaseFromTheFutureError),
        (without_a_trigger, TriggersMissingError),
    ],
    ids=lambda one: one.__name__,
)
def test_a_bad_backup_is_refused_and_nothing_is_touched(
    sqlite_address: str, file: Path, backup: Path, spoil: object, refused: type[Exception]
) -> None:
    assert callable(spoil)
    spoil(backup)
    before = bytes_in(file.parent)
    with pytest.raises(refused):
        restore(sqlite_address, backup, now=NOW)
    assert bytes_in(file.parent) == before


# PostgreSQL


@pytest.mark.parametrize("call", [back_up, lambda address, file: restore(address, file, now=NOW)], ids=["out", "in"])
def test_on_postgresql_the_commands_to_use_are_told_without_the_password(call: object, tmp_path: Path) -> None:
    assert callable(call)
    with pytest.raises(OtherToolsError) as refused:
        call("postgresql://bot:secret@db.example.org/milepost?pool_size=3", tmp_path / "b")
    assert refused.value.database == "postgresql://bot@db.example.org/milepost"
