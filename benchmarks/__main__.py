"""Everything that is measured, side by side: ``make bench``. Prints one table, draws one plot, writes one file.

``--only name,name`` measures some rows alone; ``BENCH_JSON=file`` says where the figures are written.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.figures import NAMES, ROWS, Measured, Row
from benchmarks.group import GROUPS
from benchmarks.slow_disk import slowed

PLOT: Final = Path(__file__).parent.parent / "docs" / "images" / "bench.png"
_WIDTH: Final = 150


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", help=f"some of {', '.join(NAMES)}")
    parser.add_argument("--runs", type=int, help="rather than five")
    parser.add_argument("--small", action="store_true", help="a few hundred messages, to see that it works")
    parser.add_argument("--kept", type=Path, help="a folder: what was measured into it before is not measured again")
    given = parser.parse_args()
    wanted = tuple(given.only.split(",")) if given.only else NAMES
    unknown = sorted(set(wanted) - set(NAMES))
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}")
    console = Console(width=_WIDTH)
    found = Measured()
    for name in groups_for(wanted):
        file = given.kept / f"{name}.json" if given.kept else None
        if file is not None and file.exists() and file.stat().st_size:
            found.take(Measured.of(file.read_text(encoding="utf-8").splitlines()[-1]))
            continue
        one = measured(name, runs=given.runs, small=given.small, console=console)
        if file is not None and one.figures:
            file.write_text(one.text() + "\n", encoding="utf-8")
        found.take(one)
    console.print(table(found, wanted))
    _notes(found, console)
    write(found, wanted)
    if not given.only and not given.small:
        draw(found)


def groups_for(wanted: Sequence[str]) -> Iterator[str]:
    """As few groups as have these rows."""
    left = set(wanted)
    for name, group in GROUPS.items():
        mine = left & set(group.rows)
        # The next group has these rows too, and others that are wanted.
        covered = any(mine < left & set(other.rows) for other in GROUPS.values())
        if mine and not covered:
            left -= mine
            yield name


def measured(name: str, *, runs: int | None, small: bool, console: Console) -> Measured:
    """One group, in a process of its own. If it fails the others are measured all the same."""
    words = [sys.executable, "-m", "benchmarks.group", name]
    words += ["--runs", str(runs)] if runs else []
    words += ["--small"] if small else []
    started = time.monotonic()
    with ExitStack() as stack:
        environment = stack.enter_context(slowed()) if GROUPS[name].slow_disk else None
        done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=False, text=True)  # noqa: S603 - our own words
    console.print(f"{name}: {time.monotonic() - started:.0f} s")
    if done.returncode:
        console.print(f"[red]{name} failed[/red]")
        return Measured()
    return Measured.of(done.stdout.splitlines()[-1])


def table(found: Measured, wanted: Sequence[str]) -> Table:
    """One line for each figure, whether it was measured or not."""
    drawn = Table(title="What was measured")
    drawn.add_column("figure")
    drawn.add_column("what")
    for name in ("must reach", "aim", "median", "min", "max"):
        drawn.add_column(name, justify="right")
    drawn.add_column("")
    for row in ROWS:
        if row.name in wanted:
            drawn.add_row(*_cells(row, found.figures.get(row.name, [])))
    return drawn


def _cells(row: Row, values: list[float]) -> tuple[str, ...]:
    sign = "≤" if row.at_most else "≥"
    told = (row.name, row.figure, f"{sign} {row.must:g}", f"{row.aim:g}")
    if not values:
        return (*told, "", "", "", "[red]not measured[/red]")
    seen = row.seen(values)
    reached = row.reaches(seen["median"])
    verdict = "[green]aim[/green]" if row.reaches_aim(seen["median"]) else "[green]pass[/green]"
    shown = (f"{seen[name]:.4g}" for name in ("median", "min", "max"))
    return (*told, *shown, verdict if reached else "[red]fail[/red]")


def _notes(found: Measured, console: Console) -> None:
    """What stands behind the ratios: medians, with the least and the most."""
    for name, values in sorted(found.notes.items()):
        ordered = sorted(values)
        middle = ordered[len(ordered) // 2]
        console.print(f"{name}: {middle:,.4g} ({ordered[0]:,.4g} to {ordered[-1]:,.4g})", highlight=False)


def write(found: Measured, wanted: Sequence[str]) -> None:
    """Into the file that ``BENCH_JSON`` names, if it does."""
    file = os.environ.get("BENCH_JSON")
    if file:
        seen = {row.name: row.seen(found.figures[row.name]) for row in ROWS if found.figures.get(row.name)}
        told = {name: seen[name] for name in wanted if name in seen}
        Path(file).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def draw(found: Measured) -> None:
    """How far each figure is on the far side of what it must reach, as a picture."""
    import matplotlib as mpl  # it is there only where speed is measured

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    shown = [row for row in ROWS if found.figures.get(row.name) and row.must]
    figure, axes = plt.subplots(figsize=(9, 0.38 * len(shown) + 1.2))
    for place, row in enumerate(reversed(shown)):
        seen = row.seen(found.figures[row.name])
        least, middle, most = sorted(_headroom(row, seen[name]) for name in ("min", "median", "max"))
        colour = "#2a7d4f" if row.reaches(seen["median"]) else "#b3261e"
        axes.plot([least, most], [place, place], color=colour, linewidth=2)
        axes.plot([middle], [place], "o", color=colour)
        axes.plot([_headroom(row, row.aim)], [place], "|", color="#555555", markersize=12)
    axes.axvline(1, color="#000000", linewidth=1)
    axes.set_xscale("log")
    axes.set_yticks(range(len(shown)), [row.name for row in reversed(shown)])
    axes.set_xlabel("times better than it must be (dot: median, line: min to max, bar: aim)")
    axes.grid(axis="x", alpha=0.3)
    figure.tight_layout()
    figure.savefig(PLOT, dpi=110)


def _headroom(row: Row, value: float) -> float:
    """At least 1 where the figure is reached; what would be nothing at all is shown as very little."""
    least = row.must / 50
    return row.must / max(value, least) if row.at_most else max(value, least) / row.must


if __name__ == "__main__":
    main()
