"""A line holds fast the words it stands for; nobody can guess them from it, and after an erasure nobody can tell."""

import json

import pytest

from plans import examples
from plans.chain import BEGINNING, canonical, content_of, digest_of, hash_after, text_of
from plans.events import Event, EventKind
from plans.holding import GONE, Held, Words, commitment, committed, content_with, line_with, read, text_with, written
from plans.ids import EntryId, PlanId

SALT = "5a" * 32
EVENT = Event(
    id=EntryId("e" * 32),
    kind=EventKind.NOTE_ADDED,
    plan=PlanId("p" * 32),
    by=None,
    at=examples.NOW,
    subject='a "quoted" é\u2028 subject',
    facts=(("late", "no"),),
)
WORDS: Words = committed(SALT, [("progress_note/1", '[["text","Yes."]]'), ("goal/2", None)])


def content(words: Words = WORDS) -> str:
    return content_with(EVENT, words, workspace=examples.WORKSPACE, apart=False)


def test_a_line_with_no_words_is_what_it_always_was() -> None:
    assert content(()) == content_of(EVENT, workspace=examples.WORKSPACE, apart=False)
    assert written(()) is None
    assert read(None) == ()


def test_a_line_with_words_is_canonical_and_of_the_second_scheme() -> None:
    said = json.loads(content())
    assert content() == canonical(said) == text_with(said)
    assert said["scheme"] == 2
    assert said["words"] == [["goal/2", GONE], ["progress_note/1", WORDS[1][1]]]
    line = line_with(EVENT, WORDS, workspace=examples.WORKSPACE, apart=False, before=BEGINNING)
    assert line.hash == hash_after(BEGINNING, digest_of(content()))
    assert read(written(WORDS)) == WORDS


@pytest.mark.parametrize(
    "changes",
    [{"words": []}, {"scheme": 1}, {"scheme": 3}, {"words": [["a"]]}, {"words": [["a", 1]]}, {"more": "x"}],
    ids=str,
)
def test_what_is_of_neither_scheme_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        text_with({**json.loads(content()), **changes})
    with pytest.raises((KeyError, TypeError, ValueError)):
        text_of(json.loads(content()))


@pytest.mark.parametrize("kept", ['[["b"]]', '[["b", "c"]]', "[", '[["b",1]]', "{}"])
def test_what_was_never_kept_beside_a_line_is_refused(kept: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        read(kept)


def test_a_commitment_tells_nothing_without_the_salt_and_is_of_this_place_alone() -> None:
    short = '[["text","Yes."]]'
    assert commitment(SALT, "a/1", short) == commitment(SALT, "a/1", short)
    others = {commitment("5b" * 32, "a/1", short), commitment(SALT, "a/2", short), commitment(SALT, "a/1", short + " ")}
    assert commitment(SALT, "a/1", short) not in others
    assert len(others) == 3


def held(**changes: object) -> Held:
    words = {"progress_note/1": "one", "progress_note/2": "two"}
    noted = {place: (7 + number, commitment(SALT, place, said)) for number, (place, said) in enumerate(words.items())}
    given: dict[str, object] = {"salt": SALT, "present": words, "noted": {**noted, "goal/9": (3, GONE)}, **changes}
    return Held(**given)  # type: ignore[arg-type]


def test_words_as_they_were_written_match() -> None:
    assert held().fault() is None


@pytest.mark.parametrize(
    ("present", "fault"),
    [
        ({"progress_note/1": "one!", "progress_note/2": "two"}, ("words", 7)),
        ({"progress_note/1": "two", "progress_note/2": "one"}, ("words", 7)),
        ({"progress_note/1": "one"}, ("words", 8)),
        ({}, ("words", 7)),
        ({"progress_note/1": "one", "progress_note/2": "two", "progress_note/3": "three"}, ("words-new", 0)),
        ({"progress_note/1": "one", "progress_note/2": "two", "goal/9": "back"}, ("words-new", 0)),
    ],
)
def test_words_changed_swapped_taken_out_or_put_in_do_not(present: dict[str, str], fault: tuple[str, int]) -> None:
    assert held(present=present).fault() == fault


def test_a_plan_from_before_is_not_held_yet_and_one_whose_salt_was_taken_is_found() -> None:
    assert held(salt=None, noted={}).fault() is None
    assert held(salt=None).fault() == ("salt", 7)
    assert held(salt="5b" * 32).fault() == ("words", 7)


def test_of_an_erased_plan_nothing_is_asked() -> None:
    assert held(salt=None, present={}, gone=True).fault() is None
