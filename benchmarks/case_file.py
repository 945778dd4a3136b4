"""How long the case file of a twelve-month plan with 200 entries takes in all its forms, and how much memory.

``python -m benchmarks.case_file`` prints the median of five runs with the least and the most. What is timed is what
``milepost case-file`` does between its two transactions, and the packing and signing of the bundle after them. Each run
is divided by a floor timed right before and after it: as many pages of as many letters, put on paper by fpdf2 alone.
The memory is the most the process ever held, modules and typefaces included; a first run in a fresh process stands
apart, because an operator's command is one.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

import pypdfium2
from fpdf import FPDF

from app.keys import SigningKey
from benchmarks.verifying import trail
from bot.documents import FORMS, documents
from bot.documents import json as as_json
from plans import examples
from plans.bundle import packed
from plans.case_file import case_file
from plans.events import Event, EventKind
from plans.ids import EntryId, OrderId
from plans.people import Role
from plans.plan import Plan
from plans.ports import Order
from plans.record import ProgressNote
from plans.states import PlanState
from plans.words import Words

ENTRIES: Final = 200
RUNS: Final = 5
KEY: Final = SigningKey(b"k" * 32)
CASE: Final = examples.case(PlanState.CLOSED)
SAID: Final = (
    "Two of the three guides are in the handbook now, and a colleague has tried out the first. She had to ask once, "
    "about the names of the files; I have added that. The third one waits for the new scanner, which came a week late."
)
_MEGABYTE: Final = 1024
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """All forms of the case file, and its bundle."""

    pages: int
    size: int
    seconds: dict[str, float]


def plan() -> Plan:
    """The example plan with so many progress notes over its twelve months, by both sides in turn."""
    notes = tuple(
        ProgressNote(
            id=EntryId(f"{number:032x}"),
            author=(examples.EMPLOYEE if number % 2 else examples.SUPERVISOR).id,
            role=Role.EMPLOYEE if number % 2 else Role.SUPERVISOR,
            at=examples.NOW + timedelta(days=360 * number / ENTRIES),
            goal=CASE.plan.goals[number % len(CASE.plan.goals)].id,
            text=Words(f"{number}. {SAID}"),
        )
        for number in range(1, ENTRIES + 1)
    )
    return CASE.plan.with_(record=replace(CASE.plan.record, notes=notes))


def events(found: Plan) -> Iterator[Event]:
    yield from CASE.events
    for note in found.record.notes:
        yield Event(id=note.id, kind=EventKind.NOTE_ADDED, plan=found.id, by=note.author, at=note.at, subject=note.id)


def whole() -> Made:
    """Everything once, with the seconds of each part."""
    found = plan()
    order = Order(
        id=OrderId("o" * 32),
        plan=found.id,
        by=examples.HR.id,
        at=CASE.at,
        purpose=Words("A hearing"),
        recipient=Words("Counsel"),
    )
    seconds: dict[str, float] = {}
    told = tuple(events(found))
    file = timed(seconds, "case file", partial(case_file, found, CASE.terms, told, order=order, made_at=CASE.at))
    record = timed(seconds, "json", partial(as_json.render, file))
    made: dict[str, bytes] = {}
    for form in FORMS:
        made |= timed(seconds, form, partial(documents, file, found, CASE.terms, forms=(form,)))
    lines = trail(len(told), others=9)
    pack = partial(packed, found, lines, record=record, documents=made, made_at=CASE.at, signer=KEY)
    bundle = timed(seconds, "bundle", pack)
    return Made(pages=len(pypdfium2.PdfDocument(made["case-file.pdf"])), size=len(bundle), seconds=seconds)


def timed(seconds: dict[str, float], name: str, do: Callable[[], Thing]) -> Thing:
    started = time.perf_counter()
    result = do()
    seconds[name] = time.perf_counter() - started
    return result


def floor(pages: int) -> float:
    """The seconds fpdf2 alone takes for so many full pages in one of its own typefaces."""
    started = time.perf_counter()
    sheet = FPDF(format="letter")
    sheet.set_font("Helvetica", size=9)
    line = SAID[:110]
    for _ in range(pages):
        sheet.add_page()
        for _ in range(52):
            sheet.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    sheet.output()
    return time.perf_counter() - started


def fresh() -> tuple[float, float]:
    """Seconds and megabytes of a first run, in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.case_file", "--once"]
    done = subprocess.run(words, capture_output=True, check=True, text=True)  # noqa: S603 - our own words
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def main() -> None:
    if "--once" in sys.argv:
        seconds = sum(whole().seconds.values())
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
        sys.stdout.write(json.dumps([seconds, megabytes]))
        return
    first = sorted(fresh() for _ in range(RUNS))
    made = whole()
    totals: list[float] = []
    work: list[float] = []
    ratios: list[float] = []
    parts = {name: list[float]() for name in made.seconds}
    for _ in range(RUNS):
        before = floor(made.pages)
        started = time.process_time()
        made = whole()
        work.append(time.process_time() - started)
        totals.append(sum(made.seconds.values()))
        ratios.append(totals[-1] / ((before + floor(made.pages)) / 2))
        for name, seconds in made.seconds.items():
            parts[name].append(seconds)
    write = sys.stdout.write
    write(f"{ENTRIES} entries, {made.pages} pages, a bundle of {made.size / 1e6:.2f} MB\n")
    write(f"in a fresh process: {shown([seconds for seconds, _ in first])} s, ")
    write(f"at most {max(megabytes for _, megabytes in first):.0f} MB\n")
    write(f"again: {shown(totals)} s, {shown(work)} s of them at work, {shown(ratios)} times the floor\n")
    for name, values in parts.items():
        write(f"  {name}: {shown([one * 1000 for one in values], places=0)} ms\n")


def shown(values: list[float], *, places: int = 2) -> str:
    return f"{statistics.median(values):.{places}f} ({min(values):.{places}f} to {max(values):.{places}f})"


if __name__ == "__main__":
    main()
