"""A pack's own lines stand on the forms of its plans, and nowhere else; what could not be shown is refused."""

from dataclasses import replace

import pytest

from bot.asking import Asked
from bot.asks import ASKS
from bot.gallery import form_lines
from bot.gallery_shelf import house_with
from bot.parts import Stands
from bot.replies import ShowForm
from bot.wording import load
from bot.wording.own import own_line_faults
from plans.examples import DC, EMPLOYEE, Case, case, pack
from plans.policy import PackId, read_packs
from plans.states import PlanState

WORDING = load()


async def shown(found: Case) -> str:
    """The plan as the employee reads it."""
    stands = Stands(ask="read_plan", plan=found.plan.id)
    reply = await ASKS["read_plan"].show(
        Asked(by=EMPLOYEE, stands=stands, now=found.at, house=house_with(found, WORDING))
    )
    assert isinstance(reply, ShowForm)
    return "\n".join(form_lines(reply.form))


def with_lines(*lines: tuple[str, str]) -> Case:
    found = case(PlanState.DELIVERED)
    return replace(found, terms=replace(found.terms, pack=replace(found.terms.pack, wording=lines)))


async def test_a_line_of_the_pack_takes_the_place_of_ours_on_its_plans_and_on_no_others() -> None:
    found = with_lines(("view-strengths", "Was gut läuft"))
    assert "Was gut läuft" in await shown(found)
    assert "What goes well" in await shown(case(PlanState.DELIVERED))
    assert WORDING.say("view-strengths") == "What goes well"


async def test_a_line_of_several_with_marks_of_its_own_is_shown_as_it_is_written() -> None:
    text = "[1] What goes well\n\n* first\n.second"
    assert WORDING.with_own((("view-strengths", text),)).say("view-strengths") == text


async def test_variables_are_filled_in_as_in_ours() -> None:
    own = WORDING.with_own((("view-line-target", "Due { $day }."),))
    assert own.say("view-line-target", day="Monday") == "Due Monday."


@pytest.mark.parametrize(
    ("line", "text", "what"),
    [
        ("no-such-line", "Something", "No form has a line of this id."),
        ("say-check-in", "Something", "No form has a line of this id."),
        ("preview-to-do", "Your plan", "No form has a line of this id."),
        ("view-line-target", "Due { $date }.", "The line has no $date."),
        ("view-strengths", "{ broken", "This is not valid Fluent."),
        ("read-plan-title", "x" * 25, "This has 25 characters; 24 fit here."),
        ("review-kind-final", "x" * 76, "This has 76 characters; 75 fit here."),
    ],
)
def test_a_line_that_cannot_be_shown_is_refused_with_the_reason(line: str, text: str, what: str) -> None:
    (fault,) = own_line_faults([(line, text)])
    assert (fault.line, fault.what) == (line, what)
    assert fault.instead


async def test_a_line_that_is_of_no_use_any_more_leaves_ours_standing() -> None:
    """A plan keeps the edition of its pack for years; a later Milepost may have other lines."""
    found = with_lines(("gone-long-ago", "x"), ("view-line-target", "Due { $date }."), ("view-goals", "Aims"))
    text = await shown(found)
    assert "Aims" in text
    assert "To be reached by" in text


def test_the_lines_of_every_pack_that_ships_can_be_used() -> None:
    assert [fault for one in read_packs().values() for fault in own_line_faults(one.wording)] == []


async def test_the_districts_form_has_its_own_words() -> None:
    text = await shown(case(PlanState.DELIVERED, name=DC))
    for word in ("Deficiency", "Desired outcome", "Action", "Check-in", "Progress"):
        assert f"<sub>{word}" in text
    assert "What falls short today" not in text
    assert pack(PackId("generic")).wording == ()
