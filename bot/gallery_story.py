"""The moments of the example plan that the gallery is drawn from. Every one is reached by the rules themselves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Final

from bot.gallery_asking import asked
from bot.gallery_forms import form_moments
from bot.gallery_writing import counted, writing
from plans import amending, barriers, check_ins, milestones, notes, reviews, supports
from plans.change import Change, happened
from plans.copies import copy_asked
from plans.dates import Absence, Calendar, days_after, instant, local_date
from plans.ending import Result
from plans.endings import outcome_approved, outcome_delivered, outcome_proposed
from plans.events import EventKind
from plans.examples import (
    COACHING,
    DESK,
    DESK_HALFWAY,
    EMPLOYEE,
    GUIDES,
    GUIDES_DRAFTED,
    HR,
    REVIEWER,
    SHADOWING,
    SUPERVISOR,
    Case,
    case,
    example_id,
    then,
)
from plans.handing_over import handed_over
from plans.ids import EntryId, GoalId, MilestoneId, ReviewId
from plans.lifecycle import changes_requested
from plans.meetings import Attendance
from plans.outcomes import Proposal, ResultTyped, results_recorded
from plans.passing import EndlessPassingError, next_passing, pass_time
from plans.people import Person, Standing
from plans.policy import OutcomeKind
from plans.record import BarrierKind
from plans.retention import hold_set, keep_until
from plans.reviews import Meeting, ReviewNotes
from plans.rights import hr_contacted, outcome_id, rebutted
from plans.states import PlanState
from plans.steps import GoalStep, InterimTyped, Part, WishedChange
from plans.weekly import prompt_muted
from plans.words import Words

NOTE: Final = EntryId(example_id(0xF1))
BARRIER: Final = EntryId(example_id(0xF2))
CONTEST: Final = EntryId(example_id(0xF3))
REBUTTAL: Final = EntryId(example_id(0xFB))
REQUEST: Final = EntryId(example_id(0xF4))
COPY: Final = EntryId(example_id(0xC0))
_THEIR_NOTE: Final = EntryId(example_id(0xF5))
_OUR_NOTE: Final = EntryId(example_id(0xF6))
_PROTECTED: Final = EntryId(example_id(0xF7))
_AMENDMENT: Final = EntryId(example_id(0xF8))
_COACHING_WISH: Final = EntryId(example_id(0xFA))
_HANDED_OVER: Final = EntryId(example_id(0xFB))
_FIRST_ORDER: Final = example_id(0xA00)
_SECOND_ORDER: Final = example_id(0xA01)
_THIRD_ORDER: Final = example_id(0xA02)
_SIGNED_ANEW: Final = EntryId(example_id(0xF9))
FURTHER_GOAL: Final = GoalId(example_id(0xC9))
_MOST_STEPS: Final = 100


def _moment(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """On the employee's clock."""
    return instant(datetime(year, month, day, tzinfo=UTC).date(), time(hour), EMPLOYEE.zone)


def first_review(found: Case) -> ReviewId:
    return found.plan.reviews[0].id


def first_absence(found: Case) -> str:
    """The first day of the employee's absence."""
    return found.terms.absences[EMPLOYEE.id][0].first.isoformat()


@cache
def moments() -> Mapping[str, Case]:
    """Each moment by name: the plan's states by theirs, and what happens while it runs."""
    states = {state.value: case(state) for state in PlanState}
    return {
        **states,
        **_running(),
        **_ending(),
        **_gone(),
        **_away(),
        **_coaching(),
        **_wished(),
        **writing(),
        **form_moments(),
        **_kept(),
        **_later(),
    }


def _wished() -> Mapping[str, Case]:
    """HR would rather see coaching."""
    found = case(PlanState.HR_REVIEW)
    why = Words("Recent work meets what is expected. Would coaching not fit better?")
    wish = WishedChange(id=_COACHING_WISH, part=Part.KIND, text=why)
    return {"coaching wished": then(found, changes_requested(found.plan, (wish,), by=HR, at=found.at))}


def _later() -> Mapping[str, Case]:
    return {**_amended(), **_handed_over(), **_ordered(), **asked(), **_holiday()}


def _holiday() -> Mapping[str, Case]:
    """A day off is added on which the first review stands."""
    found = case(PlanState.ACTIVE)
    days = {found.plan.reviews[0].on: "Founders' Day"}
    return {"holiday added": replace(found, terms=replace(found.terms, calendar=Calendar("example", days)))}


def _ordered() -> Mapping[str, Case]:
    """Three case files were ordered: one is handed over, one is written, and one is still to be."""
    found = case(PlanState.CLOSED)
    steps = (EventKind.EXPORT_ORDERED, EventKind.EXPORT_WRITTEN, EventKind.EXPORT_HANDED_OVER)
    told = [
        replace(
            happened(
                kind, found.plan, by=None if kind is EventKind.EXPORT_WRITTEN else HR.id, at=found.at, subject=id_
            ),
            at=found.at + timedelta(days=number, hours=2 * step),
        )
        for number, (id_, count) in enumerate(((_FIRST_ORDER, 3), (_SECOND_ORDER, 2), (_THIRD_ORDER, 1)))
        for step, kind in enumerate(steps[:count])
    ]
    return {"files ordered": replace(found, events=found.events + tuple(told), at=found.at + timedelta(days=3))}


def _handed_over() -> Mapping[str, Case]:
    """Somebody else supervises, and has not confirmed it yet."""
    found = case(PlanState.ACTIVE)
    change = handed_over(found.plan, to=REVIEWER, entry=_HANDED_OVER, by=HR, at=found.at)
    return {"handed over": then(found, change)}


def _amended() -> Mapping[str, Case]:
    """A further goal is collected, and then given to the employee."""
    found = case(PlanState.ACTIVE)
    at = _moment(2026, 10, 5)
    goal = GoalStep(
        goal=FURTHER_GOAL,
        text=Words("Answer every shared request within two working days, if only to say when."),
        measure=Words("The list of requests shows none that waited longer."),
        target=_moment(2027, 3, 31).date(),
    )
    later = GoalStep(
        goal=DESK,
        text=Words("Begin every desk shift on time, or hand it over by noon of the day before."),
        measure=found.plan.goal(DESK).measure,
        target=found.plan.goal(DESK).target + timedelta(days=7),
        interim=tuple(InterimTyped(id=one.id, text=one.text, on=one.on) for one in found.plan.goal(DESK).interim),
    )
    collected = found
    for step in (goal, later):
        change = amending.collected(collected.plan, found.terms, step, entry=_AMENDMENT, by=SUPERVISOR, at=at)
        collected = then(collected, change, at=at)
    given = amending.amended(
        collected.plan,
        found.terms,
        signature=_SIGNED_ANEW,
        typed_name=Words("Marta Lindqvist"),
        by=SUPERVISOR,
        at=at,
    )
    return {"change collected": collected, "changed": then(collected, given, at=at)}


def _coaching() -> Mapping[str, Case]:
    """Once as it runs, and once with the weekly line stopped."""
    running = case(PlanState.ACTIVE, name=COACHING)
    muted = then(running, prompt_muted(running.plan, running.terms, by=EMPLOYEE, at=running.at))
    return {"coaching": running, "coaching, not asked": muted}


def _gone() -> Mapping[str, Case]:
    found = case(PlanState.ACTIVE)
    people = {**found.terms.people, EMPLOYEE.id: replace(EMPLOYEE, standing=Standing.DEACTIVATED)}
    return {"employee gone": replace(found, terms=replace(found.terms, people=people))}


def _away() -> Mapping[str, Case]:
    found = case(PlanState.ACTIVE)
    week = Absence(local_date(found.at, EMPLOYEE.zone) + timedelta(days=7), found.at.date() + timedelta(days=11))
    return {"somebody away": replace(found, terms=replace(found.terms, absences={EMPLOYEE.id: (week,)}))}


def _passed(found: Case, at: datetime) -> Case:
    """Time goes by from one due instant to the next, as it does while nobody is late."""
    plan, events = found.plan, found.events
    for _ in range(_MOST_STEPS):
        due = next_passing(plan, found.terms)
        if due is None or due > at:
            return Case(plan=plan, terms=found.terms, at=at, events=events)
        change = pass_time(plan, found.terms, due)
        if change is None:
            break
        plan, events = change.plan, events + change.events
    raise EndlessPassingError


def _running() -> Mapping[str, Case]:
    with_support = _with_disputed_support(case(PlanState.ACTIVE))
    with_barrier = _with_barrier(with_support, BARRIER, BarrierKind.WORKLOAD, at=_moment(2026, 10, 20))
    asked = _with_word_to_hr(with_barrier)
    answered = _answered(asked)
    due = _passed(answered, _moment(2026, 11, 2))
    done = then(due, milestones.report_done(due.plan, GUIDES_DRAFTED, by=EMPLOYEE, at=due.at, terms=due.terms))
    missed = _passed(due, _moment(2026, 11, 3))
    contested = _contested(missed)
    return {
        "support disputed": with_support,
        "barrier reported": asked,
        "on hold": _with_barrier(answered, _PROTECTED, BarrierKind.PROTECTED, at=_moment(2026, 10, 26)),
        "due": due,
        "awaiting word": _passed(done, _moment(2026, 11, 3)),
        "missed": missed,
        "contested": contested,
        **_reviewed(contested),
    }


def _with_disputed_support(found: Case) -> Case:
    at = _moment(2026, 9, 17)
    given = then(found, supports.delivered(found.plan, SHADOWING, on=at.date(), by=SUPERVISOR, at=at), at=at)
    later = _moment(2026, 9, 18)
    return then(given, supports.not_received(given.plan, SHADOWING, by=EMPLOYEE, at=later, terms=given.terms), at=later)


def _with_barrier(found: Case, entry: EntryId, kind: BarrierKind, *, at: datetime) -> Case:
    protected = kind is BarrierKind.PROTECTED
    change = barriers.raised(
        found.plan,
        entry=entry,
        kind=kind,
        milestones_hit=(DESK_HALFWAY if protected else MilestoneId(GUIDES),),
        text=Words(
            "I have an appointment every other week that falls on my shifts."
            if protected
            else "The two extra shifts leave no quiet hour for writing."
        ),
        would_help=Words("Other shifts on those days." if protected else "One morning a week away from the desk."),
        wished_date=None,
        by=EMPLOYEE,
        at=at,
        terms=found.terms,
    )
    return then(found, change, at=at)


def _with_word_to_hr(found: Case) -> Case:
    words = Words("May I bring somebody to the review?")
    return then(found, hr_contacted(found.plan, entry=REQUEST, text=words, by=EMPLOYEE, at=found.at))


def _answered(found: Case) -> Case:
    at = _moment(2026, 10, 22)
    answer = Words("Fridays are free of the desk from next week on. Tell me if that is not enough.")
    change = barriers.answered(found.plan, BARRIER, answer=answer, by=SUPERVISOR, at=at)
    noted = then(found, change, at=at)
    text = Words("The first chapter of the scanner guide is out for comments.")
    return then(noted, notes.noted(noted.plan, entry=NOTE, goal=GUIDES, text=text, corrects=None, by=EMPLOYEE, at=at))


def _contested(found: Case) -> Case:
    text = Words("I showed the draft to Marta on Monday; it only was not in the folder yet.")
    change = milestones.contested(found.plan, GUIDES_DRAFTED, entry=CONTEST, text=text, by=EMPLOYEE, at=found.at)
    return then(found, change)


def _reviewed(found: Case) -> Mapping[str, Case]:
    review = first_review(found)
    asked = _passed(found, _moment(2026, 12, 31))
    one = _wrote(asked, review, _THEIR_NOTE, by=EMPLOYEE, at=_moment(2027, 1, 4, 9))
    both = _wrote(one, review, _OUR_NOTE, by=SUPERVISOR, at=_moment(2027, 1, 4, 11))
    later = _passed(both, _moment(2027, 1, 5))
    measured = counted(later)
    known = then(measured, _documented(measured, review, numbers={GUIDES: Decimal(1)}))
    return {
        "check-in asked": asked,
        "one has written": one,
        "review over": later,
        "documented": then(later, _documented(later, review, numbers={})),
        "number asked": measured,
        "number known": known,
    }


def _documented(later: Case, review: ReviewId, *, numbers: Mapping[GoalId, Decimal]) -> Change:
    return reviews.held_and_documented(
        later.plan,
        review,
        meeting=Meeting(
            held_on=_moment(2027, 1, 4).date(),
            employee_attended=Attendance.ATTENDED,
            supervisor_attended=Attendance.ATTENDED,
        ),
        notes=ReviewNotes(
            discussion=Words("The guides are well under way. We looked at the desk log together."),
            progress={
                GUIDES: Words("One guide is out, a second in draft."),
                DESK: Words("No uncovered shift since November."),
            },
            adjustments=Words("Fridays stay free of the desk until the guides are done."),
            numbers=numbers,
        ),
        by=SUPERVISOR,
        at=later.at,
        terms=later.terms,
    )


def _wrote(found: Case, review: ReviewId, entry: EntryId, *, by: Person, at: datetime) -> Case:
    own = by is EMPLOYEE
    change = check_ins.answered(
        found.plan,
        review,
        entry=entry,
        progress={GoalId(GUIDES): Words("One guide is done." if own else "The scanner guide reads well.")},
        challenges=Words("Quiet hours are still rare." if own else "Hand-overs on short notice."),
        support_needed=Words("The workshop, please." if own else "I will ask for a place in the workshop."),
        feedback=Words("The free Fridays help." if own else "I notice how much earlier you speak up."),
        by=by,
        at=at,
        terms=found.terms,
    )
    return then(found, change, at=at)


def _ending() -> Mapping[str, Case]:
    over = case(PlanState.DECISION_DUE)
    typed = tuple(
        ResultTyped(goal=goal.id, result=Result.MET, evidence=Words("Seen and talked through at the final review."))
        for goal in over.plan.goals
    )
    judged = then(over, results_recorded(over.plan, typed, by=SUPERVISOR, at=over.at))
    met = Proposal(kind=OutcomeKind.MET, reasons=Words("Both goals were reached, and it has lasted for months."))
    proposed = then(judged, outcome_proposed(judged.plan, judged.terms, met, by=SUPERVISOR, at=judged.at))
    approved = then(proposed, outcome_approved(proposed.plan, proposed.terms, by=HR, at=proposed.at))
    return {"results recorded": judged, "outcome proposed": proposed, "outcome approved": approved, **_not_met(judged)}


def _not_met(judged: Case) -> Mapping[str, Case]:
    """Two days later, and the other way."""
    later = replace(judged, at=judged.at + timedelta(days=2))
    words = Words("Two of the three guides are missing, and the desk stood empty four times since May.")
    picked = Proposal(kind=OutcomeKind.NOT_MET, reasons=words, picked=("uneven-performance",), next_step="other")
    proposed = then(later, outcome_proposed(later.plan, later.terms, picked, by=SUPERVISOR, at=later.at))
    yes = outcome_approved(proposed.plan, proposed.terms, accepted=True, by=HR, at=proposed.at)
    told = then(proposed, yes)
    told = then(told, outcome_delivered(told.plan, told.terms, by=SUPERVISOR, at=told.at))
    view = Words("The desk stood empty because the shifts were changed a day before, and I had said so in May.")
    about = outcome_id(told.plan, told.plan.outcomes[-1])
    said = rebutted(told.plan, told.terms, entry=REBUTTAL, about=about, text=view, by=EMPLOYEE, at=told.at)
    return {"last day over": later, "not met proposed": proposed, "not met told": told, "disputed": then(told, said)}


def _kept() -> Mapping[str, Case]:
    """A plan of which a copy was asked for, one that HR keeps, and one whose time is over."""
    running, over, away = case(PlanState.ACTIVE), case(PlanState.CLOSED), case(PlanState.ARCHIVED)
    reason = Words("A charge was filed with the agency; counsel asks us to keep everything.")
    day = days_after(keep_until(away.plan, away.terms), 1)
    return {
        "copy asked for": then(
            running, copy_asked(running.plan, running.terms, entry=COPY, by=EMPLOYEE, at=running.at)
        ),
        "kept longer": then(over, hold_set(over.plan, reason=reason, by=HR, at=over.at)),
        "time over": replace(away, at=instant(day, time(10), EMPLOYEE.zone)),
    }
