"""Every line of wording is asked for somewhere, and every line asked for is there with all it needs."""

import re
from pathlib import Path

import pytest

from bot.wording import WordingFaultError, load
from tests.bot.wording_scan import lines, references, texts, uses

LINES = lines()
_FORBIDDEN = re.compile(r"\bPIP\b|!|performance improvement plan", re.IGNORECASE)
_COMMAND = re.compile(r"/pip\b")


def test_every_line_the_code_names_is_there() -> None:
    missing = {f"{use.line} ({use.where})" for use in uses() if re.fullmatch(r"[a-z][a-z0-9-]*", use.line)}
    missing = {one for one in missing if one.partition(" ")[0] not in LINES}
    assert missing == set()


def test_every_line_gets_the_variables_it_needs() -> None:
    lacking = [
        f"{use.where}: {use.line} lacks {sorted(LINES[use.line] - use.variables)}"
        for use in uses()
        if use.variables is not None and use.line in LINES and not LINES[use.line] <= use.variables
    ]
    assert lacking == []


def test_every_line_there_is_can_be_asked_for() -> None:
    whole, patterns = texts()
    referred = references()
    unused = [
        line
        for line in LINES
        if line not in whole and line not in referred and not any(pattern.fullmatch(line) for pattern in patterns)
    ]
    assert unused == []


def test_no_line_shouts_names_the_form_of_plan_or_leaves_blank_space() -> None:
    wording = load()
    for line, needs in LINES.items():
        text = wording.say(line, **dict.fromkeys(needs, "x"))
        assert not _FORBIDDEN.search(_COMMAND.sub("", text)), line
        assert text == text.strip(), line


def test_a_line_may_be_replaced_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "own.ftl").write_text("close = Shut\n", encoding="utf-8")
    wording = load(folders=[tmp_path])
    assert wording.say("close") == "Shut"
    assert wording.say("saved") == "Saved."


def test_a_missing_line_or_variable_raises_instead_of_showing_half_a_sentence() -> None:
    with pytest.raises(WordingFaultError):
        load().say("no-such-line")
    with pytest.raises(WordingFaultError):
        load().say("error-too-long", limit=1)
