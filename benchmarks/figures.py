"""The rows of the table: what each figure is called, what it must reach, and what was seen."""

import json
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(slots=True)
class Measured:
    """Figures by name, a value for each run, and notes that explain them."""

    figures: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, value: float) -> None:
        self.figures[name].append(value)

    def note(self, name: str, value: float) -> None:
        self.notes[name].append(value)

    def take(self, other: "Measured") -> None:
        """All that was measured elsewhere too."""
        for mine, theirs in ((self.figures, other.figures), (self.notes, other.notes)):
            for name, values in theirs.items():
                mine[name] = mine.get(name, []) + values

    def text(self) -> str:
        return json.dumps({"figures": self.figures, "notes": self.notes})

    @classmethod
    def of(cls, text: str) -> "Measured":
        told: dict[str, dict[str, list[float]]] = json.loads(text)
        found = cls()
        found.take(cls(told["figures"], told["notes"]))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure. It must be at least ``must``, or with ``at_most`` at most that; the same holds for ``aim``."""

    name: str
    figure: str
    must: float
    aim: float
    at_most: bool = False

    def reaches(self, value: float) -> bool:
        return value <= self.must if self.at_most else value >= self.must

    def reaches_aim(self, value: float) -> bool:
        return value <= self.aim if self.at_most else value >= self.aim

    def seen(self, values: list[float]) -> dict[str, Any]:
        """What is written to the file: the median with its surroundings."""
        return {"median": statistics.median(values), "min": min(values), "max": max(values), "runs": values}


ROWS: Final = (
    Row(name="messenger_vs_aiohttp", figure="our messenger against bare aiohttp", must=0.5, aim=0.7),
    Row(name="dispatch_vs_floor_sqlite", figure="dispatch against the floor, SQLite", must=0.5, aim=0.7),
    Row(name="dispatch_vs_floor_postgresql", figure="dispatch against the floor, PostgreSQL", must=0.6, aim=0.8),
    Row(name="dispatch_slow_disk_sqlite", figure="the same, disk 2 ms slower, SQLite", must=0.35, aim=0.5),
    Row(name="dispatch_slow_disk_postgresql", figure="the same, disk 2 ms slower, PostgreSQL", must=0.45, aim=0.6),
    Row(name="dispatch_vs_apscheduler", figure="against APScheduler, a job each", must=2, aim=3),
    Row(name="dispatch_vs_procrastinate", figure="against Procrastinate, a job each", must=20, aim=50),
    Row(name="stall_ms", figure="longest block of the event loop", must=100, aim=50, at_most=True),
    Row(name="due_to_post_ms_p95", figure="one reminder, alarm to request", must=50, aim=10, at_most=True),
    Row(name="cost_1m_vs_10k", figure="cost each at 1,000,000 against 10,000", must=1.25, aim=1.1, at_most=True),
    Row(name="rss_growth_mb", figure="memory at 1,000,000 against 10,000", must=16, aim=8, at_most=True),
    Row(name="commits_per_message", figure="claims and settles, for each message", must=0.02, aim=0.016, at_most=True),
    Row(name="pacing_share", figure="share of what the limits allow", must=0.93, aim=0.97),
    Row(name="pacing_429s", figure="answers 429 seen, of all posts", must=0.005, aim=0, at_most=True),
    Row(name="fairness", figure="ten behind another's 10,000, against alone", must=2, aim=1.2, at_most=True),
    Row(name="ack_p99_ms_50", figure="answers to people, 50 a second", must=250, aim=60, at_most=True),
    Row(name="ack_max_ms_50", figure="the slowest of them", must=1_000, aim=1_000, at_most=True),
    Row(name="shed_max_ms_500", figure="turned away at 500 a second, the slowest", must=300, aim=300, at_most=True),
    Row(name="saved_but_failed_500", figure="saved though told it was not", must=0, aim=0, at_most=True),
)
NAMES: Final = tuple(row.name for row in ROWS)
