"""A disk that takes two milliseconds more to say that something is safe, as disks in a cloud do.

A small library in C stands before ``fsync`` and ``fdatasync`` of whatever is started with it: our own process for
SQLite, and the PostgreSQL server.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import psycopg

from benchmarks.furnish import file_of, on_sqlite

DELAY_MS: Final = 2
_COMMITS: Final = 200
_SOURCE: Final = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static void wait_for_the_disk(void)
{
    struct timespec delay = {0, %d * 1000000L};
    nanosleep(&delay, 0);
}

int fsync(int file)
{
    static int (*real)(int);
    if (!real) real = (int (*)(int)) dlsym(RTLD_NEXT, "fsync");
    wait_for_the_disk();
    return real(file);
}

int fdatasync(int file)
{
    static int (*real)(int);
    if (!real) real = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
    wait_for_the_disk();
    return real(file);
}
"""


class NoCompilerError(RuntimeError):
    """There is no C compiler, so the disk cannot be made slow."""


@contextmanager
def slowed() -> Iterator[dict[str, str]]:
    """The environment in which a process has a slow disk."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise NoCompilerError
    with tempfile.TemporaryDirectory(prefix="milepost-slow-") as folder:
        # The PostgreSQL server may run as another user.
        Path(folder).chmod(0o755)
        source, library = Path(folder) / "slow.c", Path(folder) / "slow.so"
        source.write_text(_SOURCE % DELAY_MS, encoding="utf-8")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)  # noqa: S603 - our own source
        library.chmod(0o755)
        yield {**os.environ, "LD_PRELOAD": str(library)}


def commits_a_second(address: str) -> float:
    """How many transactions of one row can be made safe one after the other: shows whether the delay bites."""
    if on_sqlite(address):
        with closing(sqlite3.connect(file_of(address), isolation_level=None)) as file:
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = FULL")
            file.execute("CREATE TABLE probe (n INTEGER)")
            return _timed(lambda number: file.execute("INSERT INTO probe VALUES (?)", (number,)))
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("CREATE TABLE probe (n integer)")
        return _timed(lambda number: server.execute("INSERT INTO probe VALUES (%s)", (number,)))


def _timed(commit: Callable[[int], object]) -> float:
    started = time.perf_counter()
    for number in range(_COMMITS):
        commit(number)
    return _COMMITS / (time.perf_counter() - started)
