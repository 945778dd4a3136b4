"""``milepost backup`` and ``milepost restore``, as an operator calls them beside a bot that runs."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from app.backing_up import backed_up, marked_restored, restored
from app.faults import sentence_of
from storage.backup import BackupExistsError, BackupFailedError, OtherToolsError, UnusableBackupError
from tests.app.living import Living
from tests.app.processes import ROOT
from tests.backup_ways import settings_for
from tests.databases import about_the_file, copy_database


async def call(address: str, *words: str) -> tuple[int | None, str]:
    """``milepost`` with these words: how it ends, and what it says."""
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(ROOT)}
    env = {**own, "DATABASE_URL": address, "SLACK_BOT_TOKEN": "-", "SLACK_APP_TOKEN": "-"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app",
        *words,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


@about_the_file
async def test_a_backup_is_made_and_nothing_is_restored_while_the_bot_runs(live: Living, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    code, said = await call(live.address, "backup", str(backup))
    assert (code, said.partition(" (revision ")[0]) == (0, f"Backed up and checked: {backup}")
    code, said = await call(live.address, "restore", str(backup))
    assert code == 1
    assert "Another milepost run works on this database file" in said
    code, said = await call(live.address, "restore")
    assert code == 1
    assert "milepost restore FILE" in said
    assert (await live.milepost.health())["database"] == "up"


@about_the_file
def test_what_was_restored_and_where_the_old_one_is_kept_is_told(empty_database: Path, tmp_path: Path) -> None:
    backup, given = tmp_path / "backup.db", settings_for(f"sqlite:///{tmp_path / 'milepost.db'}")
    backed_up(settings_for(f"sqlite:///{empty_database}"), backup)
    first, then = restored(given, backup), restored(given, backup)
    assert [line.split()[0] for line in first] == ["Restored:", "At"]
    assert [line.split()[0] for line in then] == ["Restored:", "The", "At"]
    assert "one message" in then[-1]


@about_the_file
async def test_a_database_that_other_tools_restored_is_noted(empty_database: Path, tmp_path: Path) -> None:
    copy_database(empty_database, tmp_path / "milepost.db")
    assert "one message" in await marked_restored(settings_for(f"sqlite:///{tmp_path / 'milepost.db'}"))


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (UnusableBackupError("missing"), "no such file"),
        (UnusableBackupError("no-database"), "no SQLite database"),
        (UnusableBackupError("damaged"), "damaged or cut short"),
        (UnusableBackupError("not-ours"), "none of Milepost's"),
        (BackupExistsError(Path("b.db")), "b.db already"),
        (BackupFailedError("SQLITE_FULL"), "SQLITE_FULL"),
    ],
    ids=str,
)
def test_each_refusal_is_a_sentence(error: Exception, says: str) -> None:
    sentence = sentence_of(error)
    assert sentence is not None
    assert says in sentence


def test_on_postgresql_the_sentence_holds_both_commands_and_no_password() -> None:
    with pytest.raises(OtherToolsError) as refused:
        backed_up(settings_for("postgresql://bot:secret@db.example.org/milepost"), Path("somewhere"))
    sentence = sentence_of(refused.value)
    assert sentence is not None
    assert "secret" not in sentence
    to = "--dbname='postgresql://bot@db.example.org/milepost'"
    assert f"pg_dump --format=custom --file=milepost.dump {to}" in sentence
    assert "pg_restore " in sentence
    assert "milepost restore --done" in sentence
