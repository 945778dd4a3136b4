"""A plan is written, approved, delivered and acknowledged at the desk, over a real database."""

from datetime import timedelta

import pytest

from bot.parts import Said
from bot.replies import Denied, Done, FieldErrors, ShowForm
from plans import examples
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Standing
from plans.plan import Plan
from plans.ports import System
from plans.states import PlanState
from storage.database import Database
from tests.bot.playing import Player, Table, table
from tests.conftest import open_database

AREAS = ("communication", "reliability")


@pytest.fixture
def address(sqlite_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return sqlite_address


@pytest.fixture
def desk(database: Database) -> Table:
    return table(database.begin)


@pytest.fixture
def supervisor(desk: Table) -> Player:
    return desk.seat(examples.SUPERVISOR)


async def start(player: Player, *, native: str = "U0EMPLOYEE") -> str:
    await player.command("new")
    await player.send({"employee": native})
    return player.plan


async def stored(database: Database, plan: str) -> Plan:
    async with database.begin() as work:
        return await work.plans.get(PlanId(plan), by=System.OPERATOR, act=Act.READ_PLAN, now=examples.NOW)


async def write_concerns(player: Player) -> None:
    for _ in AREAS:
        await player.send(
            {
                "expectation": "Guides that others can follow",
                "deficiency": "Steps are left out",
                "example_on": "2026-08-10",
                "example": "The scanner guide",
                "feedback_on": "2026-08-12",
            }
        )


async def write_draft(player: Player) -> str:
    """Every step of the wizard, to the check screen."""
    plan = await start(player)
    await player.send({"strengths": "Knows the map collection 🗺 מפות"})
    await player.send({"areas": AREAS})
    await write_concerns(player)
    await player.send(
        {
            "text": "Write three guides",
            "measure": "A colleague could follow each",
            "target": "2027-02-01",
            "interim": "First guide",
            "interim_on": "2026-11-02",
            "support": "Writer’s workshop",
            "support_by": "organisation",
            "support_where": "Room 106",
            "support_due": "2026-10-05",
        }
    )
    await player.send({})
    await player.send({"period": "12-months", "start": "2026-09-02"})
    await player.send({})
    return plan


async def test_every_step_leads_to_the_next_and_the_last_to_the_check_screen(
    supervisor: Player, database: Database
) -> None:
    titles = []
    await supervisor.command("new")
    for answers in (
        {"employee": "U0EMPLOYEE"},
        {"strengths": "Knows the collection"},
        {"areas": AREAS},
    ):
        titles.append(supervisor.shown.title)
        await supervisor.send(answers)
    titles.append(supervisor.shown.title)
    assert titles == ["Start a plan", "What goes well", "Areas", "What is expected"]
    await write_concerns(supervisor)
    assert supervisor.shown.title == "A goal"
    await supervisor.send({"text": "Write guides", "target": "2027-02-01", "support": "Workshop"})
    assert supervisor.shown.title == "Support"
    await supervisor.send({})
    assert supervisor.shown.title == "Dates"
    await supervisor.send({})
    assert supervisor.shown.title == "Reviews"
    await supervisor.send({})
    assert supervisor.shown.title == "Check the plan"
    assert supervisor.shown.submit == "Send to HR"


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


def words_of(player: Player) -> str:
    return "\n".join(getattr(part, "text", "") for part in player.shown.parts)


async def test_each_step_is_kept_at_once(supervisor: Player, database: Database) -> None:
    plan = await start(supervisor)
    await supervisor.send({"strengths": "Calm with callers"})
    found = await stored(database, plan)
    assert found.strengths is not None
    assert found.strengths.reveal() == "Calm with callers"


async def test_an_unfinished_step_is_saved_for_later_and_taken_up_again(supervisor: Player, database: Database) -> None:
    plan = await start(supervisor)
    await supervisor.send({"strengths": "Calm"})
    await supervisor.send({"areas": ("communication",)})
    await supervisor.press("Save and finish later", {"expectation": "Answers within a day"})
    assert supervisor.shown.title == "Saved"
    concern = (await stored(database, plan)).concerns[0]
    assert concern.expectation is not None
    assert concern.deficiency is None
    await supervisor.press("Go on with it now")
    assert supervisor.shown.submit is None, "an unfinished plan cannot be sent"
    await supervisor.press("Change: Communication Skills")
    shown = next(field for field in supervisor.shown.fields if field.id == "expectation")
    assert shown.default == concern.expectation


@pytest.mark.parametrize("step", ["plan_strengths", "plan_areas", "plan_goal", "plan_support", "plan_dates"])
async def test_any_step_can_be_left_empty_for_later(supervisor: Player, step: str) -> None:
    plan = await start(supervisor)
    await supervisor.open(step, plan)
    empty = {field.id: None for field in supervisor.shown.fields if field.id != "period"}
    assert isinstance(await supervisor.press("Save and finish later", empty), Done)


async def test_a_form_sent_twice_makes_one_plan(supervisor: Player, database: Database) -> None:
    await supervisor.command("new")
    reply = await supervisor.send({"employee": "U0EMPLOYEE"}, again=True)
    assert isinstance(reply, Done)
    async with database.begin() as work:
        assert len(await work.plans.open_ids()) == 1


async def test_the_second_of_two_people_at_one_step_keeps_their_text(desk: Table, database: Database) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await start(supervisor)
    await hr.open("plan_strengths", plan)
    await supervisor.send({"strengths": "The supervisor’s text"})
    reply = await hr.send({"strengths": "HR’s text"})
    assert isinstance(reply, FieldErrors)
    assert reply.form_error is not None
    assert "Someone changed this plan" in reply.form_error
    found = await stored(database, plan)
    assert found.strengths is not None
    assert found.strengths.reveal() == "The supervisor’s text"


@pytest.mark.parametrize(
    ("native", "says"),
    [("U0SUPERVISOR", "someone other than yourself"), ("U0NOBODY", "does not know this person")],
)
async def test_who_cannot_be_on_a_plan_is_said_at_the_field(supervisor: Player, native: str, says: str) -> None:
    await supervisor.command("new")
    await supervisor.send({"employee": native})
    assert says in supervisor.errors["employee"]


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.MEMBER])
async def test_only_a_member_can_be_on_a_plan(desk: Table, standing: Standing) -> None:
    desk.town.becomes(examples.EMPLOYEE, standing)
    supervisor = desk.seat(examples.SUPERVISOR)
    await supervisor.command("new")
    await supervisor.send({"employee": "U0EMPLOYEE"})
    assert "current member" in supervisor.errors["employee"]


async def test_a_second_plan_for_one_person_is_refused_without_a_word_about_the_first(desk: Table) -> None:
    await start(desk.seat(examples.SUPERVISOR))
    other = desk.seat(examples.OUTSIDER)
    await other.command("new")
    await other.send({"employee": "U0EMPLOYEE"})
    assert "cannot be started" in other.errors["employee"]


async def test_an_employee_who_left_between_two_steps_stops_the_plan_before_hr(desk: Table, database: Database) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    plan = await write_draft(supervisor)
    desk.town.becomes(examples.EMPLOYEE, Standing.DEACTIVATED)
    reply = await supervisor.send({})
    assert isinstance(reply, FieldErrors)
    assert "deactivated" in str(reply)
    assert (await stored(database, plan)).state is PlanState.DRAFT


async def test_required_fields_are_named_at_the_field(supervisor: Player) -> None:
    await start(supervisor)
    await supervisor.send({"strengths": "  "})
    assert supervisor.errors == {"strengths": "Please fill this in."}


async def test_a_text_of_3001_characters_is_refused_with_both_figures(supervisor: Player) -> None:
    await start(supervisor)
    await supervisor.send({"strengths": "x" * 3001})
    assert "3,001" in supervisor.errors["strengths"]
    assert "3,000" in supervisor.errors["strengths"]


async def test_a_forged_option_is_an_error_at_the_field(supervisor: Player) -> None:
    await start(supervisor)
    await supervisor.send({"strengths": "Calm"})
    await supervisor.send({"areas": ("communication", "forged")})
    assert set(supervisor.errors) == {"areas"}


async def test_an_example_in_the_future_is_refused_where_it_was_typed(supervisor: Player) -> None:
    await start(supervisor)
    await supervisor.send({"strengths": "Calm"})
    await supervisor.send({"areas": ("communication",)})
    answers = {"expectation": "e", "deficiency": "d", "example_on": "2027-01-05", "example": "x"}
    await supervisor.send(answers)
    assert "Tuesday, January 5, 2027" in supervisor.errors["example_on"]


async def test_a_goal_without_a_date_is_refused_at_the_date(supervisor: Player) -> None:
    plan = await start(supervisor)
    await supervisor.open("plan_goal", plan)
    await supervisor.send({"text": "A goal"})
    assert set(supervisor.errors) == {"target"}


async def test_reviews_out_of_order_name_both_dates(supervisor: Player) -> None:
    plan = await start(supervisor)
    await supervisor.open("plan_dates", plan)
    await supervisor.send({})
    await supervisor.send({"first": "2027-06-01", "midpoint": "2027-05-03"})
    assert "May 3, 2027" in supervisor.errors["midpoint"]
    assert "June 1, 2027" in supervisor.errors["midpoint"]


async def test_a_final_review_after_the_end_names_the_period(supervisor: Player) -> None:
    plan = await start(supervisor)
    await supervisor.open("plan_dates", plan)
    await supervisor.send({"start": "2026-09-02"})
    await supervisor.send({"final": "2027-10-04"})
    assert "September 2, 2027" in supervisor.errors["final"]


async def test_another_period_gets_new_proposals_and_the_same_one_keeps_the_edited_dates(
    supervisor: Player, database: Database
) -> None:
    plan = await start(supervisor)
    await supervisor.open("plan_dates", plan)
    await supervisor.send({"start": "2026-09-02"})
    await supervisor.send({"first": "2027-01-12"})
    await supervisor.open("plan_dates", plan)
    await supervisor.send({})
    assert (await stored(database, plan)).reviews[0].on.isoformat() == "2027-01-12"
    await supervisor.open("plan_dates", plan)
    await supervisor.send({"start": "2026-10-01"})
    assert (await stored(database, plan)).reviews[0].on.isoformat() == "2027-02-01"


async def test_a_goal_can_be_written_anew_grown_and_removed(supervisor: Player, database: Database) -> None:
    plan = await write_draft(supervisor)
    before = (await stored(database, plan)).goals[0]
    await supervisor.press("Change: goal 1")
    await supervisor.send({"measure": "Two colleagues could follow each", "support_2": "A mentor", "next": "more"})
    found = await stored(database, plan)
    assert found.goals[0].interim == before.interim
    assert len(found.supports) == 2
    assert {field.id for field in supervisor.shown.fields} >= {"support_3", "interim_2"}
    await supervisor.press("Remove this goal")
    found = await stored(database, plan)
    assert (found.goals, found.supports, found.milestones) == ((), (), ())
    assert supervisor.shown.submit is None


async def test_hr_comments_stand_beside_their_part_on_the_check_screen(desk: Table, database: Database) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.send({})
    await hr.open("review_plan", plan)
    await hr.press("Ask for changes")
    assert isinstance(await hr.send({"comment_goals": "Which guides?"}), Done)
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


async def delivered(desk: Table) -> str:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.send({})
    await hr.open("approve_plan", plan)
    await hr.send({"typed_name": "Priya Raman"})
    await supervisor.open("deliver_plan", plan)
    await supervisor.send({"typed_name": "Marta Lindqvist"})
    return plan


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


async def test_a_database_opened_again_has_the_draft(supervisor: Player, address: str) -> None:
    plan = await write_draft(supervisor)
    again = open_database(address)
    later = table(again.begin).seat(examples.SUPERVISOR, now=examples.NOW + timedelta(days=1))
    await later.command()
    await later.press("Open")
    await later.press("Go on with the draft")
    assert isinstance(later.last, ShowForm)
    assert later.plan == plan
    await again.close()
