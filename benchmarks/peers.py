"""What others would do with the same reminders: one job for each, in APScheduler's store or in Procrastinate's.

Each job does what our delivery does for a reminder before it is said: the look at what is owed, the drawing and the
posting, by our own code. Settling is the peer's: it knows which of its jobs are done.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any, Final

import psycopg
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection, Engine, create_engine, event

from app.clock import SystemClock
from benchmarks.furnish import on_sqlite
from benchmarks.stage import SENDERS, Stage, unpaced
from jobs.checking import Ready, glance
from jobs.outcomes import Sent
from plans.ids import NoticeId
from storage.notices import SqlNotices
from storage.reading_claimed import read_claimed
from storage.session import Session

PATIENCE: Final = 60.0
_YEAR: Final = timedelta(days=365)
TASK: Final = "remind"


class NotSaidError(AssertionError):
    """A reminder of theirs was not said."""


class Peer:
    """What their jobs work with: functions named in a store can be handed nothing else."""

    stage: Stage
    senders: asyncio.Semaphore
    all_done: asyncio.Event
    due: int = 0
    done: int = 0


async def remind(notice_id: str) -> None:
    """One reminder: look, draw, post."""
    async with Peer.senders:
        stage = Peer.stage
        async with stage.database.begin() as work:
            (notice,), facts = await read_claimed(_session(work.notices), [NoticeId(notice_id)])
        seen = glance(notice, facts.get(notice.id), traffic=unpaced(), now=stage.clock.now())
        if not isinstance(seen, Ready):
            raise NotSaidError
        outcome = await stage.speaking(seen.notice, seen.plan, seen.person)
        if not isinstance(outcome, Sent):
            raise NotSaidError
    Peer.done += 1
    if Peer.done == Peer.due:
        Peer.all_done.set()


def _session(notices: object) -> Session:
    """Ours reads what the last look needs together with its claim; they have claimed it by means of their own."""
    if not isinstance(notices, SqlNotices):
        raise TypeError
    return notices._session  # noqa: SLF001 - see above


def _prepare(stage: Stage, due: int) -> None:
    Peer.stage, Peer.senders, Peer.all_done = stage, asyncio.Semaphore(SENDERS), asyncio.Event()
    Peer.due, Peer.done = due, 0


async def _finished(started: float) -> float:
    """The rate, once all are done or the patience is over; then over what was done until then."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await Peer.all_done.wait()
    if not Peer.done:
        raise NotSaidError
    return Peer.done / (time.perf_counter() - started)


# APScheduler


def fill_apscheduler(address: str, *, due: Sequence[str], waiting: int) -> None:
    """A date job for each reminder, put in by its own store; all in one transaction, since that is not measured."""
    with _engine(address) as engine, engine.begin() as connection:
        asyncio.run(_filled(SQLAlchemyJobStore(engine=_Joined(connection)), connection, due=due, waiting=waiting))


async def _filled(store: Any, connection: Connection, *, due: Sequence[str], waiting: int) -> None:  # noqa: ANN401 - it has no types
    scheduler = AsyncIOScheduler(jobstores={"default": store}, job_defaults=_DEFAULTS)
    scheduler.start(paused=True)
    now, jobs = SystemClock().now(), store.jobs_t
    places = list(_scattered(due, waiting))
    scheduler.add_job(remind, "date", args=[due[0]], id="later", run_date=now + _YEAR)
    for number, notice in places:
        if notice:
            scheduler.add_job(remind, "date", args=[notice], id=str(number), run_date=now - timedelta(hours=1))
    # A job that is not due is never read: all of them may look like the one.
    one = connection.execute(jobs.select().where(jobs.c.id == "later")).mappings().one()
    free = [number for number, notice in places if not notice]
    later = [dict(one, id=str(number), next_run_time=one["next_run_time"] + number) for number in free]
    if later:
        connection.execute(jobs.insert(), later)
    connection.execute(jobs.delete().where(jobs.c.id == "later"))
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)


_DEFAULTS: Final = {"misfire_grace_time": None, "coalesce": True}


async def by_apscheduler(stage: Stage, address: str, *, due: int) -> float:
    """How many it says a second, from its start until the last is posted."""
    _prepare(stage, due)
    with _engine(address) as engine:
        scheduler = AsyncIOScheduler(
            jobstores={"default": SQLAlchemyJobStore(engine=engine)},
            executors={"default": AsyncIOExecutor()},
            job_defaults=_DEFAULTS,
        )
        started = time.perf_counter()
        scheduler.start()
        try:
            return await _finished(started)
        finally:
            scheduler.shutdown(wait=False)
            await asyncio.sleep(0)


@contextmanager
def _engine(address: str) -> Iterator[Engine]:
    """As durable as our own, and on SQLite with the same log."""
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    if on_sqlite(address):

        @event.listens_for(engine, "connect")
        def _connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
            for pragma in ("journal_mode = WAL", "synchronous = FULL"):
                connection.execute(f"PRAGMA {pragma}").close()

    try:
        yield engine
    finally:
        engine.dispose()


class _Joined:
    """An engine that is always in the same transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self) -> "contextlib.nullcontext[Connection]":
        return contextlib.nullcontext(self._connection)

    connect = begin

    def dispose(self) -> None:
        """It is closed by whoever opened it."""

    def _run_ddl_visitor(self, *args: object, **kwargs: object) -> None:
        self._connection._run_ddl_visitor(*args, **kwargs)  # type: ignore[arg-type]  # noqa: SLF001 - the store makes its table through its engine


def _scattered(due: Sequence[str], waiting: int) -> Iterator[tuple[int, str | None]]:
    """So many places, and what is due spread evenly over them."""
    every = waiting // len(due)
    for number in range(waiting):
        place, odd = divmod(number, every)
        yield number, due[place] if not odd and place < len(due) else None


# Procrastinate


def fill_procrastinate(address: str, *, due: Sequence[str], waiting: int) -> None:
    """A job for each reminder, scheduled as its own ``schedule`` would."""
    with _synchronous(address) as app:
        app.schema_manager.apply_schema()
    now = SystemClock().now()
    put = "COPY procrastinate_jobs (queue_name, task_name, args, scheduled_at) FROM STDIN"
    with psycopg.connect(address, autocommit=True) as server:
        with server.cursor() as cursor, cursor.copy(put) as copy:
            for number, notice in _scattered(due, waiting):
                at = now - timedelta(hours=1) if notice else now + _YEAR + timedelta(seconds=number)
                copy.write_row(("default", TASK, json.dumps({"notice_id": notice or str(number)}), at))
        server.execute("VACUUM ANALYZE procrastinate_jobs")


@contextmanager
def _synchronous(address: str) -> Iterator[Any]:
    import procrastinate

    with procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=address)).open() as app:
        yield app


@cache
def _procrastinate() -> Any:  # noqa: ANN401 - it is there only where speed is measured
    import procrastinate

    return procrastinate


async def by_procrastinate(stage: Stage, address: str, *, due: int, seconds: float) -> float:
    """How many it says a second, for so long at most."""
    _prepare(stage, due)
    library = _procrastinate()
    app = library.App(connector=library.PsycopgConnector(conninfo=address, min_size=4, max_size=20))
    app.task(name=TASK)(remind)
    async with app.open_async():
        started = time.perf_counter()
        worker = asyncio.create_task(
            app.run_worker_async(concurrency=SENDERS, wait=False, listen_notify=False, install_signal_handlers=False)
        )
        finished = asyncio.create_task(Peer.all_done.wait())
        await asyncio.wait({worker, finished}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        took, said = time.perf_counter() - started, Peer.done
        for task in (worker, finished):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
    if not said:
        raise NotSaidError
    return said / took
