"""``milepost packs check``: no database and no settings, and each fault with its line and what to write instead."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.packs import check_packs
from plans.policy import BUILT_IN, read_packs
from tests.app.processes import ROOT

GENERIC = (BUILT_IN / "generic.toml").read_text(encoding="utf-8")


def given(folder: Path, name: str, *, old: str = "", new: str = "") -> Path:
    file = folder / f"{name}.toml"
    assert old in GENERIC
    file.write_text(GENERIC.replace(old, new, 1) if old else GENERIC, encoding="utf-8")
    return file


def test_every_pack_that_ships_is_good_and_told_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_packs([BUILT_IN])
    said = capsys.readouterr().out
    for pack in read_packs().values():
        assert f"{pack.id}.toml: good. {pack.name}, version {pack.version} of {pack.version_date}." in said
    for what in ("reviews", "HR gate", "signatures", "outcomes", "decision clock", "not current"):
        assert f"\n{what}" in said
    assert "strength: block; our own choice" in said
    assert "expectation: block; read in the source, not checked" in said


def test_a_fault_is_told_with_file_line_key_and_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = given(tmp_path, "ours", old="hr_gate = true", new="hr_gate = 1")
    assert not check_packs([file])
    line = file.read_text(encoding="utf-8").splitlines().index("hr_gate = 1") + 1
    assert capsys.readouterr().out.splitlines() == [
        f"{file}:{line}: hr_gate: This must be true or false.",
        "    Write for example: hr_gate = true",
        f"{file}: 1 fault.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[holidays]\n", '[holidays]\ncountry = "US"\nsubdivision = "ZZ"\n', "Nobody knows the holidays of US-ZZ."),
        ("[holidays]\n", '[holidays]\ncountry = "QQ"\n', "Nobody knows the holidays of QQ."),
        ('version = "1"', "version = ", "This is not valid TOML"),
        ('name = "Improvement', 'name = "[red]PIP[/red]', "“PIP” is a label people fear."),
    ],
)
def test_what_only_shows_when_it_is_used_is_a_fault_with_a_line_too(
    old: str, new: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = given(tmp_path, "ours", old=old, new=new)
    assert not check_packs([file])
    lines = capsys.readouterr().out.splitlines()
    told = next(line for line in lines if said in line)
    assert told.removeprefix(f"{file}:").partition(":")[0].isdigit()
    assert lines[lines.index(told) + 1].startswith("    ")


def test_a_pack_that_passes_for_a_shipped_one_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not check_packs([given(tmp_path, "generic", old="hr@example.org", new="people@example.org")])
    assert "Write a version of your own" in capsys.readouterr().out


def test_one_bad_pack_in_a_folder_does_not_hide_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = given(tmp_path, "bad", old="days = 10", new="dais = 10, days = 10")
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'version = "1"\nname = "caf\xe9"\n')
    good = given(tmp_path, "good")
    assert not check_packs([tmp_path])
    said = capsys.readouterr().out
    assert f"{bad}: 1 fault." in said
    assert f"{latin}:2: The file is not UTF-8 text." in said
    assert f"{good}: good." in said


def test_a_folder_without_packs_and_a_file_that_is_not_there_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not check_packs([tmp_path])
    assert not check_packs([tmp_path / "none.toml"])
    said = capsys.readouterr().out
    assert "There is no pack in this folder." in said
    assert "No such file or directory" in said


def test_the_command_needs_no_settings_and_ends_with_1_where_there_is_a_fault(tmp_path: Path) -> None:
    good, bad = given(tmp_path, "ours"), given(tmp_path, "bad", old="hr_gate = true", new="")

    def call(*files: Path) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "app", "packs", "check", *map(str, files)]
        return subprocess.run(  # noqa: S603 - our own program
            words, env={"PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, check=False, text=True
        )

    assert (call(good).returncode, call(bad).returncode, call(good, bad).returncode) == (0, 1, 1)
    assert "good" in call(good).stdout
