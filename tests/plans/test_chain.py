"""A chain shows any line that was changed, moved, taken out or put in, and what hangs apart is told apart."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import chain, examples
from plans.chain import BEGINNING, asks_about, content_of, digest_of, hash_after, head_after, kept_apart, line_of
from plans.events import Event, EventKind
from plans.ids import EntryId, PersonId, PlanId, WorkspaceId

EVENT = Event(
    id=EntryId("a"),
    kind=EventKind.NOTE_ADDED,
    plan=PlanId("p"),
    by=PersonId("b"),
    at=examples.NOW,
    subject="s",
    facts=(("one", "1"),),
)
W = WorkspaceId("w")
TEXT = content_of(EVENT, workspace=W, apart=False)


def test_the_hash_is_the_one_anyone_can_compute() -> None:
    """Written out here in full, so that a change of the scheme is noticed: old lines are checked by it for ever."""
    assert (
        '{"apart":false,"at":"' + examples.NOW.strftime("%Y-%m-%dT%H:%M:%S.%f") + '+00:00","by":"b",'
        '"facts":[["one","1"]],"id":"a","kind":"note.added","plan":"p","scheme":1,"subject":"s","workspace":"w"}'
    ) == TEXT
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    line = line_of(EVENT, workspace=W, apart=False, before=BEGINNING)
    assert (line.content, line.digest, line.before) == (TEXT, digest, "0" * 64)
    assert line.hash == hashlib.sha256(f"milepost line 1\n{'0' * 64}\n{digest}".encode()).hexdigest()
    assert head_after("x", "y") == hashlib.sha256(b"milepost head 1\nx\ny").hexdigest()
    assert chain.SCHEME == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(EVENT, id=EntryId("z")),
        replace(EVENT, kind=EventKind.INPUT_ADDED),
        replace(EVENT, plan=None),
        replace(EVENT, by=None),
        replace(EVENT, at=EVENT.at + timedelta(microseconds=1)),
        replace(EVENT, subject=None),
        replace(EVENT, facts=()),
        replace(EVENT, facts=(("one", "2"),)),
        replace(EVENT, facts=(("one", "1"), ("one", "1"))),
    ],
)
def test_every_part_of_a_line_counts(other: Event) -> None:
    assert digest_of(content_of(other, workspace=W, apart=False)) != digest_of(TEXT)


def test_whose_it_is_and_where_it_hangs_count_too() -> None:
    others = {
        content_of(EVENT, workspace=WorkspaceId("v"), apart=False),
        content_of(EVENT, workspace=W, apart=True),
        TEXT,
    }
    assert len({digest_of(one) for one in others}) == 3
    assert hash_after("x", digest_of(TEXT)) != hash_after("y", digest_of(TEXT))


@given(
    st.fixed_dictionaries(
        {
            **dict.fromkeys(("at", "id", "kind", "workspace"), st.text()),
            **dict.fromkeys(("by", "plan", "subject"), st.none() | st.text()),
            "apart": st.booleans(),
            "facts": st.lists(st.lists(st.text(), min_size=2, max_size=2)),
            "scheme": st.just(1),
        }
    )
)
def test_the_quick_way_to_a_lines_text_gives_canonical_json(content: dict[str, object]) -> None:
    assert chain.text_of(content) == chain.canonical(content)


@pytest.mark.parametrize(
    "wrong",
    [{"scheme": 2}, {"by": 1}, {"at": None}, {"facts": [["a"]]}, {"facts": [["a", 1]]}, {"facts": None}, {"more": 1}],
)
def test_what_is_no_line_of_this_scheme_has_no_text(wrong: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        chain.text_of({**json.loads(TEXT), **wrong})


def test_the_zone_a_time_is_told_in_does_not_count() -> None:
    elsewhere = EVENT.at.astimezone(timezone(timedelta(hours=-7)))
    assert content_of(replace(EVENT, at=elsewhere), workspace=W, apart=False) == TEXT


def test_every_field_of_an_event_is_in_its_content() -> None:
    """A field that is added later would otherwise not be protected."""
    assert set(Event.__slots__) <= set(json.loads(TEXT))


@pytest.mark.parametrize("kind", sorted(chain.ONLY_FOR_HR))
def test_what_is_between_hr_and_its_author_hangs_apart(kind: EventKind) -> None:
    assert kept_apart(replace(EVENT, kind=kind))
    assert not kept_apart(EVENT)


def test_a_protected_barrier_and_what_is_said_of_it_hangs_apart_and_another_does_not() -> None:
    raised = replace(EVENT, kind=EventKind.BARRIER_RAISED, facts=(("protected", "yes"),))
    assert kept_apart(raised)
    assert not kept_apart(replace(raised, facts=(("protected", "no"),)))
    for kind in (EventKind.BARRIER_ANSWERED, EventKind.BARRIER_RESOLVED, EventKind.BARRIER_WITHDRAWN):
        later = replace(EVENT, kind=kind)
        assert asks_about(later) == "s"
        assert kept_apart(later, known={"s"})
        assert not kept_apart(later, known={"t"})
    for kind in (EventKind.CHANGE_ACCEPTED, EventKind.CHANGE_DECLINED):
        assert kept_apart(replace(EVENT, kind=kind), known={"s"})
        assert not kept_apart(replace(EVENT, kind=kind), known={"t"})
    assert kept_apart(replace(raised, kind=EventKind.CHANGE_ASKED))
    said = replace(EVENT, kind=EventKind.REBUTTAL_ADDED, facts=(("about", "s"),))
    assert kept_apart(said, known={"s"})
    assert not kept_apart(said)
