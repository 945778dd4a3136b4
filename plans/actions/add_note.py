"""Put a progress note on record (B-05)."""

from dataclasses import dataclass
from datetime import datetime

from plans import notes
from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, GoalId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """``goal`` None is about the plan as a whole; ``corrects`` names an earlier note of one's own."""

    plan: PlanId
    entry: EntryId
    text: Words
    goal: GoalId | None = None
    corrects: EntryId | None = None


async def add_note(work: Work, request: AddNote, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.ADD_NOTE,
        by=by,
        now=now,
        rule=lambda plan, _: notes.noted(
            plan,
            entry=request.entry,
            goal=request.goal,
            text=request.text,
            corrects=request.corrects,
            by=by,
            at=now,
        ),
    )
