"""How many connections to PostgreSQL a process keeps: ``?pool_size=3&max_overflow=2`` in the address.

In the address and not in a setting of its own, because it belongs to the one database and to whatever opens it.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

SIZE: Final = "pool_size"
OVERFLOW: Final = "max_overflow"
# PostgreSQL takes 100 connections unless told otherwise, and one process has no use for more.
MOST: Final = 100


class PoolSizesError(ValueError):
    """The address asks for sizes that make no pool; what is wrong goes after the name of the setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """``size`` connections are kept open once they were needed; ``overflow`` more are opened and closed as needed."""

    size: int = 5
    overflow: int = 10


def read_pool(url: URL) -> tuple[URL, Pool]:
    """The address without the sizes, which libpq does not know, and the sizes. Raises ``PoolSizesError``."""
    pool = Pool(
        size=_number(url, SIZE, least=1, usual=Pool().size),
        overflow=_number(url, OVERFLOW, least=0, usual=Pool().overflow),
    )
    return url.difference_update_query([SIZE, OVERFLOW]), pool


def check_sizes(address: str) -> None:
    """Raises ``PoolSizesError``; whatever else may be wrong with the address is not its business."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return
    plain, _ = read_pool(url)
    if plain != url and url.get_backend_name() == "sqlite":
        raise PoolSizesError("asks for a pool, which only PostgreSQL has")


def _number(url: URL, name: str, *, least: int, usual: int) -> int:
    given = url.query.get(name)
    if given is None:
        return usual
    # int() takes more than digits: blanks, signs and other alphabets' numbers.
    if isinstance(given, str) and given.isascii() and given.isdigit() and least <= int(given) <= MOST:
        return int(given)
    raise PoolSizesError(f"asks for a {name} that is no number from {least} to {MOST}")
