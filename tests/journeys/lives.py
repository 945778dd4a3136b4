"""A plan lived in the pretend workspace, with everything kept that a test may ask about afterwards."""

import html
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from app.assemble import Milepost, assembled
from app.case_files import ordered
from app.pretend import inhabitants, manifest, pretend_settings
from app.story.control_stage import ZONE, ControlPhone, ControlStage
from bot.documents.json import render
from plans.acts import Act
from plans.dates import instant
from plans.events import Event
from plans.ids import CaseNumber, PlanId
from plans.plan import Plan
from plans.ports import System
from sandbox.client import Actor, Control
from sandbox.seen import Message
from sandbox.server import Sandbox

Transport = Literal["socket", "http"]
SUPERVISOR: Final = "U0SUPERVISOR"
EMPLOYEE: Final = "U0EMPLOYEE"
HR: Final = "U0HR"
SECOND_HR: Final = "U0HR2"
NEW_SUPERVISOR: Final = "U0OUTSIDER"
REVIEWER: Final = "U0REVIEWER"
PEOPLE: Final = (SUPERVISOR, EMPLOYEE, HR)
NAMES: Final = (
    *("Marta", "Lindqvist", "Jonas", "Okafor", "Priya", "Raman"),
    *("Tomas", "Weber", "Lena", "Duarte", "Noor", "Haddad"),
)
FIRST_DAY: Final = date(2026, 9, 1)
NEUTRAL: Final = frozenset(
    {
        "You have something to do in Milepost.",
        "You have something to read in Milepost.",
        "Your overview from Milepost is ready.",
    }
)
BREATH: Final = timedelta(seconds=10)
SHORTEST: Final = 12
"""Shorter texts than this are everybody's: a date, a yes, a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A form as somebody saw it."""

    user: str
    text: str


class HearingPhone(ControlPhone):
    """A phone that remembers what was typed on it."""

    heard: Callable[[str], None]

    async def fill(self, values: Mapping[str, object]) -> None:
        for value in values.values():
            if isinstance(value, str):
                self.heard(value)
        await super().fill(values)


class LifeStage(ControlStage):
    """The three phones, all of them listening."""

    def __init__(
        self, control: Control, *, seen: Callable[[str, str, str], None], heard: Callable[[str], None]
    ) -> None:
        super().__init__(control, people=PEOPLE, seen=seen)
        phones = [HearingPhone(control, user, seen=seen) for user in PEOPLE]
        for phone in phones:
            phone.heard = heard
        self.supervisor, self.employee, self.hr = phones


@dataclass(slots=True, kw_only=True)
class Life:
    """A workspace, the bot in it, and what was seen and typed so far, in order."""

    sandbox: Sandbox
    milepost: Milepost
    control: Control
    sights: list[Sight] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    known: list[PlanId] = field(default_factory=list)
    stage: LifeStage = field(init=False)
    _seen: Callable[[str, str, str], None] = field(init=False)

    def __post_init__(self) -> None:
        def seen(user: str, _kind: str, text: str) -> None:
            self.sights.append(Sight(user=user, text=text))

        self.stage = LifeStage(self.control, seen=seen, heard=self.typed.append)
        self._seen = seen

    def phone(self, user: str) -> HearingPhone:
        """The phone of somebody beside the three."""
        found = HearingPhone(self.control, user, seen=self._seen)
        found.heard = self.typed.append
        return found

    def act_as(self, user: str) -> Actor:
        return self.control.act_as(user)

    async def told(self, user: str) -> list[Message]:
        return await self.act_as(user).messages()

    async def count(self, user: str, sentence: str) -> int:
        """How many messages with this sentence somebody has."""
        return sum(sentence in one.text for one in await self.told(user))

    def saw(self, user: str, words: str) -> bool:
        return any(sight.user == user and words in sight.text for sight in self.sights)

    def first_sight(self, user: str, words: str) -> int:
        """When somebody first saw these words, as a place in the order of all that was seen."""
        places = [at for at, one in enumerate(self.sights) if one.user == user and words in one.text]
        assert places, f"{user} never saw {words!r}"
        return places[0]

    def last(self, user: str) -> str:
        """The form somebody looked at last."""
        return next(sight.text for sight in reversed(self.sights) if sight.user == user)

    async def breathe(self) -> None:
        """A few seconds pass, so that a second message to the same person has left as well."""
        await self.control.advance(by=BREATH)
        await self.control.settle(seconds=60)

    # Behind the scenes

    async def now(self) -> datetime:
        return await self.control.clock()

    async def plans(self) -> list[Plan]:
        """Every plan this was asked about while it was open, as it stands now; the oldest first."""
        now = await self.now()
        async with self.milepost.rooms.begin() as work:
            self.known += [plan for plan in await work.plans.open_ids() if plan not in self.known]
            return [await work.plans.get(plan, by=System.OPERATOR, act=Act.READ_PLAN, now=now) for plan in self.known]

    async def plan(self) -> Plan:
        """The only plan there is, in whatever state."""
        (found,) = await self.plans()
        return found

    async def trail(self) -> list[Event]:
        """The plan's audit lines, oldest first."""
        plan, now = await self.plan(), await self.now()
        async with self.milepost.rooms.begin() as work:
            return list(await work.audit.of(plan.id, reader=System.OPERATOR, now=now))

    async def kinds(self) -> list[str]:
        return [event.kind.value for event in await self.trail()]

    async def case_file(self) -> dict[str, object]:
        """The case file HR ordered, as its JSON says it; the order is used up by it."""
        made = await ordered(self.milepost.rooms, await self.case_number(), now=await self.now())
        return dict(json.loads(render(made)))

    async def case_number(self) -> CaseNumber:
        return (await self.plan()).case_number


@asynccontextmanager
async def life(database: str, *, transport: Transport = "socket", seed: int = 7) -> AsyncIterator[Life]:
    """A bot on a frozen Tuesday morning. Leaving it fails on whatever a real Slack would have refused."""
    async with Sandbox.serve(manifest(), inhabitants(), seed=seed) as sandbox, Control(sandbox.url) as control:
        await control.freeze(instant(FIRST_DAY, time(10), ZONE))
        async with assembled(pretend_settings(sandbox, database=database, http=transport == "http")) as milepost:
            if transport == "http":
                await control.set_request_url(f"http://127.0.0.1:{milepost.port}/slack/events")
            yield Life(sandbox=sandbox, milepost=milepost, control=control)
            await control.settle()
            assert await control.violations() == []


# What must not be where it would leak


async def assert_messages_are_thin(found: Life) -> None:
    """P-05, P-06: nothing anybody wrote, no name and no topic in any message, in its ids, values or metadata."""
    for place in await found.control.call("GET", "/conversations"):
        for message in place["messages"]:
            assert message["notification"] in NEUTRAL, message["notification"]
            everything = _flat(" ".join(_strings(message["blocks"]) + _strings(message["metadata"])))
            for words in pieces(found.typed):
                assert words not in everything, f"{words!r} stands in a message"
            for name in NAMES:
                assert name.casefold() not in everything, f"{name!r} stands in a message"


async def assert_outsiders_heard_nothing(found: Life, *, insiders: frozenset[str]) -> None:
    """Nobody who is not on the plan and not in HR has a message."""
    for place in await found.control.call("GET", "/conversations"):
        if place["messages"]:
            assert insiders & set(place["members"]), place["members"]


def assert_log_is_clean(written: str, typed: list[str]) -> None:
    """The log never holds words a person wrote, a name, or a token."""
    log = _flat(written)
    for words in pieces(typed):
        assert words not in log, f"{words!r} stands in the log"
    for name in (*NAMES, "xoxb-", "xapp-"):
        assert name.casefold() not in log, f"{name!r} stands in the log"


def pieces(typed: list[str]) -> set[str]:
    """What was typed, whole and by the sentence, as far as it is long enough to be somebody's own."""
    cut = {_flat(one) for text in typed for one in (text, *text.splitlines(), *text.split(". "))}
    return {one for one in cut if len(one) >= SHORTEST}


def _strings(value: object) -> list[str]:
    return list(_each_string(value))


def _each_string(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _each_string(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _each_string(inner)
    elif isinstance(value, str):
        yield value


def _flat(text: str) -> str:
    return " ".join(html.unescape(text).split()).casefold()
