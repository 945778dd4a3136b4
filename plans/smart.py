"""Hints on how a goal or a concern is written: plain rules, explained, never in the way, never kept (S0-07, S3-04).

The words looked for are English ones; a form in another language gets the hints that need no words. A hint says where
to look twice, not what is true: whoever writes about patients may well have to write of illness.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from plans import smart_words
from plans.goals import Concern, Goal
from plans.words import Words

# About as much as a person remembers of a goal heard once.
MOST_WORDS: Final = 45
_MOST_FOUND: Final = 5
_NOTHING: Final = Words("")


class HintKind(StrEnum):
    """What to look at again. ``bot`` has an explanation and a better example for each."""

    NO_MEASURE = "no_measure"
    NO_DATE = "no_date"
    SEVERAL_THINGS = "several_things"
    TOO_LARGE = "too_large"
    DEPENDS_ON_OTHERS = "depends_on_others"
    SUBJECTIVE = "subjective"
    SWEEPING = "sweeping"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One hint. ``field`` is the field it belongs beside; ``found`` the words it rests on, if it rests on any."""

    kind: HintKind
    field: str
    found: Words = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalWritten:
    """As much of a goal as hints look at, kept already or only typed yet."""

    text: Words | None
    measure: Words | None
    target: date | None
    counted: bool = False

    @classmethod
    def of(cls, goal: Goal) -> "GoalWritten":
        return cls(text=goal.text, measure=goal.measure, target=goal.target, counted=goal.figures is not None)


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", " ").split(",") if phrase.strip())


def _any_of(text: str) -> re.Pattern[str]:
    """Any of these phrases, as whole words."""
    patterns = (re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in _phrases(text))
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


_NUMBER: Final = re.compile(rf"\d|%|{_any_of(smart_words.NUMBERS).pattern}", re.IGNORECASE)
_VAGUE: Final = _any_of(smart_words.VAGUE)
_SUBJECTIVE: Final = _any_of(smart_words.SUBJECTIVE)
_SWEEPING: Final = _any_of(smart_words.SWEEPING)
_LARGE: Final = _any_of(smart_words.LARGE)
_OTHERS: Final = _any_of(smart_words.OTHERS)
_PROTECTED: Final = _any_of(smart_words.PROTECTED)
_VERBS: Final = frozenset(_phrases(smart_words.VERBS))
_BEFORE_A_VERB: Final = frozenset(_phrases(smart_words.BEFORE_A_VERB))
_CLAUSES: Final = re.compile(r"[.;\n•]|,|\band\b|\bthen\b|\bas well as\b|\bplus\b|&", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")


def goal_hints(goal: GoalWritten, *, locale: str = "en") -> tuple[Hint, ...]:
    """What a second look at this goal might change, in the order of its fields."""
    return tuple(_of_goal(goal, english=_english(locale)))


def concern_hints(concern: Concern, *, locale: str = "en") -> tuple[Hint, ...]:
    """Words about a person rather than about work, in what falls short and in its examples."""
    return texts_hints(
        {
            "expectation": concern.expectation,
            "deficiency": concern.deficiency,
            "example": _joined(example.text for example in concern.examples),
            "feedback": concern.feedback,
        },
        locale=locale,
    )


def texts_hints(texts: dict[str, Words | None], *, locale: str = "en") -> tuple[Hint, ...]:
    """The same for texts by their fields, kept or only typed yet."""
    if not _english(locale):
        return ()
    return tuple(hint for field, words in texts.items() if words for hint in _worded(words, field))


def _of_goal(goal: GoalWritten, *, english: bool) -> Iterator[Hint]:
    text = goal.text or _NOTHING
    if text and english:
        yield from _shaped(text)
        yield from _worded(text, "text")
    if text and not _measurable(goal, english=english):
        yield Hint(kind=HintKind.NO_MEASURE, field="measure")
    if goal.measure and english:
        yield from _worded(goal.measure, "measure")
    if text and goal.target is None:
        yield Hint(kind=HintKind.NO_DATE, field="target")


def _shaped(text: Words) -> Iterator[Hint]:
    """One goal, within one's own reach, that somebody can keep in mind."""
    actions = _actions(text.reveal())
    if len(actions) > 1:
        yield Hint(kind=HintKind.SEVERAL_THINGS, field="text", found=_listed(actions))
    large = _found(_LARGE, text)
    if large or len(text.reveal().split()) > MOST_WORDS:
        yield Hint(kind=HintKind.TOO_LARGE, field="text", found=large)
    others = _found(_OTHERS, text)
    if others:
        yield Hint(kind=HintKind.DEPENDS_ON_OTHERS, field="text", found=others)


def _worded(words: Words, field: str) -> Iterator[Hint]:
    for kind, pattern in (
        (HintKind.SUBJECTIVE, _SUBJECTIVE),
        (HintKind.SWEEPING, _SWEEPING),
        (HintKind.PROTECTED, _PROTECTED),
    ):
        found = _found(pattern, words)
        if found:
            yield Hint(kind=kind, field=field, found=found)


def _measurable(goal: GoalWritten, *, english: bool) -> bool:
    """A number anywhere, or a way to tell that is more than a wish for better."""
    text, measure = goal.text or _NOTHING, goal.measure or _NOTHING
    if goal.counted or _NUMBER.search(text.reveal()) or _NUMBER.search(measure.reveal()):
        return True
    return bool(measure) and not (english and _VAGUE.search(measure.reveal()))


def _actions(text: str) -> list[str]:
    """The verbs that parts of the sentence begin with: what somebody is asked to do."""
    found: list[str] = []
    for clause in _CLAUSES.split(text):
        words = [word.casefold() for word in _WORD.findall(clause[:200])]
        while words and words[0] in _BEFORE_A_VERB:
            words = words[1:]
        if words and words[0] in _VERBS and words[0] not in found:
            found.append(words[0])
    return found


def _found(pattern: re.Pattern[str], words: Words) -> Words:
    """What somebody wrote of it, each word once."""
    return _listed([found.group().casefold() for found in pattern.finditer(words.reveal())])


def _listed(found: list[str]) -> Words:
    return Words(", ".join(list(dict.fromkeys(found))[:_MOST_FOUND]))


def _joined(texts: Iterator[Words]) -> Words:
    return Words("\n".join(text.reveal() for text in texts))


def _english(locale: str) -> bool:
    return locale.partition("-")[0].casefold() == "en"
