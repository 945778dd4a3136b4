"""Reminders: everything a plan calls for, derived from the plan alone, and how to bring what waits in step with it.

``reminders_for`` gives every reminder of the plan as it stands, whether it was sent or not, so that deriving twice adds
nothing (B-03). All times are the recipient's own: their zone, working days and hours (``desks``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from plans import check_ins, decision_clock
from plans.dates import (
    Rolling,
    before,
    days_after,
    due_at,
    earliest_moment,
    local_date,
    morning_of,
    roll,
)
from plans.desks import Desk, Desks, Step, base_of, counted, duty_steps, generation_of, keyed
from plans.ending import OutcomeState
from plans.goals import Milestone
from plans.kept_reminders import copy_reminders, watch_reminders
from plans.meetings import Review
from plans.notices import Adjustment, Notice, NoticeKind, NoticeState, Owed
from plans.people import Person, Role
from plans.plan import Plan
from plans.policy import PlanKind, ReviewKind
from plans.proposing import open_proposals
from plans.record import Barrier, Provider, Support
from plans.states import BEFORE_DELIVERY, BarrierState, MilestoneState, PlanState, ReviewState
from plans.terms import Terms
from plans.weekly import prompts_weekly

_K = NoticeKind
REMINDERS: Final = frozenset(
    {
        _K.ACKNOWLEDGE_AGAIN,
        _K.REVIEW_AHEAD,
        _K.CHECK_IN,
        _K.CHECK_IN_NUDGE,
        _K.GOAL_AHEAD,
        _K.GOAL_DUE,
        _K.SUPPORT_DUE,
        _K.REVIEW_NOTES_DUE,
        _K.BARRIER_ANSWER_DUE,
        _K.AWAITING_WORD,
        _K.FINAL_AHEAD,
        _K.HR_ANSWER_DUE,
        _K.DRAFTING_DUE,
        _K.TALKING_POINTS,
        _K.DECISION_DUE,
        _K.WEEKLY_PROMPT,
        _K.COPY_DUE,
        _K.WATCH_OVER,
    },
)
# Who has written their note needs no word that the review is coming.
_UNTIL_ANSWERED: Final = frozenset({_K.REVIEW_AHEAD, _K.CHECK_IN, _K.CHECK_IN_NUDGE})
# Working days after which a draft that waits for somebody is spoken of; no source names any, so these are ours.
_DRAFTING_DAYS: Final = (2, 5)
_BEFORE_MEETING: Final = timedelta(hours=1)
_IN_FORCE: Final = frozenset({PlanState.ACTIVE, PlanState.DECISION_DUE})


def reminders_for(plan: Plan, terms: Terms) -> tuple[Owed, ...]:
    """Every reminder the plan calls for, given before or not, at generation 0; few where the clock stands still."""
    desks = Desks(plan, terms)
    copies = (owed for request in plan.record.copy_requests for owed in copy_reminders(desks, request))
    return (*_in_its_state(desks), *copies)


def _in_its_state(desks: Desks) -> tuple[Owed, ...]:
    plan = desks.plan
    if plan.state in BEFORE_DELIVERY:
        return (*_hr_answer(desks), *_drafting(desks), *_meeting(desks))
    if plan.state is PlanState.DELIVERED:
        return tuple(_acknowledgement(desks))
    if plan.state is PlanState.CLOSED:
        return tuple(watch_reminders(desks))
    if plan.state not in _IN_FORCE:
        return ()
    return (
        *(_acknowledgement(desks) if plan.editions else ()),
        *(owed for review in plan.reviews for owed in _review(desks, review)),
        *(owed for milestone in plan.milestones for owed in _milestone(desks, milestone)),
        *(owed for support in plan.supports for owed in _support(desks, support)),
        *(owed for barrier in plan.record.barriers for owed in _barrier(desks, barrier)),
        *_decision(desks),
        *_weekly(desks),
    )


def _hr_answer(desks: Desks) -> Iterator[Owed]:
    """HR on the working days of the pack after submission; the last of them goes to the lead (requirements §4.3)."""
    at = desks.plan.submitted_at
    nudges = desks.terms.pack.lead_times.hr_nudges
    if at is None or not nudges or desks.plan.state is not PlanState.HR_REVIEW:
        return
    last = max(nudges)
    lead_ids = {desk.person.id for desk in desks.hr_lead}
    for desk in desks.hr:
        leads = [day for day in nudges if day != last or desk.person.id in lead_ids]
        yield from desk.chain(counted(desk, _K.HR_ANSWER_DUE, leads, after=at), subject=None, since=at)


def _drafting(desks: Desks) -> Iterator[Owed]:
    """Whoever the draft waits for: the employee who is to propose goals, or the supervisor who is to answer some."""
    plan = desks.plan
    if plan.state is PlanState.EMPLOYEE_DRAFTING:
        since, owners = plan.shared_at, desks.employee
    elif plan.state is not PlanState.DRAFT:
        return
    else:
        since, owners = max((one.at for one in open_proposals(plan)), default=None), desks.supervisor
    if since is None:
        return
    for desk in owners:
        steps = counted(desk, _K.DRAFTING_DUE, _DRAFTING_DAYS, after=since)
        yield from desk.chain(steps, subject=None, since=since)


def _meeting(desks: Desks) -> Iterator[Owed]:
    """The notes for the launch meeting, an hour before it, or the working morning before where nobody works then."""
    meeting = desks.plan.meeting_at
    if meeting is None:
        return
    for desk in desks.supervisor:
        at = earliest_moment(meeting - _BEFORE_MEETING, desk.working)
        if at >= meeting:
            at = before(desk.day_of(meeting), 1, desk.working)
        step = Step(kind=_K.TALKING_POINTS, lead=f"{meeting:%Y%m%dT%H%M}", at=at)
        yield from desk.chain([step], subject=None, since=None, until=meeting)


def _acknowledgement(desks: Desks) -> Iterator[Owed]:
    """The employee, on the working days after delivery, while the slot of the edition in force is open."""
    plan = desks.plan
    delivered = max((at for at in (plan.delivered_at, _edition_made(plan)) if at is not None), default=None)
    if delivered is None or any(
        signature.role is Role.EMPLOYEE and signature.edition == plan.edition for signature in plan.signatures
    ):
        return
    for desk in desks.employee:
        steps = counted(desk, _K.ACKNOWLEDGE_AGAIN, desks.terms.pack.lead_times.acknowledge_nudges, after=delivered)
        yield from desk.chain(steps, subject=str(plan.edition), since=delivered)


def _edition_made(plan: Plan) -> datetime | None:
    return plan.editions[-1].made_at if plan.editions else None


def _review(desks: Desks, review: Review) -> Iterator[Owed]:
    if not (review.pending or review.state is ReviewState.HELD):
        return
    if review.answers_until is not None and check_ins.came_late(review):
        yield from _another_day(desks, review, until=review.answers_until)
        return
    since = desks.began(review.moves[-1].at if review.moves else None)
    day = review.on if review.at_time else roll(review.on, desks.terms.calendar, rule=Rolling.NEXT).day
    for desk in desks.of(desks.plan.employee, desks.plan.active_supervisor):
        done = review.ended_at is not None or _wrote(desks.plan, review, desk.person)
        towards = desk.chain(
            _review_steps(desk, review, day),
            subject=review.id,
            since=since,
            nominal=review.on,
            until=check_ins.closes_at(
                desks.plan, review, days=desks.terms.pack.lead_times.check_in_end, terms=desks.terms
            ),
        )
        yield from (owed for owed in towards if not (done and owed.kind in _UNTIL_ANSWERED))
    for desk in desks.supervisor:
        yield from desk.chain(_notes_steps(desk, day), subject=review.id, since=since, nominal=review.on)


def _another_day(desks: Desks, review: Review, *, until: datetime) -> Iterator[Owed]:
    """Its day had gone by when it began to count: the supervisor alone is asked, to set another or say it was held."""
    for desk in desks.supervisor:
        ahead = max(desks.terms.pack.lead_times.review_undocumented - 1, 0)
        steps = [
            Step(kind=_K.REVIEW_NOTES_DUE, lead=f"late-{lead}", at=before(desk.day_of(until), lead, desk.working))
            for lead in dict.fromkeys((ahead, 0))
        ]
        yield from desk.chain(steps, subject=review.id, since=desks.began(), nominal=review.on, until=until)


def _review_steps(desk: Desk, review: Review, day: date) -> list[Step]:
    """From the heads-up to the last nudge; a review that was held is only asked about, not announced."""
    lead_times = desk.terms.pack.lead_times
    steps = [
        Step(kind=_K.CHECK_IN_NUDGE, lead=str(lead), at=desk.morning(day, after=lead))
        for lead in lead_times.review_nudges
    ]
    if review.state is ReviewState.HELD:
        return steps
    ahead = [(_K.REVIEW_AHEAD, lead_times.review_heads_up), *((_K.CHECK_IN, lead) for lead in lead_times.review_form)]
    if review.kind is ReviewKind.FINAL and desk.person.id == desk.plan.active_supervisor:
        ahead.insert(0, (_K.FINAL_AHEAD, lead_times.final_ahead))
    return [
        *(Step(kind=kind, lead=str(lead), at=before(day, lead, desk.working)) for kind, lead in ahead),
        *steps,
    ]


def _notes_steps(desk: Desk, day: date) -> list[Step]:
    """The supervisor's notes on the review itself: a working day after it, and when it is about to stand without."""
    leads = dict.fromkeys((1, desk.terms.pack.lead_times.review_undocumented))
    return [Step(kind=_K.REVIEW_NOTES_DUE, lead=str(lead), at=desk.morning(day, after=lead)) for lead in leads]


def _wrote(plan: Plan, review: Review, person: Person) -> bool:
    """Whether this side has written; the reviewer's note counts for the supervisor's side."""
    roles = {Role.EMPLOYEE} if person.id == plan.employee else {Role.SUPERVISOR, Role.REVIEWER}
    return any(note.review == review.id and note.role in roles for note in plan.record.check_ins)


def _milestone(desks: Desks, milestone: Milestone) -> Iterator[Owed]:
    if milestone.state is MilestoneState.AWAITING_WORD:
        yield from _awaiting_word(desks, milestone)
    elif milestone.pending and milestone.reported_done_at is None:
        yield from _goal(desks, milestone)


def _goal(desks: Desks, milestone: Milestone) -> Iterator[Owed]:
    owner = desks.terms.working(desks.plan.employee)
    due = due_at(milestone.on, owner)
    day = local_date(due, owner.zone)
    lead_times = desks.terms.pack.lead_times
    until = max(due, milestone.grace_until or due)
    for desk in desks.employee:
        steps = [
            *(
                Step(kind=_K.GOAL_AHEAD, lead=str(lead), at=before(day, lead, desk.working))
                for lead in lead_times.goal_due
            ),
            Step(kind=_K.GOAL_DUE, lead="0", at=before(day, 0, desk.working)),
        ]
        yield from desk.chain(steps, subject=milestone.id, since=desks.began(), nominal=milestone.on, until=until)
    for desk in desks.supervisor:
        # Where the employee's day ends before the supervisor's begins, the line comes a working day earlier.
        at = next((at for lead in (0, 1) if (at := before(day, lead, desk.working)) < due), due)
        step = Step(kind=_K.GOAL_DUE, lead="0", at=at)
        yield from desk.chain([step], subject=milestone.id, since=desks.began(), nominal=milestone.on, until=until)


def _awaiting_word(desks: Desks, milestone: Milestone) -> Iterator[Owed]:
    """The employee said it was done; the supervisor owes the answer, at once and again after the pack's days."""
    if milestone.due_at is None:
        return
    leads = (0, desks.terms.pack.lead_times.feedback_after_miss)
    for desk in desks.supervisor:
        steps = counted(desk, _K.AWAITING_WORD, leads, after=milestone.due_at)
        yield from desk.chain(steps, subject=milestone.id, since=milestone.due_at, nominal=milestone.on)


def _support(desks: Desks, support: Support) -> Iterator[Owed]:
    """Its provider: a day before, and on the first working day after it was due."""
    if not support.open or support.due is None:
        return
    for desk in desks.supervisor if support.provider is Provider.SUPERVISOR else desks.hr:
        yield from desk.chain(
            duty_steps(desk, _K.SUPPORT_DUE, roll(support.due, desk.working, rule=Rolling.NEXT).day),
            subject=support.id,
            since=desks.began(support.at),
            nominal=support.due,
        )


def _barrier(desks: Desks, barrier: Barrier) -> Iterator[Owed]:
    """Whoever owes the answer: the supervisor, or HR alone if it is protected (P-13)."""
    if barrier.state is not BarrierState.RAISED:
        return
    for desk in desks.hr if barrier.protected else desks.supervisor:
        day = desk.nth(desk.day_of(barrier.at), desk.terms.pack.lead_times.barrier_answer)
        steps = duty_steps(desk, _K.BARRIER_ANSWER_DUE, day)
        yield from desk.chain(steps, subject=barrier.id, since=barrier.at)


def _decision(desks: Desks) -> Iterator[Owed]:
    """Whoever has to move next, and both sides on the days of the pack's clock if it has one."""
    counted_down = _countdown(desks)
    told = {(owed.person, owed.due_at) for owed in counted_down}
    yield from (owed for owed in _next_to_move(desks) if (owed.person, owed.due_at) not in told)
    yield from counted_down


def _weekly(desks: Desks) -> Iterator[Owed]:
    """A line to the employee each week of the plan, of use until the next one (S2-08)."""
    plan = desks.plan
    if plan.state is not PlanState.ACTIVE or plan.start is None or plan.end is None:
        return
    if not prompts_weekly(plan, desks.terms):
        return
    weeks = [days_after(plan.start, 7 * week) for week in range(1, (plan.end - plan.start).days // 7 + 1)]
    for desk in desks.employee:
        for on, following in pairwise((*weeks, days_after(plan.end, 1))):
            step = Step(kind=_K.WEEKLY_PROMPT, lead="0", at=morning_of(on, desk.working))
            until = morning_of(following, desk.working)
            yield from desk.chain([step], subject=on.isoformat(), since=desks.began(), nominal=on, until=until)


def _countdown(desks: Desks) -> tuple[Owed, ...]:
    """Supervisor and HR on the pack's days, and HR alone on the first day after them (S1-13)."""
    plan, terms = desks.plan, desks.terms
    days, late = decision_clock.notice_days(plan, terms), decision_clock.overdue_on(plan, terms)
    if plan.state is not PlanState.DECISION_DUE or not days or late is None:
        return ()
    to_hr = {desk.person.id for desk in desks.hr}
    every: list[Owed] = []
    for desk in desks.of(plan.active_supervisor, *to_hr):
        steps = [
            Step(kind=_K.DECISION_DUE, lead=f"on@{on:%Y%m%d}", at=morning_of(on, desk.working))
            for on in (*days, *((late,) if desk.person.id in to_hr else ()))
        ]
        every += desk.chain(steps, subject=None, since=plan.decision_due_at)
    return tuple(every)


def _next_to_move(desks: Desks) -> Iterator[Owed]:
    """HR while an outcome waits for them, else the supervisor; in coaching the supervisor alone (§3.1)."""
    plan, outcome = desks.plan, desks.plan.outcome
    if outcome is not None and outcome.state is OutcomeState.PROPOSED:
        since, leads, owners = outcome.proposed_at, desks.terms.pack.lead_times.hr_nudges, desks.hr
        owners = tuple(desk for desk in owners if desk.person.id != outcome.proposed_by)
        if plan.kind is PlanKind.COACHING:
            leads, owners = (1, desks.terms.pack.lead_times.hr_answer), desks.supervisor
    elif outcome is not None and outcome.state is OutcomeState.APPROVED and outcome.decided_at is not None:
        since, leads, owners = outcome.decided_at, (1, desks.terms.pack.lead_times.hr_answer), desks.supervisor
    elif plan.decision_due_at is not None and plan.state is PlanState.DECISION_DUE:
        since, leads, owners = _returned(plan) or plan.decision_due_at, _decision_leads(desks.terms), desks.supervisor
    else:
        return
    for desk in owners:
        yield from desk.chain(counted(desk, _K.DECISION_DUE, leads, after=since), subject=None, since=since)


def _returned(plan: Plan) -> datetime | None:
    """When HR last sent a proposed outcome back: the supervisor then owes another."""
    last = plan.outcomes[-1] if plan.outcomes else None
    return last.decided_at if last is not None and last.state is OutcomeState.RETURNED else None


def _decision_leads(terms: Terms) -> tuple[int, ...]:
    """At once, after the days HR has for an answer, and a working day before the pack's own limit.

    Where the pack counts the days down, at once is enough.
    """
    if terms.pack.decision_notices:
        return (0,)
    limit = terms.pack.decision_due_working_days or terms.pack.lead_times.supervisor_silent
    return tuple(dict.fromkeys((0, terms.pack.lead_times.hr_answer, max(limit - 1, 1))))


def adjust(wanted: Iterable[Owed], existing: Iterable[Notice]) -> Adjustment:
    """What to add, move and withdraw so that what waits is what is wanted. Announcements are left alone.

    What was sent stays. A date that moved after its reminder was sent calls for the next generation; so does a
    reminder that was withdrawn and is wanted again, since its key is spent.
    """
    rows: dict[str, list[Notice]] = {}
    for notice in existing:
        if notice.owed.kind in REMINDERS:
            rows.setdefault(base_of(notice.owed.key), []).append(notice)
    latest = {base: max(found, key=lambda notice: generation_of(notice.owed.key)) for base, found in rows.items()}
    asked = {base_of(owed.key): owed for owed in wanted}
    moves = ((latest[base], owed) for base, owed in asked.items() if base in latest)
    return Adjustment(
        add=tuple(new for base, owed in asked.items() if (new := _added(owed, latest.get(base))) is not None),
        move=tuple((row.id, new) for row, owed in moves if (new := _moved(owed, row)) is not None),
        withdraw=tuple(
            row.id
            for base, found in rows.items()
            for row in found
            if row.state is NoticeState.WAITING and not (base in asked and row is latest[base])
        ),
    )


def _added(owed: Owed, row: Notice | None) -> Owed | None:
    if row is None:
        return owed
    if row.state in {NoticeState.WAITING, NoticeState.CLAIMED}:
        return None
    if row.state is not NoticeState.WITHDRAWN and row.owed.nominal == owed.nominal:
        return None
    return replace(owed, key=keyed(base_of(owed.key), generation=generation_of(row.owed.key) + 1))


def _moved(owed: Owed, row: Notice) -> Owed | None:
    new = replace(owed, key=row.owed.key)
    return new if row.state is NoticeState.WAITING and new != row.owed else None
