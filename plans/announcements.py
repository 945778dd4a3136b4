"""Announcements: who is owed word of something that has just happened, and for how long it stays worth saying.

Nobody is told of what they did themselves. Announcements keep quiet hours (P-22), so each is due at the first moment
after the event at which its recipient is at work.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from plans.dates import earliest_moment
from plans.ending import OutcomeState
from plans.events import Event, EventKind
from plans.feedback import to_look_for_better
from plans.ids import EntryId, NoticeId, PersonId, fresh
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Role
from plans.plan import Plan, PlanError
from plans.policy import UNMET, OutcomeKind, PlanKind
from plans.record import Provider, WeeklyWord
from plans.states import BEFORE_DELIVERY, RUNNING, PlanState
from plans.terms import Terms
from plans.visible import confidential

Audience = Callable[[Event, Plan, Terms], tuple[PersonId, ...]]


def _employee(_event: Event, plan: Plan, _terms: Terms) -> tuple[PersonId, ...]:
    return (plan.employee,)


def _employee_who_knows(_event: Event, plan: Plan, _terms: Terms) -> tuple[PersonId, ...]:
    """A draft is no business of theirs before it is shared (P-02)."""
    return (plan.employee,) if plan.delivered_at is not None or plan.shared_at is not None else ()


def _employee_to_read(_event: Event, plan: Plan, _terms: Terms) -> tuple[PersonId, ...]:
    """Who has an account at last, where a text waits for their answer."""
    return (plan.employee,) if plan.delivered_at is not None and _still_to_read(plan) else ()


def _both_who_know(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """Both, where the employee has nothing to read first."""
    reads_first = _employee_to_read(event, plan, terms)
    return (*_supervisor(event, plan, terms), *(() if reads_first else _employee_who_knows(event, plan, terms)))


def _supervisor(_event: Event, plan: Plan, _terms: Terms) -> tuple[PersonId, ...]:
    return (plan.active_supervisor,)


def _both(_event: Event, plan: Plan, _terms: Terms) -> tuple[PersonId, ...]:
    return (plan.employee, plan.active_supervisor)


def _hr(_event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    return tuple(person.id for person in terms.hr_for(plan))


def _supervisor_and_hr(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    return (*_supervisor(event, plan, terms), *_hr(event, plan, terms))


def _both_unless_clock(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """A pause shifts many dates at once; its end is announced once, not once for each."""
    return () if event.by is None else _both(event, plan, terms)


def _deciders(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """HR; in coaching nobody waits for HR, and the supervisor knows (requirements §3.1)."""
    return () if plan.kind is PlanKind.COACHING else _hr(event, plan, terms)


def _of_a_note(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """Both; that there is nothing new this week is no news (S2-08)."""
    note = next((found for found in plan.record.notes if found.id == event.subject), None)
    nothing = note is not None and note.weekly is WeeklyWord.NOTHING_NEW
    return () if nothing else _both(event, plan, terms)


def _supervisor_after_two(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """Once, after two reviews in a row with nothing good on record (S0-18)."""
    review = next((one for one in plan.reviews if one.id == event.subject), None)
    asks = review is not None and to_look_for_better(plan, review)
    return _supervisor(event, plan, terms) if asks else ()


def _hr_if_far(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """HR sees a review that was moved too often, or too far (requirements §2.6)."""
    return _hr(event, plan, terms) if event.fact("far") == str(True) else ()


def _acknowledged(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """The supervisor, when it was the employee's slot that was filled; other signatures are steps of their own."""
    filled = next((given for given in plan.signatures if given.id == event.subject), None)
    by_employee = event.by == plan.employee if filled is None else filled.role is Role.EMPLOYEE
    return _supervisor(event, plan, terms) if by_employee else ()


def _to_answer_barrier(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """HR alone, if it is protected (P-13); a barrier that cannot be found is told to nobody."""
    barrier = next((found for found in plan.record.barriers if found.id == event.subject), None)
    if barrier is None:
        return ()
    return _hr(event, plan, terms) if barrier.protected else _supervisor(event, plan, terms)


def _hr_of_the_supervisors(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """What a supervisor typed in for their employee HR hears of at once, be they marked away or not (F-06)."""
    return _hr(event, plan, terms) if event.by in {plan.supervisor, plan.active_supervisor} else ()


def _to_answer_change(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """HR alone, if it was asked of HR alone (P-13, P-14)."""
    for_hr = any(one.id == event.subject and one.for_hr for one in plan.record.wanted_changes)
    return _hr(event, plan, terms) if for_hr else _supervisor(event, plan, terms)


def _who_asked(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """The side that asked for the change or the pause."""
    sides = {one.role for one in plan.record.wanted_changes if one.id == event.subject}
    return _employee(event, plan, terms) if sides == {Role.EMPLOYEE} else _supervisor(event, plan, terms)


def _of_rebuttal(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """HR alone, if it is about a protected matter: the supervisor would look for it in vain (P-13)."""
    apart = event.subject in confidential(plan)
    return _hr(event, plan, terms) if apart else _supervisor_and_hr(event, plan, terms)


def _of_reply(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    return _employee(event, plan, terms) if event.subject in confidential(plan) else _both(event, plan, terms)


def _promised(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """Who promised the support: the supervisor, and HR where it was the organisation."""
    support = next((found for found in plan.supports if found.id == event.subject), None)
    organisation = support is not None and support.provider is Provider.ORGANISATION
    return _supervisor_and_hr(event, plan, terms) if organisation else _supervisor(event, plan, terms)


def _employee_unless_clock(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """Support left open when a plan closes is part of the closing, which is announced itself."""
    return () if event.by is None else _employee(event, plan, terms)


def _proposer(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    proposed = (plan.outcomes[-1].proposed_by,) if plan.outcomes else ()
    return (*_supervisor(event, plan, terms), *proposed)


def _ended_from(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """Both, for a plan that ended without a result; the employee only if they ever had it."""
    if not _ended_early(plan):
        return ()
    reached = plan.delivered_at is not None
    return _both(event, plan, terms) if reached else _supervisor(event, plan, terms)


def _outcome_told(event: Event, plan: Plan, terms: Terms) -> tuple[PersonId, ...]:
    """Both; HR too where it was not met, since it has a list to go through (S3-29), and how coaching ended (§3.1).

    An end without a result is announced when the plan closes.
    """
    if _ended_early(plan):
        return ()
    unmet = plan.outcome is not None and plan.outcome.kind in UNMET
    to_hr = unmet or plan.kind is PlanKind.COACHING
    return (*_both(event, plan, terms), *(_hr(event, plan, terms) if to_hr else ()))


def _ended_early(plan: Plan) -> bool:
    return plan.outcome is not None and plan.outcome.kind in _WITHOUT_RESULT


_WITHOUT_RESULT: Final = frozenset({OutcomeKind.WITHDRAWN, OutcomeKind.ENDED_LEFT, OutcomeKind.ENDED_TRANSFERRED})
_E, _N = EventKind, NoticeKind
ANNOUNCED: Final[Mapping[EventKind, tuple[NoticeKind, Audience]]] = {
    _E.PLAN_SHARED: (_N.PLAN_TO_READ, _employee),
    _E.GOALS_PROPOSED: (_N.PLAN_CHANGED, _supervisor),
    _E.PLAN_SUBMITTED: (_N.PLAN_SUBMITTED, _hr),
    _E.CHANGES_REQUESTED: (_N.CHANGES_REQUESTED, _supervisor),
    _E.PLAN_APPROVED: (_N.PLAN_APPROVED, _supervisor),
    _E.APPROVAL_LAPSED: (_N.PLAN_CHANGED, _supervisor),
    _E.PLAN_DELIVERED: (_N.PLAN_TO_READ, _employee),
    _E.SIGNATURE_GIVEN: (_N.PLAN_ACKNOWLEDGED, _acknowledged),
    _E.SIGNATURE_DECLINED: (_N.PLAN_ACKNOWLEDGED, _acknowledged),
    _E.DELIVERY_CONFIRMED: (_N.PLAN_ACKNOWLEDGED, _supervisor),
    _E.PLAN_ACTIVATED: (_N.PLAN_ACTIVE, _both),
    _E.PLAN_AMENDED: (_N.PLAN_TO_READ, _employee),
    _E.PLAN_PAUSED: (_N.PLAN_CHANGED, _both),
    _E.PLAN_RESUMED: (_N.PLAN_CHANGED, _both),
    # The supervisor is told of the outcome; the employee has a new text to read and to acknowledge as well.
    _E.PLAN_EXTENDED: (_N.PLAN_TO_READ, _employee),
    _E.PLAN_HANDED_OVER: (_N.PLAN_HANDED_OVER, _supervisor),
    _E.ACCOUNT_NAMED: (_N.PLAN_TO_READ, _employee_to_read),
    _E.SUPERVISOR_AWAY: (_N.PLAN_HANDED_OVER, _supervisor),
    _E.SUPERVISOR_BACK: (_N.PLAN_CHANGED, _supervisor),
    _E.PLAN_CLOSED: (_N.PLAN_WITHDRAWN, _ended_from),
    _E.QUESTION_ASKED: (_N.QUESTION_ASKED, _supervisor),
    _E.QUESTION_ANSWERED: (_N.NOTE_ADDED, _employee),
    _E.CHANGE_ASKED: (_N.CHANGE_ASKED, _to_answer_change),
    _E.CHANGE_ACCEPTED: (_N.NOTE_ADDED, _who_asked),
    _E.CHANGE_DECLINED: (_N.NOTE_ADDED, _who_asked),
    _E.PAPER_RECORDED: (_N.NOTE_ADDED, _hr_of_the_supervisors),
    _E.QUESTION_OVERRIDDEN: (_N.NOTE_ADDED, _both),
    _E.NOTE_ADDED: (_N.NOTE_ADDED, _of_a_note),
    _E.REVIEW_DOCUMENTED: (_N.LOOK_FOR_BETTER, _supervisor_after_two),
    _E.REVIEW_CORRECTED: (_N.NOTE_ADDED, _both),
    _E.REBUTTAL_ADDED: (_N.NOTE_ADDED, _of_rebuttal),
    _E.REBUTTAL_ANSWERED: (_N.NOTE_ADDED, _of_reply),
    _E.CHECK_IN_ENDED: (_N.REVIEW_SUMMARY, _both),
    _E.REVIEW_MOVED: (_N.REVIEW_MOVED, _both_unless_clock),
    _E.REVIEW_NOT_HELD: (_N.REVIEW_MOVED, _both),
    _E.MILESTONE_REPORTED_DONE: (_N.REPORTED_DONE, _supervisor),
    _E.MILESTONE_MET: (_N.MILESTONE_MET, _both),
    _E.MILESTONE_MISSED: (_N.MILESTONE_MISSED, _both),
    _E.MILESTONE_HOLD_LIFTED: (_N.PLAN_CHANGED, _both_unless_clock),
    _E.MILESTONE_MOVED: (_N.PLAN_CHANGED, _both),
    _E.MILESTONE_WAIVED: (_N.PLAN_CHANGED, _both),
    _E.CONTEST_RAISED: (_N.CONTEST_RAISED, _supervisor_and_hr),
    _E.CONTEST_UPHELD: (_N.CONTEST_ANSWERED, _both),
    _E.CONTEST_REJECTED: (_N.CONTEST_ANSWERED, _both),
    _E.BARRIER_RAISED: (_N.BARRIER_RAISED, _to_answer_barrier),
    _E.BARRIER_ANSWERED: (_N.BARRIER_ANSWERED, _employee),
    _E.BARRIER_RESOLVED: (_N.BARRIER_ANSWERED, _employee),
    _E.SUPPORT_ARRANGED: (_N.SUPPORT_CHANGED, _employee),
    _E.SUPPORT_DELIVERED: (_N.SUPPORT_CHANGED, _employee),
    _E.SUPPORT_NOT_DELIVERED: (_N.SUPPORT_CHANGED, _employee_unless_clock),
    _E.SUPPORT_ANSWERED: (_N.SUPPORT_CHANGED, _employee),
    _E.SUPPORT_NOT_RECEIVED: (_N.SUPPORT_CHANGED, _promised),
    _E.SUPPORT_DECLINED: (_N.SUPPORT_CHANGED, _promised),
    _E.OUTCOME_PROPOSED: (_N.OUTCOME_PROPOSED, _deciders),
    _E.OUTCOME_RETURNED: (_N.OUTCOME_RETURNED, _proposer),
    _E.OUTCOME_APPROVED: (_N.OUTCOME_APPROVED, _proposer),
    _E.OUTCOME_DELIVERED: (_N.OUTCOME_DELIVERED, _outcome_told),
    _E.HR_CONTACTED: (_N.HR_CONTACTED, _hr),
    _E.COPY_REQUESTED: (_N.COPY_ASKED, _hr),
    _E.COPY_PUT_OFF: (_N.COPY_NEWS, _employee),
    _E.COPY_HANDED_OVER: (_N.COPY_NEWS, _employee),
}
# Who is told of the same event in other words.
ANNOUNCED_TOO: Final[Mapping[EventKind, tuple[NoticeKind, Audience]]] = {
    _E.PLAN_AMENDED: (_N.PLAN_CHANGED, _supervisor_and_hr),
    _E.PLAN_HANDED_OVER: (_N.PLAN_CHANGED, _employee_who_knows),
    _E.ACCOUNT_NAMED: (_N.PLAN_CHANGED, _both_who_know),
    _E.REVIEW_MOVED: (_N.REVIEW_MOVED, _hr_if_far),
    _E.SUPERVISOR_AWAY: (_N.PLAN_CHANGED, _employee_who_knows),
    _E.SUPERVISOR_BACK: (_N.PLAN_CHANGED, _employee_who_knows),
}
_ANNOUNCEMENTS: Final = frozenset(kind for kind, _ in ANNOUNCED.values())
# Both parties are sent the summary to open, whoever's act ended the check-in (requirements §3.3).
_EVEN_TO_THE_DOER: Final = frozenset({_N.REVIEW_SUMMARY, _N.LOOK_FOR_BETTER})


def announced(event: Event, plan: Plan, terms: Terms) -> tuple[Owed, ...]:
    """Who is owed word of this event on ``plan``, which is the plan after it. Two calls give the same keys."""
    told = {
        (kind, person): None
        for found in (ANNOUNCED.get(event.kind), ANNOUNCED_TOO.get(event.kind))
        if found is not None
        for kind, audience in [found]
        for person in audience(event, plan, terms)
    }
    return tuple(
        _owed(event, plan, terms, kind=kind, person=person)
        for kind, person in told
        if _may_be_told(terms, person) and (person != event.by or kind in _EVEN_TO_THE_DOER)
    )


def removed(before: Plan, terms: Terms, *, at: datetime) -> tuple[Owed, ...]:
    """The employee is told that the record of a good end was taken off, and of no plan (P-11).

    What is owed holds nothing that leads back to the plan; ``before`` is the plan as it was, with its terms.
    """
    if not _may_be_told(terms, before.employee):
        return ()
    working = terms.working(before.employee)
    return (
        Owed(
            key=f"{NoticeKind.RECORD_REMOVED.value}:{fresh()}",
            workspace=before.workspace,
            plan=None,
            person=before.employee,
            kind=NoticeKind.RECORD_REMOVED,
            subject=None,
            due_at=earliest_moment(at, working),
            zone=working.zone,
        ),
    )


def retimed(waiting: Iterable[Notice], terms: Terms, *, now: datetime) -> tuple[tuple[NoticeId, Owed], ...]:
    """Announcements that wait for working hours which are no longer the person's, and when they may be said now."""
    moved = []
    for notice in waiting:
        owed = notice.owed
        ours = owed.kind in _ANNOUNCEMENTS and not owed.direct and owed.person in terms.people
        if notice.state is NoticeState.WAITING and ours and owed.due_at > now:
            working = terms.working(owed.person)
            at = earliest_moment(now, working)
            if (at, working.zone) != (owed.due_at, owed.zone):
                moved.append((notice.id, replace(owed, due_at=at, zone=working.zone)))
    return tuple(moved)


def _may_be_told(terms: Terms, person: PersonId) -> bool:
    known = terms.people.get(person)
    return known is not None and known.active


def _owed(event: Event, plan: Plan, terms: Terms, *, kind: NoticeKind, person: PersonId) -> Owed:
    working = terms.working(person)
    return Owed(
        key=f"{plan.id}:{kind.value}:{event.id}:{person}",
        workspace=plan.workspace,
        plan=plan.id,
        person=person,
        kind=kind,
        subject=event.subject,
        due_at=earliest_moment(event.at, working),
        zone=working.zone,
        nominal=_owed_by(event) if kind is NoticeKind.COPY_ASKED else None,
    )


def _owed_by(event: Event) -> date | None:
    """The day by which HR hands the copy over, where the pack sets one (P-09)."""
    due = event.fact("due")
    return date.fromisoformat(due) if due else None


_ONLY_WHILE: Final[Mapping[NoticeKind, frozenset[PlanState]]] = {
    _N.PLAN_SUBMITTED: frozenset({PlanState.HR_REVIEW}),
    _N.CHANGES_REQUESTED: frozenset({PlanState.CHANGES_REQUESTED}),
    _N.PLAN_APPROVED: frozenset({PlanState.APPROVED}),
    _N.PLAN_ACTIVE: RUNNING,
}
_ONLY_TO_HR: Final = frozenset({_N.HR_CONTACTED, _N.COPY_ASKED})
_OUTCOME_ONLY_WHILE: Final = {
    _N.OUTCOME_PROPOSED: OutcomeState.PROPOSED,
    _N.OUTCOME_APPROVED: OutcomeState.APPROVED,
}
_GONE: Final = frozenset({PlanState.DISCARDED, PlanState.ERASED})


def still_worth_saying(owed: Owed, plan: Plan, terms: Terms) -> bool:
    """Whether an announcement that waited still says something true, to someone it still concerns."""
    if plan.state in _GONE or plan.state not in _ONLY_WHILE.get(owed.kind, frozenset({plan.state})):
        return False
    if not _still_theirs(owed, plan, terms):
        return False
    if owed.kind in _OUTCOME_ONLY_WHILE:
        return plan.outcome is not None and plan.outcome.state is _OUTCOME_ONLY_WHILE[owed.kind]
    if owed.kind is _N.PLAN_TO_READ:
        return _still_to_read(plan)
    return owed.kind is not _N.BARRIER_RAISED or _still_to_answer(owed, plan, terms)


def _still_theirs(owed: Owed, plan: Plan, terms: Terms) -> bool:
    """What HR alone may know of is not said to whoever has become a party since, or stands apart (P-13, F-05)."""
    apart = owed.kind in _ONLY_TO_HR or owed.subject in confidential(plan)
    return not apart or owed.person in {plan.employee, *_hr_ids(plan, terms)}


def _hr_ids(plan: Plan, terms: Terms) -> frozenset[PersonId]:
    return frozenset(person.id for person in terms.hr_for(plan))


def _still_to_read(plan: Plan) -> bool:
    """While the employee drafts, or until the slot of the delivered edition is filled."""
    if plan.state in BEFORE_DELIVERY:
        return plan.state is PlanState.EMPLOYEE_DRAFTING
    return not any(given.role is Role.EMPLOYEE and given.edition == plan.edition for given in plan.signatures)


def _still_to_answer(owed: Owed, plan: Plan, terms: Terms) -> bool:
    try:
        barrier = plan.barrier(EntryId(owed.subject or ""))
    except PlanError:
        return False
    reached = _hr_ids(plan, terms) if barrier.protected else {plan.active_supervisor}
    return barrier.open and owed.person in reached
