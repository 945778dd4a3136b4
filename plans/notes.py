"""Progress notes: what a party or HR puts on record at any time (B-05)."""

from datetime import datetime

from plans.change import Change, happened
from plans.events import EventKind
from plans.ids import EntryId, GoalId
from plans.moving import role_in
from plans.parts import check_new, with_record
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import ProgressNote
from plans.texts import required
from plans.words import Words


def noted(
    plan: Plan,
    *,
    entry: EntryId,
    goal: GoalId | None,
    text: Words | None,
    corrects: EntryId | None,
    by: Person,
    at: datetime,
) -> Change:
    """A note about a goal, or the plan as a whole. Field: ``text``. What is written stays; a correction is a new note.

    Raises:
        PlanError: ``already-recorded``; ``part-gone`` for an unknown goal or note; ``not-your-note`` for a correction
            of what somebody else wrote.

    """
    check_new(plan.record.notes, entry)
    if goal is not None:
        plan.goal(goal)
    if corrects is not None:
        _check_own(plan, corrects, by)
    note = ProgressNote(
        id=entry,
        author=by.id,
        role=role_in(by, plan),
        at=at,
        goal=goal,
        text=required(text, "text"),
        corrects=corrects,
    )
    facts = {name: value for name, value in (("goal", goal), ("corrects", corrects)) if value is not None}
    event = happened(EventKind.NOTE_ADDED, plan, by=by.id, at=at, subject=entry, **facts)
    return Change(plan=with_record(plan, notes=(*plan.record.notes, note)), events=(event,))


def _check_own(plan: Plan, note: EntryId, by: Person) -> None:
    old = next((found for found in plan.record.notes if found.id == note), None)
    if old is None:
        raise PlanError("part-gone")
    if old.author != by.id and not (plan.employee_is(by.id) and plan.employee_is(old.author)):
        raise PlanError("not-your-note")
