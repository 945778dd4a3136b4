"""When more ask than can be answered in time, people are told so at once, and nothing of theirs is saved or lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.replies import Reply
from bot.slack.admission import Admission
from bot.slack.listeners import TELLING, Listeners
from bot.wording import load
from sandbox.seen import Outcome
from tests.app.living import EMPLOYEE, HR, SUPERVISOR, Living, started_plan

WORDING: Final = load(folders=())
BUSY: Final = WORDING.say("trouble-busy")
ANOTHER: Final = "U0REVIEWER"
LONG: Final = 30.0


@dataclass(slots=True)
class Held:
    """An ask that takes no answer until ``free`` is set."""

    ask: Ask
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def name(self) -> str:
        return self.ask.name

    async def show(self, asked: Asked) -> Reply:
        return await self.ask.show(asked)

    async def take(self, answered: Answered) -> Reply:
        self.begun.set()
        await self.free.wait()
        return await self.ask.take(answered)


@asynccontextmanager
async def one_held_up(live: Living) -> AsyncIterator[Admission]:
    """The only place is taken by HR, who sends a form that is not answered before the block ends."""
    listeners: Listeners = live.milepost.listeners
    desk = listeners.front.desk
    held = Held(desk.asks["open_plan"])
    admission = Admission(at_once=1)
    hr = live.act_as(HR)
    await hr.command("/pip", "new")
    await hr.fill({"employee": ANOTHER})
    usual = listeners.front
    listeners.front = replace(usual, desk=replace(desk, asks={**desk.asks, "open_plan": held}), admission=admission)
    listeners.deadline = LONG
    sending = asyncio.create_task(hr.submit())
    try:
        await held.begun.wait()
        listeners.front = replace(usual, admission=admission)
        yield admission
    finally:
        held.free.set()
        await sending


async def becomes(so: Callable[[], bool]) -> None:
    for _ in range(5_000):
        if so():
            return
        await asyncio.sleep(0.001)
    raise AssertionError


async def about_to_send(live: Living) -> None:
    await started_plan(live)
    await live.supervisor.fill({"employee": EMPLOYEE})


async def told_busy(live: Living, outcome: Outcome) -> None:
    """The sentence stands at the field, nothing is stored, and what was chosen is still there."""
    assert list(outcome.errors.values()) == [BUSY]
    assert live.count("plan") == 0
    assert live.count("seen_key") == 0
    modal = await live.supervisor.modal()
    assert modal is not None
    assert modal.field_named("employee").value


async def test_who_gets_no_turn_in_time_is_told_busy_nothing_is_saved_and_sending_again_works(both: Living) -> None:
    both.allowed.add("late_ack")
    await about_to_send(both)
    async with one_held_up(both) as admission:
        admission.patience = 0.01
        await told_busy(both, await both.supervisor.submit())
    assert (await both.supervisor.submit()).ok
    assert both.count("plan") == 2


async def test_who_would_wait_in_vain_is_told_so_at_once_and_who_came_before_is_answered(both: Living) -> None:
    both.allowed.add("late_ack")
    await about_to_send(both)
    async with one_held_up(both) as admission:
        admission.patience = LONG
        waiting = asyncio.create_task(both.act_as(EMPLOYEE).command("/pip", "help"))
        await becomes(lambda: admission.waiting == 1)
        admission.patience = 0
        await told_busy(both, await both.supervisor.submit())
        assert (await both.supervisor.command("/pip", "")).text == BUSY
        admission.patience = LONG
    assert (await waiting).opened
    assert (await both.supervisor.submit()).ok


async def test_a_press_that_gets_no_turn_is_answered_in_a_form_of_its_own(both: Living) -> None:
    both.allowed.add("late_ack")
    await both.supervisor.open_home()
    async with one_held_up(both) as admission:
        admission.patience = 0
        assert not (await both.supervisor.press("Start a plan", on="home")).trouble
        await both.milepost.listeners.finish()
        modal = await both.supervisor.modal()
        assert modal is not None
        assert BUSY in modal.text


async def test_of_many_presses_that_get_no_turn_each_is_told_so(both: Living) -> None:
    """More than are told at a time: the others wait a moment for that, and hear the same."""
    both.allowed.add("late_ack")
    pressing = [both.act_as(user) for user in (SUPERVISOR, EMPLOYEE, ANOTHER)]
    for actor in pressing:
        await actor.open_home()
    listeners = both.milepost.listeners
    async with one_held_up(both) as admission, fully_telling(listeners):
        admission.patience = 0
        outcomes = await asyncio.gather(*(actor.press("Start a plan", on="home") for actor in pressing))
        assert not any(outcome.trouble for outcome in outcomes)
        assert await both.supervisor.modal() is None
    await listeners.finish()
    for actor in pressing:
        modal = await actor.modal()
        assert modal is not None
        assert BUSY in modal.text


@asynccontextmanager
async def fully_telling(listeners: Listeners) -> AsyncIterator[None]:
    """As many are being told as may be at a time, for as long as the block."""
    slow = asyncio.Event()

    async def told() -> None:
        async with listeners._telling:
            await slow.wait()

    telling = [asyncio.create_task(told()) for _ in range(TELLING)]
    await becomes(listeners._telling.locked)
    try:
        yield
    finally:
        slow.set()
        await asyncio.gather(*telling)


async def test_whoever_waits_for_slack_alone_keeps_nobody_from_their_turn(both: Living) -> None:
    await about_to_send(both)
    listeners = both.milepost.listeners
    listeners.front = replace(listeners.front, admission=Admission(at_once=1, patience=0.05))
    await both.act_as(HR).open_home()
    await both.control.script_fault("views.open", "silence", seconds=1)
    admission = listeners.front.admission
    opening = asyncio.create_task(both.act_as(HR).command("/pip", "help"))
    await becomes(lambda: admission.inside == 1)
    await becomes(lambda: admission.inside == 0)
    assert not opening.done()
    assert (await both.supervisor.submit()).ok
    await opening


async def test_home_is_drawn_once_however_often_it_changes_while_people_are_answered(live: Living) -> None:
    await live.supervisor.open_home()
    drawn = await live.calls("views.publish")
    listeners = live.milepost.listeners
    person = await listeners.front.person({"user_id": SUPERVISOR, "team_id": listeners.front.directory.team})
    assert person is not None
    listeners.front.admission.at_once = 1
    async with listeners.front.admission.turn():
        for _ in range(5):
            listeners.redraw_home(person)
            await asyncio.sleep(0)
    await listeners.finish()
    assert await live.calls("views.publish") == drawn + 1
