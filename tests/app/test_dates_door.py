"""The link to one's own dates opens for one person, for an hour, as long as they may; nothing else opens anything."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import aiohttp
import pytest

from app.dates_door import OPEN_FOR, PATH, DatesDoor
from app.http import serving
from bot.asking import PersonUnknownError, SurfaceUnreachableError
from plans import examples
from plans.ids import PersonId, PlanId
from plans.people import Person, Standing
from storage.database import Database
from tests.bot.running import PLAN, story

BASE = "https://milepost.example.org"


class People:
    """A directory that knows the example people, and forgets or changes them as a test says."""

    def __init__(self) -> None:
        self.known = {person.handle.native_id: person for person in examples.PEOPLE.values()}
        self.away = False

    async def look_up(self, native_id: str, *, now: datetime) -> Person:
        if self.away:
            raise SurfaceUnreachableError
        if native_id not in self.known:
            raise PersonUnknownError
        return replace(self.known[native_id], checked_at=now)


class Clock:
    """A test's own present."""

    def __init__(self) -> None:
        self.now = examples.NOW


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here."""
    return chosen_address


@pytest.fixture
async def door(database: Database, people: People, clock: Clock) -> DatesDoor:
    await story(database.begin)
    return made(database, people, clock)


def made(
    database: Database, people: People, clock: Clock, *, key: bytes = b"k" * 32, base: str | None = BASE
) -> DatesDoor:
    return DatesDoor(key, begin=database.begin, directory=people, base=lambda: base, now=lambda: clock.now)


def token(door: DatesDoor, person: Person = examples.EMPLOYEE, plan: PlanId = PLAN) -> str:
    link = door.link(plan, person.id)
    assert link is not None
    assert link.startswith(BASE + PATH)
    return link.removeprefix(BASE + PATH)


async def test_a_link_opens_the_dates_in_the_persons_own_zone_and_says_nothing_else(door: DatesDoor) -> None:
    for person in (examples.EMPLOYEE, examples.SUPERVISOR):
        found = await door.opened(token(door, person))
        assert found is not None
        assert found.startswith(b"BEGIN:VCALENDAR")
        assert found.count(b"SUMMARY:Meeting") == 3
        for name in examples.PEOPLE.values():
            assert name.name.reveal().encode() not in found


async def test_it_is_over_after_an_hour(door: DatesDoor, clock: Clock) -> None:
    link = token(door)
    clock.now += OPEN_FOR - timedelta(seconds=1)
    assert await door.opened(link) is not None
    clock.now += timedelta(seconds=2)
    assert await door.opened(link) is None


async def test_no_changed_byte_of_a_link_opens_anything(door: DatesDoor) -> None:
    said, _, mark = token(door).removesuffix(".ics").partition(".")
    for place in range(len(said) + len(mark)):
        whole = said + mark
        other = "A" if whole[place] != "A" else "B"
        changed = whole[:place] + other + whole[place + 1 :]
        wrong = f"{changed[: len(said)]}.{changed[len(said) :]}.ics"
        if _plain(wrong) != _plain(f"{said}.{mark}.ics"):
            assert await door.opened(wrong) is None


def _plain(link: str) -> tuple[bytes, ...]:
    """The bytes behind the letters; the last letter of a part may stand for them in more than one way."""
    return tuple(urlsafe_b64decode(part + "==") for part in link.removesuffix(".ics").split("."))


@pytest.mark.parametrize("wrong", ["", ".", "..", ".ics", "a.b.ics", "%00", "A" * 100_000, "é.é", "====.====", "../x"])
async def test_what_is_no_link_opens_nothing(door: DatesDoor, wrong: str) -> None:
    assert await door.opened(wrong) is None


async def test_a_link_another_installation_signed_opens_nothing(
    door: DatesDoor, database: Database, people: People, clock: Clock
) -> None:
    assert await door.opened(token(made(database, people, clock, key=b"o" * 32))) is None


async def test_a_link_signed_for_somebody_who_may_not_read_the_plan_opens_nothing(door: DatesDoor) -> None:
    assert await door.opened(token(door, examples.OUTSIDER)) is None
    assert await door.opened(token(door, plan=PlanId("f" * 32))) is None
    link = door.link(PLAN, PersonId("nobody"))
    assert link is not None
    assert await door.opened(link.removeprefix(BASE + PATH)) is None


async def test_who_has_left_or_cannot_be_asked_about_opens_nothing_any_more(door: DatesDoor, people: People) -> None:
    link, native = token(door), examples.EMPLOYEE.handle.native_id
    people.known[native] = replace(examples.EMPLOYEE, standing=Standing.DEACTIVATED)
    assert await door.opened(link) is None
    del people.known[native]
    assert await door.opened(link) is None
    people.known[native] = examples.EMPLOYEE
    people.away = True
    assert await door.opened(link) is None
    people.away = False
    assert await door.opened(link) is not None


def test_without_an_address_there_is_no_link(people: People, clock: Clock, database: Database) -> None:
    assert made(database, people, clock, base=None).link(PLAN, examples.EMPLOYEE.id) is None


@asynccontextmanager
async def served(door: DatesDoor) -> AsyncIterator[str]:
    async def well() -> dict[str, str]:
        return {}

    async def figures() -> bytes:
        return b""

    async with serving(host="127.0.0.1", port=0, health=well, scrape=figures, ingress=None, dates=door.opened) as port:
        yield f"http://127.0.0.1:{port}"


async def test_the_server_hands_out_a_file_nobody_keeps_and_the_same_answer_for_all_that_is_wrong(
    door: DatesDoor, clock: Clock
) -> None:
    async with served(door) as address, aiohttp.ClientSession() as session:
        async with session.get(address + PATH + token(door)) as good:
            assert good.status == 200
            assert good.content_type == "text/calendar"
            assert good.headers["Cache-Control"] == "no-store"
            assert "attachment" in good.headers["Content-Disposition"]
            assert (await good.read()).startswith(b"BEGIN:VCALENDAR")
        over, outsider = token(door), token(door, examples.OUTSIDER)
        clock.now += 2 * OPEN_FOR
        answers = set()
        for wrong in (over, outsider, "x", urlsafe_b64encode(b"a|b|c").decode()):
            async with session.get(address + PATH + wrong) as bad:
                kept = {name: value for name, value in bad.headers.items() if name != "Date"}
                answers.add((bad.status, await bad.read(), tuple(sorted(kept.items()))))
        assert len(answers) == 1
        assert {status for status, _, _ in answers} == {404}
