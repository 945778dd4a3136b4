"""A look-up of somebody that goes wrong once: an answer lost on the way is asked for again, a silence is said."""

import pytest

from app.story.control_stage import SEND_IT_AGAIN, ControlPhone
from app.story.stage import StoryBrokenError
from bot.wording import load
from sandbox.faults import FaultKind
from tests.app.living import EMPLOYEE, SUPERVISOR, Living

CHOSEN = {"kind": "Coaching: growing from where things stand", "employee": EMPLOYEE}


def phone_of(live: Living) -> ControlPhone:
    return ControlPhone(live.control, SUPERVISOR, seen=lambda _user, _kind, _text: None)


@pytest.mark.parametrize("kind", ["reset", "http"])
async def test_an_answer_that_is_lost_once_is_asked_for_again_within_the_second_there_is(
    live: Living, kind: FaultKind
) -> None:
    supervisor = live.act_as(SUPERVISOR)
    await supervisor.command("/pip", "new")
    await supervisor.fill(CHOSEN)
    await live.control.script_fault("users.info", kind, where={"user": EMPLOYEE})
    outcome = await supervisor.submit()
    assert outcome.ok, outcome
    assert await live.control.faults() == []


async def test_a_silence_is_said_at_the_form_and_sending_it_again_goes_on(live: Living) -> None:
    phone = phone_of(live)
    await phone.command("new")
    await phone.fill(CHOSEN)
    await live.control.script_fault("users.info", "silence", where={"user": EMPLOYEE}, seconds=3.0)
    await phone.submit()
    assert "What is it for?" not in await phone.reads()
    assert await live.control.faults() == []


async def test_a_silence_that_stays_ends_the_story(live: Living) -> None:
    phone = phone_of(live)
    await phone.command("new")
    await phone.fill(CHOSEN)
    await live.control.script_fault("users.info", "silence", times=2, where={"user": EMPLOYEE}, seconds=3.0)
    with pytest.raises(StoryBrokenError, match=SEND_IT_AGAIN):
        await phone.submit()


def test_the_sentence_the_story_goes_by_is_the_one_people_read() -> None:
    assert SEND_IT_AGAIN in load(folders=()).say("error-could-not-check")
