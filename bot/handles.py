"""Handles: what travels in a button or a form. Random ids and a seal; never a role, a name or a topic (threats §3.4).

A handle is bound to the workspace, the person, the ask and an expiry: nobody else can use it, for nothing else.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.parts import Stands
from plans.ids import PersonId, WorkspaceId

# A review may be a year away and its message must still open; forms are short-lived.
BUTTON_LIFE: Final = timedelta(days=400)
FORM_LIFE: Final = timedelta(days=2)
_SEAL_BYTES: Final = 16
_NOTHING: Final = "-"


class ForgedHandleError(Exception):
    """The handle was not made by us for this person and ask, or it has expired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a handle stood for. ``entry`` is the id of what the form is to create."""

    stands: Stands
    entry: str | None


@dataclass(frozen=True, slots=True)
class Handles:
    """Seals and opens handles with the installation's key."""

    key: bytes
    # Nothing yet, under the key: what each handle goes on from.
    _empty: "hashlib.blake2s" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_empty", hashlib.blake2s(key=self.key, digest_size=_SEAL_BYTES))

    def seal(
        self,
        stands: Stands,
        *,
        workspace: WorkspaceId,
        person: PersonId,
        expires: datetime,
        entry: str | None = None,
    ) -> str:
        """``plan.subject.entry.expiry.seal``; about 140 characters."""
        return self.sealer(workspace=workspace, person=person, expires=expires)(stands, entry=entry)

    def sealer(self, *, workspace: WorkspaceId, person: PersonId, expires: datetime) -> "Sealer":
        """Seals one after the other for the same person: what is the same in all of them is worked out once."""
        return Sealer(self._begun(workspace=workspace, person=person), f"{int(expires.timestamp()):x}")

    def open(self, handle: str, *, ask: str, workspace: WorkspaceId, person: PersonId, now: datetime) -> Opened:
        """What the handle stands for.

        Raises:
            ForgedHandleError: wrong shape, seal, person, ask or workspace, or past its expiry.

        """
        if not handle.isascii():
            raise ForgedHandleError
        body, _, seal = handle.rpartition(".")
        fields = body.split(".")
        good = hmac.compare_digest(
            seal.encode(),
            _ended(self._begun(workspace=workspace, person=person), body, ask=ask).encode(),
        )
        if not good or len(fields) != 4 or int(fields[3], 16) < now.timestamp():  # noqa: PLR2004 - the four fields of ``seal``
            raise ForgedHandleError
        plan, subject, entry = (None if value == _NOTHING else value for value in fields[:3])
        return Opened(stands=Stands(ask=ask, plan=plan, subject=subject), entry=entry)

    def _begun(self, *, workspace: WorkspaceId, person: PersonId) -> "hashlib.blake2s":
        # Lengths first, so that no two sets of parts make one text.
        mac = self._empty.copy()
        mac.update(f"{len(workspace)}:{workspace}{len(person)}:{person}".encode())
        return mac


class Sealer:
    """Seals handles for one person, all with the same expiry."""

    __slots__ = ("_begun", "_expiry")

    def __init__(self, begun: "hashlib.blake2s", expiry: str) -> None:
        self._begun = begun
        self._expiry = expiry

    def __call__(self, stands: Stands, *, entry: str | None = None) -> str:
        """As ``Handles.seal``."""
        return self.seal(stands.ask, stands.plan, stands.subject, entry)

    def seal(self, ask: str, plan: str | None, subject: str | None, entry: str | None = None) -> str:
        """The same, for whoever has the parts of what the button stands for."""
        body = f"{plan or _NOTHING}.{subject or _NOTHING}.{entry or _NOTHING}.{self._expiry}"
        return f"{body}.{_ended(self._begun, body, ask=ask)}"


def _ended(begun: "hashlib.blake2s", body: str, *, ask: str) -> str:
    mac = begun.copy()
    mac.update(f"{len(ask)}:{ask}{len(body)}:{body}".encode())
    return mac.hexdigest()
