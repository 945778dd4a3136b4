"""One process alone runs on a SQLite file; whoever replaces the file must be alone as well."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(RuntimeError):
    """Another process runs on this file."""


@contextmanager
def alone_on(file: Path) -> Iterator[None]:
    """The lock is a file beside it, so that the database itself may be replaced under it.

    Raises:
        AlreadyRunningError: when another process holds it.

    """
    lock = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunningError from error
        yield
    finally:
        os.close(lock)
