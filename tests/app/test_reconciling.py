"""Why a reminder moved, in a word for the operator that gives nobody away."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.reconciling import Moved
from plans.ids import CaseNumber, PersonId, PlanId, WorkspaceId
from plans.notices import NoticeKind, Owed

NINE = datetime(2026, 9, 1, 14, 0, tzinfo=UTC)
WAS = Owed(
    key="key",
    workspace=WorkspaceId("w"),
    plan=PlanId("p"),
    person=PersonId("somebody"),
    kind=NoticeKind.CHECK_IN,
    subject=None,
    due_at=NINE,
    zone="America/Chicago",
    nominal=date(2026, 9, 1),
)


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (replace(WAS, zone="Asia/Tokyo", due_at=NINE - timedelta(hours=14)), "zone Asia/Tokyo"),
        (replace(WAS, nominal=date(2026, 9, 8), due_at=NINE + timedelta(days=7)), "date of the plan"),
        (replace(WAS, rolled="Labor Day", due_at=NINE - timedelta(days=1)), "holiday: Labor Day"),
        (replace(WAS, due_at=NINE + timedelta(hours=1)), "clocks"),
        (replace(WAS, due_at=NINE + timedelta(days=1)), "days off"),
    ],
)
def test_the_reason_is_what_differs(to: Owed, why: str) -> None:
    moved = Moved(case=CaseNumber("M-222222"), kind=WAS.kind, was=WAS, to=to)
    assert moved.why == why


def test_a_holiday_that_is_none_any_more_is_named_too() -> None:
    was = replace(WAS, rolled="Labor Day")
    to = replace(WAS, due_at=NINE + timedelta(days=1))
    assert Moved(case=CaseNumber("M-222222"), kind=WAS.kind, was=was, to=to).why == "holiday: Labor Day"
