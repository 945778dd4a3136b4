"""Reminders by example: who is reminded of what, when, in their own zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from plans.dates import Absence
from plans.ending import Outcome, OutcomeState
from plans.ids import EntryId, PersonId
from plans.meetings import ReviewMoved
from plans.notices import NoticeKind
from plans.people import Role, Standing
from plans.policy import OutcomeKind, ReviewKind
from plans.record import BarrierKind, CheckInNote, CopyRequest, Provider, Record
from plans.reminders import REMINDERS, reminders_for
from plans.signing import Edition, SignatureKind
from plans.states import BarrierState, MilestoneState, PlanState, ReviewState, SupportState
from plans.words import Words
from tests.plans import owing as the

_K = NoticeKind
# A Wednesday with nothing around it.
WEDNESDAY = date(2026, 8, 12)
MONDAY_NOON = datetime(2026, 8, 10, 18, 0, tzinfo=UTC)


def _note(role: Role, author: PersonId) -> CheckInNote:
    return CheckInNote(
        id=EntryId(f"note-{author}"),
        review=the.REVIEW,
        author=author,
        role=role,
        at=MONDAY_NOON,
        progress=(),
        challenges=Words(""),
        support_needed=Words(""),
        feedback=Words(""),
    )


def test_both_parties_hear_of_a_review_before_on_and_after_its_day_at_their_own_nine_o_clock() -> None:
    owed = reminders_for(the.plan(reviews=(the.review(WEDNESDAY),)), the.terms())
    for person in (the.EMPLOYEE, the.SUPERVISOR):
        assert the.said(owed, _K.REVIEW_AHEAD, person) == ["Wed 05 Aug 09:00"]
        assert the.said(owed, _K.CHECK_IN, person) == ["Tue 11 Aug 09:00", "Wed 12 Aug 09:00"]
        assert the.said(owed, _K.CHECK_IN_NUDGE, person) == ["Thu 13 Aug 09:00", "Mon 17 Aug 09:00"]
    assert the.said(owed, _K.REVIEW_NOTES_DUE, the.SUPERVISOR) == ["Thu 13 Aug 09:00", "Mon 17 Aug 09:00"]
    assert the.said(owed, _K.REVIEW_NOTES_DUE, the.EMPLOYEE) == []


def test_who_has_written_is_asked_no_more_and_the_other_still_is() -> None:
    record = Record(check_ins=(_note(Role.EMPLOYEE, the.EMPLOYEE.id),))
    owed = reminders_for(the.plan(reviews=(the.review(WEDNESDAY),), record=record), the.terms())
    for kind in (_K.REVIEW_AHEAD, _K.CHECK_IN, _K.CHECK_IN_NUDGE):
        assert the.said(owed, kind, the.EMPLOYEE) == []
    assert len(the.said(owed, _K.CHECK_IN, the.SUPERVISOR)) == 2


def test_the_reviewer_who_stands_in_is_reminded_and_their_note_counts_for_the_supervisors_side() -> None:
    stood_in = the.plan(reviews=(the.review(WEDNESDAY),), reviewer=the.REVIEWER.id, supervisor_away=True)
    owed = reminders_for(stood_in, the.terms())
    assert the.said(owed, _K.CHECK_IN, the.REVIEWER) == ["Tue 11 Aug 09:00", "Wed 12 Aug 09:00"]
    assert the.said(owed, _K.CHECK_IN, the.SUPERVISOR) == []
    wrote = stood_in.with_(record=Record(check_ins=(_note(Role.REVIEWER, the.REVIEWER.id),)))
    assert the.said(reminders_for(wrote, the.terms()), _K.CHECK_IN, the.REVIEWER) == []


def test_a_check_in_that_has_ended_is_not_asked_about() -> None:
    ended = replace(the.review(WEDNESDAY), ended_at=MONDAY_NOON, state=ReviewState.UNDOCUMENTED)
    owed = reminders_for(the.plan(reviews=(ended,)), the.terms())
    assert {each.kind for each in owed} == {_K.REVIEW_NOTES_DUE}
    assert the.said(owed, _K.REVIEW_NOTES_DUE, the.SUPERVISOR) != []


@pytest.mark.parametrize("state", [ReviewState.DOCUMENTED, ReviewState.NOT_HELD])
def test_a_review_that_is_done_with_asks_for_nothing(state: ReviewState) -> None:
    done = replace(the.review(WEDNESDAY), state=state)
    assert reminders_for(the.plan(reviews=(done,)), the.terms()) == ()


def test_a_review_that_was_held_still_asks_for_notes_but_announces_nothing() -> None:
    held = replace(the.review(WEDNESDAY), state=ReviewState.HELD)
    kinds = {each.kind for each in reminders_for(the.plan(reviews=(held,)), the.terms())}
    assert kinds == {_K.CHECK_IN_NUDGE, _K.REVIEW_NOTES_DUE}


def test_the_supervisor_alone_hears_ten_working_days_before_the_final_review() -> None:
    final = the.review(WEDNESDAY, kind=ReviewKind.FINAL)
    owed = reminders_for(the.plan(reviews=(final,)), the.terms())
    assert the.said(owed, _K.FINAL_AHEAD, the.SUPERVISOR) == ["Wed 29 Jul 09:00"]
    assert the.said(owed, _K.FINAL_AHEAD, the.EMPLOYEE) == []


def test_a_review_on_a_holiday_is_counted_from_the_day_it_rolls_to_and_says_why() -> None:
    owed = reminders_for(the.plan(reviews=(the.review(date(2026, 7, 3)),)), the.terms())
    assert the.said(owed, _K.CHECK_IN, the.EMPLOYEE) == ["Thu 02 Jul 09:00", "Mon 06 Jul 09:00"]
    assert {each.rolled for each in owed} == {the.INDEPENDENCE_DAY}
    assert {each.nominal for each in owed} == {date(2026, 7, 3)}


def test_an_absence_moves_a_reminder_to_a_day_the_person_works_and_is_never_given_as_a_reason() -> None:
    away = {the.EMPLOYEE.id: (Absence(date(2026, 8, 11), date(2026, 8, 13)),)}
    owed = reminders_for(the.plan(reviews=(the.review(WEDNESDAY),)), the.terms(absences=away))
    # Both forms fall on the last working day before the leave; one message is enough.
    assert the.said(owed, _K.CHECK_IN, the.EMPLOYEE) == ["Mon 10 Aug 09:00"]
    assert the.said(owed, _K.CHECK_IN_NUDGE, the.EMPLOYEE)[0] == "Fri 14 Aug 09:00"
    assert {each.rolled for each in owed} == {None}


def test_a_plan_that_becomes_active_late_brings_one_reminder_of_a_date_and_not_all_of_them() -> None:
    late = the.plan(reviews=(the.review(WEDNESDAY),), active_at=datetime(2026, 8, 11, 22, 0, tzinfo=UTC))
    owed = reminders_for(late, the.terms())
    assert the.said(owed, _K.REVIEW_AHEAD, the.EMPLOYEE) == []
    # 16:00 in Denver is inside working hours, 17:00 in Chicago is not.
    assert the.said(owed, _K.CHECK_IN, the.EMPLOYEE) == ["Tue 11 Aug 16:00", "Wed 12 Aug 09:00"]
    assert the.said(owed, _K.CHECK_IN, the.SUPERVISOR) == ["Wed 12 Aug 09:00"]


def test_a_review_moved_close_is_announced_again_no_earlier_than_it_was_moved() -> None:
    moved = replace(
        the.review(WEDNESDAY),
        moves=(ReviewMoved(old=date(2026, 9, 1), new=WEDNESDAY, at=MONDAY_NOON, by=the.SUPERVISOR.id),),
    )
    owed = reminders_for(the.plan(reviews=(moved,)), the.terms())
    assert the.said(owed, _K.REVIEW_AHEAD, the.EMPLOYEE) == ["Mon 10 Aug 12:00"]


def test_a_goals_date_is_called_out_ahead_and_on_its_morning() -> None:
    owed = reminders_for(the.plan(milestones=(the.milestone(WEDNESDAY),)), the.terms())
    assert the.said(owed, _K.GOAL_AHEAD, the.EMPLOYEE) == ["Wed 05 Aug 09:00", "Tue 11 Aug 09:00"]
    assert the.said(owed, _K.GOAL_DUE, the.EMPLOYEE) == ["Wed 12 Aug 09:00"]
    assert the.said(owed, _K.GOAL_DUE, the.SUPERVISOR) == ["Wed 12 Aug 09:00"]
    assert the.said(owed, _K.GOAL_AHEAD, the.SUPERVISOR) == []
    due = [each for each in owed if each.kind is _K.GOAL_DUE]
    # 17:00 in Denver: the employee's end of work, for both of them.
    assert {each.not_after for each in due} == {datetime(2026, 8, 12, 23, 0, tzinfo=UTC)}


def test_a_supervisor_whose_day_begins_after_the_employees_has_ended_hears_a_working_day_earlier() -> None:
    far_east = replace(the.EMPLOYEE, zone="Asia/Tokyo")
    owed = reminders_for(the.plan(milestones=(the.milestone(WEDNESDAY),)), the.terms(far_east))
    assert the.said(owed, _K.GOAL_DUE, the.SUPERVISOR) == ["Tue 11 Aug 09:00"]


@pytest.mark.parametrize("state", [MilestoneState.MET, MilestoneState.MISSED, MilestoneState.ON_HOLD])
def test_a_goal_the_clock_cannot_pass_calls_for_nothing(state: MilestoneState) -> None:
    settled = replace(the.milestone(WEDNESDAY), state=state)
    assert reminders_for(the.plan(milestones=(settled,)), the.terms()) == ()


def test_a_goal_reported_done_is_not_called_out_to_the_employee() -> None:
    reported = replace(the.milestone(WEDNESDAY), reported_done_at=MONDAY_NOON)
    assert reminders_for(the.plan(milestones=(reported,)), the.terms()) == ()


def test_a_goal_awaiting_word_reminds_the_supervisor_the_next_morning_and_three_working_days_on() -> None:
    due = datetime(2026, 8, 12, 23, 0, tzinfo=UTC)
    waiting = replace(the.milestone(WEDNESDAY), state=MilestoneState.AWAITING_WORD, due_at=due)
    owed = reminders_for(the.plan(milestones=(waiting,)), the.terms())
    assert the.said(owed, _K.AWAITING_WORD, the.SUPERVISOR) == ["Thu 13 Aug 09:00", "Mon 17 Aug 09:00"]
    assert {each.person for each in owed} == {the.SUPERVISOR.id}


def test_support_is_recalled_to_its_provider_a_day_before_and_when_overdue() -> None:
    owed = reminders_for(the.plan(supports=(the.support(WEDNESDAY),)), the.terms())
    assert the.said(owed, _K.SUPPORT_DUE, the.SUPERVISOR) == ["Tue 11 Aug 09:00", "Thu 13 Aug 09:00"]
    theirs = reminders_for(the.plan(supports=(the.support(WEDNESDAY, provider=Provider.ORGANISATION),)), the.terms())
    assert {each.person for each in theirs} == {the.LEAD.id, the.SECOND_HR.id}


@pytest.mark.parametrize("state", [SupportState.DELIVERED, SupportState.NOT_DELIVERED, SupportState.DECLINED])
def test_support_that_is_settled_calls_for_nothing(state: SupportState) -> None:
    settled = replace(the.support(WEDNESDAY), state=state)
    assert reminders_for(the.plan(supports=(settled, the.support(None))), the.terms()) == ()


def test_an_unanswered_barrier_is_recalled_to_the_supervisor() -> None:
    record = Record(barriers=(the.barrier(MONDAY_NOON),))
    owed = reminders_for(the.plan(record=record), the.terms())
    # Raised on Monday: an answer is owed by Thursday.
    assert the.said(owed, _K.BARRIER_ANSWER_DUE, the.SUPERVISOR) == ["Wed 12 Aug 09:00", "Fri 14 Aug 09:00"]
    answered = replace(the.barrier(MONDAY_NOON), state=BarrierState.ANSWERED)
    assert reminders_for(the.plan(record=Record(barriers=(answered,))), the.terms()) == ()


def test_a_protected_barrier_is_recalled_to_hr_and_to_nobody_else() -> None:
    record = Record(barriers=(the.barrier(MONDAY_NOON, kind=BarrierKind.PROTECTED),))
    owed = reminders_for(the.plan(record=record, conflicts=frozenset({the.SECOND_HR.id})), the.terms())
    assert {each.person for each in owed} == {the.LEAD.id}


def test_hr_is_reminded_on_working_days_one_and_two_and_the_lead_on_the_fourth() -> None:
    waiting = the.plan(state=PlanState.HR_REVIEW, submitted_at=MONDAY_NOON)
    owed = reminders_for(waiting, the.terms())
    assert the.said(owed, _K.HR_ANSWER_DUE, the.LEAD) == ["Tue 11 Aug 09:00", "Wed 12 Aug 09:00", "Fri 14 Aug 09:00"]
    assert the.said(owed, _K.HR_ANSWER_DUE, the.SECOND_HR) == ["Tue 11 Aug 09:00", "Wed 12 Aug 09:00"]


def test_the_fourth_day_goes_to_all_of_hr_when_the_lead_is_a_party() -> None:
    waiting = the.plan(state=PlanState.HR_REVIEW, submitted_at=MONDAY_NOON, supervisor=the.LEAD.id)
    owed = reminders_for(waiting, the.terms())
    assert {each.person for each in owed} == {the.SECOND_HR.id}
    assert len(owed) == 3


def test_a_second_submission_is_another_duty() -> None:
    first = the.plan(state=PlanState.HR_REVIEW, submitted_at=MONDAY_NOON)
    again = first.with_(submitted_at=MONDAY_NOON + timedelta(hours=1))
    keys = {each.key for each in reminders_for(first, the.terms())}
    assert keys.isdisjoint(each.key for each in reminders_for(again, the.terms()))


def _delivered(**changes: object) -> tuple[list[str], set[NoticeKind]]:
    edition = Edition(number=1, text=Words("text"), text_hash="h", made_at=MONDAY_NOON)
    plan = the.plan(state=PlanState.DELIVERED, delivered_at=MONDAY_NOON, active_at=None, editions=(edition,)).with_(
        reviews=(the.review(WEDNESDAY),), milestones=(the.milestone(WEDNESDAY),), **changes
    )
    owed = reminders_for(plan, the.terms())
    return the.said(owed, _K.ACKNOWLEDGE_AGAIN, the.EMPLOYEE), {each.kind for each in owed}


def test_a_delivered_plan_asks_the_employee_on_the_next_two_working_days_and_nothing_else() -> None:
    assert _delivered() == (["Tue 11 Aug 09:00", "Wed 12 Aug 09:00"], {_K.ACKNOWLEDGE_AGAIN})


def test_any_answer_in_the_employees_slot_ends_the_asking_and_an_old_editions_does_not() -> None:
    signature = the.signature(edition=1, kind=SignatureKind.DECLINED)
    assert _delivered(signatures=(signature,)) == ([], set())
    assert _delivered(signatures=(replace(signature, edition=0),))[0] != []


def _proposed(state: OutcomeState) -> Outcome:
    return Outcome(
        kind=OutcomeKind.MET,
        state=state,
        reasons=Words("reasons"),
        proposed_by=the.SUPERVISOR.id,
        proposed_at=MONDAY_NOON,
        decided_by=the.LEAD.id,
        decided_at=MONDAY_NOON + timedelta(hours=1),
    )


def test_a_decision_is_asked_of_the_supervisor_then_of_hr_then_of_the_supervisor() -> None:
    ended = datetime(2026, 8, 7, 22, 0, tzinfo=UTC)
    due = the.plan(state=PlanState.DECISION_DUE, decision_due_at=ended)
    owed = reminders_for(due, the.terms())
    assert the.said(owed, _K.DECISION_DUE, the.SUPERVISOR)[:2] == ["Mon 10 Aug 09:00", "Wed 12 Aug 09:00"]
    assert {each.person for each in owed} == {the.SUPERVISOR.id}
    owners = {
        state: {each.person for each in reminders_for(due.with_(outcomes=(_proposed(state),)), the.terms())}
        for state in OutcomeState
    }
    assert owners == {
        OutcomeState.PROPOSED: {the.LEAD.id, the.SECOND_HR.id},
        OutcomeState.RETURNED: {the.SUPERVISOR.id},
        OutcomeState.APPROVED: {the.SUPERVISOR.id},
        OutcomeState.DELIVERED: {the.SUPERVISOR.id},
    }


@pytest.mark.parametrize(
    "state", [state for state in PlanState if state not in {PlanState.ACTIVE, PlanState.DECISION_DUE}]
)
def test_dates_call_for_nothing_while_the_plan_is_not_running(state: PlanState) -> None:
    still = the.plan(state=state, reviews=(the.review(WEDNESDAY),), milestones=(the.milestone(WEDNESDAY),))
    kinds = {each.kind for each in reminders_for(still, the.terms())}
    assert kinds <= {_K.ACKNOWLEDGE_AGAIN}


@pytest.mark.parametrize("standing", [Standing.DEACTIVATED, Standing.GUEST, Standing.EXTERNAL])
def test_an_account_that_is_no_living_member_is_reminded_of_nothing(standing: Standing) -> None:
    gone = replace(the.EMPLOYEE, standing=standing)
    owed = reminders_for(the.plan(reviews=(the.review(WEDNESDAY),)), the.terms(gone))
    assert {each.person for each in owed} == {the.SUPERVISOR.id}


def test_a_meeting_at_a_set_time_on_a_day_off_is_not_rolled() -> None:
    saturday = replace(the.review(date(2026, 8, 15)), at_time=time(10))
    owed = reminders_for(the.plan(reviews=(saturday,)), the.terms())
    assert the.said(owed, _K.CHECK_IN, the.EMPLOYEE) == ["Fri 14 Aug 09:00"]
    assert the.said(owed, _K.CHECK_IN_NUDGE, the.EMPLOYEE) == ["Mon 17 Aug 09:00", "Wed 19 Aug 09:00"]


def _met() -> Outcome:
    words = Words("It has lasted.")
    by = the.SUPERVISOR.id
    return Outcome(
        kind=OutcomeKind.MET, state=OutcomeState.DELIVERED, reasons=words, proposed_by=by, proposed_at=MONDAY_NOON
    )


def _asked() -> CopyRequest:
    return CopyRequest(id=EntryId("copy"), author=the.EMPLOYEE.id, at=MONDAY_NOON, due=WEDNESDAY)


def test_every_kind_of_reminder_can_be_derived() -> None:
    """Nothing in the closed set of reminders is dead."""
    due = datetime(2026, 8, 12, 23, 0, tzinfo=UTC)
    running = the.plan(
        reviews=(the.review(WEDNESDAY), the.review(date(2026, 11, 4), kind=ReviewKind.FINAL, id_=the.FINAL)),
        milestones=(
            the.milestone(WEDNESDAY),
            replace(the.milestone(WEDNESDAY), state=MilestoneState.AWAITING_WORD, due_at=due),
        ),
        supports=(the.support(WEDNESDAY),),
        record=Record(barriers=(the.barrier(MONDAY_NOON),)),
    )
    plans = (
        running,
        running.with_(state=PlanState.DECISION_DUE, decision_due_at=due),
        running.with_(state=PlanState.DELIVERED, signatures=()),
        running.with_(state=PlanState.HR_REVIEW, submitted_at=MONDAY_NOON),
        running.with_(state=PlanState.EMPLOYEE_DRAFTING, shared_at=MONDAY_NOON),
        running.with_(state=PlanState.APPROVED, meeting_at=MONDAY_NOON),
        running.with_(
            state=PlanState.CLOSED, closed_at=due, outcomes=(_met(),), record=Record(copy_requests=(_asked(),))
        ),
    )
    pack = the.terms().pack
    watched = replace(pack, weekly_prompt=True, retention=replace(pack.retention, watch_months=6))
    asking = replace(the.terms(), pack=watched)
    assert {each.kind for plan in plans for each in reminders_for(plan, asking)} == REMINDERS
