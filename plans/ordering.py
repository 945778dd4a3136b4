"""Where the orders of a plan's case file stand, read off its audit trail: ordered, written, handed over (P-09)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plans.events import Event, EventKind
from plans.ids import OrderId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderProgress:
    """One order with when each step was taken; None for a step still to come.

    ``request`` is what the employee asked for, where it is their own copy; that one is handed over on its own form.
    """

    id: OrderId
    by: PersonId | None
    ordered_at: datetime
    written_at: datetime | None = None
    handed_over_by: PersonId | None = None
    handed_over_at: datetime | None = None
    request: str | None = None

    @property
    def in_hand(self) -> bool:
        """Whether the file is there and nobody has it yet."""
        return self.request is None and self.written_at is not None and self.handed_over_at is None


def progress_of(events: Sequence[Event]) -> tuple[OrderProgress, ...]:
    """All orders, the latest first. ``events`` are the plan's audit lines in their order."""
    found: dict[str, OrderProgress] = {}
    for event in events:
        subject = event.subject or ""
        known = found.get(subject)
        if event.kind is EventKind.EXPORT_ORDERED:
            found[subject] = OrderProgress(
                id=OrderId(subject), by=event.by, ordered_at=event.at, request=event.fact("request")
            )
        elif known is not None and event.kind is EventKind.EXPORT_WRITTEN:
            found[subject] = replace(known, written_at=event.at)
        elif known is not None and event.kind is EventKind.EXPORT_HANDED_OVER:
            found[subject] = replace(known, handed_over_by=event.by, handed_over_at=event.at)
        elif event.kind is EventKind.COPY_HANDED_OVER:
            for order in tuple(found.values()):
                if order.request == subject and order.written_at is not None:
                    found[order.id] = replace(order, handed_over_by=event.by, handed_over_at=event.at)
    return tuple(sorted(found.values(), key=lambda order: (order.ordered_at, order.id), reverse=True))
