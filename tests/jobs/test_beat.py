"""The beat: it wakes when something is due, at once when nudged, and outlives what fails."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from jobs.beat import REST, Beat
from jobs.timetable import RECONCILE, SWEEP, TIMETABLE, Job
from tests.jobs import a_real_clock

# Due times live on another clock than the alarm.
BEHIND = timedelta(days=100)
RARELY = (Job(name=SWEEP.name, every=timedelta(hours=1)), Job(name=RECONCILE.name, every=timedelta(hours=1)))


@dataclass
class House:
    """Counts what it is asked to do."""

    sweeps: int = 0
    reconciles: int = 0
    due: datetime | None = None
    fails: bool = False
    takes: float = 0.0

    def clock(self) -> datetime:
        return a_real_clock.now() - BEHIND

    async def sweep(self) -> None:
        self.sweeps += 1
        await asyncio.sleep(self.takes)
        if self.fails:
            raise ValueError("words a person wrote")

    async def reconcile(self) -> None:
        self.reconciles += 1

    async def next_due(self) -> datetime | None:
        return self.due

    def beat(self, timetable: tuple[Job, ...] = RARELY) -> Beat:
        return Beat(
            {SWEEP.name: self.sweep, RECONCILE.name: self.reconcile},
            self.next_due,
            clock=self.clock,
            real_clock=a_real_clock.now,
            timetable=timetable,
        )


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def beat(house: House) -> AsyncIterator[Beat]:
    """A beat that sweeps once, and then only when woken."""
    beat = house.beat()
    beat.start()
    await _until(lambda: house.sweeps == 1 and house.reconciles == 1)
    yield beat
    await beat.stop()


async def _until(come_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not come_true():  # noqa: ASYNC110 - what is waited for is the outcome, and it has no event
            await asyncio.sleep(0.01)


async def test_every_job_runs_at_the_start_and_the_beat_is_well(house: House, beat: Beat) -> None:
    assert (house.sweeps, house.reconciles) == (1, 1)
    assert beat.well()


async def test_it_wakes_at_the_due_instant_of_the_other_clock(house: House, beat: Beat) -> None:
    house.due = house.clock() + timedelta(milliseconds=900)
    beat.nudge()
    await _until(lambda: house.sweeps == 2)
    assert house.clock() < house.due
    await _until(lambda: house.sweeps == 3)
    assert house.due <= house.clock() < house.due + timedelta(seconds=1)


async def test_a_nudge_sweeps_soon_and_one_during_a_sweep_is_not_lost(house: House, beat: Beat) -> None:
    house.takes = 0.1
    beat.nudge()
    await _until(lambda: house.sweeps == 2)
    beat.nudge()
    await _until(lambda: house.sweeps == 3)


async def test_a_hundred_nudges_within_a_moment_are_one_sweep(house: House, beat: Beat) -> None:
    for _ in range(100):
        beat.nudge()
    await _until(lambda: house.sweeps == 2)
    await asyncio.sleep(2 * REST.total_seconds())
    assert house.sweeps == 2


async def test_another_look_asked_for_comes_whatever_the_alarm_is_set_to(house: House, beat: Beat) -> None:
    house.due = house.clock() + timedelta(hours=1)
    beat.again_in(timedelta(milliseconds=150))
    beat.nudge()
    await _until(lambda: house.sweeps == 2)
    await _until(lambda: house.sweeps == 3)


async def test_a_due_instant_that_stays_past_does_not_make_it_spin(house: House, beat: Beat) -> None:
    house.due = house.clock() - timedelta(seconds=1)
    beat.nudge()
    await _until(lambda: house.sweeps == 2)
    await asyncio.sleep(0.15)
    assert house.sweeps == 2


async def test_a_failing_sweep_is_told_by_its_kind_alone_and_does_not_stop_the_beat(
    house: House, beat: Beat, caplog: pytest.LogCaptureFixture
) -> None:
    house.fails = True
    with caplog.at_level(logging.INFO):
        beat.nudge()
        await _until(lambda: house.sweeps == 2 and bool(caplog.records))
    assert "ValueError" in caplog.text
    assert "words a person wrote" not in caplog.text
    house.fails = False
    beat.nudge()
    await _until(lambda: house.sweeps == 3)


async def test_whoever_moves_the_clock_can_wait_for_a_sweep(house: House, beat: Beat) -> None:
    await beat.sweep_now()
    assert house.sweeps == 2
    house.fails = True
    with pytest.raises(ValueError, match="words"):
        await beat.sweep_now()


async def test_stopping_waits_for_a_sweep_under_way_and_lets_none_begin(house: House) -> None:
    beat = house.beat()
    house.takes = 0.1
    beat.start()
    await _until(lambda: house.sweeps == 1)
    await beat.stop()
    beat_was = house.sweeps
    await asyncio.sleep(0.05)
    assert house.sweeps == beat_was


async def test_a_beat_that_never_swept_is_not_well(house: House) -> None:
    beat = house.beat()
    assert not beat.well()
    house.fails = True
    beat.start()
    await _until(lambda: house.sweeps == 1)
    assert not beat.well()
    await beat.stop()


async def test_the_sweep_comes_round_without_being_woken(house: House) -> None:
    beat = house.beat((Job(name=SWEEP.name, every=timedelta(milliseconds=60)),))
    beat.start()
    await _until(lambda: house.sweeps >= 3)
    await beat.stop()


def test_the_timetable_sweeps_every_twenty_seconds_and_reconciles_by_the_hour() -> None:
    assert {job.name: job.every for job in TIMETABLE} == {
        "sweep": timedelta(seconds=20),
        "reconcile": timedelta(hours=1),
    }
