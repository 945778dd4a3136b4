"""A backup of SQLite's file while the bot runs, and the way back. PostgreSQL has tools of its own for both.

A backup is one moment of the database in one file, checked before it has its name. A restored database has its
heartbeat put back, so that the next start gathers what came due since instead of saying it one by one (P-26).
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Connection, create_engine, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from plans.catching_up import PUT_BACK
from storage.engines import DatabaseUnreachableError, connect, file_of, parse
from storage.gathering import HEARTBEAT, HEARTBEAT_PERIOD
from storage.locking import alone_on
from storage.migrating import current, newest
from storage.pools import read_pool
from storage.tables import BeatRow, InstallationRow, table_of
from storage.triggers import check_triggers

_T = TypeVar("_T")
_BEAT: Final = table_of(BeatRow)
_INSTALLATION: Final = table_of(InstallationRow)
_COUNTED: Final = ("plan", "person", "notice", "audit")
# SQLite's own files beside a database.
_BESIDE: Final = ("-wal", "-shm")
_BUSY_SECONDS: Final = 5.0
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC) - PUT_BACK


class OtherToolsError(RuntimeError):
    """PostgreSQL is backed up and restored with its own tools. ``database`` is the address without its password."""

    def __init__(self, database: str) -> None:
        super().__init__(database)
        self.database = database


class BackupExistsError(RuntimeError):
    """There is a file of that name; a backup never takes the place of another."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.file = file


class BackupFailedError(RuntimeError):
    """It could not be written, or was not what it should be; nothing was left behind. ``code`` says what it was."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnusableBackupError(RuntimeError):
    """This file cannot be restored, and nothing was touched. ``code``: missing, no-database, damaged or not-ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A copy and what is in it. ``outdated`` is one that has to be migrated; ``kept`` is where the old database is."""

    file: Path
    revision: str
    outdated: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    kept: Path | None = None


def back_up(address: str, to: Path) -> Copied:
    """Copy the database as it is at one moment, whoever is writing to it.

    Raises:
        OtherToolsError, BackupExistsError, BackupFailedError: and no file is there that was not there before.
        DatabaseUnreachableError: there is no database yet.

    """
    file = _file(address)
    if not file.exists():
        raise DatabaseUnreachableError
    if to.exists():
        raise BackupExistsError(to)
    with _part(to) as part:
        try:
            counts = _copy(file, part)
            found = _checked(part)
        except sqlite3.Error as error:
            raise BackupFailedError(error.sqlite_errorname) from error
        except UnusableBackupError as error:
            raise BackupFailedError(error.code) from error
        if found.counts != counts:
            raise BackupFailedError("incomplete")
        _name(part, to)
    return Copied(file=to, revision=found.revision, outdated=found.outdated, counts=counts)


def restore(address: str, backup: Path, *, now: datetime) -> Copied:
    """Put a backup in the place of the database, which is kept beside it. ``now`` is part of the name it gets.

    Raises:
        OtherToolsError, UnusableBackupError, AlreadyRunningError: and nothing was touched.
        DatabaseFromTheFutureError: the backup is of a newer version of the program; nothing was touched.

    """
    file = _file(address)
    if not backup.is_file():
        raise UnusableBackupError("missing")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone_on(file), _part(file) as part:
        _fetch(backup, part)
        try:
            found = _checked(part)
            _with(part, mark)
        except sqlite3.Error as error:
            raise UnusableBackupError("damaged") from error
        _sync(part)
        kept = _keep(file, now=now) if file.exists() else None
        part.replace(file)
        _sync(file.parent)
    return Copied(file=file, revision=found.revision, outdated=found.outdated, counts=found.counts, kept=kept)


async def mark_restored(address: str) -> None:
    """Note that this database was restored with other tools, so that the next start gathers what came due since."""
    engine = connect(parse(address), guarded=True)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(mark)
            await connection.commit()
    except DBAPIError as error:
        raise DatabaseUnreachableError from error
    finally:
        await engine.dispose()


def mark(connection: Connection) -> None:
    """Put each workspace's heartbeat far back, as ``catching_up.PUT_BACK`` says."""
    for workspace in connection.execute(select(_INSTALLATION.c.workspace)).scalars().all():
        mine = (_BEAT.c.workspace == workspace, _BEAT.c.job == HEARTBEAT)
        at = connection.execute(select(_BEAT.c.at).where(*mine)).scalar()
        if at is None:
            row = {"workspace": workspace, "job": HEARTBEAT, "period": HEARTBEAT_PERIOD, "at": _LONG_AGO}
            connection.execute(insert(_BEAT).values(row))
        else:
            connection.execute(update(_BEAT).where(*mine).values(at=at - PUT_BACK))


def _file(address: str) -> Path:
    url = parse(address)
    file = file_of(url)
    if file is None:
        plain, _ = read_pool(url)
        raise OtherToolsError(plain._replace(drivername="postgresql", password=None).render_as_string())
    return file


@contextmanager
def _part(to: Path) -> Iterator[Path]:
    """A file beside it that only its owner can read; gone afterwards, unless it was given its name."""
    part = to.with_name(f"{to.name}.part")
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    part.chmod(0o600)
    try:
        yield part
    finally:
        for beside in ("", *_BESIDE, "-journal"):
            part.with_name(f"{part.name}{beside}").unlink(missing_ok=True)


def _copy(file: Path, to: Path) -> dict[str, int]:
    """Copy all pages of one moment; how many rows there were at that moment."""
    with (
        closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, timeout=_BUSY_SECONDS)) as live,
        closing(sqlite3.connect(to)) as copy,
    ):
        live.isolation_level = None
        live.execute("BEGIN")
        counts = _counts(live)
        # All of them in one step: step by step it would begin again with every write.
        live.backup(copy)
        live.execute("COMMIT")
        # A copy that needs no second file beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    _sync(to)
    return counts


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED}  # noqa: S608 - our own tables


def _fetch(backup: Path, to: Path) -> None:
    """With what SQLite keeps beside a file that was not closed; the backup itself is not even opened."""
    shutil.copyfile(backup, to)
    wal = backup.with_name(f"{backup.name}-wal")
    if wal.exists():
        shutil.copyfile(wal, to.with_name(f"{to.name}-wal"))


def _checked(file: Path) -> Copied:
    """What is in this copy.

    Raises:
        UnusableBackupError: it is damaged, or no database of ours.
        DatabaseFromTheFutureError: it is of a newer version of the program.
        TriggersMissingError: somebody has taken away what protects the trail.

    """
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            if found != ["ok"] or connection.execute("PRAGMA foreign_key_check").fetchone():
                raise UnusableBackupError("damaged")
        revision = _with(file, current)
        if revision is None:
            raise UnusableBackupError("not-ours")
        outdated = revision != newest()
        if not outdated:
            _with(file, check_triggers)
        with closing(sqlite3.connect(file)) as connection:
            return Copied(file=file, revision=revision, outdated=outdated, counts=_counts(connection))
    except sqlite3.DatabaseError as error:
        raise UnusableBackupError(_reason(error)) from error


def _reason(error: sqlite3.Error) -> str:
    return "no-database" if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB else "damaged"


def _with(file: Path, action: Callable[[Connection], _T]) -> _T:
    """Do this in a transaction of its own."""
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, hide_parameters=True)
    try:
        with engine.begin() as connection:
            return action(connection)
    finally:
        engine.dispose()


def _name(part: Path, to: Path) -> None:
    """Its name is given at the very end, and not if somebody else has taken it meanwhile."""
    try:
        to.hardlink_to(part)
    except FileExistsError as error:
        raise BackupExistsError(to) from error
    except OSError:
        # A disk without hard links.
        if to.exists():
            raise BackupExistsError(to) from None
        part.replace(to)
    _sync(to.parent)


def _keep(file: Path, *, now: datetime) -> Path:
    """Give the old database a second name, under which it stays; its first one is free to be taken in one step."""
    kept = file.with_name(f"{file.name}.before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    # What cannot be carried into the file any more, because it is damaged, is kept beside it.
    with contextlib.suppress(sqlite3.Error), closing(sqlite3.connect(file, timeout=_BUSY_SECONDS)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try:
        kept.hardlink_to(file)
    except FileExistsError as error:
        raise BackupExistsError(kept) from error
    except OSError:
        shutil.copy2(file, kept)
    for beside in _BESIDE:
        found = file.with_name(f"{file.name}{beside}")
        if found.exists():
            shutil.copy2(found, kept.with_name(f"{kept.name}{beside}"))
            found.unlink()
    _sync(file.parent)
    return kept


def _sync(path: Path) -> None:
    """On the disk, and not only on its way there."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
