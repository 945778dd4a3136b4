"""Hints on the wording of goals and concerns: what a careful reader would say, on any text, and never in the way."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.examples import GENERIC, ILLINOIS, NOW, case, illinois_plan, terms
from plans.goals import Example
from plans.policy import read_packs
from plans.readiness import faults
from plans.smart import MOST_WORDS, GoalWritten, Hint, HintKind, concern_hints, goal_hints, texts_hints
from plans.states import PlanState
from plans.words import Words

CORPUS = tomllib.loads((Path(__file__).parent / "goal_corpus.toml").read_text(encoding="utf-8"))["goal"]
DAY = date(2026, 12, 1)


def written(text: str | None, measure: str | None = None, target: date | None = DAY) -> GoalWritten:
    return GoalWritten(text=Words(text) if text else None, measure=Words(measure) if measure else None, target=target)


def kinds(hints: tuple[Hint, ...]) -> list[str]:
    return [hint.kind.value for hint in hints]


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry["text"][:40])
def test_the_hints_are_those_a_careful_reader_gave(entry: dict[str, object]) -> None:
    found = goal_hints(written(str(entry["text"]), str(entry["measure"]) if "measure" in entry else None))
    assert kinds(found) == entry["hints"]


def test_the_labelled_goals_have_every_kind_of_hint_and_enough_without_any() -> None:
    labels = [label for entry in CORPUS for label in entry["hints"]]
    assert set(labels) == {kind.value for kind in HintKind} - {"no_date"}
    assert all(labels.count(kind) >= 3 for kind in set(labels))
    assert sum(not entry["hints"] for entry in CORPUS) >= 10


@given(st.text(), st.text(), st.none() | st.dates())
def test_no_text_at_all_breaks_the_hints(text: str, measure: str, target: date | None) -> None:
    goal = GoalWritten(text=Words(text), measure=Words(measure), target=target)
    for hint in goal_hints(goal):
        assert hint.field in {"text", "measure", "target"}
    assert goal_hints(goal) == goal_hints(goal), "the same text gives the same hints"


@given(
    st.lists(
        st.sampled_from(["attitude", "always", "sick", " ", ",", "and", "write", "*", "(", "\\", "\n"]), max_size=60
    )
)
def test_what_a_hint_rests_on_stands_in_the_text(pieces: list[str]) -> None:
    text = Words("".join(pieces))
    for hint in texts_hints({"deficiency": text}):
        for word in hint.found.reveal().split(", "):
            assert word in text.reveal().casefold()


def test_hints_on_the_longest_text_take_no_search_of_their_own() -> None:
    """Nothing in the patterns goes back over the text: three thousand of the same are looked at like three."""
    for piece in ("and ", "write ", "not a team ", "once the ", "'", "union ", "a " * 3):
        long = Words(piece * (3_000 // len(piece)))
        goal_hints(GoalWritten(text=long, measure=long, target=None))


def test_a_day_that_is_missing_is_pointed_out_and_a_number_to_watch_is_a_measure() -> None:
    assert kinds(goal_hints(written("Send the minutes.", "Within two days", None))) == ["no_date"]
    counted = replace(written("Send the minutes."), counted=True)
    assert kinds(goal_hints(counted)) == []
    assert goal_hints(written(None, None, None)) == (), "an empty form is no fault"


def test_a_goal_of_many_words_is_too_large() -> None:
    assert kinds(goal_hints(written("one " * MOST_WORDS))) == []
    assert kinds(goal_hints(written("one " * (MOST_WORDS + 1)))) == ["too_large"]


def test_a_concern_is_read_for_words_about_the_person_and_for_matters_that_are_none_of_it() -> None:
    concern = illinois_plan().concerns[0]
    assert concern_hints(concern) == ()
    example = Example(on=DAY, text=Words("Was sick again."))
    doubtful = replace(concern, deficiency=Words("Has a lazy attitude and is never on time."), examples=(example,))
    found = [(hint.kind.value, hint.field, hint.found.reveal()) for hint in concern_hints(doubtful)]
    assert found == [
        ("subjective", "deficiency", "lazy, attitude"),
        ("sweeping", "deficiency", "never"),
        ("protected", "example", "sick"),
    ]


def test_words_are_looked_for_as_whole_words() -> None:
    for text in ("The illustrated page with 3 accents", "A fillable form in 2 steps", "Racetrack 7, unionised"):
        assert texts_hints({"text": Words(text)}) == ()


def test_a_form_in_another_language_gets_only_hints_that_need_no_words() -> None:
    text = "Immer sick und always lazy"
    assert kinds(goal_hints(written(text), locale="de-DE")) == ["no_measure"]
    assert texts_hints({"deficiency": Words(text)}, locale="de-DE") == ()
    assert {pack.locale for pack in read_packs().values()} == {"en-US"}


@pytest.mark.parametrize("name", [ILLINOIS, GENERIC])
def test_hints_are_no_faults_and_change_nothing(name: str) -> None:
    found = case(PlanState.DRAFT, name=name)  # type: ignore[arg-type]
    goal = replace(found.plan.goals[0], text=Words("Always have a better attitude, and get well from the illness"))
    plan = found.plan.with_(goals=(goal, *found.plan.goals[1:]))
    assert goal_hints(GoalWritten.of(goal))
    assert faults(plan, terms(name), now=NOW) == faults(found.plan, terms(name), now=NOW)  # type: ignore[arg-type]
