"""How often, where and in which order a siege has its processes die."""

import random
from dataclasses import dataclass

from tests.crash.fate import POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """How a process is to die: at the ``nth`` time at a point, or so many ``seconds`` after its birth.

    ``calm`` waits before that until all that the one before left undone is settled.
    """

    point: str | None = None
    nth: int = 1
    seconds: float = 0.0
    calm: bool = False


def blows(seed: int, *, each: int, outside: int) -> list[Blow]:
    """So many at each point, and so many from outside at random times, in an order drawn from the seed.

    Every second waits for calm, so that no notice uses up its eight attempts in the hands of the dying.
    """
    dice = random.Random(seed)  # noqa: S311 - a repeatable disorder, no secret
    at_points = [Blow(point=point, nth=dice.choice(_nth(point))) for point in POINTS for _ in range(each)]
    random_ones = [Blow(seconds=dice.uniform(0.0, 2.0)) for _ in range(outside)]
    drawn = at_points + random_ones
    dice.shuffle(drawn)
    return [
        Blow(point=one.point, nth=one.nth, seconds=one.seconds, calm=number % 2 == 1)
        for number, one in enumerate(drawn)
    ]


def _nth(point: str) -> tuple[int, ...]:
    return (1, 2, 5) if point.endswith(" send") else (1, 2)
