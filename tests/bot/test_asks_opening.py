"""A plan is written at the desk, step by step, over a real database; and what cannot be is said at its field."""

from datetime import timedelta

import pytest

from bot.replies import Done, FieldErrors, ShowForm
from plans import examples
from plans.people import Standing
from storage.database import Database
from tests.bot.drafting import AREAS, start, stored, words_of, write_concerns, write_draft
from tests.bot.playing import Player, Table, table
from tests.conftest import open_database


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
    typed = {"expectation": "Answers within a day", "standard": "Desk handbook, page 4"}
    await supervisor.press("Save and finish later", typed)
    assert supervisor.shown.title == "Saved"
    concern = (await stored(database, plan)).concerns[0]
    assert concern.expectation is not None
    assert concern.standard is not None
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


@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.MEMBER, Standing.ON_PAPER}))
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


async def test_an_end_of_ones_own_is_shown_with_its_weekday_and_a_day_off_is_pointed_out(supervisor: Player) -> None:
    """S3-06: the last day may be a Sunday; that is said, and refuses nothing."""
    plan = await start(supervisor)
    await supervisor.open("plan_dates", plan)
    await supervisor.send({"period": "custom", "start": "2026-09-02", "end": "2027-01-31"})
    assert "Sunday, January 31, 2027" in str(supervisor.shown.parts)
    assert "The last day is not a working day: a weekend." in words_of(supervisor)
    await supervisor.open("plan_dates", plan)
    await supervisor.send({"period": "custom", "start": "2026-09-02", "end": "2027-01-29"})
    assert "not a working day" not in words_of(supervisor)


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
