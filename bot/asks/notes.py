"""Progress notes, and the record: everything the reader may read of a plan, newest first, in pages (B-05, S3-19)."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime

from bot.asks import statements
from bot.asks.barriers import barrier_parts
from bot.asks.check_ins import note_parts
from bot.asks.looking import NOTHING, Filled, Look, PlanAsk, goal_label, goal_number, receipt, review_name
from bot.asks.milestones import contest_entry, missed_parts, settled_parts
from bot.asks.paging import Place, turned
from bot.asks.papers import came_in
from bot.asks.proposing import proposed_parts
from bot.asks.questions import question_parts
from bot.asks.reviews import documented_parts
from bot.asks.supports import support_parts
from bot.asks.wanting import wanted_parts
from bot.forms import Form
from bot.parts import Buttons, Divider, Field, FieldKind, Heading, Option, Part, Said, Small, Text
from plans.actions.add_note import AddNote, add_note
from plans.acts import Act
from plans.check_ins import silent
from plans.ids import EntryId, GoalId, PersonId
from plans.meetings import Review
from plans.people import Role
from plans.plan import PlanError
from plans.ports import Work
from plans.record import CheckInNote, GoalProposal, ProgressNote, Rebuttal, WantedChange
from plans.rights import rebuttals_on
from plans.states import MilestoneState, ReviewState
from plans.visible import is_sealed

_WHOLE_PLAN = "plan"
# When it was put on record, the id of the part it belongs to, and what stands there.
_Dated = tuple[datetime, str, tuple[Part, ...]]


# A note


def _note_form(look: Look) -> Form:
    old = _corrected(look)
    about = (*(_goal_option(look, number) for number in range(1, len(look.plan.goals) + 1)), _whole_plan(look))
    return look.form(
        "note-form-title",
        look.text("note-intro"),
        *(() if old is None else (Said(label=look.say("note-to-correct"), words=old.text),)),
        Field(
            id="goal",
            kind=FieldKind.CHOICE,
            label=look.say("note-about"),
            options=about,
            default=_WHOLE_PLAN if old is None or old.goal is None else old.goal,
        ),
        Field(id="text", kind=FieldKind.LONG_TEXT, label=look.say("note-text"), hint=look.say("note-hint")),
        submit="note-submit",
    )


def _goal_option(look: Look, number: int) -> Option:
    goal = look.plan.goals[number - 1]
    return Option(value=goal.id, label=goal.text, description=goal_label(look, goal))


def _whole_plan(look: Look) -> Option:
    return Option(value=_WHOLE_PLAN, label=look.say("note-whole-plan"))


def _corrected(look: Look) -> ProgressNote | None:
    """The reader's own note that the new one corrects, if the button stood at one."""
    about = look.asked.stands.subject
    if about is None:
        return None
    found = next((note for note in look.plan.record.notes if note.id == about), None)
    if found is None:
        raise PlanError("part-gone")
    return found


async def _add(work: Work, filled: Filled) -> Form:
    look, goal = filled.look, filled.answers.code("goal")
    old = _corrected(look)
    request = AddNote(
        plan=look.plan.id,
        entry=EntryId(filled.entry),
        text=filled.answers.needed("text"),
        goal=None if goal is None or goal == _WHOLE_PLAN else GoalId(goal),
        corrects=None if old is None else old.id,
    )
    await add_note(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("note-receipt"))


# The record


def _record_form(look: Look) -> Form:
    entries = tuple(_entries(look))
    alone = _statements(look, {about for _, about, _ in entries})
    dated = sorted((*entries, *alone), key=lambda entry: entry[0], reverse=True)
    groups = [
        (*parts, *came_in(look, about), *_answered_by_employee(look, about), Divider()) for _, about, parts in dated
    ]
    place = Place.of(look.asked.stands.subject)
    parts, turning = turned(look, "read_record", place, groups)
    adding = (look.button("button-add-note", "add_note"),) if look.may(Act.ADD_NOTE) else ()
    return look.form(
        "record-title",
        look.text("record-intro" if groups else "record-empty"),
        *parts,
        look.back(*turning, *adding),
    )


def _entries(look: Look) -> Iterator[_Dated]:
    record = look.plan.record
    for note in record.notes:
        yield note.at, note.id, tuple(_note_entry(look, note))
    for check_in in record.check_ins:
        yield check_in.at, check_in.id, tuple(_check_in_entry(look, check_in))
    for barrier in record.barriers:
        yield barrier.at, barrier.id, (Heading(look.say("record-barrier")), *barrier_parts(look, barrier))
    for contest in record.contests:
        yield contest.at, contest.id, tuple(contest_entry(look, contest))
    for question in record.questions:
        yield question.at, question.id, tuple(question_parts(look, question))
    for wanted in record.wanted_changes:
        yield wanted.at, wanted.id, (Heading(look.say(_asked_by(wanted))), *wanted_parts(look, wanted))
    for proposal in record.proposals:
        heading = Heading(look.say("record-proposal"))
        accepted = () if proposal.answer or proposal.answered_at is None else _accepted(look, proposal)
        yield proposal.at, proposal.id, (heading, *proposed_parts(look, proposal), *accepted)
    yield from _own_words(look)
    yield from _from_the_plan(look)


def _asked_by(wanted: WantedChange) -> str:
    return "record-wanted" if wanted.role is Role.EMPLOYEE else "record-wanted-supervisor"


def _accepted(look: Look, proposal: GoalProposal) -> tuple[Part, ...]:
    """An answer without words: who gave it, and when."""
    at = look.moment(proposal.answered_at or look.now)
    said = look.say("by-and-at", name=look.name(proposal.answered_by), at=at)
    return (Small(f"{look.code('proposal', proposal.state)} · {said}"),)


def _own_words(look: Look) -> Iterator[_Dated]:
    record = look.plan.record
    for entry in record.inputs:
        label, aside = _said(look, "record-input", entry.author, entry.at)
        yield entry.at, entry.id, (Said(label=label, aside=aside, words=entry.text),)
    for request in record.hr_requests:
        label, aside = _said(look, "record-hr-request", request.author, request.at)
        said = Said(label=label, aside=aside, words=request.text)
        yield request.at, request.id, (said, Small(look.say("record-hr-only")))


def _from_the_plan(look: Look) -> Iterator[_Dated]:
    """What stands on the plan's own parts: reviews, missed and met dates, support."""
    plan = look.plan
    for review in plan.reviews:
        at = review.documented_at or review.ended_at
        if at is not None and review.state is not ReviewState.PLANNED:
            heading = Heading(review_name(look, review))
            yield at, review.id, (heading, *documented_parts(look, review), *_silent(look, review))
    for milestone in plan.milestones:
        if milestone.state is MilestoneState.MISSED and milestone.history:
            heading = Heading(look.say("record-missed"))
            yield milestone.history[-1].at, milestone.id, (heading, *missed_parts(look, milestone))
        elif milestone.settled_at is not None:
            parts = (Heading(look.say("record-settled")), *settled_parts(look, milestone))
            yield milestone.settled_at, milestone.id, parts
    for support in plan.supports:
        at = max((one.answered_at for one in support.objections), default=support.confirmed_at)
        if at is not None:
            parts = (Heading(look.say("record-support")), *support_parts(look, support))
            yield at, support.id, parts


def _statements(look: Look, shown: AbstractSet[str]) -> Iterator[_Dated]:
    """The employee's statements that belong to nothing shown here, such as those on the plan as a whole."""
    for rebuttal in look.plan.record.rebuttals:
        if rebuttal.about not in shown:
            yield rebuttal.at, rebuttal.id, (*_which_outcome(look, rebuttal), *statements.statement(look, rebuttal))


def _which_outcome(look: Look, said: Rebuttal) -> Iterator[Part]:
    """The outcome itself is read on a page of its own; which of them a statement answers is said here."""
    for outcome in look.plan.outcomes:
        if outcome.delivered_at is not None and said in rebuttals_on(look.plan, outcome):
            yield Small(look.say("record-about-outcome", at=look.moment(outcome.delivered_at)))


def _answered_by_employee(look: Look, about: str) -> Iterator[Part]:
    """What the employee said about an entry stands with it, and they may always add to it (P-08)."""
    yield from statements.about(look, about)
    if about not in _own_entries(look) and look.may(Act.REBUT):
        yield Buttons((look.button("button-rebut", "rebut", about),))


def _own(look: Look, author: PersonId) -> bool:
    """What came in on paper before they had an account is the employee's own too (F-06)."""
    return author == look.asked.by.id or (look.role is Role.EMPLOYEE and look.plan.employee_is(author))


def _own_entries(look: Look) -> AbstractSet[str]:
    """What the reader wrote themselves; it is added to by another note, not answered."""
    record = look.plan.record
    notes = (note.id for note in record.notes if _own(look, note.author))
    check_ins = (note.id for note in record.check_ins if _own(look, note.author))
    said = (*(one.id for one in record.rebuttals), *(one.id for one in record.inputs))
    proposed = (one.id for one in record.proposals if _own(look, one.author))
    return {*notes, *check_ins, *said, *proposed, *(request.id for request in record.hr_requests)}


def _silent(look: Look, review: Review) -> Iterator[Part]:
    """Who did not answer, once the exchange has ended; a late note changes nothing about it (requirements §3.3)."""
    if review.ended_at is not None:
        yield from (Small(look.say(f"record-silent-{role}")) for role in silent(review, look.plan.record))


def _said(look: Look, line: str, author: PersonId, at: datetime) -> tuple[str, str]:
    return look.say(line), look.say("by-and-at", name=look.name(author), at=look.moment(at))


def _note_entry(look: Look, note: ProgressNote) -> Iterator[Part]:
    number = 0 if note.goal is None else goal_number(look, note.goal)
    label = look.say("record-note-goal", number=number) if number else look.say("record-note")
    if note.weekly is not None:
        label = look.say("record-weekly", said=look.code("weekly", note.weekly.value))
    aside = look.say("by-and-at", name=look.name(note.author), at=look.moment(note.at))
    yield Said(label=label, words=note.text or NOTHING, aside=aside)
    if note.corrects is not None:
        yield Small(look.say("record-corrects"))
    if _own(look, note.author) and note.weekly is None and look.may(Act.ADD_NOTE):
        yield Buttons((look.button("button-correct", "add_note", note.id),))


def _check_in_entry(look: Look, note: CheckInNote) -> Iterator[Part]:
    review = look.plan.review(note.review)
    yield Heading(look.say("record-check-in", review=review_name(look, review)))
    if is_sealed(note):
        yield Text(look.say("summary-closed", at=look.moment(note.at)))
        yield Small(look.say("note-written", name=look.name(note.author), at=look.moment(note.at)))
        return
    yield from note_parts(look, note)


ASKS = (
    PlanAsk(name="add_note", act=Act.ADD_NOTE, draw=_note_form, do=_add),
    PlanAsk(name="read_record", act=Act.READ_RECORD, draw=_record_form),
)
