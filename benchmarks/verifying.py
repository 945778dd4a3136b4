"""How long a bundle takes to verify that ties a plan to 100,000 lines, its own and others'.

``python -m benchmarks.verifying`` prints the median of five runs with the least and the most. The bundle lies in a
file and is verified as the command does it: read, compared with its own packing, every hash and the signature.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.keys import SigningKey
from app.verifying import verified
from bot.documents.json import render
from plans import examples
from plans.bundle import packed
from plans.case_file import case_file
from plans.chain import BEGINNING, Anchor, Line, Trail, head_after
from plans.events import Event, EventKind
from plans.holding import Words, committed, line_with
from plans.ids import EntryId, fresh
from plans.states import PlanState

LINES: Final = 100_000
RUNS: Final = 5
SALT: Final = "5a" * 32
KEY: Final = SigningKey(b"k" * 32)
CASE: Final = examples.case(PlanState.ACTIVE)


def events(count: int) -> Iterator[Event]:
    """As many as asked for: what brought the plan where it is, notes, and that the bundle was written."""
    yield from CASE.events
    kinds = [EventKind.NOTE_ADDED] * (count - len(CASE.events) - 1)
    for kind in (*kinds, EventKind.EXPORT_WRITTEN):
        facts = (("review", fresh()), ("late", "no"))
        by = examples.EMPLOYEE.id
        yield Event(id=EntryId(fresh()), kind=kind, plan=CASE.plan.id, by=by, at=CASE.at, subject=fresh(), facts=facts)


def words_of(event: Event) -> Words:
    """Every note holds fast its words."""
    return committed(SALT, [(f"note/{event.subject}", fresh())]) if event.kind is EventKind.NOTE_ADDED else ()


def trail(count: int, *, others: int, words: bool = True) -> Trail:
    """So many lines of the plan, with so many of others between each two."""
    lines, links, before = list[Line](), list[str | None](), BEGINNING
    for event in events(count):
        held = words_of(event) if words else ()
        lines.append(line_with(event, held, workspace=examples.WORKSPACE, apart=False, before=before))
        before = lines[-1].hash
        links += [*(head_after(before, str(other)) for other in range(others)), None]
    return Trail(lines=tuple(lines), start=Anchor(count=0, head=BEGINNING), links=tuple(links))


def timed(file: Path) -> float:
    started = time.perf_counter()
    verified(file, key=KEY.fingerprint)
    return time.perf_counter() - started


def main() -> None:
    record = render(case_file(CASE.plan, CASE.terms, CASE.events, order=None, made_at=CASE.at))
    with tempfile.TemporaryDirectory(prefix="milepost-verifying-") as folder:
        file = Path(folder) / "bundle.json"
        for count, others, words in (
            (LINES, 0, False),
            (LINES, 0, True),
            (LINES // 10, 9, True),
            (LINES // 100, 99, True),
        ):
            made = trail(count, others=others, words=words)
            text = packed(CASE.plan, made, record=record, made_at=CASE.at, signer=KEY)
            file.write_text(text, encoding="utf-8")
            seen = sorted(timed(file) for _ in range(RUNS))
            said = (
                f"{count:,} lines of the plan {'with' if words else 'without'} words and {count * others:,} of others"
            )
            took = f"{statistics.median(seen):.2f} s ({seen[0]:.2f} to {seen[-1]:.2f})"
            sys.stdout.write(f"{said}, {file.stat().st_size / 1e6:.1f} MB: {took}\n")


if __name__ == "__main__":
    main()
