"""Words of a plan are held fast by the line of their change, on both databases, until the plan is erased."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import pytest

from plans import examples
from plans.actions.erase_again import erase_again
from plans.acts import Act
from plans.chain import digest_of, head_after
from plans.change import Change
from plans.events import Event, EventKind
from plans.holding import Held, content_with, read
from plans.ids import EntryId, PlanId, WorkspaceId, fresh
from plans.integrity import Look, Mismatch, NoSuchPlanHeldError, Walk
from plans.keeping import keep
from plans.plan import Plan
from plans.ports import System
from plans.rights import hr_contacted
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.bot.running import PLAN, story
from tests.conftest import open_database
from tests.plans.everything import plan_with_everything
from tests.storage.tampering import forge
from tests.storage.trail_reading import faults, rows_of

NOW: Final = examples.NOW
SECRET: Final = "What I tell HR alone"


async def held(database: Database, plan: PlanId = PLAN) -> Held:
    async with database.begin() as work:
        return await work.integrity.held(plan)


async def looked(database: Database) -> Mismatch | None:
    look = Look(Walk(examples.WORKSPACE))
    for _ in range(50):
        async with database.begin() as work:
            over, found = await look.some(work.integrity, limit=20)
        if over:
            return found
    raise AssertionError


async def plan_of(database: Database) -> Plan:
    async with database.begin() as work:
        return await work.plans.get(PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW)


async def kinds(database: Database) -> Sequence[str]:
    return [row["kind"] for row in await rows_of(database)]


async def test_every_word_of_a_whole_plan_is_held_by_the_line_of_its_change(database: Database) -> None:
    await story(database.begin)
    found = await held(database)
    assert len(found.present) > 10
    assert found.fault() is None
    assert {place for place, (_, words) in found.noted.items() if words} == found.present.keys()
    assert EventKind.WORDS_HELD not in await kinds(database), "each change has a line it belongs to"
    rows = await rows_of(database)
    signed = next(row for row in rows if row["kind"] is EventKind.SIGNATURE_GIVEN)
    assert f"signature/{signed['subject']}" in dict(read(signed["words"]))
    assert await looked(database) is None


async def test_no_word_stands_in_a_line(database: Database) -> None:
    await story(database.begin)
    text = " ".join(str(dict(row)) for row in await rows_of(database))
    plan = await plan_of(database)
    for words in [goal.text for goal in plan.goals] + [one.text for one in plan.concerns[0].examples]:
        assert words.reveal() not in text


_PUT_IN: Final = (
    "INSERT INTO question (plan, id, position, workspace, author, at, text)"
    " SELECT id, 'new', 50, workspace, employee, started_at, 'Why?' FROM plan"
)
FORGERIES: Final[dict[str, tuple[str, str]]] = {
    "an example is changed": ("UPDATE example SET text = 'Nothing was done.'", "words"),
    "a goal is changed": ("UPDATE goal SET text = 'Do ten times as much.'", "words"),
    "a number is put in": ("UPDATE goal SET aim = '7'", "words"),
    "an example is taken out": ("DELETE FROM example", "words"),
    "strengths are changed": ("UPDATE plan SET strengths = 'None.'", "words"),
    "the salt is taken away": ("UPDATE plan SET salt = NULL", "salt"),
    "another salt": (f"UPDATE plan SET salt = '{'5a' * 32}'", "words"),  # noqa: S608 - a constant
    "what makes no salt": ("UPDATE plan SET salt = 'none'", "plan-unreadable"),
    "a question is put in": (_PUT_IN, "words-new"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_words_changed_past_milepost_are_found_without_any_bundle(database: Database, forgery: str) -> None:
    await story(database.begin)
    statement, code = FORGERIES[forgery]
    await forge(database, statement)
    found = await looked(database)
    assert found is not None
    assert (found.code, found.plan) == (code, PLAN)


async def test_changing_the_line_as_well_breaks_the_chain(database: Database) -> None:
    await story(database.begin)
    await forge(database, "UPDATE audit SET words = NULL WHERE kind = 'signature.given'")
    found = await looked(database)
    assert found is not None
    assert (found.code, found.kind) == ("changed", EventKind.SIGNATURE_GIVEN)


async def test_what_hr_is_told_in_confidence_is_held_in_the_chain_apart(database: Database) -> None:
    await story(database.begin)
    plan = await plan_of(database)
    async with database.begin() as work:
        await keep(work, hr_contacted(plan, entry=EntryId(fresh()), text=Words(SECRET), by=examples.EMPLOYEE, at=NOW))
        await work.commit()
    last = (await rows_of(database))[-1]
    assert last["apart"]
    assert [place.partition("/")[0] for place, _ in read(last["words"])] == ["hr_request"]
    assert not any("hr_request" in (row["words"] or "") for row in await rows_of(database) if not row["apart"])
    assert (await held(database)).fault() is None
    await forge(database, "UPDATE hr_request SET text = 'Something else'")
    found = await looked(database)
    assert found == Mismatch(code="words", line=last["seq"], plan=PLAN)


async def test_a_plan_from_before_is_held_whole_from_its_next_change_on(database: Database) -> None:
    """Its confidential part by a line apart, so that no line the parties read tells of one."""
    plan = plan_with_everything(PlanState.ACTIVE).with_(revision=0, workspace=examples.WORKSPACE)
    async with database.begin() as work:
        await work.plans.add(plan, next_at=None)
        await work.commit()
    assert await rows_of(database) == []
    assert (await held(database, plan.id)).salt is None
    async with database.begin() as work:
        stored = await work.plans.get(plan.id, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW)
        await work.plans.save(stored.with_(strengths=Words("Patience.")), next_at=None)
        kind, by = EventKind.HR_CONTACTED, plan.employee
        await work.audit.append([Event(id=EntryId(fresh()), kind=kind, plan=plan.id, by=by, at=NOW)])
        await work.commit()
    assert [row["kind"] for row in await rows_of(database)] == [EventKind.HR_CONTACTED, EventKind.WORDS_HELD]
    found = await held(database, plan.id)
    assert found.fault() is None
    assert len(found.present) > 40
    assert list(faults(await rows_of(database))) == []


async def test_a_change_without_a_line_of_its_own_gets_one(database: Database) -> None:
    await story(database.begin)
    plan = await plan_of(database)
    async with database.begin() as work:
        await keep(work, Change(plan=plan.with_(strengths=Words("Something new.")), events=()))
        await work.commit()
    rows = await rows_of(database)
    assert (rows[-1]["kind"], rows[-1]["apart"]) == (EventKind.WORDS_HELD, False)
    assert await looked(database) is None
    assert list(faults(rows)) == []


async def test_what_was_undone_is_held_by_nothing(database: Database) -> None:
    await story(database.begin)
    plan = await plan_of(database)
    async with database.begin() as work:
        await keep(work, Change(plan=plan.with_(strengths=Words("Not kept.")), events=()))
    assert await looked(database) is None


async def test_erasing_takes_the_salt_and_leaves_every_line(database: Database) -> None:
    await story(database.begin)
    before = await rows_of(database)
    salt = (await held(database)).salt
    assert salt is not None
    async with database.begin() as work:
        assert await erase_again(work, PLAN, now=NOW)
        await work.commit()
    after = await rows_of(database)
    assert after[: len(before)] == before
    assert after[-1]["words"] is None
    assert await held(database) == Held(salt=None, present={}, noted=(await held(database)).noted, gone=True)
    assert await looked(database) is None
    assert list(faults(after)) == []
    assert salt not in str(after)


async def test_a_plan_that_is_not_there_is_told_apart(database: Database) -> None:
    with pytest.raises(NoSuchPlanHeldError):
        await held(database, PlanId("none"))


async def test_the_trail_a_bundle_gets_has_what_its_lines_hold(database: Database) -> None:
    await story(database.begin)
    async with database.begin() as work:
        trail = await work.audit.trail(PLAN, reader=System.OPERATOR, now=NOW)
        events = await work.audit.of(PLAN, reader=System.OPERATOR, now=NOW)
    rows = [row for row in await rows_of(database) if not row["apart"]]
    for line, event, row in zip(trail.lines, events, rows, strict=True):
        words = read(row["words"])
        assert line.content == content_with(event, words, workspace=examples.WORKSPACE, apart=False)
        assert line.digest == digest_of(line.content)
    assert head_after(trail.start.head, trail.lines[0].hash) == rows[0]["head"]


async def test_a_line_for_such_a_change_has_the_time_of_its_own_workspace(address: str) -> None:
    database, other = open_database(address), open_database(address, workspace=WorkspaceId("T0OTHER"))
    await story(database.begin)
    before = await rows_of(database)
    long_ago = NOW - timedelta(days=400)
    kind = EventKind.HR_CONTACTED
    async with other.begin() as work:
        await work.audit.append(
            [Event(id=EntryId(fresh()), kind=kind, plan=None, by=None, at=long_ago) for _ in range(len(before) + 1)]
        )
        await work.commit()
    plan = await plan_of(database)
    async with database.begin() as work:
        await keep(work, Change(plan=plan.with_(strengths=Words("Something new.")), events=()))
        await work.commit()
    (line,) = [row for row in await rows_of(database) if row["kind"] is EventKind.WORDS_HELD]
    assert line["at"] > long_ago
    await database.close()
    await other.close()
