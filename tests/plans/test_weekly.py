"""The weekly line: asked each week of coaching, answered in a choice and a few words, and stopped by the employee."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from plans import weekly
from plans.announcements import announced
from plans.change import Change
from plans.events import EventKind
from plans.examples import COACHING, EMPLOYEE, GENERIC, HR, SUPERVISOR, case
from plans.ids import EntryId
from plans.notices import NoticeKind, Owed
from plans.plan import Plan, PlanError
from plans.record import WeeklyWord
from plans.reminders import reminders_for
from plans.states import PlanState
from plans.visible import visible
from plans.words import Words

FOUND = case(PlanState.ACTIVE, name=COACHING)
PLAN, ON, AT = FOUND.plan, FOUND.terms, FOUND.at


def prompts(plan: Plan) -> list[Owed]:
    return [owed for owed in reminders_for(plan, ON) if owed.kind is NoticeKind.WEEKLY_PROMPT]


def answered(said: WeeklyWord, text: str | None = None) -> Change:
    return weekly.prompt_answered(
        PLAN,
        ON,
        entry=EntryId("line"),
        week=date(2026, 9, 9),
        said=said,
        text=None if text is None else Words(text),
        by=EMPLOYEE,
        at=AT,
    )


def test_the_employee_alone_is_asked_once_in_each_week_of_the_plan() -> None:
    asked = prompts(PLAN)
    assert {owed.person for owed in asked} == {EMPLOYEE.id}
    assert PLAN.start is not None
    assert [owed.nominal for owed in asked] == [PLAN.start + timedelta(weeks=n) for n in range(1, 13)]


def test_each_line_is_of_use_until_the_next_so_that_they_never_pile_up() -> None:
    asked = prompts(PLAN)
    for one, following in pairwise(asked):
        assert one.not_after == following.due_at


@pytest.mark.parametrize("state", [PlanState.DELIVERED, PlanState.DECISION_DUE, PlanState.CLOSED])
def test_nobody_is_asked_before_the_plan_runs_nor_after_it(state: PlanState) -> None:
    assert prompts(PLAN.with_(state=state)) == []


def test_a_form_without_a_weekly_line_asks_nothing_and_takes_no_answer() -> None:
    generic = case(PlanState.ACTIVE, name=GENERIC)
    kinds = {owed.kind for owed in reminders_for(generic.plan, generic.terms)}
    assert NoticeKind.WEEKLY_PROMPT not in kinds
    with pytest.raises(PlanError) as refused:
        weekly.prompt_muted(generic.plan, generic.terms, by=EMPLOYEE, at=AT)
    assert refused.value.code == "no-weekly-line"


@pytest.mark.parametrize(
    ("said", "told"),
    [(WeeklyWord.PROGRESS, 1), (WeeklyWord.BLOCKED, 1), (WeeklyWord.NOTHING_NEW, 0)],
)
def test_the_supervisor_is_told_of_an_answer_unless_nothing_is_new(said: WeeklyWord, told: int) -> None:
    change = answered(said, "Half of it.")
    (event,) = change.events
    assert event.kind is EventKind.NOTE_ADDED
    assert "Half" not in repr(event.facts)
    owed = announced(event, change.plan, ON)
    assert [one.person for one in owed] == [SUPERVISOR.id] * told


def test_an_answer_is_a_note_of_the_employees_and_needs_no_words() -> None:
    (note,) = answered(WeeklyWord.NOTHING_NEW).plan.record.notes
    assert (note.author, note.weekly, note.week, note.text) == (
        EMPLOYEE.id,
        WeeklyWord.NOTHING_NEW,
        date(2026, 9, 9),
        Words(""),
    )


def test_one_line_stands_for_a_week_whatever_form_it_came_from() -> None:
    once = answered(WeeklyWord.PROGRESS).plan
    other, week = EntryId("other"), date(2026, 9, 9)
    with pytest.raises(PlanError, match="already-recorded"):
        weekly.prompt_answered(once, ON, entry=other, week=week, said=WeeklyWord.BLOCKED, text=None, by=EMPLOYEE, at=AT)


def test_only_the_employee_answers_and_stops_it() -> None:
    with pytest.raises(PlanError) as refused:
        weekly.prompt_muted(PLAN, ON, by=SUPERVISOR, at=AT)
    assert refused.value.code == "not-yours"


def test_once_stopped_nothing_is_asked_until_the_employee_wants_it_again() -> None:
    muted = weekly.prompt_muted(PLAN, ON, by=EMPLOYEE, at=AT)
    assert prompts(muted.plan) == []
    assert announced(muted.events[0], muted.plan, ON) == ()
    again = weekly.prompt_muted(muted.plan, ON, by=EMPLOYEE, at=AT)
    assert prompts(again.plan) == prompts(PLAN)


def test_the_supervisor_never_sees_that_it_was_stopped() -> None:
    muted = PLAN.with_(prompt_muted_at=AT)
    seen = {who.id: visible(muted, who, now=AT, terms=ON).prompt_muted_at for who in (EMPLOYEE, SUPERVISOR, HR)}
    assert seen == {EMPLOYEE.id: AT, SUPERVISOR.id: None, HR.id: AT}


def test_a_plan_that_lasts_a_few_days_asks_nothing() -> None:
    assert PLAN.start is not None
    assert prompts(replace(PLAN, end=PLAN.start + timedelta(days=6))) == []
