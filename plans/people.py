"""The people Milepost knows, what they are to the organisation, and what they are to a plan."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from plans.ids import PersonId, WorkspaceId
from plans.records import record
from plans.words import Words

# Stands where a person was, on what is left of a plan whose content is gone.
NOBODY: Final = PersonId("")
# Where people are found who have no account.
ON_PAPER: Final = "paper"
# How old facts about an account may be when a form is submitted (threats §3.4).
FACTS_STALE_AFTER: Final = timedelta(seconds=60)


class Standing(StrEnum):
    """What an account is, as the chat surface says (S0-02)."""

    MEMBER = "member"
    GUEST = "guest"
    EXTERNAL = "external"
    BOT = "bot"
    DEACTIVATED = "deactivated"
    ON_PAPER = "on_paper"
    """No account at all: somebody whose plan is kept on paper (F-06)."""


class Office(StrEnum):
    """What a person may do beyond their own plans; it comes from the settings, never from the chat surface."""

    HR = "hr"
    HR_LEAD = "hr_lead"
    STARTER = "starter"


_STARTER: Final = frozenset({Office.STARTER})
_NO_OFFICE: Final = frozenset[Office]()


class Role(StrEnum):
    """What a person is to one plan."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    REVIEWER = "reviewer"
    HR = "hr"


@record
class Handle:
    """Where a person is found on one chat surface; names are never compared."""

    surface: str
    tenant: str
    native_id: str


@record
class Person:
    """Someone Milepost has met. Copied from the surface: id, name, e-mail, zone and locale, nothing more (P-29)."""

    id: PersonId
    workspace: WorkspaceId
    handle: Handle
    name: Words
    email: Words | None
    zone: str
    locale: str
    standing: Standing
    checked_at: datetime
    offices: frozenset[Office] = frozenset()

    @property
    def active(self) -> bool:
        """Whether the account is a full, living member: the only kind that may be on a plan (S0-02)."""
        return self.standing is Standing.MEMBER

    @property
    def on_paper(self) -> bool:
        """Whether they have no account: a plan may be with them, and no message ever reaches them (F-06)."""
        return self.standing is Standing.ON_PAPER

    def holds(self, office: Office) -> bool:
        """Whether the person holds this office and may still use it."""
        return self.active and office in self.offices

    def fresh_at(self, now: datetime) -> bool:
        """Whether the facts are young enough to act on."""
        return now - self.checked_at <= FACTS_STALE_AFTER

    def with_offices(self, offices: frozenset[Office]) -> Self:
        return replace(self, offices=offices)


def person_on_paper(name: Words, *, key: str, beside: Person, now: datetime) -> Person:
    """Somebody without an account, whose name was typed ``beside`` somebody here; their days are reckoned alike.

    ``key`` makes the same person of a form that was sent twice. Nobody is found by a name.
    """
    return Person(
        id=PersonId(key),
        workspace=beside.workspace,
        handle=Handle(surface=ON_PAPER, tenant=beside.workspace, native_id=key),
        name=name,
        email=None,
        zone=beside.zone,
        locale=beside.locale,
        standing=Standing.ON_PAPER,
        checked_at=now,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """Who holds which office. A missing list denies, but for starters: ``None`` means every member (issue contract).

    Starters are known by their handles: nobody has to be met before they may start a plan, and nobody looked up.
    """

    hr: tuple[PersonId, ...] = ()
    hr_lead: PersonId | None = None
    starters: frozenset[Handle] | None = None

    def of(self, person: PersonId, handle: Handle | None = None) -> frozenset[Office]:
        """The offices of a person; without their handle they are no starter unless everybody is."""
        ordinary = _STARTER if self.starters is None or handle in self.starters else _NO_OFFICE
        if person not in self.hr and person != self.lead:
            return ordinary
        held = (Office.HR, person in self.hr), (Office.HR_LEAD, person == self.lead)
        return ordinary.union(office for office, holds in held if holds)

    @property
    def lead(self) -> PersonId | None:
        """The HR lead; the first HR member unless the settings name one."""
        return self.hr_lead or next(iter(self.hr), None)
