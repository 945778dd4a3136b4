"""The countdown to the written decision: the pack's working days, notices on those it names, overdue after them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars import calendar_for
from plans import decision_clock
from plans.dates import Absence, Calendar
from plans.digest import DigestSection, digest_for
from plans.duties import DutyKind, duties
from plans.ending import Outcome, OutcomeState
from plans.ids import PersonId
from plans.notices import NoticeKind, Owed
from plans.people import Role
from plans.plan import Plan
from plans.policy import HolidaySource, OutcomeKind, Pack
from plans.reminders import reminders_for
from plans.states import PlanState
from plans.terms import Terms
from plans.words import Words
from tests.plans import owing as the

_K = NoticeKind
# In 2026 Veterans Day is Wednesday 11 November, and Thanksgiving Thursday the 26th.
END = date(2026, 11, 6)
DAYS = {1: date(2026, 11, 9), 5: date(2026, 11, 16), 8: date(2026, 11, 19), 10: date(2026, 11, 23)}
DAY_ELEVEN = date(2026, 11, 24)
ENDED = datetime(2026, 11, 6, 23, 0, tzinfo=UTC)


@cache
def pack() -> Pack:
    """Ten working days on the holidays of the District of Columbia."""
    return replace(
        the.pack(),
        decision_due_working_days=10,
        decision_notices=(1, 5, 8, 10),
        holidays=HolidaySource(country="US", subdivision="DC"),
    )


@cache
def calendar() -> Calendar:
    return calendar_for(pack(), years=range(2026, 2033))


def terms(absences: Mapping[PersonId, tuple[Absence, ...]] | None = None) -> Terms:
    return replace(the.terms(absences=absences), pack=pack(), calendar=calendar())


def ended(**changes: object) -> Plan:
    facts: dict[str, object] = {"state": PlanState.DECISION_DUE, "end": END, "decision_due_at": ENDED}
    return the.plan(**(facts | changes))


def outcome(state: OutcomeState) -> Outcome:
    return Outcome(
        kind=OutcomeKind.MET,
        state=state,
        reasons=Words("reasons"),
        proposed_by=the.SUPERVISOR.id,
        proposed_at=ENDED + timedelta(days=4),
        decided_by=the.LEAD.id,
        decided_at=ENDED + timedelta(days=5),
    )


def days_told(owed: tuple[Owed, ...]) -> dict[str, list[date]]:
    return {
        person: [each.due_at.date() for each in owed if each.person == person and each.kind is _K.DECISION_DUE]
        for person in {each.person for each in owed}
    }


def test_both_sides_are_told_on_the_four_days_and_hr_alone_on_the_eleventh() -> None:
    told = days_told(reminders_for(ended(), terms()))
    assert told == {
        the.SUPERVISOR.id: [*DAYS.values()],
        the.LEAD.id: [*DAYS.values(), DAY_ELEVEN],
        the.SECOND_HR.id: [*DAYS.values(), DAY_ELEVEN],
    }


def test_the_employee_hears_nothing_of_the_countdown() -> None:
    assert the.EMPLOYEE.id not in days_told(reminders_for(ended(), terms()))


@pytest.mark.parametrize("state", [OutcomeState.PROPOSED, OutcomeState.RETURNED, OutcomeState.APPROVED])
def test_the_countdown_goes_on_until_the_outcome_is_delivered(state: OutcomeState) -> None:
    told = days_told(reminders_for(ended(outcomes=(outcome(state),)), terms()))
    assert set(DAYS.values()) <= set(told[the.SUPERVISOR.id])
    assert {*DAYS.values(), DAY_ELEVEN} <= set(told[the.LEAD.id])
    assert all(len(days) == len(set(days)) for days in told.values())


def test_nobody_is_reminded_twice_on_one_morning_when_it_is_their_turn_as_well() -> None:
    told = days_told(reminders_for(ended(outcomes=(outcome(OutcomeState.PROPOSED),)), terms()))
    assert all(len(days) == len(set(days)) for days in told.values())


def test_a_plan_that_goes_on_or_is_closed_counts_nothing_down() -> None:
    for state in (PlanState.ACTIVE, PlanState.PAUSED, PlanState.CLOSED):
        assert _K.DECISION_DUE not in {each.kind for each in reminders_for(ended(state=state), terms())}


def test_a_notice_on_a_day_somebody_is_away_waits_for_their_next_and_the_deadline_does_not() -> None:
    away = Absence(first=DAYS[5], last=DAYS[5] + timedelta(days=1))
    absent = terms({the.SUPERVISOR.id: (away,)})
    told = days_told(reminders_for(ended(), absent))
    assert told[the.SUPERVISOR.id] == [DAYS[1], DAYS[5] + timedelta(days=2), DAYS[8], DAYS[10]]
    assert decision_clock.deadline(ended(), absent) == DAYS[10]


def at(day: date, hour: int = 18) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def flags(now: datetime, plan: Plan) -> list[tuple[DigestSection, object, date | None]]:
    made = digest_for(the.LEAD, [(plan, terms())], [], now=now)
    return [(line.section, line.whose, line.on) for line in made.lines if line.code == "decision_overdue"]


def test_hr_reads_that_the_decision_is_overdue_from_day_eleven_and_not_before() -> None:
    assert flags(at(DAYS[10]), ended()) == []
    assert flags(at(DAY_ELEVEN), ended()) == [(DigestSection.OVERDUE, Role.HR, DAYS[10])]
    assert flags(at(DAY_ELEVEN), ended(outcomes=(outcome(OutcomeState.APPROVED),))) != []
    assert flags(at(DAY_ELEVEN), ended(state=PlanState.CLOSED)) == []


def test_the_duty_to_propose_is_due_at_the_end_of_day_ten() -> None:
    owed = next(one for one in duties(ended(), terms(), at(END)) if one.kind is DutyKind.PROPOSE_OUTCOME)
    assert owed.due is not None
    assert owed.due.date() == DAYS[10]


def test_a_pack_without_a_clock_has_no_deadline_and_nothing_is_overdue() -> None:
    without = the.terms()
    assert decision_clock.deadline(ended(), without) is None
    assert not decision_clock.overdue(ended(), without, now=at(date(2032, 1, 1)))


# By property: a slow count, one day after the other


def nth_slowly(end: date, number: int) -> date:
    day, seen = end, 0
    while seen < number:
        day += timedelta(days=1)
        seen += day.weekday() < 5 and day not in calendar().holidays
    return day


ends = st.dates(date(2026, 1, 1), date(2031, 11, 30))


@given(ends, st.integers(1, 15))
def test_every_day_is_the_one_a_slow_count_finds(end: date, number: int) -> None:
    plan = ended(end=end)
    found = decision_clock.day(plan, terms(), number)
    assert found == nth_slowly(end, number)
    assert calendar().working(found)
    assert decision_clock.days_gone(plan, terms(), found) == number


@given(ends, st.integers(0, 40))
def test_it_is_overdue_exactly_from_the_first_working_day_after_the_deadline(end: date, later: int) -> None:
    on = end + timedelta(days=later)
    late = decision_clock.overdue(ended(end=end), terms(), now=at(on))
    assert late == (on >= nth_slowly(end, 11))


@given(ends)
def test_notices_come_in_order_on_working_days_and_the_last_on_the_deadline(end: date) -> None:
    plan = ended(end=end, decision_due_at=at(end, 23))
    days = decision_clock.notice_days(plan, terms())
    assert list(days) == sorted(set(days))
    assert days[-1] == decision_clock.deadline(plan, terms())
    told = days_told(reminders_for(plan, terms()))
    assert told[the.SUPERVISOR.id] == list(days)
