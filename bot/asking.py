"""What every ask is given, and what it is: the seam between a surface and the domain's actions."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.forms import Raw
from bot.parts import Stands
from bot.replies import Reply
from bot.wording import Wording
from plans.ids import PersonId, PlanId
from plans.people import Person
from plans.policy import Pack
from plans.ports import Begin, NoSuchPlanError, Work


class Directory(Protocol):
    """Who is who on the surface; answers come from the surface itself and may be at most 60 s old."""

    async def look_up(self, native_id: str, *, now: datetime) -> Person:
        """The person with this native id, stored and with fresh facts.

        Raises:
            PersonUnknownError: the surface knows nobody by this id.
            SurfaceUnreachableError: the surface did not answer in time; nothing was changed.

        """


class PersonUnknownError(Exception):
    """The surface knows nobody by this id."""


class AlreadyRecordedError(Exception):
    """The same form was sent before, and its effect stands."""


class SurfaceUnreachableError(Exception):
    """The surface did not answer in time."""


def _no_link(_plan: PlanId, _person: PersonId) -> None:
    """As long as nobody says where the server is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What stays the same between interactions."""

    begin: Begin
    wording: Wording
    directory: Directory
    packs: Mapping[str, Pack]
    default_pack: str
    # Where a browser finds the dates of a plan for a person's calendar; None where no browser reaches us.
    dates_link: Callable[[PlanId, PersonId], str | None] = _no_link


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody asks to see a form: by a command, or by a button that stands for something."""

    by: Person
    stands: Stands
    now: datetime
    house: House

    @property
    def plan(self) -> PlanId:
        """The plan it is about.

        Raises:
            NoSuchPlanError: when it is about none.

        """
        if self.stands.plan is None:
            raise NoSuchPlanError
        return PlanId(self.stands.plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Somebody submitted a form, or pressed a button inside one. ``raw`` is what stood in its fields."""

    asked: Asked
    entry: str
    raw: Mapping[str, Raw]

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A transaction that keeps this submission's id with its effect, so that sending it twice does it once.

        Raises:
            AlreadyRecordedError: this very submission was kept before.

        """
        async with self.asked.house.begin() as work:
            if not await work.once(self.entry, at=self.asked.now):
                raise AlreadyRecordedError
            yield work


class Ask(Protocol):
    """A form, and what its answers do. ``name`` is the name of the action, the button and the callback."""

    @property
    def name(self) -> str: ...

    async def show(self, asked: Asked) -> Reply:
        """The form, drawn from what the person may see at this moment."""

    async def take(self, answered: Answered) -> Reply:
        """Read, act, answer. The form is drawn again from the present state to read its answers against."""
