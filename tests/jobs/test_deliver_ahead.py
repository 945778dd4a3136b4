"""What can be drawn for a whole batch is drawn when the batch is taken, and said once, in its turn."""

from dataclasses import replace
from functools import partial

from jobs.checking import Ready
from jobs.deliver import Line
from jobs.outcomes import Say, SendOutcome, Sent
from jobs.sweep import sweep
from plans.gist import Gist
from plans.notices import Notice, NoticeState
from plans.people import Person
from tests.jobs.crowded_room import QUICK, Fragile, crowd, means, states
from tests.jobs.mail_room import MailRoom


class Drawer:
    """Draws every other notice ahead; ``fails`` when asked for the first."""

    def __init__(self, room: MailRoom, *, fails: bool = False) -> None:
        self.room = room
        self.fails = fails
        self.asked: list[str] = []
        self.said: list[str] = []

    def __call__(self, notice: Notice, plan: Gist | None, person: Person) -> Say | None:
        self.asked.append(notice.id)
        if self.fails and len(self.asked) == 1:
            raise RuntimeError
        return partial(self._say, notice) if len(self.asked) % 2 else None

    async def _say(self, notice: Notice) -> SendOutcome:
        self.said.append(notice.id)
        return Sent("drawn ahead")


async def swept(room: MailRoom, drawer: Drawer) -> int:
    found = means(room, replace(QUICK, senders=3))
    done = await sweep(
        found.begin,
        found.speak,
        clock=found.clock,
        real_clock=found.real_clock,
        traffic=found.traffic,
        draw_ahead=drawer,
        limits=found.limits,
    )
    return done.sent


async def test_each_is_said_once_by_what_was_drawn_ahead_or_as_it_is_said(office: MailRoom, fragile: Fragile) -> None:
    await crowd(office, 9)
    drawer = Drawer(office)
    assert await swept(office, drawer) == 9
    alone = [message.notice for message in office.said]
    assert len(drawer.asked) == 9
    assert drawer.said == drawer.asked[::2]
    assert sorted(alone) == sorted(drawer.asked[1::2])
    assert states(fragile) == {NoticeState.SENT: 9}


async def test_what_cannot_be_drawn_ahead_is_drawn_as_it_is_said(office: MailRoom, fragile: Fragile) -> None:
    await crowd(office, 2)
    drawer = Drawer(office, fails=True)
    assert await swept(office, drawer) == 2
    assert [message.notice for message in office.said] == drawer.asked
    assert states(fragile) == {NoticeState.SENT: 2}


async def test_what_was_drawn_ahead_is_not_said_when_something_speaks_against_it_meanwhile(
    office: MailRoom, fragile: Fragile
) -> None:
    people = await crowd(office, 1)
    async with office.database.begin() as work:
        claimed = await work.notices.claim(now=office.now, real_now=office.real_now, lease=QUICK.lease, limit=5)
        await work.commit()
    drawer = Drawer(office)
    found = replace(means(office, QUICK), draw_ahead=drawer)
    async with Line(found) as line:
        line.take([Ready(claimed[0], None, people[0])])
        office.traffic.hush(claimed[0].owed.workspace, until=office.now.replace(hour=23), now=office.now)
    assert drawer.asked == [claimed[0].id]
    assert drawer.said == []
    assert states(fragile) == {NoticeState.WAITING: 1}
