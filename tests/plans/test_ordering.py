"""How far each order of a case file has come, read off the plan's trail."""

from datetime import timedelta

from plans.events import Event, EventKind
from plans.examples import HR, ILLINOIS_PLAN, NOW
from plans.ids import EntryId, OrderId
from plans.ordering import OrderProgress, progress_of


def line(kind: EventKind, subject: str, *, hours: int, request: str | None = None) -> Event:
    by = None if kind is EventKind.EXPORT_WRITTEN else HR.id
    facts = () if request is None else (("request", request),)
    at = NOW + timedelta(hours=hours)
    return Event(id=EntryId(f"{hours}"), kind=kind, plan=ILLINOIS_PLAN, by=by, at=at, subject=subject, facts=facts)


ORDERED, WRITTEN, HANDED = EventKind.EXPORT_ORDERED, EventKind.EXPORT_WRITTEN, EventKind.EXPORT_HANDED_OVER


def test_an_order_is_ordered_then_written_then_handed_over() -> None:
    trail = (line(ORDERED, "a", hours=0), line(WRITTEN, "a", hours=1), line(HANDED, "a", hours=2))
    ordered, written, handed = (progress_of(trail[:count])[0] for count in (1, 2, 3))
    assert (ordered.written_at, ordered.in_hand) == (None, False)
    assert (written.written_at, written.in_hand) == (NOW + timedelta(hours=1), True)
    assert (handed.handed_over_by, handed.in_hand) == (HR.id, False)


def test_the_latest_order_comes_first_and_each_has_its_own_steps() -> None:
    trail = (line(ORDERED, "a", hours=0), line(ORDERED, "b", hours=1), line(WRITTEN, "a", hours=2))
    assert progress_of(trail) == (
        OrderProgress(id=OrderId("b"), by=HR.id, ordered_at=NOW + timedelta(hours=1)),
        OrderProgress(id=OrderId("a"), by=HR.id, ordered_at=NOW, written_at=NOW + timedelta(hours=2)),
    )


def test_the_employees_own_copy_is_handed_over_where_they_asked_for_it() -> None:
    trail = (line(ORDERED, "a", hours=0, request="r"), line(WRITTEN, "a", hours=1))
    (written,) = progress_of(trail)
    assert not written.in_hand
    (handed,) = progress_of((*trail, line(EventKind.COPY_HANDED_OVER, "r", hours=2)))
    assert handed.handed_over_at == NOW + timedelta(hours=2)


def test_what_else_happened_to_the_plan_is_no_order() -> None:
    assert progress_of((line(EventKind.NOTE_ADDED, "a", hours=0), line(WRITTEN, "b", hours=1))) == ()
