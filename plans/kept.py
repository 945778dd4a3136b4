"""What keeps a plan from being erased, and why one is gone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plans.ids import PersonId
from plans.words import Words


class EraseCause(StrEnum):
    """Why a plan was erased; it stands on what is left of it (P-10)."""

    RETENTION_OVER = "retention-over"
    EXPUNGED = "expunged"
    ERASED_BEFORE = "erased-before"
    """It had been erased once; a backup from before that brought it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """HR keeps the plan whatever its time may be, until HR says otherwise (P-10). Only HR reads it."""

    reason: Words
    set_by: PersonId
    set_at: datetime
    lifted_by: PersonId | None = None
    lifted_at: datetime | None = None
    lifted_reason: Words | None = None

    @property
    def stands(self) -> bool:
        return self.lifted_at is None
