"""The guides say what is on the screen: every button they name has that name, and every picture is there."""

import re
from pathlib import Path
from typing import Final

import pytest

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
GUIDES: Final = sorted((DOCS / "guides").glob("*.md"))
LABEL: Final = re.compile(r"(?<![*\w])\*([^*]+)\*(?!\*)")
PICTURE: Final = re.compile(r'<img src="([^"]+)" width="\d+" alt="([^"]{15,})">')
LINK: Final = re.compile(r"\]\(([^)]+)\)")


def labels() -> set[str]:
    """Every line of the wording that could stand on a button."""
    wording = (DOCS.parent / "bot" / "wording" / "en").glob("*.ftl")
    lines = (line for page in wording for line in page.read_text(encoding="utf-8").splitlines())
    return {line.partition(" = ")[2] for line in lines if " = " in line}


def test_there_is_a_guide_for_each_who_uses_it() -> None:
    assert [guide.stem for guide in GUIDES] == ["employee", "hr", "supervisor"]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_button_a_guide_names_is_called_that(guide: Path) -> None:
    named = {" ".join(found.split()) for found in LABEL.findall(guide.read_text(encoding="utf-8"))}
    assert len(named) >= 8
    assert sorted(named - labels()) == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_picture_and_page_a_guide_points_to_is_there(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    pictures = [place for place, _ in PICTURE.findall(text)]
    assert len(pictures) == text.count("<img") >= 4
    assert [place for place in (*pictures, *LINK.findall(text)) if not (guide.parent / place).is_file()] == []
