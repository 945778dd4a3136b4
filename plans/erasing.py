"""What has to go besides the plan itself when a plan is erased, and what is known of those that are gone."""

from datetime import datetime
from typing import NamedTuple, Protocol

from plans.ids import PlanId


class Tombstone(NamedTuple):
    """What is left of a plan: which, and since when there is no more of it."""

    plan: PlanId
    at: datetime


class Erasing(Protocol):
    """What stands about a plan outside the plan itself."""

    async def erase(self, plan: PlanId) -> None:
        """Orders of its case file and everything that was owed to be said about it; the audit trail stays."""

    async def tombstones(self) -> tuple[Tombstone, ...]:
        """Every plan whose content is gone, the first to go first."""
