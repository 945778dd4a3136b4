"""A thousand reminders at nine in the morning, in a workspace that keeps Slack's limits, on a clock that runs fast.

The workspace is the sandbox, in a process of its own (``python -m benchmarks.paced START PEOPLE`` serves it). Both
clocks run ``RATE`` times as fast as the wall's, from the same moment. Nothing is known beforehand: everybody is looked
up, and direct messages are opened as fast as that may be done.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import aiohttp
import yaml

from app.stopping import until_stopped
from benchmarks.figures import Measured
from benchmarks.furnish import MORNING, read, write
from benchmarks.loopback import Line
from benchmarks.places import Place, furnished
from benchmarks.stage import Stage, staged, stored
from benchmarks.stampede import Places
from plans import examples
from sandbox.client import Control
from sandbox.clock import SandboxClock
from sandbox.credentials import Credentials
from sandbox.people import SandboxPerson
from sandbox.server import Sandbox

RATE: Final = 8.0
PEOPLE: Final = 250
EACH: Final = 4
POSTS_A_MINUTE: Final = 60
# The start waits for the processes; nothing falls due before.
_HEAD: Final = 3.0
_ZONE: Final = "America/Denver"
_PATIENCE: Final = 300.0
_MANIFEST: Final = Path(__file__).parent.parent / "manifest.yml"


def fast(start: float) -> datetime:
    """The instant on the fast clock: the morning is at ``start``, in seconds since 1970."""
    return MORNING + timedelta(seconds=(time.time() - start) * RATE)


class FastClock:
    """The bot's clock."""

    def __init__(self, start: float) -> None:
        self._start = start

    def now(self) -> datetime:
        return fast(self._start)


class FastSandboxClock(SandboxClock):
    """The workspace's clock."""

    def __init__(self, start: float) -> None:
        super().__init__()
        self._start = start

    def now(self) -> datetime:
        return fast(self._start)


async def measured(places: Places, *, runs: int, people: int = PEOPLE) -> Measured:
    """The share of what the limits allow, and the share of posts that were refused."""
    found = Measured()
    for _ in range(runs):
        await _once(places["sqlite"], found, people=people)
    return found


async def _once(place: Place, found: Measured, *, people: int) -> None:
    address = await asyncio.to_thread(furnished, place, due=people, waiting=people * 10)
    natives = await asyncio.to_thread(_all_at_nine, address)
    start = time.time() + _HEAD
    async with _workspace(start, natives) as url, aiohttp.ClientSession() as session:
        line = Line(urlsplit(url).port or 0, session)
        clock = FastClock(start)
        async with staged(address, line, session, clock=clock, paced=True) as stage, Control(url) as control:
            await _said(stage, address)
            log = await control.log()
    await asyncio.to_thread(place.drop, address)
    _tell(found, [line for line in log if line["kind"] == "call"], count=people * EACH)


def _tell(found: Measured, calls: list[dict[str, object]], *, count: int) -> None:
    posts = [call for call in calls if call["method"] == "chat.postMessage"]
    said = sorted(datetime.fromisoformat(str(call["at"])) for call in posts if call["ok"])
    if len(said) != count:
        raise AssertionError(f"{len(said)} of {count} arrived")
    # Sixty at once, sixty more a minute later, and so on: nobody could be done sooner.
    soonest = (count - 1) // POSTS_A_MINUTE * 60.0
    took = (said[-1] - said[0]).total_seconds()
    refused = [call for call in calls if call["error"] in {"ratelimited", "rate_limited"}]
    found.add("pacing_share", soonest / took)
    found.add("pacing_429s", len(refused) / len(posts))
    found.note("paced: minutes on the fast clock", took / 60)
    for name, some in (("calls", calls), ("refused", refused)):
        for method, times in Counter(str(call["method"]) for call in some).items():
            found.note(f"paced: {name} of {method}", times)


async def _said(stage: Stage, address: str) -> None:
    """Sweep whenever something is due, until nothing of the morning is left."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            await stage.turn()
            due = await stage.next_due()
            if due is None or (due - MORNING > timedelta(hours=1) and not _left(address)):
                return
            wait = (due - stage.clock.now()).total_seconds() / RATE
            await asyncio.sleep(max(0.0, wait))


def _left(address: str) -> int:
    asked = "SELECT count(*) AS n FROM notice WHERE state = 'waiting' AND due_at <= ?"
    return int(read(address, asked, stored(address, MORNING))[0]["n"])


def _all_at_nine(address: str) -> list[str]:
    """Let the first few reminders of every employee fall due at nine. The accounts of all of them."""
    people = read(
        address,
        "SELECT DISTINCT n.person, h.native_id FROM notice n JOIN handle h ON h.person = n.person WHERE n.run_at <= ?",
        stored(address, MORNING),
    )
    nine = stored(address, MORNING)
    for row in people:
        first = read(address, f"SELECT id FROM notice WHERE person = ? ORDER BY due_at, id LIMIT {EACH}", row["person"])  # noqa: S608 - a number
        for one in first:
            write(address, "UPDATE notice SET due_at = ?, run_at = ? WHERE id = ?", nine, nine, one["id"])
        # Nobody has been looked up today.
        past = stored(address, datetime(2026, 1, 1, tzinfo=UTC))
        write(address, "UPDATE person SET checked_at = ? WHERE id = ?", past, row["person"])
    return [str(row["native_id"]) for row in people]


@asynccontextmanager
async def _workspace(start: float, natives: list[str]) -> AsyncIterator[str]:
    words = ("-m", "benchmarks.paced", str(start), *natives)
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    try:
        told = await process.stdout.readline() if process.stdout else b""
        yield json.loads(told)["workspace"]
    finally:
        process.terminate()
        await process.wait()


async def _serve(start: float, natives: list[str]) -> None:
    people = [SandboxPerson(id=one, name=one.title(), email=f"{one.lower()}@example.org", tz=_ZONE) for one in natives]
    manifest = yaml.safe_load(_MANIFEST.read_text(encoding="utf-8"))
    credentials = Credentials(team_id=examples.WORKSPACE)
    async with Sandbox.serve(manifest, people, credentials=credentials, clock=FastSandboxClock(start)) as sandbox:
        sys.stdout.write(json.dumps({"workspace": sandbox.url}) + "\n")
        sys.stdout.flush()
        await until_stopped()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("start", type=float)
    parser.add_argument("people", nargs="*")
    given = parser.parse_args()
    asyncio.run(_serve(given.start, given.people))


if __name__ == "__main__":
    main()
