"""The scribe: turns ids and instants of one plan into the names and local times a document shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from plans.document import Entry, Fact, Moment, Named, Value
from plans.ids import PersonId
from plans.people import Office, Role
from plans.plan import Plan
from plans.record import Rebuttal
from plans.terms import Terms
from plans.words import Words

_NOTHING: Final = ("", Words(""))


def facts(**named: Value | None) -> tuple[Fact, ...]:
    """The facts that are known; an empty text is none."""
    return tuple(Fact(name, value) for name, value in named.items() if value is not None and value not in _NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scribe:
    """Works on a plan that holds only what may stand in the document. Times are shown in the employee's zone.

    Of a plan whose content is gone nobody knows whose it was, and times are in UTC.
    """

    plan: Plan
    terms: Terms
    made_at: datetime

    @property
    def zone(self) -> str:
        employee = self.terms.people.get(self.plan.employee)
        return "UTC" if employee is None else employee.zone

    def moment(self, at: datetime | None) -> Moment | None:
        return None if at is None else Moment(at, self.zone)

    def named(self, person: PersonId | None, role: Role | None = None) -> Named | None:
        """The person with the role they had then, or else have now."""
        if person is None:
            return None
        known = self.terms.people.get(person)
        # What came in on paper keeps the name it came in under, and is the employee's all the same (F-06).
        now = Role.EMPLOYEE if self.plan.employee_is(person) else self.plan.role_of(person)
        if now is None and known is not None and Office.HR in known.offices:
            now = Role.HR
        return Named(self._signed_name(person) if known is None else known.name, role or now)

    def name_of(self, person: PersonId | None) -> Named | None:
        """The person without a role, where the line itself says what they are."""
        named = self.named(person)
        return None if named is None else Named(named.name, None)

    def _signed_name(self, person: PersonId) -> Words | None:
        """Of someone no longer known the name stays that they signed with (P-29)."""
        return next((given.name_shown for given in self.plan.signatures if given.person == person), None)

    def goal_text(self, goal: str | None) -> Words | None:
        return next((found.text for found in self.plan.goals if found.id == goal), None)

    def rebuttals(self, about: str) -> tuple[Entry, ...]:
        """What the employee had to say about this part; it stands wherever the part stands (P-08)."""
        return tuple(self.rebuttal(found) for found in self.plan.record.rebuttals if found.about == about)

    def rebuttal(self, rebuttal: Rebuttal, *, about: str | None = None) -> Entry:
        """``about`` is for one that stands alone."""
        return Entry(
            name="rebuttal",
            id=rebuttal.id,
            by=self.named(rebuttal.author, Role.EMPLOYEE),
            at=self.moment(rebuttal.at),
            facts=facts(
                about=about,
                text=rebuttal.text,
                reply=rebuttal.reply,
                replied_by=self.named(rebuttal.replied_by, Role.HR),
                replied_at=self.moment(rebuttal.replied_at),
            ),
        )


def ids_in(entries: tuple[object, ...]) -> Iterator[str]:
    """The ids of all entries among these blocks and of what is attached to them."""
    for entry in entries:
        if isinstance(entry, Entry):
            yield entry.id
            yield from ids_in(entry.attached)
