"""Two people with the same form open: the second writes over nothing, and keeps what they typed (B-02)."""

from datetime import timedelta

import pytest

from bot.replies import Done, FieldErrors
from plans import examples
from plans.states import PlanState
from storage.database import Database
from tests.bot.playing import WORDING, Player
from tests.bot.running import PLAN, Story, story

MEANWHILE = WORDING.say("error-changed-meanwhile")


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


def refused(player: Player) -> bool:
    return player.last == FieldErrors(form_error=MEANWHILE)


def results(evidence: str) -> dict[str, str]:
    goals = (examples.GUIDES, examples.DESK)
    return {f"result_{goal}": "met" for goal in goals} | {f"evidence_{goal}": evidence for goal in goals}


async def test_results_are_not_written_over_results_that_came_meanwhile(database: Database) -> None:
    told = await story(database.begin, PlanState.DECISION_DUE)
    await told.supervisor.open("record_results", PLAN)
    await told.hr.open("record_results", PLAN)
    await told.hr.send(results("What HR saw."))
    told.supervisor.now += timedelta(minutes=1)
    await told.supervisor.send(results("What the supervisor saw."))
    assert refused(told.supervisor)
    assert {one.evidence.reveal() for one in (await told.plan()).results} == {"What HR saw."}
    await told.supervisor.open("record_results", PLAN)
    await told.supervisor.send(results("What the supervisor saw."))
    assert isinstance(told.supervisor.last, Done)


@pytest.fixture
async def told(database: Database) -> Story:
    found = await story(database.begin)
    await found.at(examples.NOW + timedelta(hours=1))
    return found


@pytest.mark.parametrize(
    ("ask", "first", "second"),
    [
        ("amend_support", {"support": "A course"}, {"support": "A mentor"}),
        ("amend_reviews", {"on": "2027-02-03"}, {"on": "2027-02-04"}),
        ("amend_words", {"strengths": "He finds every map."}, {"strengths": "Patrons ask for him."}),
    ],
)
async def test_a_change_is_not_written_over_one_that_was_collected_meanwhile(
    told: Story, ask: str, first: dict[str, str], second: dict[str, str]
) -> None:
    await told.supervisor.open(ask, PLAN)
    await told.hr.open(ask, PLAN)
    await told.hr.send(first)
    kept = (await told.plan()).amendments
    await told.supervisor.send(second)
    assert refused(told.supervisor)
    assert (await told.plan()).amendments == kept


async def test_a_note_that_comes_meanwhile_is_in_nobodys_way(told: Story) -> None:
    """Only what the form was drawn from counts, or nobody could write while the other side does."""
    await told.supervisor.open("amend_support", PLAN)
    await told.employee.open("add_note", PLAN)
    await told.employee.send({"text": "The first guide is half done."})
    await told.supervisor.send({"support": "A mentor"})
    assert isinstance(told.supervisor.last, Done)
