"""A progress note is put on record for good; a correction is a new note that names the old (B-05)."""

import pytest

from plans import notes
from plans.ids import EntryId, GoalId
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from tests.plans import running as the

AT = the.denver(6, 10)


def noted(
    plan: Plan,
    *,
    by: Person = the.EMPLOYEE,
    entry: str = "note",
    goal: GoalId | None = the.GUIDES,
    corrects: str | None = None,
    text: str = "two guides done",
) -> Plan:
    return notes.noted(
        plan,
        entry=EntryId(entry),
        goal=goal,
        text=the.words(text),
        corrects=None if corrects is None else EntryId(corrects),
        by=by,
        at=AT,
    ).plan


@pytest.mark.parametrize(
    ("by", "role"), [(the.EMPLOYEE, Role.EMPLOYEE), (the.SUPERVISOR, Role.SUPERVISOR), (the.HR, Role.HR)]
)
def test_a_note_keeps_its_author_role_and_time(by: Person, role: Role) -> None:
    note = noted(the.plan(), by=by).record.notes[0]
    assert (note.author, note.role, note.at, note.goal) == (by.id, role, AT, the.GUIDES)


def test_a_note_may_be_about_the_plan_as_a_whole() -> None:
    assert noted(the.plan(), goal=None).record.notes[0].goal is None


def test_a_correction_leaves_the_old_note_as_it_was() -> None:
    plan = noted(noted(the.plan()), entry="second", corrects="note", text="three guides done")
    assert plan.record.notes[0] == noted(the.plan()).record.notes[0]
    assert plan.record.notes[1].corrects == "note"


def test_nobody_corrects_what_somebody_else_wrote() -> None:
    with pytest.raises(PlanError, match="not-your-note"):
        noted(noted(the.plan()), by=the.SUPERVISOR, entry="second", corrects="note")


def test_the_same_form_sent_twice_makes_one_note() -> None:
    with pytest.raises(PlanError, match="already-recorded"):
        noted(noted(the.plan()))


def test_unknown_goals_and_notes_are_gone_and_empty_notes_refused() -> None:
    with pytest.raises(PlanError, match="part-gone"):
        noted(the.plan(), goal=GoalId("other"))
    with pytest.raises(PlanError, match="part-gone"):
        noted(the.plan(), corrects="other")
    with pytest.raises(PlanError, match="required"):
        noted(the.plan(), text="  ")
