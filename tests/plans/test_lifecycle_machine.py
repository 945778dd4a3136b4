"""Whole lives of plans, drawn at random: no rule ever takes a plan where requirements §3.1 does not, and one wins."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from plans.amending import amended, collected
from plans.change import Change
from plans.collecting import WordsStep
from plans.dates import days_after, local_date
from plans.drafting import strengths_given
from plans.ending import Result
from plans.endings import outcome_approved, outcome_delivered, outcome_proposed, outcome_returned, withdrawn
from plans.examples import EMPLOYEE, GENERIC, HR, ILLINOIS, NOW, REVIEWER, SECOND_HR, SUPERVISOR, case, terms
from plans.extending import extended
from plans.handing_over import handed_over
from plans.ids import EntryId, GoalId, fresh
from plans.lifecycle import (
    approved,
    approved_without_gate,
    changes_requested,
    delivered,
    discarded,
    submitted,
)
from plans.outcomes import Proposal, ResultTyped, results_recorded
from plans.pausing import decision_due, paused, resumed
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import OutcomeKind, PackId, ReviewKind
from plans.proposing import ProposalTyped, goals_proposed, shared, taken_back
from plans.receipt import (
    Receipt,
    acknowledged,
    confirmed_in_person,
    declined,
    question_answered,
    question_asked,
    signed_as_supervisor,
)
from plans.retention import archived, erased
from plans.signatures import missing_signatures
from plans.states import IllegalMoveError, PlanState, ReviewState
from plans.steps import Part, StrengthsStep, WishedChange
from plans.terms import Terms
from plans.words import Words

# Typed again from requirements §3.1: what each verb may do, and for whom: E, S, H for HR, C for the clock.
# A verb that leaves a plan in its state names that state twice; what is not here must be refused.
LEGAL_TEXT = """
edit: draft>draft SH, changes_requested>changes_requested SH, approved>draft SH
share: draft>employee_drafting S
take_back: employee_drafting>draft S
propose_goals: employee_drafting>draft E
submit: draft>hr_review S, changes_requested>hr_review S
request_changes: hr_review>changes_requested H
approve: hr_review>approved H
approve_without_gate: draft>approved S
discard: draft>discarded SH, employee_drafting>discarded SH, hr_review>discarded SH
discard: changes_requested>discarded SH, approved>discarded H
deliver: approved>delivered SH
sign: delivered>delivered S, delivered>active S
receive: delivered>delivered E, delivered>active E, active>active E, paused>paused E, decision_due>decision_due E
confirm: delivered>delivered H, delivered>active H, active>active H, paused>paused H, decision_due>decision_due H
ask: delivered>delivered E, active>active E, paused>paused E, decision_due>decision_due E
answer: delivered>delivered SH, delivered>active SH, active>active SH, paused>paused SH, decision_due>decision_due SH
amend: delivered>delivered SH, active>active SH, paused>paused SH
pause: active>paused H
resume: paused>active HC
decision_due: active>decision_due SC
judge: active>active SH, paused>paused SH, decision_due>decision_due SH
propose: active>active SH, paused>paused SH, decision_due>decision_due SH
approve_outcome: active>active H, paused>paused H, decision_due>decision_due H
return_outcome: active>active H, paused>paused H, decision_due>decision_due H
deliver_outcome: active>closed SH, paused>closed SH, decision_due>closed SH
extend: decision_due>active SH
withdraw: delivered>closed H, active>closed H, paused>closed H, decision_due>closed H
archive: closed>archived C
erase: archived>erased HC
"""
PEOPLE = {SUPERVISOR: "S", EMPLOYEE: "E", HR: "H", SECOND_HR: "H", REVIEWER: "-"}
REFUSED = (PlanError, IllegalMoveError)
W = Words("Some words.")
Attempt = tuple[str, Person | None, Callable[[], Change]]


def _legal() -> set[tuple[str, str, str, str]]:
    found = set()
    for line in LEGAL_TEXT.strip().splitlines():
        verb, moves = line.split(": ")
        for move in moves.split(", "):
            states, movers = move.split()
            source, target = states.split(">")
            found |= {(verb, source, target, who) for who in movers}
    return found


LEGAL = _legal()


def _entry() -> EntryId:
    return EntryId(fresh())


def _proposal(target: date) -> ProposalTyped:
    return ProposalTyped(entry=_entry(), goal=GoalId(fresh()), text=W, measure=None, target=target, wish=W)


def _before_delivery(plan: Plan, on: Terms, *, by: Person, now: datetime) -> Iterator[Attempt]:
    step = StrengthsStep(strengths=Words(f"Written by {PEOPLE[by]} on {now.date().isoformat()}."))
    wish = WishedChange(id=_entry(), part=Part.GOALS, text=W)
    goals = (_proposal(plan.end),) if plan.end else ()
    met = local_date(now, by.zone)
    # Where a verb moves nothing, permission alone says whose it is; a rule is asked for those who may.
    if PEOPLE[by] in "SH":
        yield "edit", by, lambda: strengths_given(plan, step, by=by, at=now)
    yield "share", by, lambda: shared(plan, spoken=True, by=by, at=now)
    yield "take_back", by, lambda: taken_back(plan, by=by, at=now)
    yield "propose_goals", by, lambda: goals_proposed(plan, goals, entry=_entry(), view=W, by=by, at=now)
    yield "submit", by, lambda: submitted(plan, on, by=by, at=now)
    yield "request_changes", by, lambda: changes_requested(plan, (wish,), by=by, at=now)
    yield "approve", by, lambda: approved(plan, on, signature=_entry(), typed_name=W, by=by, at=now)
    yield "approve_without_gate", by, lambda: approved_without_gate(plan, on, by=by, at=now)
    yield "discard", by, lambda: discarded(plan, by=by, at=now)
    yield "deliver", by, lambda: delivered(plan, on, signature=_entry(), typed_name=W, met_on=met, by=by, at=now)


def _receiving(plan: Plan, on: Terms, *, by: Person, now: datetime) -> Iterator[Attempt]:
    receipt = Receipt(edition=plan.edition, signature=_entry(), view_id=_entry(), typed_name=W)
    yield "sign", by, lambda: signed_as_supervisor(plan, on, signature=_entry(), typed_name=W, by=by, at=now)
    yield "receive", by, lambda: acknowledged(plan, on, receipt, by=by, at=now)
    yield "receive", by, lambda: declined(plan, on, receipt, by=by, at=now)
    yield "confirm", by, lambda: confirmed_in_person(plan, on, signature=_entry(), comment=None, by=by, at=now)
    if by == EMPLOYEE:
        yield "ask", by, lambda: question_asked(plan, entry=_entry(), text=W, by=by, at=now)
    for question in plan.record.questions:
        yield "answer", by, partial(question_answered, plan, on, entry=question.id, answer=W, by=by, at=now)


def _running(plan: Plan, on: Terms, *, by: Person, now: datetime) -> Iterator[Attempt]:
    last = days_after(local_date(now, EMPLOYEE.zone), 9)
    if PEOPLE[by] in "SH":
        yield "amend", by, lambda: _amended(plan, on, by=by, now=now)
    yield "pause", by, lambda: paused(plan, on, last=last, by=by, at=now)
    yield "resume", by, lambda: resumed(plan, on, by=by, at=now)
    yield "decision_due", by, lambda: decision_due(_reviewed(plan), on, by=by, at=now)


def _amended(plan: Plan, on: Terms, *, by: Person, now: datetime) -> Change:
    """Collected and given in one go."""
    step = WordsStep(strengths=Words(f"Said anew on {now.isoformat()}."))
    change = collected(plan, on, step, entry=_entry(), by=by, at=now)
    return change.then(amended(change.plan, on, signature=_entry(), typed_name=W, by=by, at=now))


def _ending(plan: Plan, on: Terms, *, by: Person, now: datetime) -> Iterator[Attempt]:
    results = tuple(ResultTyped(goal=one.id, result=Result.MET, evidence=W) for one in plan.goals)
    new_end = days_after(plan.end, 60) if plan.end else None
    if PEOPLE[by] in "SH":
        yield "judge", by, lambda: results_recorded(plan, results, by=by, at=now)
        for kind in OutcomeKind:
            step = on.pack.next_steps[0].classification
            wanted = Proposal(kind=kind, reasons=W, new_end=new_end, final=new_end, next_step=step)
            yield "propose", by, partial(outcome_proposed, plan, on, wanted, by=by, at=now)
    yield "approve_outcome", by, lambda: outcome_approved(plan, on, accepted=True, by=by, at=now)
    yield "return_outcome", by, lambda: outcome_returned(plan, words=W, by=by, at=now)
    yield "deliver_outcome", by, lambda: outcome_delivered(plan, on, by=by, at=now)
    yield "extend", by, lambda: extended(plan, on, by=by, at=now)
    yield "withdraw", by, lambda: withdrawn(plan, kind=OutcomeKind.WITHDRAWN, reasons=W, by=by, at=now)


def _by_clock(plan: Plan, on: Terms, *, now: datetime) -> Iterator[Attempt]:
    yield "resume", None, lambda: resumed(plan, on, by=None, at=now)
    yield "decision_due", None, lambda: decision_due(plan, on, by=None, at=now)
    yield "archive", None, lambda: archived(plan, on, at=now)
    yield "erase", None, lambda: erased(plan, on, by=None, at=now)


def _reviewed(plan: Plan) -> Plan:
    """As if the final review had been written up, which is another rule's work."""
    return plan.with_(
        reviews=tuple(
            replace(one, state=ReviewState.DOCUMENTED) if one.kind is ReviewKind.FINAL else one for one in plan.reviews
        )
    )


def attempts(plan: Plan, on: Terms, *, now: datetime) -> Iterator[Attempt]:
    """Everything that anybody, and the clock, could try now."""
    for by in PEOPLE:
        for group in (_before_delivery, _receiving, _running, _ending):
            yield from group(plan, on, by=by, now=now)
        yield "erase", by, partial(erased, plan, on, by=by, at=now)
    yield from _by_clock(plan, on, now=now)


class _Lives(RuleBasedStateMachine):
    """One plan. At every step everything is tried by everybody; one thing that was not refused then happens."""

    plan: Plan
    terms: Terms
    now: datetime

    @initialize(name=st.sampled_from([ILLINOIS, GENERIC]), state=st.sampled_from(PlanState), gate=st.booleans())
    def begin(self, name: PackId, state: PlanState, gate: bool) -> None:
        """Somewhere along the way, so that the far states are met as often as the near ones."""
        found = case(state, name=name)
        self.plan, self.now = found.plan, found.at
        self.terms = replace(found.terms, pack=replace(found.terms.pack, hr_gate=gate))

    @rule(choice=st.integers(0, 10_000))
    def go_on(self, choice: int) -> None:
        possible: list[Plan] = []
        for verb, by, decide in attempts(self.plan, self.terms, now=self.now):
            try:
                change = decide()
            except REFUSED:
                continue
            if not change.events:
                assert change.plan == self.plan
                continue
            self._check(verb, by, change)
            possible.append(change.plan)
        moving = [plan for plan in possible if plan.state is not self.plan.state]
        # Two steps of three go somewhere else, so that a life gets on.
        chosen = moving if moving and choice % 3 else possible
        if chosen:
            self.plan = chosen[choice % len(chosen)]

    def _check(self, verb: str, by: Person | None, change: Change) -> None:
        who = "C" if by is None else PEOPLE[by]
        assert (verb, self.plan.state.value, change.plan.state.value, who) in LEGAL, verb
        assert all(event.at == self.now and event.plan == self.plan.id for event in change.events)
        assert change.plan.revision == self.plan.revision

    @rule(days=st.sampled_from([1, 7, 100, 400, 1500]))
    def wait(self, days: int) -> None:
        self.now = min(self.now + timedelta(days=days), NOW + timedelta(days=9000))

    @invariant()
    def nobody_signs_for_another_text(self) -> None:
        hashes = {edition.number: edition.text_hash for edition in self.plan.editions}
        assert all(hashes[given.edition] == given.text_hash for given in self.plan.signatures)

    @invariant()
    def a_text_stands_from_approval_on_until_the_content_is_gone(self) -> None:
        early = {PlanState.DRAFT, PlanState.EMPLOYEE_DRAFTING, PlanState.HR_REVIEW, PlanState.CHANGES_REQUESTED}
        if self.plan.state in {PlanState.DISCARDED, PlanState.ERASED}:
            assert not self.plan.editions
        elif self.plan.state not in early:
            assert self.plan.editions

    @invariant()
    def an_active_plan_was_delivered_and_received(self) -> None:
        if self.plan.state in {PlanState.ACTIVE, PlanState.PAUSED, PlanState.DECISION_DUE}:
            assert self.plan.delivered_at is not None
            assert self.plan.edition > 1 or not missing_signatures(self.plan, self.terms)

    @invariant()
    def nobody_is_told_not_met_by_one_person_alone_or_before_the_last_day_is_over(self) -> None:
        for outcome in self.plan.outcomes:
            if outcome.kind is OutcomeKind.NOT_MET and outcome.delivered_at is not None:
                assert outcome.decided_by != outcome.proposed_by
                assert outcome.owed_accepted is not None
                assert self.plan.end is not None
                assert local_date(outcome.proposed_at, EMPLOYEE.zone) > self.plan.end

    @invariant()
    def a_closed_plan_has_its_outcome_and_owes_no_support(self) -> None:
        if self.plan.state in {PlanState.CLOSED, PlanState.ARCHIVED}:
            assert self.plan.outcome is not None
            assert self.plan.outcome.delivered_at is not None
            assert not any(support.open for support in self.plan.supports)

    @invariant()
    def every_milestone_belongs_to_a_goal(self) -> None:
        assert {one.goal for one in self.plan.milestones} == {one.id for one in self.plan.goals}

    @invariant()
    def a_tombstone_is_empty(self) -> None:
        if self.plan.state in {PlanState.DISCARDED, PlanState.ERASED}:
            left = (self.plan.goals, self.plan.editions, self.plan.signatures, self.plan.outcomes, self.plan.strengths)
            assert not any(left)


TestLives = _Lives.TestCase
TestLives.settings = settings(
    max_examples=50, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.deep
def test_the_same_holds_for_many_more_lives() -> None:
    many = settings(
        max_examples=400, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(_Lives, settings=many)


def test_every_state_is_reached_by_the_rules() -> None:
    reached = {case(state, name=name).plan.state for state in PlanState for name in (ILLINOIS, GENERIC)}
    assert reached == set(PlanState)


@pytest.mark.parametrize("name", [ILLINOIS, GENERIC])
@pytest.mark.parametrize("state", PlanState)
def test_from_every_state_everything_that_is_listed_for_it_can_happen_and_nothing_else(
    state: PlanState, name: PackId
) -> None:
    """The verbs an example allows at once; those that need time, a proposal or a question come in the lives above."""
    found = case(state, name=name)
    seen = set()
    for verb, by, decide in attempts(found.plan, found.terms, now=found.at):
        try:
            change = decide()
        except REFUSED:
            continue
        seen.add((verb, state.value, change.plan.state.value, "C" if by is None else PEOPLE[by]))
    assert seen <= LEGAL
    needs = {
        "resume C",
        "decision_due C",
        "erase H",
        "erase C",
        "archive C",
        "extend",
        "approve_outcome",
        "return_outcome",
        "answer",
    }
    needs |= {"deliver_outcome", "approve_without_gate", "sign", "receive", "confirm"}
    expected = {line for line in LEGAL if line[1] == state and not {line[0], f"{line[0]} {line[3]}"} & needs}
    assert expected <= seen


@pytest.mark.parametrize("state", PlanState)
def test_two_changes_decided_on_one_revision_stand_on_the_same_number(state: PlanState) -> None:
    """A rule never touches the revision: the store compares it, so that of two racing changes one wins."""
    plan = case(state).plan.with_(revision=5)
    tried: list[Change] = []
    attempts: tuple[Callable[[], Change], ...] = (
        lambda: discarded(plan, by=HR, at=NOW),
        lambda: handed_over(plan, to=REVIEWER, by=HR, at=NOW),
        lambda: withdrawn(plan, kind=OutcomeKind.WITHDRAWN, reasons=W, by=HR, at=NOW),
        lambda: archived(plan, terms(), at=NOW + timedelta(days=900)),
    )
    for attempt in attempts:
        try:
            tried.append(attempt())
        except REFUSED:
            continue
    assert all(change.plan.revision == 5 for change in tried)
    assert bool(tried) is (state not in {PlanState.ARCHIVED, PlanState.DISCARDED, PlanState.ERASED})
