"""Records stay as they were made: the type checker sees to it, and the rest is as with any frozen dataclass."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from plans import examples
from plans.people import Handle

HANDLE = Handle(surface="slack", tenant="T1", native_id="U1")


def test_a_record_is_known_by_what_it_holds() -> None:
    same = Handle(surface="slack", tenant="T1", native_id="U1")
    assert same == HANDLE
    assert {same, HANDLE} == {HANDLE}
    assert replace(HANDLE, native_id="U2") != HANDLE
    assert not {HANDLE} & {("slack", "T1", "U1")}


def test_a_record_takes_its_fields_by_name_and_no_others() -> None:
    with pytest.raises(TypeError):
        Handle("slack", "T1", "U1")  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        HANDLE.name = "U1"  # type: ignore[attr-defined]


if TYPE_CHECKING:
    # Refused by mypy; were they not, mypy would refuse to have them excepted.
    HANDLE.native_id = "U2"  # type: ignore[misc]
    examples.EMPLOYEE.zone = "UTC"  # type: ignore[misc]
