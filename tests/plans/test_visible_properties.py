"""Sealed check-in notes, in every arrangement: no word of the other side's is reachable before it may be."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plans.ids import ReviewId
from plans.meetings import Review
from plans.people import Person, Role
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.record import CheckInNote, Record
from plans.states import PlanState, ReviewState
from plans.visible import visible
from tests.plans import everything as the

TERMS = the.terms()
ON = date(2026, 9, 8)
# The people are in Chicago, five hours behind UTC in September; without a time the review is due at 17:00 there.
END_OF_DAY = datetime(2026, 9, 8, 22, 0, tzinfo=UTC)
SIDES = {the.EMPLOYEE.id: "employee", the.SUPERVISOR.id: "supervisor", the.REVIEWER.id: "supervisor"}
WRITERS = ((the.EMPLOYEE, Role.EMPLOYEE), (the.SUPERVISOR, Role.SUPERVISOR), (the.REVIEWER, Role.REVIEWER))
READ_STATES = (PlanState.DELIVERED, PlanState.ACTIVE, PlanState.PAUSED, PlanState.DECISION_DUE, PlanState.CLOSED)


def notes(writers: set[int], review: str) -> tuple[CheckInNote, ...]:
    return tuple(the.check_in(ReviewId(review), *WRITERS[index], days=90) for index in sorted(writers))


reviews = st.builds(
    Review,
    id=st.just(the.MIDPOINT),
    kind=st.just(ReviewKind.MIDPOINT),
    on=st.just(ON),
    at_time=st.sampled_from([None, time(9), time(15, 30)]),
    state=st.sampled_from([ReviewState.PLANNED, ReviewState.CONFIRMED, ReviewState.HELD, ReviewState.DOCUMENTED]),
    ended_at=st.sampled_from([None, None, the.at(95)]),
)


def due(review: Review) -> datetime:
    if review.at_time is None:
        return END_OF_DAY
    return datetime.combine(ON, review.at_time, tzinfo=UTC) + timedelta(hours=5)


def may_be_read(review: Review, writers: set[int], now: datetime) -> bool:
    wrote = {SIDES[WRITERS[index][0].id] for index in writers}
    ended = review.ended_at is not None or review.state is ReviewState.DOCUMENTED
    return len(wrote) == 2 or ended or now >= due(review)


def arrange(review: Review, writers: set[int], state: PlanState) -> Plan:
    record = Record(check_ins=notes(writers, the.MIDPOINT))
    return the.plan_with_everything(state, reviews=(review,), record=record, supervisor_away=True)


@settings(max_examples=400, deadline=None)
@given(
    review=reviews,
    writers=st.sets(st.integers(0, 2)),
    state=st.sampled_from(READ_STATES),
    reader=st.sampled_from([the.EMPLOYEE, the.SUPERVISOR, the.REVIEWER, the.HR]),
    minutes=st.integers(-3_000, 3_000),
)
def test_the_others_words_are_reachable_exactly_when_the_check_in_is_open(
    review: Review, writers: set[int], state: PlanState, reader: Person, minutes: int
) -> None:
    now = END_OF_DAY + timedelta(minutes=minutes)
    seen = visible(arrange(review, writers, state), reader, now=now, terms=TERMS)
    for index in writers:
        writer = WRITERS[index][0]
        own = SIDES.get(reader.id) == SIDES[writer.id]
        reachable = the.says(seen, f"check-in.{the.MIDPOINT}.{writer.id}.")
        assert reachable == (own or may_be_read(review, writers, now))


@given(review=reviews, writers=st.sets(st.integers(0, 2)), minutes=st.integers(-3_000, 0))
def test_a_pack_may_leave_notes_open_from_the_start(review: Review, writers: set[int], minutes: int) -> None:
    terms = replace(TERMS, pack=replace(TERMS.pack, sealed_notes=False))
    plan = arrange(review, writers, PlanState.ACTIVE)
    seen = visible(plan, the.HR, now=END_OF_DAY + timedelta(minutes=minutes), terms=terms)
    assert seen.record.check_ins == plan.record.check_ins


def test_a_note_on_one_review_opens_no_other() -> None:
    """Both sides wrote, but each for a different review."""
    other = Review(id=the.FINAL, kind=ReviewKind.FINAL, on=date(2026, 11, 27))
    midpoint = Review(id=the.MIDPOINT, kind=ReviewKind.MIDPOINT, on=ON)
    record = Record(check_ins=notes({0}, the.MIDPOINT) + notes({1}, the.FINAL))
    plan = the.plan_with_everything(reviews=(midpoint, other), record=record)
    for reader, hidden in ((the.EMPLOYEE, the.SUPERVISOR), (the.SUPERVISOR, the.EMPLOYEE)):
        seen = visible(plan, reader, now=the.NOW, terms=TERMS)
        assert not the.says(seen, "check-in.review-2." + hidden.id)
        assert not the.says(seen, "check-in.review-3." + hidden.id)
