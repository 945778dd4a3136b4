"""Every refusal in the domain has a sentence that says all its facts."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from bot.asking import AlreadyRecordedError, PersonUnknownError, SurfaceUnreachableError
from bot.forms import Fault
from bot.sentences import fault_sentence, sentence
from bot.sentences import said as said_about
from bot.wording import load
from plans.people import Standing
from plans.plan import PlanError
from plans.states import IllegalMoveError
from tests.bot.wording_scan import ROOT, lines

WORDING = load()
_ERRORS = {"PlanError", "NotAllowedError"}


def _calls() -> Iterator[ast.Call]:
    for file in sorted((ROOT / "plans").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _ERRORS and node.args:
                yield node


def _codes(node: ast.expr) -> Iterator[str]:
    """A text, or either side of a conditional."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    if isinstance(node, ast.IfExp):
        yield from _codes(node.body)
        yield from _codes(node.orelse)


def raised() -> dict[str, set[str]]:
    """Every code a rule raises with a text of its own, and the facts that all its places give."""
    facts = defaultdict[str, list[set[str]]](list)
    for call in _calls():
        for code in _codes(call.args[0]):
            names = {keyword.arg for keyword in call.keywords if keyword.arg}
            given = names - {"field"} if not any(keyword.arg is None for keyword in call.keywords) else None
            if given is not None:
                facts[code].append(given)
            else:
                facts.setdefault(code, [])
    return {code: set.intersection(*places) if places else set(_needs(code)) for code, places in facts.items()}


def _needs(code: str) -> frozenset[str]:
    return lines().get(f"error-{code}", frozenset())


# Codes that reach a person by another way than a text beside ``PlanError``: what ``decide`` and ``Plan`` answer.
_DECISIONS = {"no-such-plan": set[str](), "inactive": set[str](), "not-yours": set[str](), "not-now": {"state"}}
_OTHERS = {"slot-complete": set[str](), "own-proposal": set[str](), "changed-meanwhile": set[str]()}
CODES = raised() | _DECISIONS | _OTHERS


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_sentence_that_needs_no_more_than_it_gets(code: str) -> None:
    facts = dict.fromkeys(CODES[code], 3)
    assert WORDING.has(f"error-{code}"), f"no line for {code}"
    said = said_about(code, facts, WORDING)
    assert said.endswith((".", "?"))


def test_the_scan_sees_the_rules() -> None:
    assert {"required", "reviews-out-of-order", "goal-outside-period", "second-open-plan"} <= CODES.keys()
    assert CODES["reviews-out-of-order"] == {"earlier", "later"}


def test_dates_are_said_with_their_weekday() -> None:
    error = PlanError("reviews-out-of-order", earlier=date(2026, 9, 3), later="2026-09-02")
    said = sentence(error, WORDING)
    assert "Thursday, September 3, 2026" in said
    assert "Wednesday, September 2, 2026" in said


def test_a_time_is_said_in_the_readers_own_zone() -> None:
    error = PlanError("already-recorded", at="2026-09-01T15:00:00+00:00")
    assert "10:00 AM" in sentence(error, WORDING, zone="America/Chicago").replace("\u202f", " ")
    assert "3:00 PM UTC" in sentence(error, WORDING).replace("\u202f", " ")


def test_a_day_that_is_not_set_is_said_to_be_open() -> None:
    error = PlanError("goal-outside-period", on=date(2026, 9, 3), start=date(2026, 10, 1), end=None)
    assert "a day not set yet" in sentence(error, WORDING)


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.MEMBER])
def test_a_code_among_the_facts_is_said_in_words(standing: Standing) -> None:
    said = sentence(PlanError("not-a-member", standing=standing), WORDING)
    assert WORDING.say("standing-" + standing.replace("_", "-")) in said


def test_parts_that_are_not_ready_are_listed_in_words() -> None:
    said = sentence(PlanError("not-ready", parts="concerns,dates", count=2), WORDING)
    assert "what is expected, dates" in said


@pytest.mark.parametrize(
    "error",
    [
        AlreadyRecordedError(),
        PersonUnknownError(),
        SurfaceUnreachableError(),
        IllegalMoveError("draft", "closed"),
        PlanError("a-code-from-tomorrow", fact=1),
    ],
)
def test_every_anticipated_error_is_a_sentence(error: Exception) -> None:
    assert sentence(error, WORDING).endswith(".")


@pytest.mark.parametrize(
    "code",
    ["required", "not-a-number", "not-a-person", "not-an-option", "not-a-date", "not-a-time", "too-long", "too-short"],
)
def test_every_fault_of_a_field_has_a_sentence(code: str) -> None:
    assert WORDING.has(f"error-{code}")
    assert fault_sentence(Fault(code=code, facts={"limit": 10, "length": 11}), WORDING).endswith(".")


def test_codes_and_their_words_stand_in_one_file() -> None:
    text = (ROOT / "bot" / "wording" / "en" / "errors.ftl").read_text(encoding="utf-8")
    names = {line.partition(" = ")[0] for line in text.splitlines() if line.startswith("error-")}
    every = {name for name in lines() if name.startswith("error-")}
    assert every == names
