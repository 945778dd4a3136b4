"""What the tests of jobs share."""

import pytest

from jobs.traffic import Traffic, Window
from tests.jobs.crowded_room import Fragile
from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import MailRoom
from tests.plans import owing as the


@pytest.fixture
def memory() -> FakeDatabase:
    return FakeDatabase(the.terms(), the.WORKSPACE)


@pytest.fixture
def room(memory: FakeDatabase) -> MailRoom:
    return MailRoom(memory)


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def office(fragile: Fragile) -> MailRoom:
    """Room for many, with no limit for a minute."""
    return MailRoom(fragile, traffic=Traffic(window=Window(None)))
