"""Whatever HR does and however time goes by: nothing is erased under a hold, early, or without warning (T25)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plans import passing, retention
from plans.change import Change
from plans.dates import days_after, instant, local_date
from plans.examples import EMPLOYEE, HR, Case, case
from plans.ids import EntryId, fresh
from plans.plan import Plan, PlanError
from plans.policy import OutcomeKind
from plans.retention import hold_released, hold_set, left
from plans.rights import rebutted
from plans.states import IllegalMoveError, PlanState
from plans.terms import Terms
from plans.words import Words

W = Words("Some words.")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["wait", "hold", "release", "leave", "rebut", "erase"]),
        st.sampled_from([0, 1, 7, 29, 30, 31, 200, 365, 730, 1500]),
    ),
    min_size=1,
    max_size=14,
)
KEPT = st.fixed_dictionaries(
    {
        "months": st.integers(1, 60),
        "archive_days": st.sampled_from([0, 1, 30, 400]),
        "watch_months": st.sampled_from([None, 6, 12]),
        "expunge_months": st.sampled_from([None, 12, 60]),
    }
)


def _today(at: datetime) -> date:
    return local_date(at, EMPLOYEE.zone)


def _check(before: Plan, after: Plan, terms: Terms, *, at: datetime, by_hr: bool) -> None:
    """Worked out anew from the plan as it was just before it went."""
    if after.state is not PlanState.ERASED or before.state is PlanState.ERASED:
        return
    assert all(hold.lifted_at is not None for hold in before.holds), "under a hold"
    assert before.closed_at is not None
    assert before.archived_at is not None
    assert before.archived_at <= at
    said = [rebuttal.at for rebuttal in before.record.rebuttals]
    since = max(_today(one) for one in (before.closed_at, *said))
    since = max(since, before.left_on) if before.left_on else since
    # A month has 28 days at least; the exact day is another test's.
    assert _today(at) > since + timedelta(days=28 * terms.retention.months)
    if not by_hr:
        last = max([before.archived_at, *(hold.lifted_at for hold in before.holds if hold.lifted_at)])
        assert _today(at) >= _today(last) + timedelta(days=30)


def _clock(plan: Plan, terms: Terms, *, until: datetime) -> Plan:
    """As the sweep does it: each due instant in turn."""
    for _ in range(5):
        due = passing.next_passing(plan, terms)
        if due is None or due > until:
            return plan
        change = passing.pass_time(plan, terms, due)
        assert change is not None
        _check(plan, change.plan, terms, at=due, by_hr=False)
        plan = change.plan
    raise AssertionError("the clock does not come to rest")


def _acted(plan: Plan, terms: Terms, what: str, *, at: datetime) -> Plan:
    """The plan after somebody did this, or as it was if that was refused."""
    entry = EntryId(fresh())
    acts: dict[str, Callable[[], Change]] = {
        "wait": lambda: Change(plan=plan, events=()),
        "hold": lambda: hold_set(plan, reason=W, by=HR, at=at),
        "release": lambda: hold_released(plan, reason=W, by=HR, at=at),
        "leave": lambda: left(plan, on=_today(at), by=HR, at=at),
        "rebut": lambda: rebutted(plan, terms, entry=entry, about="plan", text=W, by=EMPLOYEE, at=at),
        "erase": lambda: retention.erased(plan, terms, by=HR, at=at),
    }
    try:
        after = acts[what]().plan
    except (PlanError, IllegalMoveError):
        return plan
    _check(plan, after, terms, at=at, by_hr=True)
    return after


def _begun(kept: dict[str, int | None], kind: OutcomeKind) -> Case:
    found = case(PlanState.CLOSED)
    outcome = replace(found.plan.outcomes[-1], kind=kind)
    pack = replace(found.terms.pack, retention=replace(found.terms.pack.retention, **kept))  # type: ignore[arg-type]
    return replace(found, plan=found.plan.with_(outcomes=(outcome,)), terms=replace(found.terms, pack=pack))


@given(steps=STEPS, kept=KEPT, kind=st.sampled_from([OutcomeKind.MET, OutcomeKind.WITHDRAWN]))
@settings(max_examples=60, deadline=None)
def test_nothing_is_erased_under_a_hold_or_early_and_what_is_not_held_goes_in_the_end(
    steps: list[tuple[str, int]], kept: dict[str, int | None], kind: OutcomeKind
) -> None:
    found = _begun(kept, kind)
    plan, terms, now = found.plan, found.terms, found.at
    for what, days in steps:
        now += timedelta(days=days)
        plan = _clock(plan, terms, until=now)
        if plan.state is PlanState.ERASED:
            assert passing.next_passing(plan, terms) is None
            return
        plan = _acted(plan, terms, what, at=now)
    held = retention.standing_hold(plan) is not None if plan.state is not PlanState.ERASED else False
    plan = _clock(plan, terms, until=now + timedelta(days=365 * 20))
    assert plan.state is (PlanState.ARCHIVED if held else PlanState.ERASED)


@given(days=st.integers(0, 1200), kept=KEPT)
@settings(max_examples=40, deadline=None)
def test_the_clock_wakes_for_it_at_midnight_of_the_day_it_names(days: int, kept: dict[str, int | None]) -> None:
    found = _begun(kept, OutcomeKind.MET)
    at = found.at + timedelta(days=days)
    plan = found.plan.with_(state=PlanState.ARCHIVED, archived_at=at)
    day = retention.erase_on(plan, found.terms)
    assert day is not None
    assert passing.next_passing(plan, found.terms) == instant(day, time.min, EMPLOYEE.zone)
    assert day > retention.keep_until(plan, found.terms)
    assert day >= days_after(_today(at), 30)
