"""Every ask by name. A module here is a group of asks and exports ``ASKS``; adding one is a line below."""

from collections.abc import Mapping
from itertools import chain
from typing import Final

from bot.asking import Ask

_GROUPS: Final[tuple[tuple[Ask, ...], ...]] = ()

ASKS: Final[Mapping[str, Ask]] = {ask.name: ask for ask in chain.from_iterable(_GROUPS)}
