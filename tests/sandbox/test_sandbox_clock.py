"""The workspace's clock, and programs that follow it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from sandbox.client import ControlError, NotSettledError
from sandbox.clock import SandboxClock
from tests.sandbox.bench import ANN, START, Alone, post

HOUR = timedelta(hours=1)


@dataclass(kw_only=True)
class Follower:
    """A program with work due at instants; it remembers when it did each piece."""

    dues: list[datetime]
    done: list[tuple[datetime, datetime]] = field(default_factory=list)
    frames: list[dict[str, object]] = field(default_factory=list)
    idle: bool = False
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            frame = json.loads(message.data)
            self.frames.append(frame)
            now = datetime.fromisoformat(frame["now"])
            while not self.idle and self.dues and self.dues[0] <= now:
                self.done.append((self.dues.pop(0), now))
            await socket.send_json({"step": frame["step"], "next": self.dues[0].isoformat() if self.dues else None})
            self.answered.set()


@contextlib.asynccontextmanager
async def following(alone: Alone, follower: Follower) -> AsyncIterator[None]:
    address = alone.sandbox.url + "/control/clock/follow"
    async with ClientSession() as session, session.ws_connect(address) as socket:
        task = asyncio.create_task(follower.run(socket))
        await follower.answered.wait()
        await alone.sandbox.followers.pulse.until(lambda: alone.sandbox.followers.heard, seconds=2)
        yield
        task.cancel()


async def test_a_walk_stops_at_everything_due_on_the_way(alone: Alone) -> None:
    dues = [START + number * HOUR for number in range(1, 200)]
    follower = Follower(dues=list(dues))
    async with following(alone, follower):
        assert await alone.control.next_due() == START + HOUR
        assert await alone.control.advance(by=timedelta(days=365)) == START + timedelta(days=365)
    assert follower.done == [(due, due) for due in dues]
    assert follower.frames[-1]["now"] == (START + timedelta(days=365)).isoformat()
    assert await alone.violated() == []


async def test_the_next_due_instant_of_several_followers_is_the_earliest(alone: Alone) -> None:
    early, late = Follower(dues=[START + HOUR]), Follower(dues=[START + 2 * HOUR])
    async with following(alone, early), following(alone, late):
        assert await alone.control.advance_to_next() == START + HOUR
        assert await alone.control.advance_to_next() == START + 2 * HOUR
        assert await alone.control.advance_to_next() is None
    assert (len(early.done), len(late.done)) == (1, 1)


async def test_what_was_missed_while_the_clock_jumped_is_due_at_once(alone: Alone) -> None:
    follower = Follower(dues=[START - HOUR])
    async with following(alone, follower):
        await alone.control.advance(by=HOUR)
    assert follower.done == [(START - HOUR, START)]


async def test_without_followers_the_clock_just_jumps_and_never_back(alone: Alone) -> None:
    assert await alone.control.advance_to_next() is None
    assert await alone.control.advance(by=HOUR) == START + HOUR
    assert await alone.control.advance(to=START) == START + HOUR


async def test_a_follower_that_does_nothing_is_recorded_and_left_behind(alone: Alone) -> None:
    follower = Follower(dues=[START + HOUR], idle=True)
    async with following(alone, follower):
        assert await alone.control.advance(by=2 * HOUR) == START + 2 * HOUR
        assert await alone.violated() == ["stuck_follower"]
        with pytest.raises(NotSettledError):
            await alone.control.settle(seconds=0.1)


async def test_a_follower_that_does_not_answer_holds_nobody_up_for_long(alone: Alone) -> None:
    alone.sandbox.followers.patience = 0.1
    address = alone.sandbox.url + "/control/clock/follow"
    async with ClientSession() as session, session.ws_connect(address) as socket:
        await socket.receive_json()
        assert await alone.control.advance(by=HOUR) == START + HOUR
        assert await alone.violated() == ["slow_follower"]


async def test_a_follower_that_leaves_is_not_waited_for(alone: Alone) -> None:
    async with following(alone, Follower(dues=[START + HOUR])):
        assert await alone.control.followers() == 1
    await asyncio.sleep(0.05)
    assert await alone.control.followers() == 0
    assert await alone.control.advance(by=HOUR) == START + HOUR


async def test_settling_waits_until_what_is_due_now_is_done(alone: Alone) -> None:
    address = alone.sandbox.url + "/control/clock/follow"
    async with ClientSession() as session, session.ws_connect(address) as socket:
        step = (await socket.receive_json())["step"]
        await socket.send_json({"step": step, "next": START.isoformat()})
        settling = asyncio.create_task(alone.control.settle())
        await asyncio.sleep(0.1)
        assert not settling.done()
        await socket.send_json({"step": step, "next": None})
        await settling


async def test_a_frozen_clock_stands_and_a_running_one_goes_on_from_there(alone: Alone) -> None:
    await asyncio.sleep(0.02)
    assert await alone.control.clock() == START
    await alone.control.run()
    await asyncio.sleep(0.02)
    now = await alone.control.clock()
    assert START < now < START + timedelta(seconds=5)
    await alone.control.freeze()
    assert await alone.control.clock() == await alone.control.clock()


async def test_followers_learn_of_freezing_and_running(alone: Alone) -> None:
    follower = Follower(dues=[])
    async with following(alone, follower):
        await alone.control.run()
        await alone.control.freeze(START)
    assert [frame["running"] for frame in follower.frames] == [False, True, False]
    assert [frame["step"] for frame in follower.frames] == sorted({frame["step"] for frame in follower.frames})  # type: ignore[type-var]


async def test_an_instant_without_an_offset_is_refused(alone: Alone) -> None:
    with pytest.raises(ControlError, match="offset"):
        await alone.control.advance(to=datetime(2026, 4, 1))  # noqa: DTZ001 - the fault under test
    with pytest.raises(ControlError, match="cannot dance"):
        await alone.control.call("POST", "/clock", {"dance": True})


async def test_messages_after_a_jump_carry_the_new_time(alone: Alone) -> None:
    await alone.control.advance(to=datetime(2027, 1, 1, tzinfo=UTC))
    posted = await alone.client.chat_postMessage(**post(ANN))
    assert posted["ts"] == "1798761600.000000"


def test_the_clock_keeps_its_lead_when_it_runs_on() -> None:
    clock = SandboxClock(frozen_at=START)
    clock.run()
    assert abs(clock.now() - START) < timedelta(seconds=1)
    clock.set(START + HOUR)
    assert not clock.frozen
    assert abs(clock.now() - START - HOUR) < timedelta(seconds=1)
