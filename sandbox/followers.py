"""Programs whose clock follows this one, and the walk from one due instant to the next."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import WSMsgType, web

from sandbox.clock import SandboxClock
from sandbox.pulse import Pulse
from sandbox.records import Records
from sandbox.shapes import Json
from sandbox.timers import Timers

MOST_STEPS = 10_000
LONG_DUE = timedelta(seconds=2)
MOST_IDLE_STEPS = 200
"""Steps in a row in which the clock cannot move: a follower that is due but does nothing."""


@dataclass(eq=False, kw_only=True, slots=True)
class Follower:
    """`answered` is the last step it caught up with; `next` the instant it waits for."""

    ws: web.WebSocketResponse
    answered: int = -1
    next: datetime | None = None
    given_up: bool = False


class Followers:
    """Tells every follower of each move, and waits until they have caught up."""

    def __init__(self, clock: SandboxClock, timers: Timers, records: Records, *, patience: float) -> None:
        self._clock = clock
        self._timers = timers
        self._records = records
        self.patience = patience
        self._all: list[Follower] = []
        self._walking = asyncio.Lock()
        self.pulse = Pulse()
        self.step = 0

    @property
    def next_due(self) -> datetime | None:
        """The earliest instant any follower waits for."""
        return min((one.next for one in self._all if one.next is not None), default=None)

    @property
    def count(self) -> int:
        return len(self._all)

    @property
    def heard(self) -> bool:
        """Whether everyone answered the last step."""
        return all(one.answered >= self.step for one in self._all)

    @property
    def caught_up(self) -> bool:
        """Whether everyone answered the last step and nobody has anything due now."""
        now = self._clock.now()
        return all(one.given_up or (one.answered >= self.step and not self._owes(one, now)) for one in self._all)

    def _owes(self, follower: Follower, now: datetime) -> bool:
        """Whether it has something due. On a running clock one may do it without saying so again."""
        if follower.next is None or follower.next > now:
            return False
        return self._clock.frozen or now - follower.next < LONG_DUE

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One follower's websocket."""
        ws = web.WebSocketResponse(heartbeat=30, timeout=1.0)
        await ws.prepare(request)
        follower = Follower(ws=ws)
        self._all.append(follower)
        try:
            await ws.send_json(self._frame())
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    self._heard(follower, str(message.data))
        finally:
            self._all.remove(follower)
            self.pulse.beat()
        return ws

    async def stop(self) -> None:
        for follower in list(self._all):
            await follower.ws.close()

    async def tell(self) -> None:
        """Announce the present instant as a new step and wait until every follower answered it."""
        self.step += 1
        self._timers.clock_moved()
        self.pulse.beat()
        step = self.step
        told = list(self._all)
        for follower in told:
            follower.given_up = False
            if not follower.ws.closed:
                await follower.ws.send_json(self._frame())

        def answered() -> bool:
            return all(one.answered >= step or one not in self._all for one in told)

        if not await self.pulse.until(answered, seconds=self.patience):
            self._records.violate("slow_follower", step=step)
            for one in told:
                one.given_up = one.answered < step

    async def advance(self, target: datetime) -> datetime:
        """Walk to `target` through everything that falls due on the way; never backwards."""
        async with self._walking:
            reached, idle = False, 0
            for _ in range(MOST_STEPS):
                due = self._earliest()
                if due is None or due > target:
                    if reached:
                        break
                    due, reached = target, True
                before = self._clock.now()
                idle = 0 if due > before else idle + 1
                if idle > MOST_IDLE_STEPS:
                    self._records.violate("stuck_follower", step=self.step)
                    self._jump(target)
                    break
                await self._go(due)
            return self._clock.now()

    async def _go(self, moment: datetime) -> None:
        self._jump(moment)
        await self._timers.run_due()
        await self.tell()

    def _jump(self, moment: datetime) -> None:
        if moment > self._clock.now():
            self._clock.set(moment)
            self._records.note("clock", step=self.step + 1)

    def _earliest(self) -> datetime | None:
        known = [one for one in (self.next_due, self._timers.next_due) if one is not None]
        return min(known, default=None)

    def _frame(self) -> Json:
        now = self._clock.now().isoformat()
        return {"now": now, "step": self.step, "running": not self._clock.frozen}

    def _heard(self, follower: Follower, text: str) -> None:
        try:
            said = json.loads(text)
            step, due = said["step"], said["next"]
            instant = None if due is None else datetime.fromisoformat(due)
        except (ValueError, KeyError, TypeError):
            self._records.violate("bad_follower_frame")
            return
        if instant is not None and instant.tzinfo is None:
            self._records.violate("bad_follower_frame")
        elif step == self.step:
            # An answer to an older step was made at an older time.
            follower.answered, follower.next = step, instant
            self.pulse.beat()
