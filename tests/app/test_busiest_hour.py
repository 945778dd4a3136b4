"""An operator is told which hour ahead is the busiest, and how long it takes."""

from datetime import UTC, datetime, timedelta

import pytest

from app.operating import LOOK_AHEAD, Busiest
from plans import examples
from plans.ids import fresh
from plans.notices import NoticeKind, Owed
from plans.ports import Begin

NINE = datetime(2026, 9, 1, 14, 0, tzinfo=UTC)


def owed(at: datetime) -> Owed:
    return Owed(
        key=fresh(),
        workspace=examples.WORKSPACE,
        plan=None,
        person=examples.HR.id,
        kind=NoticeKind.DIGEST,
        subject=None,
        due_at=at,
        zone="UTC",
    )


async def test_what_waits_is_counted_by_the_hour_and_only_within_the_days_asked_for(begin: Begin) -> None:
    minutes = (0, 0, 30, 59, 60, 24 * 60)
    too_early, too_late = NINE - timedelta(minutes=1), NINE + LOOK_AHEAD
    async with begin() as work:
        await work.notices.put([owed(NINE + timedelta(minutes=away)) for away in minutes])
        await work.notices.put([owed(too_early), owed(too_late)])
        found = await work.notices.due_by_hour(since=NINE, until=NINE + LOOK_AHEAD)
    assert dict(found) == {NINE: 4, NINE + timedelta(hours=1): 1, NINE + timedelta(days=1): 1}


@pytest.mark.parametrize(
    ("count", "rate", "took"),
    [
        (1, 60, "a minute"),
        (60, 60, "a minute"),
        (61, 60, "2 minutes"),
        (1_000, 60, "17 minutes"),
        (10, 1, "10 minutes"),
    ],
)
def test_how_long_it_takes_is_said_in_whole_minutes(count: int, rate: int, took: str) -> None:
    said = Busiest(hour=NINE, count=count).said(rate)
    assert said == (
        f"Busiest hour of the next 7 days: {count} due in the hour from Tue 2026-09-01 14:00 UTC; "
        f"at {rate} a minute they take {took}."
    )
