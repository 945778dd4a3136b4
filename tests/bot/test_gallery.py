"""The gallery shows every message and form there is, and the page in the documents is the one that is drawn."""

import re
from pathlib import Path

import pytest

from bot.asks import ASKS
from bot.gallery import form_of, gallery
from bot.gallery_scenes import CHAPTERS, Scene
from plans.policy import PackId, read_packs, texts_of
from tests.bot.playing import WORDING
from tests.bot.running import assert_fits

PAGE = Path(__file__).resolve().parents[2] / "docs" / "gallery.md"
SCENES = [scene for _, scenes in CHAPTERS for scene in scenes]
# Where a line is filled in, so that only what comes before it can be looked for.
_VARIABLE = re.compile(r"\{")
# Buttons that keep a step for later, look at its wording or make room in it; they show but the form they stand in.
LATER = {ask for ask in ASKS if ask.endswith("_later") or ask.startswith("hint_") or ask == "add_proposal"}


def test_every_form_is_in_the_gallery() -> None:
    assert {scene.ask for scene in SCENES} == set(ASKS) - LATER


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.ask}-{scene.moment}-{scene.by.handle.native_id}")
async def test_slack_can_show_every_form(scene: Scene) -> None:
    assert_fits(await form_of(scene, WORDING), scene.by)


@pytest.mark.parametrize("pack", sorted(read_packs()))
def test_every_text_of_every_pack_stands_in_the_gallery(pack: PackId) -> None:
    """What a pack says can be read before anybody has a plan."""
    page = flat(PAGE.read_text(encoding="utf-8").replace("\\", "").replace("<br>", " "))
    missing = [place for place, text in texts_of(read_packs()[pack]) if flat(_VARIABLE.split(text)[0]) not in page]
    assert missing == []


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_page_in_the_documents_is_the_one_that_is_drawn() -> None:
    """If it is not: make gallery."""
    assert PAGE.read_text(encoding="utf-8") == gallery()


def test_the_gallery_is_the_same_each_time() -> None:
    assert gallery() == gallery()
