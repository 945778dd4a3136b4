"""What came of saying something to a person. The surface sorts its own answers into these; jobs know no surface.

Reasons and codes are short names such as ``rate-limited`` or ``channel_not_found``: never wording, never a token.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plans.gist import Gist
from plans.notices import Notice
from plans.people import Person


@dataclass(frozen=True, slots=True)
class Sent:
    """The surface took it. ``message_ref`` finds the message again; it is opaque here."""

    message_ref: str


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing was said, and it may be tried again.

    ``at`` is the surface's own wish, on the injected clock. An uncounted one is a limit, and does not use up an
    attempt; it holds everything for the workspace until ``at``, unless it was met ``alone``: by what leads up to this
    one message.
    """

    at: datetime | None
    reason: str
    counted: bool = True
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """This person or channel cannot be reached, or our message was malformed; trying again would not help."""

    code: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection died after the request, so it may have been said or not."""

    reason: str


@dataclass(frozen=True, slots=True)
class InstallationDown:
    """The installation is no longer accepted (token, scope). Rows are kept until the operator mends it."""

    code: str


SendOutcome = Sent | Later | Refused | Unknown | InstallationDown
Say = Callable[[], Awaitable[SendOutcome]]


@dataclass(frozen=True, slots=True)
class NotThere:
    """The surface was asked, and whatever was tried before has not been said."""


@dataclass(frozen=True, slots=True)
class CannotLook:
    """The surface does not tell; what was tried before stays unknown."""


Looked = Sent | NotThere | CannotLook | Later


class Speak(Protocol):
    """Says a notice, drawn from the plan as it is now. ``plan`` is None for what is owed by the calendar alone.

    It checks the account just before (B-07), makes at most one call that could be seen, and gives an outcome for
    everything it can foresee; what it raises counts as ``Unknown``.
    """

    async def __call__(self, notice: Notice, plan: Gist | None, person: Person) -> SendOutcome: ...


class DrawAhead(Protocol):
    """Draws what will be said within moments, and gives what says it; None for what is drawn as it is said.

    A whole batch is drawn in one go, which takes half as long as one message between two others. What it gives is
    called at most once, and does what ``Speak`` would.
    """

    def __call__(self, notice: Notice, plan: Gist | None, person: Person) -> Say | None: ...


def draws_nothing_ahead(notice: Notice, plan: Gist | None, person: Person) -> None:
    """``DrawAhead`` of a surface that draws each message as it is said."""
    del notice, plan, person


class LookUp(Protocol):
    """Looks whether a notice was said already, by its send key; asked only when nobody knows."""

    async def __call__(self, notice: Notice, person: Person) -> Looked: ...


async def never_looks(notice: Notice, person: Person) -> Looked:
    """``LookUp`` of a surface that cannot."""
    del notice, person
    return CannotLook()
