"""What a rule returns: the new plan and what happened. ``keeping.keep`` is the only thing that writes it."""

from dataclasses import dataclass
from datetime import datetime

from plans.events import Event, EventKind
from plans.ids import EntryId, PersonId, fresh
from plans.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change decided and not yet written. New entries stand in ``plan.record``."""

    plan: Plan
    events: tuple[Event, ...]

    def then(self, other: "Change") -> "Change":
        """This change followed by one decided on ``self.plan``."""
        return Change(plan=other.plan, events=self.events + other.events)


def happened(
    kind: EventKind,
    plan: Plan,
    *,
    by: PersonId | None,
    at: datetime,
    subject: str | None = None,
    **facts: object,
) -> Event:
    """An event on this plan. Facts are turned to text here; pass codes, dates, counts and ids only."""
    return Event(
        id=EntryId(fresh()),
        kind=kind,
        plan=plan.id,
        by=by,
        at=at,
        subject=subject,
        facts=tuple((name, str(value)) for name, value in facts.items()),
    )
