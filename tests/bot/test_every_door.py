"""Every form there is, tried by every kind of person on a plan in every state: who gets in is who the matrix lets in.

The matrix was typed from the requirements (``permission_oracle``), and whose each form is is typed here. So a new
form, or one that asks for another right, fails until somebody has said whose it is.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pytest

from bot.asks import ASKS
from bot.commands import COMMANDS
from bot.parts import Stands
from bot.replies import Denied, FieldErrors, Reply
from plans import examples
from plans.events import EventKind
from plans.ids import CaseNumber, PlanId, fresh
from plans.people import Office, Person, Role, Standing
from plans.plan import Plan
from plans.ports import System
from plans.signatures import signature_of
from plans.states import PlanState
from storage.database import Database
from tests.bot.playing import WORDING, Table, table
from tests.conftest import open_database
from tests.plans.permission_oracle import Scene, may

# Who is asking decides what these show; they are about no plan that somebody names.
ABOUT_NO_PLAN: Final = frozenset({"my_plans", "help", "open_plan", "right_tool"})
# A form, and the act of the matrix that opens it.
DOORS: Final = """
open_case: learn
contact_hr: contact_hr
read_request: read_hr_compartment
case_goals case_support case_reviews read_summary read_milestone end_barrier read_record: read_record
plan_head plan_head_later plan_strengths plan_strengths_later plan_areas plan_areas_later: edit_plan
plan_concern plan_concern_later plan_goal plan_goal_later plan_support plan_support_later: edit_plan
plan_dates plan_dates_later plan_reviews plan_reviews_later plan_block plan_block_later: edit_plan
override_support override_support_later remove_goal hint_plan_concern hint_plan_goal: edit_plan
plan_check submit_plan rehearse_plan: edit_plan
discard_plan: discard_plan
talking_points: talking_points
note_launch: note_launch
share_for_drafting: share_for_drafting
take_back_draft: take_back_draft
propose_goals add_proposal: propose_goals
answer_proposal: answer_proposal
review_plan read_plan read_outcome: read_plan
approve_plan: approve_plan
request_changes: request_changes
deliver_plan: deliver_plan
acknowledge: acknowledge
sign_plan: sign_as_supervisor
confirm_delivery: confirm_delivery
rebut: rebut
ask_for_copy: ask_for_copy
answer_check_in: answer_check_in
settle_milestone: settle_milestone
contest_class: contest_class
answer_contest: uphold_contest
lift_hold: lift_hold
report_done: report_done
raise_barrier: raise_barrier
answer_barrier: answer_barrier
update_support: update_support
mark_not_received: mark_not_received
decline_support: decline_support
hold_review not_held_review: hold_review
move_review confirm_review: move_review
add_note: add_note
record_results propose_outcome: propose_outcome
decide_outcome: approve_outcome
deliver_outcome: deliver_outcome
withdraw_plan: withdraw_plan
read_keeping hold_plan: hold_plan
release_plan: release_plan
record_leaving: record_leaving
erase_plan: erase_plan
case_dates: read_record
order_case_file hand_over_case_file: order_case_file
answer_copy order_copy: order_copy
put_off_copy: put_off_copy
hand_over_copy: hand_over_copy
leave_out_copy: hand_over_copy
record_absence take_back_absence: record_absence
begin_coaching: discard_plan
answer_rebuttal: answer_rebuttal
set_conflict: set_conflict
answer_prompt: answer_prompt
mute_prompt: mute_prompt
amend_plan amend_goal amend_block amend_support amend_reviews amend_words amend_end drop_amendment: amend_plan
read_changes read_versions read_version: read_plan
pause_plan resume_plan: pause_plan
read_pause: read_record
hand_over stand_in: hand_over
take_over: take_over
ask_question: acknowledge
paper_answer paper_entry: record_on_paper
name_account: name_account
ask_for_change: ask_for_change
ask_for_pause: ask_for_pause
answer_change: answer_change
answer_question: answer_question
override_question: override_question
correct_review: correct_review
shift_dates: shift_dates
"""
# What these stand for is found by a notice or a request, and read with the same check once it is found.
BY_NOTICE: Final = frozenset({"days_off", "read_digest", "try_again", "account_gone", "catch_up"})
NEUTRAL: Final = WORDING.say("denied-no-such-plan")
# A slot that is filled is shut too, and says so in its own words.
REFUSALS: Final = {
    NEUTRAL,
    *(WORDING.say(line) for line in ("error-not-yours", "error-not-now", "error-slot-complete")),
}
# The gate walks past the doors of these; all of them take a minute.
SOME: Final = (PlanState.DRAFT, PlanState.HR_REVIEW, PlanState.ACTIVE, PlanState.CLOSED, PlanState.ERASED)
STATES: Final = pytest.mark.parametrize(
    "states", [pytest.param(SOME, id="some"), pytest.param(tuple(PlanState), id="all", marks=pytest.mark.deep)]
)
NO_CONFLICT: Final = replace(examples.HR, offices=frozenset({Office.HR, Office.HR_LEAD, Office.STARTER}))
PARTIES: Final = {"E": examples.EMPLOYEE, "S": examples.SUPERVISOR, "HR": NO_CONFLICT}


def _doors() -> dict[str, str]:
    table_of = dict[str, str]()
    for line in DOORS.strip().splitlines():
        names, _, act = line.partition(":")
        table_of |= dict.fromkeys(names.split(), act.strip())
    return table_of


ACT_OF: Final[Mapping[str, str]] = _doors()


def _strangers() -> Iterator[tuple[str, Person]]:
    colleague = examples.OUTSIDER
    yield "a colleague", colleague.with_offices(frozenset())
    yield "a colleague who may start plans", colleague.with_offices(frozenset({Office.STARTER}))
    yield "an HR member in conflict", examples.SECOND_HR
    yield "a reviewer who stands in for nobody", examples.REVIEWER
    yield "an employee whose account is closed", replace(examples.EMPLOYEE, standing=Standing.DEACTIVATED)
    yield "a supervisor who became a guest", replace(examples.SUPERVISOR, standing=Standing.GUEST)


@dataclass(frozen=True)
class Street:
    """A plan in each state, and the desk."""

    table: Table
    database: Database
    plans: Mapping[PlanState, Plan]


def _plan(state: PlanState) -> Plan:
    """The example in this state as one of many: with an id of its own, a reviewer, and somebody in conflict."""
    own = {"id": PlanId(fresh()), "case_number": CaseNumber(f"M-{state.value.upper()}"), "revision": 0}
    return examples.case(state).plan.with_(
        **own, conflicts=frozenset({examples.SECOND_HR.id}), reviewer=examples.REVIEWER.id
    )


@pytest.fixture
async def street(sqlite_address: str) -> AsyncIterator[Street]:
    """One database is enough: the check stands before it, and the repositories have a matrix of their own."""
    database = open_database(sqlite_address)
    plans = {state: _plan(state) for state in PlanState}
    async with database.begin() as work:
        await work.packs.keep(examples.case().terms.pack)
        for plan in plans.values():
            await work.plans.add(plan, next_at=None)
        await work.commit()
    yield Street(table(database.begin), database, plans)
    await database.close()


def _scene(plan: Plan) -> Scene:
    return Scene(
        state=plan.state,
        shared=plan.shared_at is not None,
        away=False,
        coaching=False,
        answered=signature_of(plan, Role.EMPLOYEE) is not None,
        hr_proposed_not_met=False,
    )


def _sentence(reply: Reply) -> str | None:
    if isinstance(reply, FieldErrors):
        return reply.form_error
    return reply.sentence if isinstance(reply, Denied) else None


def test_whose_every_form_is_has_been_said() -> None:
    assert ACT_OF.keys() | ABOUT_NO_PLAN | BY_NOTICE == ASKS.keys()
    assert {command.ask for command in COMMANDS} <= ASKS.keys()


@STATES
async def test_to_a_stranger_every_form_of_every_plan_is_shut_in_the_same_words(
    street: Street, states: tuple[PlanState, ...]
) -> None:
    """Whether there is such a plan cannot be told from the answer (P-01)."""
    found = set[str]()
    nobodys = PlanId(fresh())
    for kind, person in _strangers():
        player = street.table.seat(person)
        for ask in ACT_OF:
            for plan in (nobodys, *(street.plans[state].id for state in states)):
                said = _sentence(await player.open(ask, plan))
                if said != NEUTRAL:
                    found.add(f"{kind}: {ask}: {said}")
    assert found == set()


async def test_a_stranger_who_sends_any_form_all_the_same_changes_nothing(street: Street) -> None:
    plan = street.plans[PlanState.ACTIVE]
    found = set[str]()
    for kind, person in _strangers():
        for ask in ACT_OF:
            stands = Stands(ask=ask, plan=plan.id)
            reply = await street.table.desk.take(stands, {}, by=person, now=examples.NOW, entry=fresh())
            if _sentence(reply) != NEUTRAL:
                found.add(f"{kind}: {ask}: {_sentence(reply)}")
    async with street.database.begin() as work:
        kinds = {line.kind for line in await work.audit.of(plan.id, reader=System.OPERATOR, now=examples.NOW)}
        stored = await work.plans.read(plan.id, reader=System.OPERATOR, now=examples.NOW)
    assert found == set()
    assert kinds == {EventKind.ACCESS_REFUSED}
    assert stored.revision == 1


@STATES
async def test_to_a_party_and_to_hr_each_form_opens_exactly_where_the_matrix_says(
    street: Street, states: tuple[PlanState, ...]
) -> None:
    """Where it may be opened and has nothing to show, another sentence says so."""
    wrong = set[str]()
    cells = 0
    for column, person in PARTIES.items():
        player = street.table.seat(person)
        for ask, act in ACT_OF.items():
            for state in states:
                plan = street.plans[state]
                cells += 1
                said = _sentence(await player.open(ask, plan.id))
                if (said in REFUSALS) is may(_scene(plan), act, column):
                    wrong.add(f"{column} {ask} {state}: {said}")
    assert sorted(wrong) == []
    assert cells == len(PARTIES) * len(ACT_OF) * len(states)
