"""The demonstration, run as a newcomer would run it."""

import json
import stat
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from app.story import illinois
from app.verifying import verified
from tests.databases import about_the_file

pytestmark = about_the_file
ROOT: Final = Path(__file__).resolve().parents[2]
LONGEST: Final = 240
"""Seconds after which something hangs; how long it should take is measured elsewhere."""
NAMES: Final = ("Marta", "Lindqvist", "Jonas", "Okafor", "Priya", "Raman")
ROLES: Final = {"U0SUPERVISOR": "supervisor", "U0EMPLOYEE": "employee", "U0HR": "HR", "": ""}
Event = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one run of the demonstration printed and left behind."""

    events: Sequence[Event]
    kept: Path
    code: int
    complaints: str

    def of(self, kind: str, *, person: str = "") -> list[Event]:
        return [one for one in self.events if one["kind"] == kind and person in one["person"]]

    def file(self, pattern: str) -> str:
        (found,) = self.kept.glob(pattern)
        return found.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    kept = tmp_path_factory.mktemp("demo") / "kept"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "app", "demo", "--json", "--keep", str(kept)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return Shown(events=events, kept=kept, code=done.returncode, complaints=done.stderr)


def test_it_ends_well(shown: Shown) -> None:
    assert shown.code == 0, shown.complaints


def test_every_line_says_who_saw_what_and_when(shown: Shown) -> None:
    assert len(shown.events) > 100
    for event in shown.events:
        assert {"at", "person", "role", "kind", "text"} <= event.keys()
        assert datetime.fromisoformat(event["at"]).tzinfo is not None
        assert event["role"] == ROLES[event["person"]]
        assert event["text"]


def test_it_is_told_in_chapters(shown: Shown) -> None:
    titles = [one["text"] for one in shown.of("chapter")]
    assert titles[0] == "The supervisor writes a plan"
    assert "Something is in the way, and is reported before the date" in titles
    assert "A date passes and nobody said anything" in titles
    assert "The outcome is delivered, and the plan closes" in titles
    assert len(titles) >= len(illinois.CHAPTERS)


@pytest.mark.parametrize(
    "words",
    [
        "Something in the way was reported before it, and answered before it.",
        "The date passed, and nothing about it was on record before.",
    ],
)
def test_both_kinds_of_missed_date_are_seen(shown: Shown, words: str) -> None:
    """One with a barrier reported before it, one without a word."""
    assert any(words in one["text"] for one in shown.of("form", person="U0EMPLOYEE"))


def test_hr_reads_its_overview(shown: Shown) -> None:
    assert any("Overview for HR" in one["text"] for one in shown.of("form", person="U0HR"))
    assert any(one["text"].startswith("Where things stand on") for one in shown.of("message", person="U0HR"))


def test_no_notification_and_no_message_names_anybody(shown: Shown) -> None:
    messages = shown.of("message")
    assert len(messages) > 30
    for message in messages:
        for name in NAMES:
            assert name not in message["notification"]
            assert name not in message["text"]


def test_it_ends_with_the_case_file_in_both_forms(shown: Shown) -> None:
    written = shown.file("case-file-*.md")
    assert written.startswith("# Case file M-")
    assert illinois.STRENGTHS in written
    data = json.loads(shown.file("case-file-*.json"))
    assert data["document"] == "case_file"
    assert data["draft"] is False
    assert shown.of("case-file.md")[0]["text"] == written
    assert json.loads(shown.of("case-file.json")[0]["text"]) == data
    head = next(section for section in data["sections"] if section["name"] == "head")
    assert head["blocks"][0]["facts"]["state"] == "plan.closed"


def test_it_leaves_a_bundle_that_holds_and_the_fingerprint_to_verify_it_with(shown: Shown) -> None:
    (bundle,) = shown.kept.glob("*bundle*")
    number = json.loads(shown.file("case-file-*.json"))["case_number"]
    said = verified(bundle, key=shown.file("fingerprint.txt"))
    assert f"The bundle of case {number}" in said
    assert "is as it was written" in said


def test_what_is_kept_is_its_owners_alone(shown: Shown) -> None:
    files = list(shown.kept.iterdir())
    assert any(one.suffix == ".db" for one in files)
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    assert stat.S_IMODE(shown.kept.stat().st_mode) == 0o700


def test_its_own_log_holds_nobodys_words_and_no_name(shown: Shown) -> None:
    logs = [one for one in shown.kept.iterdir() if one.suffix == ".log"]
    assert logs, "no log was kept"
    said = "".join(one.read_text(encoding="utf-8") for one in logs) + shown.complaints
    for secret in (*NAMES, illinois.STRENGTHS, illinois.BARRIER_ANSWER, "xoxb-", "xapp-"):
        assert secret not in said
