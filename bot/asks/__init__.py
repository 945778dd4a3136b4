"""Every ask by name. A module here is a group of asks and exports ``ASKS``; adding one is a line below."""

from collections.abc import Mapping
from itertools import chain
from typing import Final

from bot.asking import Ask
from bot.asks import checking, delivering, help, hub, opening, reviewing, rights  # noqa: A004 - named for what it is

_GROUPS: Final[tuple[tuple[Ask, ...], ...]] = (
    hub.ASKS,
    help.ASKS,
    opening.ASKS,
    checking.ASKS,
    reviewing.ASKS,
    delivering.ASKS,
    rights.ASKS,
)

ASKS: Final[Mapping[str, Ask]] = {ask.name: ask for ask in chain.from_iterable(_GROUPS)}
