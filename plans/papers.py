"""What somebody without an account says and signs on paper, and others type in (F-06).

It becomes the same entry, with the same deadlines for whoever owes an answer, as if they had sent it themselves at the
moment it was typed in; beside it stands what it was on paper. The audit line names whoever typed it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from plans import barriers, copies, milestones, notes, receipt, rights, supports, wanting
from plans.acts import Act
from plans.change import Change, happened
from plans.events import EventKind
from plans.filed import Paper
from plans.ids import EntryId, GoalId, MilestoneId, SupportId
from plans.moving import role_in
from plans.parts import already_recorded, not_future, with_record
from plans.people import Person, Role, Standing
from plans.permissions import Allow, decide
from plans.plan import Plan, PlanError
from plans.record import BarrierKind, WantedKind
from plans.signing import SignatureKind
from plans.terms import Terms
from plans.texts import NAME_LIMIT, STANDARD_LIMIT, optional, required
from plans.words import Words


class PaperKind(StrEnum):
    """What a paper may hold. ``FOR_HR`` is a protected matter in the way, ``CHANGE_FOR_HR`` a change about one."""

    NOTE = "note"
    BARRIER = "barrier"
    FOR_HR = "for_hr"
    DONE = "done"
    CONTEST = "contest"
    NOT_RECEIVED = "not_received"
    QUESTION = "question"
    CHANGE = "change"
    CHANGE_FOR_HR = "change_for_hr"
    PAUSE = "pause"
    COPY = "copy"
    TO_HR = "to_hr"
    STATEMENT = "statement"


# Only HR and the employee may know of these, so only HR types them in (P-09, P-13, P-14, S0-21).
HR_TYPES_IN: Final = frozenset(
    {PaperKind.FOR_HR, PaperKind.CHANGE_FOR_HR, PaperKind.PAUSE, PaperKind.COPY, PaperKind.TO_HR}
)
# What is asked for by days, or simply asked for: there is no place for a reason, on paper as in a form.
WITHOUT_WORDS: Final = frozenset({PaperKind.PAUSE, PaperKind.COPY})


# What the employee would do themselves, were they here.
ACT_OF: Final[Mapping[PaperKind, Act]] = {
    PaperKind.NOTE: Act.ADD_NOTE,
    PaperKind.BARRIER: Act.RAISE_BARRIER,
    PaperKind.FOR_HR: Act.RAISE_BARRIER,
    PaperKind.DONE: Act.REPORT_DONE,
    PaperKind.CONTEST: Act.CONTEST_CLASS,
    PaperKind.NOT_RECEIVED: Act.MARK_NOT_RECEIVED,
    PaperKind.QUESTION: Act.ACKNOWLEDGE,
    PaperKind.CHANGE: Act.ASK_FOR_CHANGE,
    PaperKind.CHANGE_FOR_HR: Act.ASK_FOR_CHANGE,
    PaperKind.PAUSE: Act.ASK_FOR_PAUSE,
    PaperKind.COPY: Act.ASK_FOR_COPY,
    PaperKind.TO_HR: Act.CONTACT_HR,
    PaperKind.STATEMENT: Act.REBUT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The paper itself: the day on it, who was there, and where it is kept. Fields: ``on``, ``witness``, ``filed``."""

    id: EntryId
    on: date
    witness: Words | None
    filed: Words | None = None


def answered(
    plan: Plan,
    terms: Terms,
    sheet: Sheet,
    *,
    signature: EntryId,
    kind: SignatureKind,
    comment: Words | None,
    by: Person,
    at: datetime,
) -> Change:
    """The employee's answer to the version in force, as it stands on the paper. Field: ``comment``, and the sheet's."""
    change = receipt.answered_on_paper(plan, terms, signature=signature, kind=kind, comment=comment, by=by, at=at)
    return change.then(_kept(change.plan, sheet, about=signature, by=by, at=at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the paper says, ``text`` word for word: of something done, where to see it.

    ``milestone`` is the date it is about, ``support`` what they did not get, ``first`` and ``last`` the days of a pause
    they ask for. Fields: all five.
    """

    kind: PaperKind
    entry: EntryId
    text: Words | None
    milestone: MilestoneId | None = None
    support: SupportId | None = None
    first: date | None = None
    last: date | None = None


def said(plan: Plan, terms: Terms, sheet: Sheet, told: Said, *, by: Person, at: datetime) -> Change:
    """What the employee says on paper, where they could say it themselves now.

    A copy is owed from the day on the paper, everything else from now. Raises ``PlanError``: ``not-now``; ``not-yours``
    for a matter that is HR's alone; ``required`` at ``milestone``, ``support``, ``first`` or ``last``;
    ``paper-no-words`` at ``text``; ``already-recorded`` while a copy is owed.
    """
    hand = replace(terms.people[plan.employee], standing=Standing.MEMBER)
    if not isinstance(decide(hand, ACT_OF[told.kind], plan, now=at), Allow):
        raise PlanError("not-now", state=plan.state)
    if told.kind in HR_TYPES_IN and role_in(by, plan) is not Role.HR:
        raise PlanError("not-yours")
    if told.kind in WITHOUT_WORDS and told.text is not None:
        raise PlanError("paper-no-words", field="text")
    sheet = replace(sheet, on=not_future(sheet.on, "on", by=by, at=at))
    change = _entry(plan, terms, told, on=sheet.on, hand=hand, at=at)
    typed = tuple(replace(event, by=by.id) if event.by == hand.id else event for event in change.events)
    change = replace(change, events=typed)
    return change.then(_kept(change.plan, sheet, about=_entry_of(told), by=by, at=at))


def _entry_of(told: Said) -> str:
    """What the paper became: an entry of its own, or a word on something that was there."""
    there = {PaperKind.DONE: told.milestone, PaperKind.NOT_RECEIVED: told.support}
    return there.get(told.kind) or told.entry


def _kept(plan: Plan, sheet: Sheet, *, about: str, by: Person, at: datetime) -> Change:
    paper = Paper(
        id=sheet.id,
        author=by.id,
        role=role_in(by, plan),
        at=at,
        about=about,
        on=not_future(sheet.on, "on", by=by, at=at),
        witness=required(sheet.witness, "witness", limit=NAME_LIMIT),
        filed=optional(sheet.filed, "filed", limit=STANDARD_LIMIT),
    )
    after = with_record(plan, papers=(*plan.record.papers, paper))
    line = happened(EventKind.PAPER_RECORDED, plan, by=by.id, at=at, subject=paper.id, about=about, on=paper.on)
    return Change(plan=after, events=(line,))


def _entry(plan: Plan, terms: Terms, told: Said, *, on: date, hand: Person, at: datetime) -> Change:
    entry, text = told.entry, told.text
    rules: Mapping[PaperKind, Callable[[], Change]] = {
        PaperKind.NOTE: lambda: _noted(plan, told, goal=_goal_of(plan, told), hand=hand, at=at),
        PaperKind.BARRIER: lambda: _in_the_way(plan, terms, told, BarrierKind.OTHER, hand=hand, at=at),
        PaperKind.FOR_HR: lambda: _in_the_way(plan, terms, told, BarrierKind.PROTECTED, hand=hand, at=at),
        PaperKind.DONE: lambda: _done(plan, terms, told, hand=hand, at=at),
        PaperKind.CONTEST: lambda: milestones.contested(
            plan, _milestone_of(told), entry=entry, text=text, by=hand, at=at
        ),
        PaperKind.NOT_RECEIVED: lambda: _not_received(plan, terms, told, hand=hand, at=at),
        PaperKind.QUESTION: lambda: receipt.question_asked(plan, entry=entry, text=text, by=hand, at=at),
        PaperKind.CHANGE: lambda: _wanted(plan, told, WantedKind.OTHER, hand=hand, at=at),
        PaperKind.CHANGE_FOR_HR: lambda: _wanted(plan, told, WantedKind.PROTECTED, hand=hand, at=at),
        PaperKind.PAUSE: lambda: _paused(plan, told, on=on, hand=hand, at=at),
        PaperKind.COPY: lambda: _copy(plan, terms, told, on=on, hand=hand, at=at),
        PaperKind.TO_HR: lambda: rights.hr_contacted(plan, entry=entry, text=text, by=hand, at=at),
        PaperKind.STATEMENT: lambda: rights.rebutted(
            plan, terms, entry=entry, about=rights.WHOLE_PLAN, text=text, by=hand, at=at
        ),
    }
    return rules[told.kind]()


def _in_the_way(plan: Plan, terms: Terms, told: Said, kind: BarrierKind, *, hand: Person, at: datetime) -> Change:
    return barriers.raised(
        plan,
        entry=told.entry,
        kind=kind,
        milestones_hit=() if told.milestone is None else (told.milestone,),
        text=told.text,
        would_help=None,
        wished_date=None,
        by=hand,
        at=at,
        terms=terms,
    )


def _wanted(plan: Plan, told: Said, kind: WantedKind, *, hand: Person, at: datetime) -> Change:
    return wanting.change_asked(plan, entry=told.entry, kind=kind, text=told.text, by=hand, at=at)


def _paused(plan: Plan, told: Said, *, on: date, hand: Person, at: datetime) -> Change:
    if told.first is None or told.last is None:
        raise PlanError("required", field="first" if told.first is None else "last")
    return wanting.pause_asked(plan, entry=told.entry, first=told.first, last=told.last, by=hand, at=at, since=on)


def _copy(plan: Plan, terms: Terms, told: Said, *, on: date, hand: Person, at: datetime) -> Change:
    owed = copies.copy_owed(plan)
    if owed is not None:
        raise already_recorded(owed.at)
    return copies.copy_asked(plan, terms, entry=told.entry, by=hand, at=at, since=on)


def _done(plan: Plan, terms: Terms, told: Said, *, hand: Person, at: datetime) -> Change:
    return milestones.report_done(plan, _milestone_of(told), evidence=told.text, by=hand, at=at, terms=terms)


def _not_received(plan: Plan, terms: Terms, told: Said, *, hand: Person, at: datetime) -> Change:
    """The mark itself has no words; what they wrote beside it is a note of theirs."""
    if told.support is None:
        raise PlanError("required", field="support")
    change, goal = (
        supports.not_received(plan, told.support, by=hand, at=at, terms=terms),
        plan.support(told.support).goal,
    )
    return change if told.text is None else change.then(_noted(change.plan, told, goal=goal, hand=hand, at=at))


def _noted(plan: Plan, told: Said, *, goal: GoalId | None, hand: Person, at: datetime) -> Change:
    return notes.noted(plan, entry=told.entry, goal=goal, text=told.text, corrects=None, by=hand, at=at)


def _goal_of(plan: Plan, told: Said) -> GoalId | None:
    return None if told.milestone is None else plan.milestone(told.milestone).goal


def _milestone_of(told: Said) -> MilestoneId:
    if told.milestone is None:
        raise PlanError("required", field="milestone")
    return told.milestone
