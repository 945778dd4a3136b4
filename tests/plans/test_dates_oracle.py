"""Due times against an oracle that works them out in another way: every zone, every kind of reminder, 2024 to 2032.

Each kind is asked for around every change of the clocks, the day before, the day itself and the day after, and on a
sample of plain days. ``make deep`` goes through all of it; the fast gate through a seeded sample.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import available_timezones

import pytest

from plans.dates import (
    Absence,
    Calendar,
    WorkingTime,
    add_working_days,
    due_at,
    earliest_moment,
    instant,
    safe_zone,
    working_days_apart,
    working_days_between,
)
from plans.ids import EntryId, MilestoneId
from plans.notices import NoticeKind, Owed
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.record import CopyRequest, Record
from plans.reminders import REMINDERS, reminders_for
from plans.states import MilestoneState, PlanState
from plans.terms import Terms
from tests.plans import owing as the
from tests.plans import time_oracle as oracle

# How many names the zone data had when this was written; another count is said, and is no fault.
KNOWN: Final = 599
SEVEN_DAYS: Final = Calendar("every day", {}, frozenset(range(7)))
WEEK: Final = Calendar("week", {})
NINE, NOON, FIVE = time(9), time(12), time(17)
LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)
AWAITING: Final = MilestoneId("awaiting word")
COPY: Final = EntryId("copy")
# A weekly line is about its own day.
WEEKLY: Final = "the day itself"
_K = NoticeKind

# On which days each kind comes, counted from the day it is about, where every day is worked. Typed from requirements
# §4.3 and the generic pack's lead times; the second part is who it goes to and what it is about.
Line = tuple[NoticeKind, str, str | None]
Came = tuple[Line, datetime]
DAYS_FROM: Final[dict[Line, tuple[int, ...]]] = {
    (_K.REVIEW_AHEAD, "employee", "review"): (-5,),
    (_K.REVIEW_AHEAD, "supervisor", "review"): (-5,),
    (_K.REVIEW_AHEAD, "employee", "final"): (-5,),
    (_K.REVIEW_AHEAD, "supervisor", "final"): (-5,),
    (_K.FINAL_AHEAD, "supervisor", "final"): (-10,),
    (_K.CHECK_IN, "employee", "review"): (-1, 0),
    (_K.CHECK_IN, "supervisor", "review"): (-1, 0),
    (_K.CHECK_IN, "employee", "final"): (-1, 0),
    (_K.CHECK_IN, "supervisor", "final"): (-1, 0),
    (_K.CHECK_IN_NUDGE, "employee", "review"): (1, 3),
    (_K.CHECK_IN_NUDGE, "supervisor", "review"): (1, 3),
    (_K.CHECK_IN_NUDGE, "employee", "final"): (1, 3),
    (_K.CHECK_IN_NUDGE, "supervisor", "final"): (1, 3),
    (_K.REVIEW_NOTES_DUE, "supervisor", "review"): (1, 3),
    (_K.REVIEW_NOTES_DUE, "supervisor", "final"): (1, 3),
    (_K.GOAL_AHEAD, "employee", "goal"): (-5, -1),
    (_K.GOAL_DUE, "employee", "goal"): (0,),
    (_K.GOAL_DUE, "supervisor", "goal"): (0,),
    (_K.SUPPORT_DUE, "supervisor", "support"): (-1, 1),
    (_K.BARRIER_ANSWER_DUE, "supervisor", "barrier"): (2, 4),
    # Reported at five, when work is over: told the next morning.
    (_K.AWAITING_WORD, "supervisor", AWAITING): (1, 3),
    (_K.DECISION_DUE, "supervisor", None): (0, 3, 9),
    (_K.ACKNOWLEDGE_AGAIN, "employee", "0"): (1, 2),
    (_K.WEEKLY_PROMPT, "employee", WEEKLY): (0,),
    # An hour before a meeting at ten.
    (_K.TALKING_POINTS, "supervisor", None): (0,),
    (_K.DRAFTING_DUE, "employee", None): (2, 5),
    (_K.DRAFTING_DUE, "supervisor", None): (2, 5),
    (_K.HR_ANSWER_DUE, "lead", None): (1, 2, 4),
    (_K.HR_ANSWER_DUE, "second-hr", None): (1, 2),
    (_K.COPY_DUE, "lead", COPY): (-1, 1),
    (_K.COPY_DUE, "second-hr", COPY): (-1, 1),
}
# Counted in months from the end of a plan, which not every day is so many months after (``test_retention``).
ELSEWHERE: Final = {_K.WATCH_OVER}
# The first word of a decision comes when it falls due, which is at noon here.
AT_ONCE: Final = {(_K.DECISION_DUE, 0)}


@cache
def terms_in(zone: str, calendar: Calendar) -> Terms:
    """Everybody lives there, and the form asks a line each week."""
    found = the.terms(*(replace(person, zone=zone) for person in the.PEOPLE))
    return replace(found, calendar=calendar, pack=replace(found.pack, weekly_prompt=True))


def plans_about(day: date, zone: str) -> Iterator[Plan]:
    """Plans that call for every kind of reminder about this day."""
    noon, five = oracle.moment(day, NOON, zone), oracle.moment(day, FIVE, zone)
    word = replace(the.milestone(day), id=AWAITING, state=MilestoneState.AWAITING_WORD, due_at=five)
    final = the.review(day, kind=ReviewKind.FINAL, id_=the.FINAL)
    yield the.plan(
        state=PlanState.DECISION_DUE,
        active_at=LONG_AGO,
        decision_due_at=noon,
        reviews=(the.review(day), final),
        milestones=(the.milestone(day), word),
        supports=(the.support(day),),
        record=Record(barriers=(the.barrier(noon),)),
    )
    fortnight = the.plan(active_at=LONG_AGO)
    yield fortnight.with_(start=day - timedelta(days=7), end=day + timedelta(days=6))
    yield the.plan(state=PlanState.DELIVERED, delivered_at=noon, signatures=())
    yield the.plan(state=PlanState.HR_REVIEW, submitted_at=noon)
    yield the.plan(state=PlanState.EMPLOYEE_DRAFTING, shared_at=noon)
    yield the.plan(state=PlanState.APPROVED, meeting_at=oracle.moment(day, time(10), zone))
    copy = CopyRequest(id=COPY, author=the.EMPLOYEE.id, at=LONG_AGO, due=day)
    yield the.plan(state=PlanState.CLOSED, record=Record(copy_requests=(copy,)))
    yield the.plan(state=PlanState.DRAFT, record=Record(proposals=(the.proposal(noon),)))


def owed_about(day: date, zone: str, calendar: Calendar) -> list[Owed]:
    """A support that was promised this year and is due years ago, and the like, is no concern of these tests."""
    terms = terms_in(zone, calendar)
    return [owed for plan in plans_about(day, zone) for owed in reminders_for(_long_running(plan), terms)]


def _long_running(plan: Plan) -> Plan:
    supports = tuple(replace(one, at=LONG_AGO) for one in plan.supports)
    return plan.with_(supports=supports)


def wrong_where_every_day_is_worked(zone: str, day: date) -> str | None:
    """What differs from the table above; None if every kind comes exactly then, and once."""
    expected: dict[Came, int] = {
        (line, oracle.moment(day + timedelta(days=away), NOON if (line[0], away) in AT_ONCE else NINE, zone)): 1
        for line, days in DAYS_FROM.items()
        for away in days
    }
    found: Counter[Came] = Counter(
        ((owed.kind, owed.person, _subject(owed, day)), owed.due_at) for owed in owed_about(day, zone, SEVEN_DAYS)
    )
    if found == expected:
        return None
    off = {key for key in found.keys() | expected.keys() if found[key] != expected.get(key, 0)}
    return f"{zone} {day}: {sorted((str(line), str(at)) for line, at in off)[:3]}"


def _subject(owed: Owed, day: date) -> str | None:
    return WEEKLY if owed.kind is _K.WEEKLY_PROMPT and owed.subject == day.isoformat() else owed.subject


def wrong_in_a_week(zone: str, day: date) -> str | None:
    """Where weekends are free: everything comes at work, on a working day, at a time that clocks there show once."""
    for owed in owed_about(day, zone, WEEK):
        local = oracle.shown(owed.due_at, zone)
        first = oracle.moment(local.date(), local.time(), zone)
        at_work = oracle.moment(local.date(), NINE, zone) <= owed.due_at < oracle.moment(local.date(), FIVE, zone)
        if not at_work or local.weekday() > 4 or owed.due_at != first:
            return f"{zone} {day}: {owed.kind} at {local}"
    return None


def wrong_in_order(zone: str, days: Iterable[date], *, at: tuple[time, ...]) -> list[str]:
    """Days on which the program's nine, noon or five differs from the oracle's, or is not after the day before's."""
    found, before = list[str](), dict[time, datetime]()
    for day in days:
        for wall in at:
            ours, theirs = instant(day, wall, zone), oracle.moment(day, wall, zone)
            if ours != theirs or ours <= before.get(wall, LONG_AGO):
                found.append(f"{zone} {day} {wall}: {ours} and not {theirs}")
            before[wall] = ours
    return found


def days_to_try(zone: str, *, plain: int) -> list[date]:
    return sorted({*oracle.around_changes(zone), *oracle.plain_days(zone, count=plain)})


# What the oracle is, and that it can tell


def test_how_many_zones_there_are_is_said(record_property: Callable[[str, object], None]) -> None:
    names = len(available_timezones())
    said = f"zones: {names} names, {len(oracle.ZONES)} of them places" + ("" if names == KNOWN else f"; were {KNOWN}")
    print(said)  # noqa: T201 - shown with -s
    record_property("zones", said)
    assert len(oracle.ZONES) >= KNOWN - 10
    assert all(safe_zone(zone, "UTC") == zone for zone in oracle.ZONES)


def test_every_kind_of_reminder_has_a_line_in_the_table() -> None:
    assert {kind for kind, _, _ in DAYS_FROM} == REMINDERS - ELSEWHERE


def test_the_oracle_knows_a_gap_and_an_overlap() -> None:
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    assert oracle.moments(spring, time(2, 30), "America/Denver") == []
    assert oracle.moment(spring, time(2, 30), "America/Denver") == datetime(2026, 3, 8, 9, 0, tzinfo=UTC)
    twice = [datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (7, 8)]
    assert oracle.moments(autumn, time(1, 30), "America/Denver") == twice
    assert {spring, autumn} <= set(oracle.changes("America/Denver"))


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [
        ("America/Denver", date(2026, 3, 8), time(2, 30)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15)),
        ("Africa/Casablanca", date(2026, 3, 22), time(2, 30)),
        ("Antarctica/Troll", date(2027, 3, 28), time(2, 0)),
        ("Pacific/Chatham", date(2026, 9, 27), time(3, 15)),
    ],
)
def test_a_time_the_clocks_jump_over_is_the_instant_they_jump(zone: str, day: date, at: time) -> None:
    """Or it is no gap with this zone data, and then the one instant that shows it."""
    assert instant(day, at, zone) == oracle.moment(day, at, zone)
    assert oracle.shown(instant(day, at, zone), zone) >= datetime.combine(day, at)


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [
        ("America/Denver", date(2026, 11, 1), time(1, 30)),
        ("Europe/London", date(2026, 10, 25), time(1, 30)),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45)),
        ("Asia/Beirut", date(2026, 10, 24), time(23, 30)),
    ],
)
def test_a_time_that_clocks_show_twice_is_the_first_of_the_two(zone: str, day: date, at: time) -> None:
    both = oracle.moments(day, at, zone)
    assert len(both) == 2
    assert instant(day, at, zone) == both[0]


def test_whoever_works_at_night_is_due_once_on_the_night_the_clocks_change() -> None:
    """Nine is never jumped over, but working hours may be others."""
    night = WorkingTime("America/Denver", SEVEN_DAYS, start=time(1), end=time(3))
    for day in (date(2026, 3, 8), date(2026, 11, 1)):
        assert due_at(day, night) == oracle.moment(day, time(3), "America/Denver")
        midnight = oracle.moment(day, time(0), "America/Denver")
        assert earliest_moment(midnight, night) == oracle.moment(day, time(1), "America/Denver")


# The sample, and everything


def test_in_a_sample_of_zones_every_kind_of_reminder_comes_once_and_at_its_local_time() -> None:
    tried = [(zone, day) for zone in oracle.some_zones(12) for day in days_to_try(zone, plain=6)]
    assert len(tried) > 300
    assert [wrong for zone, day in tried if (wrong := wrong_where_every_day_is_worked(zone, day))] == []


def test_in_a_sample_of_zones_nothing_comes_outside_working_hours_or_on_a_free_day() -> None:
    tried = [(zone, day) for zone in oracle.some_zones(4) for day in days_to_try(zone, plain=6)]
    assert [wrong for zone, day in tried if (wrong := wrong_in_a_week(zone, day))] == []


def test_in_a_sample_of_zones_each_day_has_its_instants_and_the_next_day_later_ones() -> None:
    walls = (time(0), time(2, 30), NINE, NOON, FIVE, time(23, 59))
    tried = [(zone, days_to_try(zone, plain=300)) for zone in oracle.some_zones(0)]
    assert [wrong for zone, days in tried for wrong in wrong_in_order(zone, days, at=walls)] == []


@pytest.mark.deep
def test_in_every_zone_every_kind_of_reminder_comes_once_and_at_its_local_time() -> None:
    tried = [(zone, day) for zone in oracle.ZONES for day in days_to_try(zone, plain=12)]
    print(f"{len(oracle.ZONES)} zones, {len(tried)} days, {sum(map(len, DAYS_FROM.values()))} reminders a day")  # noqa: T201 - shown with -s
    assert [wrong for zone, day in tried if (wrong := wrong_where_every_day_is_worked(zone, day))] == []


@pytest.mark.deep
def test_in_every_zone_nothing_comes_outside_working_hours_or_on_a_free_day() -> None:
    tried = [(zone, day) for zone in oracle.ZONES for day in days_to_try(zone, plain=6)]
    assert [wrong for zone, day in tried if (wrong := wrong_in_a_week(zone, day))] == []


@pytest.mark.deep
def test_in_every_zone_each_day_has_its_instants_and_the_next_day_later_ones() -> None:
    walls, night = (NINE, FIVE), (time(0), time(2, 30), time(23, 59))
    assert [wrong for zone in oracle.ZONES for wrong in wrong_in_order(zone, oracle.every_day(), at=walls)] == []
    assert [w for zone in oracle.ZONES for w in wrong_in_order(zone, oracle.around_changes(zone), at=night)] == []


# Working days, both ways


def worked_days(calendar: Calendar, away: tuple[Absence, ...]) -> list[date]:
    """One by one, from what a calendar is and nothing else."""
    return [
        day
        for day in oracle.every_day()
        if day.weekday() in calendar.workdays
        and day not in calendar.holidays
        and not any(one.first <= day <= one.last for one in away)
    ]


@pytest.mark.parametrize("workdays", [{0, 1, 2, 3, 4}, {6, 0, 1, 2, 3}, {5}, set(range(7))], ids=str)
@pytest.mark.parametrize("away", [(), (Absence(date(2026, 12, 21), date(2027, 1, 15)),)], ids=["here", "away"])
def test_working_days_count_the_same_both_ways_over_holidays_and_absences(
    workdays: set[int], away: tuple[Absence, ...]
) -> None:
    holidays = {date(2026, 12, day): "a holiday" for day in (24, 25, 31)} | {date(2027, 1, 1): "New Year"}
    working = WorkingTime("UTC", Calendar("test", holidays, frozenset(workdays)), absences=away)
    worked = [day for day in worked_days(working.calendar, away) if date(2026, 6, 1) <= day]
    for place, day in enumerate(worked[:60:7]):
        here = worked.index(day)
        assert here == place * 7
        for n in (1, 2, 5, 30):
            later = worked[here + n]
            assert add_working_days(day, n, working) == later
            assert add_working_days(later, -n, working) == day
            assert working_days_apart(day, later, working) == n
            assert working_days_apart(later, day, working) == -n
            assert working_days_between(day, later, working) == n + 1
