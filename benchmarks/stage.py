"""Our side of a dispatch: the real delivery on a furnished database, everything warm as after a first round.

People's facts are fresh and their direct messages known; nothing is paced.
"""

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import event

from app.clock import Clock, FollowedClock, SystemClock
from app.running import keep_for_good
from app.speaking import Speaking
from benchmarks.furnish import MORNING, opened, read
from benchmarks.loopback import Line
from bot.handles import Handles
from bot.say import say
from bot.slack.looking import SlackLooking
from bot.slack.messenger import Drawn, SlackMessenger
from bot.slack.pacing import Pacing
from bot.slack.people import SlackDirectory
from bot.slack.places import Places
from bot.wording import load
from jobs.digest_times import USUAL_TIMES
from jobs.limits import USUAL_LIMITS, Limits
from jobs.sweep import Ahead, Swept, next_due, sweep
from jobs.traffic import Traffic, Window
from plans import examples
from plans.ids import PersonId, WorkspaceId, fresh
from plans.people import Person
from storage.database import Database

SENDERS: Final = 50
SOON: Final = timedelta(minutes=1)
TOKEN: Final = "xoxb-loopback-only"  # noqa: S105 - no real workspace would take it


def unpaced() -> Traffic:
    return Traffic(pace=timedelta(0), window=Window(a_minute=None))


@dataclass(slots=True, kw_only=True)
class Stage:
    """The program's own parts around one database and the server."""

    database: Database
    speaking: Speaking
    line: Line
    clock: Clock
    traffic: Traffic
    ahead: Ahead | None = None
    commits: list[int] = field(default_factory=lambda: [0])

    async def sweep(self) -> int:
        """One whole sweep, as many turns as it takes; how many were sent."""
        sent = 0
        while True:
            swept = await self.turn()
            sent += swept.sent
            if not swept.cut_short:
                return sent

    async def turn(self, *, limits: Limits = USUAL_LIMITS) -> Swept:
        """One sweep, for a turn at most, and what the program does after it."""
        swept = await sweep(
            self.database.begin,
            self.speaking,
            clock=self.clock.now,
            real_clock=SystemClock().now,
            traffic=self.traffic,
            draw_ahead=self.speaking.draw_ahead,
            look_up=self.speaking.look_up,
            limits=limits,
        )
        self.ahead = swept.ahead
        await self.speaking.messenger.directory.keep()
        return swept

    async def next_due(self) -> datetime | None:
        """When to sweep again, as the program asks it."""
        now, ahead, self.ahead = self.clock.now(), self.ahead, None
        if ahead is not None and (ahead.at is None or ahead.at > now):
            return ahead.at
        return await next_due(self.database.begin, now=now, traffic=self.traffic, times=USUAL_TIMES)


@asynccontextmanager
async def staged(
    address: str,
    line: Line,
    session: aiohttp.ClientSession,
    *,
    workspace: WorkspaceId = examples.WORKSPACE,
    clock: Clock | None = None,
    paced: bool = False,
) -> AsyncIterator[Stage]:
    """The program for one workspace, for as long as the block. ``paced`` keeps Slack's limits and knows no places."""
    database, clock = opened(address, workspace=workspace), clock or FollowedClock(MORNING)
    client = AsyncWebClient(token=TOKEN, base_url=line.api, session=session, retry_handlers=[])
    pacing = Pacing(clock=clock.now)
    places = Places(client=client, pacing=pacing, known={} if paced else conversations(address))
    directory = SlackDirectory(
        client=client,
        begin=database.begin,
        workspace=workspace,
        team=workspace,
        zone="America/Chicago",
        pacing=pacing,
    )
    key = await database.installation_key()
    speaking = Speaking(
        messenger=SlackMessenger(client=client, directory=directory, places=places, handles=Handles(key)),
        looking=SlackLooking(client=client, places=places, pacing=pacing, scopes=frozenset()),
        wording=load(),
        begin=database.begin,
        clock=clock,
        role_ended=_nobody,
    )
    traffic = Traffic() if paced else unpaced()
    stage = Stage(database=database, speaking=speaking, line=line, clock=clock, traffic=traffic)
    count_commits(database, stage.commits)
    before = sys.getswitchinterval(), gc.get_threshold()
    # As the program does once it has started.
    keep_for_good()
    try:
        yield stage
    finally:
        sys.setswitchinterval(before[0])
        gc.set_threshold(*before[1])
        gc.unfreeze()
        await database.close()


def _nobody(_person: Person) -> None:
    """Nobody's Home is open."""


def conversations(address: str) -> dict[PersonId, str]:
    """The direct message of everybody who has something due, or soon after."""
    due = "SELECT DISTINCT n.person, h.native_id FROM notice n JOIN handle h ON h.person = n.person WHERE n.run_at <= ?"
    rows = read(address, due, stored(address, MORNING + SOON))
    return {PersonId(row["person"]): "D" + str(row["native_id"])[1:] for row in rows}


def stored(address: str, at: datetime) -> object:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if address.startswith("sqlite") else at


def count_commits(database: Database, commits: list[int]) -> None:
    """Count what the driver is asked to commit."""

    @event.listens_for(database._engine.sync_engine, "commit")  # noqa: SLF001 - counted from outside, where no code of ours could forget one
    def _commit(_connection: object) -> None:
        commits[0] += 1


# What is measured against


@dataclass(frozen=True, slots=True)
class Ready:
    """A message drawn beforehand."""

    person: Person
    drawn: Drawn
    key: str


async def drawn_beforehand(stage: Stage, *, limit: int) -> list[Ready]:
    """The messages a sweep would send, without claiming anything that stays claimed."""
    messages: list[Ready] = []
    async with stage.database.begin() as work:
        now = stage.clock.now()
        claimed = await work.notices.claim(
            now=now, real_now=SystemClock().now(), lease=timedelta(seconds=30), limit=limit
        )
        facts = await work.notices.facts(claimed)
    for notice in claimed:
        found = facts[notice.id]
        if found.person is None:
            raise LookupError(notice.id)
        message = say(notice, found.gist, wording=stage.speaking.wording, now=now, reader=found.person, digest=None)
        drawn = stage.speaking.messenger.draw(found.person, message, now=now)
        key = notice.send_key or fresh()
        messages.append(Ready(found.person, drawn, key))
    return messages


async def floor(stage: Stage, messages: Sequence[Ready]) -> float:
    """Messages a second through our own messenger, with nothing around it."""
    messenger, now = stage.speaking.messenger, stage.clock.now()
    waiting = iter(messages)

    async def send() -> None:
        for one in waiting:
            await messenger.post(one.person, one.drawn, key=one.key, now=now)

    return await _rate(send, len(messages))


async def bare(session: aiohttp.ClientSession, line: Line, bodies: Sequence[bytes]) -> float:
    """Messages a second through nothing but the HTTP client."""
    address = line.api + "chat.postMessage"
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json; charset=utf-8"}
    waiting = iter(bodies)

    async def send() -> None:
        for body in waiting:
            async with session.post(address, data=body, headers=headers) as answer:
                await answer.read()

    return await _rate(send, len(bodies))


async def _rate(send: Any, count: int) -> float:  # noqa: ANN401 - a coroutine function
    started = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(SENDERS):
            tasks.create_task(send())
    return count / (time.perf_counter() - started)
