"""Duties: what each side owes the other, in one list (S0-15, S3-08, requirements §4.3).

Give it the plan as a reader may see it and it lists what that reader may know of. Everything a side has committed to
is there, done or not, so that the two columns of a plan stand beside each other whole. What is still open when a plan
closes has lapsed, but for a contest and a copy that was
asked for, which are owed even then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from plans import barriers, check_ins, decision_clock, feedback, milestones, outcomes, reviews, supports, wanting
from plans.dates import add_working_days, due_at, instant, local_date
from plans.ending import OutcomeState
from plans.goals import Milestone
from plans.handing_over import unconfirmed
from plans.ids import PersonId
from plans.meetings import Review
from plans.pausing import rests
from plans.people import Role
from plans.plan import Plan
from plans.policy import PlanKind
from plans.proposing import open_proposals
from plans.record import Barrier, ContestState, Provider, Support, WantedChange
from plans.states import BEFORE_DELIVERY, BarrierState, MilestoneState, PlanState, ReviewState, SupportState
from plans.terms import Terms
from plans.visible import review_time, side

Owner = Role | Provider


class DutyKind(StrEnum):
    """What is owed."""

    ANSWER_PROPOSAL = "answer_proposal"
    ANSWER_SUBMITTED = "answer_submitted"
    TAKE_OVER = "take_over"
    ACKNOWLEDGE = "acknowledge"
    REACH_MILESTONE = "reach_milestone"
    WRITE_CHECK_IN = "write_check_in"
    ANSWER_QUESTION = "answer_question"
    ANSWER_CHANGE = "answer_change"
    MAKE_CHANGE = "make_change"
    ANSWER_BARRIER = "answer_barrier"
    LIFT_HOLD = "lift_hold"
    ANSWER_DONE = "answer_done"
    GIVE_FEEDBACK = "give_feedback"
    FOLLOW_UP_REVIEW = "follow_up_review"
    ANSWER_CONTEST = "answer_contest"
    HAND_OVER_COPY = "hand_over_copy"
    PROVIDE_SUPPORT = "provide_support"
    ANSWER_NOT_RECEIVED = "answer_not_received"
    HOLD_REVIEW = "hold_review"
    DOCUMENT_REVIEW = "document_review"
    RECORD_RESULTS = "record_results"
    PROPOSE_OUTCOME = "propose_outcome"
    DECIDE_OUTCOME = "decide_outcome"
    DELIVER_OUTCOME = "deliver_outcome"


class DutyState(StrEnum):
    """Where a duty stands. ``LAPSED``: it did not come and is owed no more (missed, not delivered, not held)."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing owed. ``subject`` is the id of the part; ``person`` is None where an office owes it, not a person."""

    owner: Owner
    person: PersonId | None
    kind: DutyKind
    subject: str
    due: datetime | None
    state: DutyState


_K, _D = DutyKind, DutyState
_GONE: Final = frozenset({PlanState.DISCARDED, PlanState.ERASED})
_REACHED: Final = frozenset({MilestoneState.MET, MilestoneState.AWAITING_WORD})
_OVER: Final = frozenset({PlanState.CLOSED, PlanState.ARCHIVED})
_OWED_EVEN_THEN: Final = frozenset({_K.ANSWER_CONTEST, _K.HAND_OVER_COPY})
_DECIDING: Final = frozenset({PlanState.ACTIVE, PlanState.PAUSED, PlanState.DECISION_DUE})


def duties(plan: Plan, terms: Terms, now: datetime) -> tuple[Duty, ...]:
    """Earliest first; what has no date comes last, in the order of the plan."""
    if plan.state in _GONE:
        return ()
    found = _Listing(plan=plan, terms=terms, now=now).all()
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return tuple(sorted(found, key=lambda duty: (duty.due, duty.kind, duty.subject) if duty.due else (far, "", "")))


def owed_by(owner: Role, listed: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """One side's column: the employee's, or everybody else's (the supervisor's and the organisation's)."""
    return tuple(duty for duty in listed if (duty.owner is Role.EMPLOYEE) == (owner is Role.EMPLOYEE))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    plan: Plan
    terms: Terms
    now: datetime

    def all(self) -> Iterator[Duty]:
        plan = self.plan
        yield from self._taking_over()
        if plan.state in BEFORE_DELIVERY:
            yield from self._proposals()
            yield from self._submitted()
        else:
            yield from self._acknowledgement()
        for milestone in plan.milestones:
            yield from self._milestone(milestone)
        for support in plan.supports:
            yield from self._support(support)
        if plan.state in BEFORE_DELIVERY:
            return
        for review in plan.reviews:
            yield from self._review(review)
        for barrier in plan.record.barriers:
            yield self._barrier(barrier)
        yield from self._answers()
        yield from self._copies()
        yield from self._ending()

    def _owed(
        self,
        owner: Owner,
        kind: DutyKind,
        subject: str,
        *,
        due: datetime | None,
        done: bool = False,
        lapsed: bool = False,
    ) -> Duty:
        if done:
            state = _D.DONE
        elif lapsed or (self.plan.state in _OVER and kind not in _OWED_EVEN_THEN):
            state = _D.LAPSED
        else:
            late = due is not None and self.now >= due and self._counts(kind)
            state = _D.OVERDUE if late else _D.OPEN
        return Duty(owner=owner, person=self._person(owner), kind=kind, subject=subject, due=due, state=state)

    def _counts(self, kind: DutyKind) -> bool:
        """Nobody falls behind on a draft but with an answer somebody waits for; nor while the plan is paused."""
        if self.plan.state in BEFORE_DELIVERY:
            return kind in {_K.ANSWER_PROPOSAL, _K.ANSWER_SUBMITTED, _K.TAKE_OVER}
        return self.plan.state is not PlanState.PAUSED

    def _person(self, owner: Owner) -> PersonId | None:
        if owner is Role.EMPLOYEE:
            return self.plan.employee
        if owner in {Role.SUPERVISOR, Role.REVIEWER, Provider.SUPERVISOR}:
            return self.plan.active_supervisor
        return None

    def _within(self, since: datetime, days: int, person: PersonId) -> datetime:
        working = self.terms.working(person)
        return due_at(add_working_days(local_date(since, working.zone), days, working), working)

    def _hr_within(self, since: datetime, days: int) -> datetime:
        hr = self.terms.hr_for(self.plan)
        return self._within(since, days, hr[0].id if hr else self.plan.active_supervisor)

    def _taking_over(self) -> Iterator[Duty]:
        """Whoever was named reads where the plan stands and says so, within the time a plan may be without one."""
        waiting = unconfirmed(self.plan)
        if waiting is not None:
            due = self._within(waiting.at, self.terms.pack.lead_times.without_supervisor, waiting.new)
            yield self._owed(Role.SUPERVISOR, _K.TAKE_OVER, waiting.id, due=due)

    def _proposals(self) -> Iterator[Duty]:
        """The employee was asked for goals, so each of them is owed an answer (S0-05)."""
        if self.plan.state is PlanState.DRAFT:
            for proposal in open_proposals(self.plan):
                due = self._within(proposal.at, self.terms.pack.lead_times.barrier_answer, self.plan.active_supervisor)
                yield self._owed(Role.SUPERVISOR, _K.ANSWER_PROPOSAL, proposal.id, due=due)

    def _submitted(self) -> Iterator[Duty]:
        at = self.plan.submitted_at
        if self.plan.state is PlanState.HR_REVIEW and at is not None:
            due = self._hr_within(at, self.terms.pack.lead_times.hr_answer)
            yield self._owed(Role.HR, _K.ANSWER_SUBMITTED, self.plan.id, due=due)

    def _acknowledgement(self) -> Iterator[Duty]:
        plan = self.plan
        if plan.delivered_at is None:
            return
        # The text may be approved days before it is delivered; nobody owes an answer to what they were not given.
        made = max([plan.delivered_at, *(edition.made_at for edition in plan.editions[-1:])])
        filled = any(given.role is Role.EMPLOYEE and given.edition == plan.edition for given in plan.signatures)
        due = self._within(made, max(self.terms.pack.lead_times.acknowledge_nudges, default=1), plan.employee)
        yield self._owed(Role.EMPLOYEE, _K.ACKNOWLEDGE, plan.id, due=due, done=filled)

    def _milestone(self, milestone: Milestone) -> Iterator[Duty]:
        due = milestones.judged_at(self.plan, milestone, terms=self.terms)
        held = milestone.state is MilestoneState.ON_HOLD
        yield self._owed(
            Role.EMPLOYEE,
            _K.REACH_MILESTONE,
            milestone.id,
            due=None if held else due,
            done=milestone.state in _REACHED or (milestone.pending and milestone.reported_done_at is not None),
            lapsed=milestone.state in {MilestoneState.MISSED, MilestoneState.WAIVED},
        )
        if milestone.state is MilestoneState.AWAITING_WORD:
            answer = self._within(due, self.terms.pack.lead_times.feedback_after_miss, self.plan.active_supervisor)
            yield self._owed(Role.SUPERVISOR, _K.ANSWER_DONE, milestone.id, due=answer)
        yield from self._feedback(milestone)
        if held and self.plan.state is PlanState.ACTIVE:
            yield self._owed(Role.HR, _K.LIFT_HOLD, milestone.id, due=None)

    def _feedback(self, milestone: Milestone) -> Iterator[Duty]:
        """After a miss the supervisor says what they make of it, within the pack's days (S0-19)."""
        since = feedback.missed_since(milestone)
        if since is not None:
            due = self._within(since, self.terms.pack.lead_times.feedback_after_miss, self.plan.active_supervisor)
            done = feedback.given(self.plan, milestone, since=since)
            yield self._owed(Role.SUPERVISOR, _K.GIVE_FEEDBACK, milestone.id, due=due, done=done)

    def _support(self, support: Support) -> Iterator[Duty]:
        owner = support.provider
        yield self._owed(
            Role.SUPERVISOR if owner is Provider.SUPERVISOR else owner,
            _K.PROVIDE_SUPPORT,
            support.id,
            due=None if rests(self.plan, support) else supports.due_of(self.plan, support, terms=self.terms),
            done=support.state is SupportState.DELIVERED,
            lapsed=support.state in {SupportState.NOT_DELIVERED, SupportState.DECLINED},
        )
        if support.not_received_at is not None:
            days = self.terms.pack.lead_times.barrier_answer
            due = self._within(support.not_received_at, days, self.plan.active_supervisor)
            yield self._owed(Role.SUPERVISOR, _K.ANSWER_NOT_RECEIVED, support.id, due=due)

    def _review(self, review: Review) -> Iterator[Duty]:
        plan, terms = self.plan, self.terms
        skipped = review.state is ReviewState.NOT_HELD
        # While the plan is paused the days it had count no more, and those to come count only once it goes on.
        waits = plan.state is PlanState.PAUSED and review.state in {ReviewState.PLANNED, ReviewState.CONFIRMED}
        late = review.answers_until if check_ins.came_late(review) else None
        yield self._owed(
            Role.SUPERVISOR,
            _K.HOLD_REVIEW,
            review.id,
            due=None if waits else late or review_time(plan, review, terms=terms),
            done=review.held_on is not None,
            lapsed=skipped,
        )
        documented = review.state is ReviewState.DOCUMENTED
        due = None if waits else reviews.notes_due(plan, review, terms=terms)
        yield self._owed(Role.SUPERVISOR, _K.DOCUMENT_REVIEW, review.id, due=due, done=documented, lapsed=skipped)
        wrote = {side(note.role) for note in plan.record.check_ins if note.review == review.id}
        over = review.ended_at is not None or skipped
        ends = None if waits else check_ins.ends_at(plan, review, terms=terms)
        for role in check_ins.SIDES if late is None else ():
            yield self._owed(role, _K.WRITE_CHECK_IN, review.id, due=ends, done=role in wrote, lapsed=over)

        yield from self._follow_up(review)

    def _follow_up(self, review: Review) -> Iterator[Duty]:
        """After a review that says the plan is not on track, a word on what follows from it (S0-19)."""
        since = feedback.off_track_since(review)
        if since is not None:
            due = self._within(since, self.terms.pack.lead_times.feedback_after_miss, self.plan.active_supervisor)
            done = feedback.followed_up(self.plan, since=since)
            yield self._owed(Role.SUPERVISOR, _K.FOLLOW_UP_REVIEW, review.id, due=due, done=done)

    def _barrier(self, barrier: Barrier) -> Duty:
        return self._owed(
            Role.HR if barrier.protected else Role.SUPERVISOR,
            _K.ANSWER_BARRIER,
            barrier.id,
            due=barriers.answer_due(self.plan, barrier, terms=self.terms),
            done=barrier.answered_at is not None or barrier.state is BarrierState.RESOLVED,
            lapsed=barrier.state is BarrierState.WITHDRAWN,
        )

    def _answers(self) -> Iterator[Duty]:
        days = self.terms.pack.lead_times.barrier_answer
        for question in self.plan.record.questions:
            due = self._within(question.at, days, self.plan.active_supervisor)
            yield self._owed(Role.SUPERVISOR, _K.ANSWER_QUESTION, question.id, due=due, done=not question.open)
        for wanted in self.plan.record.wanted_changes:
            yield from self._wanted(wanted)
        for contest in self.plan.record.contests:
            due = self._within(contest.at, days, self.plan.active_supervisor)
            answered = contest.state is not ContestState.OPEN
            yield self._owed(Role.SUPERVISOR, _K.ANSWER_CONTEST, contest.id, due=due, done=answered)

    def _wanted(self, wanted: WantedChange) -> Iterator[Duty]:
        """The answer; and then the change itself, so that nothing is granted and forgotten."""
        owner = Role.HR if wanted.for_hr else Role.SUPERVISOR
        due = wanting.answer_due(self.plan, wanted, terms=self.terms)
        yield self._owed(owner, _K.ANSWER_CHANGE, wanted.id, due=due, done=not wanted.open)
        if wanting.to_be_made(wanted):
            due = wanting.making_due(self.plan, wanted, terms=self.terms)
            made = wanting.made(self.plan, wanted)
            yield self._owed(owner, _K.MAKE_CHANGE, wanted.id, due=due, done=made)

    def _copies(self) -> Iterator[Duty]:
        """HR's, in its own working time, by the day the pack sets (P-09)."""
        hr = self.terms.hr_for(self.plan)
        working = self.terms.working(hr[0].id if hr else self.plan.active_supervisor)
        for request in self.plan.record.copy_requests:
            due = None if request.owed_by is None else due_at(request.owed_by, working)
            yield self._owed(Role.HR, _K.HAND_OVER_COPY, request.id, due=due, done=not request.open)

    def _ending(self) -> Iterator[Duty]:
        plan = self.plan
        if plan.state not in _DECIDING:
            return
        end = reviews.end_of(plan, terms=self.terms) if plan.decision_due_at is None else plan.decision_due_at
        if end is None:
            return
        due = None if plan.state is PlanState.PAUSED else self._decided_by(end)
        missing = outcomes.goals_without_result(plan)
        for goal in plan.goals:
            yield self._owed(Role.SUPERVISOR, _K.RECORD_RESULTS, goal.id, due=due, done=goal.id not in missing)
        yield from self._outcome(due)

    def _decided_by(self, end: datetime) -> datetime:
        """The end of the pack's last day for it, on the pack's own working days; else of ours, on the supervisor's."""
        last, person = decision_clock.deadline(self.plan, self.terms), self.plan.active_supervisor
        if last is None:
            return self._within(end, self.terms.pack.lead_times.supervisor_silent, person)
        # Nobody's days off stretch it: it is the employer's, and not the supervisor's.
        working = self.terms.working(person)
        return instant(last, working.end, working.zone)

    def _decision(self, proposed_at: datetime) -> Duty:
        """HR's; in coaching the supervisor's, who proposes, approves and delivers alone (requirements §3.1)."""
        days, plan = self.terms.pack.lead_times.hr_answer, self.plan
        if plan.kind is PlanKind.COACHING:
            answer = self._within(proposed_at, days, plan.active_supervisor)
            return self._owed(Role.SUPERVISOR, _K.DECIDE_OUTCOME, plan.id, due=answer)
        return self._owed(Role.HR, _K.DECIDE_OUTCOME, plan.id, due=self._hr_within(proposed_at, days))

    def _outcome(self, due: datetime | None) -> Iterator[Duty]:
        plan, outcome = self.plan, self.plan.outcome
        if outcome is not None and outcome.state is OutcomeState.DELIVERED:
            outcome = None  # an extension: the period that follows has an outcome of its own
        yield self._owed(Role.SUPERVISOR, _K.PROPOSE_OUTCOME, plan.id, due=due, done=outcome is not None)
        if outcome is not None and outcome.state is OutcomeState.PROPOSED:
            yield self._decision(outcome.proposed_at)
        if outcome is not None and outcome.state is OutcomeState.APPROVED and outcome.decided_at is not None:
            answer = self._within(outcome.decided_at, self.terms.pack.lead_times.hr_answer, plan.active_supervisor)
            yield self._owed(Role.SUPERVISOR, _K.DELIVER_OUTCOME, plan.id, due=answer)
