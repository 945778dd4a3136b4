"""What people do wrong, or at the wrong moment: a clear sentence where they look, and nothing lost or half-saved."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app.story import illinois
from sandbox.client import Actor
from sandbox.seen import View
from tests import databases
from tests.journeys.lives import EMPLOYEE, HR, SUPERVISOR, Life, life

# What a look at somebody's account changes says nothing about a plan; nor does the mark of a form that was answered.
NOT_PLANS: Final = frozenset({"person", "handle", "beat", "seen_key", "alembic_version", "installation"})
LONG: Final = "x" * 3001
TURNED: Final = "\u202eabc\u202c"
ODD: Final = f"Kennt die Sammlung 🗺️👩🏽\u200d💻 — שלום, עולם {TURNED} مرحبا"


@dataclass(slots=True, kw_only=True)
class Desk:
    """A life whose database can be looked at from outside."""

    life: Life
    file: Path

    @property
    def supervisor(self) -> Actor:
        return self.life.act_as(SUPERVISOR)

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """All that is stored of plans, notices and the audit trail."""
        return {
            table: sorted(databases.rows(self.file, f"SELECT * FROM {table}"), key=repr)  # noqa: S608 - our own names
            for table in databases.tables(self.file)
            if table not in NOT_PLANS
        }

    async def modal(self, user: str = SUPERVISOR) -> View:
        found = await self.life.act_as(user).modal()
        assert found is not None, "no form is open"
        return found

    async def begun(self) -> None:
        """A draft exists; the form for its strengths is open."""
        phone = self.life.stage.supervisor
        await phone.command("new")
        await phone.fill({"employee": EMPLOYEE})
        await phone.submit()

    async def at_the_goal(self) -> None:
        """The draft has come to its first goal."""
        await self.begun()
        phone = self.life.stage.supervisor
        await phone.fill({"strengths": illinois.STRENGTHS})
        await phone.submit()
        await phone.fill({"areas": [illinois.AREAS[0].label]})
        await phone.submit()
        await phone.fill(illinois.AREAS[0].answers)
        await phone.submit()

    async def at_the_dates(self) -> None:
        await self.at_the_goal()
        phone = self.life.stage.supervisor
        await phone.fill({**illinois.GOAL_GUIDES})
        await phone.submit()
        await phone.submit()

    async def refused(self, values: dict[str, object], *, field: str, says: str) -> None:
        """Sending these says this at that field; what was typed stays there, and nothing is stored."""
        before = self.rows()
        await self.supervisor.fill(values)
        outcome = await self.supervisor.submit()
        assert not outcome.ok
        shown = await self.modal()
        error = shown.field_named(field).error
        assert error is not None, shown.text
        assert says in error
        for key, value in values.items():
            if isinstance(value, str) and shown.field_named(key).type != "radio_buttons":
                assert shown.field_named(key).value == value, "what was typed is gone"
        await self.life.control.settle()
        assert self.rows() == before


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    file = tmp_path / "milepost.db"
    async with life(databases.address_of(file)) as found:
        yield Desk(life=found, file=file)


async def test_a_plan_that_would_begin_in_the_past_is_refused_at_its_first_day(desk: Desk) -> None:
    await desk.at_the_dates()
    await desk.refused({"start": "2026-08-03"}, field="start", says="August 3, 2026")


async def test_an_end_before_the_beginning_is_refused_with_both_days_named(desk: Desk) -> None:
    await desk.at_the_dates()
    wrong: dict[str, object] = {"period": "Another end date", "start": "2026-12-01", "end": "2026-11-02"}
    await desk.refused(wrong, field="end", says="November 2, 2026")
    assert "December 1, 2026" in (await desk.modal()).text


async def test_reviews_in_the_wrong_order_name_both_days(desk: Desk) -> None:
    await desk.at_the_dates()
    await desk.life.stage.supervisor.submit()
    await desk.refused({"first": "2027-06-01"}, field="midpoint", says="June 1, 2027")
    assert "May 3, 2027" in (await desk.modal()).text


async def test_a_final_review_after_the_end_names_the_period(desk: Desk) -> None:
    await desk.at_the_dates()
    await desk.life.stage.supervisor.submit()
    await desk.refused({"final": "2027-10-04"}, field="final", says="September 1, 2027")


async def test_3001_characters_are_refused_and_stay_in_the_form(desk: Desk) -> None:
    await desk.begun()
    await desk.refused({"strengths": LONG}, field="strengths", says="3000 characters")


async def test_emoji_and_text_from_right_to_left_are_kept_to_the_letter(desk: Desk) -> None:
    await desk.begun()
    await desk.life.stage.supervisor.fill({"strengths": ODD})
    await desk.life.stage.supervisor.submit()
    strengths = (await desk.life.plan()).strengths
    assert strengths is not None
    # The marks that turn the writing around could make a text read as another; they alone are taken out.
    assert strengths.reveal() == ODD.replace(TURNED, "abc")
    await desk.life.stage.supervisor.close()
    await desk.life.stage.supervisor.command("")
    await desk.life.stage.supervisor.press("Open")
    await desk.life.stage.supervisor.press("Read the plan")
    assert "🗺️👩🏽\u200d💻 — שלום, עולם" in await desk.life.stage.supervisor.reads()


async def test_a_goal_without_a_date_is_refused_at_the_date(desk: Desk) -> None:
    await desk.at_the_goal()
    before = desk.rows()
    await desk.supervisor.fill({"text": illinois.GOAL_GUIDES["text"]})
    outcome = await desk.supervisor.submit()
    assert not outcome.ok
    shown = await desk.modal()
    assert shown.field_named("target").error
    assert shown.field_named("text").value == illinois.GOAL_GUIDES["text"]
    assert desk.rows() == before


async def test_an_employee_who_left_between_two_steps_stops_the_plan_before_hr(desk: Desk) -> None:
    await illinois.open_plan(desk.life.stage)
    phone = desk.life.stage.supervisor
    await phone.submit()
    await phone.submit()
    await phone.submit()
    await desk.life.control.change_person(EMPLOYEE, deleted=True)
    await desk.life.control.settle()
    before = desk.rows()
    await desk.supervisor.submit()
    assert "deactivated" in (await desk.modal()).text
    assert desk.rows() == before
    # HR is asked what became of the account, and hears of nothing else.
    assert all("could not be delivered" in message.text for message in await desk.life.told(HR))


async def test_the_second_of_two_people_at_one_draft_keeps_their_text_and_overwrites_nothing(desk: Desk) -> None:
    await desk.begun()
    hr = desk.life.stage.hr
    await hr.command("")
    await hr.press("Open")
    await hr.press("Go on with the draft")
    await hr.press("Change")
    await desk.life.stage.supervisor.fill({"strengths": "What the supervisor wrote"})
    await desk.life.stage.supervisor.submit()
    before = desk.rows()
    await desk.life.act_as(HR).fill({"strengths": "What HR wrote meanwhile"})
    await desk.life.act_as(HR).submit()
    shown = await desk.modal(HR)
    assert "Someone changed this plan while you were writing" in shown.text
    assert shown.field_named("strengths").value == "What HR wrote meanwhile"
    assert desk.rows() == before


async def test_the_supervisor_too_overwrites_nothing_that_hr_changed_meanwhile(desk: Desk) -> None:
    await desk.begun()
    hr = desk.life.stage.hr
    await hr.command("")
    await hr.press("Open")
    await hr.press("Go on with the draft")
    await hr.press("Change")
    await hr.fill({"strengths": "What HR put in order"})
    await hr.submit()
    before = desk.rows()
    await desk.supervisor.fill({"strengths": "What the supervisor wrote meanwhile"})
    await desk.supervisor.submit()
    shown = await desk.modal()
    assert "Someone changed this plan while you were writing" in shown.text
    assert shown.field_named("strengths").value == "What the supervisor wrote meanwhile"
    assert desk.rows() == before


async def test_a_double_click_makes_one_plan(desk: Desk) -> None:
    await desk.life.stage.supervisor.command("new")
    await desk.supervisor.fill({"employee": EMPLOYEE})
    outcome = await desk.supervisor.submit(copies=2)
    assert outcome.ok
    assert (await desk.modal()).title in {"What goes well", "Already recorded"}
    await desk.life.control.settle()
    assert len(await desk.life.plans()) == 1
    assert await desk.life.kinds() == ["plan.opened"]


async def test_a_form_that_arrives_a_second_time_is_recorded_once(desk: Desk) -> None:
    await desk.life.stage.supervisor.command("new")
    await desk.supervisor.fill({"employee": EMPLOYEE})
    outcome = await desk.supervisor.submit()
    assert outcome.delivery is not None
    before = desk.rows()
    again = await desk.life.control.resend(outcome.delivery)
    assert not again.trouble
    await desk.life.control.settle()
    assert desk.rows() == before
    (ack,) = [one for one in await desk.life.control.log("ack") if one["delivery"] == again.delivery]
    assert "Nothing was recorded twice" in str(ack["body"])
    assert "Your plans" in str(ack["body"]), "there is no way on"


async def test_a_button_of_a_plan_that_is_over_says_so_and_does_nothing(desk: Desk) -> None:
    stage = desk.life.stage
    for chapter in (illinois.open_plan, illinois.finish_draft, illinois.approve, illinois.deliver):
        await chapter(stage)
    await stage.go_to(date(2026, 9, 8))
    waiting = next(one for one in reversed(await desk.life.told(EMPLOYEE)) if len(one.buttons) > 1)
    await stage.hr.command("")
    await stage.hr.press("Open")
    await stage.hr.press("End it early")
    await stage.hr.fill({"kind": "The plan is withdrawn", "reasons": "Both go on without a plan."})
    await stage.hr.submit()
    await stage.hr.close()
    await desk.life.breathe()
    before = desk.rows()
    assert (await desk.life.act_as(EMPLOYEE).press("Say that I read it", message=waiting.ts)).ok
    assert "The plan has moved on" in (await desk.modal(EMPLOYEE)).text
    assert desk.rows() == before


async def test_a_form_left_open_until_the_plan_is_over_keeps_its_text_and_says_so(desk: Desk) -> None:
    stage = desk.life.stage
    for chapter in (illinois.open_plan, illinois.finish_draft, illinois.approve, illinois.deliver):
        await chapter(stage)
    await stage.employee.press("Read it")
    await stage.employee.press("Say that I read it")
    await stage.employee.fill(
        {
            "answer": "I have received and read this plan",
            "typed_name": illinois.EMPLOYEE_NAME,
            "view": "My own view of all this.",
        }
    )
    await stage.hr.command("")
    await stage.hr.press("Open")
    await stage.hr.press("End it early")
    await stage.hr.fill({"kind": "The plan is withdrawn", "reasons": "Both go on without a plan."})
    await stage.hr.submit()
    before = desk.rows()
    await desk.life.act_as(EMPLOYEE).submit()
    shown = await desk.modal(EMPLOYEE)
    assert "The plan has moved on" in shown.text
    assert "My own view of all this." in shown.text
    assert desk.rows() == before


async def test_a_command_in_a_channel_is_answered_to_that_person_alone(desk: Desk) -> None:
    channel = await desk.life.control.add_channel("all-staff", [SUPERVISOR, EMPLOYEE], with_app=True)
    for words in ("", "new", "help", "Jonas Okafor"):
        outcome = await desk.supervisor.command("/pip", words, channel=channel)
        assert outcome.text is not None
        assert "Milepost only answers in private" in outcome.text
        assert await desk.supervisor.modal() is None
    for place in await desk.life.control.call("GET", "/conversations"):
        assert all(message["ephemeral"] for message in place["messages"])


@pytest.mark.parametrize("words", ["begin", "NEW plan", "🗺", "new\nnew", "x" * 2000])
async def test_a_word_milepost_does_not_know_is_answered_with_those_it_knows(desk: Desk, words: str) -> None:
    before = desk.rows()
    outcome = await desk.supervisor.command("/pip", words)
    assert outcome.text is not None
    assert "/pip new" in outcome.text or "leave out everything after the command" in outcome.text
    assert await desk.supervisor.modal() is None
    assert desk.rows() == before


async def test_a_name_after_the_command_is_not_taken_and_not_repeated(desk: Desk) -> None:
    outcome = await desk.supervisor.command("/pip", "new Jonas Okafor")
    assert outcome.text is not None
    assert "it takes no name" in outcome.text
    assert "Okafor" not in outcome.text
    assert await desk.supervisor.modal() is None
