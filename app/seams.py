"""Where something may be put between the parts of the running program.

The tests that kill it stand here, to do so at a chosen moment of a process that is otherwise the one operators run.
Nobody else does: ``USUAL`` puts nothing anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import aiohttp

from app.connection import Socket
from app.rooms import Rooms
from jobs.timetable import TIMETABLE, Job


def _as_they_are(rooms: Rooms) -> Rooms:
    return rooms


@dataclass(frozen=True, slots=True, kw_only=True)
class Seams:
    """``rooms`` may wrap what begins transactions; ``traces`` look at every call to Slack; ``socket`` acknowledges."""

    rooms: Callable[[Rooms], Rooms] = _as_they_are
    traces: tuple[aiohttp.TraceConfig, ...] = ()
    socket: type[Socket] = Socket
    timetable: tuple[Job, ...] = TIMETABLE


USUAL: Final = Seams()
