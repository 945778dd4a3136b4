"""HR is asked what became of a party whose account is no longer active (requirements §5).

Each answer leads to the form that records it. Nothing is taken for granted: somebody whose account is off may have
left, have moved on, be away, or be the victim of a mistake.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.asking import Answered, Asked, PersonUnknownError, SurfaceUnreachableError
from bot.asks.looking import Look, look_at
from bot.digest_view import ACCOUNT_GONE
from bot.forms import Form
from bot.parts import Button, Buttons, Small, Stands, Style
from bot.replies import Reply, ShowForm
from plans.acts import Act
from plans.ids import PersonId
from plans.people import Person, Role
from plans.plan import PlanError
from plans.policy import OutcomeKind
from plans.ports import NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountGone:
    """For HR on the plan alone. The surface is asked once more first: the account may be back."""

    name: str = ACCOUNT_GONE

    async def show(self, asked: Asked) -> Reply:
        gone, _ = _party(await _look(asked))
        with suppress(PersonUnknownError, SurfaceUnreachableError):
            await asked.house.directory.look_up(gone.handle.native_id, now=asked.now)
        look = await _look(asked)
        person, role = _party(look)
        return ShowForm(form=_back(look, person, role) if person.active else _question(look, person, role))

    async def take(self, answered: Answered) -> Reply:
        return await self.show(answered.asked)


async def _look(asked: Asked) -> Look:
    async with asked.house.begin() as work:
        look = await look_at(work, asked, Act.READ_HR_COMPARTMENT)
    if look.role is not Role.HR:
        raise NotAllowedError("not-yours")
    return look


def _party(look: Look) -> tuple[Person, Role]:
    """Whom it is about, and what they are to the plan now.

    Raises:
        PlanError: ``part-gone`` for somebody who is no party to it any more.

    """
    person = look.terms.people.get(PersonId(look.subject))
    role = None if person is None else look.plan.role_of(person.id)
    if person is None or role is None:
        raise PlanError("part-gone")
    return person, role


def _question(look: Look, person: Person, role: Role) -> Form:
    employee = role is Role.EMPLOYEE
    return look.form(
        "account-gone-title",
        look.text("account-gone-intro", name=look.name(person.id), side=look.code("side", role)),
        Buttons((*(_ends(look) if employee else ()), *_waits(look), *(() if employee else _over(look)))),
        Small(look.say("account-gone-employee" if employee else "account-gone-supervisor")),
        Small(look.say("account-gone-mistake")),
        look.back(look.button("account-gone-look", ACCOUNT_GONE, person.id)),
    )


def _ends(look: Look) -> Iterator[Button]:
    """Once it was delivered a plan ends as what it was; before that there is nothing to end, only to throw away."""
    if look.may(Act.WITHDRAW_PLAN):
        yield look.button("account-gone-left", "withdraw_plan", OutcomeKind.ENDED_LEFT)
        yield look.button("account-gone-transferred", "withdraw_plan", OutcomeKind.ENDED_TRANSFERRED)
    elif look.may(Act.DISCARD_PLAN):
        yield look.button("account-gone-left", "discard_plan")
        yield look.button("account-gone-transferred", "discard_plan")


def _waits(look: Look) -> Iterator[Button]:
    if look.may(Act.RECORD_ABSENCE):
        yield look.button("account-gone-away", "record_absence")


def _over(look: Look) -> Iterator[Button]:
    """Somebody else takes the plan over; only where that is no way, it ends."""
    if look.may(Act.HAND_OVER):
        yield look.button("account-gone-hand-over", "hand_over", style=Style.PRIMARY)
    if look.may(Act.WITHDRAW_PLAN):
        yield look.button("account-gone-end", "withdraw_plan", style=Style.DANGER)
    elif look.may(Act.DISCARD_PLAN):
        yield look.button("account-gone-end", "discard_plan", style=Style.DANGER)


def _back(look: Look, person: Person, role: Role) -> Form:
    overview = Button(label=look.say("account-back-overview"), stands=Stands(ask="read_digest"))
    return look.form(
        "account-gone-title",
        look.text("account-back", name=look.name(person.id), side=look.code("side", role)),
        look.back(overview),
    )


ASKS = (AccountGone(),)
