"""A signature's audit line holds fast the text and all that the signature says."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from plans.events import EventKind
from plans.examples import EMPLOYEE, NOW, case
from plans.people import Role
from plans.signatures import TextChangedError, signature_line
from plans.signing import Edition, Signature, SignatureKind, statement_of
from plans.states import PlanState
from plans.words import Words

PLAN = case(PlanState.ACTIVE).plan
GIVEN = PLAN.signatures[-1]
EDITION = PLAN.editions[-1]


def test_the_line_names_role_version_the_texts_hash_and_that_of_the_whole_statement() -> None:
    line = signature_line(PLAN, EventKind.SIGNATURE_GIVEN, by=EMPLOYEE, at=NOW)
    assert dict(line.facts) == {
        "role": "employee",
        "edition": "1",
        "text_hash": EDITION.text_hash,
        "statement": statement_of(GIVEN, EDITION).hash,
    }


@pytest.mark.parametrize(
    "other",
    [
        replace(GIVEN, role=Role.HR),
        replace(GIVEN, kind=SignatureKind.DECLINED),
        replace(GIVEN, edition=2),
        replace(GIVEN, name_shown=Words("Another")),
        replace(GIVEN, typed_name=Words("Another")),
        replace(GIVEN, typed_name=None),
        replace(GIVEN, comment=Words("Another")),
        replace(GIVEN, at=GIVEN.at + timedelta(microseconds=1)),
        replace(GIVEN, zone="Europe/Berlin"),
    ],
)
def test_whatever_it_says_otherwise_is_another_statement(other: Signature) -> None:
    assert statement_of(other, EDITION).hash != statement_of(GIVEN, EDITION).hash


def test_another_text_is_another_statement_and_another_offset_is_not() -> None:
    text = replace(EDITION, text=Words("another"))
    assert statement_of(GIVEN, text).hash != statement_of(GIVEN, EDITION).hash
    elsewhere = replace(GIVEN, at=GIVEN.at.astimezone(timezone(timedelta(hours=9))))
    assert statement_of(elsewhere, EDITION).hash == statement_of(GIVEN, EDITION).hash


def test_nothing_is_written_about_a_text_that_was_tampered_with() -> None:
    forged: Edition = replace(EDITION, text=Words(EDITION.text.reveal().replace("1", "2")))
    with pytest.raises(TextChangedError):
        signature_line(PLAN.with_(editions=(forged,)), EventKind.SIGNATURE_GIVEN, by=EMPLOYEE, at=NOW)
