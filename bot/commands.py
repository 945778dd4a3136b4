"""What can be typed after ``/pip``; the help text is written from this table (B-01)."""

from dataclasses import dataclass
from typing import Final

from bot.parts import Stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A word, the ask it opens, and the line that explains it. The empty word is the bare command."""

    word: str
    ask: str
    line: str


COMMANDS: Final = (
    Command(word="", ask="my_plans", line="command-my-plans"),
    Command(word="new", ask="open_plan", line="command-new"),
    Command(word="talking-points", ask="talking_points", line="command-talking-points"),
    Command(word="help", ask="help", line="command-help"),
)


def ask_for(words: str, *, in_private: bool) -> Stands | str:
    """What these words stand for, or the id of the line that says why not.

    In a channel nothing is opened, whatever was typed: the same neutral line for every word (P-04).
    """
    if not in_private:
        return "command-in-channel"
    word, _, rest = words.strip().partition(" ")
    found = next((command for command in COMMANDS if command.word == word.casefold()), None)
    if found is None:
        return "command-unknown"
    if rest.strip():
        return "command-takes-no-name"
    return Stands(ask=found.ask)
