"""A milestone is met, awaits word, is missed and classed by timestamps, is held or waived (requirements §3.2)."""

from datetime import date, timedelta

import pytest

from plans import barriers, milestones
from plans.change import Change
from plans.events import EventKind
from plans.goals import Milestone
from plans.ids import EntryId
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import BarrierKind
from plans.states import MilestoneState, MissClass
from tests.plans import running as the

DUE = the.due(the.DRAFT_ON)
MINUTE = timedelta(minutes=1)


def passed(plan: Plan, *, late: timedelta = MINUTE) -> Plan:
    return milestones.passed(plan, the.DRAFT, at=DUE + late, terms=the.TERMS).plan


def draft(plan: Plan) -> Milestone:
    return plan.milestone(the.DRAFT)


def raised(plan: Plan, at: object, *, kind: BarrierKind = BarrierKind.WORKLOAD, entry: str = "barrier") -> Plan:
    return barriers.raised(plan, **the.barrier(at, the.DRAFT, kind=kind, entry=entry)).plan  # type: ignore[arg-type]


def kinds(change: Change) -> list[EventKind]:
    return [event.kind for event in change.events]


def code(caught: pytest.ExceptionInfo[PlanError]) -> str:
    return caught.value.code


def test_a_milestone_is_due_at_five_in_the_employees_afternoon() -> None:
    assert milestones.due_of(the.plan(), draft(the.plan()), terms=the.TERMS) == the.denver(6, 15, 17)


def test_a_milestone_on_a_holiday_is_due_on_the_next_working_day() -> None:
    on_holiday = Milestone(id=the.DRAFT, goal=the.GUIDES, on=date(2026, 7, 3))
    assert milestones.due_of(the.plan(), on_holiday, terms=the.TERMS) == the.denver(7, 6, 17)


def test_silence_until_due_is_a_miss_without_communication() -> None:
    change = milestones.passed(the.plan(), the.DRAFT, at=DUE, terms=the.TERMS)
    found = draft(change.plan)
    assert (found.state, found.miss) == (MilestoneState.MISSED, MissClass.NO_COMMUNICATION)
    assert found.due_at == DUE
    assert [line.miss for line in found.history] == [MissClass.NO_COMMUNICATION]
    event = change.events[0]
    assert (event.by, event.subject) == (None, the.DRAFT)
    assert (event.fact("due"), event.fact("miss")) == (DUE.isoformat(), "no_communication")


def test_a_barrier_before_due_puts_it_at_risk_and_unanswered_says_so_in_the_class() -> None:
    plan = raised(the.plan(), DUE - MINUTE)
    assert draft(plan).state is MilestoneState.AT_RISK
    assert draft(passed(plan)).miss is MissClass.BARRIER_BEFORE_UNANSWERED


def test_an_answer_before_due_says_so_in_the_class() -> None:
    plan = raised(the.plan(), DUE - 2 * MINUTE)
    answered = barriers.answered(plan, EntryId("barrier"), answer=the.words(), by=the.SUPERVISOR, at=DUE - MINUTE).plan
    assert draft(passed(answered)).miss is MissClass.BARRIER_BEFORE_ANSWERED


def test_an_answer_at_the_due_instant_is_too_late() -> None:
    plan = raised(the.plan(), DUE - MINUTE)
    answered = barriers.answered(plan, EntryId("barrier"), answer=the.words(), by=the.SUPERVISOR, at=DUE).plan
    assert draft(passed(answered)).miss is MissClass.BARRIER_BEFORE_UNANSWERED


def test_one_unanswered_barrier_among_answered_ones_counts() -> None:
    plan = raised(the.plan(), DUE - 3 * MINUTE)
    plan = barriers.answered(plan, EntryId("barrier"), answer=the.words(), by=the.SUPERVISOR, at=DUE - 2 * MINUTE).plan
    plan = raised(plan, DUE - MINUTE, entry="second")
    assert draft(passed(plan)).miss is MissClass.BARRIER_BEFORE_UNANSWERED


def test_a_withdrawn_barrier_counts_as_never_raised() -> None:
    plan = raised(the.plan(), DUE - 3 * MINUTE)
    plan = barriers.withdrawn(plan, EntryId("barrier"), by=the.EMPLOYEE, at=DUE - 2 * MINUTE).plan
    assert draft(plan).state is MilestoneState.PLANNED
    assert draft(passed(plan)).miss is MissClass.NO_COMMUNICATION


def test_a_resolved_barrier_stays_on_record_and_owes_no_answer() -> None:
    plan = raised(the.plan(), DUE - 3 * MINUTE)
    plan = barriers.resolved(plan, EntryId("barrier"), by=the.EMPLOYEE, at=DUE - 2 * MINUTE).plan
    assert draft(plan).state is MilestoneState.PLANNED
    assert draft(passed(plan)).miss is MissClass.BARRIER_BEFORE_ANSWERED


def test_a_barrier_after_a_silent_miss_changes_the_class_and_the_first_stays_in_history() -> None:
    plan = raised(passed(the.plan()), DUE + 2 * MINUTE)
    assert draft(plan).miss is MissClass.BARRIER_AFTER
    assert [line.miss for line in draft(plan).history] == [MissClass.NO_COMMUNICATION, MissClass.BARRIER_AFTER]


def test_a_second_barrier_after_the_miss_changes_nothing_more() -> None:
    plan = raised(raised(passed(the.plan()), DUE + 2 * MINUTE), DUE + 3 * MINUTE, entry="second")
    assert len(draft(plan).history) == 2


def test_a_barrier_raised_between_due_and_the_sweep_comes_out_the_same_as_after_it() -> None:
    plan = raised(the.plan(), DUE + timedelta(seconds=10))
    assert draft(plan).state is MilestoneState.PLANNED
    change = milestones.passed(plan, the.DRAFT, at=DUE + MINUTE, terms=the.TERMS)
    assert draft(change.plan).miss is MissClass.BARRIER_AFTER
    assert kinds(change) == [EventKind.MILESTONE_MISSED, EventKind.MILESTONE_RECLASSED]


def test_a_barrier_at_the_due_instant_itself_came_after() -> None:
    at_due = raised(the.plan(), DUE)
    assert [line.miss for line in draft(passed(at_due)).history] == [
        MissClass.NO_COMMUNICATION,
        MissClass.BARRIER_AFTER,
    ]


def test_reported_done_before_due_awaits_word_and_is_never_missed_by_the_clock() -> None:
    plan = milestones.report_done(the.plan(), the.DRAFT, by=the.EMPLOYEE, at=DUE - MINUTE, terms=the.TERMS).plan
    assert draft(passed(plan)).state is MilestoneState.AWAITING_WORD


def test_reported_done_and_a_clock_that_is_a_day_late_still_awaits_word() -> None:
    plan = milestones.report_done(the.plan(), the.DRAFT, by=the.EMPLOYEE, at=DUE - MINUTE, terms=the.TERMS).plan
    assert draft(passed(plan, late=timedelta(days=1))).state is MilestoneState.AWAITING_WORD


def test_reporting_done_twice_meets_the_first_report() -> None:
    plan = milestones.report_done(the.plan(), the.DRAFT, by=the.EMPLOYEE, at=DUE - MINUTE, terms=the.TERMS).plan
    with pytest.raises(PlanError) as caught:
        milestones.report_done(plan, the.DRAFT, by=the.EMPLOYEE, at=DUE, terms=the.TERMS)
    assert (code(caught), caught.value.facts) == ("already-recorded", {"at": (DUE - MINUTE).isoformat()})


def test_reporting_done_at_the_due_instant_is_too_late_and_says_when_it_was_due() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.report_done(the.plan(), the.DRAFT, by=the.EMPLOYEE, at=DUE, terms=the.TERMS)
    assert (code(caught), caught.value.facts) == ("past-due", {"due": DUE.isoformat()})


def test_reporting_a_missed_one_done_is_refused() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.report_done(passed(the.plan()), the.DRAFT, by=the.EMPLOYEE, at=DUE + MINUTE, terms=the.TERMS)
    assert code(caught) == "not-now"


def test_the_supervisor_marks_it_met_with_a_date_and_a_line_of_recognition() -> None:
    change = milestones.met(
        the.plan(),
        the.DRAFT,
        on=date(2026, 6, 10),
        recognition=the.words("well done"),
        by=the.SUPERVISOR,
        at=the.denver(6, 11),
    )
    found = draft(change.plan)
    assert (found.state, found.met_on, found.recognition) == (
        MilestoneState.MET,
        date(2026, 6, 10),
        the.words("well done"),
    )
    assert (found.settled_by, found.settled_at) == (the.SUPERVISOR.id, the.denver(6, 11))


def test_it_cannot_have_been_met_tomorrow() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.met(
            the.plan(), the.DRAFT, on=date(2026, 6, 12), recognition=None, by=the.SUPERVISOR, at=the.denver(6, 11)
        )
    assert (code(caught), caught.value.field) == ("date-future", "on")


def test_a_year_that_is_a_slip_is_refused_at_the_field() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.met(
            the.plan(), the.DRAFT, on=date(202, 6, 12), recognition=None, by=the.SUPERVISOR, at=the.denver(6, 11)
        )
    assert (code(caught), caught.value.field) == ("date-out-of-range", "on")


def test_a_missed_one_becomes_met_only_by_a_contest() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.met(
            passed(the.plan()), the.DRAFT, on=the.DRAFT_ON, recognition=None, by=the.SUPERVISOR, at=DUE + MINUTE
        )
    assert code(caught) == "only-by-contest"


def test_met_twice_meets_the_first_time() -> None:
    def met(plan: Plan) -> Plan:
        return milestones.met(
            plan, the.DRAFT, on=the.DRAFT_ON, recognition=None, by=the.SUPERVISOR, at=DUE - MINUTE
        ).plan

    with pytest.raises(PlanError) as caught:
        met(met(the.plan()))
    assert code(caught) == "already-recorded"


def test_the_employee_cannot_mark_it_met() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.met(the.plan(), the.DRAFT, on=the.DRAFT_ON, recognition=None, by=the.EMPLOYEE, at=DUE - MINUTE)
    assert code(caught) == "not-now"


@pytest.mark.parametrize("by", [the.SUPERVISOR, the.HR])
def test_awaiting_word_is_answered_as_met_or_as_missed_by_its_timestamps(by: Person) -> None:
    plan = milestones.report_done(
        raised(the.plan(), DUE - 2 * MINUTE), the.DRAFT, by=the.EMPLOYEE, at=DUE - MINUTE, terms=the.TERMS
    ).plan
    waiting = passed(plan)
    later = DUE + timedelta(days=2)
    met = milestones.met(waiting, the.DRAFT, on=the.DRAFT_ON, recognition=None, by=by, at=later)
    assert draft(met.plan).state is MilestoneState.MET
    missed = milestones.not_done(waiting, the.DRAFT, reason=None, by=by, at=later, terms=the.TERMS)
    assert draft(missed.plan).miss is MissClass.BARRIER_BEFORE_UNANSWERED
    assert missed.events[0].by == by.id


def test_nobody_marks_a_milestone_missed_that_does_not_await_word() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.not_done(the.plan(), the.DRAFT, reason=None, by=the.SUPERVISOR, at=DUE, terms=the.TERMS)
    assert code(caught) == "not-now"


def test_waiving_needs_a_reason() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.waived(the.plan(), the.DRAFT, reason=the.words(" "), by=the.SUPERVISOR, at=DUE)
    assert (code(caught), caught.value.field) == ("required", "reason")
    plan = milestones.waived(the.plan(), the.DRAFT, reason=the.words(), by=the.SUPERVISOR, at=DUE).plan
    assert draft(plan).state is MilestoneState.WAIVED


def test_a_reason_over_the_limit_is_refused_with_both_lengths() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.waived(the.plan(), the.DRAFT, reason=the.words("x" * 3001), by=the.SUPERVISOR, at=DUE)
    assert (code(caught), caught.value.facts) == ("too-long", {"limit": 3000, "length": 3001})


def test_a_protected_barrier_holds_at_once_and_names_nobody() -> None:
    change = barriers.raised(
        the.plan(),
        **the.barrier(DUE - MINUTE, the.DRAFT, kind=BarrierKind.PROTECTED),  # type: ignore[arg-type]
    )
    assert draft(change.plan).state is MilestoneState.ON_HOLD
    hold = change.events[-1]
    assert (hold.kind, hold.by, hold.facts) == (EventKind.MILESTONE_HELD, None, ())


def test_a_protected_matter_after_a_silent_miss_changes_no_class_that_the_supervisor_reads() -> None:
    """P-13 over S0-25: the supervisor reads the class, and a change of it would tell that there is something."""
    missed = passed(the.plan())
    change = barriers.raised(
        missed,
        **the.barrier(DUE + 2 * MINUTE, the.DRAFT, kind=BarrierKind.PROTECTED),  # type: ignore[arg-type]
    )
    assert change.plan.milestones == missed.milestones
    assert kinds(change) == [EventKind.BARRIER_RAISED]
    before_the_sweep = raised(the.plan(), DUE + timedelta(seconds=10), kind=BarrierKind.PROTECTED)
    assert draft(passed(before_the_sweep)).miss is MissClass.NO_COMMUNICATION


def test_a_new_date_after_a_hold_is_classed_without_the_matter_that_held_it() -> None:
    plan = raised(the.plan(), DUE - MINUTE, kind=BarrierKind.PROTECTED)
    lifted = milestones.hold_lifted(plan, the.DRAFT, on=date(2026, 7, 6), by=the.HR, at=DUE + timedelta(days=3)).plan
    later = milestones.passed(lifted, the.DRAFT, at=the.denver(7, 6, 17), terms=the.TERMS).plan
    assert draft(later).miss is MissClass.NO_COMMUNICATION


def test_hr_lifts_a_hold_with_a_new_date_and_the_clock_judges_by_that() -> None:
    plan = raised(the.plan(), DUE - MINUTE, kind=BarrierKind.PROTECTED)
    lifted = milestones.hold_lifted(plan, the.DRAFT, on=date(2026, 7, 6), by=the.HR, at=DUE + timedelta(days=3)).plan
    assert draft(lifted).state is MilestoneState.PLANNED
    assert lifted.goal(the.GUIDES).interim[0].on == date(2026, 7, 6)
    assert milestones.due_of(lifted, draft(lifted), terms=the.TERMS) == the.denver(7, 6, 17)


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 6, 14), "date-past"), (date(2026, 9, 1), "date-after-end")],
)
def test_the_new_date_lies_ahead_and_inside_the_plan(on: date, expected: str) -> None:
    plan = raised(the.plan(), DUE - MINUTE, kind=BarrierKind.PROTECTED)
    with pytest.raises(PlanError) as caught:
        milestones.hold_lifted(plan, the.DRAFT, on=on, by=the.HR, at=DUE)
    assert (code(caught), caught.value.field) == (expected, "on")


def test_only_hr_lifts_a_hold() -> None:
    plan = raised(the.plan(), DUE - MINUTE, kind=BarrierKind.PROTECTED)
    with pytest.raises(PlanError) as caught:
        milestones.hold_lifted(plan, the.DRAFT, on=date(2026, 7, 6), by=the.SUPERVISOR, at=DUE)
    assert code(caught) == "not-yours"


class TestGrace:
    """When Milepost itself is more than an hour late, that counts against nobody (requirements §5)."""

    LATE = timedelta(hours=1, seconds=1)
    # Due Monday 15 June at 17:00; the clock comes an hour late, so the grace is Tuesday's working day.
    UNTIL = the.denver(6, 16, 17)

    def test_an_hour_late_is_not_late(self) -> None:
        assert draft(passed(the.plan(), late=timedelta(hours=1))).state is MilestoneState.MISSED

    def test_a_late_clock_gives_grace_until_the_end_of_the_next_working_day(self) -> None:
        change = milestones.passed(the.plan(), the.DRAFT, at=DUE + self.LATE, terms=the.TERMS)
        found = draft(change.plan)
        assert (found.state, found.grace_until, found.due_at) == (MilestoneState.PLANNED, self.UNTIL, DUE)
        assert kinds(change) == [EventKind.MILESTONE_GIVEN_GRACE]

    def test_words_within_the_grace_count_as_before_due(self) -> None:
        plan = raised(passed(the.plan(), late=self.LATE), self.UNTIL - MINUTE)
        assert draft(plan).state is MilestoneState.AT_RISK
        found = draft(milestones.passed(plan, the.DRAFT, at=self.UNTIL, terms=the.TERMS).plan)
        assert (found.miss, found.due_at) == (MissClass.BARRIER_BEFORE_UNANSWERED, DUE)

    def test_words_before_the_late_clock_has_even_come_count_as_before_due(self) -> None:
        plan = raised(the.plan(), DUE + self.LATE)
        assert draft(plan).state is MilestoneState.AT_RISK
        graced = milestones.passed(plan, the.DRAFT, at=DUE + self.LATE + MINUTE, terms=the.TERMS).plan
        found = draft(milestones.passed(graced, the.DRAFT, at=self.UNTIL, terms=the.TERMS).plan)
        assert found.miss is MissClass.BARRIER_BEFORE_UNANSWERED

    def test_reporting_done_within_the_grace_is_in_time(self) -> None:
        plan = passed(the.plan(), late=self.LATE)
        done = milestones.report_done(plan, the.DRAFT, by=the.EMPLOYEE, at=self.UNTIL - MINUTE, terms=the.TERMS).plan
        assert (
            draft(milestones.passed(done, the.DRAFT, at=self.UNTIL, terms=the.TERMS).plan).state
            is MilestoneState.AWAITING_WORD
        )

    def test_grace_is_given_once(self) -> None:
        plan = passed(the.plan(), late=self.LATE)
        late_again = milestones.passed(plan, the.DRAFT, at=self.UNTIL + timedelta(days=3), terms=the.TERMS).plan
        assert draft(late_again).miss is MissClass.NO_COMMUNICATION
