"""A running plan under any order of acts by anybody takes no path but those of the oracle, and loses nothing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from plans import barriers, milestones, notes, reviews, supports
from plans.change import Change
from plans.ids import EntryId, MilestoneId, SupportId
from plans.passing import next_passing, pass_time
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import BarrierKind, ContestState
from plans.states import (
    MilestoneState,
    MissClass,
    ReviewState,
)
from tests.plans import running as the
from tests.plans.running_oracle import LETTERS, TABLES, states

# None is whoever usually does it, so that most acts are refused or taken on their merits.
people = st.sampled_from([None, None, None, the.EMPLOYEE, the.SUPERVISOR, the.HR])
picks = st.integers(min_value=0, max_value=9)
marks = st.sampled_from([the.DRAFT, the.GUIDES_DONE, the.DESK_DONE])
promises = st.sampled_from([the.WORKSHOP, the.SOFTWARE])


class Running(RuleBasedStateMachine):
    """Any of three people does anything at any time; what the rules refuse must leave no trace."""

    def __init__(self) -> None:
        super().__init__()
        self.plan = the.plan()
        self.now = the.STARTED
        self.forms = 0

    def act(self, by: Person | None, rule_: Callable[[], Change | None]) -> None:
        """Every change of state must stand in a table, for this mover; only ``PlanError`` may refuse."""
        try:
            change = rule_()
        except PlanError:
            return
        if change is None:
            return
        before, after = states(self.plan), states(change.plan)
        letter = LETTERS[None if by is None else by.id]
        for part, state in after.items():
            old = before.get(part)
            if old is not None and old != state:
                assert (old, state, letter) in TABLES[part[0]], (part, old, state, letter)
        assert before.keys() <= after.keys()
        self.check_history(change.plan)
        assert all(event.at == self.now for event in change.events)
        assert change.events
        self.plan = change.plan

    def check_history(self, after: Plan) -> None:
        for old in self.plan.milestones:
            new = after.milestone(old.id)
            assert new.history[: len(old.history)] == old.history
        for written in self.plan.record.notes:
            assert written in after.record.notes
        for answer in self.plan.record.check_ins:
            assert answer in after.record.check_ins

    def form(self, again: bool) -> EntryId:
        """The entry of a new form, or now and then of the last one, sent twice."""
        self.forms += not again
        return EntryId(f"entry-{self.forms}")

    def yesterday(self) -> date:
        return self.now.date() - timedelta(days=1)

    @rule(hours=st.sampled_from([1, 8, 24, 72, 24 * 14]))
    def time_passes(self, hours: int) -> None:
        """In steps, as it does when Milepost is up."""
        until = self.now + timedelta(hours=hours)
        while (at := next_passing(self.plan, the.TERMS)) is not None and at <= until:
            self.now = max(self.now, at)
            self.act(None, lambda: pass_time(self.plan, the.TERMS, self.now))
        self.now = until

    @rule(days=st.integers(min_value=1, max_value=20))
    def we_are_down(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.act(None, lambda: pass_time(self.plan, the.TERMS, self.now))

    @rule(again=picks, hit=st.lists(marks, max_size=2), kind=st.sampled_from(BarrierKind), by=people)
    def barrier_raised(self, again: int, hit: list[MilestoneId], kind: BarrierKind, by: Person | None) -> None:
        who = by or the.EMPLOYEE
        told = {**the.barrier(self.now, *hit, kind=kind, entry=self.form(again=again == 0)), "by": who}
        self.act(who, lambda: barriers.raised(self.plan, **told))  # type: ignore[arg-type]

    @precondition(lambda self: self.plan.record.barriers)
    @rule(pick=picks, by=people, what=st.sampled_from(["answered", "resolved", "withdrawn"]))
    def barrier_dealt_with(self, pick: int, by: Person | None, what: str) -> None:
        entry = self.plan.record.barriers[pick % len(self.plan.record.barriers)].id
        who = by or (the.EMPLOYEE if what == "withdrawn" else the.SUPERVISOR)
        rules: dict[str, Callable[[], Change]] = {
            "answered": lambda: barriers.answered(self.plan, entry, answer=the.words(), by=who, at=self.now),
            "resolved": lambda: barriers.resolved(self.plan, entry, by=who, at=self.now),
            "withdrawn": lambda: barriers.withdrawn(self.plan, entry, by=who, at=self.now),
        }
        self.act(who, rules[what])

    @rule(mark=marks, by=people)
    def reported_done(self, mark: MilestoneId, by: Person | None) -> None:
        who = by or the.EMPLOYEE
        self.act(who, lambda: milestones.report_done(self.plan, mark, by=who, at=self.now, terms=the.TERMS))

    @rule(mark=marks, by=people, what=st.sampled_from(["met", "not_done", "waived", "lifted", "lifted"]))
    def milestone_settled(self, mark: MilestoneId, by: Person | None, what: str) -> None:
        plan, day, at, who = self.plan, self.yesterday(), self.now, by or the.HR
        rules: dict[str, Callable[[], Change]] = {
            "met": lambda: milestones.met(plan, mark, on=day, recognition=None, by=who, at=at),
            "not_done": lambda: milestones.not_done(plan, mark, reason=None, by=who, at=at, terms=the.TERMS),
            "waived": lambda: milestones.waived(plan, mark, reason=the.words(), by=who, at=at),
            "lifted": lambda: milestones.hold_lifted(plan, mark, on=day + timedelta(days=9), by=who, at=at),
        }
        self.act(who, rules[what])

    @rule(mark=marks, again=picks, by=people)
    def class_contested(self, mark: MilestoneId, again: int, by: Person | None) -> None:
        entry, who = self.form(again=again == 0), by or the.EMPLOYEE
        self.act(who, lambda: milestones.contested(self.plan, mark, entry=entry, text=the.words(), by=who, at=self.now))

    @precondition(lambda self: self.plan.record.contests)
    @rule(by=people, met=st.booleans(), miss=st.sampled_from(MissClass), upheld=st.booleans())
    def contest_answered(self, by: Person | None, met: bool, miss: MissClass, upheld: bool) -> None:
        plan, contest, at, who = self.plan, self.plan.record.contests[-1].id, self.now, by or the.HR
        now_is = self.yesterday() if met else miss
        rules: dict[bool, Callable[[], Change]] = {
            True: lambda: milestones.contest_upheld(plan, contest, now_is=now_is, answer=None, by=who, at=at),
            False: lambda: milestones.contest_rejected(plan, contest, answer=the.words(), by=who, at=at),
        }
        self.act(who, rules[upheld])

    @rule(pick=picks, by=people, days=st.integers(min_value=-3, max_value=12), confirm=st.booleans())
    def review_agreed(self, pick: int, by: Person | None, days: int, confirm: bool) -> None:
        plan, found, who = self.plan, self.plan.reviews[pick % len(self.plan.reviews)], by or the.EMPLOYEE
        rules: dict[bool, Callable[[], Change]] = {
            True: lambda: reviews.confirmed(plan, found.id, by=who, at=self.now),
            False: lambda: reviews.moved(
                plan,
                found.id,
                on=found.on + timedelta(days=days),
                at_time=None,
                reason=None,
                by=who,
                at=self.now,
                terms=the.TERMS,
            ),
        }
        self.act(who, rules[confirm])

    @rule(
        pick=picks,
        by=people,
        days=st.integers(min_value=1, max_value=9),
        what=st.sampled_from(["held", "not_held", "documented", "corrected"]),
    )
    def review_closed(self, pick: int, by: Person | None, days: int, what: str) -> None:
        plan, review, who = self.plan, self.plan.reviews[pick % len(self.plan.reviews)].id, by or the.SUPERVISOR
        meeting, at, entry = the.meeting(self.yesterday()), self.now, self.form(again=days == 1)
        rules: dict[str, Callable[[], Change]] = {
            "held": lambda: reviews.held(plan, review, meeting=meeting, by=who, at=at, terms=the.TERMS),
            "not_held": lambda: the.not_held(plan, review, by=who, at=at, days=days),
            "documented": lambda: reviews.documented(plan, review, notes=the.notes(), by=who, at=at, terms=the.TERMS),
            "corrected": lambda: reviews.corrected(
                plan, review, entry=entry, text=the.words(), by=who, at=at, terms=the.TERMS
            ),
        }
        self.act(who, rules[what])

    @rule(pick=picks, by=st.sampled_from([the.EMPLOYEE, the.SUPERVISOR, the.HR]))
    def check_in_answered(self, pick: int, by: Person) -> None:
        review = self.plan.reviews[pick % len(self.plan.reviews)].id
        self.act(by, lambda: the.wrote(self.plan, review, by=by, at=self.now))

    @rule(again=picks, by=people)
    def noted(self, again: int, by: Person | None) -> None:
        entry, who, text = self.form(again=again == 0), by or the.EMPLOYEE, the.words()
        self.act(
            who,
            lambda: notes.noted(self.plan, entry=entry, goal=None, text=text, corrects=None, by=who, at=self.now),
        )

    @rule(
        support=promises,
        by=people,
        what=st.sampled_from(["arranged", "delivered", "not", "declined", "missing", "answered"]),
    )
    def support_told(self, support: SupportId, by: Person | None, what: str) -> None:
        plan, at, day = self.plan, self.now, self.yesterday()
        who = by or (the.EMPLOYEE if what in {"declined", "missing"} else the.SUPERVISOR)
        rules: dict[str, Callable[[], Change]] = {
            "arranged": lambda: supports.arranged(plan, support, on=day, by=who, at=at),
            "delivered": lambda: supports.delivered(plan, support, on=day, by=who, at=at),
            "not": lambda: supports.not_delivered(plan, support, reason=the.words(), by=who, at=at),
            "declined": lambda: supports.declined(plan, support, reason=None, by=who, at=at),
            "missing": lambda: supports.not_received(plan, support, by=who, at=at, terms=the.TERMS),
            "answered": lambda: supports.answered(plan, support, answer=the.words(), by=who, at=at),
        }
        self.act(who, rules[what])

    @invariant()
    def a_class_stands_exactly_on_what_was_missed(self) -> None:
        for mark in self.plan.milestones:
            assert (mark.miss is not None) == (mark.state is MilestoneState.MISSED)
            assert mark.miss is None or mark.history[-1].miss is mark.miss
            assert mark.miss is None or mark.due_at is not None

    @invariant()
    def a_class_of_a_barrier_rests_on_a_barrier(self) -> None:
        """But for a class that upholding a contest gave."""
        contested = {found.milestone for found in self.plan.record.contests if found.state is ContestState.UPHELD}
        for mark in self.plan.milestones:
            if mark.miss not in {None, MissClass.NO_COMMUNICATION} and mark.id not in contested:
                assert self.plan.record.barriers_on(mark.id)

    @invariant()
    def nothing_done_in_time_is_missed_by_the_clock(self) -> None:
        for mark in self.plan.milestones:
            if mark.reported_done_at is not None and mark.state is MilestoneState.MISSED:
                assert mark.settled_by is not None

    @invariant()
    def a_review_not_held_has_one_that_follows(self) -> None:
        followed = {review.follows for review in self.plan.reviews}
        skipped = {review.id for review in self.plan.reviews if review.state is ReviewState.NOT_HELD}
        assert skipped == followed - {None}


Running.TestCase.settings = settings(max_examples=50, stateful_step_count=60, deadline=None)
TestRunning = Running.TestCase


@pytest.mark.deep
def test_the_same_holds_for_many_more_lives() -> None:
    run_state_machine_as_test(Running, settings=settings(max_examples=400, stateful_step_count=60, deadline=None))
