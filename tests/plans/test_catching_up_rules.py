"""What our lateness costs nobody, what is still to be told, and in which order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plans import check_ins, milestones
from plans.catching_up import Calls, graced, place
from plans.dates import due_at
from plans.events import EventKind
from plans.goals import Milestone
from plans.ids import EntryId, NoticeId, PersonId, PlanId, ReviewId
from plans.milestones import judged_at
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.passing import next_passing, pass_time
from plans.people import Role
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.record import CheckInNote
from plans.reminders import reminders_for
from plans.states import BarrierState, MilestoneState, MissClass, PlanState
from plans.words import Words
from tests.plans import owing as the

# A Wednesday.
ON = date(2026, 8, 12)
DUE = due_at(ON, the.terms().working(the.EMPLOYEE.id))
PLAN = the.plan(milestones=(the.milestone(ON),), goals=(the.goal(ON),))
MILESTONE = PLAN.milestones[0].id
_K = NoticeKind


def told(owed: Owed) -> Notice:
    return Notice(id=NoticeId(owed.key), owed=owed, state=NoticeState.WAITING, run_at=owed.due_at)


def reminders(kind: NoticeKind, person: str, plan: Plan = PLAN) -> list[Notice]:
    found = [told(owed) for owed in reminders_for(plan, the.terms()) if owed.kind is kind and owed.person == person]
    assert found
    return found


def last_reminder(plan: Plan = PLAN) -> Notice:
    return reminders(_K.GOAL_DUE, the.EMPLOYEE.id, plan)[-1]


def with_barrier(**changes: object) -> tuple[Plan, Notice]:
    """The employee has reported what stands in the way, and the supervisor is owed word of it."""
    raised = replace(the.barrier(DUE - timedelta(days=2)), milestones=(MILESTONE,), **changes)  # type: ignore[arg-type]
    plan = PLAN.with_(record=replace(PLAN.record, barriers=(raised,)))
    owed = Owed(
        key="k",
        workspace=the.WORKSPACE,
        plan=plan.id,
        person=the.SUPERVISOR.id,
        kind=_K.BARRIER_RAISED,
        subject=raised.id,
        due_at=DUE - timedelta(days=2),
        zone=the.SUPERVISOR.zone,
    )
    return plan, told(owed)


THEIRS = reminders(_K.GOAL_DUE, the.SUPERVISOR.id)[0]


def test_a_date_reminded_of_hours_late_is_judged_at_the_end_of_the_next_working_day() -> None:
    now = DUE - timedelta(hours=2)
    change = graced(PLAN, the.terms(), [last_reminder()], now=now)
    (event,) = change.events
    thursday = due_at(date(2026, 8, 13), the.terms().working(the.EMPLOYEE.id))
    assert (event.kind, event.fact("until")) == (EventKind.MILESTONE_GIVEN_GRACE, thursday.isoformat())
    assert judged_at(change.plan, change.plan.milestones[0], terms=the.terms()) == thursday
    assert next_passing(change.plan, the.terms()) == thursday


def test_silence_until_the_late_word_is_no_silence_and_silence_after_it_is() -> None:
    spared = graced(PLAN, the.terms(), [last_reminder()], now=DUE - timedelta(hours=2)).plan
    assert pass_time(spared, the.terms(), DUE + timedelta(minutes=1)) is None
    thursday = judged_at(spared, spared.milestones[0], terms=the.terms())
    passed = pass_time(spared, the.terms(), thursday)
    assert passed is not None
    (missed,) = passed.plan.milestones
    assert (missed.state, missed.miss, missed.due_at) == (MilestoneState.MISSED, MissClass.NO_COMMUNICATION, DUE)


def test_a_barrier_reported_in_the_grace_is_reported_before_due() -> None:
    spared = graced(PLAN, the.terms(), [last_reminder()], now=DUE - timedelta(hours=2)).plan
    assert milestones.in_time(spared, spared.milestones[0], at=DUE + timedelta(hours=3), terms=the.terms())


def test_a_supervisor_who_heard_late_of_a_barrier_gets_the_time_to_answer_it() -> None:
    plan, word = with_barrier()
    change = graced(plan, the.terms(), [word], now=DUE - timedelta(hours=2))
    assert [event.kind for event in change.events] == [EventKind.MILESTONE_GIVEN_GRACE]


def test_two_late_words_about_one_date_give_grace_once() -> None:
    plan, word = with_barrier()
    change = graced(plan, the.terms(), [word, last_reminder(plan)], now=DUE - timedelta(hours=2))
    assert len(change.events) == 1


@pytest.mark.parametrize(
    ("notice", "now"),
    [
        pytest.param(last_reminder(), last_reminder().owed.due_at + timedelta(minutes=59), id="less than an hour late"),
        pytest.param(last_reminder(), DUE - timedelta(days=3), id="a working day and more is left all the same"),
        pytest.param(
            reminders(_K.GOAL_DUE, the.SUPERVISOR.id)[0], DUE - timedelta(hours=2), id="a line to the supervisor"
        ),
    ],
)
def test_no_grace_is_given_where_none_is_owed(notice: Notice, now: datetime) -> None:
    assert not graced(PLAN, the.terms(), [notice], now=now).events


@pytest.mark.parametrize(
    "milestone",
    [
        replace(PLAN.milestones[0], state=MilestoneState.MET),
        replace(PLAN.milestones[0], grace_until=DUE + timedelta(days=1)),
    ],
    ids=["settled", "given already"],
)
def test_grace_is_given_once_and_only_to_what_is_open(milestone: Milestone) -> None:
    plan = PLAN.with_(milestones=(milestone,))
    assert not graced(plan, the.terms(), [last_reminder()], now=DUE - timedelta(hours=2)).events


# The exchange of notes on a review on that day ends on Monday.
ASKED = the.plan(reviews=(replace(the.review(ON), asked_at=DUE - timedelta(days=2)),))
MONDAY = check_ins.ends_at(ASKED, ASKED.reviews[0], terms=the.terms())


def nudge(person: str) -> Notice:
    return reminders(_K.CHECK_IN_NUDGE, person, ASKED)[-1]


@pytest.mark.parametrize("person", [the.EMPLOYEE.id, the.SUPERVISOR.id])
def test_whoever_was_asked_too_late_for_their_note_gets_a_working_day_for_it(person: PersonId) -> None:
    change = graced(ASKED, the.terms(), [nudge(person)], now=MONDAY - timedelta(hours=2))
    assert [event.kind for event in change.events] == [EventKind.CHECK_IN_GIVEN_GRACE]
    assert check_ins.ends_at(change.plan, change.plan.reviews[0], terms=the.terms()) == MONDAY + timedelta(days=1)
    assert pass_time(change.plan, the.terms(), MONDAY) is None


def test_an_exchange_with_more_than_a_working_day_left_goes_on_as_it_was() -> None:
    assert not graced(ASKED, the.terms(), [nudge(the.EMPLOYEE.id)], now=MONDAY - timedelta(days=4)).events


def test_an_exchange_that_is_over_or_has_their_note_is_not_given_more_time() -> None:
    now, late = MONDAY - timedelta(hours=2), [nudge(the.EMPLOYEE.id)]
    over = ASKED.with_(reviews=(replace(ASKED.reviews[0], ended_at=now),))
    note = CheckInNote(
        id=EntryId("note"),
        review=ASKED.reviews[0].id,
        author=the.EMPLOYEE.id,
        role=Role.EMPLOYEE,
        at=now,
        progress=(),
        challenges=Words("none"),
        support_needed=Words(""),
        feedback=Words(""),
    )
    written = ASKED.with_(record=replace(ASKED.record, check_ins=(note,)))
    for plan in (over, written):
        assert not graced(plan, the.terms(), late, now=now).events


def test_a_paused_plan_owes_no_grace() -> None:
    paused = PLAN.with_(state=PlanState.PAUSED)
    assert not graced(paused, the.terms(), [last_reminder()], now=DUE - timedelta(hours=2)).events


def test_a_reminder_is_still_called_for_until_its_use_is_over_or_its_date_has_moved() -> None:
    notice, before = last_reminder(), DUE - timedelta(hours=1)
    assert Calls(PLAN, the.terms()).for_(notice, reader=the.EMPLOYEE, now=before)
    assert not Calls(PLAN, the.terms()).for_(notice, reader=the.EMPLOYEE, now=DUE)
    moved = PLAN.with_(milestones=(the.milestone(date(2026, 8, 19)),))
    assert not Calls(moved, the.terms()).for_(notice, reader=the.EMPLOYEE, now=before)


def test_nobody_is_shown_what_is_no_longer_theirs() -> None:
    handed_over = PLAN.with_(employee=the.REVIEWER.id)
    assert not Calls(handed_over, the.terms()).for_(last_reminder(), reader=the.EMPLOYEE, now=DUE - timedelta(hours=1))


def test_word_of_a_barrier_is_called_for_until_it_is_over() -> None:
    now = DUE - timedelta(hours=1)
    plan, word = with_barrier()
    assert Calls(plan, the.terms()).for_(word, reader=the.SUPERVISOR, now=now)
    over, word = with_barrier(state=BarrierState.WITHDRAWN, ended_at=now)
    assert not Calls(over, the.terms()).for_(word, reader=the.SUPERVISOR, now=now)


def test_final_reviews_come_before_midpoints_before_first_ones_and_then_by_date() -> None:
    days = {ReviewKind.FIRST: 3, ReviewKind.MIDPOINT: 10, ReviewKind.FINAL: 17, ReviewKind.ADDED: 1}
    plan = PLAN.with_(
        reviews=tuple(
            the.review(date(2026, 8, day), kind=kind, id_=ReviewId(kind.value)) for kind, day in days.items()
        ),
    )

    def about(subject: str, day: int) -> Notice:
        owed = Owed(
            key=f"{subject}{day}",
            workspace=the.WORKSPACE,
            plan=PlanId("plan"),
            person=the.EMPLOYEE.id,
            kind=_K.CHECK_IN,
            subject=subject,
            due_at=datetime(2026, 8, day, 15, tzinfo=UTC),
            zone="UTC",
        )
        return told(owed)

    notices = [about(subject, day) for subject, day in (("goal", 9), ("first", 2), ("added", 1), ("final", 16))]
    notices += [about("midpoint", 8), about("goal", 5)]
    ordered = sorted(notices, key=lambda notice: place(notice, plan))
    assert [notice.owed.key for notice in ordered] == ["final16", "midpoint8", "first2", "added1", "goal5", "goal9"]
