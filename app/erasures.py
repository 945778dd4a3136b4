"""The list of what was erased, in a file beside the database: ids and days, and nothing else.

A backup from before an erasure still holds what was erased. When it is restored, the list says what has to go again.
The list is added to after the erasure was committed; whatever is missing from it because the process died in between
is added at the next start, so that doing it twice, or dying at any moment, changes nothing.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog

from app.rooms import Rooms
from app.settings import Settings
from plans.actions.erase_again import erase_again
from plans.erasing import Tombstone
from plans.ids import PlanId

_LINE: Final = re.compile(r"\d{4}-\d{2}-\d{2} ([0-9a-f]{32})")
_BESIDE: Final = ".erased"
_SQLITE: Final = "sqlite:///"
log = structlog.get_logger("milepost")


@dataclass(frozen=True, slots=True)
class ErasureList:
    """A line a plan, the oldest first; a line that is no such line is passed over. None where there is no such file."""

    file: Path | None

    @classmethod
    def of(cls, settings: Settings) -> "ErasureList":
        """The file that the settings name; else, for SQLite, one beside the database."""
        if settings.milepost_erasures is not None:
            return cls(settings.milepost_erasures)
        if settings.database.startswith(_SQLITE):
            return cls(Path(settings.database.removeprefix(_SQLITE) + _BESIDE))
        return cls(None)

    def plans(self) -> tuple[PlanId, ...]:
        """Everything on the list."""
        if self.file is None or not self.file.exists():
            return ()
        lines = self.file.read_text(encoding="utf-8", errors="replace").splitlines()
        found = (_LINE.fullmatch(line.strip()) for line in lines)
        return tuple(PlanId(match[1]) for match in found if match is not None)

    def add(self, gone: Iterable[Tombstone]) -> None:
        """On the disk when it comes back; readable by its owner alone."""
        text = "".join(f"{one.at.date().isoformat()} {one.plan}\n" for one in gone)
        if self.file is None or not text:
            return
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "ab") as file:
            # A line that was cut short by a full disk must not swallow the next one.
            file.write(f"\n{text}".encode() if file.tell() and not self._ends_well() else text.encode())
            file.flush()
            os.fsync(file.fileno())

    def _ends_well(self) -> bool:
        return self.file is not None and self.file.read_bytes().endswith(b"\n")


async def keep_in_step(rooms: Rooms, listed: ErasureList, *, now: datetime) -> int:
    """Erase what is on the list and back in the database, and list what is gone and not on it; how many went again."""
    known = listed.plans()
    async with rooms.begin() as work:
        gone = await work.erasing.tombstones()
    left = {one.plan for one in gone}
    again = 0
    for plan in known:
        if plan not in left:
            async with rooms.begin() as work:
                again += await erase_again(work, plan, now=now)
    if again:
        log.warning("erased_again", plans=again)
    listed.add(one for one in gone if one.plan not in set(known))
    return again
