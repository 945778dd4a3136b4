"""A pause moves what remains by the working days it took; the end of the period asks for a decision."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.barriers import raised, withdrawn
from plans.check_ins import wants_a_day
from plans.dates import add_working_days, instant, working_days_between
from plans.events import EventKind
from plans.examples import EMPLOYEE, GENERIC, GUIDES, GUIDES_DRAFTED, HR, NOW, SUPERVISOR, Case, case, then
from plans.ids import EntryId
from plans.meetings import Review
from plans.milestones import hold_lifted
from plans.passing import pass_time
from plans.pausing import END, decision_due, ends_at, foreseen_shifts, paused, resumed
from plans.plan import Plan
from plans.record import Barrier, BarrierKind, Record
from plans.reviews import notes_due
from plans.states import IllegalMoveError, MilestoneState, PlanState, ReviewState
from plans.words import Words
from tests.plans.opening import DAY, TODAY, kinds, refusal

_P = PlanState


def morning(day: date) -> datetime:
    return instant(day, time(9), EMPLOYEE.zone)


def pause(found: Case, last: date) -> Case:
    return then(found, paused(found.plan, found.terms, last=last, by=HR, at=found.at))


def test_a_pause_holds_everything_that_is_still_to_come_and_keeps_no_reason() -> None:
    found = case(_P.ACTIVE)
    change = paused(found.plan, found.terms, last=TODAY + 20 * DAY, by=HR, at=NOW)
    assert change.plan.state is _P.PAUSED
    assert {milestone.state for milestone in change.plan.milestones} == {MilestoneState.ON_HOLD}
    stored = change.plan.pauses[0]
    assert (stored.first, stored.last, stored.approved_by, stored.at) == (TODAY, TODAY + 20 * DAY, HR.id, NOW)
    assert set(type(stored).__dataclass_fields__) == {"first", "last", "approved_by", "at", "fitted", "held", "shifts"}
    assert kinds(change) == [EventKind.PLAN_PAUSED] + 4 * [EventKind.MILESTONE_HELD]


def test_what_is_settled_is_not_held() -> None:
    found = case(_P.ACTIVE)
    met = replace(found.plan.milestones[0], state=MilestoneState.MET)
    plan = found.plan.with_(milestones=(met, *found.plan.milestones[1:]))
    assert pause(replace(found, plan=plan), TODAY + DAY).plan.milestones[0] == met


def test_a_pause_ends_no_earlier_than_today() -> None:
    found = case(_P.ACTIVE)
    with refusal("date-past", "last"):
        paused(found.plan, found.terms, last=TODAY - DAY, by=HR, at=NOW)


def test_only_hr_pauses() -> None:
    found = case(_P.ACTIVE)
    for by in (EMPLOYEE, SUPERVISOR):
        with pytest.raises(IllegalMoveError):
            paused(found.plan, found.terms, last=TODAY + DAY, by=by, at=NOW)


def test_a_pause_that_would_break_the_packs_cap_is_hrs_to_decide() -> None:
    found = case(_P.ACTIVE, name=GENERIC)
    capped = replace(found.terms, pack=replace(found.terms.pack, max_days=95))
    last = TODAY + 20 * DAY
    with refusal("past-cap", "last", most=95):
        paused(found.plan, capped, last=last, by=HR, at=NOW)
    assert paused(found.plan, capped, last=TODAY + DAY, by=HR, at=NOW).plan.state is _P.PAUSED


def test_after_the_pause_all_that_remains_is_later_by_the_working_days_paused() -> None:
    found, last = case(_P.ACTIVE), TODAY + 20 * DAY
    held = pause(found, last)
    change = resumed(held.plan, held.terms, by=None, at=morning(last + DAY))
    days = working_days_between(TODAY, last, found.terms.calendar)
    assert days == 15
    assert change.plan.state is _P.ACTIVE
    for before, after in zip(found.plan.milestones, change.plan.milestones, strict=True):
        assert after.state is MilestoneState.PLANNED
        assert after.on == add_working_days(before.on, days, found.terms.calendar)
    assert [review.on for review in change.plan.reviews] == [
        add_working_days(review.on, days, found.terms.calendar) for review in found.plan.reviews
    ]
    assert found.plan.end is not None
    assert change.plan.end == add_working_days(found.plan.end, days, found.terms.calendar)


def test_a_goal_says_the_same_day_as_its_milestone_after_a_pause() -> None:
    held = pause(case(_P.ACTIVE), TODAY + 20 * DAY)
    after = resumed(held.plan, held.terms, by=None, at=morning(TODAY + 21 * DAY)).plan
    dated = {one.id: one.on for one in after.milestones}
    for goal in after.goals:
        assert goal.target == dated[goal.milestone]
        assert [one.on for one in goal.interim] == [dated[one.id] for one in goal.interim]


def reviewed_last_week() -> Case:
    """The first review's day was two working days ago; the supervisor has not written anything down yet."""
    found = case(_P.ACTIVE)
    first, *others = found.plan.reviews
    early = replace(first, on=add_working_days(TODAY, -2, found.terms.calendar), asked_at=NOW - 4 * DAY)
    return replace(found, plan=found.plan.with_(reviews=(early, *others)))


def test_a_review_whose_time_had_come_before_the_pause_keeps_its_day() -> None:
    found = reviewed_last_week()
    held = pause(found, TODAY + 20 * DAY)
    after = resumed(held.plan, held.terms, by=None, at=morning(TODAY + 21 * DAY)).plan
    assert after.reviews[0].on == found.plan.reviews[0].on
    assert after.reviews[1].on > found.plan.reviews[1].on


def test_nobody_is_late_with_notes_they_could_not_write_while_the_plan_was_paused() -> None:
    held = pause(reviewed_last_week(), TODAY + 20 * DAY)
    back = morning(TODAY + 21 * DAY)
    after = resumed(held.plan, held.terms, by=None, at=back).plan
    due = notes_due(after, after.reviews[0], terms=held.terms)
    assert due > back + timedelta(days=2)
    a_day_later = pass_time(after, held.terms, back + timedelta(days=1))
    assert a_day_later is None or a_day_later.plan.reviews[0].state is not ReviewState.UNDOCUMENTED


def test_a_promise_that_was_still_to_come_is_later_too_and_one_that_was_late_before_stays_late() -> None:
    """F-03: whoever was away could not have taken the course, and nobody is late with it on the day they return."""
    found, last = case(_P.ACTIVE), TODAY + 20 * DAY
    late, coming, *others = found.plan.supports
    promised = (replace(late, due=TODAY - DAY), replace(coming, due=TODAY + 3 * DAY), *others)
    held = pause(replace(found, plan=found.plan.with_(supports=promised)), last)
    foreseen = foreseen_shifts(held.plan, held.terms, held.plan.pauses[0])
    after = resumed(held.plan, held.terms, by=None, at=morning(last + DAY)).plan
    assert after.supports[0].due == TODAY - DAY
    assert after.supports[1].due == add_working_days(TODAY + 3 * DAY, 15, found.terms.calendar)
    assert after.pauses[0].shifts == foreseen
    assert {one.subject for one in foreseen} >= {coming.id} | {one.id for one in others if one.due}


def test_both_dates_of_whatever_moved_are_on_record() -> None:
    found, last = case(_P.ACTIVE), TODAY + 20 * DAY
    held = pause(found, last)
    change = resumed(held.plan, held.terms, by=None, at=morning(last + DAY))
    assert kinds(change) == (
        [EventKind.PLAN_RESUMED] + 4 * [EventKind.MILESTONE_HOLD_LIFTED] + 3 * [EventKind.REVIEW_MOVED]
    )
    first = change.plan.reviews[0]
    assert (first.moves[0].old, first.moves[0].new) == (found.plan.reviews[0].on, first.on)
    line = change.events[-3]
    assert (line.fact("old"), line.fact("new")) == (found.plan.reviews[0].on.isoformat(), first.on.isoformat())


def test_the_clock_waits_for_the_last_day_and_hr_need_not() -> None:
    found, last = case(_P.ACTIVE), TODAY + 20 * DAY
    held = pause(found, last)
    with refusal("too-early", until=last):
        resumed(held.plan, held.terms, by=None, at=morning(last))
    early = resumed(held.plan, held.terms, by=HR, at=morning(TODAY + 7 * DAY)).plan
    assert early.pauses[0].last == TODAY + 6 * DAY
    assert early.milestones[0].on == add_working_days(found.plan.milestones[0].on, 5, found.terms.calendar)


def test_a_protected_matter_keeps_its_milestone_on_hold_after_the_pause() -> None:
    found = case(_P.ACTIVE)
    barrier = Barrier(
        id=EntryId("5" * 32),
        author=EMPLOYEE.id,
        at=NOW,
        kind=BarrierKind.PROTECTED,
        milestones=(GUIDES_DRAFTED,),
        text=Words("private"),
        would_help=Words(""),
    )
    held = pause(replace(found, plan=found.plan.with_(record=Record(barriers=(barrier,)))), TODAY + DAY)
    after = resumed(held.plan, held.terms, by=None, at=morning(TODAY + 2 * DAY)).plan
    assert after.milestone(GUIDES_DRAFTED).state is MilestoneState.ON_HOLD
    assert after.goal(GUIDES).id == GUIDES
    assert {one.state for one in after.milestones if one.id != GUIDES_DRAFTED} == {MilestoneState.PLANNED}


def told_in_private(found: Case, at: datetime) -> Plan:
    """HR's matter alone, so the date rests."""
    told = raised(
        found.plan,
        entry=EntryId("5" * 32),
        kind=BarrierKind.PROTECTED,
        milestones_hit=(GUIDES_DRAFTED,),
        text=Words("private"),
        would_help=None,
        wished_date=None,
        by=EMPLOYEE,
        at=at,
        terms=found.terms,
    )
    return told.plan


def over(found: Case) -> MilestoneState:
    return resumed(found.plan, found.terms, by=None, at=morning(TODAY + 2 * DAY)).plan.milestone(GUIDES_DRAFTED).state


def test_a_hold_that_outlives_its_matter_is_still_hrs_to_lift_after_a_pause() -> None:
    """The employee took it back before the pause, or during it; a pause ends by itself, and that frees nothing."""
    found, entry = case(_P.ACTIVE), EntryId("5" * 32)
    before = withdrawn(told_in_private(found, NOW - DAY), entry, by=EMPLOYEE, at=NOW - DAY)
    assert over(pause(replace(found, plan=before.plan), TODAY + DAY)) is MilestoneState.ON_HOLD
    held = pause(found, TODAY + DAY)
    during = withdrawn(told_in_private(held, NOW + DAY), entry, by=EMPLOYEE, at=NOW + DAY)
    assert over(replace(held, plan=during.plan)) is MilestoneState.ON_HOLD


def test_what_hr_let_run_again_before_a_pause_runs_again_after_it() -> None:
    """Also where the matter itself is still open: HR has decided about the date."""
    found = case(_P.ACTIVE)
    told = told_in_private(found, NOW - DAY)
    on = told.milestone(GUIDES_DRAFTED).on
    lifted = hold_lifted(told, GUIDES_DRAFTED, on=on, by=HR, at=NOW - DAY).plan
    assert over(pause(replace(found, plan=lifted), TODAY + DAY)) is MilestoneState.PLANNED


@given(length=st.integers(0, 120), back=st.integers(1, 200))
def test_no_date_ever_moves_to_an_earlier_day_and_their_order_stays(length: int, back: int) -> None:
    found = pause(ACTIVE, TODAY + timedelta(length))
    after = resumed(found.plan, found.terms, by=HR, at=morning(TODAY + timedelta(back))).plan
    before = [one.on for one in ACTIVE.plan.milestones] + [one.on for one in ACTIVE.plan.reviews]
    moved = [one.on for one in after.milestones] + [one.on for one in after.reviews]
    assert all(new >= old for old, new in zip(before, moved, strict=True))
    ranked = sorted(range(len(before)), key=before.__getitem__)
    assert [moved[place] for place in ranked] == sorted(moved)
    assert after.end is not None
    assert max(moved) <= after.end


ACTIVE = case(_P.ACTIVE)


def final_documented(plan: Plan) -> Plan:
    def closed(review: Review) -> Review:
        return replace(review, state=ReviewState.DOCUMENTED)

    return plan.with_(reviews=(*plan.reviews[:-1], closed(plan.reviews[-1])))


def test_when_the_end_date_has_passed_a_decision_is_due() -> None:
    found = case(_P.ACTIVE)
    at = ends_at(found.plan, found.terms)
    assert at == datetime(2027, 9, 2, 23, 0, tzinfo=UTC)
    with refusal("too-early", until=at):
        decision_due(found.plan, found.terms, by=None, at=at - timedelta(seconds=1))
    change = decision_due(found.plan, found.terms, by=None, at=at)
    assert (change.plan.state, change.plan.decision_due_at) == (_P.DECISION_DUE, at)


def test_the_supervisor_asks_for_the_decision_once_the_final_review_is_closed() -> None:
    found = case(_P.ACTIVE)
    with refusal("final-review-open"):
        decision_due(found.plan, found.terms, by=SUPERVISOR, at=NOW)
    change = decision_due(final_documented(found.plan), found.terms, by=SUPERVISOR, at=NOW)
    assert change.plan.state is _P.DECISION_DUE


def test_a_plan_without_an_end_has_no_end_instant() -> None:
    with refusal("not-now", state=_P.DRAFT):
        ends_at(case(_P.DRAFT).plan.with_(end=None), case(_P.DRAFT).terms)


def test_hr_may_have_the_rest_fitted_under_the_cap_in_the_same_order_and_never_earlier() -> None:
    found = case(_P.ACTIVE, name=GENERIC)
    capped = replace(found.terms, pack=replace(found.terms.pack, max_days=95))
    assert found.plan.start is not None
    cap = found.plan.start + 95 * DAY
    held = paused(found.plan, capped, last=TODAY + 40 * DAY, fitted=True, by=HR, at=NOW).plan
    foreseen = foreseen_shifts(held, capped, held.pauses[-1])
    after = resumed(held, capped, by=None, at=morning(TODAY + 41 * DAY)).plan
    assert after.end == cap
    before = [one.on for one in found.plan.milestones] + [one.on for one in found.plan.reviews]
    later = [one.on for one in after.milestones] + [one.on for one in after.reviews]
    assert all(old <= new <= cap for old, new in zip(before, later, strict=True))
    on = [review.on for review in after.reviews]
    assert on == sorted(set(on))
    assert after.pauses[-1].shifts == foreseen


def test_every_date_is_on_record_as_old_and_new_once_the_pause_is_over() -> None:
    found, last = case(_P.ACTIVE), TODAY + 20 * DAY
    held = pause(found, last)
    assert held.plan.pauses[-1].shifts == ()
    after = resumed(held.plan, held.terms, by=None, at=morning(last + DAY)).plan
    told = {shift.subject: (shift.old, shift.new) for shift in after.pauses[-1].shifts}
    assert told[END] == (found.plan.end, after.end)
    for review, moved in zip(found.plan.reviews, after.reviews, strict=True):
        assert told[review.id] == (review.on, moved.on)
    for milestone, later in zip(found.plan.milestones, after.milestones, strict=True):
        assert told[milestone.id] == (milestone.on, later.on)


def test_a_meeting_that_can_move_no_later_and_fell_into_the_pause_is_asked_about_when_the_plan_goes_on() -> None:
    """It came with no new version, and what the employee has to say about it is not lost with its day (F-03)."""
    found = case(_P.ACTIVE, name=GENERIC)
    *earlier, midpoint, final = found.plan.reviews
    assert found.plan.start is not None
    assert found.plan.end is not None
    close = replace(midpoint, on=final.on - DAY)
    plan = found.plan.with_(reviews=(*earlier, close, final))
    most = (final.on - found.plan.start).days
    capped = replace(found.terms, pack=replace(found.terms.pack, max_days=most))
    plan = plan.with_(end=final.on)
    at = morning(close.on - 20 * DAY)
    held = paused(plan, capped, last=close.on, fitted=True, by=HR, at=at).plan
    change = pass_time(held, capped, morning(final.on))
    assert change is not None
    after = change.plan.review(midpoint.id)
    assert (after.on, after.asked_at) == (close.on, morning(final.on))
    assert not wants_a_day(after)
