"""What stands beside an entry that came in on paper."""

from dataclasses import dataclass
from datetime import date, datetime

from plans.ids import EntryId, PersonId
from plans.people import Role
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What came in on paper (F-06): who typed it in and when, the day on the paper, and who was there.

    ``about`` is the id of what it became: a signature, an entry, or the milestone that was reported done.
    """

    id: EntryId
    author: PersonId
    role: Role
    at: datetime
    about: str
    on: date
    witness: Words
    filed: Words | None = None
