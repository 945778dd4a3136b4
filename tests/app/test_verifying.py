"""A bundle of a real database holds, tells nothing of others, and shows whoever got past the guards."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from app.case_files import HandedOver, handed_over
from app.keys import SigningKey
from app.rooms import Rooms
from app.verifying import BundleFaultError, NoAnchorError, NoFingerprintError, verified
from plans import examples
from plans.acts import Act
from plans.chain import Anchor
from plans.events import Event, EventKind
from plans.ids import EntryId, OrderId, PlanId, fresh
from plans.keeping import keep
from plans.ports import Order, System
from plans.rights import hr_contacted
from plans.words import Words
from storage.database import Database
from tests.bot.playing import WORDING
from tests.bot.running import PLAN, story
from tests.conftest import open_database
from tests.databases import about_the_file

pytestmark = about_the_file
ROOT: Final = Path(__file__).resolve().parents[2]
OTHER: Final = PlanId("0ther" * 6)
SECRET: Final = "What I tell HR alone"
NOW: Final = examples.NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A database with a running plan, a matter for HR alone, and lines of another plan in between."""

    file: Path
    database: Database

    def forge(self, *statements: str) -> None:
        """What somebody with the file and plain SQLite does, who takes away the triggers first."""
        with closing(sqlite3.connect(self.file, isolation_level=None)) as intruder:
            for (name,) in intruder.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                intruder.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                assert intruder.execute(statement).rowcount, statement

    async def bundle(self, *forms: str) -> HandedOver:
        """HR orders a case file, and it is written, with these forms of it in the bundle."""
        rooms = Rooms(database=self.database, packs={}, wording=WORDING, workspace=examples.WORKSPACE)
        async with self.database.begin() as work:
            plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW)
            hr, why, to = examples.HR.id, Words("A hearing"), Words("Counsel")
            await work.orders.put(Order(id=OrderId(fresh()), plan=PLAN, by=hr, at=NOW, purpose=why, recipient=to))
            await work.commit()
        return await handed_over(rooms, plan.case_number, now=NOW, forms=forms)

    async def anchor(self) -> Anchor:
        async with self.database.begin() as work:
            return await work.audit.anchor()


@pytest.fixture
async def place(sqlite_address: str) -> AsyncIterator[Place]:
    database = open_database(sqlite_address)
    await another_plan(database)
    await story(database.begin)
    await another_plan(database)
    async with database.begin() as work:
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW)
        await keep(work, hr_contacted(plan, entry=EntryId(fresh()), text=Words(SECRET), by=examples.EMPLOYEE, at=NOW))
        await work.commit()
    await another_plan(database)
    yield Place(file=Path(sqlite_address.removeprefix("sqlite:///")), database=database)
    await database.close()


async def another_plan(database: Database) -> None:
    line = Event(id=EntryId(fresh()), kind=EventKind.NOTE_ADDED, plan=OTHER, by=examples.OUTSIDER.id, at=NOW)
    async with database.begin() as work:
        await work.audit.append([line])
        await work.commit()


def said_of(made: HandedOver, folder: Path, *anchors: Anchor) -> str:
    """What the command says, good or bad."""
    file = folder / f"bundle-{fresh()}.json"
    file.write_text(made.bundle, encoding="utf-8")
    try:
        return verified(file, key=made.fingerprint, anchors=[f"{one.count}:{one.head}" for one in anchors])
    except BundleFaultError as error:
        return error.sentence


async def test_it_holds_and_agrees_with_every_overview_on_the_way(place: Place, tmp_path: Path) -> None:
    first = await place.anchor()
    assert "is as it was written" in said_of(await place.bundle(), tmp_path)
    await another_plan(place.database)
    made = await place.bundle()
    said = said_of(made, tmp_path, first)
    assert "is as it was written" in said
    assert "agrees with what HR's overviews noted" in said
    wrong = Anchor(count=first.count, head="0" * 64)
    assert f"noted when {first.count} lines were recorded does not agree" in said_of(made, tmp_path, wrong)


async def test_it_tells_of_no_other_plan_and_not_that_anything_was_said_to_hr(place: Place, tmp_path: Path) -> None:
    made = await place.bundle()
    async with place.database.begin() as work:
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW)
    requests = [request.id for request in plan.record.hr_requests]
    assert requests
    for secret in (OTHER, examples.OUTSIDER.id, SECRET, *requests, "hr.contacted", "withheld"):
        assert secret not in made.bundle
    assert "Kept back" not in said_of(made, tmp_path)


_OVER: Final = (
    "INSERT OR REPLACE INTO audit SELECT workspace, 7, 'new', kind, plan, \"by\", at, subject, facts, apart, before,"
    " hash, head, words FROM audit WHERE seq = 7"
)
FORGERIES: Final[dict[str, tuple[str, str]]] = {
    "a line is changed": ("UPDATE audit SET facts = '[]' WHERE kind = 'plan.delivered'", "is not what was recorded"),
    "somebody else did it": (
        f"UPDATE audit SET \"by\" = '{examples.HR.id}' WHERE kind = 'plan.submitted'",  # noqa: S608 - our own id
        "Line 11 of the audit trail (plan submitted, on 2026-09-01",
    ),
    "it was another time": ("UPDATE audit SET at = '2026-08-01 15:00:00.000000' WHERE seq = 5", "is not what was"),
    "a line is taken out": ("DELETE FROM audit WHERE seq = 7", "Before line 6 of the audit trail something is missing"),
    "the beginning is cut off": ("DELETE FROM audit WHERE seq <= 4", "Before line 1"),
    "a line is another plan's now": (f"UPDATE audit SET plan = '{OTHER}' WHERE seq = 7", "Before line 6"),  # noqa: S608 - the same
    "a line is written over": (
        _OVER,
        "is not what was recorded",
    ),
    "a line has no hash": ("UPDATE audit SET hash = '' WHERE seq = 7", "is not what was recorded"),
    "a signed text is changed": (
        "UPDATE edition SET text = replace(text, 'e', 'é')",
        "The text of version 1 of the plan is not the text recorded with",
    ),
    "a typed name is changed": (
        "UPDATE signature SET typed_name = 'Somebody Else' WHERE role = 'employee'",
        "A signature in the record (the employee, on 2026-09-01",
    ),
    "a comment is put in": (
        "UPDATE signature SET comment = 'I agree.' WHERE role = 'employee'",
        "A signature in the record (the employee",
    ),
    "a signature is taken out": ("DELETE FROM signature WHERE role = 'employee'", "lacks a signature that was given"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_who_changes_the_database_past_its_guards_is_found(place: Place, tmp_path: Path, forgery: str) -> None:
    statement, sentence = FORGERIES[forgery]
    place.forge(statement)
    said = said_of(await place.bundle(), tmp_path)
    assert sentence in said
    assert "is as it was written" not in said


async def test_two_lines_that_changed_places_are_found(place: Place, tmp_path: Path) -> None:
    place.forge(
        "UPDATE audit SET seq = 99 WHERE seq = 7",
        "UPDATE audit SET seq = 7 WHERE seq = 8",
        "UPDATE audit SET seq = 8 WHERE seq = 99",
    )
    assert "Before line 6 of the audit trail something is missing" in said_of(await place.bundle(), tmp_path)


@pytest.mark.parametrize("lines", range(1, 5))
async def test_an_end_that_was_cut_off_is_found_with_what_hr_noted_before(
    place: Place, tmp_path: Path, lines: int
) -> None:
    noted = await place.anchor()
    place.forge(f"DELETE FROM audit WHERE seq > {noted.count - lines}")  # noqa: S608 - a number
    said = said_of(await place.bundle(), tmp_path, noted)
    assert "does not agree" in said or "its end was cut off" in said


# The command


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """With nothing of an installation: no settings, no database."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "app", "verify", *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": os.defpath},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def test_the_command_ends_with_0_for_what_holds_and_with_1_and_a_sentence_for_what_does_not(
    place: Place, tmp_path: Path
) -> None:
    made = await place.bundle()
    good, bad = tmp_path / "bundle-good.json", tmp_path / "bundle-bad.json"
    good.write_text(made.bundle, encoding="utf-8")
    bad.write_text(made.bundle.replace("plan.delivered", "plan.discarded", 1), encoding="utf-8")
    done = run(good.name, "--key", made.fingerprint, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is as it was written" in done.stdout
    done = run(bad.name, "--key", made.fingerprint, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("milepost: The bundle does not hold. ")
    assert done.stderr.count("\n") == 1


async def test_another_key_no_file_and_words_that_make_no_sense_are_each_told_apart(
    place: Place, tmp_path: Path
) -> None:
    made = await place.bundle()
    file = tmp_path / "bundle.json"
    file.write_text(made.bundle, encoding="utf-8")
    grouped = ":".join(made.fingerprint.upper()[at : at + 4] for at in range(0, 64, 4))
    assert "is as it was written" in verified(file, key=grouped)
    with pytest.raises(BundleFaultError, match="not signed with the key you named"):
        verified(file, key=SigningKey(b"another").fingerprint)
    with pytest.raises(NoFingerprintError):
        verified(file, key="abc")
    with pytest.raises(NoAnchorError):
        verified(file, key=made.fingerprint, anchors=["12"])
    with pytest.raises(FileNotFoundError):
        verified(tmp_path / "none", key=made.fingerprint)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(BundleFaultError, match="not a bundle"):
        verified(file, key=made.fingerprint)


async def test_two_installations_have_two_keys_and_one_keeps_its_own(database: Database) -> None:
    first = SigningKey(await database.installation_key())
    again = SigningKey(await database.installation_key())
    assert first.fingerprint == again.fingerprint
    assert first.fingerprint != SigningKey(b"another").fingerprint
