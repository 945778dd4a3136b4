"""How long a plan is kept, what keeps it longer, and what is left of it in the end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from plans import passing, retention
from plans.announcements import removed
from plans.certificates import certificate
from plans.copies import copy_asked, copy_handed_over, copy_put_off
from plans.dates import add_working_days, instant, local_date, months_after
from plans.ending import Outcome
from plans.examples import EMPLOYEE, GENERIC, HR, SECOND_HR, SUPERVISOR, Case, case, then
from plans.ids import EntryId, fresh
from plans.kept import EraseCause
from plans.lifecycle import discarded
from plans.notices import NoticeKind
from plans.people import NOBODY, Person, Standing
from plans.plan import PlanError
from plans.policy import OutcomeKind, Retention, RetentionProfile
from plans.record import Contest, Record
from plans.reminders import reminders_for
from plans.retention import WARNING, archived, erased, hold_released, hold_set, left
from plans.rights import rebutted
from plans.states import MissClass, PlanState
from plans.words import Words

W = Words("A charge was filed.")
DAY = timedelta(days=1)
COPY = EntryId("c" * 32)
CLOSED_ON = date(2027, 9, 3)
KEPT_UNTIL = date(2029, 9, 3)
_P = PlanState


def noon(day: date) -> datetime:
    return instant(day, time(12), EMPLOYEE.zone)


def midnight(day: date) -> datetime:
    return instant(day, time.min, EMPLOYEE.zone)


def kept(found: Case, **changes: object) -> Case:
    """The same case, its pack's retention with these changes."""
    pack = replace(found.terms.pack, retention=replace(found.terms.pack.retention, **changes))  # type: ignore[arg-type]
    return replace(found, terms=replace(found.terms, pack=pack))


def held(found: Case, at: datetime) -> Case:
    return then(found, hold_set(found.plan, reason=W, by=HR, at=at))


def lifted(found: Case, at: datetime) -> Case:
    return then(found, hold_released(found.plan, reason=W, by=HR, at=at))


def refused(code: str, attempt: Callable[[], object]) -> PlanError:
    with pytest.raises(PlanError) as caught:
        attempt()
    assert caught.value.code == code
    return caught.value


# Archiving


def test_a_closed_plan_is_archived_by_the_clock_the_day_after_its_windows_are_over() -> None:
    found = case(_P.CLOSED)
    last = CLOSED_ON + 30 * DAY
    error = refused("too-early", lambda: archived(found.plan, found.terms, at=noon(last)))
    assert error.facts == {"until": last}
    assert passing.next_passing(found.plan, found.terms) == midnight(last + DAY)
    change = passing.pass_time(found.plan, found.terms, midnight(last + DAY))
    assert change is not None
    assert (change.plan.state, change.plan.archived_at) == (_P.ARCHIVED, midnight(last + DAY))


@pytest.mark.parametrize(("months", "until"), [(6, date(2028, 3, 3)), (12, date(2028, 9, 3))])
def test_after_a_good_end_it_is_watched_for_as_long_as_the_pack_says_before_it_is_archived(
    months: int, until: date
) -> None:
    """F-09."""
    found = kept(case(_P.CLOSED), watch_months=months)
    assert retention.watched_until(found.plan, found.terms) == until
    assert passing.next_passing(found.plan, found.terms) == midnight(until + DAY)
    withdrawn = found.plan.with_(outcomes=(_ended_as(found, OutcomeKind.WITHDRAWN),))
    assert retention.watched_until(withdrawn, found.terms) is None


def test_a_contest_without_an_answer_keeps_it_from_being_archived() -> None:
    """Nobody could answer it afterwards."""
    found = case(_P.CLOSED)
    contest = Contest(
        id=EntryId(fresh()),
        milestone=found.plan.milestones[0].id,
        author=EMPLOYEE.id,
        at=found.at,
        against=MissClass.NO_COMMUNICATION,
        text=W,
    )
    waiting = found.plan.with_(record=replace(found.plan.record, contests=(contest,)))
    assert passing.next_passing(waiting, found.terms) is None
    refused("too-early", lambda: archived(waiting, found.terms, at=found.at + 900 * DAY))


def _ended_as(found: Case, kind: OutcomeKind) -> Outcome:
    return replace(found.plan.outcomes[-1], kind=kind)


# How long


@pytest.mark.parametrize(
    ("profile", "months", "until"),
    [
        (RetentionProfile.US_PRIVATE, 12, date(2028, 9, 3)),
        (RetentionProfile.US_PUBLIC_EDUCATION, 24, date(2029, 9, 3)),
        (RetentionProfile.CALIFORNIA, 48, date(2031, 9, 3)),
        (RetentionProfile.CUSTOM, 7, date(2028, 4, 3)),
    ],
)
def test_its_time_counts_from_the_end_in_the_months_of_the_profile(
    profile: RetentionProfile, months: int, until: date
) -> None:
    found = kept(case(_P.CLOSED), profile=profile, months=months)
    assert retention.keep_until(found.plan, found.terms) == until


def test_where_the_pack_leaves_it_open_the_installation_decides_and_else_it_is_four_years() -> None:
    """Requirements §6.3: the longest minimum we know, if nobody chose."""
    open_ = case(_P.CLOSED, name=GENERIC)
    ended = date(2026, 12, 2)
    longest = retention.keep_until(open_.plan, open_.terms)
    site = Retention(profile=RetentionProfile.CUSTOM, months=60)
    chosen = replace(open_.terms, site=site)
    assert longest == months_after(ended, 48)
    assert retention.keep_until(open_.plan, chosen) == months_after(ended, 60)
    fixed = case(_P.CLOSED)
    assert retention.keep_until(fixed.plan, replace(fixed.terms, site=site)) == KEPT_UNTIL


def test_its_time_counts_from_what_was_put_on_record_last_and_from_the_last_day_of_employment() -> None:
    found = case(_P.ARCHIVED)
    said = rebutted(
        found.plan,
        found.terms,
        entry=EntryId(fresh()),
        about="outcome",
        text=W,
        by=EMPLOYEE,
        at=noon(date(2028, 2, 1)),
    ).plan
    assert retention.keep_until(said, found.terms) == date(2030, 2, 1)
    gone = left(said, on=date(2028, 5, 31), by=HR, at=noon(date(2028, 6, 1))).plan
    assert retention.keep_until(gone, found.terms) == date(2030, 5, 31)
    earlier = left(said, on=date(2027, 10, 1), by=HR, at=noon(date(2028, 6, 1))).plan
    assert retention.keep_until(earlier, found.terms) == date(2030, 2, 1)


def test_a_last_day_that_is_still_to_come_is_refused_at_its_field() -> None:
    found = case(_P.CLOSED)
    error = refused("date-future", lambda: left(found.plan, on=date(2030, 1, 1), by=HR, at=found.at))
    assert error.field == "left_on"


# Erasing


@pytest.mark.parametrize("by", [None, HR])
def test_it_is_erased_only_when_its_time_is_over_and_no_hold_stands(by: Person | None) -> None:
    found = case(_P.ARCHIVED)
    error = refused("retention-running", lambda: erased(found.plan, found.terms, by=by, at=noon(KEPT_UNTIL)))
    assert error.facts == {"until": KEPT_UNTIL}
    late = noon(KEPT_UNTIL + DAY)
    kept_longer = held(found, found.at)
    refused("legal-hold", lambda: erased(kept_longer.plan, found.terms, by=by, at=late))
    change = erased(found.plan, found.terms, by=by, at=late)
    assert (change.plan.state, change.plan.erased_at) == (_P.ERASED, late)
    assert change.plan.erased_for is EraseCause.RETENTION_OVER
    assert change.events[0].fact("cause") == "retention-over"


def test_the_clock_erases_it_on_the_first_day_after_its_time() -> None:
    """T25: on that day, and never before."""
    found = case(_P.ARCHIVED)
    due = midnight(KEPT_UNTIL + DAY)
    assert passing.next_passing(found.plan, found.terms) == due
    assert passing.pass_time(found.plan, found.terms, due - timedelta(microseconds=1)) is None
    change = passing.pass_time(found.plan, found.terms, due)
    assert change is not None
    assert change.plan.state is _P.ERASED
    assert passing.next_passing(change.plan, found.terms) is None


def test_what_is_left_names_nobody_and_holds_nothing_that_anybody_wrote() -> None:
    found = held(case(_P.ARCHIVED), noon(date(2028, 1, 1)))
    found = lifted(found, noon(date(2028, 2, 1)))
    after = erased(found.plan, found.terms, by=None, at=noon(KEPT_UNTIL + DAY)).plan
    assert (after.employee, after.supervisor, after.started_by) == (NOBODY, NOBODY, NOBODY)
    assert (after.reviewer, after.approved_by, after.conflicts) == (None, None, frozenset())
    assert (after.editions, after.record, after.outcomes, after.holds, after.pauses) == ((), Record(), (), (), ())
    assert (after.id, after.case_number, after.start, after.end) == (
        found.plan.id,
        found.plan.case_number,
        found.plan.start,
        found.plan.end,
    )
    assert EMPLOYEE.id not in repr(after)
    assert SUPERVISOR.id not in repr(after)


def test_hr_is_warned_before_the_clock_erases_whatever_came_late() -> None:
    """A plan that is archived, or let go, after its time is over is not gone the same day."""
    late = noon(date(2034, 1, 15))
    found = case(_P.CLOSED)
    change = passing.pass_time(found.plan, found.terms, late)
    assert change is not None
    assert change.plan.state is _P.ARCHIVED
    first = retention.erase_on(change.plan, found.terms)
    assert first == date(2034, 1, 15) + WARNING
    kept_longer = held(case(_P.ARCHIVED), found.at)
    assert retention.erase_on(kept_longer.plan, found.terms) is None
    assert passing.next_passing(kept_longer.plan, found.terms) is None
    let_go = lifted(kept_longer, late)
    assert passing.next_passing(let_go.plan, found.terms) == midnight(date(2034, 1, 15) + WARNING)
    refused("retention-running", lambda: erased(let_go.plan, found.terms, by=None, at=late))
    assert erased(let_go.plan, found.terms, by=HR, at=late).plan.state is _P.ERASED


def test_a_good_end_is_taken_off_the_record_at_the_later_of_two_dates() -> None:
    """P-11: expunging never comes before the profile's minimum."""
    found = kept(case(_P.ARCHIVED), expunge_months=36)
    assert retention.keep_until(found.plan, found.terms) == date(2030, 9, 3)
    change = erased(found.plan, found.terms, by=None, at=noon(date(2030, 9, 4)))
    assert change.plan.erased_for is EraseCause.EXPUNGED
    other = found.plan.with_(outcomes=(_ended_as(found, OutcomeKind.WITHDRAWN),))
    assert retention.keep_until(other, found.terms) == KEPT_UNTIL
    sooner = kept(case(_P.ARCHIVED), expunge_months=1)
    assert retention.keep_until(sooner.plan, sooner.terms) == KEPT_UNTIL


def test_of_a_good_end_that_was_taken_off_a_certificate_says_so_and_nothing_of_its_content() -> None:
    found = kept(case(_P.ARCHIVED), expunge_months=36)
    gone = erased(found.plan, found.terms, by=None, at=noon(date(2030, 9, 4))).plan
    made = certificate(gone, found.terms)
    assert (made.case_number, made.removed_on) == (found.plan.case_number, date(2030, 9, 4))
    assert (made.months, made.after) == (24, 36)
    refused("no-certificate", lambda: certificate(found.plan, found.terms))
    plain = erased(case(_P.ARCHIVED).plan, found.terms, by=HR, at=noon(date(2031, 9, 4))).plan
    refused("no-certificate", lambda: certificate(plain.with_(erased_for=EraseCause.RETENTION_OVER), found.terms))


def test_the_employee_is_told_of_it_and_nothing_that_is_owed_leads_to_the_plan() -> None:
    found = kept(case(_P.ARCHIVED), expunge_months=36)
    (owed,) = removed(found.plan, found.terms, at=noon(date(2030, 9, 4)))
    assert (owed.person, owed.kind, owed.plan, owed.subject) == (EMPLOYEE.id, NoticeKind.RECORD_REMOVED, None, None)
    assert found.plan.id not in owed.key
    assert EMPLOYEE.id not in owed.key
    away = replace(found.terms.people[EMPLOYEE.id], standing=Standing.DEACTIVATED)
    left_us = replace(found.terms, people={**found.terms.people, EMPLOYEE.id: away})
    assert removed(found.plan, left_us, at=noon(date(2030, 9, 4))) == ()


# Holds


@pytest.mark.parametrize("state", sorted(set(PlanState) - retention.TOMBSTONES))
def test_hr_keeps_a_plan_in_any_state_and_lets_it_go_again(state: PlanState) -> None:
    found = case(state)
    kept_longer = held(found, found.at)
    assert retention.standing_hold(kept_longer.plan) is not None
    refused("already-held", lambda: hold_set(kept_longer.plan, reason=W, by=SECOND_HR, at=found.at))
    let_go = lifted(kept_longer, found.at + DAY)
    assert retention.standing_hold(let_go.plan) is None
    refused("not-held", lambda: hold_released(let_go.plan, reason=W, by=HR, at=found.at))
    assert [hold.lifted_at for hold in held(let_go, found.at + 2 * DAY).plan.holds] == [found.at + DAY, None]


@pytest.mark.parametrize("state", sorted(retention.TOMBSTONES))
def test_there_is_nothing_to_keep_of_a_plan_that_is_gone(state: PlanState) -> None:
    plan = case(state).plan
    refused("not-now", lambda: hold_set(plan, reason=W, by=HR, at=plan.started_at))
    refused("not-now", lambda: hold_released(plan, reason=W, by=HR, at=plan.started_at))
    refused("not-now", lambda: left(plan, on=date(2026, 1, 1), by=HR, at=plan.started_at))


def test_a_hold_needs_its_reason_and_so_does_lifting_it() -> None:
    found = case(_P.CLOSED)
    assert refused("required", lambda: hold_set(found.plan, reason=None, by=HR, at=found.at)).field == "reason"
    kept_longer = held(found, found.at).plan
    assert refused("required", lambda: hold_released(kept_longer, reason=None, by=HR, at=found.at)).field == "reason"


def test_a_draft_that_is_kept_cannot_be_thrown_away() -> None:
    found = held(case(_P.DRAFT), case(_P.DRAFT).at)
    refused("legal-hold", lambda: discarded(found.plan, by=SUPERVISOR, at=found.at))
    assert discarded(lifted(found, found.at).plan, by=SUPERVISOR, at=found.at).plan.state is _P.DISCARDED


def test_closing_and_archiving_go_on_under_a_hold() -> None:
    """Only what would lose something waits."""
    found = held(case(_P.CLOSED), case(_P.CLOSED).at)
    change = passing.pass_time(found.plan, found.terms, found.at + 400 * DAY)
    assert change is not None
    assert change.plan.state is _P.ARCHIVED


# The watch


def test_before_a_watch_is_over_the_supervisor_is_asked_once_whether_it_has_lasted_and_nobody_else() -> None:
    """F-09: one quiet check."""
    found = kept(case(_P.CLOSED), watch_months=6)
    (owed,) = reminders_for(found.plan, found.terms)
    assert (owed.kind, owed.person, owed.nominal) == (NoticeKind.WATCH_OVER, SUPERVISOR.id, date(2028, 3, 3))
    assert local_date(owed.due_at, SUPERVISOR.zone) == date(2028, 2, 18)
    assert reminders_for(case(_P.CLOSED).plan, case(_P.CLOSED).terms) == ()


@pytest.mark.parametrize("kind", [OutcomeKind.WITHDRAWN, OutcomeKind.NOT_MET])
def test_what_did_not_end_well_is_not_watched(kind: OutcomeKind) -> None:
    found = kept(case(_P.CLOSED), watch_months=6)
    plan = found.plan.with_(outcomes=(_ended_as(found, kind),))
    assert reminders_for(plan, found.terms) == ()


# Copies


def test_a_copy_is_put_off_once_and_only_where_the_pack_allows_it() -> None:
    found, at = case(_P.CLOSED), case(_P.CLOSED).at
    asked = then(found, copy_asked(found.plan, found.terms, entry=COPY, by=EMPLOYEE, at=at))
    late = copy_put_off(asked.plan, found.terms, COPY, reason=W, by=HR, at=at).plan
    request = late.record.copy_requests[0]
    assert request.due is not None
    assert request.owed_by == add_working_days(request.due, 7, found.terms.calendar)
    refused("copy-no-more-time", lambda: copy_put_off(late, found.terms, COPY, reason=W, by=HR, at=at))
    generic = case(_P.ACTIVE, name=GENERIC)
    plan = copy_asked(generic.plan, generic.terms, entry=COPY, by=EMPLOYEE, at=generic.at).plan
    refused("copy-no-more-time", lambda: copy_put_off(plan, generic.terms, COPY, reason=W, by=HR, at=generic.at))


def test_only_the_employee_asks_and_only_one_is_owed_at_a_time() -> None:
    found = case(_P.ACTIVE)
    refused("not-yours", lambda: copy_asked(found.plan, found.terms, entry=COPY, by=SUPERVISOR, at=found.at))
    asked = copy_asked(found.plan, found.terms, entry=COPY, by=EMPLOYEE, at=found.at).plan
    other = EntryId(fresh())
    refused("copy-pending", lambda: copy_asked(asked, found.terms, entry=other, by=EMPLOYEE, at=found.at))
    handed = copy_handed_over(asked, COPY, on=local_date(found.at, HR.zone), kept_back=None, by=HR, at=found.at).plan
    again = copy_asked(handed, found.terms, entry=other, by=EMPLOYEE, at=found.at).plan
    assert [request.open for request in again.record.copy_requests] == [False, True]


def test_nothing_is_erased_while_a_copy_is_owed() -> None:
    found = case(_P.ARCHIVED)
    plan = copy_asked(found.plan, found.terms, entry=COPY, by=EMPLOYEE, at=found.at).plan
    assert retention.erase_on(plan, found.terms) is None
    refused("copy-owed", lambda: erased(plan, found.terms, by=HR, at=noon(KEPT_UNTIL + DAY)))
