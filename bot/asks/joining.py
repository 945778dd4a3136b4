"""HR chooses the account of somebody whose plan was kept on paper (F-06)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks.base import found_person, read
from bot.asks.looking import Look, look_at
from bot.forms import Form
from bot.parts import Button, Field, FieldKind, Text
from bot.replies import Done, Reply, ShowForm
from plans.actions.name_account import NameAccount, name_account
from plans.acts import Act


@dataclass(frozen=True, slots=True)
class NameAccountAsk:
    """The surface is asked about the account first, as where a plan is started."""

    name: str = "name_account"

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            return ShowForm(form=_draw(await look_at(work, asked, Act.NAME_ACCOUNT)))

    async def take(self, answered: Answered) -> Reply:
        asked = answered.asked
        # Nothing is kept here; but a form that was kept before is known first, since it cannot be opened again.
        async with answered.work() as work:
            look = await look_at(work, asked, Act.NAME_ACCOUNT)
        answers = read(_draw(look), answered, look.wording)
        to = await found_person(asked, answers.code("employee") or "", "employee")
        async with answered.work() as work:
            await name_account(work, NameAccount(plan=look.plan.id, to=to), by=asked.by, now=asked.now)
        return Done(receipt=look.form("name-account-done-title", look.text("name-account-done"), look.back()))


def _draw(look: Look) -> Form:
    return look.form(
        "name-account-title",
        Text(look.say(_again(look, "name-account-intro"), name=look.name(look.plan.employee))),
        Field(
            id="employee",
            kind=FieldKind.PERSON,
            label=look.say("name-account-label"),
            hint=look.say("name-account-hint"),
        ),
        look.text("name-account-after"),
        submit="name-account-submit",
    )


def links(look: Look) -> Iterator[Button]:
    """On the plan's page."""
    if look.may(Act.NAME_ACCOUNT):
        yield look.button(_again(look, "name-account-button"), "name_account")


def _again(look: Look, line: str) -> str:
    """What is said where an account was chosen already, and may have been the wrong one."""
    return line if look.plan.on_paper else f"{line}-again"


ASKS: Final[tuple[Ask, ...]] = (NameAccountAsk(),)
