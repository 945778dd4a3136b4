"""What can be typed after ``/pip``."""

import pytest

from bot.asks import ASKS
from bot.commands import COMMANDS, ask_for
from bot.parts import Facts, Stands
from bot.replies import Denied, ShowForm
from bot.wording import load
from plans import examples
from plans.ports import Begin
from storage.database import Database
from tests.bot.playing import table

WORDING = load()


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here."""
    return chosen_address


@pytest.mark.parametrize("command", COMMANDS)
def test_every_word_opens_an_ask_that_is_there(command: object) -> None:
    found = next(one for one in COMMANDS if one is command)
    assert ask_for(found.word, in_private=True) == Stands(ask=found.ask)
    assert found.ask in ASKS
    assert WORDING.has(found.line)


@pytest.mark.parametrize("words", ["  new ", "NEW", "New"])
def test_case_and_blank_space_do_not_matter(words: str) -> None:
    assert ask_for(words, in_private=True) == Stands(ask="open_plan")


@pytest.mark.parametrize("words", ["new @jonas", "new <@U0EMPLOYEE|jonas>", "help me"])
def test_a_command_takes_no_name(words: str) -> None:
    assert ask_for(words, in_private=True) == "command-takes-no-name"


@pytest.mark.parametrize("words", ["", "new", "new @jonas", "help", "anything"])
def test_in_a_channel_every_word_gets_the_same_neutral_line(words: str) -> None:
    assert ask_for(words, in_private=False) == "command-in-channel"


def test_an_unknown_word_is_answered_with_the_words_there_are() -> None:
    assert ask_for("nwe", in_private=True) == "command-unknown"
    said = WORDING.say("command-unknown")
    assert all(f"/pip {command.word}".strip() in said for command in COMMANDS)


async def test_help_is_written_from_the_table(database: Database) -> None:
    player = table(database.begin).seat(examples.OUTSIDER)
    assert isinstance(await player.command("help"), ShowForm)
    facts = next(part for part in player.shown.parts if isinstance(part, Facts))
    assert [name for name, _ in facts.pairs] == [f"/pip {command.word}".strip() for command in COMMANDS]


async def test_a_name_in_a_channel_is_refused_without_repeating_it(begin: Begin) -> None:
    player = table(begin).seat(examples.SUPERVISOR)
    reply = await player.command("new @jonas", in_private=False)
    assert isinstance(reply, Denied)
    assert "jonas" not in reply.sentence


async def test_someone_hr_has_not_named_is_told_who_can_start_plans(begin: Begin) -> None:
    outsider = examples.OUTSIDER.with_offices(frozenset())
    reply = await table(begin).seat(outsider).command("new")
    assert isinstance(reply, Denied)
    assert "HR has named" in reply.sentence
