"""A look through the trail finds the first line that is not what was written, wherever it is."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from plans import examples
from plans.chain import BEGINNING, Anchor, head_after, line_of
from plans.events import Event, EventKind
from plans.ids import EntryId, PlanId
from plans.integrity import Mismatch, Stored, Walk

LINES = 60
PLANS = (PlanId("a"), PlanId("b"), None)


def hung(events: Sequence[Event], apart: Sequence[bool]) -> list[Stored]:
    """As the program writes them."""
    ends: dict[object, str] = {}
    head, rows = BEGINNING, list[Stored]()
    for number, (event, alone) in enumerate(zip(events, apart, strict=True), start=1):
        before = ends.get((event.plan, alone), BEGINNING)
        line = line_of(event, workspace=examples.WORKSPACE, apart=alone, before=before)
        ends[event.plan, alone] = line.hash
        head = head_after(head, line.hash)
        rows.append(Stored(number, event, alone, before, line.hash, head))
    return rows


def trail(count: int = LINES) -> list[Stored]:
    draw = random.Random(11)  # noqa: S311 - the same every time
    events = [
        Event(
            id=EntryId(f"{number:032x}"),
            kind=EventKind.NOTE_ADDED,
            plan=draw.choice(PLANS),
            by=examples.EMPLOYEE.id,
            at=examples.NOW,
            subject=f"note-{number}",
            facts=(("late", "no"),),
        )
        for number in range(count)
    ]
    return hung(events, [draw.random() < 0.2 for _ in events])


def looked(rows: Sequence[Stored], *anchors: Anchor) -> Mismatch | None:
    walk = Walk(examples.WORKSPACE, anchors)
    for row in rows:
        found = walk.take(row)
        if found is not None:
            return found
    return walk.over()


def renumbered(rows: Sequence[Stored]) -> list[Stored]:
    return [row._replace(number=number) for number, row in enumerate(rows, start=1)]


def rewritten(rows: Sequence[Stored], at: int) -> list[Stored]:
    """By somebody who knows how: every hash from there on is worked out anew."""
    changed = [*rows]
    changed[at] = rows[at]._replace(event=replace(rows[at].event, subject="another"))
    return hung([row.event for row in changed], [row.apart for row in changed])


def with_event(rows: list[Stored], place: int, /, **changes: object) -> list[Stored]:
    changed = rows[place]._replace(event=replace(rows[place].event, **changes))  # type: ignore[arg-type]
    return [*rows[:place], changed, *rows[place + 1 :]]


def swapped(rows: list[Stored], at: int) -> list[Stored]:
    return renumbered([*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]])


TAMPERING: dict[str, Callable[[list[Stored], int], list[Stored]]] = {
    "another subject": lambda rows, at: with_event(rows, at, subject="another"),
    "another time": lambda rows, at: with_event(rows, at, at=examples.NOW.replace(year=2020)),
    "another person": lambda rows, at: with_event(rows, at, by=examples.HR.id),
    "nobody did it": lambda rows, at: with_event(rows, at, by=None),
    "another kind": lambda rows, at: with_event(rows, at, kind=EventKind.PLAN_OPENED),
    "another plan": lambda rows, at: with_event(rows, at, plan=PlanId("c")),
    "other facts": lambda rows, at: with_event(rows, at, facts=(("late", "yes"),)),
    "to the other chain": lambda rows, at: [*rows[:at], rows[at]._replace(apart=not rows[at].apart), *rows[at + 1 :]],
    "taken out": lambda rows, at: [*rows[:at], *rows[at + 1 :]],
    "taken out and renumbered": lambda rows, at: renumbered([*rows[:at], *rows[at + 1 :]]),
    "put in twice": lambda rows, at: renumbered([*rows[: at + 1], *rows[at:]]),
    "two swapped": swapped,
    "without its hash": lambda rows, at: [*rows[:at], rows[at]._replace(hash=""), *rows[at + 1 :]],
    "another head": lambda rows, at: [*rows[:at], rows[at]._replace(head="0" * 64), *rows[at + 1 :]],
}


def test_a_trail_as_it_was_written_matches_with_every_anchor_on_the_way() -> None:
    rows = trail()
    anchors = [Anchor(count=row.number, head=row.head) for row in rows]
    assert looked(rows, Anchor(count=0, head=BEGINNING), *anchors) is None
    assert looked([]) is None


@pytest.mark.parametrize("kind", TAMPERING)
def test_tampering_is_found_at_the_line_it_begins_with(kind: str) -> None:
    rows = trail()
    # What is left out at the very end only an anchor shows.
    for at in range(LINES - 2):
        found = looked(TAMPERING[kind](rows, at))
        assert found is not None, at
        # What was put behind its place shows where the chain goes on.
        assert at + 1 <= found.line, at
        if kind not in {"taken out and renumbered", "two swapped"}:
            assert found.line <= at + 2, at


def test_a_line_that_is_out_of_place_in_the_workspace_alone_is_found() -> None:
    """Two lines of different plans that change places leave every plan's chain as it is."""
    rows = trail()
    at = next(at for at in range(LINES - 1) if rows[at].event.plan != rows[at + 1].event.plan)
    found = looked(swapped(rows, at))
    assert found is not None
    assert (found.code, found.line) == ("head", at + 1)


@pytest.mark.parametrize("at", [0, 1, LINES // 2, LINES - 1])
def test_who_works_out_every_hash_anew_is_found_by_any_anchor_from_after_the_change(at: int) -> None:
    rows = trail()
    forged = rewritten(rows, at)
    assert looked(forged) is None, "without an anchor nobody could tell"
    for noted in rows[at:]:
        found = looked(forged, Anchor(count=noted.number, head=noted.head))
        assert found is not None
        assert (found.code, found.line) == ("anchor", noted.number)


@pytest.mark.parametrize("gone", [1, 2, 7, LINES])
def test_an_end_that_was_cut_off_is_found_by_an_anchor_of_more_lines(gone: int) -> None:
    rows = trail()
    noted = Anchor(count=LINES, head=rows[-1].head)
    assert looked(rows[:-gone]) is None, "without an anchor nobody could tell"
    found = looked(rows[:-gone], noted)
    assert found == Mismatch(code="cut", line=LINES)


def test_an_anchor_that_speaks_of_two_heads_at_once_cannot_match() -> None:
    rows = trail()
    right, wrong = Anchor(count=9, head=rows[8].head), Anchor(count=9, head="1" * 64)
    found = looked(rows, right, wrong)
    assert found is not None
    assert (found.code, found.line) == ("anchor", 9)
    assert looked(rows, Anchor(count=0, head="1" * 64)) == Mismatch(code="anchor", line=0)


def test_what_is_no_line_at_all_is_unreadable_and_no_error() -> None:
    rows = trail()
    found = looked(with_event(rows, 4, subject=7))
    assert found == Mismatch(code="unreadable", line=5)
