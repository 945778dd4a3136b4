"""``/metrics``: it parses, counts what happened, and no label tells of anybody."""

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.metrics import OUTCOMES, Counted, Metrics
from jobs.outcomes import Later, Say, SendOutcome, Sent, Unknown
from jobs.sweep import Swept
from plans import examples
from plans.gist import Gist
from plans.ids import NoticeId, fresh
from plans.integrity import Looked
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Person
from plans.ports import Begin
from storage.database import Database
from tests.app.living import Living
from tests.app.test_answered import begun
from tests.databases import ON_POSTGRESQL

NOW = examples.NOW
ALLOWED_LABELS = {"outcome": set(OUTCOMES), "le": None}


def figures(text: str) -> Mapping[str, float]:
    """Every sample by name, with its outcome where it has one."""
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            outcome = sample.labels.get("outcome")
            found[sample.name if outcome is None else f"{sample.name}:{outcome}"] = sample.value
    return found


def the_notice(*, attempts: int = 1, minutes: int = 0) -> Notice:
    owed = Owed(
        key=fresh(),
        workspace=examples.WORKSPACE,
        plan=None,
        person=examples.EMPLOYEE.id,
        kind=NoticeKind.CHECK_IN,
        subject=None,
        due_at=NOW + timedelta(minutes=minutes),
        zone="UTC",
    )
    state = NoticeState.CLAIMED
    return Notice(id=NoticeId(fresh()), owed=owed, state=state, run_at=NOW, attempts=attempts)


async def scraped(metrics: Metrics, begin: Begin) -> Mapping[str, float]:
    return figures((await metrics.scraped(begin, now=NOW)).decode())


async def test_a_running_bot_is_scraped_and_no_label_holds_an_id(live: Living) -> None:
    await begun(live)
    async with aiohttp.ClientSession() as session, session.get(f"{live.url}/metrics") as answer:
        assert answer.status == 200
        text = await answer.text()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            assert set(sample.labels) <= set(ALLOWED_LABELS)
            assert sample.labels.get("outcome", "sent") in OUTCOMES
    assert not re.search(r"[0-9a-f]{32}|U0|M-[0-9A-Z]{6}|" + live.milepost.rooms.workspace, text)
    found = figures(text)
    assert found["milepost_notices_total:sent"] >= 4
    assert found["milepost_notice_lag_seconds_count"] == found["milepost_notices_total:sent"]
    assert found["milepost_sweep_seconds_count"] >= 1
    assert found["milepost_oldest_overdue_seconds"] == 0
    assert ("milepost_wal_bytes" in found) != ON_POSTGRESQL
    assert found.get("milepost_wal_bytes", 1) > 0
    assert abs(found["milepost_clock_skew_seconds"]) < 5


async def test_the_oldest_overdue_notice_is_told_by_its_age(database: Database) -> None:
    metrics = Metrics(wal=None)
    async with database.begin() as work:
        await work.notices.put([the_notice(minutes=-7).owed, the_notice(minutes=9).owed])
        await work.commit()
    found = await scraped(metrics, database.begin)
    assert found["milepost_oldest_overdue_seconds"] == 420
    assert "milepost_wal_bytes" not in found


async def test_whether_the_trail_matches_is_told_with_the_age_of_the_last_look(database: Database) -> None:
    metrics = Metrics(wal=None)
    assert math.isnan((await scraped(metrics, database.begin))["milepost_trail_matches"])
    for code, matches in (("", 1), ("changed", 0)):
        async with database.begin() as work:
            await work.integrity.note_look(Looked(at=NOW - timedelta(hours=2), lines=12, code=code))
            await work.commit()
        found = await scraped(metrics, database.begin)
        assert (found["milepost_trail_matches"], found["milepost_trail_looked_seconds"]) == (matches, 7200)


async def test_a_database_that_cannot_be_asked_leaves_a_gap_and_not_an_error(tmp_path: Path) -> None:
    def begin() -> object:
        raise RuntimeError

    metrics = Metrics(wal=tmp_path / "none-wal")
    found = await scraped(metrics, begin)  # type: ignore[arg-type]
    assert math.isnan(found["milepost_oldest_overdue_seconds"])
    assert math.isnan(found["milepost_clock_skew_seconds"])
    assert found["milepost_wal_bytes"] == 0


async def test_each_try_is_counted_once_by_what_came_of_it(begin: Begin) -> None:
    metrics = Metrics(wal=None)
    outcomes: list[SendOutcome | None] = [Sent("ref"), Later(at=None, reason="busy"), Unknown("timeout"), None]

    async def speak(notice: Notice, plan: Gist | None, person: Person) -> SendOutcome:
        outcome = outcomes.pop(0)
        if outcome is None:
            raise TimeoutError
        return outcome

    def ahead(notice: Notice, plan: Gist | None, person: Person) -> Say | None:
        return partial(speak, notice, plan, person) if notice.attempts > 1 else None

    counted = Counted(speak=speak, drawing_ahead=ahead, metrics=metrics, now=lambda: NOW + timedelta(seconds=3))
    for attempts in (1, 2, 1):
        notice = the_notice(attempts=attempts)
        say = counted.draw_ahead(notice, None, examples.EMPLOYEE)
        assert (say is None) is (attempts == 1)
        await (say() if say else counted(notice, None, examples.EMPLOYEE))
    with pytest.raises(TimeoutError):
        await counted(the_notice(), None, examples.EMPLOYEE)
    metrics.swept(replace(Swept(), sent=5, refused=2, withdrawn=3, expired=1, gathered=4))
    found = await scraped(metrics, begin)
    counts = {outcome: found[f"milepost_notices_total:{outcome}"] for outcome in OUTCOMES}
    tried = {"sent": 5, "retried": 1, "unknown": 2, "undeliverable": 2}
    assert counts == tried | {"withdrawn": 3, "expired": 1, "gathered": 4}
    assert found["milepost_notice_lag_seconds_count"] == 1
    assert found["milepost_notice_lag_seconds_sum"] == 3
