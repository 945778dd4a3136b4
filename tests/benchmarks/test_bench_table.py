"""The table of what is measured has every figure that was promised, and each can be measured by itself.

Nothing here looks at how fast anything is.
"""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.__main__ import groups_for, table, write
from benchmarks.figures import NAMES, ROWS, Measured
from benchmarks.group import GROUPS

PROMISED = {
    "messenger_vs_aiohttp",
    "dispatch_vs_floor_sqlite",
    "dispatch_vs_floor_postgresql",
    "dispatch_slow_disk_sqlite",
    "dispatch_slow_disk_postgresql",
    "dispatch_vs_apscheduler",
    "dispatch_vs_procrastinate",
    "stall_ms",
    "due_to_post_ms_p95",
    "cost_1m_vs_10k",
    "rss_growth_mb",
    "commits_per_message",
    "pacing_share",
    "fairness",
    "ack_p99_ms_50",
}


def _drawn(found: Measured) -> str:
    console = Console(width=200, file=io.StringIO(), force_terminal=False)
    console.print(table(found, NAMES))
    written = console.file
    assert isinstance(written, io.StringIO)
    return written.getvalue()


def test_every_promised_figure_is_a_row_once() -> None:
    assert set(NAMES) >= PROMISED
    assert len(NAMES) == len(set(NAMES))


def test_every_row_is_measured_by_some_group() -> None:
    assert set().union(*(group.rows for group in GROUPS.values())) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_can_be_measured_by_itself(name: str) -> None:
    (only,) = groups_for((name,))
    assert name in GROUPS[only].rows


def test_all_rows_together_are_measured_once_each() -> None:
    measured = [row for name in groups_for(NAMES) for row in GROUPS[name].rows]
    assert sorted(measured) == sorted(NAMES)


def test_what_was_not_measured_stands_in_the_table_as_such() -> None:
    drawn = _drawn(Measured())
    assert all(name in drawn for name in NAMES)
    assert drawn.count("not measured") == len(ROWS)


def test_the_median_decides_and_both_directions_are_known() -> None:
    found = Measured()
    for value in (0.1, 0.9, 0.9):
        found.add("dispatch_vs_floor_sqlite", value)
    found.add("stall_ms", 101)
    lines = {line.split("│")[1].strip(): line for line in _drawn(found).splitlines() if line.startswith("│")}
    assert "aim" in lines["dispatch_vs_floor_sqlite"]
    assert "fail" in lines["stall_ms"]


def test_the_file_has_the_median_with_its_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_JSON", str(tmp_path / "bench.json"))
    found = Measured()
    for value in (3.0, 1.0, 2.0):
        found.add("fairness", value)
    write(Measured.of(found.text()), NAMES)
    told = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert told == {"fairness": {"median": 2.0, "min": 1.0, "max": 3.0, "runs": [3.0, 1.0, 2.0]}}
