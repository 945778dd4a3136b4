"""What a reader may see of a plan: the plan with everything else taken out (P-01, P-02, P-13, S0-13).

``decide`` says whether a person may read at all; this says how much. E is the employee, S the supervisor or the
reviewer standing in, HR a member who is no party and in no conflict. *Own* means written by the reader. Part by part:

- id, workspace, case_number, kind, pack, state, employee, supervisor, reviewer, supervisor_away, started_by,
  started_at, revision, shared_at, on_paper: all three
- conflicts, holds, left_on: HR
- ticks, meeting_at: S, HR
- classification, values_level, performance_level, main_cause, opening_line: S, HR; E from delivery
- erased_at, erased_for: HR, who alone sees what is left of a plan
- strengths, areas, period, start, end: S, HR; E while drafting and from delivery
- head, leads_others, blocks: S, HR; E from delivery
- concerns: S, HR; E while drafting the area and the expectation with its standard only, all of it from delivery
- goals, supports: S, HR; E before delivery own, all from delivery
- milestones: HR; S without HR's words on one that a protected matter holds; E those of the goals E sees
- reviews: S, HR; E while drafting kind and date, all from delivery
- change_requests, support_override: S, HR
- submitted_at, approved_at, approved_by, met_at, delivered_at, active_at, decision_due_at, closed_at, archived_at,
  pauses, hand_overs, reason, continues, paper_person: S, HR; E from delivery
- prompt_muted_at: E, HR
- editions, signatures: S, HR; E the delivered text and what came after it
- amendments: S, HR; E those given to the employee
- results: S, HR; E those that a delivered outcome rests on
- outcomes: HR; S without the reason of HR's override and without protected matters among what was owed; E delivered
  ones, without that reason, without what HR returned and without the plan that coaching was turned into
- record, entry by entry:
  papers: HR; E from delivery; S those that are not about a matter of HR alone or about a copy
  notes, contests, questions: S, HR; E from delivery
  inputs, proposals: S, HR; E before delivery own, all from delivery
  check_ins: everyone's once opened; until then each side its own words, and of the others' only that and when
  barriers: HR; E from delivery; S those that are not protected
  rebuttals: HR; E from delivery; S those that are not about a protected matter
  copy_requests: HR, E
  wanted_changes: HR; E from delivery; S those that were not asked of HR alone
  hr_requests: HR; E and S own, and the other is not told (S0-21)

*While drafting* is the state itself: after the supervisor took the draft back, later edits were not shared. A plan
whose content is gone is a tombstone for HR: its numbers, dates and reason, and nobody's name. A check-in is opened when
both sides have written, when its review's time has passed, or when it has ended; packs may leave notes open from the
start.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from plans.acts import Act
from plans.dates import due_at, instant
from plans.ending import GoalResult, Outcome, OutcomeState
from plans.goals import Concern, Goal, Milestone
from plans.ids import PersonId
from plans.meetings import Review
from plans.people import NOBODY, Person, Role
from plans.permissions import Deny, decide, role_on
from plans.plan import Plan, PlanError
from plans.record import CheckInNote, HrRequest, Record
from plans.states import BEFORE_DELIVERY, PlanState, ReviewState
from plans.terms import Terms
from plans.words import Words

SUPERVISOR_SIDE: Final = frozenset({Role.SUPERVISOR, Role.REVIEWER})
_TOMBSTONES: Final = frozenset({PlanState.DISCARDED, PlanState.ERASED})
_EMPTY: Final = Words("")


def visible(plan: Plan, reader: Person, *, now: datetime, terms: Terms) -> Plan:
    """The plan as this reader may see it.

    It is for showing: rules are applied to the whole plan only, and keeping this one would lose what was taken out.

    Raises:
        PlanError: ``no-such-plan`` when the reader may not read it at all.

    """
    decision = decide(reader, Act.READ_PLAN, plan, now=now)
    if isinstance(decision, Deny):
        raise PlanError("no-such-plan")
    if plan.state in _TOMBSTONES:
        return _tombstone(plan)
    sealed = with_seals(plan, reader, now=now, terms=terms)
    match decision.role:
        case Role.HR:
            return sealed
        case Role.SUPERVISOR | Role.REVIEWER:
            return _for_supervisor(sealed, reader)
        case Role.EMPLOYEE:
            early = plan.state in BEFORE_DELIVERY
            return _shared_draft(sealed, reader) if early else _for_employee(sealed, reader.id)


def held_about(plan: Plan) -> Plan:
    """Everything of a delivered plan that is held about its employee, sealed or not (P-09).

    That is what the employee may read, and what is only sealed from them for a time.
    """
    return _for_employee(plan, plan.employee)


def review_time(plan: Plan, review: Review, *, terms: Terms) -> datetime:
    """When the review is due: its agreed hour, else the end of the acting supervisor's day (§3.3)."""
    if review.at_time is None:
        return due_at(review.on, terms.working(plan.active_supervisor))
    return instant(review.on, review.at_time, review_zone(plan, review, terms=terms))


def review_zone(plan: Plan, review: Review, *, terms: Terms) -> str:
    """On whose clocks its hour is read: where it was agreed; without one, those of whoever acts as supervisor."""
    return review.zone or terms.working(plan.active_supervisor).zone


def check_in_opened(plan: Plan, review: Review, *, now: datetime, terms: Terms) -> bool:
    """Whether both sides' notes on this review may be read by those who read the record (S0-13)."""
    if not terms.pack.sealed_notes or review.ended_at is not None or review.state is ReviewState.DOCUMENTED:
        return True
    sides = {side(note.role) for note in plan.record.check_ins if note.review == review.id}
    return {Role.EMPLOYEE, Role.SUPERVISOR} <= sides or now >= review_time(plan, review, terms=terms)


def side(role: Role) -> Role:
    """The side a role speaks for: the reviewer standing in speaks for the supervisor."""
    return Role.SUPERVISOR if role in SUPERVISOR_SIDE else role


def is_sealed(note: CheckInNote) -> bool:
    """Whether the words of this note were taken out by ``visible``; a note that was kept has all three answers."""
    return not (note.challenges or note.support_needed or note.feedback or note.progress)


def with_seals(plan: Plan, reader: Person | None, *, now: datetime, terms: Terms) -> Plan:
    """The plan without the words of notes that are still sealed; the reader's own side stays, if there is a reader."""
    opened = {review.id for review in plan.reviews if check_in_opened(plan, review, now=now, terms=terms)}
    mine = None if reader is None else role_on(reader, plan)
    notes = tuple(
        note if note.review in opened or _own_side(note, reader, mine) else without_words(note)
        for note in plan.record.check_ins
    )
    return plan.with_(record=replace(plan.record, check_ins=notes))


def confidential(plan: Plan) -> frozenset[str]:
    """The ids of what is kept between HR and its author, rebuttals about it included (P-13, P-14, S0-21)."""
    matters = {
        *(barrier.id for barrier in plan.record.barriers if barrier.protected),
        *(request.id for request in plan.record.hr_requests),
        *(wanted.id for wanted in plan.record.wanted_changes if wanted.apart),
    }
    matters |= {said.id for said in plan.record.rebuttals if said.about in matters}
    # That a copy was asked for is not the supervisor's to know, so neither is the paper that asks (P-09).
    with_papers = {*matters, *(request.id for request in plan.record.copy_requests)}
    return frozenset({*matters, *(paper.id for paper in plan.record.papers if paper.about in with_papers)})


def without_confidential(plan: Plan, reader: PersonId | None = None) -> Plan:
    """The plan without the HR compartment; what the reader wrote themselves stays. A hold shows no reason."""
    whole, hidden = plan.record, confidential(plan)
    held = {milestone for barrier in whole.barriers if barrier.protected for milestone in barrier.milestones}
    # Entry by entry, so that a kind added later stays hidden until someone decides otherwise.
    record = Record(
        notes=whole.notes,
        check_ins=whole.check_ins,
        barriers=tuple(barrier for barrier in whole.barriers if not barrier.protected),
        contests=whole.contests,
        inputs=whole.inputs,
        rebuttals=tuple(rebuttal for rebuttal in whole.rebuttals if rebuttal.about not in hidden),
        questions=whole.questions,
        hr_requests=_own(whole.hr_requests, reader),
        proposals=whole.proposals,
        copy_requests=tuple(request for request in whole.copy_requests if request.author == reader),
        wanted_changes=tuple(wanted for wanted in whole.wanted_changes if not wanted.apart),
        papers=tuple(paper for paper in whole.papers if paper.id not in hidden),
    )
    milestones = tuple(_neutral(one, reader) if one.id in held else one for one in plan.milestones)
    outcomes = tuple(_without_owed(one, hidden) for one in plan.outcomes)
    return plan.with_(milestones=milestones, outcomes=outcomes, record=record, holds=(), left_on=None)


def _without_owed(outcome: Outcome, hidden: frozenset[str]) -> Outcome:
    accepted = outcome.owed_accepted
    return replace(
        outcome,
        owed=tuple(item for item in outcome.owed if item.subject not in hidden),
        owed_accepted=None if accepted is None else tuple(item for item in accepted if item.subject not in hidden),
    )


def _own_side(note: CheckInNote, reader: Person | None, mine: Role | None) -> bool:
    if reader is None:
        return False
    return note.author == reader.id or (mine is not None and mine is not Role.HR and side(note.role) is side(mine))


def without_words(note: CheckInNote) -> CheckInNote:
    """Who wrote and when, and nothing of what: as ``is_sealed`` knows it again."""
    return replace(note, progress=(), challenges=_EMPTY, support_needed=_EMPTY, feedback=_EMPTY)


def _for_supervisor(plan: Plan, reader: Person) -> Plan:
    theirs = without_confidential(plan, reader.id)
    return theirs.with_(
        conflicts=frozenset(),
        prompt_muted_at=None,
        outcomes=tuple(replace(outcome, override_reason=None) for outcome in theirs.outcomes),
    )


def _own(requests: tuple[HrRequest, ...], reader: PersonId | None) -> tuple[HrRequest, ...]:
    return tuple(request for request in requests if request.author == reader)


def _neutral(milestone: Milestone, reader: PersonId | None) -> Milestone:
    """What HR wrote when it dealt with a protected matter stays with HR; a reader's own words are theirs."""
    own = reader is not None and milestone.settled_by == reader
    return milestone if own else replace(milestone, reason=None)


def _for_employee(plan: Plan, reader: PersonId) -> Plan:
    whole = plan.record
    delivered = tuple(outcome for outcome in plan.outcomes if outcome.state is OutcomeState.DELIVERED)
    first = first_delivered(plan)
    return plan.with_(
        editions=tuple(edition for edition in plan.editions if edition.number >= first),
        signatures=tuple(given for given in plan.signatures if given.edition >= first),
        amendments=tuple(one for one in plan.amendments if one.delivered_at is not None),
        conflicts=frozenset(),
        change_requests=(),
        ticks=(),
        meeting_at=None,
        support_override=None,
        holds=(),
        left_on=None,
        results=_told(plan.results, delivered),
        outcomes=tuple(map(_as_told, delivered)),
        record=Record(
            notes=whole.notes,
            check_ins=whole.check_ins,
            barriers=whole.barriers,
            contests=whole.contests,
            inputs=whole.inputs,
            rebuttals=whole.rebuttals,
            questions=whole.questions,
            hr_requests=tuple(one for one in whole.hr_requests if one.author == reader or plan.employee_is(one.author)),
            proposals=whole.proposals,
            copy_requests=whole.copy_requests,
            wanted_changes=whole.wanted_changes,
            papers=whole.papers,
        ),
    )


def first_delivered(plan: Plan) -> int:
    """The number of the first text the employee was given; texts approved and changed before it are not theirs."""
    given_at = plan.delivered_at
    return max((one.number for one in plan.editions if given_at is not None and one.made_at <= given_at), default=0)


def _told(results: tuple[GoalResult, ...], delivered: tuple[Outcome, ...]) -> tuple[GoalResult, ...]:
    """After an extension there are new results, and they too wait for the next outcome."""
    until = max((outcome.delivered_at for outcome in delivered if outcome.delivered_at is not None), default=None)
    return tuple(result for result in results if until is not None and result.at <= until)


def _as_told(outcome: Outcome) -> Outcome:
    return replace(outcome, returned_words=None, override_reason=None, continued_as=None)


def _shared_draft(plan: Plan, reader: Person) -> Plan:
    """A new plan from what is shared, so that a field added later stays hidden until someone decides otherwise."""
    drafting = plan.state is PlanState.EMPLOYEE_DRAFTING
    goals = tuple(goal for goal in plan.goals if goal.by == reader.id)
    parts: Mapping[str, object] = {
        "strengths": plan.strengths if drafting else None,
        "areas": plan.areas if drafting else (),
        "concerns": tuple(map(_expectation_only, plan.concerns)) if drafting else (),
        "period": plan.period if drafting else None,
        "start": plan.start if drafting else None,
        "end": plan.end if drafting else None,
        "reviews": tuple(map(_date_only, plan.reviews)) if drafting else (),
        "goals": goals,
        "milestones": _of_goals(plan, goals),
        "supports": tuple(support for support in plan.supports if support.by == reader.id),
        "shared_at": plan.shared_at,
        "reviewer": plan.reviewer,
        "supervisor_away": plan.supervisor_away,
        "on_paper": plan.on_paper,
        "record": Record(
            inputs=tuple(entry for entry in plan.record.inputs if entry.author == reader.id),
            hr_requests=_own(plan.record.hr_requests, reader.id),
            proposals=tuple(entry for entry in plan.record.proposals if entry.author == reader.id),
        ),
    }
    return _bare(plan).with_(**parts)


def _expectation_only(concern: Concern) -> Concern:
    return replace(concern, deficiency=None, examples=(), feedback_on=None, feedback=None, rating=None)


def _date_only(review: Review) -> Review:
    return Review(id=review.id, kind=review.kind, on=review.on, at_time=review.at_time, zone=review.zone)


def _of_goals(plan: Plan, goals: tuple[Goal, ...]) -> tuple[Milestone, ...]:
    seen = {goal.id for goal in goals}
    return tuple(milestone for milestone in plan.milestones if milestone.goal in seen)


def _tombstone(plan: Plan) -> Plan:
    return _bare(plan).with_(
        employee=NOBODY,
        supervisor=NOBODY,
        started_by=NOBODY,
        reason=plan.reason,
        start=plan.start,
        end=plan.end,
        delivered_at=plan.delivered_at,
        closed_at=plan.closed_at,
        archived_at=plan.archived_at,
        erased_at=plan.erased_at,
        erased_for=plan.erased_for,
    )


def _bare(plan: Plan) -> Plan:
    return Plan(
        id=plan.id,
        workspace=plan.workspace,
        case_number=plan.case_number,
        kind=plan.kind,
        pack=plan.pack,
        state=plan.state,
        employee=plan.employee,
        supervisor=plan.supervisor,
        started_by=plan.started_by,
        started_at=plan.started_at,
        revision=plan.revision,
    )
