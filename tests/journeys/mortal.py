"""A bot that is killed again and again, and three people who simply try once more."""

import asyncio
import os
import random
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final, TypeVar

from app.pretend import pretend_environment
from app.story.control_stage import ZONE
from app.story.stage import Phone, StoryBrokenError
from plans.dates import instant
from sandbox.client import Actor, Control, ControlError
from sandbox.seen import Outcome, View
from sandbox.server import Sandbox
from tests.databases import address_of, change, stored
from tests.journeys.lives import PEOPLE

T = TypeVar("T")
ROOT: Final = Path(__file__).resolve().parents[2]
START_SECONDS: Final = 60.0
SETTLE_SECONDS: Final = 60.0
MOST_TRIES: Final = 8
MOST_STEPS: Final = 5_000
ALREADY: Final = "Already recorded"
HANDED_ON: Final = "Sent to HR"
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doom:
    """At which act, or at which step of the clock, the bot dies, and so many seconds into it."""

    acts: Mapping[int, float] = field(default_factory=dict)
    steps: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def drawn(cls, seed: int, *, acts: int, steps: int, each: int) -> "Doom":
        """So many deaths of each sort, at random places of a story with so many acts and steps."""
        dice = random.Random(seed)  # noqa: S311 - a repeatable disorder, no secret
        return cls(
            acts={at: dice.uniform(0.0, 0.06) for at in dice.sample(range(acts), each)},
            steps={at: dice.uniform(0.0, 0.03) for at in dice.sample(range(steps), each)},
        )


class Mortal:
    """``milepost run`` as a process of its own, against this workspace and this database file."""

    def __init__(self, sandbox: Sandbox, control: Control, *, file: Path, log: Path, doom: Doom) -> None:
        self._environment = {**os.environ, **pretend_environment(sandbox, database=address_of(file))}
        self._control = control
        self._file = file
        self._log = log
        self._doom = doom
        self._process: asyncio.subprocess.Process | None = None
        self.deaths = 0
        self.acts = 0
        self.steps = 0

    async def start(self) -> None:
        """Start it, and wait until it listens and has done what was due."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "app", "run", cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        async with asyncio.timeout(START_SECONDS):
            while not (await self._control.sockets() and await self._control.followers()):
                assert self._process.returncode is None, f"it did not start:\n{self._log.read_text()}"
                await asyncio.sleep(0.05)
        await self._control.settle(seconds=SETTLE_SECONDS)

    async def alive(self) -> None:
        """Start it again if it is dead, once the workspace has noticed."""
        if self._process is None or self._process.returncode is None:
            return
        async with asyncio.timeout(START_SECONDS):
            while await self._control.sockets() or await self._control.followers():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
        self._let_leases_run_out()
        await self.start()

    def _let_leases_run_out(self) -> None:
        """Half a minute passes, as far as the database is concerned; nobody waits for it here."""
        change(self._file, "UPDATE notice SET lease_until = ? WHERE lease_until IS NOT NULL", stored(LONG_AGO))

    async def stop(self) -> None:
        """Ask it to end, as an operator would; a dead one stays dead."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def act(self, what: Callable[[], Awaitable[T]]) -> T:
        self.acts += 1
        return await self._through(what, self._doom.acts.get(self.acts - 1))

    async def step(self, what: Callable[[], Awaitable[T]]) -> T:
        self.steps += 1
        return await self._through(what, self._doom.steps.get(self.steps - 1))

    async def _through(self, what: Callable[[], Awaitable[T]], doomed: float | None) -> T:
        await self.alive()
        killer = None if doomed is None else asyncio.create_task(self._kill(after=doomed))
        try:
            return await what()
        finally:
            if killer is not None:
                await killer

    async def _kill(self, *, after: float) -> None:
        await asyncio.sleep(after)
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
            self.deaths += 1


class PatientPhone:
    """Somebody who sees "trouble connecting", waits a moment, and does the same again.

    What was kept although the answer got lost is "already recorded"; then they look for the plan with ``/pip`` and go
    on from there.
    """

    def __init__(self, control: Control, user: str, bot: Mortal) -> None:
        self.user = user
        self._control = control
        self._actor: Actor = control.act_as(user)
        self._bot = bot
        self._lost = False

    async def command(self, words: str) -> None:
        async def typed() -> Outcome:
            return await self._actor.command("/pip", words)

        await self._until_it_works(typed, f"/pip {words}")

    async def fill(self, values: Mapping[str, object]) -> None:
        if self._lost:
            await self._find(values)
        await self._actor.fill(values)

    async def submit(self) -> None:
        if self._lost:
            await self._find({})
        modal = await self._actor.modal()
        if modal is not None and modal.submit is None and HANDED_ON in modal.text:
            # It was sent the time before; only the answer to that had been lost.
            return
        await self._until_it_works(self._actor.submit, "submit")
        await self._control.settle(seconds=SETTLE_SECONDS)

    async def press(self, what: str, *, nth: int = 0) -> None:
        if self._lost:
            await self._page()
            if what == "Back to the plan":
                return

        async def pressed() -> Outcome:
            return await self._actor.press(what, nth=nth)

        await self._until_it_works(pressed, f"press {what}")

    async def press_home(self, what: str, *, nth: int = 0) -> None:
        async def pressed() -> Outcome:
            await self._actor.open_home()
            return await self._actor.press(what, nth=nth, on="home")

        await self._until_it_works(pressed, f"press {what} on Home")

    async def close(self) -> None:
        self._lost = False
        while await self._actor.modal() is not None:
            await self._actor.close()

    async def reads(self) -> str:
        modal = await self._actor.modal()
        return "" if modal is None else modal.text

    async def home(self) -> str:
        return (await self._actor.open_home()).text

    async def messages(self) -> list[str]:
        return [message.text for message in await self._actor.messages()]

    async def _until_it_works(self, act: Callable[[], Awaitable[Outcome]], what: str) -> None:
        said = ""
        for _ in range(MOST_TRIES):
            before = await self._actor.modal()
            try:
                outcome = await self._bot.act(act)
            except ControlError as error:
                # Home was not drawn yet, or a message had not come; both are there once the bot is back.
                said = str(error)
                await self._bot.alive()
                await self._control.settle(seconds=SETTLE_SECONDS)
                continue
            after = await self._actor.modal()
            if outcome.ok or (outcome.trouble and _went_on(before, after)):
                return await self._look(after, what)
            said = f"{outcome.error} {dict(outcome.errors_by_label)} {outcome.trouble}"
            if not outcome.trouble:
                break
        raise StoryBrokenError(f"{self.user}, {what}: {said}\n{await self.reads()}")

    async def _look(self, shown: View | None, what: str) -> None:
        if shown is None:
            return
        if shown.title == ALREADY:
            await self.close()
            self._lost = True
        elif "⚠" in shown.text:
            raise StoryBrokenError(f"{self.user}, {what}: refused\n{shown.text}")

    async def _page(self) -> None:
        """The plan's page, the way anybody finds it."""
        await self.close()
        await self.command("")
        await self.press("Open")

    async def _find(self, values: Mapping[str, object]) -> None:
        """The step of the draft that comes next: the first form that has these fields and was not filled in yet."""
        await self._page()
        await self.press("Go on with the draft")
        check = await self._actor.modal()
        if check is None or (not values and check.submit is not None):
            return
        buttons = [one for one in check.buttons if one.text.startswith(("Change", "Add"))]
        for button in buttons:
            await self.press(button.action_id)
            if _wanted(await self._actor.modal(), values):
                return
            await self._page()
            await self.press("Go on with the draft")
        raise StoryBrokenError(f"{self.user} does not find the way on\n{check.text}")


def _went_on(before: View | None, after: View | None) -> bool:
    """Whether the form on the screen is another one than before: the answer got through, only its receipt did not."""
    return after is not None and (before is None or (after.id, after.hash) != (before.id, before.hash))


def _wanted(form: View | None, values: Mapping[str, object]) -> bool:
    if form is None:
        return False
    if not values:
        return any(field.action_id == "start" or field.block_id == "start" for field in form.fields)
    try:
        first = form.field_named(next(iter(values)))
        return all(form.field_named(key) for key in values) and not first.value
    except KeyError:
        return False


class PatientStage:
    """Three patient people, and a clock that waits for the bot before each step."""

    def __init__(self, control: Control, bot: Mortal) -> None:
        self.supervisor: Phone
        self.employee: Phone
        self.hr: Phone
        self.supervisor, self.employee, self.hr = (PatientPhone(control, user, bot) for user in PEOPLE)
        self._control = control
        self._bot = bot

    async def go_to(self, day: date, *, hour: int = 10) -> datetime:
        """Through everything due on the way, one thing at a time. Raises ``StoryBrokenError`` when it never ends."""
        target = max(instant(day, time(hour), ZONE), await self._control.clock())
        for _ in range(MOST_STEPS):
            await self._bot.alive()
            due = await self._control.next_due()
            if due is None or due > target:
                break
            await self._bot.step(lambda at=due: self._control.advance(to=at))  # type: ignore[misc]
        else:
            raise StoryBrokenError("something is due for ever")
        reached = await self._control.advance(to=target)
        await self._control.settle(seconds=SETTLE_SECONDS)
        return reached.astimezone(UTC)

    def tell(self, title: str) -> None:
        """Nobody listens."""
