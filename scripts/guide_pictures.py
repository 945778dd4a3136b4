# ruff: noqa: INP001 - a script, not a package
"""Phones that have their picture taken while the story is played: the pictures of docs/guides."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.story.stage import Phone

# Who did what, how often before, and the picture's name. A form is pictured once it is filled in, or once it opened.
WANTED: Final[Mapping[tuple[str, str, int], str]] = {
    ("U0SUPERVISOR", "strengths", 0): "supervisor-strengths",
    ("U0SUPERVISOR", "expectation", 0): "supervisor-concern",
    ("U0SUPERVISOR", "text", 0): "supervisor-goal",
    ("U0SUPERVISOR", "typed_name", 0): "supervisor-deliver",
    ("U0SUPERVISOR", "answer", 0): "supervisor-barrier",
    ("U0SUPERVISOR", "discussion", 0): "supervisor-review",
    ("U0SUPERVISOR", "kind", 0): "supervisor-outcome",
    ("U0EMPLOYEE", "Read it", 0): "employee-plan",
    ("U0EMPLOYEE", "answer", 0): "employee-acknowledge",
    ("U0EMPLOYEE", "kind", 0): "employee-barrier",
    ("U0EMPLOYEE", "Read it", 1): "employee-missed",
    ("U0EMPLOYEE", "text", 1): "employee-contest",
    ("U0HR", "Look at it", 0): "hr-plan",
    ("U0HR", "Open the overview", 0): "hr-overview",
    ("U0HR", "decision", 0): "hr-decide",
    ("U0HR", "purpose", 0): "hr-case-file",
}
# A person's Home, when they turn to it to press this.
AT_HOME: Final = {("U0SUPERVISOR", "Hold the review", 0): "supervisor-home"}
# The conversation, before this button in it is pressed.
BEFORE: Final = {("U0EMPLOYEE", "Read it", 0): "employee-message"}

Camera = Callable[[str, str, bool], Awaitable[None]]
"""Takes a person's phone under a name; the last says whether at the Home tab."""


@dataclass(slots=True)
class PicturedPhone:
    """A phone that does what it is told, and holds still where a picture is wanted."""

    phone: Phone
    user: str
    camera: Camera
    _done: Counter[str] = field(default_factory=Counter)

    async def command(self, words: str) -> None:
        await self.phone.command(words)

    async def fill(self, values: Mapping[str, object]) -> None:
        await self.phone.fill(values)
        for name in values:
            await self._picture(WANTED, name)
            self._done[name] += 1

    async def submit(self) -> None:
        await self.phone.submit()

    async def press(self, what: str, *, nth: int = 0) -> None:
        await self._picture(BEFORE, what)
        await self.phone.press(what, nth=nth)
        await self._picture(WANTED, what)
        self._done[what] += 1

    async def press_home(self, what: str, *, nth: int = 0) -> None:
        await self.phone.home()
        await self._picture(AT_HOME, what, home=True)
        await self.phone.press_home(what, nth=nth)
        self._done[what] += 1

    async def close(self) -> None:
        await self.phone.close()

    async def reads(self) -> str:
        return await self.phone.reads()

    async def home(self) -> str:
        return await self.phone.home()

    async def messages(self) -> list[str]:
        return await self.phone.messages()

    async def _picture(self, wanted: Mapping[tuple[str, str, int], str], what: str, *, home: bool = False) -> None:
        name = wanted.get((self.user, what, self._done[what]))
        if name is not None:
            await self.camera(self.user, name, home)
