"""Ids that look like Slack's, from one seeded source."""

import random
import string
from collections.abc import Callable
from typing import TypeAlias

_ALPHABET = string.ascii_uppercase + string.digits
Draw: TypeAlias = Callable[[], str]


class Ids:
    """Each id is new in this workspace. The same seed gives the same ids in the same order."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable tests, nothing secret
        self._given: set[str] = set()

    def choose(self, count: int) -> int:
        """A number below `count`."""
        return self._random.randrange(count)

    def new(self, prefix: str, *, length: int = 9) -> str:
        return self._fresh(lambda: prefix + "".join(self._random.choices(_ALPHABET, k=length)))

    def block(self) -> str:
        """What Slack puts where an app left out a block or action id."""
        letters = string.ascii_letters + string.digits
        return self._fresh(lambda: "".join(self._random.choices(letters, k=7)))

    def hash(self, seconds: int) -> str:
        return self._fresh(lambda: f"{seconds}.{self._random.getrandbits(40):010x}")

    def trigger(self) -> str:
        draw = self._random
        return self._fresh(lambda: f"{draw.randrange(10**12)}.{draw.randrange(10**12)}.{draw.getrandbits(128):032x}")

    def envelope(self) -> str:
        def draw() -> str:
            text = f"{self._random.getrandbits(128):032x}"
            return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))

        return self._fresh(draw)

    def take(self, used: str) -> None:
        """Never give this id: it is in use from an earlier run."""
        self._given.add(used)

    def _fresh(self, draw: Draw) -> str:
        while True:
            found = draw()
            if found not in self._given:
                self._given.add(found)
                return found
