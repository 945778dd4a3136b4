"""The page about packs is enough to write one: its example is good as it stands, and every key it lists is known."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest

from app.packs import check_packs
from plans.pack import Pack
from plans.policy import RuleId

PAGE: Final = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")
# What a file does not say itself, or says under another name.
_NOT_WRITTEN: Final = {"id", "source", "digest"}
_OTHERWISE: Final = {"acceptable": "progress.acceptable", "insufficient": "progress.insufficient"}


def example() -> str:
    (found,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    return str(found)


def test_the_example_in_the_page_is_a_good_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "harbour-office.toml"
    file.write_text(example(), encoding="utf-8")
    assert check_packs([file])
    said = capsys.readouterr().out
    assert f"{file}: good. Harbour office, version 1 of 2026-11-22." in said
    assert "checked on 2026-11-20 by HR, harbour office" in said


def test_a_slip_in_the_example_is_found(tmp_path: Path) -> None:
    """The check above can fail."""
    file = tmp_path / "harbour-office.toml"
    file.write_text(example().replace("days = 56", "days = 560", 1), encoding="utf-8")
    assert not check_packs([file])


def test_every_key_a_pack_may_have_stands_in_the_page() -> None:
    for key in (found.name for found in fields(Pack)):
        if key not in _NOT_WRITTEN:
            written = _OTHERWISE.get(key, key)
            assert f"`{written}`" in PAGE or f"[{written}]" in PAGE, key


def test_every_rule_that_does_something_stands_in_the_page() -> None:
    assert [rule.value for rule in RuleId if f"`{rule.value}`" not in PAGE] == []
