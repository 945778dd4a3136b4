"""What happens to accounts and to the app itself, and what people are told when our side fails."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from structlog.testing import capture_logs

from bot.asking import Answered, Asked
from bot.replies import Reply
from bot.wording import load
from plans.people import Person, Standing
from plans.words import Words
from sandbox.seen import View
from tests.app.living import EMPLOYEE, HR, SUPERVISOR, Living, started_plan

WORDING: Final = load(folders=())
SAID: Final = "the-words-a-person-wrote"


async def known(live: Living, user: str) -> Person | None:
    async with live.milepost.rooms.begin() as work:
        return await work.people.find(live.milepost.directory.handle(user))


async def test_a_changed_account_is_stored_at_once(both: Living) -> None:
    await both.supervisor.open_home()
    await both.control.change_person(SUPERVISOR, tz="Asia/Tokyo", name="Marta L. Lindqvist")
    await both.control.settle()
    person = await known(both, SUPERVISOR)
    assert person is not None
    assert (person.zone, person.name.reveal()) == ("Asia/Tokyo", "Marta L. Lindqvist")


async def test_an_account_that_ends_loses_its_rights_at_once(both: Living) -> None:
    assert (await known(both, HR)) is not None
    await both.control.change_person(HR, deleted=True)
    await both.control.settle()
    person = await known(both, HR)
    assert person is not None
    assert person.standing is Standing.DEACTIVATED


async def test_people_milepost_never_met_are_not_copied_when_they_change_or_join(both: Living) -> None:
    """Requirement P-29: only those who have to do with a plan are known here."""
    before = both.count("person")
    await both.control.add_person(id="U0NEW", name="Noor New", email="noor@example.org")
    await both.control.change_person("U0NEW", tz="Asia/Tokyo")
    await both.control.settle()
    assert await known(both, "U0NEW") is None
    assert both.count("person") == before


async def test_an_event_without_a_language_leaves_the_one_we_know(live: Living) -> None:
    await live.supervisor.open_home()
    directory = live.milepost.directory
    before = await known(live, SUPERVISOR)
    assert before is not None
    async with live.milepost.rooms.begin() as work:
        await work.people.put(replace(before, locale="ar-EG"))
        await work.commit()
    await directory.refresh({"id": SUPERVISOR, "tz": "Asia/Tokyo"}, now=live.milepost.clock.now())
    after = await known(live, SUPERVISOR)
    assert after is not None
    assert after.locale == "ar-EG"


async def test_an_app_that_was_removed_sends_nothing_and_says_so_in_health(both: Living) -> None:
    await both.control.install("uninstalled")
    await both.control.settle()
    assert both.milepost.traffic.down in {"app_uninstalled", "tokens_revoked"}
    assert (await both.milepost.health())["slack"] == "down"
    posts = await both.calls("chat.postMessage")
    await both.milepost.sweep()
    assert await both.calls("chat.postMessage") == posts
    now = both.milepost.clock.now()
    assert both.milepost.traffic.quiet_until(both.milepost.rooms.workspace, now=now) is not None
    await both.control.install("installed")


async def test_a_persons_own_token_taken_back_changes_nothing(live: Living) -> None:
    await live.milepost.listeners.on_workspace({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    assert live.milepost.traffic.down is None


async def test_an_event_of_a_kind_nobody_waits_for_is_taken_quietly(live: Living) -> None:
    await live.milepost.listeners.on_workspace({"type": "something_new", "user": "U1"})
    await live.milepost.listeners.on_workspace({"type": "user_change", "user": "U1"})


class Broken:
    """An ask that fails in a way nobody foresaw, with a person's words in its error."""

    name = "open_plan"

    async def show(self, asked: Asked) -> Reply:
        raise KeyError(SAID, asked.by.id)

    async def take(self, answered: Answered) -> Reply:
        raise KeyError(SAID, answered.entry)


class Slow:
    """An ask that takes longer than anybody waits."""

    name = "open_plan"

    async def show(self, asked: Asked) -> Reply:
        await asyncio.sleep(60)
        raise AssertionError(asked.by.id)

    async def take(self, answered: Answered) -> Reply:
        return await self.show(answered.asked)


def given(live: Living, asks: Mapping[str, Any]) -> None:
    """From now on these asks stand behind the same listeners."""
    listeners = live.milepost.listeners
    desk = replace(listeners.front.desk, asks={**listeners.front.desk.asks, **asks})
    listeners.front = replace(listeners.front, desk=desk)


async def modal_of(live: Living, user: str) -> View:
    modal = await live.act_as(user).modal()
    assert modal is not None
    return modal


async def test_a_fault_nobody_foresaw_gives_a_number_that_stands_in_the_log_with_class_and_place_alone(
    both: Living,
) -> None:
    await started_plan(both)
    await both.supervisor.fill({"employee": EMPLOYEE})
    given(both, {"open_plan": Broken()})
    with capture_logs() as lines:
        outcome = await both.supervisor.submit()
    [line] = [line for line in lines if line["event"] == "unexpected"]
    [said] = outcome.errors.values()
    assert line["reference"] in said
    assert line["error"] == "KeyError"
    assert line["place"].startswith("test_slack_workspace.py:")
    assert set(line) == {"event", "log_level", "reference", "error", "place"}
    assert SAID not in str(lines)
    assert (await modal_of(both, SUPERVISOR)).field_named("employee").value


async def test_a_fault_behind_a_command_or_a_button_is_said_where_the_person_looks(both: Living) -> None:
    await both.supervisor.open_home()
    given(both, {"open_plan": Broken()})
    outcome = await both.supervisor.command("/pip", "new")
    assert outcome.text is not None
    assert outcome.text.startswith("Something went wrong on our side")
    assert not (await both.supervisor.press("Start a plan", on="home")).trouble
    await both.control.settle()
    assert "Something went wrong on our side" in (await modal_of(both, SUPERVISOR)).text


async def test_an_answer_that_takes_too_long_is_cut_off_before_slack_gives_up(both: Living) -> None:
    await started_plan(both)
    await both.supervisor.fill({"employee": EMPLOYEE})
    given(both, {"open_plan": Slow()})
    started = time.monotonic()
    outcome = await both.supervisor.submit()
    assert time.monotonic() - started < 2.9
    assert list(outcome.errors.values()) == [WORDING.say("trouble-too-slow")]


async def test_a_form_that_was_replaced_meanwhile_stays_as_it_is(both: Living) -> None:
    """Two presses in one form: the second finds a newer form on screen and leaves it alone."""
    front = both.milepost.listeners.front
    modal = await started_plan(both)
    person = await front.person({"user_id": SUPERVISOR, "team_id": front.directory.team})
    assert person is not None
    reply = front.desk.say("denied-stale-button")
    await front.replace(reply, person, view=modal.raw)
    newer = await modal_of(both, SUPERVISOR)
    await front.replace(front.desk.say("denied-stale-form"), person, view=modal.raw)
    assert (await modal_of(both, SUPERVISOR)).hash == newer.hash
    await both.supervisor.close()
    await front.replace(reply, person, view=newer.raw)


async def test_a_sentence_for_a_form_without_fields_stands_above_it(live: Living) -> None:
    await live.supervisor.command("/pip", "help")
    modal = await modal_of(live, SUPERVISOR)
    front = live.milepost.listeners.front
    person = await front.person({"user_id": SUPERVISOR, "team_id": front.directory.team})
    assert person is not None
    answer = front.acknowledgement(front.desk.say("denied-stale-form"), person, view=modal.raw)
    assert answer["response_action"] == "update"
    assert WORDING.say("denied-stale-form") in str(answer["view"])


async def test_facts_are_looked_up_again_after_a_minute(live: Living) -> None:
    directory, now = live.milepost.directory, live.milepost.clock.now()
    await directory.look_up(EMPLOYEE, now=now)
    asked = await live.calls("users.info")
    await directory.look_up(EMPLOYEE, now=now)
    assert await live.calls("users.info") == asked
    later: datetime = now.replace(minute=now.minute + 2)
    await directory.look_up(EMPLOYEE, now=later)
    assert await live.calls("users.info") == asked + 1


async def test_names_are_words_from_the_first_moment(live: Living) -> None:
    person = await live.milepost.directory.look_up(EMPLOYEE, now=live.milepost.clock.now())
    assert isinstance(person.name, Words)
