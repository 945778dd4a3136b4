"""What the tests of jobs share."""

import pytest

from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import MailRoom
from tests.plans import owing as the


@pytest.fixture
def memory() -> FakeDatabase:
    return FakeDatabase(the.terms(), the.WORKSPACE)


@pytest.fixture
def room(memory: FakeDatabase) -> MailRoom:
    return MailRoom(memory)
