"""The process is killed without warning, over and over, and the plan goes on as if nothing had happened."""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from app.case_files import ordered
from app.pretend import inhabitants, manifest, pretend_settings
from app.rooms import opened
from app.story import illinois
from app.story.control_stage import ZONE
from bot.documents.json import render
from plans.dates import instant
from plans.ids import CaseNumber, WorkspaceId
from sandbox.client import Control
from sandbox.server import Sandbox
from tests.databases import address_of
from tests.journeys.lives import EMPLOYEE, HR, SECOND_HR, SUPERVISOR, assert_log_is_clean
from tests.journeys.mortal import Doom, Mortal, PatientStage

SEED = 20260901
EACH = 8
"""So many deaths while somebody does something, and as many while the clock moves."""
EVERYBODY = (SUPERVISOR, EMPLOYEE, HR, SECOND_HR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What is left of a story: the record, who got which messages, and what it took."""

    record: object
    messages: Counter[tuple[str, str]]
    deaths: int
    acts: int
    steps: int
    log: str


async def lived(folder: Path, doom: Doom) -> Lived:
    """The Illinois plan, played to its end with a bot that dies as ``doom`` says."""
    async with Sandbox.serve(manifest(), inhabitants(), seed=7) as sandbox, Control(sandbox.url) as control:
        await control.freeze(instant(illinois.FIRST_DAY, time(10), ZONE))
        async with running(sandbox, control, folder, doom) as bot:
            await illinois.play(PatientStage(control, bot))
            await control.settle(seconds=60)
        record = await case_file(sandbox, control, folder / "milepost.db")
        messages = await posted(control)
        assert [line for line in await control.violations() if line["kind"] != "late_ack"] == []
    log = (folder / "log").read_text(encoding="utf-8")
    return Lived(
        record=record,
        messages=messages,
        deaths=bot.deaths,
        acts=bot.acts,
        steps=bot.steps,
        log=log,
    )


@asynccontextmanager
async def running(sandbox: Sandbox, control: Control, folder: Path, doom: Doom) -> AsyncIterator[Mortal]:
    bot = Mortal(sandbox, control, file=folder / "milepost.db", log=folder / "log", doom=doom)
    await bot.start()
    try:
        yield bot
        await bot.alive()
    finally:
        await bot.stop()


async def case_file(sandbox: Sandbox, control: Control, file: Path) -> object:
    """What the case file says, with ids counted instead of drawn."""
    number = next(
        found.group()
        for place in await control.call("GET", "/conversations")
        for message in place["messages"]
        if (found := re.search(r"\bM-[2-9A-Z]{6}\b", message["text"]))
    )
    settings = pretend_settings(sandbox, database=address_of(file))
    workspace = WorkspaceId(sandbox.workspace.credentials.team_id)
    async with opened(settings, workspace=workspace) as rooms:
        made = await ordered(rooms, CaseNumber(number), now=await control.clock())
    return json.loads(counted(render(made).replace(number, "M-CASE")))


def counted(text: str) -> str:
    """Every drawn id, and every digest made from one, by the place at which it comes first."""
    known: dict[str, str] = {}
    return re.sub(r"\b[0-9a-f]{32,64}\b", lambda found: known.setdefault(found.group(), f"id-{len(known)}"), text)


async def posted(control: Control) -> Counter[tuple[str, str]]:
    """Who has which message, and how often. Buttons go once they are answered, so only its first line counts."""
    found = [(user, one.text) for user in EVERYBODY for one in await control.act_as(user).messages()]
    return Counter((user, text.partition("\n")[0]) for user, text in found)


async def test_a_plan_survives_a_process_that_is_killed_at_random(tmp_path: Path) -> None:
    """S0-12: the same record as an undisturbed life, no message lost, and at most one twice for each death."""
    for name in ("calm", "wild"):
        (tmp_path / name).mkdir()
    calm = await lived(tmp_path / "calm", Doom())
    assert calm.deaths == 0
    doom = Doom.drawn(SEED, acts=calm.acts, steps=calm.steps, each=EACH)
    wild = await lived(tmp_path / "wild", doom)
    assert wild.deaths >= 15
    assert wild.record == calm.record
    assert calm.messages - wild.messages == Counter(), "lost"
    doubled = wild.messages - calm.messages
    assert set(doubled) <= set(calm.messages), "sent for no reason"
    assert doubled.total() <= wild.deaths
    assert_log_is_clean(calm.log + wild.log, [illinois.STRENGTHS, *illinois.BARRIER.values(), illinois.BARRIER_ANSWER])
    assert '"event": "running"' in wild.log
