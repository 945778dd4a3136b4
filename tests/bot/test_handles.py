"""A handle opens for one person, one ask and one workspace, until its day; everything else is a forgery."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handles import ForgedHandleError, Handles, Opened
from bot.parts import Stands
from plans.ids import PersonId, WorkspaceId, fresh

NOW = datetime(2026, 9, 1, 15, tzinfo=UTC)
KEY = b"k" * 32
WORKSPACE, PERSON = WorkspaceId("T0EXAMPLE"), PersonId("a" * 32)
HANDLES = Handles(KEY)
ids = st.none() | st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)


def sealed(stands: Stands, *, entry: str | None = None, expires: datetime = NOW + timedelta(days=1)) -> str:
    return HANDLES.seal(stands, workspace=WORKSPACE, person=PERSON, expires=expires, entry=entry)


def opened(
    handle: str,
    *,
    ask: str = "read_plan",
    workspace: WorkspaceId = WORKSPACE,
    person: PersonId = PERSON,
    now: datetime = NOW,
    handles: Handles = HANDLES,
) -> Opened:
    return handles.open(handle, ask=ask, workspace=workspace, person=person, now=now)


@given(plan=ids, subject=ids, entry=ids)
def test_what_was_sealed_comes_out(plan: str | None, subject: str | None, entry: str | None) -> None:
    stands = Stands(ask="read_plan", plan=plan, subject=subject)
    assert opened(sealed(stands, entry=entry)) == Opened(stands=stands, entry=entry)


def test_a_step_pinned_to_a_revision_comes_out_whole() -> None:
    stands = Stands(ask="plan_concern", plan=fresh(), subject="communication@12")
    assert opened(sealed(stands), ask="plan_concern").stands == stands


@pytest.mark.parametrize(
    "other",
    [
        {"ask": "deliver_plan"},
        {"workspace": WorkspaceId("T0OTHER")},
        {"person": PersonId("b" * 32)},
        {"handles": Handles(b"x" * 32)},
        {"now": NOW + timedelta(days=1, seconds=1)},
    ],
)
def test_a_handle_is_of_no_use_to_anybody_or_anything_else(other: dict[str, object]) -> None:
    handle = sealed(Stands(ask="read_plan", plan=fresh()))
    opened(handle)
    with pytest.raises(ForgedHandleError):
        opened(handle, **other)  # type: ignore[arg-type]


@given(place=st.integers(min_value=0), letter=st.sampled_from("0af.-_zé\n"))
def test_one_letter_changed_is_a_forgery(place: int, letter: str) -> None:
    handle = sealed(Stands(ask="read_plan", plan="0" * 32, subject="1" * 32), entry="2" * 32)
    where = place % len(handle)
    forged = handle[:where] + letter + handle[where + 1 :]
    if forged != handle:
        with pytest.raises(ForgedHandleError):
            opened(forged)


@given(text=st.text(max_size=200))
def test_no_text_at_all_breaks_the_opening(text: str) -> None:
    with pytest.raises(ForgedHandleError):
        opened(text)


def test_a_handle_holds_ids_alone_and_fits_where_it_travels() -> None:
    handle = sealed(Stands(ask="read_plan", plan=fresh(), subject=fresh()), entry=fresh())
    assert "read_plan" not in handle
    assert PERSON not in handle
    assert len(handle) <= 255
