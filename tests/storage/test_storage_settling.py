"""Settling many at once writes each row as the tables' own types would, and only what its worker still holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from plans import examples
from plans.ids import NoticeId, PersonId, WorkspaceId, fresh
from plans.notice_ports import Settled
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from storage.database import Database
from storage.engines import connected
from storage.tables import NoticeAttemptRow, NoticeRow, table_of
from tests.conftest import open_database

NOW = examples.NOW
NOTICE, ATTEMPT = table_of(NoticeRow), table_of(NoticeAttemptRow)
ELSEWHERE = WorkspaceId("T0ELSEWHERE")
LEASE = timedelta(seconds=30)


def owed(key: str, *, workspace: WorkspaceId = examples.WORKSPACE) -> Owed:
    return Owed(
        key=key,
        workspace=workspace,
        plan=None,
        person=PersonId(fresh()),
        kind=NoticeKind.DIGEST,
        subject=None,
        due_at=NOW,
        zone="America/Chicago",
    )


async def claimed(database: Database, *keys: str, workspace: WorkspaceId = examples.WORKSPACE) -> dict[str, Notice]:
    async with database.begin() as work:
        await work.notices.put([owed(key, workspace=workspace) for key in keys])
        found = await work.notices.claim(now=NOW, real_now=NOW, lease=LEASE, limit=200)
        await work.commit()
    assert {notice.owed.key for notice in found} == set(keys)
    return {notice.owed.key: notice for notice in found}


def outcome(notice: Notice, **more: Any) -> Settled:  # noqa: ANN401 - any field of it
    known: dict[str, Any] = {"state": NoticeState.SENT, "outcome": "sent", "at": NOW + timedelta(minutes=1)}
    return Settled(notice=notice.id, lease_token=notice.lease_token or "", **(known | more))


async def settle(database: Database, *settled: Settled) -> frozenset[NoticeId]:
    async with database.begin() as work:
        held = await work.notices.settle_all(settled)
        await work.commit()
        return held


async def raw(database: Database, statement: str, **values: object) -> Sequence[dict[str, Any]]:
    """Rows as the driver gives them, past every type of ours."""
    async with connected(database._engine) as conn:
        return [dict(row) for row in (await conn.execute(text(statement), values)).mappings()]


async def notice_row(database: Database, notice: NoticeId) -> dict[str, Any]:
    (row,) = await raw(database, "SELECT * FROM notice WHERE id = :id", id=notice)
    return row


async def tries(database: Database, notice: NoticeId) -> Sequence[dict[str, Any]]:
    return await raw(database, "SELECT * FROM notice_attempt WHERE notice = :id", id=notice)


async def written_one_by_one(database: Database, settled: Settled) -> None:
    """The same through the tables and their types."""
    values: dict[str, Any] = {
        "state": settled.state,
        "last_outcome": settled.outcome,
        "lease_until": None,
        "lease_token": None,
        "late_by_us": settled.late_by_us,
    }
    if settled.run_at is not None:
        values["run_at"] = settled.run_at
    if settled.message_ref is not None:
        values["message_ref"] = settled.message_ref
    if settled.state is NoticeState.SENT:
        values["sent_at"] = settled.at
    if not settled.count_attempt:
        values["attempts"] = NOTICE.c.attempts - 1
    line: dict[str, Any] = {
        "workspace": examples.WORKSPACE,
        "id": fresh(),
        "notice": settled.notice,
        "state": settled.state,
    }
    line |= {"outcome": settled.outcome, "counted": settled.count_attempt, "at": settled.at}
    async with connected(database._engine) as conn:
        await conn.execute(update(NOTICE).where(NOTICE.c.id == settled.notice).values(**values))
        await conn.execute(insert(ATTEMPT).values(**line))
        await conn.commit()


EAST = timezone(timedelta(hours=5, minutes=30))
KINDS: dict[str, dict[str, Any]] = {
    "sent": {"message_ref": '{"v": 1, "channel": "D1", "ts": "17.5"}', "late_by_us": 120},
    "sent on the second": {"at": datetime(2026, 9, 1, 15, 0, tzinfo=UTC)},
    "sent in the last microsecond": {"at": datetime(2026, 9, 1, 15, 0, 59, 999_999, tzinfo=UTC)},
    "told in another zone": {"at": datetime(2026, 9, 2, 3, 30, 0, 70, tzinfo=EAST)},
    "again": {"state": NoticeState.WAITING, "outcome": "later:connect", "run_at": NOW + timedelta(microseconds=1)},
    "again in another zone": {"state": NoticeState.WAITING, "run_at": datetime(2027, 1, 1, 0, 30, tzinfo=EAST)},
    "put back": {"state": NoticeState.WAITING, "outcome": "quiet", "run_at": NOW, "count_attempt": False},
    "back with no other time": {"state": NoticeState.WAITING, "outcome": "unknown:lapsed"},
    "given up": {"state": NoticeState.UNDELIVERABLE, "outcome": "refused:\"é'\\\n😀:0"},
    "withdrawn": {"state": NoticeState.WITHDRAWN, "outcome": "not-theirs"},
    "past its use": {"state": NoticeState.EXPIRED, "outcome": "past-its-use", "count_attempt": False},
}
OWN = {"id", "key", "person", "send_key"}


@pytest.mark.parametrize("kind", KINDS)
async def test_it_is_written_as_the_tables_own_types_write_it(database: Database, kind: str) -> None:
    twins = await claimed(database, "together", "alone")
    together, alone = (outcome(twins[key], **KINDS[kind]) for key in ("together", "alone"))
    assert await settle(database, together) == {together.notice}
    await written_one_by_one(database, alone)
    rows = [await notice_row(database, one.notice) for one in (together, alone)]
    first, second = ({name: value for name, value in row.items() if name not in OWN} for row in rows)
    assert first == second
    lines = [(await tries(database, one.notice))[0] for one in (together, alone)]
    first, second = ({name: value for name, value in line.items() if name not in {"id", "notice"}} for line in lines)
    assert first == second
    assert len(lines[0]["id"]) == 32


async def test_a_whole_group_is_written_and_each_try_leaves_one_line(database: Database) -> None:
    notices = await claimed(database, *KINDS)
    settled = {kind: outcome(notices[kind], **more) for kind, more in KINDS.items()}
    assert await settle(database, *settled.values()) == {notice.id for notice in notices.values()}
    async with database.begin() as work:
        for kind, one in settled.items():
            found, before = await work.notices.get(one.notice), notices[kind]
            assert found == replace(
                before,
                state=one.state,
                run_at=one.run_at or before.run_at,
                attempts=1 if one.count_attempt else 0,
                lease_until=None,
                lease_token=None,
                message_ref=one.message_ref,
                last_outcome=one.outcome,
                late_by_us=one.late_by_us,
                sent_at=one.at if one.state is NoticeState.SENT else None,
            )
    lines = await raw(database, "SELECT * FROM notice_attempt")
    assert sorted(line["notice"] for line in lines) == sorted(one.notice for one in settled.values())
    assert len({line["id"] for line in lines}) == len(lines)


async def test_where_and_when_it_was_said_is_not_forgotten_by_a_later_outcome(database: Database) -> None:
    notice = (await claimed(database, "a"))["a"]
    await settle(database, outcome(notice, state=NoticeState.WAITING, message_ref="D1", run_at=NOW))
    async with database.begin() as work:
        (again,) = await work.notices.claim(now=NOW, real_now=NOW, lease=LEASE, limit=1)
        await work.commit()
    assert again.send_key == notice.send_key
    await settle(database, outcome(again))
    assert (await notice_row(database, notice.id))["message_ref"] == "D1"
    assert len(await tries(database, notice.id)) == 2


@pytest.mark.parametrize("wrong", ["another token", "no token", "settled already", "no such notice"])
async def test_what_its_worker_no_longer_holds_stays_as_it_is_and_holds_up_no_other(
    database: Database, wrong: str
) -> None:
    notices = await claimed(database, "held", "lost")
    lost = outcome(notices["lost"], state=NoticeState.UNDELIVERABLE)
    if wrong == "settled already":
        assert await settle(database, outcome(notices["lost"])) == {notices["lost"].id}
    elif wrong == "no such notice":
        lost = lost._replace(notice=NoticeId(fresh()))
    else:
        lost = lost._replace(lease_token=fresh() if wrong == "another token" else "")
    before = await notice_row(database, notices["lost"].id), await tries(database, notices["lost"].id)
    assert await settle(database, lost, outcome(notices["held"])) == {notices["held"].id}
    assert (await notice_row(database, notices["lost"].id), await tries(database, notices["lost"].id)) == before
    assert len(await tries(database, notices["held"].id)) == 1
    assert await tries(database, lost.notice) == before[1]


async def test_nothing_to_settle_settles_nothing(database: Database) -> None:
    assert await settle(database) == frozenset()


async def test_another_workspaces_rows_are_neither_claimed_nor_settled(database: Database, address: str) -> None:
    elsewhere = open_database(address, workspace=ELSEWHERE)
    try:
        theirs = (await claimed(elsewhere, "theirs", workspace=ELSEWHERE))["theirs"]
        before = await notice_row(database, theirs.id)
        assert await settle(database, outcome(theirs)) == frozenset()
        async with database.begin() as work:
            assert await work.notices.claim(now=NOW, real_now=NOW + 2 * LEASE, lease=LEASE, limit=9) == ()
            await work.commit()
        assert await notice_row(database, theirs.id) == before
        assert await tries(database, theirs.id) == []
        assert await settle(elsewhere, outcome(theirs)) == {theirs.id}
    finally:
        await elsewhere.close()
