"""One line a week: the employee says how it goes, says that nothing is new, or asks not to be asked (S2-08)."""

from datetime import date, datetime

from plans.change import Change, happened
from plans.events import EventKind
from plans.ids import EntryId
from plans.parts import check_employee, check_new, check_once, with_record
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.record import ProgressNote, WeeklyWord
from plans.terms import Terms
from plans.texts import STANDARD_LIMIT, optional
from plans.words import Words


def prompts_weekly(plan: Plan, terms: Terms) -> bool:
    """Whether the employee gets a line each week: where the form says so, unless they had it stopped."""
    return terms.pack.weekly_prompt and plan.prompt_muted_at is None


def prompt_answered(
    plan: Plan,
    terms: Terms,
    *,
    entry: EntryId,
    week: date,
    said: WeeklyWord,
    text: Words | None,
    by: Person,
    at: datetime,
) -> Change:
    """The employee's own line, kept with the progress notes; it may stay empty. Field: ``text``.

    Raises ``PlanError``: ``not-yours``, ``no-weekly-line`` where the form has none, ``already-recorded``.
    """
    check_employee(plan, by)
    if not terms.pack.weekly_prompt:
        raise PlanError("no-weekly-line")
    check_new(plan.record.notes, entry)
    told = next((one for one in plan.record.notes if one.week == week), None)
    check_once(told is not None, None if told is None else told.at)
    line = optional(text, "text", limit=STANDARD_LIMIT) or Words("")
    note = ProgressNote(id=entry, author=by.id, role=Role.EMPLOYEE, at=at, goal=None, text=line, week=week, weekly=said)
    event = happened(EventKind.NOTE_ADDED, plan, by=by.id, at=at, subject=entry, week=week, weekly=said)
    return Change(plan=with_record(plan, notes=(*plan.record.notes, note)), events=(event,))


def prompt_muted(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """Stops the weekly line, or has it come again; nobody else is told. Raises like ``prompt_answered``."""
    check_employee(plan, by)
    if not terms.pack.weekly_prompt:
        raise PlanError("no-weekly-line")
    again = plan.prompt_muted_at is not None
    event = happened(EventKind.PROMPT_MUTED, plan, by=by.id, at=at, muted="no" if again else "yes")
    return Change(plan=plan.with_(prompt_muted_at=None if again else at), events=(event,))
