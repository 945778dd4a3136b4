"""HR's digest: the right matters in the right order, each once, and no name and no word in it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from plans.digest import Digest, DigestSection, Line, digest_for
from plans.ids import CaseNumber, EntryId, NoticeId, PersonId, PlanId
from plans.meetings import Review, ReviewMoved
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Office, Person, Role, Standing
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.record import Barrier, BarrierKind, Provider, Record
from plans.states import BarrierState, MilestoneState, MissClass, PlanState, ReviewState, SupportState
from plans.terms import Terms
from tests.plans import everything as the

NOW = datetime(2026, 9, 14, 14, 0, tzinfo=UTC)  # a Monday, 09:00 in Chicago
TERMS = the.terms()


def quiet(state: PlanState = PlanState.ACTIVE, **changes: object) -> Plan:
    """A running plan on which nothing is due: one goal and one review, both weeks away; the supervisor wrote lately."""
    note = replace(the.record().notes[1], at=NOW - timedelta(days=1))
    plan = the.plan_with_everything(
        state,
        goals=the.goals()[1:],
        milestones=(replace(the.milestones()[2], state=MilestoneState.PLANNED),),
        reviews=(Review(id=the.FINAL, kind=ReviewKind.FINAL, on=date(2026, 11, 27)),),
        supports=(),
        outcomes=(),
        results=(),
        decision_due_at=None,
        closed_at=None,
        archived_at=None,
        record=Record(notes=(note,)),
    )
    return plan.with_(**changes)


def numbered(n: int, plan: Plan) -> Plan:
    return plan.with_(id=PlanId(f"plan-{n}"), case_number=CaseNumber(f"M-{n:06d}"))


def digest(
    *plans: Plan,
    reader: Person = the.HR,
    now: datetime = NOW,
    undelivered: tuple[Notice, ...] = (),
    terms: Terms = TERMS,
) -> Digest:
    return digest_for(reader, [(plan, terms) for plan in plans], undelivered, now=now)


def found(made: Digest, section: DigestSection) -> tuple[Line, ...]:
    return dict(made.sections).get(section, ())


def codes(made: Digest, section: DigestSection) -> list[tuple[str, str | None]]:
    return [(line.code, line.whose) for line in found(made, section)]


def failed(plan: PlanId | None, person: PersonId) -> Notice:
    owed = Owed(
        key="k",
        workspace=the.WORKSPACE,
        plan=plan,
        person=person,
        kind=NoticeKind.CHECK_IN,
        subject=None,
        due_at=NOW - timedelta(days=3),
        zone="UTC",
    )
    return Notice(id=NoticeId(f"notice-{person}"), owed=owed, state=NoticeState.UNDELIVERABLE, run_at=NOW)


def barrier(kind: BarrierKind = BarrierKind.WORKLOAD, *, days_ago: int = 1) -> Barrier:
    return Barrier(
        id=EntryId("barrier"),
        author=the.EMPLOYEE.id,
        at=NOW - timedelta(days=days_ago),
        kind=kind,
        milestones=(),
        text=the.canary("barrier"),
        would_help=the.canary("help"),
    )


def with_barrier(one: Barrier) -> Plan:
    plan = quiet()
    return plan.with_(record=replace(plan.record, barriers=(one,)))


def busy() -> Plan:
    """A plan with a line for many sections."""
    whole = the.plan_with_everything(decision_due_at=None, closed_at=None, archived_at=None)
    return whole.with_(end=date(2026, 9, 21))


def test_a_quiet_plan_makes_an_empty_digest_that_counts_it() -> None:
    assert digest(quiet()).lines == ()
    assert digest(quiet()).plans == 1


def test_sections_stand_in_their_order() -> None:
    made = digest(busy(), numbered(2, quiet(PlanState.DELIVERED, signatures=())), with_barrier(barrier()))
    order = [section for section, _ in made.sections]
    assert order == sorted(order, key=list(DigestSection).index)
    assert len(order) >= 6


def test_no_word_and_no_name_is_in_it() -> None:
    made = digest(busy(), undelivered=(failed(busy().id, the.EMPLOYEE.id),))
    said = " ".join(the.words_in(made.lines))
    assert "canary" not in said
    assert "name of" not in said


@pytest.mark.parametrize(
    "reader",
    [
        the.CONFLICTED_HR,
        the.OUTSIDER,
        the.EMPLOYEE.with_offices(frozenset({Office.HR})),
        the.SUPERVISOR.with_offices(frozenset({Office.HR})),
        the.REVIEWER.with_offices(frozenset({Office.HR})),
        replace(the.HR, standing=Standing.DEACTIVATED),
    ],
)
def test_only_plans_the_reader_may_read_as_hr_are_in_it(reader: Person) -> None:
    made = digest(busy(), reader=reader, undelivered=(failed(busy().id, the.EMPLOYEE.id),))
    assert made.lines == ()
    assert made.plans == 0


def test_overdue_matters_of_both_sides_share_one_list() -> None:
    """Neither has written their check-in note, and the supervisor has not held the review."""
    review = Review(id=the.MIDPOINT, kind=ReviewKind.MIDPOINT, on=date(2026, 9, 7), state=ReviewState.UNDOCUMENTED)
    assert set(codes(digest(quiet(reviews=(review,))), DigestSection.OVERDUE)) >= {
        ("write_check_in", Role.EMPLOYEE),
        ("write_check_in", Role.SUPERVISOR),
        ("hold_review", Role.SUPERVISOR),
    }


def test_missed_milestones_are_listed_by_class_and_then_by_date() -> None:
    missed = replace(the.milestones()[2], state=MilestoneState.MISSED)
    rows = (
        (MissClass.BARRIER_AFTER, date(2026, 8, 3)),
        (MissClass.NO_COMMUNICATION, date(2026, 9, 1)),
        (MissClass.NO_COMMUNICATION, date(2026, 8, 4)),
    )
    plans = [numbered(n, quiet(milestones=(replace(missed, miss=miss, on=on),))) for n, (miss, on) in enumerate(rows)]
    lines = found(digest(*plans), DigestSection.MISSED)
    assert [(line.code, line.on) for line in lines] == [
        ("no_communication", date(2026, 8, 4)),
        ("no_communication", date(2026, 9, 1)),
        ("barrier_after", date(2026, 8, 3)),
    ]


def test_a_milestone_whose_time_has_come_is_not_overdue_before_it_is_classed() -> None:
    late = replace(the.milestones()[2], state=MilestoneState.PLANNED, on=date(2026, 9, 10))
    assert found(digest(quiet(milestones=(late,))), DigestSection.OVERDUE) == ()


def test_a_submitted_plan_is_a_decision_of_hr() -> None:
    plan = quiet(PlanState.HR_REVIEW, submitted_at=NOW - timedelta(days=1), delivered_at=None)
    assert codes(digest(plan), DigestSection.DECISIONS_DUE) == [("answer_submitted", Role.HR)]


def test_an_ended_plan_asks_for_its_outcome_and_a_running_one_does_not() -> None:
    ended = quiet(PlanState.DECISION_DUE, decision_due_at=NOW - timedelta(days=1), end=date(2026, 9, 11))
    assert ("propose_outcome", Role.SUPERVISOR) in codes(digest(ended), DigestSection.DECISIONS_DUE)
    assert found(digest(quiet()), DigestSection.DECISIONS_DUE) == ()


def test_support_that_did_not_come_names_the_side_that_promised_it() -> None:
    item = replace(the.supports()[0], not_received_at=None)
    own = replace(item, id=the.supports()[1].id, provider=Provider.SUPERVISOR, due=date(2026, 8, 3))
    lines = codes(digest(quiet(supports=(item, own))), DigestSection.SUPPORT_NOT_DELIVERED)
    assert lines == [("not_delivered", Provider.ORGANISATION), ("not_delivered", Role.SUPERVISOR)]


def test_support_the_employee_did_not_receive_is_listed_until_it_is_answered() -> None:
    item = replace(the.supports()[0], state=SupportState.DELIVERED, not_received_at=NOW - timedelta(hours=1))
    lines = codes(digest(quiet(supports=(item,))), DigestSection.SUPPORT_NOT_DELIVERED)
    assert lines == [("answer_not_received", Role.SUPERVISOR)]


def test_a_delivered_plan_waits_for_each_missing_signature() -> None:
    edition = replace(the.editions()[0], made_at=NOW - timedelta(hours=1))
    plan = quiet(PlanState.DELIVERED, signatures=(), delivered_at=NOW - timedelta(hours=1), editions=(edition,))
    made = digest(plan, terms=the.terms("illinois-library"))
    assert set(codes(made, DigestSection.WAITING_FOR_SIGNATURE)) == {
        ("acknowledge", Role.EMPLOYEE),
        ("sign", Role.SUPERVISOR),
        ("sign", Role.HR),
    }


def test_an_approved_plan_waits_for_the_supervisor_to_deliver_it() -> None:
    plan = quiet(PlanState.APPROVED, delivered_at=None)
    assert codes(digest(plan), DigestSection.WAITING_FOR_SIGNATURE) == [("deliver", Role.SUPERVISOR)]


@pytest.mark.parametrize(("kind", "whose"), [(BarrierKind.WORKLOAD, Role.SUPERVISOR), (BarrierKind.PROTECTED, Role.HR)])
def test_a_barrier_waits_with_whom_it_is_for(kind: BarrierKind, whose: Role) -> None:
    assert codes(digest(with_barrier(barrier(kind))), DigestSection.BARRIERS) == [("answer_barrier", whose)]


def test_a_barrier_unanswered_too_long_is_overdue_and_stands_there_only() -> None:
    made = digest(with_barrier(barrier(days_ago=10)))
    assert ("answer_barrier", Role.SUPERVISOR) in codes(made, DigestSection.OVERDUE)
    assert found(made, DigestSection.BARRIERS) == ()


def test_a_request_to_hr_is_listed_for_a_week() -> None:
    request = replace(the.record().hr_requests[0], at=NOW - timedelta(days=2))
    plan = quiet()
    plan = plan.with_(record=replace(plan.record, hr_requests=(request,)))
    assert codes(digest(plan), DigestSection.BARRIERS) == [("hr_request", Role.HR)]
    assert found(digest(plan, now=NOW + timedelta(days=6)), DigestSection.BARRIERS) == ()


@pytest.mark.parametrize(("days", "silent"), [(13, False), (14, True)])
def test_a_supervisor_without_an_entry_for_ten_working_days_is_silent(days: int, silent: bool) -> None:
    """Fourteen calendar days are ten working days."""
    plan = quiet(delivered_at=the.at(0))
    note = replace(plan.record.notes[0], at=NOW - timedelta(days=days))
    made = digest(plan.with_(record=Record(notes=(note,))))
    assert codes(made, DigestSection.SUPERVISOR_SILENT) == ([("silent", Role.SUPERVISOR)] if silent else [])


def test_whoever_moved_a_review_is_not_silent() -> None:
    plan = quiet(delivered_at=the.at(0))
    note = replace(plan.record.notes[0], at=NOW - timedelta(days=30))
    moved = ReviewMoved(
        old=plan.reviews[0].on, new=plan.reviews[0].on, at=NOW - timedelta(days=1), by=plan.active_supervisor
    )
    reviews = (replace(plan.reviews[0], moves=(moved,)), *plan.reviews[1:])
    made = digest(plan.with_(record=Record(notes=(note,)), reviews=reviews))
    assert codes(made, DigestSection.SUPERVISOR_SILENT) == []


def test_nobody_is_silent_while_the_plan_is_paused() -> None:
    assert found(digest(quiet(PlanState.PAUSED, record=Record())), DigestSection.SUPERVISOR_SILENT) == ()


def test_a_party_who_can_no_longer_be_reached_is_a_matter_for_hr() -> None:
    people = {**TERMS.people, the.EMPLOYEE.id: replace(the.EMPLOYEE, standing=Standing.DEACTIVATED)}
    made = digest(quiet(), terms=replace(TERMS, people=people))
    assert codes(made, DigestSection.DELIVERY_FAILURES) == [("unreachable", Role.EMPLOYEE)]


def test_a_notice_that_failed_is_listed_with_whose_it_was() -> None:
    plan = quiet()
    made = digest(plan, undelivered=(failed(plan.id, the.EMPLOYEE.id), failed(PlanId("elsewhere"), the.EMPLOYEE.id)))
    (line,) = found(made, DigestSection.DELIVERY_FAILURES)
    assert (line.case_number, line.code, line.whose) == (plan.case_number, "check_in", Role.EMPLOYEE)


def test_a_failed_notice_about_no_plan_is_listed_without_a_case_number() -> None:
    (line,) = digest(undelivered=(failed(None, the.SECOND_HR.id),)).lines
    assert (line.case_number, line.plan, line.whose) == (None, None, Role.HR)


def test_what_falls_due_within_a_week_is_due_soon() -> None:
    soon = replace(the.milestones()[2], state=MilestoneState.PLANNED, on=date(2026, 9, 18))
    later = replace(soon, on=date(2026, 9, 28))
    assert codes(digest(quiet(milestones=(soon,))), DigestSection.DUE_SOON) == [("reach_milestone", Role.EMPLOYEE)]
    assert found(digest(quiet(milestones=(later,))), DigestSection.DUE_SOON) == ()


@pytest.mark.parametrize(("days", "listed"), [(0, True), (14, True), (15, False), (-1, False)])
def test_a_plan_that_ends_within_fourteen_days_is_listed(days: int, listed: bool) -> None:
    plan = quiet(end=date(2026, 9, 14) + timedelta(days=days))
    assert [line.code for line in found(digest(plan), DigestSection.ENDING_SOON)] == (["ends"] if listed else [])


@pytest.mark.parametrize(
    "state", [PlanState.CLOSED, PlanState.ARCHIVED, PlanState.DISCARDED, PlanState.ERASED, PlanState.DRAFT]
)
def test_a_plan_that_does_not_run_has_nothing_missed_or_ending(state: PlanState) -> None:
    made = digest(the.plan_with_everything(state, end=date(2026, 9, 21)))
    assert not found(made, DigestSection.MISSED)
    assert not found(made, DigestSection.ENDING_SOON)
    assert made.plans == 0


def test_each_matter_stands_once() -> None:
    made = digest(busy(), numbered(2, quiet(PlanState.DELIVERED, signatures=())))
    matters = [(line.plan, line.subject, line.code, line.whose) for line in made.lines]
    assert len(matters) == len(set(matters))


def test_the_order_of_the_plans_does_not_change_it() -> None:
    plans = (numbered(1, busy()), numbered(2, quiet(PlanState.DELIVERED)), numbered(3, with_barrier(barrier())))
    assert len({digest(*order).lines for order in permutations(plans)}) == 1


def test_dates_are_those_of_the_readers_own_zone() -> None:
    """Three in the morning in UTC is still the day before in Chicago."""
    late = replace(barrier(), at=datetime(2026, 9, 12, 3, 0, tzinfo=UTC), state=BarrierState.ANSWERED)
    answered = replace(late, answered_at=NOW, answered_by=the.SUPERVISOR.id)
    (line,) = found(digest(with_barrier(answered)), DigestSection.BARRIERS)
    assert line.on == date(2026, 9, 11)
