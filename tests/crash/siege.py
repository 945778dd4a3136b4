"""A running program that is killed over and over while things fall due and people write, and what is seen of it."""

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from app.clock import SystemClock
from app.pretend import manifest, pretend_environment
from benchmarks.running_plans import HR
from jobs.timetable import SWEEP
from sandbox.client import Control
from sandbox.limits import Limits, Over
from sandbox.server import Sandbox
from tests.crash.authors import Author
from tests.crash.blows import Blow
from tests.crash.doomed import Life
from tests.crash.fate import QUICK_SWEEP
from tests.crash.furnishing import START, Running, accounts, furnish, owe
from tests.crash.history import LOOK_UP, NOTICES, Book, History, Kill, Recovery, Row, posts_in
from tests.crash.nursery import Nursery

READY_SECONDS: Final = 60.0
# What was put off because the machine was busy may wait for minutes; else nothing here takes a tenth of this.
PATIENCE: Final = 240.0
UNSETTLED: Final = f"{NOTICES} WHERE notice.state = 'waiting' ORDER BY due_at, id"
ARRIVES_WITHIN: Final = 0.02
LOOKS_IN_VAIN: Final = 4
MOST_LOOKS: Final = 200
LONG_WAIT: Final = timedelta(seconds=4)
# Both parties of these write about their plan, at the same time.
WRITTEN_ABOUT: Final = 3
# So many are owed word of a note and so many a reminder, each time.
WORD_EACH_TIME: Final = 2
REMINDERS_EACH_TIME: Final = 2
# A blow that has not fallen by then may wait for more to do.
MORE_AFTER: Final = 5.0
MILESTONES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Lease, call timeout and pause in seconds, as the settings take them."""

    lease: float = 30
    call_timeout: float = 10
    pause: float = 30
    quick: bool = False

    @property
    def sweep(self) -> float:
        """From one sweep to the next."""
        return (QUICK_SWEEP if self.quick else SWEEP).every.total_seconds()


PRODUCTION: Final = Times()
TWENTIETH: Final = Times(lease=30 / 20, call_timeout=10 / 20, pause=30 / 20, quick=True)


class _Unlimited(Limits):
    """Slack's limit for each channel; none for the rest, since no app is started five hundred times in a quarter."""

    def take(self, now: datetime, wanted: list[tuple[str, int, timedelta]]) -> Over | None:
        return super().take(now, [one for one in wanted if one[2] <= timedelta(seconds=1)])


@dataclass(slots=True, kw_only=True)
class Siege:
    """One program, its workspace and its people."""

    sandbox: Sandbox
    control: Control
    nursery: Nursery
    environment: dict[str, str]
    address: str
    folder: Path
    times: Times
    running: tuple[Running, ...]
    dice: random.Random
    history: History = field(default_factory=History)
    book: Book
    _since: int = 0
    _owed: int = 0
    _born_at: float = 0.0
    _listens_at: float | None = None
    _up: asyncio.Event = field(default_factory=asyncio.Event)
    _may_write: asyncio.Event = field(default_factory=asyncio.Event)

    # Lives and deaths

    async def suffer(self, drawn: Sequence[Blow]) -> None:
        """Every one of these, one life each; then a life in which everything is settled."""
        self._may_write.set()
        authors = [asyncio.create_task(author.write()) for author in self._authors()]
        try:
            for number, blow in enumerate(drawn):
                await self._strike(blow, number)
                for author in authors:
                    # Nobody stops writing by themselves; without them there would be less and less to do.
                    assert not author.done(), f"an author gave up: {author.exception()!r}"
        finally:
            for author in authors:
                author.cancel()
            await asyncio.gather(*authors, return_exceptions=True)
        await self._bear(Life(environment=self.environment, log=str(self._log), quick=self.times.quick))
        await self._listens()
        await self._recovered()
        await self.calm()
        await self._look()
        self.history.until = await self.control.clock()
        self.nursery.end()
        code = await self.nursery.ended()
        # It hears people a moment before it listens for signals; asked in between, it dies of the asking.
        assert code in {0, -signal.SIGTERM}, f"it was asked to end, and did with {code}:\n{self._left()}"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _left(self) -> str:
        """For whoever has to find out what went wrong: what is unsettled, and the end of the log."""
        now = self.sandbox.workspace.now
        due = [str(row) for row in self._due(now)]
        return "\n".join([f"it is {now}", *due[:20], self._log.read_text(encoding="utf-8")[-1000:]])

    async def _strike(self, blow: Blow, number: int) -> None:
        armed, told = self.folder / f"armed-{number}", self.folder / f"told-{number}"
        if blow.calm:
            self._may_write.clear()
        else:
            armed.touch()
            await self._owe(f"blow {number}")
        await self._bear(
            Life(
                environment=self.environment,
                log=str(self._log),
                quick=self.times.quick,
                point=blow.point or "never",
                nth=blow.nth,
                armed=str(armed),
                told=str(told),
            )
        )
        watching = asyncio.create_task(self._listens())
        try:
            if blow.calm:
                await watching
                await self._recovered()
                await self.calm()
                await self._owe(f"blow {number}")
                armed.touch()
                self._may_write.set()
            if blow.point is None:
                await asyncio.sleep(blow.seconds)
                self.nursery.kill()
            async with asyncio.timeout(PATIENCE):
                code = await self._dead(number)
        except TimeoutError:
            raise AssertionError(f"it never came to {blow}:\n{self._left()}") from None
        finally:
            self._up.clear()
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        assert code == -signal.SIGKILL, f"{blow} ended with {code}:\n{self._left()}"
        assert (told.read_text(encoding="utf-8") if told.exists() else None) == blow.point
        await self._bury(blow)

    async def _dead(self, number: int) -> int:
        """The exit code, once it is over. What the blow is to meet may need something that is due, so more is owed."""
        ended = asyncio.create_task(self.nursery.ended(within=PATIENCE))
        try:
            while not ended.done():
                await asyncio.wait({ended}, timeout=MORE_AFTER)
                if not ended.done() and await self._settled():
                    await self._owe(f"more for blow {number}")
            return ended.result()
        finally:
            ended.cancel()

    async def _bear(self, life: Life) -> None:
        self._born_at, self._listens_at = time.monotonic(), None
        await self.nursery.bear(life)

    async def _listens(self) -> None:
        """Until the process hears people and follows the clock."""
        await self._until(lambda sockets, followers: bool(sockets and followers))
        self._listens_at = time.monotonic()
        self._up.set()

    async def _bury(self, blow: Blow) -> None:
        """Once the workspace has noticed, look what the dead one held in its hands."""
        at, died = SystemClock().now(), time.monotonic()
        alive = None if self._listens_at is None else died - self._listens_at
        await self._until(lambda sockets, followers: not sockets and not followers)
        await self._all_arrived()
        held = self.book.held()
        self.history.kills.append(
            Kill(
                point=blow.point or "outside",
                log=self._since,
                at=at,
                claimed=held.claimed,
                glanced=held.in_step & held.claimed.keys(),
                alive=alive,
                notices=held.states,
                plans=held.plans,
            )
        )

    async def _until(self, holds: Callable[[int, int], bool]) -> None:
        async def seen() -> bool:
            return holds(len(self.sandbox.courier.sockets.open), self.sandbox.followers.count)

        await self._becomes(seen, "the program came, or went", seconds=READY_SECONDS)

    async def _becomes(self, holds: Callable[[], Awaitable[bool]], what: str, *, seconds: float = PATIENCE) -> None:
        """Wait until it holds; a siege that waits in vain says for what, and what it sees."""
        try:
            async with asyncio.timeout(seconds):
                while not await holds():  # noqa: ASYNC110 - it is asked of other processes, which set no event
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"it took more than {seconds:.0f} s until {what}:\n{self._left()}") from None

    async def _all_arrived(self) -> None:
        """Until what had left the dead one stands in the log: on a busy machine it is read later than it came."""
        in_vain = 0
        for _ in range(MOST_LOOKS):
            await asyncio.sleep(ARRIVES_WITHIN)
            before = self._since
            await self._look()
            in_vain = in_vain + 1 if self._since == before else 0
            if in_vain == LOOKS_IN_VAIN:
                return

    async def _look(self) -> None:
        """Read what is new in the workspace's log."""
        new = await self.control.log("call", since=self._since)
        self.history.posts += posts_in(new)
        self.history.look_ups += sum(line["method"] == LOOK_UP for line in new)
        self._since = max((int(line["id"]) for line in new), default=self._since)

    # What falls due

    async def _owe(self, name: str) -> None:
        """Word of a note, for some; for others a reminder that is in step with its plan."""
        about = self.running[WRITTEN_ABOUT:]
        at = await self.control.clock()
        pairs = [(one.plan, party) for one in about for party in one.parties]
        # One plan after the other, so that what is still under way for a plan is not derived anew.
        turns = range(self._owed, self._owed + REMINDERS_EACH_TIME)
        self._owed += REMINDERS_EACH_TIME
        wait = [(about[turn % len(about)].plan, turn // len(about) % MILESTONES) for turn in turns]
        word = self.dice.sample(pairs, WORD_EACH_TIME)
        await owe(self.address, word=word, reminders=wait, at=at, name=f"{name} at {at}")
        self.history.changes.update(plan for plan, _ in wait)

    async def _recovered(self) -> None:
        """Wait until nothing is left in the hands of the one who died last, and note how long that took."""
        if not self.history.kills:
            return
        last = self.history.kills[-1]

        async def taken_over() -> bool:
            now = self.book.held().claimed
            return not any(now.get(notice) == lease for notice, lease in last.claimed.items())

        await self._becomes(taken_over, "what the dead one had in hand was taken over")
        back = self._listens_at or self._born_at
        self.history.recoveries.append(
            Recovery(
                since_death=(SystemClock().now() - last.at).total_seconds(),
                since_back=time.monotonic() - back,
                start=back - self._born_at,
            )
        )

    async def calm(self) -> None:
        """Until all that has fallen due is settled.

        What was put off because a call took too long on a busy machine may wait for an hour: the clock goes there.
        """
        await self._becomes(self._settled, "all that was due was settled")

    async def _settled(self) -> bool:
        now = self.sandbox.workspace.now
        due = self._due(now)
        # Of each person's only the first can be said next; the others wait for it.
        first = {row["person"]: row for row in reversed(due)}.values()
        again = min((row["run_at"] for row in first), default=now)
        if again > now + LONG_WAIT and all(row["state"] == "waiting" for row in first):
            await self.control.advance(to=again)
        return not due

    def _due(self, now: datetime) -> list[Row]:
        return [row for row in self.book.rows(UNSETTLED) if row["due_at"] <= now]

    # What people do

    def _authors(self) -> list[Author]:
        natives = [
            (one.plan, native)
            for one in self.running[:WRITTEN_ABOUT]
            for native in (one.supervisor_native, one.employee_native)
        ]
        return [
            Author(
                number=number,
                plan=plan,
                native=native,
                control=self.control,
                history=self.history,
                dice=self.dice,
                up=self._up,
                may_write=self._may_write,
            )
            for number, (plan, native) in enumerate(natives)
        ]


@asynccontextmanager
async def besieged(
    address: str, folder: Path, *, seed: int, times: Times = TWENTIETH, scopes: Iterable[str] = ()
) -> AsyncIterator[Siege]:
    """A furnished program on this empty database, and its workspace; ``scopes`` are granted beside those asked for."""
    running = await furnish(address)
    async with (
        Sandbox.serve(manifest(*scopes), accounts(), seed=seed) as sandbox,
        Control(sandbox.url) as control,
        Nursery.opened() as nursery,
    ):
        sandbox.workspace.limits = _Unlimited()
        await control.freeze(START)
        await control.run()
        siege = Siege(
            sandbox=sandbox,
            control=control,
            nursery=nursery,
            environment=_environment(sandbox, address, folder, times=times),
            address=address,
            folder=folder,
            times=times,
            running=running,
            dice=random.Random(seed),  # noqa: S311 - a repeatable disorder, no secret
            book=Book(address),
        )
        yield siege
        siege.history.hr = frozenset({HR})
        siege.history.members = {
            str(place["id"]): str(place["members"][0])
            for place in await control.call("GET", "/conversations")
            if place["kind"] == "im"
        }


def _environment(sandbox: Sandbox, address: str, folder: Path, *, times: Times) -> dict[str, str]:
    return {
        **pretend_environment(sandbox, database=address),
        "HOME": str(folder),
        "MILEPOST_HR_MEMBERS": HR,
        "MILEPOST_LEASE": str(times.lease),
        "MILEPOST_CALL_TIMEOUT": str(times.call_timeout),
        "MILEPOST_PAUSE": str(times.pause),
        "MILEPOST_POSTS_A_MINUTE": "6000",
    }
