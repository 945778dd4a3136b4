"""``milepost run`` and its kin: when they run, when they refuse, and how they end.

One test starts a process of its own, which takes seconds; the others take the same way in this one.
"""

import asyncio
import logging
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from app.__main__ import main
from app.assemble import assembled
from app.checking import Finding, findings
from app.connection import Patience, Socket, SocketRefusedError
from app.faults import sentence_of
from app.http import PortTakenError
from app.logs import PlaceOnly
from app.pretend import inhabitants, manifest, pretending
from app.running import migrate_database
from app.settings import Settings, read_settings
from sandbox.client import Control
from sandbox.server import Sandbox
from storage.database import (
    AlreadyRunningError,
    DatabaseBusyError,
    DatabaseNotWritableError,
    DatabaseUnreachableError,
)
from storage.migrating import DatabaseOutOfDateError
from storage.triggers import TriggersMissingError
from tests.app.living import SUPERVISOR
from tests.app.processes import environment, running
from tests.databases import ON_POSTGRESQL, change, copy_database, rows
from tests.storage.an_old_database import at_first_revision

QUICK: Final = Patience(watch=0.05, rebuild=0.1, give_up=0.4)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.serve(manifest(), inhabitants(), seed=7) as found:
        yield found


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Path:
    file = tmp_path / "milepost.db"
    copy_database(empty_database, file)
    return file


def settings(sandbox: Sandbox, database: Path, **more: str) -> Settings:
    return read_settings(environment(sandbox, database, **more))


async def refusal(given: Settings) -> str:
    """The sentence with which the program would end."""
    with pytest.raises(Exception) as caught:
        async with assembled(given):
            pass
    assert isinstance(caught.value, Exception)
    return sentence_of(caught.value) or f"no sentence: {caught.value!r}"


async def test_a_process_serves_refuses_a_second_one_notices_a_removed_app_and_stops_in_time(tmp_path: Path) -> None:
    database = tmp_path / "fresh" / "milepost.db"
    database.parent.mkdir()
    async with (
        Sandbox.serve(manifest(), inhabitants(), seed=7) as sandbox,
        Control(sandbox.url) as control,
        running(environment(sandbox, database)) as bot,
    ):
        assert await bot.becomes(200) == {"status": "up", "database": "up", "beat": "up", "slack": "up"}
        if not ON_POSTGRESQL:
            assert database.stat().st_mode & 0o077 == 0
        # Socket Mode goes to the same server as everything else.
        assert (await control.act_as(SUPERVISOR).command("/pip", "help")).ok
        if not ON_POSTGRESQL:
            assert "Another milepost run works on this database" in await refusal(settings(sandbox, database))
        await control.install("uninstalled")
        assert (await bot.becomes(503))["slack"] == "down"
        started = time.monotonic()
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.process.wait() == 0
        assert time.monotonic() - started < 10


async def test_a_workspace_that_went_away_shows_in_health(database: Path) -> None:
    async with AsyncExitStack() as outer, AsyncExitStack() as inner:
        sandbox = await inner.enter_async_context(Sandbox.serve(manifest(), inhabitants(), seed=7))
        bot = await outer.enter_async_context(assembled(settings(sandbox, database)))
        assert (await bot.health())["slack"] == "up"
        await inner.aclose()
        assert (await bot.health())["slack"] == "down"


async def test_a_socket_that_stays_silent_is_rebuilt_and_in_the_end_given_up() -> None:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox.serve(manifest(), inhabitants(), seed=7))
        token = sandbox.workspace.credentials
        client = AsyncWebClient(token=token.bot_token, base_url=sandbox.api_url, timeout=1)
        app = AsyncApp(client=client, request_verification_enabled=False)
        watched = Socket(app, token.app_token, client, patience=QUICK)
        await watched.start()
        try:
            assert await watched.up()
            await stack.aclose()
            started = time.monotonic()
            await watched.lost.wait()
            assert time.monotonic() - started < 10
        finally:
            await watched.stop()


async def test_a_database_from_the_future_is_refused_with_what_to_do(sandbox: Sandbox, database: Path) -> None:
    change(database, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer than this program" in await refusal(settings(sandbox, database))


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (DatabaseOutOfDateError("0000"), "milepost migrate"),
        (TriggersMissingError(("no_update",)), "backup"),
        (DatabaseBusyError(), "busy"),
        (DatabaseNotWritableError(), "not written"),
        (DatabaseUnreachableError(), "DATABASE_URL"),
        (AlreadyRunningError(), "Another milepost run"),
        (SocketRefusedError("missing_scope"), "connections:write"),
        (PermissionError(13, "Permission denied", "/x/milepost.db"), "Permission denied: /x/milepost.db"),
    ],
)
def test_what_an_operator_can_mend_is_said_in_a_sentence(error: Exception, line: str) -> None:
    assert line in (sentence_of(error) or "")


def test_what_nobody_anticipated_has_no_sentence() -> None:
    assert sentence_of(KeyError("what a person wrote")) is None
    assert sentence_of(OSError("what a person wrote")) is None


async def test_wrong_packs_and_a_taken_port_end_in_sentences(sandbox: Sandbox, database: Path) -> None:
    packs = database.parent / "packs"
    packs.mkdir()
    (packs / "broken.toml").write_text("name = 7\n")
    assert "policy pack cannot be used" in await refusal(settings(sandbox, database, MILEPOST_PACKS_DIR=str(packs)))
    assert "MILEPOST_PACK names no pack" in await refusal(settings(sandbox, database, MILEPOST_PACK="none"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"port {port}" in await refusal(settings(sandbox, database, PORT=port))


async def test_a_pretend_workspace_whose_port_is_taken_says_how_to_choose_another(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    taken = urlsplit(sandbox.url).port
    assert taken is not None
    with pytest.raises(PortTakenError) as caught:
        async with pretending(tmp_path, port=taken):
            pass
    said = sentence_of(caught.value) or ""
    assert f"port {taken}" in said
    assert "--port" in said


async def test_a_pretend_workspace_of_an_earlier_version_goes_on_after_an_update(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'sandbox.db'}"
    # Building it takes a loop of its own.
    await asyncio.to_thread(asyncio.run, at_first_revision(address, {}))
    async with pretending(tmp_path) as (_, milepost):
        assert (await milepost.health())["database"] == "up"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "Slack does not know SLACK_BOT_TOKEN"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "SLACK_APP_TOKEN does not open a socket"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "Slack cannot be reached"),
    ],
)
async def test_a_wrong_token_ends_in_a_sentence_at_once(
    sandbox: Sandbox, database: Path, name: str, value: str, line: str
) -> None:
    started = time.monotonic()
    said = await refusal(settings(sandbox, database, **{name: value}))
    assert line in said
    assert "wrong" not in said
    assert time.monotonic() - started < 8


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """Whatever a command does to the logs of its process is undone."""
    yield
    structlog.reset_defaults()
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler.formatter, PlaceOnly)]:
        root.removeHandler(handler)


@pytest.mark.usefixtures("logs_as_before")
def test_the_command_line_ends_in_sentences_and_exit_code_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("PORT", "x")
    said = ended("run", monkeypatch, capfd)
    assert [line.split()[1] for line in said.splitlines()] == ["Set", "SLACK_BOT_TOKEN", "PORT"]
    for name, value in {"SLACK_BOT_TOKEN": "x", "SLACK_APP_TOKEN": "y", "PORT": "0"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    assert "PostgreSQL" in ended("run --jobs-only", monkeypatch, capfd)
    assert "no database" in ended("case-file M-7K2QXN", monkeypatch, capfd)
    assert "pdf, docx, csv, md, ics, json or all" in ended("case-file M-7K2QXN --format odt", monkeypatch, capfd)


def ended(words: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr(sys, "argv", ["milepost", *words.split()])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1
    return capfd.readouterr().err


async def test_migrate_makes_a_database_and_does_nothing_to_a_new_one(sandbox: Sandbox, tmp_path: Path) -> None:
    given = settings(sandbox, tmp_path / "made.db")
    for _ in range(2):
        await migrate_database(given)
    assert rows(tmp_path / "made.db", "SELECT count(*) FROM plan") == [(0,)]


async def found(given: Settings) -> list[Finding]:
    return [finding async for finding in findings(given)]


async def test_check_says_that_all_is_well(sandbox: Sandbox, database: Path) -> None:
    said = await found(settings(sandbox, database))
    assert [finding.well for finding in said] == [True] * 6 + [None]
    assert "im:history is not granted, and need not be" in said[-1].said
    async with Control(sandbox.url) as control:
        assert await control.violations() == []


async def test_check_names_each_thing_that_is_wrong(sandbox: Sandbox, database: Path) -> None:
    said = await found(settings(sandbox, database, SLACK_APP_TOKEN="xapp-wrong", MILEPOST_HR_MEMBERS="U0NOBODY"))
    wrong = " ".join(finding.said for finding in said if finding.well is False)
    assert "SLACK_APP_TOKEN does not open a socket" in wrong
    assert "Slack knows nobody by the id U0NOBODY" in wrong
    assert "Nobody is HR" in wrong
    [only] = await found(settings(sandbox, database, SLACK_BOT_TOKEN="xoxb-wrong"))
    assert "Slack does not know SLACK_BOT_TOKEN" in only.said
    change(database, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer than this program" in (await found(settings(sandbox, database)))[-1].said
