"""The dates of the reviews in the reader's own zone, with a link to them where a browser finds one."""

from dataclasses import replace
from datetime import time

from bot.asking import Asked
from bot.asks import ASKS
from bot.forms import Form
from bot.gallery import form_lines
from bot.gallery_shelf import house_with
from bot.parts import Button, Buttons, Stands
from bot.replies import ShowForm
from bot.slack.blocks import Drawing
from bot.wording import load
from plans import examples
from plans.people import Person
from plans.states import PlanState

WORDING = load()
LINK = "https://milepost.example.org/dates/signed.ics"


def with_a_time() -> examples.Case:
    """The first review is at ten in the supervisor's morning."""
    found = examples.case(PlanState.ACTIVE)
    first, *rest = found.plan.reviews
    return replace(found, plan=found.plan.with_(reviews=(replace(first, at_time=time(10)), *rest)))


async def shown(by: Person, *, link: str | None = LINK) -> Form:
    found = with_a_time()
    house = replace(house_with(found, WORDING), dates_link=lambda _plan, _person: link)
    asked = Asked(by=by, stands=Stands(ask="case_dates", plan=found.plan.id), now=found.at, house=house)
    reply = await ASKS["case_dates"].show(asked)
    assert isinstance(reply, ShowForm)
    return reply.form


def links(form: Form) -> list[Button]:
    buttons = (button for part in form.parts if isinstance(part, Buttons) for button in part.buttons)
    return [button for button in buttons if button.link is not None]


async def test_each_side_reads_the_time_on_their_own_clock() -> None:
    assert "9:00" in "\n".join(form_lines(await shown(examples.EMPLOYEE)))
    assert "10:00" in "\n".join(form_lines(await shown(examples.SUPERVISOR)))


async def test_the_link_stands_on_a_button_that_slack_can_draw() -> None:
    (button,) = links(await shown(examples.EMPLOYEE))
    assert button.link == LINK
    (row,) = Drawing(seal=lambda stands: stands.ask).blocks([Buttons((button,))])
    assert row.to_dict()["elements"][0]["url"] == LINK


async def test_where_no_browser_reaches_the_server_the_parties_are_sent_to_hr() -> None:
    form = await shown(examples.EMPLOYEE, link=None)
    assert not links(form)
    assert "HR can give you these dates" in "\n".join(form_lines(form))
    assert "HR can give you these dates" not in "\n".join(form_lines(await shown(examples.HR, link=None)))
