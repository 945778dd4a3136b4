"""A plan of somebody without an account at the desk: opened with a name, answered and spoken on paper (F-06)."""

from dataclasses import replace

import pytest

from bot.replies import Denied, Done, ShowForm
from plans import examples
from plans.notices import NoticeState
from plans.parts import with_support
from plans.people import Office, Standing
from plans.reminders import REMINDERS
from plans.signing import SignatureKind
from plans.states import PlanState
from storage.database import Database
from tests.bot.playing import table
from tests.bot.running import PLAN, Story, shown, story
from tests.plans.opening import DAY, TODAY

SAID = "I cannot reach the shared folder, and asked twice."


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


async def _given(database: Database, state: PlanState, *, late: bool = False) -> Story:
    found = examples.without_account(examples.case(state))
    if late:
        support = replace(found.plan.supports[0], due=TODAY - 5 * DAY)
        found = replace(found, plan=with_support(found.plan, support))
    told = await story(database.begin, found=found)
    async with database.begin() as work:
        await work.people.put(examples.without_account(examples.case(state)).terms.people[examples.EMPLOYEE.id])
        await work.commit()
    return told


@pytest.mark.parametrize("person", [examples.SUPERVISOR, examples.HR], ids=["supervisor", "HR"])
async def test_a_plan_is_opened_for_a_name_and_nobody_is_looked_up(database: Database, person: object) -> None:
    starter = examples.SUPERVISOR if person is examples.SUPERVISOR else examples.HR
    player = table(database.begin).seat(starter.with_offices(starter.offices | {Office.STARTER}))
    await player.command("new")
    assert isinstance(await player.send({"employee": None, "paper_name": "Ruth Amadi"}), ShowForm)
    async with database.begin() as work:
        (found,) = await work.plans.of(player.person, now=player.now)
        employee = await work.people.get(found.employee)
    assert found.on_paper
    assert employee.standing is Standing.ON_PAPER
    assert employee.name.reveal() == "Ruth Amadi"


async def test_one_person_is_asked_for_and_not_two_or_none(database: Database) -> None:
    player = table(database.begin).seat(examples.SUPERVISOR)
    await player.command("new")
    assert "One of the two is needed" in shown(player.shown)
    assert "HR prints the plan with “Order the case file”" in shown(player.shown)
    await player.send({"employee": None})
    assert list(player.errors) == ["employee"]
    assert "or type the name" in player.errors["employee"]
    await player.send({"employee": examples.EMPLOYEE.handle.native_id, "paper_name": "Ruth Amadi"})
    assert list(player.errors) == ["paper_name"]


async def test_whoever_delivers_on_paper_is_not_told_that_the_employee_gets_a_message(database: Database) -> None:
    told = await _given(database, PlanState.APPROVED)
    await told.supervisor.open("deliver_plan", PLAN)
    assert "hand it over on paper" in shown(told.supervisor.shown)
    assert "neutral message" not in shown(told.supervisor.shown)
    assert isinstance(await told.supervisor.send({"typed_name": "Marta Lindqvist"}), Done)
    assert "Milepost sends the employee nothing" in shown(told.supervisor.shown)
    assert "has a message" not in shown(told.supervisor.shown)


async def test_the_supervisor_types_in_the_signed_paper_and_the_plan_starts(database: Database) -> None:
    told = await _given(database, PlanState.DELIVERED)
    await told.supervisor.open("open_case", PLAN)
    assert "has no account here" in shown(told.supervisor.shown)
    await told.supervisor.press("Their answer on paper")
    sheet = {"witness": "Nadia Haddad", "filed": "Personnel file, folder 12"}
    assert isinstance(await told.supervisor.send({"kind": "acknowledged", **sheet}), Done)
    plan = await told.plan()
    assert plan.state is PlanState.ACTIVE
    assert plan.signatures[-1].kind is SignatureKind.ACKNOWLEDGED
    await told.hr.open("paper_answer", PLAN)
    assert told.hr.shown.submit is None


async def test_what_was_said_on_paper_stands_in_the_record_with_who_was_there(database: Database) -> None:
    told = await _given(database, PlanState.ACTIVE)
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Type in a paper")
    assert "only HR may read it" not in shown(told.supervisor.shown)
    await told.supervisor.send({"kind": "barrier", "text": SAID, "witness": "Nadia Haddad"})
    await told.hr.open("read_record", PLAN)
    text = shown(told.hr.shown)
    assert SAID in text
    assert "Came in on paper" in text
    assert "There was: Nadia Haddad" in text
    await told.supervisor.open("open_case", PLAN)
    assert any("barrier" in label.casefold() for label in told.supervisor.labels())


async def test_support_that_never_came_is_said_on_paper_too(database: Database) -> None:
    told = await _given(database, PlanState.ACTIVE, late=True)
    await told.supervisor.open("paper_entry", PLAN)
    text = shown(told.supervisor.shown)
    assert "They did not get support" in text
    assert "They contest" not in text
    said = {"kind": "not_received", "text": SAID, "witness": "Nadia Haddad"}
    await told.supervisor.send(said)
    assert list(told.supervisor.errors) == ["support"]
    support = (await told.plan()).supports[0]
    assert isinstance(await told.supervisor.send({**said, "support": support.id}), Done)
    assert (await told.plan()).support(support.id).disputed


async def test_whoever_has_an_account_speaks_for_themselves(database: Database) -> None:
    told = await story(database.begin)
    for player in (told.supervisor, told.hr):
        for ask in ("paper_answer", "paper_entry"):
            assert isinstance(await player.open(ask, PLAN), Denied)


async def test_a_new_version_is_handed_over_by_whoever_gives_it(database: Database) -> None:
    told = await _given(database, PlanState.ACTIVE)
    await told.supervisor.open("amend_goal", PLAN, examples.DESK)
    await told.supervisor.send({"text": "Answer every desk request within three working days."})
    await told.supervisor.open("amend_plan", PLAN)
    assert "hand them the new version on paper" in shown(told.supervisor.shown)
    assert "has a message" not in shown(told.supervisor.shown)
    await told.supervisor.send({"typed_name": "Marta Lindqvist"})
    assert "Please hand it over on paper" in shown(told.supervisor.shown)
    await told.supervisor.open("open_case", PLAN)
    assert "Their answer on paper" in told.supervisor.labels()


async def test_a_copy_asked_for_on_paper_is_hrs_to_type_in_and_to_hand_over(database: Database) -> None:
    told = await _given(database, PlanState.ACTIVE)
    await told.supervisor.open("paper_entry", PLAN)
    assert "copy" not in shown(told.supervisor.shown)
    await told.hr.open("paper_entry", PLAN)
    sheet = {"kind": "copy", "witness": "Nadia Haddad", "on": TODAY.isoformat()}
    await told.hr.send({**sheet, "text": SAID})
    assert list(told.hr.errors) == ["text"]
    assert isinstance(await told.hr.send(sheet), Done)
    assert "yours to hand over on paper" in shown(told.hr.shown)
    await told.hr.open("paper_entry", PLAN)
    assert "They ask for a copy" not in shown(told.hr.shown)
    (request,) = (await told.plan()).record.copy_requests
    await told.hr.open("answer_copy", PLAN, request.id)
    assert "Came in on paper" in shown(told.hr.shown)
    await told.hr.press("It was handed over")
    assert "Milepost tells them nothing" in shown(told.hr.shown)
    assert isinstance(await told.hr.send({"on": TODAY.isoformat()}), Done)
    assert (await told.plan()).record.copy_requests[0].handed_on == TODAY
    await told.supervisor.open("read_record", PLAN)
    assert "Nadia Haddad" not in shown(told.supervisor.shown)


async def test_a_pause_asked_for_on_paper_is_answered_as_any_other(database: Database) -> None:
    told = await _given(database, PlanState.ACTIVE)
    await told.hr.open("paper_entry", PLAN)
    said = {"kind": "pause", "witness": "Nadia Haddad", "first": TODAY.isoformat()}
    await told.hr.send(said)
    assert list(told.hr.errors) == ["last"]
    assert isinstance(await told.hr.send({**said, "last": (TODAY + 10 * DAY).isoformat()}), Done)
    (wanted,) = (await told.plan()).record.wanted_changes
    await told.hr.open("answer_change", PLAN, wanted.id)
    assert isinstance(await told.hr.send({"verdict": "yes"}), Done)
    assert "Milepost sends them nothing" in shown(told.hr.shown)
    await told.hr.press("Set the pause")
    assert isinstance(await told.hr.send(), Done)
    assert (await told.plan()).state is PlanState.PAUSED


async def test_whoever_gets_an_account_finds_their_plan_and_answers_for_themselves(database: Database) -> None:
    told, new = await _given(database, PlanState.DELIVERED), examples.OUTSIDER
    await told.supervisor.open("open_case", PLAN)
    assert "They have an account now" not in told.supervisor.labels()
    await told.hr.open("open_case", PLAN)
    await told.hr.press("They have an account now")
    assert "Afterwards nothing can be typed in for them" in shown(told.hr.shown)
    # Sent twice, it is known as kept, although the form cannot be opened any more.
    assert isinstance(await told.hr.send({"employee": new.handle.native_id}, again=True), Done)
    assert "please record them again" in shown(told.hr.shown)
    employee = told.table.seat(new)
    await employee.command()
    assert (await told.plan()).case_number in shown(employee.shown)
    await employee.open("acknowledge", PLAN)
    assert isinstance(await employee.send({"answer": "yes", "typed_name": "Lena Duarte"}), Done)
    plan = await told.plan()
    assert plan.state is PlanState.ACTIVE
    assert plan.signatures[-1].person == new.id
    async with database.begin() as work:
        there = [one for one in await work.notices.waiting_for(PLAN) if one.owed.kind in REMINDERS]
    reminded = {one.owed.person for one in there if one.state is NoticeState.WAITING}
    assert new.id in reminded
    assert examples.EMPLOYEE.id not in reminded
    assert isinstance(await told.hr.open("paper_entry", PLAN), Denied)


async def test_what_they_said_on_paper_stands_in_the_record_they_read_now(database: Database) -> None:
    told, new = await _given(database, PlanState.ACTIVE), examples.OUTSIDER
    await told.hr.open("paper_entry", PLAN)
    await told.hr.send({"kind": "note", "text": SAID, "witness": "Nadia Haddad"})
    await told.hr.open("name_account", PLAN)
    await told.hr.send({"employee": new.handle.native_id})
    employee = told.table.seat(new, now=told.hr.now)
    await employee.open("read_record", PLAN)
    text = shown(employee.shown)
    assert SAID in text
    assert "Came in on paper" in text
    assert examples.EMPLOYEE.name.reveal() in text


@pytest.mark.parametrize("standing", [one for one in Standing if one not in {Standing.MEMBER, Standing.ON_PAPER}])
async def test_an_account_that_could_not_be_chosen_at_first_cannot_be_chosen_later(
    database: Database, standing: Standing
) -> None:
    told = await _given(database, PlanState.ACTIVE)
    told.table.town.becomes(examples.OUTSIDER, standing)
    await told.hr.open("name_account", PLAN)
    for chosen in (examples.OUTSIDER, examples.SUPERVISOR, examples.HR):
        await told.hr.send({"employee": chosen.handle.native_id})
        assert list(told.hr.errors) == ["employee"]
    told.table.town.forgets(examples.OUTSIDER)
    await told.hr.send({"employee": examples.OUTSIDER.handle.native_id})
    assert list(told.hr.errors) == ["employee"]
    assert (await told.plan()).on_paper


async def test_an_account_that_was_chosen_by_mistake_loses_the_plan_again(database: Database) -> None:
    told, wrong, new = await _given(database, PlanState.ACTIVE), examples.REVIEWER, examples.OUTSIDER
    await told.hr.open("name_account", PLAN)
    await told.hr.send({"employee": wrong.handle.native_id})
    stranger = told.table.seat(wrong, now=told.hr.now)
    assert not isinstance(await stranger.open("open_case", PLAN), Denied)
    await told.hr.open("open_case", PLAN)
    await told.hr.press("Their account is another one")
    assert "may have read it until now" in shown(told.hr.shown)
    assert isinstance(await told.hr.send({"employee": new.handle.native_id}), Done)
    assert isinstance(await stranger.open("open_case", PLAN), Denied)
    await stranger.command()
    assert (await told.plan()).case_number not in shown(stranger.shown)
    employee = told.table.seat(new, now=told.hr.now)
    await employee.open("contact_hr", PLAN)
    await employee.send({"text": "It is mine."})
    assert isinstance(await told.hr.open("name_account", PLAN), Denied)


async def test_a_long_statement_on_paper_is_typed_in_as_one(database: Database) -> None:
    told = await _given(database, PlanState.ACTIVE)
    await told.supervisor.open("paper_entry", PLAN)
    await told.supervisor.press("A long statement")
    pages = [f"{number}. {SAID * 50}" for number in range(1, 4)]
    typed = dict(zip(("text", "text_2", "text_3"), pages, strict=True))
    assert isinstance(await told.supervisor.send({**typed, "witness": "Nadia Haddad"}), Done)
    plan = await told.plan()
    (said,) = plan.record.rebuttals
    assert said.text.reveal() == "\n\n".join(pages)
    assert plan.record.papers[0].about == said.id
