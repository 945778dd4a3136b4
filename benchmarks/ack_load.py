"""An open loop of requests: each is sent at its own time, whatever became of those before it.

A time is measured from when a request should have been sent. Whoever waits for an answer before asking again measures
only the good times.
"""

import asyncio
import gc
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

import aiohttp

from benchmarks.ack_shots import Shot, signed
from bot.wording import load

Said = Literal["done", "busy", "late", "refused", "none"]
# Longer than this Slack waits for nobody.
GIVE_UP: Final = 3.0
OK: Final = 200
_WORDING: Final = load(folders=())
_BUSY: Final = _WORDING.say("trouble-busy")
_LATE: Final = _WORDING.say("trouble-too-slow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a shot. ``ms`` is from when it was due; ``at`` in seconds from the beginning."""

    shot: Shot
    said: Said
    ms: float
    at: float


@dataclass(frozen=True, slots=True)
class Line:
    """Where requests go."""

    session: aiohttp.ClientSession
    url: str

    async def fire(self, shots: Sequence[Shot], *, rate: float) -> list[Answer]:
        """Send them at so many a second, and wait for what is said to each."""
        with _undisturbed():
            return await self._fire(shots, rate=rate)

    async def _fire(self, shots: Sequence[Shot], *, rate: float) -> list[Answer]:
        loop = asyncio.get_running_loop()
        begun = loop.time() + 0.05
        under_way = []
        for number, shot in enumerate(shots):
            due = number / rate
            await asyncio.sleep(max(0.0, begun + due - loop.time()))
            under_way.append(asyncio.create_task(self._one(shot, begun=begun, due=due)))
        return list(await asyncio.gather(*under_way))

    async def _one(self, shot: Shot, *, begun: float, due: float) -> Answer:
        loop = asyncio.get_running_loop()
        said = await self.send(shot)
        return Answer(shot=shot, said=said, ms=(loop.time() - begun - due) * 1_000, at=due)

    async def send(self, shot: Shot) -> Said:
        """Send one, and tell how it was answered."""
        headers = signed(shot.body, at=time.time())
        try:
            async with asyncio.timeout(GIVE_UP), self.session.post(self.url, data=shot.body, headers=headers) as got:
                return _said(shot, got.status, await got.text())
        except (TimeoutError, aiohttp.ClientError):
            return "none"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Meanwhile Python does not look for what nobody needs.

    Whoever asks would stand still for it, a tenth of a second or more, and that would be counted as the program's.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _said(shot: Shot, status: int, text: str) -> Said:
    if status != OK:
        return "refused"
    shown = json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else text
    if _BUSY in shown:
        return "busy"
    if _LATE in shown:
        return "late"
    if shot.kind == "submission":
        return "done" if '"response_action": "update"' in shown and '"callback_id": "add_note"' in shown else "refused"
    return "refused" if shown else "done"


def counted(answers: Sequence[Answer]) -> dict[str, int]:
    """How many of each kind were answered how."""
    return dict(sorted(Counter(f"{one.shot.kind} {one.said}" for one in answers).items()))


def share(answers: Sequence[Answer], part: float) -> float:
    """The time within which this part of the answers came; 0 if there are none."""
    times = sorted(one.ms for one in answers)
    return times[min(len(times) - 1, int(len(times) * part))] if times else 0.0
