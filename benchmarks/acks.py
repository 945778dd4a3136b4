"""How fast people are answered: at an ordinary day's load many times over, and when far too many ask at once.

``python -m benchmarks.acks --database sqlite --rate 50 --seconds 30`` prints what was measured. The whole program runs
in a process of its own over HTTP, with the pretend workspace in another.
"""

import argparse
import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from benchmarks.ack_load import GIVE_UP, Answer, Said, counted, share
from benchmarks.ack_shots import Shot
from benchmarks.ack_stage import DatabaseKind, Stage, staged
from benchmarks.ack_workspace import TOLD

AckFigures = dict[str, float]
STORM_RATE: Final = 500.0
STORM_SECONDS: Final = 5.0
AFTER_SECONDS: Final = 20.0
# After the storm all must be as before within so many seconds.
CALM_WITHIN: Final = 10.0
_TRIES: Final = 10


async def measured(database: DatabaseKind, *, rate: float = 50, seconds: float = 300) -> AckFigures:
    """The figures by name: first ``rate`` a second for so long, then a storm, then the same rate again."""
    async with staged(database) as stage:
        return await _calm(stage, rate=rate, seconds=seconds) | await _storm(stage, rate=rate)


async def _calm(stage: Stage, *, rate: float, seconds: float) -> AckFigures:
    """Nothing may be turned away, and everything that was taken is there once."""
    shots = await stage.shots(int(rate * seconds))
    memory, cpu = stage.memory(), stage.cpu()
    answers = await stage.line.fire(shots, rate=rate)
    figures = _times(answers, "50") | await _kept(stage, answers, "50")
    figures["turned_away_50"] = sum(one.said != "done" for one in answers) + (await stage.calls()).get(TOLD, 0)
    return figures | {
        "rss_growth_mb_per_min_50": (stage.memory() - memory) / seconds * 60,
        "cpu_share_50": (stage.cpu() - cpu) / seconds,
    }


async def _storm(stage: Stage, *, rate: float) -> AckFigures:
    shots = await stage.shots(int(STORM_RATE * STORM_SECONDS))
    answers = await stage.line.fire(shots, rate=STORM_RATE)
    after = await stage.line.fire(await stage.shots(int(rate * AFTER_SECONDS)), rate=rate)
    shed = [one for one in answers if one.said == "busy"]
    late = [one for one in after if one.at >= CALM_WITHIN]
    told = (await stage.calls()).get(TOLD, 0)
    return {
        "shed_500": len(shed) + told,
        "shed_presses_told_500": told,
        "shed_ms_p99_500": share(shed, 0.99),
        "shed_max_ms_500": share(shed, 1),
        **{name: value for name, value in _times(answers, "500").items() if not name.startswith("ack_")},
        "done_max_ms_500": share([one for one in answers if one.said == "done"], 1),
        **await _kept(stage, answers, "500"),
        "ack_p99_ms_after": share(late, 0.99),
        "turned_away_after": sum(one.said != "done" for one in late),
    }


def _times(answers: Sequence[Answer], mark: str) -> AckFigures:
    """Whoever was turned away counts as not answered at all: nobody is quick by answering few."""
    answers = [one if one.said == "done" else replace(one, ms=max(one.ms, GIVE_UP * 1_000)) for one in answers]
    said = {f"{name.replace(' ', '_')}_{mark}": number for name, number in counted(answers).items()}
    return {
        f"ack_p50_ms_{mark}": share(answers, 0.5),
        f"ack_p99_ms_{mark}": share(answers, 0.99),
        f"ack_max_ms_{mark}": share(answers, 1),
        **said,
    }


async def _kept(stage: Stage, answers: Sequence[Answer], mark: str) -> AckFigures:
    """What was stored against what was said. What was shown as failed and is stored must say so when sent again."""
    stored = await asyncio.to_thread(stage.notes)
    lines = await asyncio.to_thread(stage.audit_lines)
    sent = [(one.shot, one.said) for one in answers if one.shot.entry is not None]
    failed = [shot for shot, said in sent if said != "done" and stored[str(shot.entry)]]
    uncorrected = [shot for shot in failed if await _again(stage, shot) != "done"]
    return {
        f"lost_{mark}": sum(said == "done" and stored[str(shot.entry)] != 1 for shot, said in sent),
        f"saved_but_failed_{mark}": len(uncorrected),
        f"already_recorded_{mark}": len(failed) - len(uncorrected),
        f"notes_without_audit_line_{mark}": sum(stored.values()) - lines,
    }


async def _again(stage: Stage, shot: Shot) -> Said:
    """Send it as somebody would who was told that nothing was saved: until it is taken."""
    said: Said = "none"
    for _ in range(_TRIES):
        # Within the same second it would bear the same signature, and be answered as a replay.
        await asyncio.sleep(1.1)
        said = await stage.line.send(shot)
        if said not in {"busy", "late", "none"}:
            break
    return said


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    given = parser.parse_args()
    found = asyncio.run(measured(given.database, rate=given.rate, seconds=given.seconds))
    print(json.dumps({name: round(value, 1) for name, value in found.items()}, indent=1))  # noqa: T201 - that is its purpose


if __name__ == "__main__":
    main()
