"""``milepost demo``: a whole plan through the pretend workspace, printed as the people in it would see it."""

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from app.case_files import HandedOver, handed_over, named
from app.pretend import pretending
from app.private_files import write_private
from app.story import illinois
from app.story.control_stage import ZONE, ControlStage
from plans.dates import instant
from plans.examples import EMPLOYEE, HR, SUPERVISOR
from plans.ids import CaseNumber
from sandbox.client import Control

CAST: Final = {
    SUPERVISOR.handle.native_id: ("supervisor", SUPERVISOR.name.reveal()),
    EMPLOYEE.handle.native_id: ("employee", EMPLOYEE.name.reveal()),
    HR.handle.native_id: ("HR", HR.name.reveal()),
}
FINGERPRINT: Final = "fingerprint.txt"
# Of the forms of a case file those that are printed; the first of them alone unless everything is wanted as JSON.
TOLD: Final = ("md", "json")
COLOURS: Final = {"supervisor": "blue", "employee": "green", "HR": "magenta"}
CASE_NUMBER: Final = re.compile(r"\bM-[2-9A-Z]{6}\b")


@dataclass(slots=True, kw_only=True)
class Teller:
    """Says what each person sees: drawn for people, or an event a line for programs."""

    as_json: bool
    console: Console
    progress: Progress
    control: Control
    told: int = 0
    _read: dict[str, int] = field(default_factory=dict)
    _seen: list[tuple[str, str, str]] = field(default_factory=list)

    def chapter(self, title: str) -> None:
        self._seen.append(("", "chapter", title))
        self.progress.update(self.progress.task_ids[0], description=title)

    def seen(self, user: str, kind: str, text: str) -> None:
        self._seen.append((user, kind, text))

    async def tell(self) -> None:
        """What was seen since the last time, then every new message at its own time."""
        at = await self.control.clock()
        for user, kind, text in self._seen:
            self.say(at, user, kind, text=text)
        self._seen.clear()
        for user in CAST:
            messages = await self.control.act_as(user).messages()
            for message in messages[self._read.get(user, 0) :]:
                sent = datetime.fromtimestamp(float(message.ts), tz=UTC)
                self.say(sent, user, "message", text=message.text, notification=message.notification)
            self._read[user] = len(messages)

    def say(self, at: datetime, user: str, kind: str, *, text: str, notification: str = "") -> None:
        """One event."""
        self.told += 1
        role, name = CAST.get(user, ("", ""))
        if self.as_json:
            line = {"at": at.isoformat(), "person": user, "role": role, "kind": kind}
            said = json.dumps({**line, "notification": notification, "text": text}, ensure_ascii=False)
            sys.stdout.write(said + "\n")
        elif not user:
            self.console.rule(f"[bold]{escape(text)}")
        else:
            self._draw(at, f"{name} ({role})", COLOURS[role], kind, text=text, notification=notification)

    def _draw(self, at: datetime, who: str, colour: str, kind: str, *, text: str, notification: str) -> None:
        local = at.astimezone(ZoneInfo(ZONE)).strftime("%a %d %b %Y, %H:%M")
        body = escape(text)
        if notification:
            body = f"[dim]on the lock screen: {escape(notification)}[/dim]\n{body}"
        panel = Panel(body, title=escape(f"{who} · {local} · {kind}"), title_align="left", border_style=colour)
        self.console.print(panel)


class TellingStage(ControlStage):
    """Tells what was seen each time before the clock moves on."""

    teller: Teller

    async def go_to(self, day: date, *, hour: int = 10) -> datetime:
        await self.teller.tell()
        return await super().go_to(day, hour=hour)


async def play(*, as_json: bool, keep: Path | None) -> None:
    """Play the story, then print HR's last look and the case file. ``keep`` gets database, log and documents."""
    # The bar goes to standard error, so that what people see can be piped on.
    bar = Console(stderr=True)
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with _folder(keep) as folder, Progress(*columns, console=bar, disable=not bar.is_terminal) as progress:
        progress.add_task("The supervisor writes a plan", total=len(illinois.CHAPTERS) + 1)
        async with pretending(folder, state=False) as (sandbox, milepost), Control(sandbox.url) as control:
            await control.freeze(instant(illinois.FIRST_DAY, time(10), ZONE))
            teller = Teller(as_json=as_json, console=Console(), progress=progress, control=control)
            stage = TellingStage(control, people=_people(), seen=teller.seen, told=teller.chapter)
            stage.teller = teller
            for chapter in illinois.CHAPTERS:
                await chapter(stage)
                progress.advance(progress.task_ids[0])
            await teller.tell()
            await stage.employee.command("")
            number = _case_number(await stage.employee.reads())
            made = await handed_over(milepost.rooms, number, now=milepost.clock.now())
            _bundle(folder, number, made)
            for file, content in made.documents.items():
                write_private(folder / named(file, number), content)
            for form in TOLD if as_json else TOLD[:1]:
                text = made.documents[f"case-file.{form}"].decode()
                _document(teller, await control.clock(), text, form=form)
            _log(folder, await control.log())
            progress.advance(progress.task_ids[0])
        _closing(bar, teller.told, keep)


def _bundle(folder: Path, number: CaseNumber, made: HandedOver) -> None:
    write_private(folder / f"bundle-{number}.json", made.bundle.encode())
    write_private(folder / FINGERPRINT, f"{made.fingerprint}\n".encode())


def _document(teller: Teller, at: datetime, text: str, *, form: str) -> None:
    teller.say(at, "", "chapter", text="The case file HR ordered")
    if teller.as_json:
        teller.say(at, HR.handle.native_id, f"case-file.{form}", text=text)
    else:
        teller.console.print(text, markup=False, highlight=False, soft_wrap=True)


def _people() -> tuple[str, str, str]:
    supervisor, employee, hr = CAST
    return supervisor, employee, hr


def _case_number(shown: str) -> CaseNumber:
    found = CASE_NUMBER.search(shown)
    return CaseNumber(found.group() if found else "")


def _log(folder: Path, lines: list[dict[str, object]]) -> None:
    write_private(folder / "workspace-log.jsonl", "".join(json.dumps(line) + "\n" for line in lines).encode())


def _closing(bar: Console, told: int, keep: Path | None) -> None:
    bar.print(f"{told} things seen.", highlight=False)
    if keep is not None:
        bar.print(f"Database, log and documents are in {keep}.", highlight=False)
        bar.print("Whether the bundle among them holds, this says:", highlight=False)
        bar.print(
            f"  milepost verify {keep}/bundle-*.json --key $(cat {keep}/{FINGERPRINT})", highlight=False, soft_wrap=True
        )


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """``keep``, or a folder that is gone afterwards."""
    if keep is not None:
        keep.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield keep
        return
    folder = Path(tempfile.mkdtemp(prefix="milepost-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
