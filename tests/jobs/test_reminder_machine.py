"""A plan's reminders under anything that moves them, in any order, with deaths and restarts, on a real database.

Whatever happened: each is said at most once, never early and never outside its reader's hours; what waits is what the
plan calls for; nothing is lost, and in the end nothing is left waiting.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from plans.ids import ReviewId
from plans.notices import UNFINISHED
from plans.people import Person
from tests.jobs.reminder_town import MUCH_LATER, Town, template
from tests.plans import owing as the

ZONES = ("America/Denver", "Asia/Tokyo", "Europe/Lisbon", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata")
people = st.sampled_from([the.EMPLOYEE, the.SUPERVISOR])
reviews = st.sampled_from([the.REVIEW, the.FINAL])
days = st.dates(date(2026, 6, 2), date(2026, 8, 31))


class Reminders(RuleBasedStateMachine):
    """Each rule is something that happens in the town."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="milepost-machine-"))
        template()
        self.loop = asyncio.Runner()
        self.town = Town(self.folder / "town.db")

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        self.loop.run(work)

    @initialize()
    def begins(self) -> None:
        self.do(self.town.begin())

    @rule(hours=st.sampled_from([1, 20, 24, 24 * 5, 24 * 12]))
    def time_passes(self, hours: int) -> None:
        self.do(self.town.walk(timedelta(hours=hours)))

    @rule(hours=st.sampled_from([6, 30, 24 * 4]))
    def nobody_is_there(self, hours: int) -> None:
        """The process is down, and comes back late."""
        self.town.now += timedelta(hours=hours)
        self.do(self.town.restart())
        self.do(self.town.walk(timedelta()))

    @rule(review=reviews, days=st.integers(-6, 10))
    def review_moves(self, review: ReviewId, days: int) -> None:
        self.do(self.town.review_moves(review, days))

    @rule(review=reviews)
    def review_is_held(self, review: ReviewId) -> None:
        self.do(self.town.review_is_held(review))

    @rule(days=st.integers(0, 12))
    def plan_pauses(self, days: int) -> None:
        self.do(self.town.plan_pauses(days))

    @rule()
    def plan_resumes(self) -> None:
        self.do(self.town.plan_resumes())

    @rule(day=days, appears=st.booleans())
    def a_holiday(self, day: date, appears: bool) -> None:
        self.do(self.town.holiday(day, appears=appears))

    @rule(person=people, zone=st.sampled_from(ZONES))
    def somebody_moves_zone(self, person: Person, zone: str) -> None:
        self.do(self.town.moves_zone(person, zone))

    @rule(person=people, in_days=st.integers(-2, 12), for_days=st.integers(1, 9))
    def somebody_goes_away(self, person: Person, in_days: int, for_days: int) -> None:
        self.do(self.town.goes_away(person, in_days=in_days, for_days=for_days))

    @rule(person=people)
    def somebody_is_back(self, person: Person) -> None:
        self.do(self.town.is_back(person))

    @rule()
    def the_process_starts_anew(self) -> None:
        self.do(self.town.restart())

    @rule(trouble=st.lists(st.sampled_from(["later", "killed before", "killed after"]), max_size=3))
    def there_will_be_trouble(self, trouble: list[str]) -> None:
        self.town.trouble += trouble

    @invariant()
    def nothing_is_wrong(self) -> None:
        assert self.town.faults == []

    def teardown(self) -> None:
        try:
            if hasattr(self.town, "database"):
                self.town.trouble.clear()
                self.do(self.town.walk(MUCH_LATER))
                rows = self.loop.run(self.town.rows())
                self.do(self.town.database.close())
                assert self.town.faults == []
                assert [row.owed.key for row in rows if row.state in UNFINISHED] == []
        finally:
            self.loop.close()
            shutil.rmtree(self.folder)


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def test_a_history_with_everything_in_it(tmp_path: Path) -> None:
    """Written down, so that each kind of move is lived through in every run."""
    template()
    town = Town(tmp_path / "town.db")

    async def live() -> None:
        await town.begin()
        await town.walk(timedelta(days=4))
        await town.moves_zone(the.EMPLOYEE, "Asia/Tokyo")
        await town.goes_away(the.SUPERVISOR, in_days=10, for_days=4)
        await town.holiday(date(2026, 6, 23), appears=True)
        town.trouble += ["later", "killed after", "killed before"]
        await town.walk(timedelta(days=12))
        await town.review_moves(the.REVIEW, 5)
        await town.walk(timedelta(days=2))
        await town.is_back(the.SUPERVISOR)
        await town.plan_pauses(6)
        await town.walk(timedelta(days=3))
        await town.plan_resumes()
        await town.moves_zone(the.EMPLOYEE, "America/Denver")
        await town.restart()
        await town.holiday(date(2026, 6, 23), appears=False)
        await town.walk(MUCH_LATER)
        left = [row.owed.key for row in await town.rows() if row.state in UNFINISHED]
        await town.database.close()
        assert left == []

    asyncio.run(live())
    assert town.faults == []
    assert town.trouble == []
    said = {key.split(":")[1] for key in town.taken}
    assert {"review_ahead", "check_in", "check_in_nudge", "goal_ahead", "support_due", "decision_due"} <= said


def test_whatever_moves_reminders_each_is_said_once_in_time_and_none_is_lost() -> None:
    few = settings(
        max_examples=6,
        stateful_step_count=15,
        deadline=None,
        derandomize=True,
        suppress_health_check=QUIET,
        phases=[Phase.explicit, Phase.generate],
    )
    run_state_machine_as_test(Reminders, settings=few)


@pytest.mark.deep
def test_for_many_histories_each_reminder_is_said_once_in_time_and_none_is_lost() -> None:
    many = settings(max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=QUIET)
    run_state_machine_as_test(Reminders, settings=many)
