"""What the story is played on: phones and a clock. The sandbox's control API is one stage, a browser another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol


class StoryBrokenError(Exception):
    """A step did not do what the story says. The message holds what stood on the screen; it is for developers."""


class Phone(Protocol):
    """One person's screen. Every act raises ``StoryBrokenError`` when the person would see a complaint."""

    async def command(self, words: str) -> None:
        """Type ``/pip`` and these words."""

    async def fill(self, values: Mapping[str, object]) -> None:
        """Enter values by field id: text, ISO date, the visible text of an option or a list of them, a person's id."""

    async def submit(self) -> None: ...

    async def press(self, what: str, *, nth: int = 0) -> None:
        """Press a button by its text: in the open form, else on the newest message that has it."""

    async def press_home(self, what: str, *, nth: int = 0) -> None:
        """Turn to Home and press a button there."""

    async def close(self) -> None:
        """Close every open form."""

    async def reads(self) -> str:
        """What the open form says; empty when none is open."""

    async def home(self) -> str:
        """What Home says."""

    async def messages(self) -> list[str]:
        """The conversation with the app, oldest first."""


class Stage(Protocol):
    """The people of the story and its clock."""

    supervisor: Phone
    employee: Phone
    hr: Phone

    async def go_to(self, day: date, *, hour: int = 10) -> datetime:
        """Walk the clock to an hour of a day, through everything that falls due on the way."""

    def tell(self, title: str) -> None:
        """A new chapter begins."""
