"""``milepost check`` says whether a lost answer can be looked up, and proves it without a word to anybody."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.checking import Finding, findings
from app.pretend import pretend_settings
from plans.acts import Act
from plans.ports import System
from tests.app.living import START, Living, living
from tests.app.test_answered import begun


@pytest.fixture
async def granted(tmp_path: Path, empty_database: Path) -> AsyncIterator[Living]:
    """A bot that may read its own direct messages."""
    async with living(tmp_path, empty_database, "socket", scopes=["im:history"]) as found:
        yield found


async def last_finding(live: Living) -> Finding:
    settings = pretend_settings(live.sandbox, database=live.address)
    posts = await live.calls("chat.postMessage")
    found = [finding async for finding in findings(settings)]
    assert "Take them away" not in " ".join(finding.said for finding in found)
    assert await live.calls("chat.postMessage") == posts
    return found[-1]


async def test_before_the_first_message_nothing_can_be_proved(granted: Living) -> None:
    found = await last_finding(granted)
    assert found.well is None
    assert "once a message of ours is there" in found.said


async def test_metadata_that_comes_back_is_proved_by_our_last_message(granted: Living) -> None:
    await begun(granted)
    found = await last_finding(granted)
    assert (found.well, "our metadata comes back" in found.said) == (True, True)


async def test_metadata_that_is_kept_back_is_said_with_what_to_do(granted: Living) -> None:
    await begun(granted)
    await granted.control.change_rules(withhold_metadata=True)
    found = await last_finding(granted)
    assert (found.well, "take the scope away again" in found.said) == (None, True)


async def test_a_message_that_was_deleted_leaves_the_proof_to_the_one_before(granted: Living) -> None:
    await begun(granted)
    places = [place for place in granted.sandbox.workspace.conversations.values() if place.kind == "im"]
    newest = max((message.ts, place.id) for place in places for message in place.messages)
    for place in places:
        place.messages[:] = [message for message in place.messages if (message.ts, place.id) != newest]
    assert (await last_finding(granted)).well is True
    for place in places:
        place.messages.clear()
    assert "once a message of ours is there" in (await last_finding(granted)).said


async def test_a_conversation_that_cannot_be_read_is_named_by_its_code_alone(granted: Living) -> None:
    await begun(granted)
    await granted.control.script_fault("conversations.history", "error", error="channel_not_found")
    found = await last_finding(granted)
    assert found.well is None
    assert found.said.endswith("could not be read: channel_not_found.")


async def test_without_the_scope_it_says_what_granting_it_would_gain(live: Living) -> None:
    await begun(live)
    found = await last_finding(live)
    assert found.well is None
    assert "looked up before it is sent again" in found.said
    assert await live.calls("conversations.history") == 0


async def test_a_plan_on_which_nobody_in_hr_may_act_is_named(live: Living) -> None:
    """F-05: by its case number and nothing else."""
    number = await begun(live)
    async with live.milepost.rooms.begin() as work:
        (plan_id,) = await work.plans.open_ids()
        plan = await work.plans.get(plan_id, by=System.OPERATOR, act=Act.LEARN, now=START)
        everybody = {person.id for person in await work.people.hr()}
        await work.plans.save(plan.with_(conflicts=frozenset(everybody)), next_at=None)
        await work.commit()
    settings = pretend_settings(live.sandbox, database=live.address)
    said = [finding.said for finding in [one async for one in findings(settings)] if finding.well is None]
    assert [one for one in said if f"Nobody in HR may act on {number}:" in one]
