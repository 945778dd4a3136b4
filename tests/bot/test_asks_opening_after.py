"""What becomes of a draft: HR's answer, delivery, the receipt, and everybody's page on the way."""

import pytest

from bot.parts import FieldKind, Said
from bot.replies import Denied, Done, FieldErrors, ShowForm
from plans import examples
from plans.change import Change
from plans.keeping import keep
from plans.people import Standing
from plans.states import PlanState
from storage.database import Database
from tests.bot.drafting import delivered, stored, words_of, write_draft
from tests.bot.playing import Player, Table, table


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
def desk(database: Database) -> Table:
    return table(database.begin)


@pytest.fixture
def supervisor(desk: Table) -> Player:
    return desk.seat(examples.SUPERVISOR)


async def test_a_plan_goes_from_the_first_form_to_the_receipt(desk: Table, database: Database) -> None:
    supervisor, hr, employee = (desk.seat(one) for one in (examples.SUPERVISOR, examples.HR, examples.EMPLOYEE))
    plan = await write_draft(supervisor)
    assert isinstance(await supervisor.send({}), Done)
    assert (await stored(database, plan)).state is PlanState.HR_REVIEW

    await hr.open("review_plan", plan)
    await hr.press("Approve")
    assert isinstance(await hr.send({"typed_name": "Priya Raman"}), Done)
    assert (await stored(database, plan)).state is PlanState.APPROVED

    await supervisor.open("open_case", plan)
    await supervisor.press("Deliver the plan")
    assert isinstance(await supervisor.send({"typed_name": "Marta Lindqvist"}), Done)

    await employee.command()
    await employee.press("Open")
    await employee.press("Read the plan")
    await employee.press("Say that I read it")
    await employee.send({"answer": "yes", "typed_name": "Jonas Okafor", "view": "My view"})
    assert "The plan runs now" in words_of(employee)
    found = await stored(database, plan)
    assert found.state is PlanState.ACTIVE
    assert [given.role for given in found.signatures] == ["hr", "supervisor", "employee"]


async def test_an_employee_who_left_between_two_steps_stops_the_plan_before_hr(desk: Table, database: Database) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    plan = await write_draft(supervisor)
    desk.town.becomes(examples.EMPLOYEE, Standing.DEACTIVATED)
    reply = await supervisor.send({})
    assert isinstance(reply, FieldErrors)
    assert "deactivated" in str(reply)
    assert (await stored(database, plan)).state is PlanState.DRAFT


async def test_hr_comments_stand_beside_their_part_on_the_check_screen(desk: Table, database: Database) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.send({})
    await hr.open("review_plan", plan)
    await hr.press("Ask for changes")
    assert isinstance(await hr.send({"comment_goals.1.text": "Which guides?"}), Done)
    await supervisor.open("plan_check", plan)
    comments = [part for part in supervisor.shown.parts if isinstance(part, Said)]
    assert [comment.words.reveal() for comment in comments] == ["Which guides?"]
    place = supervisor.shown.parts.index(comments[0])
    assert "Goals" in getattr(supervisor.shown.parts[place - 1], "text", "")
    assert isinstance(await supervisor.send({}), Done)
    assert (await stored(database, plan)).state is PlanState.HR_REVIEW


async def test_changes_cannot_be_asked_for_without_a_comment(desk: Table) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.send({})
    await hr.open("request_changes", plan)
    reply = await hr.send({})
    assert isinstance(reply, FieldErrors)
    assert "at least one comment" in str(reply.form_error)


async def test_hr_signs_with_a_typed_name_where_the_pack_asks_for_it(desk: Table) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.send({})
    await hr.open("approve_plan", plan)
    await hr.send({"typed_name": " "})
    assert set(hr.errors) == {"typed_name"}


async def test_a_discarded_draft_is_gone_for_its_supervisor(desk: Table, database: Database) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    plan = await write_draft(supervisor)
    await supervisor.press("Discard")
    assert isinstance(await supervisor.send({}), Done)
    found = await stored(database, plan)
    assert found.state is PlanState.DISCARDED
    assert found.strengths is None
    assert isinstance(await supervisor.open("open_case", plan), Denied)


async def test_a_draft_is_hidden_from_the_employee_and_from_strangers_alike(desk: Table) -> None:
    plan = await write_draft(desk.seat(examples.SUPERVISOR))
    asks = ("plan_check", "read_plan", "open_case", "plan_goal", "acknowledge", "review_plan")
    for person in (examples.EMPLOYEE, examples.OUTSIDER):
        player = desk.seat(person)
        for ask in asks:
            refused = await player.open(ask, plan)
            unknown = await player.open(ask, "0" * 32)
            assert isinstance(refused, Denied)
            assert refused == unknown


async def test_declining_to_acknowledge_needs_no_name_and_blocks_nothing(desk: Table, database: Database) -> None:
    plan = await delivered(desk)
    employee = desk.seat(examples.EMPLOYEE)
    await employee.open("acknowledge", plan)
    await employee.send({"answer": "no"})
    found = await stored(database, plan)
    assert found.state is PlanState.ACTIVE
    assert found.signatures[-1].kind == "declined"


async def test_acknowledging_needs_a_typed_name(desk: Table) -> None:
    plan = await delivered(desk)
    employee = desk.seat(examples.EMPLOYEE)
    await employee.open("acknowledge", plan)
    await employee.send({"answer": "yes"})
    assert set(employee.errors) == {"typed_name"}


async def test_hr_records_a_delivery_on_paper(desk: Table, database: Database) -> None:
    plan = await delivered(desk)
    hr = desk.seat(examples.HR)
    await hr.open("open_case", plan)
    await hr.press("Handed over in person")
    await hr.send({"comment": "Handed over in the map room"})
    assert (await stored(database, plan)).signatures[-1].witness == examples.HR.id


async def test_a_private_word_to_hr_reaches_hr_and_nobody_else(desk: Table, database: Database) -> None:
    plan = await delivered(desk)
    employee, hr, supervisor = (desk.seat(one) for one in (examples.EMPLOYEE, examples.HR, examples.SUPERVISOR))
    await employee.open("contact_hr", plan)
    await employee.send({"text": "Can we talk?"})
    request = (await stored(database, plan)).record.hr_requests[0]
    await hr.open("read_request", plan, request.id)
    assert [part.words.reveal() for part in hr.shown.parts if isinstance(part, Said)] == ["Can we talk?"]
    assert isinstance(await supervisor.open("read_request", plan, request.id), Denied)


async def test_the_employee_adds_a_view_and_asks_for_a_copy(desk: Table, database: Database) -> None:
    plan = await delivered(desk)
    employee = desk.seat(examples.EMPLOYEE)
    await employee.open("open_case", plan)
    await employee.press("Add my own view")
    await employee.send({"text": "I see this differently"})
    assert len((await stored(database, plan)).record.rebuttals) == 1
    await employee.press("Back to the plan")
    await employee.press("Ask for a copy")
    assert isinstance(await employee.send({}), Done)


async def test_a_meeting_before_the_plan_began_is_refused(desk: Table) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.send({})
    await hr.open("approve_plan", plan)
    await hr.send({"typed_name": "Priya Raman"})
    await supervisor.open("deliver_plan", plan)
    await supervisor.send({"typed_name": "Marta Lindqvist", "met_on": "2026-08-01"})
    assert set(supervisor.errors) == {"met_on"}


async def test_a_changed_approval_goes_back_to_draft(desk: Table, database: Database) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.send({})
    await hr.open("approve_plan", plan)
    await hr.send({"typed_name": "Priya Raman"})
    await supervisor.open("plan_strengths", plan)
    await supervisor.send({"strengths": "Said differently"})
    assert (await stored(database, plan)).state is PlanState.DRAFT


async def test_hr_lets_a_plan_go_on_without_support_and_says_why(desk: Table, database: Database) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.press("Change: goal 1")
    await supervisor.send({"support": None, "support_where": None, "support_due": None})
    assert supervisor.shown.submit is None
    assert "Go on without support" not in supervisor.labels()
    await hr.open("plan_check", plan)
    await hr.press("Go on without support")
    await hr.send({"support_override": "A mentor is already in place"})
    assert (await stored(database, plan)).support_override is not None
    await supervisor.open("plan_check", plan)
    assert supervisor.shown.submit == "Send to HR"


async def test_the_list_of_plans_shows_hr_what_waits_and_what_runs(desk: Table) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    await write_draft(supervisor)
    await hr.command()
    assert "Plans you read as HR" in words_of(hr)
    await supervisor.send({})
    await hr.command()
    assert "Waiting for HR" in words_of(hr)
    await hr.press("Open")
    await hr.press("Look at the plan")
    assert hr.shown.title == "A plan to look at"


async def test_a_button_of_a_closed_plan_says_that_the_plan_has_moved_on(desk: Table, database: Database) -> None:
    plan = await delivered(desk)
    hr = desk.seat(examples.HR)
    await hr.open("withdraw_plan", plan)
    typed = {field.id: "Agreed otherwise" for field in hr.shown.fields if field.kind is FieldKind.LONG_TEXT}
    chosen = {field.id: field.options[0].value for field in hr.shown.fields if field.options}
    assert isinstance(await hr.send(typed | chosen), Done)
    employee = desk.seat(examples.EMPLOYEE)
    for ask in ("acknowledge", "contact_hr", "raise_barrier"):
        reply = await employee.open(ask, plan)
        assert isinstance(reply, ShowForm if ask == "contact_hr" else Denied), (ask, reply)
        if isinstance(reply, Denied):
            assert "moved on" in reply.sentence


@pytest.mark.parametrize("step", ["approve_plan", "deliver_plan"])
async def test_an_employee_who_left_stops_every_step_that_binds_them(desk: Table, step: str) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.send({})
    await hr.open("approve_plan", plan)
    if step == "deliver_plan":
        await hr.send({"typed_name": "Priya Raman"})
        await supervisor.open("deliver_plan", plan)
    desk.town.forgets(examples.EMPLOYEE)
    player = hr if step == "approve_plan" else supervisor
    reply = await player.send({"typed_name": "A full name"})
    assert isinstance(reply, FieldErrors)
    assert "The employee is no longer a member" in str(reply)
    assert "HR decides" in str(reply)


async def test_a_shared_draft_shows_the_employee_their_part_and_says_so(desk: Table, database: Database) -> None:
    found = examples.case(PlanState.EMPLOYEE_DRAFTING)
    async with database.begin() as work:
        await work.packs.keep(found.terms.pack)
        await keep(work, Change(plan=found.plan, events=found.events))
        await work.commit()
    employee = desk.seat(examples.EMPLOYEE)
    await employee.open("read_plan", found.plan.id)
    assert "shared with you" in words_of(employee)
    said = [part.words for part in employee.shown.parts if isinstance(part, Said)]
    assert found.plan.concerns[0].expectation in said
    assert found.plan.concerns[0].deficiency not in said
