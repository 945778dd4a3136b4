"""The beat on one machine: APScheduler as an alarm clock. Its store is memory and holds nothing worth keeping.

It wakes at the earliest due instant and sweeps every twenty seconds in any case. It is the only file that knows
APScheduler; it thinks in UTC alone, because schedules in a local zone go wrong when clocks change.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from jobs.timetable import SWEEP, TIMETABLE, Job

WAKE: Final = "wake"
NUDGE: Final = "nudge"
AGAIN: Final = "again"
# A beat that has not swept for this long is not well: three sweeps missed.
_SICK_AFTER: Final = 3 * SWEEP.every
# From the end of a sweep to one that is only nudged.
REST: Final = timedelta(milliseconds=200)
log: Final = logging.getLogger(__name__)

Run = Callable[[], Awaitable[object]]


class Beat:
    """Runs the timetable until stopped. ``runs`` has one coroutine function for each job, by name.

    ``next_due`` and ``clock`` are on the injected clock, ``real_clock`` is what the alarm is set by. Start it inside a
    running event loop. An error in a run is logged by its kind and does not stop the beat.
    """

    def __init__(
        self,
        runs: Mapping[str, Run],
        next_due: Callable[[], Awaitable[datetime | None]],
        *,
        clock: Callable[[], datetime],
        real_clock: Callable[[], datetime],
        timetable: tuple[Job, ...] = TIMETABLE,
    ) -> None:
        self._runs = runs
        self._next_due = next_due
        self._clock = clock
        self._real_clock = real_clock
        self._timetable = timetable
        self._turn = asyncio.Lock()
        self._nudged = False
        self._sweeping = False
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self.last_swept: datetime | None = None

    def start(self) -> None:
        """Begin; every job runs once at once."""
        for job in self._timetable:
            self._scheduler.add_job(
                self._run,
                "interval",
                args=[job.name],
                id=job.name,
                seconds=job.every.total_seconds(),
                next_run_time=self._real_clock(),
            )
        self._scheduler.start()

    def nudge(self) -> None:
        """Something was kept that may be due: sweep at once, or as soon as the last sweep is ``REST`` ago.

        While many people are answered there is a nudge for each, and they wait for the same database.
        """
        self._nudged = True
        if self._sweeping:
            return
        now = self._real_clock()
        at = now if self.last_swept is None else max(now, min(now, self.last_swept) + REST)
        self._scheduler.add_job(self._run, "date", args=[SWEEP.name], id=NUDGE, run_date=at, replace_existing=True)

    def again_in(self, wait: timedelta) -> None:
        """Sweep once more after this long, whatever the alarm is set to."""
        at = self._real_clock() + wait
        self._scheduler.add_job(self._run, "date", args=[SWEEP.name], id=AGAIN, run_date=at, replace_existing=True)

    async def sweep_now(self) -> None:
        """Sweep and return when it is done, for whoever moves the clock. Its errors are the caller's."""
        async with self._turn:
            await self._sweep()

    async def stop(self) -> None:
        """No further run begins; one under way is waited for."""
        async with self._turn:
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)

    def well(self) -> bool:
        """Whether the last sweep is recent enough, for the health check."""
        return self.last_swept is not None and self._real_clock() - self.last_swept <= _SICK_AFTER

    def _wake_at(self, at: datetime) -> None:
        self._scheduler.add_job(self._run, "date", args=[SWEEP.name], id=WAKE, run_date=at, replace_existing=True)

    async def _run(self, name: str) -> None:
        async with self._turn:
            if not self._scheduler.running:
                return
            try:
                await (self._sweep() if name == SWEEP.name else self._runs[name]())
                await self._set_alarm()
            except Exception as error:  # noqa: BLE001 - the beat outlives every error in a run
                # The traceback could quote what a person wrote, so only the kind of error is told.
                log.error("a job failed: job=%s error=%s", name, type(error).__name__)  # noqa: TRY400

    async def _sweep(self) -> None:
        self._nudged, self._sweeping = False, True
        try:
            await self._runs[SWEEP.name]()
            self.last_swept = self._real_clock()
        finally:
            self._sweeping = False
            if self._nudged:
                # The sweep may have looked before what the nudge was about was kept.
                self.nudge()

    async def _set_alarm(self) -> None:
        """Wake at the earliest due instant; what has passed already and was not done waits for the next sweep."""
        due = await self._next_due()
        wait = timedelta() if due is None else due - self._clock()
        if wait > timedelta():
            self._wake_at(self._real_clock() + min(wait, _SICK_AFTER))
