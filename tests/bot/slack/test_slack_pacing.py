"""Nobody asks Slack more often than it lets them, and whoever waits for an answer comes before a reminder."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from slack_sdk.errors import SlackApiError

from bot.asking import SurfaceUnreachableError
from bot.slack.errors import TryLaterError, delivery_error
from bot.slack.pacing import AT_ONCE, FLOOR, KEPT_FOR_PEOPLE, TIER, WAIT_UNSAID, WINDOW, Pacing, size_of
from plans.ids import PersonId
from plans.people import Person, Standing
from tests.app.living import EMPLOYEE, HR, SUPERVISOR, Living

START: Final = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
_FAMILIES: Final = "(?:views|chat|users|conversations)"
MINUTE: Final = timedelta(minutes=1)
ROOM: Final = Path(__file__).parents[3] / "bot" / "slack"
# Written down a second time, from the notes and not from the code.
NOTES: Final = {
    4: "views.open views.push views.update views.publish users.info",
    3: "chat.update conversations.open conversations.history",
}


@dataclass(slots=True)
class Watch:
    """A clock to move by hand."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Caller:
    """Somebody who counts what is let through."""

    watch: Watch = field(default_factory=Watch)
    jitter: float = 0.0
    made: list[datetime] = field(default_factory=list)
    pacing: Pacing = field(init=False)

    def __post_init__(self) -> None:
        self.pacing = Pacing(clock=self.watch, jitter=lambda: self.jitter)

    def tries(self, method: str, times: int = 1, *, waited_for: bool = False) -> int:
        """How many of so many tries at once are let through."""
        before = len(self.made)
        for _ in range(times):
            try:
                with self.pacing.call(method, waited_for=waited_for):
                    self.made.append(self.watch.at)
            except TryLaterError:
                continue
        return len(self.made) - before

    def is_refused(self, method: str, *, retry_after: str | None, code: str = "ratelimited") -> None:
        """Slack refuses one call."""
        with pytest.raises(SlackApiError), self.pacing.call(method):
            raise refusal(code, retry_after=retry_after)

    def wait(self, method: str) -> float:
        """The seconds we are told to wait; 0 if we need not."""
        found = TryLaterError("none", retry_after=0.0)
        try:
            with self.pacing.call(method):
                return 0.0
        except TryLaterError as error:
            found = error
        assert (found.alone, found.limited, found.code) == (True, True, "held_back")
        return found.retry_after or 0.0


def refusal(code: str, *, retry_after: str | None) -> SlackApiError:
    class Response:
        data = {"ok": False, "error": code}  # noqa: RUF012 - as Slack's own response class has it
        status_code = 200
        headers = {} if retry_after is None else {"retry-after": retry_after}

    return SlackApiError("refused", Response())


def test_every_method_has_the_tier_of_the_notes() -> None:
    assert {method: tier for tier, methods in NOTES.items() for method in methods.split()} == dict(TIER)
    assert dict(FLOOR) == {2: 20, 3: 50, 4: 100}


@pytest.mark.parametrize("file", sorted(set(ROOM.glob("*.py")) - {ROOM / "pacing.py"}), ids=lambda file: file.stem)
def test_every_call_to_slack_is_counted_except_the_one_that_posts(file: Path) -> None:
    """Read from the code: a call outside a count would spend what the count believes to be there."""
    text = file.read_text(encoding="utf-8")
    called = {name.replace("_", ".", 1) for name in re.findall(rf"\.({_FAMILIES}_[a-zA-Z]+)\b", text)}
    counted = " ".join(re.findall(r"with [a-z_.]*pacing\.call\(([^\n]*)\):", text))
    assert called - {"chat.postMessage"} == set(re.findall(rf'"({_FAMILIES}\.[a-zA-Z]+)"', counted))


@pytest.mark.parametrize("method", sorted(set(TIER) - AT_ONCE))
@pytest.mark.parametrize("waited_for", [False, True])
def test_no_rolling_minute_holds_more_than_the_floor_of_the_tier(method: str, *, waited_for: bool) -> None:
    caller = Caller()
    for _ in range(400):
        caller.tries(method, waited_for=waited_for)
        caller.watch.at += timedelta(seconds=0.5)
    most = max(sum(at <= other < at + MINUTE for other in caller.made) for at in caller.made)
    assert most < FLOOR[TIER[method]]
    spent = (caller.made[-1] - START).total_seconds()
    assert len(caller.made) > FLOOR[TIER[method]] * spent / 60 * 0.8


def test_what_reminders_leave_free_is_there_for_people_and_no_more_than_that() -> None:
    caller = Caller()
    reminders = caller.tries("users.info", 500)
    assert reminders == int(size_of("users.info") * (1 - KEPT_FOR_PEOPLE["users.info"]))
    assert caller.tries("users.info", 500, waited_for=True) == size_of("users.info") - reminders
    assert caller.tries("users.info") == 0


def test_the_time_left_is_said_and_is_right() -> None:
    caller = Caller()
    caller.tries("users.info", 500)
    caller.watch.at += timedelta(seconds=20)
    left = caller.wait("users.info")
    assert left == (WINDOW - timedelta(seconds=20)).total_seconds()
    caller.watch.at += timedelta(seconds=left) - timedelta(milliseconds=1)
    assert caller.wait("users.info") > 0
    caller.watch.at += timedelta(milliseconds=1)
    assert caller.wait("users.info") == 0


@pytest.mark.parametrize("method", sorted(AT_ONCE))
def test_what_answers_a_person_at_once_is_never_held_back_by_our_own_count(method: str) -> None:
    caller = Caller()
    assert caller.tries(method, 1_000) == 1_000
    caller.is_refused(method, retry_after="7")
    assert caller.wait(method) == 7


@pytest.mark.parametrize("code", ["ratelimited", "rate_limited"])
def test_a_refusal_closes_its_own_method_for_as_long_as_slack_says_and_a_little_more(code: str) -> None:
    caller = Caller(jitter=0.5)
    caller.is_refused("chat.update", retry_after="30", code=code)
    assert caller.wait("chat.update") == 31
    assert caller.wait("users.info") == 0
    caller.watch.at += timedelta(seconds=31)
    assert caller.wait("chat.update") == 0


def test_a_refusal_that_names_no_time_and_a_shorter_one_after_it() -> None:
    caller = Caller()
    caller.is_refused("users.info", retry_after=None)
    assert caller.wait("users.info") == WAIT_UNSAID
    with pytest.raises(TryLaterError), caller.pacing.call("users.info"):
        pytest.fail("the call was made")


@pytest.mark.parametrize("code", ["fatal_error", "user_not_found", "service_unavailable"])
def test_another_error_closes_nothing(code: str) -> None:
    caller = Caller()
    caller.is_refused("users.info", retry_after="30", code=code)
    assert caller.wait("users.info") == 0


def test_a_clock_that_is_moved_back_closes_nothing_for_good() -> None:
    caller = Caller()
    caller.is_refused("chat.update", retry_after="3600")
    caller.tries("users.info", 500)
    caller.watch.at -= timedelta(days=1)
    assert caller.wait("chat.update") == 0
    assert caller.tries("users.info", 500) > 50


# In a workspace with limits


async def asked(live: Living, person: Person) -> bool:
    """Whether the person could be looked up afresh."""
    stale = replace(person, checked_at=START - timedelta(days=1))
    try:
        await live.milepost.directory.present(stale, now=live.milepost.clock.now())
    except SurfaceUnreachableError as error:
        found = delivery_error(error)
        assert isinstance(found, TryLaterError)
        assert found.alone
        return False
    return True


@pytest.fixture
async def employee(live: Living) -> Person:
    return await live.milepost.directory.look_up(EMPLOYEE, now=live.milepost.clock.now())


async def test_three_hundred_look_ups_in_a_minute_meet_no_limit(live: Living, employee: Person) -> None:
    done = 0
    for number in range(300):
        other = replace(employee, id=PersonId(f"{number:032x}"))
        done += await asked(live, other)
        if number % 10 == 9:
            await live.control.call("POST", "/clock", {"advance_by": 2})
    calls = [line for line in await live.control.log("call") if line["method"] == "users.info"]
    assert all(line["ok"] for line in calls)
    assert done >= 80
    assert await live.control.violations() == []
    await live.control.call("POST", "/clock", {"advance_by": 61})
    assert await asked(live, employee)


async def test_a_look_up_slack_refused_is_not_repeated_before_its_time(live: Living, employee: Person) -> None:
    await live.control.script_fault("users.info", "rate_limit", retry_after=40)
    assert not await asked(live, employee)
    before = await live.calls("users.info")
    assert not await asked(live, employee)
    assert await live.calls("users.info") == before
    await live.control.call("POST", "/clock", {"advance_by": 45})
    assert await asked(live, employee)


async def test_a_home_that_may_not_be_drawn_now_is_drawn_by_a_later_sweep(live: Living) -> None:
    people = [await live.milepost.directory.look_up(one, now=START) for one in (EMPLOYEE, SUPERVISOR, HR)]
    await live.control.script_fault("views.publish", "rate_limit", retry_after=40)
    for person in people:
        live.milepost.listeners.redraw_home(person)
    await live.milepost.listeners.finish()
    assert [await live.act_as(one).home() for one in (EMPLOYEE, SUPERVISOR, HR)].count(None) >= 1
    await live.control.call("POST", "/clock", {"advance_by": 45})
    await live.milepost.sweep()
    await live.milepost.listeners.finish()
    assert None not in [await live.act_as(one).home() for one in (EMPLOYEE, SUPERVISOR, HR)]
    assert await live.control.violations() == []


# What was learnt is stored together


async def test_fresh_facts_cost_neither_a_call_nor_a_query(live: Living, employee: Person) -> None:
    directory, now = live.milepost.directory, live.milepost.clock.now()
    calls = await live.calls("users.info")
    async with live.locked():
        live.sandbox.workspace.change_person(EMPLOYEE, {"deleted": True})
        assert await directory.present(employee, now=now + timedelta(seconds=60)) is employee
    assert await live.calls("users.info") == calls


async def test_stale_facts_cost_one_call_and_are_stored_by_keep_in_one_go(live: Living, employee: Person) -> None:
    directory, later = live.milepost.directory, live.milepost.clock.now() + timedelta(seconds=61)
    other = await directory.look_up(SUPERVISOR, now=later - timedelta(seconds=61))
    live.sandbox.workspace.change_person(EMPLOYEE, {"deleted": True})
    live.sandbox.workspace.change_person(SUPERVISOR, {"tz": "Europe/Berlin"})
    calls = await live.calls("users.info")
    async with live.locked():
        for _ in range(2):
            await directory.present(employee, now=later)
        moved = await directory.present(other, now=later)
        found = await directory.present(employee, now=later)
    assert (found.standing, found.id, found.offices) == (Standing.DEACTIVATED, employee.id, employee.offices)
    assert (moved.zone, moved.offices) == ("Europe/Berlin", other.offices)
    assert await live.calls("users.info") == calls + 2
    assert (await stored(live, employee)).standing is Standing.MEMBER
    assert await directory.keep() == 2
    assert (await stored(live, employee)).standing is Standing.DEACTIVATED
    assert (await stored(live, other)).zone == "Europe/Berlin"
    assert await directory.keep() == 0


async def test_what_an_event_said_meanwhile_stands(live: Living, employee: Person) -> None:
    directory, later = live.milepost.directory, live.milepost.clock.now() + timedelta(seconds=61)
    assert (await directory.present(employee, now=later)).active
    await directory.refresh({"id": EMPLOYEE, "deleted": True, "name": "ed"}, now=later)
    gone = await stored(live, employee)
    assert not (await directory.present(gone, now=later)).active
    await directory.keep()
    assert not (await stored(live, employee)).active


async def stored(live: Living, person: Person) -> Person:
    async with live.milepost.rooms.begin() as work:
        return await work.people.get(person.id)
