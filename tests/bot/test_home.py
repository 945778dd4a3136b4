"""Home: a person's plans at a glance, in names, dates and counts."""

from dataclasses import replace

import pytest

from bot.asks import ASKS
from bot.gallery import home_of
from bot.gallery_story import moments
from bot.home import Case, home
from bot.messages import Home
from bot.parts import Button, Buttons, Said
from bot.slack.blocks import Drawing
from bot.tasks import stands_for, tasks_of
from plans import examples
from plans.digest import digest_for
from plans.duties import DutyKind, duties
from plans.figures import latest, plain
from plans.ids import CaseNumber, PlanId
from plans.people import Office, Person
from plans.visible import visible
from sandbox.validate import check
from storage.database import Database
from tests.bot.playing import WORDING, table
from tests.bot.running import sealing, shown_parts, story
from tests.bot.test_say import every_word

READERS = (examples.EMPLOYEE, examples.SUPERVISOR, examples.HR, examples.OUTSIDER)
NAMES = {name for person in examples.PEOPLE.values() for name in (person.name.reveal(), *person.name.reveal().split())}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


def buttons(page: Home) -> list[Button]:
    return [button for part in page.parts if isinstance(part, Buttons) for button in part.buttons]


def asks(page: Home) -> list[str]:
    return [button.stands.ask for button in buttons(page)]


@pytest.mark.parametrize("moment", sorted(moments()))
@pytest.mark.parametrize("reader", READERS, ids=lambda person: person.handle.native_id)
async def test_home_holds_nothing_anybody_wrote(moment: str, reader: Person) -> None:
    page = await home_of(reader, moment, WORDING)
    assert not [part for part in page.parts if isinstance(part, Said)]
    text = shown_parts(page.parts)
    assert not [words for words in every_word() - NAMES if words in text]


@pytest.mark.parametrize("moment", sorted(moments()))
@pytest.mark.parametrize("reader", READERS, ids=lambda person: person.handle.native_id)
async def test_slack_can_show_home_at_every_moment(moment: str, reader: Person) -> None:
    page = await home_of(reader, moment, WORDING)
    blocks = [block.to_dict() for block in Drawing(sealing(reader)).blocks(page.parts)]
    found = check.view({"type": "home", "blocks": blocks}, kind="home")
    assert not found, found


async def test_somebody_without_a_plan_reads_what_this_is() -> None:
    page = await home_of(examples.OUTSIDER, "active", WORDING)
    assert "Milepost helps two people" in shown_parts(page.parts)
    assert "open_plan" in asks(page)


async def test_somebody_who_may_not_start_plans_is_not_offered_to() -> None:
    guest = examples.OUTSIDER.with_offices(frozenset())
    page = home(guest, own=(), for_hr=(), digest=None, wording=WORDING, now=examples.NOW)
    assert "open_plan" not in asks(page)


async def test_each_side_sees_the_others_name_and_the_case_number() -> None:
    employee = shown_parts((await home_of(examples.EMPLOYEE, "active", WORDING)).parts)
    supervisor = shown_parts((await home_of(examples.SUPERVISOR, "active", WORDING)).parts)
    assert "Marta Lindqvist" in employee
    assert "Jonas Okafor" in supervisor
    assert "M-7K3QXZ" in employee
    assert "M-7K3QXZ" in supervisor


async def test_the_employee_sees_no_draft() -> None:
    page = await home_of(examples.EMPLOYEE, "hr_review", WORDING)
    assert "M-7K3QXZ" not in shown_parts(page.parts)


async def test_both_directions_are_counted() -> None:
    text = shown_parts((await home_of(examples.SUPERVISOR, "contested", WORDING)).parts)
    assert "Open for you\n3, 1 of them overdue" in text
    assert "Open for others" in text


async def test_the_next_date_is_there_however_far_away() -> None:
    text = shown_parts((await home_of(examples.EMPLOYEE, "active", WORDING)).parts)
    assert "Next date" in text
    assert "2026" in text


async def test_the_employee_can_report_a_goal_done_and_a_barrier_from_home() -> None:
    page = await home_of(examples.EMPLOYEE, "due", WORDING)
    assert {"report_done", "raise_barrier", "contact_hr"} <= set(asks(page))


async def test_a_goal_is_reported_done_from_home_however_far_away_its_date() -> None:
    page = await home_of(examples.EMPLOYEE, "active", WORDING)
    assert "report_done" in asks(page)
    assert "report_done" not in asks(await home_of(examples.EMPLOYEE, "delivered", WORDING))
    assert "report_done" not in asks(await home_of(examples.SUPERVISOR, "active", WORDING))


async def test_a_draft_is_taken_up_again_from_home() -> None:
    for moment in ("draft", "changes_requested"):
        assert "plan_check" in asks(await home_of(examples.SUPERVISOR, moment, WORDING))
    assert "deliver_plan" in asks(await home_of(examples.SUPERVISOR, "approved", WORDING))


async def test_hr_sees_what_waits_for_it_first() -> None:
    assert "review_plan" in asks(await home_of(examples.HR, "hr_review", WORDING))
    assert "decide_outcome" in asks(await home_of(examples.HR, "outcome proposed", WORDING))
    assert "lift_hold" in asks(await home_of(examples.HR, "on hold", WORDING))
    assert "Missed dates: 1" in shown_parts((await home_of(examples.HR, "missed", WORDING)).parts)


async def test_a_closed_plan_is_only_counted() -> None:
    text = shown_parts((await home_of(examples.EMPLOYEE, "closed", WORDING)).parts)
    assert "One more plan is in the list" in text


async def test_a_hundred_plans_fit_on_the_page() -> None:
    case = moments()["contested"]
    plans = [
        case.plan.with_(id=PlanId(examples.example_id(number)), case_number=CaseNumber(f"M-{number:06d}"))
        for number in range(100)
    ]
    cases = [Case(plan=plan, terms=case.terms) for plan in plans]
    digest = digest_for(examples.HR, [(plan, case.terms) for plan in plans], (), now=case.at)
    reader = examples.SUPERVISOR.with_offices(frozenset({Office.HR, Office.STARTER}))
    page = home(reader, own=cases, for_hr=cases, digest=digest, wording=WORDING, now=case.at)
    blocks = [block.to_dict() for block in Drawing(sealing(reader)).blocks(page.parts)]
    assert len(blocks) <= 100
    assert "92 more plans" in shown_parts(page.parts)


async def test_home_is_drawn_from_what_is_stored(database: Database) -> None:
    await story(database.begin)
    page = await table(database.begin).desk.home(by=examples.EMPLOYEE, now=examples.NOW)
    assert "Marta Lindqvist" in shown_parts(page.parts)


# Tasks


@pytest.mark.parametrize("kind", list(DutyKind))
def test_every_kind_of_duty_opens_a_form_and_has_its_words(kind: DutyKind) -> None:
    case = moments()["contested"]
    owed = replace(duties(case.plan, case.terms, case.at)[0], kind=kind)
    assert stands_for(owed, case.plan).ask in ASKS
    assert WORDING.has(f"duty-{kind.value.replace('_', '-')}")
    assert WORDING.has(f"duty-button-{kind.value.replace('_', '-')}")


def test_a_note_is_a_task_only_once_it_can_be_written() -> None:
    early, open_now = moments()["active"], moments()["check-in asked"]
    for case, there in ((early, False), (open_now, True)):
        plan = visible(case.plan, examples.EMPLOYEE, now=case.at, terms=case.terms)
        own = tasks_of(plan, case.terms, examples.EMPLOYEE, now=case.at).own
        assert (DutyKind.WRITE_CHECK_IN in [duty.kind for duty in own]) == there


@pytest.mark.parametrize("reader", [examples.EMPLOYEE, examples.SUPERVISOR])
async def test_both_parties_read_where_a_number_stands_and_nothing_anybody_wrote(reader: Person) -> None:
    known = shown_parts((await home_of(reader, "number known", WORDING)).parts)
    goal = moments()["number known"].plan.goals[0]
    assert goal.figures is not None
    (line,) = [one for one in known.splitlines() if one.startswith("Goal 1:")]
    found = latest(moments()["number known"].plan, goal)
    assert found is not None
    assert found.number is not None
    for number in (found.number, goal.figures.baseline, goal.figures.aim):
        assert plain(number) in line
    assert goal.figures.metric.reveal() not in known
    asked = shown_parts((await home_of(reader, "number asked", WORDING)).parts)
    assert "no number yet" in asked


async def test_goals_told_in_words_have_no_line_on_home() -> None:
    assert "Goal 1:" not in shown_parts((await home_of(examples.EMPLOYEE, "active", WORDING)).parts)
