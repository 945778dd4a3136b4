"""Faults that pass: everything due is said all the same, and at most once more than it should be."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from sandbox.faults import FaultKind
from sandbox.shapes import Json
from tests.faults.plan_office import (
    BEGIN,
    EMPLOYEE,
    HR,
    MUCH_LATER,
    SECOND_HR,
    SUPERVISOR,
    UNTIL,
    Office,
    Row,
    Said,
    all_accounted_for,
    at_most_one_more,
    left_open,
    said,
)

EVERYBODY = (SUPERVISOR, EMPLOYEE, HR, SECOND_HR)
NOON = BEGIN + timedelta(hours=2)


@dataclass(frozen=True)
class Case:
    """A fault of the posting call. ``outcome`` is the class of what the bot must take it for."""

    kind: FaultKind
    outcome: str
    more: Mapping[str, Any] = field(default_factory=dict)


CASES = {
    "429": Case("rate_limit", "later", {"retry_after": 90}),
    "429-without-a-header": Case("rate_limit", "later"),
    "200-ratelimited": Case("rate_limit", "later", {"status": 200, "retry_after": 90}),
    "200-rate_limited": Case("rate_limit", "later", {"status": 200, "error": "rate_limited"}),
    "500": Case("http", "unknown", {"status": 500}),
    "500-stored": Case("http", "unknown", {"status": 500, "stored": True}),
    "503": Case("http", "unknown", {"status": 503}),
    "html": Case("html", "unknown"),
    "html-502-stored": Case("html", "unknown", {"status": 502, "stored": True}),
    "broken-json": Case("broken_json", "unknown"),
    "broken-json-stored": Case("broken_json", "unknown", {"stored": True}),
    "drop-before": Case("drop", "unknown"),
    "drop-after": Case("drop", "unknown", {"stored": True}),
    "reset-before": Case("reset", "unknown"),
    "reset-after": Case("reset", "unknown", {"stored": True}),
    "fatal_error": Case("error", "unknown", {"error": "fatal_error"}),
    "fatal_error-stored": Case("error", "unknown", {"error": "fatal_error", "stored": True}),
    "internal_error": Case("error", "unknown", {"error": "internal_error"}),
    "service_unavailable": Case("error", "later", {"error": "service_unavailable"}),
}


async def disobeyed(office: Office) -> list[Json]:
    """Violations, but for calls that were under way with the very call that was told to wait."""
    instants = {line["at"] for line in await office.struck()}
    return [
        line
        for line in await office.control.violations()
        if line["kind"] != "call_during_retry_after" or line["at"] not in instants
    ]


def twice_unknown(office: Office) -> list[Row]:
    """What was given up because neither of two tries could be learnt the outcome of."""
    outcomes = office.outcomes()
    given_up = [row for row in office.rows() if row.state == "undeliverable"]
    for row in given_up:
        assert [one.partition(":")[0] for one in outcomes[row.id]].count("unknown") >= 2, outcomes[row.id]
    return given_up


async def suffered(office: Office, case: Case, times: int, *, until: datetime, undisturbed: Said) -> None:
    """Walk with so many posts broken, and look at what is left of it."""
    await office.spoil(times, case.kind, **case.more)
    await office.walk(until)
    assert len(await office.struck()) == times, "fewer calls were broken than asked for"
    assert await disobeyed(office) == []
    assert await left_open(office) == []
    # A second try may be broken too; then HR is told, and has a digest for it.
    given_up = twice_unknown(office)
    done = said(office.rows()) + Counter((row.kind, row.native_id, row.due_at) for row in given_up)
    assert undisturbed - done == Counter()
    about_it = {"digest", "undelivered"} if given_up else set()
    assert {kind for kind, _, _ in done - undisturbed} <= about_it
    await all_accounted_for(office)
    at_most_one_more(office)
    outcomes = [one for each in office.outcomes().values() for one in each]
    assert sum(one.partition(":")[0] == case.outcome for one in outcomes) >= times


@pytest.mark.parametrize("name", CASES)
async def test_everything_due_is_said_after_three_posts_failed(office: Office, undisturbed: Said, name: str) -> None:
    await suffered(office, CASES[name], 3, until=UNTIL, undisturbed=undisturbed)


@pytest.mark.deep
@pytest.mark.parametrize("name", CASES)
async def test_everything_due_is_said_after_forty_posts_failed(
    office: Office, undisturbed_for_long: Said, name: str
) -> None:
    await suffered(office, CASES[name], 40, until=MUCH_LATER, undisturbed=undisturbed_for_long)


async def silent(office: Office, *, rounds: int, stored: bool) -> None:
    """In each round four people are owed a word at once, and all four first calls get no answer for their 10 s."""
    await office.spoil(4 * rounds, "silence", together=4, stored=stored)
    for turn in range(rounds):
        at = NOON + timedelta(minutes=5 * turn)
        await office.owe_notes(EVERYBODY, at=at, name=f"round {turn}")
        await office.walk(at)
    await office.walk(NOON + timedelta(minutes=5 * rounds))
    rows = [row for row in office.rows() if ":note_added:round" in row.key]
    assert [row.state for row in rows] == ["sent"] * 4 * rounds
    assert {office.outcomes()[row.id][0] for row in rows} == {"unknown:timeout"}
    assert await office.control.violations() == []
    await all_accounted_for(office)
    at_most_one_more(office)


async def test_silence_until_the_call_times_out_costs_at_most_a_second_message(office: Office) -> None:
    await silent(office, rounds=1, stored=True)


@pytest.mark.deep
@pytest.mark.parametrize("stored", [False, True])
async def test_forty_silences_lose_nothing(office: Office, stored: bool) -> None:
    await silent(office, rounds=10, stored=stored)
