"""Answered messages lose their buttons after everything else, a few at a time, and never at any price."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from jobs.redraw import A_MINUTE, AT_ONCE, Drawn, Redrawing
from jobs.traffic import Traffic
from plans.ids import NoticeId
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Person
from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import TUESDAY
from tests.plans import owing as the


@dataclass
class Room:
    """A database with answered messages, and a surface that draws them; ``answers`` are used up one a call."""

    database: FakeDatabase
    redrawing: Redrawing = field(default_factory=Redrawing)
    traffic: Traffic = field(default_factory=Traffic)
    answers: deque[Drawn] = field(default_factory=deque)
    drawn: list[tuple[str, datetime]] = field(default_factory=list)

    async def draw(self, notice: Notice, person: Person, *, answered_at: datetime) -> Drawn:
        assert person.id == notice.owed.person
        self.drawn.append((notice.id, answered_at))
        return self.answers.popleft() if self.answers else Drawn.YES

    async def some(self, now: datetime = TUESDAY) -> int:
        begin = self.database.begin
        return await self.redrawing.some(begin, self.draw, traffic=self.traffic, workspace=the.WORKSPACE, now=now)

    async def answer(self, count: int, *, at: datetime = TUESDAY) -> None:
        """So many messages were sent and answered."""
        async with self.database.begin() as work:
            for number in range(count):
                owed = Owed(
                    key=f"k{number}",
                    workspace=the.WORKSPACE,
                    plan=None,
                    person=next(iter(self.database.store.people)),
                    kind=NoticeKind.CHECK_IN,
                    subject=None,
                    due_at=at,
                    zone="UTC",
                )
                notice = Notice(id=NoticeId(f"n{number:03}"), owed=owed, state=NoticeState.ANSWERED, run_at=at)
                work.store.notices[notice.id] = notice
                await work.redraws.owe([notice], at=at)
            await work.commit()

    @property
    def left(self) -> list[str]:
        return sorted(self.database.store.redraws)


@pytest.fixture
def room() -> Room:
    return Room(FakeDatabase(the.terms(), the.WORKSPACE))


async def test_an_answered_message_is_drawn_once_with_the_moment_of_its_answer(room: Room) -> None:
    await room.answer(1, at=TUESDAY - timedelta(days=2))
    assert [await room.some(), await room.some()] == [1, 0]
    assert room.drawn == [("n000", TUESDAY - timedelta(days=2))]


async def test_a_few_are_drawn_at_a_time_and_no_more_in_a_minute_than_the_surface_bears(room: Room) -> None:
    await room.answer(100)
    assert await room.some() == AT_ONCE
    for _ in range(10):
        await room.some()
    assert len(room.drawn) == A_MINUTE
    await room.some(TUESDAY + timedelta(seconds=61))
    assert len(room.drawn) == A_MINUTE + AT_ONCE


async def test_a_message_that_cannot_be_drawn_waits_behind_the_rest_and_is_left_after_three_tries(room: Room) -> None:
    await room.answer(2)
    room.answers.extend([Drawn.NO, Drawn.YES, Drawn.NO, Drawn.NO])
    for _ in range(6):
        await room.some()
    assert [name for name, _ in room.drawn] == ["n000", "n001", "n000", "n000"]
    assert room.left == []


async def test_a_surface_that_wants_quiet_is_left_alone_for_a_minute_and_costs_no_try(room: Room) -> None:
    await room.answer(1)
    room.answers.extend([Drawn.LATER] * 5)
    for minute in range(5):
        await room.some(TUESDAY + timedelta(minutes=minute))
        await room.some(TUESDAY + timedelta(minutes=minute, seconds=30))
    assert len(room.drawn) == 5
    assert room.left == ["n000"]
    assert await room.some(TUESDAY + timedelta(minutes=6)) == 1


async def test_nothing_is_drawn_while_the_installation_is_down_or_the_workspace_wants_quiet(room: Room) -> None:
    await room.answer(1)
    room.traffic.down = "token_revoked"
    assert await room.some() == 0
    room.traffic.down = None
    room.traffic.hush(the.WORKSPACE, until=TUESDAY + timedelta(minutes=5), now=TUESDAY)
    assert await room.some() == 0
    assert room.drawn == []
    assert await room.some(TUESDAY + timedelta(minutes=5)) == 1


async def test_a_call_that_hangs_is_cut_off_and_counts_as_a_try(room: Room) -> None:
    await room.answer(1)

    async def hang(notice: Notice, person: Person, *, answered_at: datetime) -> Drawn:
        await asyncio.sleep(60)
        raise AssertionError(notice, person, answered_at)

    quick = Redrawing(call_timeout=timedelta(seconds=0.05))
    begin = room.database.begin
    async with asyncio.timeout(2):
        assert await quick.some(begin, hang, traffic=room.traffic, workspace=the.WORKSPACE, now=TUESDAY) == 0
    assert room.database.store.redraws[NoticeId("n000")][0] == 1
