"""HR is asked what became of a party whose account is no longer active, and each answer leads to what records it."""

import pytest

from bot.parts import Buttons
from bot.replies import Denied
from plans import examples
from plans.ending import OutcomeState
from plans.people import Person, Standing
from plans.policy import OutcomeKind
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import PLAN, Story, assert_fits, shown, story

ABOUT_EMPLOYEE = "M-7K3QXZ, employee: what happened?"
ABOUT_SUPERVISOR = "M-7K3QXZ, supervisor: what happened?"


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


async def leaves(told: Story, person: Person, standing: Standing = Standing.DEACTIVATED) -> None:
    """The account is switched off, or on again, and the workspace says so."""
    told.table.town.becomes(person, standing)
    await told.table.town.look_up(person.handle.native_id, now=told.hr.now)


async def home_asks(told: Story) -> list[tuple[str, str | None]]:
    """The questions on HR's Home: which plan's, about whom."""
    page = await told.hr.desk.home(by=told.hr.person, now=told.hr.now)
    buttons = [button for part in page.parts if isinstance(part, Buttons) for button in part.buttons]
    return [(str(one.stands.plan), one.stands.subject) for one in buttons if one.stands.ask == "account_gone"]


async def test_the_overview_and_home_ask_hr_and_the_answer_ends_the_plan_as_what_it_was(database: Database) -> None:
    told = await story(database.begin)
    await leaves(told, examples.EMPLOYEE)
    assert await home_asks(told) == [(PLAN, examples.EMPLOYEE.id)]
    await told.hr.open("read_digest")
    assert_fits(told.hr.shown, examples.HR)
    await told.hr.press(ABOUT_EMPLOYEE)
    assert "Jonas Okafor (employee) is no longer that of an active member" in shown(told.hr.shown)
    assert_fits(told.hr.shown, examples.HR)
    await told.hr.press("They have left")
    assert_fits(told.hr.shown, examples.HR)
    await told.hr.send({"reasons": "Left on Friday."})
    plan = await told.plan()
    assert plan.state is PlanState.CLOSED
    assert [(one.kind, one.state) for one in plan.outcomes] == [(OutcomeKind.ENDED_LEFT, OutcomeState.DELIVERED)]
    assert await home_asks(told) == []


async def test_who_moved_to_another_job_ends_the_plan_as_that(database: Database) -> None:
    told = await story(database.begin)
    await leaves(told, examples.EMPLOYEE)
    await told.hr.open("account_gone", PLAN, examples.EMPLOYEE.id)
    assert told.hr.button("They are away for a while").stands.ask == "record_absence"
    await told.hr.press("They moved to another job")
    await told.hr.send({"reasons": "Works at the branch now."})
    assert (await told.plan()).outcomes[-1].kind is OutcomeKind.ENDED_TRANSFERRED


async def test_an_account_that_is_back_is_noticed_when_hr_looks(database: Database) -> None:
    """Milepost missed the event; the workspace is asked before HR is."""
    told = await story(database.begin)
    await leaves(told, examples.EMPLOYEE)
    told.table.town.becomes(examples.EMPLOYEE, Standing.MEMBER)
    await told.hr.open("account_gone", PLAN, examples.EMPLOYEE.id)
    assert "is active" in shown(told.hr.shown)
    assert "They have left" not in told.hr.labels()
    assert await home_asks(told) == []


async def test_what_the_workspace_does_not_tell_is_asked_from_what_is_known(database: Database) -> None:
    told = await story(database.begin)
    await leaves(told, examples.EMPLOYEE)
    told.table.town.forgets(examples.EMPLOYEE)
    await told.hr.open("account_gone", PLAN, examples.EMPLOYEE.id)
    assert "They have left" in told.hr.labels()
    await told.hr.press("Look again")
    assert "no longer that of an active" in shown(told.hr.shown)


async def test_a_supervisor_who_is_gone_does_not_end_the_plan_as_the_employees_leaving(database: Database) -> None:
    told = await story(database.begin)
    await leaves(told, examples.SUPERVISOR)
    await told.hr.open("read_digest")
    await told.hr.press(ABOUT_SUPERVISOR)
    assert "Marta Lindqvist (supervisor)" in shown(told.hr.shown)
    assert_fits(told.hr.shown, examples.HR)
    assert "They have left" not in told.hr.labels()
    await told.hr.press("End the plan early")
    assert told.hr.shown.fields[0].default is None


async def test_where_a_supervisor_is_gone_the_first_way_is_that_somebody_else_takes_over(database: Database) -> None:
    """F-04: the plan goes on. Who takes it over is named in the form behind the button."""
    told = await story(database.begin)
    await leaves(told, examples.SUPERVISOR)
    await told.hr.open("read_digest")
    await told.hr.press(ABOUT_SUPERVISOR)
    await told.hr.press("Somebody else takes over")
    await told.hr.send({"supervisor": examples.REVIEWER.handle.native_id})
    assert (await told.plan()).supervisor == examples.REVIEWER.id


@pytest.mark.parametrize("state", [PlanState.HR_REVIEW, PlanState.APPROVED])
async def test_before_delivery_there_is_a_draft_to_throw_away(database: Database, state: PlanState) -> None:
    told = await story(database.begin, state)
    await leaves(told, examples.EMPLOYEE)
    assert await home_asks(told) == [(PLAN, examples.EMPLOYEE.id)]
    await told.hr.open("account_gone", PLAN, examples.EMPLOYEE.id)
    assert told.hr.button("They have left").stands.ask == "discard_plan"


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.EXTERNAL, Standing.DEACTIVATED])
async def test_nobody_but_hr_is_asked(database: Database, standing: Standing) -> None:
    told = await story(database.begin)
    await leaves(told, examples.EMPLOYEE, standing)
    assert isinstance(await told.supervisor.open("account_gone", PLAN, examples.EMPLOYEE.id), Denied)
    assert isinstance(await told.employee.open("account_gone", PLAN, examples.EMPLOYEE.id), Denied)
    for other in ("", examples.OUTSIDER.id, examples.HR.id):
        assert isinstance(await told.hr.open("account_gone", PLAN, other), Denied)


async def test_while_every_account_is_active_nobody_is_asked(database: Database) -> None:
    told = await story(database.begin)
    assert await home_asks(told) == []
    await told.hr.open("read_digest")
    assert not [label for label in told.hr.labels() if "what happened" in label]
