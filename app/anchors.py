"""The file of anchors: how many lines the trail had at a moment, and its head. It lies outside the database.

Whoever rewrites the trail, or cuts its end off, cannot make it agree with what was noted before. That holds for as long
as they cannot write to this file too: another disk, another owner, or a program that copies it away.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog

from app.settings import Settings
from plans.chain import Anchor

_LINE: Final = re.compile(r"(?:\S+ )?([0-9]{1,18})[ :]([0-9a-f]{64})")
log = structlog.get_logger("milepost")


class NoAnchorsError(ValueError):
    """A file that was named holds no anchor."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file))
        self.file = file


@dataclass(frozen=True, slots=True)
class AnchorFile:
    """A line an anchor, the oldest first: time, number and head. A line that is no such line is passed over."""

    file: Path | None

    @classmethod
    def of(cls, settings: Settings) -> "AnchorFile":
        return cls(settings.milepost_anchors)

    def anchors(self) -> tuple[Anchor, ...]:
        """Everything in it; nothing where there is no such file.

        Raises:
            OSError: it cannot be read.

        """
        if self.file is None or not self.file.exists():
            return ()
        return tuple(_anchors(self.file))

    def noted(self) -> tuple[Anchor, ...]:
        """The same while the bot runs: a file that cannot be read must not keep it from anything else."""
        try:
            return self.anchors()
        except OSError as error:
            log.error("anchors_not_read", error=type(error).__name__)  # noqa: TRY400 - no traceback
            return ()

    def add(self, anchor: Anchor, *, at: datetime) -> None:
        """Behind the last one, unless that says the same. A file that cannot be written to is told in the log."""
        if self.file is None:
            return
        try:
            if self.anchors()[-1:] != (anchor,):
                self._append(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {anchor.count} {anchor.head}\n")
        except OSError as error:
            log.error("anchor_not_written", error=type(error).__name__)  # noqa: TRY400 - the same

    def _append(self, line: str) -> None:
        if self.file is None:
            return
        handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "ab") as file:
            # A line that was cut short by a full disk must not swallow this one.
            short = file.tell() and not self.file.read_bytes().endswith(b"\n")
            file.write(f"\n{line}".encode() if short else line.encode())
            file.flush()
            os.fsync(file.fileno())


def anchors_in(file: Path) -> tuple[Anchor, ...]:
    """Those in a file that somebody has named.

    Raises:
        NoAnchorsError: there is none in it.
        OSError: it cannot be read.

    """
    found = tuple(_anchors(file))
    if not found:
        raise NoAnchorsError(file)
    return found


def _anchors(file: Path) -> Iterator[Anchor]:
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        found = _LINE.fullmatch(line.strip().lower())
        if found is not None:
            yield Anchor(count=int(found[1]), head=found[2])
