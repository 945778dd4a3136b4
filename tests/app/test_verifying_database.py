"""``milepost verify --database`` names the first line that does not match, by number, kind and case, and no more."""

import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from app.anchors import AnchorFile, NoAnchorsError, anchors_in
from app.keys import SigningKey
from app.settings import Settings, read_settings
from app.speaking import Speaking
from app.verifying import NoAnchorError
from app.verifying_database import TrailFaultError, verified_database
from plans import examples
from plans.chain import Anchor
from plans.digest import Digest
from storage.database import Database
from storage.triggers import TriggersMissingError
from tests.bot.playing import WORDING
from tests.bot.running import story
from tests.storage.tampering import forge

ROOT: Final = Path(__file__).resolve().parents[2]
NOW: Final = examples.NOW
TOKENS: Final = {"SLACK_BOT_TOKEN": "-", "SLACK_APP_TOKEN": "-"}
HASH: Final = "9b" * 32


def settings(address: str, **more: str) -> Settings:
    return read_settings({**TOKENS, "DATABASE_URL": address, **more})


async def end(database: Database) -> Anchor:
    async with database.begin() as work:
        return await work.audit.anchor()


async def lived(database: Database) -> None:
    await database.installation_key()
    await story(database.begin)


async def fault(address: str, **more: str) -> str:
    with pytest.raises(TrailFaultError) as caught:
        await verified_database(settings(address, **more))
    return caught.value.sentence


async def test_a_trail_as_it_was_written_is_called_so_with_what_it_was_compared_with(
    database: Database, address: str
) -> None:
    await lived(database)
    anchor = await end(database)
    said = await verified_database(settings(address))
    assert f"as it was written: {anchor.count} lines" in said
    assert "would not be found" in said, "without an anchor from outside that has to be said"
    assert said.endswith(f"{anchor.count}:{anchor.head}")
    noted = f"{anchor.count}:{anchor.head}"
    assert "agrees with 1 anchors from outside" in await verified_database(settings(address), anchors=[noted])
    with pytest.raises(NoAnchorError):
        await verified_database(settings(address), anchors=["12"])


async def test_the_first_changed_line_is_named_by_kind_day_and_case_and_nobody_is(
    database: Database, address: str
) -> None:
    await lived(database)
    await forge(database, "UPDATE audit SET facts = '[]' WHERE kind = 'plan.delivered'")
    said = await fault(address)
    assert "is not what was recorded" in said
    assert "plan delivered, on 2026-09-01" in said
    assert "case M-" in said
    for person in examples.PEOPLE.values():
        assert person.name.reveal() not in said
        assert person.id not in said


async def test_the_guards_that_are_missing_are_told_when_all_else_matches(database: Database, address: str) -> None:
    await lived(database)
    await forge(database)
    with pytest.raises(TriggersMissingError):
        await verified_database(settings(address))


async def test_a_trail_rewritten_from_the_start_is_found_by_the_file(
    database: Database, address: str, tmp_path: Path
) -> None:
    await lived(database)
    anchor, file = await end(database), tmp_path / "anchors"
    AnchorFile(file).add(anchor, at=NOW)
    assert "agrees with 1 anchors" in await verified_database(settings(address, MILEPOST_ANCHORS=str(file)))
    file.write_text(f"{anchor.count} {HASH}\n")
    assert f"when {anchor.count} lines were recorded" in await fault(address, MILEPOST_ANCHORS=str(file))
    file.write_text(f"2026-09-01T15:00:00Z {anchor.count + 4} {HASH}\n")
    said = await fault(address, MILEPOST_ANCHORS=str(file))
    assert "The end of the audit trail is missing" in said
    assert f"{anchor.count + 4} lines" in said


# The file


def test_an_anchor_is_added_behind_the_last_one_and_not_twice(tmp_path: Path) -> None:
    file = AnchorFile(tmp_path / "anchors")
    first, second = Anchor(count=1, head="1" * 64), Anchor(count=2, head="2" * 64)
    for anchor in (first, first, second, second, first):
        file.add(anchor, at=NOW)
    assert file.anchors() == (first, second, first)
    assert stat.S_IMODE((tmp_path / "anchors").stat().st_mode) == 0o600
    assert (tmp_path / "anchors").read_text().splitlines()[0] == f"{NOW:%Y-%m-%dT%H:%M:%SZ} 1 {'1' * 64}"


def test_a_line_that_was_cut_short_does_not_swallow_the_next_and_what_is_no_anchor_is_passed_over(
    tmp_path: Path,
) -> None:
    path = tmp_path / "anchors"
    path.write_text(f"# restored on 2026-09-03\n2026-09-01T15:00:00Z 812 {HASH}\n2026-09-02T15:00:00Z 81")
    AnchorFile(path).add(Anchor(count=900, head="1" * 64), at=NOW)
    assert [anchor.count for anchor in AnchorFile(path).anchors()] == [812, 900]
    assert [anchor.count for anchor in anchors_in(path)] == [812, 900]
    path.write_text("nothing\n")
    with pytest.raises(NoAnchorsError):
        anchors_in(path)


def test_a_file_that_cannot_be_written_keeps_the_bot_from_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    AnchorFile(None).add(Anchor(count=1, head=HASH), at=NOW)
    AnchorFile(tmp_path / "none" / "anchors").add(Anchor(count=1, head=HASH), at=NOW)
    folder = AnchorFile(tmp_path)
    folder.add(Anchor(count=1, head=HASH), at=NOW)
    assert folder.noted() == ()
    assert "anchor_not_written" in capsys.readouterr().out


async def test_each_overview_of_hrs_leaves_its_anchor_in_the_database_and_outside(database: Database) -> None:
    await lived(database)
    noted: list[Anchor] = []
    speaking = a_voice(database, noted)
    digest: Digest = await speaking.digest(examples.HR)
    assert digest.anchor is not None
    async with database.begin() as work:
        assert await work.integrity.anchors() == (digest.anchor,)
    assert noted == [digest.anchor]


def a_voice(database: Database, noted: list[Anchor]) -> Speaking:
    """It draws overviews, and has nobody to send them to."""
    nobody: object = None
    return Speaking(
        messenger=nobody,  # type: ignore[arg-type]
        looking=nobody,  # type: ignore[arg-type]
        wording=WORDING,
        begin=database.begin,
        clock=Standing(),
        role_ended=lambda _person: None,
        fingerprint=SigningKey(b"k").fingerprint,
        anchored=lambda anchor, _at: noted.append(anchor),
    )


class Standing:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


# The command


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say milepost verify BUNDLE --key FINGERPRINT, or milepost verify --database."),
        (("--database", "bundle.json"), "Say milepost verify BUNDLE"),
        (("bundle.json",), "Say milepost verify BUNDLE"),
        (("--database",), "is not set"),
    ],
)
def test_words_that_go_together_in_no_way_are_told_what_does(words: tuple[str, ...], said: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "app", "verify", *words],
        env={"PYTHONPATH": str(ROOT), "PATH": os.defpath},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert said in done.stderr
