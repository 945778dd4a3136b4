"""The employee drafts the goals: handed over after a talk, proposed, answered goal by goal, and all of it on record."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from plans.announcements import announced
from plans.case_file import case_file
from plans.digest import DigestSection, digest_for
from plans.duties import DutyKind, DutyState, duties
from plans.events import EventKind
from plans.examples import EMPLOYEE, HR, NOW, SUPERVISOR, Case, case
from plans.ids import EntryId, GoalId, SupportId, fresh
from plans.notices import NoticeKind
from plans.people import Role
from plans.plan import Plan
from plans.proposing import (
    MOST_PROPOSED,
    ProposalAnswer,
    ProposalTyped,
    goals_proposed,
    open_proposals,
    proposal_answered,
    shared,
    taken_back,
    to_propose_anew,
)
from plans.readiness import faults
from plans.record import InputMoment, ProposalState, Provider
from plans.reminders import reminders_for
from plans.states import PlanState
from plans.visible import visible
from plans.words import Words
from tests.plans.opening import DAY, kinds, refusal

_P = PlanState
ENTRY = EntryId("view")
LATER = NOW + timedelta(hours=3)
YES = ProposalAnswer(accepted=True, answer=None)
NO = ProposalAnswer(accepted=False, answer=Words("Please name the shifts."))


def drafting() -> Case:
    return case(_P.EMPLOYEE_DRAFTING)


def typed(plan: Plan, **parts: object) -> ProposalTyped:
    found = ProposalTyped(
        entry=EntryId(fresh()),
        goal=GoalId(fresh()),
        text=Words("Answer the desk mails of the day before noon."),
        measure=Words("Ten sampled weeks."),
        target=plan.end,
        wish=Words("The rota six weeks ahead."),
    )
    return replace(found, **parts)  # type: ignore[arg-type]


def proposed(plan: Plan, *goals: ProposalTyped, at: datetime = NOW) -> Plan:
    return goals_proposed(plan, goals, entry=ENTRY, by=EMPLOYEE, at=at).plan


def answered(plan: Plan, answer: ProposalAnswer, *, at: datetime = LATER) -> Plan:
    entry = open_proposals(plan)[0].id
    return proposal_answered(plan, entry, answer, support=SupportId("s"), by=SUPERVISOR, at=at).plan


def test_a_plan_is_shared_for_drafting_only_after_a_conversation() -> None:
    plan = case(_P.DRAFT).plan
    with refusal("not-spoken", "spoken"):
        shared(plan, spoken=False, by=SUPERVISOR, at=NOW)
    after = shared(plan, spoken=True, by=SUPERVISOR, at=NOW).plan
    assert (after.state, after.shared_at) == (_P.EMPLOYEE_DRAFTING, NOW)


def test_the_supervisor_takes_a_shared_draft_back_and_the_employee_still_knows_of_it() -> None:
    after = taken_back(drafting().plan, by=SUPERVISOR, at=NOW).plan
    assert (after.state, after.shared_at) == (_P.DRAFT, NOW)
    with refusal("not-yours"):
        taken_back(drafting().plan, by=EMPLOYEE, at=NOW)


def test_what_the_employee_proposes_stands_on_record_in_their_name_and_is_no_goal_yet() -> None:
    plan = drafting().plan
    change = goals_proposed(plan, (typed(plan),), entry=ENTRY, view=Words("I need the rota."), by=EMPLOYEE, at=NOW)
    assert kinds(change) == [EventKind.GOALS_PROPOSED]
    assert (change.plan.state, change.plan.goals) == (_P.DRAFT, plan.goals)
    kept = change.plan.record.proposals[0]
    assert (kept.author, kept.at, kept.state) == (EMPLOYEE.id, NOW, ProposalState.OPEN)
    said = change.plan.record.inputs[0]
    assert (said.moment, said.text) == (InputMoment.DRAFTING, Words("I need the rota."))


def test_an_answer_to_each_proposal_is_owed_and_stands_in_hrs_overview_when_it_is_late() -> None:
    found = drafting()
    plan = proposed(found.plan, typed(found.plan), typed(found.plan))
    owed = [one for one in duties(plan, found.terms, NOW) if one.kind is DutyKind.ANSWER_PROPOSAL]
    assert [(one.owner, one.person, one.state) for one in owed] == [
        (Role.SUPERVISOR, SUPERVISOR.id, DutyState.OPEN)
    ] * 2
    late = digest_for(HR, [(plan, found.terms)], (), now=NOW + 7 * DAY)
    assert [line.code for line in late.lines if line.section is DigestSection.OVERDUE] == ["answer_proposal"] * 2
    one_left = [one for one in duties(answered(plan, NO), found.terms, NOW) if one.kind is DutyKind.ANSWER_PROPOSAL]
    assert len(one_left) == 1


def test_something_has_to_be_proposed_or_said_and_by_the_employee() -> None:
    plan = drafting().plan
    with refusal("required", "text"):
        goals_proposed(plan, (), entry=ENTRY, by=EMPLOYEE, at=NOW)
    with refusal("not-yours"):
        goals_proposed(plan, (typed(plan),), entry=ENTRY, by=SUPERVISOR, at=NOW)
    with refusal("too-many", None, limit=MOST_PROPOSED):
        proposed(plan, *(typed(plan) for _ in range(MOST_PROPOSED + 1)))


@pytest.mark.parametrize(
    ("parts", "code", "field"),
    [
        ({"text": None}, "required", "text_2"),
        ({"target": None}, "required", "target_2"),
        ({"target": NOW.date() - DAY}, "date-past", "target_2"),
        ({"target": NOW.date() + 4000 * DAY}, "goal-outside-period", "target_2"),
        ({"wish": Words("x" * 3001)}, "too-long", "wish_2"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_at_its_own_field(
    parts: dict[str, object], code: str, field: str
) -> None:
    plan = drafting().plan
    with refusal(code, field):
        proposed(plan, typed(plan), typed(plan, **parts))


def test_an_accepted_goal_is_the_employees_with_the_time_they_wrote_it() -> None:
    plan = answered(proposed(drafting().plan, typed(drafting().plan)), YES)
    goal = plan.goals[-1]
    assert (goal.by, goal.at, goal.text) == (EMPLOYEE.id, NOW, plan.record.proposals[0].text)
    assert plan.milestone(goal.milestone).on == goal.target
    kept = plan.record.proposals[0]
    assert (kept.state, kept.answered_by, kept.answered_at) == (ProposalState.ACCEPTED, SUPERVISOR.id, LATER)
    assert len(plan.supports) == len(drafting().plan.supports), "a wish is no promise"


def test_the_support_wished_for_is_a_promise_only_in_the_name_of_whoever_promises_it() -> None:
    before = proposed(drafting().plan, typed(drafting().plan))
    plan = answered(before, replace(YES, promise=Provider.ORGANISATION))
    item = plan.supports[-1]
    assert (item.goal, item.provider, item.by) == (plan.goals[-1].id, Provider.ORGANISATION, SUPERVISOR.id)
    wishless = proposed(drafting().plan, typed(drafting().plan, wish=None))
    assert answered(wishless, replace(YES, promise=Provider.SUPERVISOR)).supports == wishless.supports


def test_a_change_is_asked_for_with_a_comment_and_the_goal_is_proposed_anew() -> None:
    plan = proposed(drafting().plan, typed(drafting().plan))
    with refusal("required", "answer"):
        answered(plan, replace(NO, answer=None))
    back = answered(plan, NO)
    assert back.goals == drafting().plan.goals
    assert [one.answer for one in to_propose_anew(back)] == [NO.answer]
    again = shared(back, spoken=True, by=SUPERVISOR, at=LATER).plan
    goal = to_propose_anew(again)[0].goal
    second = proposed(again, typed(again, goal=goal, text=Words("Mails of the desk before noon.")), at=LATER)
    assert to_propose_anew(second) == ()
    done = answered(second, YES)
    assert [one.state for one in done.record.proposals] == [ProposalState.CHANGES_WANTED, ProposalState.ACCEPTED]
    assert done.goals[-1].id == goal
    assert done.goals[-1].text == Words("Mails of the desk before noon.")


def test_an_answer_is_given_once() -> None:
    plan = answered(proposed(drafting().plan, typed(drafting().plan)), YES)
    entry = plan.record.proposals[0].id
    with refusal("already-recorded"):
        proposal_answered(plan, entry, NO, support=SupportId("s"), by=SUPERVISOR, at=LATER)
    with refusal("part-gone"):
        proposal_answered(plan, EntryId("none"), NO, support=SupportId("s"), by=SUPERVISOR, at=LATER)


def test_a_plan_goes_no_further_while_a_proposal_waits_for_an_answer() -> None:
    found = drafting()
    plan = proposed(found.plan, typed(found.plan))
    codes = [fault.code for fault in faults(plan, found.terms, now=NOW) if fault.blocks]
    assert codes == ["proposals-open"]
    assert "proposals-open" not in {fault.code for fault in faults(answered(plan, NO), found.terms, now=NOW)}


def test_both_are_reminded_while_the_draft_waits_for_them() -> None:
    found = drafting()
    to_employee = reminders_for(found.plan, found.terms)
    assert {(owed.person, owed.kind) for owed in to_employee} == {(EMPLOYEE.id, NoticeKind.DRAFTING_DUE)}
    waiting = proposed(found.plan, typed(found.plan))
    to_supervisor = reminders_for(waiting, found.terms)
    assert {(owed.person, owed.kind) for owed in to_supervisor} == {(SUPERVISOR.id, NoticeKind.DRAFTING_DUE)}
    assert [len(to_employee), len(to_supervisor)] == [2, 2]
    assert reminders_for(answered(waiting, YES), found.terms) == ()


def test_each_is_told_when_the_draft_comes_to_them() -> None:
    found = case(_P.DRAFT)
    over = shared(found.plan, spoken=True, by=SUPERVISOR, at=NOW)
    assert [owed.person for owed in announced(over.events[0], over.plan, found.terms)] == [EMPLOYEE.id]
    sent = goals_proposed(over.plan, (typed(over.plan),), entry=ENTRY, by=EMPLOYEE, at=NOW)
    assert [owed.person for owed in announced(sent.events[0], sent.plan, found.terms)] == [SUPERVISOR.id]


def test_the_employee_reads_their_own_proposals_and_the_answers_and_nothing_else_of_a_draft() -> None:
    found = drafting()
    plan = answered(proposed(found.plan, typed(found.plan)), NO)
    seen = visible(plan, EMPLOYEE, now=LATER, terms=found.terms)
    assert seen.record.proposals == plan.record.proposals
    assert seen.goals == ()
    for reader in (SUPERVISOR, HR):
        assert visible(plan, reader, now=LATER, terms=found.terms).record.proposals == plan.record.proposals


def test_every_proposal_and_every_answer_stands_in_the_case_file() -> None:
    found = drafting()
    plan = answered(proposed(found.plan, typed(found.plan)), NO)
    made = case_file(plan, found.terms, (), order=None, made_at=LATER)
    section = made.section("proposals")
    assert section is not None
    assert len(section.blocks) == 1
    assert NO.answer in {fact.value for fact in section.blocks[0].facts}  # type: ignore[union-attr]
