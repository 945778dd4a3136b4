"""The whole trail is looked through in the database itself, on both; whoever got past its guards is found."""

from datetime import timedelta
from typing import Final

import pytest

from jobs.housekeeping import BEATS_FOR, tidy
from plans import examples
from plans.chain import Anchor
from plans.events import Event, EventKind
from plans.ids import EntryId, PlanId, fresh
from plans.integrity import Looked, Mismatch, Walk, walked
from storage.database import Database
from tests.storage.tampering import forge

NOW = examples.NOW
ALONE: Final = 'workspace, seq, id, kind, plan, "by", at, subject, facts, apart, before, hash, head'
_INTO: Final = f"INSERT INTO audit ({ALONE})"
_FROM: Final = (
    "SELECT workspace, 5, 'new', kind, plan, \"by\", at, subject, facts, apart, before, hash, head FROM audit"
)
_UP: Final = tuple(f"UPDATE audit SET seq = {n} WHERE seq = {n + 1}" for n in range(5, 12))  # noqa: S608 - numbers
FORGERIES: Final[dict[str, tuple[tuple[str, ...], str, int]]] = {
    "changed": (("UPDATE audit SET subject = 'another' WHERE seq = 5",), "changed", 5),
    "changed facts": (('UPDATE audit SET facts = \'[["late","yes"]]\' WHERE seq = 5',), "changed", 5),
    "a kind nobody knows": (("UPDATE audit SET kind = 'note.invented' WHERE seq = 5",), "unreadable", 5),
    "facts that are none": (("UPDATE audit SET facts = '[[' WHERE seq = 5",), "unreadable", 5),
    "taken out": (("DELETE FROM audit WHERE seq = 5",), "gap", 5),
    "taken out and renumbered": (("DELETE FROM audit WHERE seq = 5", *_UP), "head", 5),
    "put in": (("UPDATE audit SET seq = 99 WHERE seq = 5", f"{_INTO} {_FROM} WHERE seq = 4"), "before", 5),
    "swapped": (
        (
            "UPDATE audit SET seq = 99 WHERE seq = 5",
            "UPDATE audit SET seq = 5 WHERE seq = 6",
            "UPDATE audit SET seq = 6 WHERE seq = 99",
        ),
        "head",
        5,
    ),
    "to another workspace": (("UPDATE audit SET workspace = 'TOTHER' WHERE seq = 5",), "gap", 5),
}


async def twelve_lines(database: Database) -> None:
    """In turns of two plans."""
    for number in range(12):
        async with database.begin() as work:
            plan = PlanId(f"plan-{number % 2}")
            by, entry = examples.SUPERVISOR.id, EntryId(fresh())
            line = Event(id=entry, kind=EventKind.NOTE_ADDED, plan=plan, by=by, at=NOW, facts=(("late", "no"),))
            await work.audit.append([line])
            await work.commit()


async def end(database: Database) -> Anchor:
    async with database.begin() as work:
        return await work.audit.anchor()


async def looked(database: Database, *anchors: Anchor, at_once: int = 5) -> Mismatch | None:
    walk = Walk(examples.WORKSPACE, anchors)
    for _ in range(50):
        async with database.begin() as work:
            over, found = await walked(work.integrity, walk, limit=at_once)
        if over:
            return found
    raise AssertionError


async def test_what_was_written_matches_however_much_is_read_at_once(database: Database) -> None:
    await twelve_lines(database)
    for at_once in (1, 5, 12, 500):
        assert await looked(database, await end(database), at_once=at_once) is None


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_what_was_done_past_the_guards_is_found_at_its_line(database: Database, forgery: str) -> None:
    await twelve_lines(database)
    statements, code, line = FORGERIES[forgery]
    await forge(database, *statements)
    for at_once in (1, 5, 500):
        found = await looked(database, at_once=at_once)
        assert found is not None
        assert (found.code, found.line) == (code, line)


async def test_an_end_that_was_cut_off_is_found_by_what_was_noted_before(database: Database) -> None:
    await twelve_lines(database)
    noted = await end(database)
    async with database.begin() as work:
        assert await work.integrity.note_anchor(noted, at=NOW)
        assert not await work.integrity.note_anchor(noted, at=NOW)
        await work.commit()
    await forge(database, "DELETE FROM audit WHERE seq > 9")
    assert await looked(database) is None, "the lines alone do not tell"
    async with database.begin() as work:
        anchors = await work.integrity.anchors()
    assert await looked(database, *anchors) == Mismatch(code="cut", line=12)


async def note(database: Database, look: Looked) -> Looked | None:
    async with database.begin() as work:
        await work.integrity.note_look(look)
        await work.commit()
    async with database.begin() as work:
        return await work.integrity.looked()


async def test_what_the_last_look_found_is_remembered_and_a_mismatch_with_the_day_it_was_found(
    database: Database,
) -> None:
    day = timedelta(days=1)
    async with database.begin() as work:
        assert await work.integrity.looked() is None
    for look in (Looked(at=NOW, lines=12), Looked(at=NOW + day, lines=14)):
        assert await note(database, look) == look
    first = Looked(at=NOW + 2 * day, lines=4, code="changed")
    assert await note(database, first) == first
    assert await note(database, Looked(at=NOW + 3 * day, lines=4, code="changed")) == first
    await tidy(database.begin, database.prune, now=NOW + 2 * BEATS_FOR)
    async with database.begin() as work:
        assert await work.integrity.looked() == first
    mended = Looked(at=NOW + 4 * day, lines=15)
    assert await note(database, mended) == mended
