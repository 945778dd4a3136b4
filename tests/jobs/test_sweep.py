"""The sweep: what the clock causes, what is owed for it and what is said of it, in one go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jobs.digest_times import USUAL_TIMES
from jobs.following import MOST_STEPS, TooManyStepsError, follow
from jobs.limits import USUAL_LIMITS
from jobs.outcomes import Sent
from jobs.passing import Passed, due_plans, pass_plans
from jobs.sweep import Ahead, Swept, next_due
from jobs.traffic import PACE
from plans.ids import PersonId, PlanId
from plans.notices import Notice, NoticeKind, NoticeState
from plans.passing import next_passing
from plans.ports import Work
from plans.states import MilestoneState
from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import MailRoom, note_to
from tests.plans import owing as the

WEDNESDAY = date(2026, 8, 12)
# 17:00 in Denver.
DUE = datetime(2026, 8, 12, 23, 0, tzinfo=UTC)
PLAN = the.plan(milestones=(the.milestone(WEDNESDAY),), reviews=(the.review(date(2026, 8, 26)),), goals=())


@pytest.fixture
async def running(room: MailRoom, memory: FakeDatabase) -> MailRoom:
    """A plan with a goal due on Wednesday and a review two weeks later, as ``keep`` would have left it."""
    await room.keep(PLAN)
    memory.store.next_at[PLAN.id] = next_passing(PLAN, the.terms())
    return room


async def _live(room: MailRoom, until: datetime) -> int:
    async def sweep_at(at: datetime) -> Swept:
        room.real_now += at - room.now
        room.now = at
        return await room.sweep()

    async def due_after(at: datetime) -> datetime | None:
        return await next_due(room.database.begin, now=at, traffic=room.traffic, times=USUAL_TIMES)

    return await follow(sweep_at, due_after, start=room.now, end=until)


async def test_a_goal_that_passes_unreported_is_missed_and_both_hear_of_it_in_their_morning(running: MailRoom) -> None:
    running.now = datetime(2026, 8, 12, 14, 0, tzinfo=UTC)
    await _live(running, datetime(2026, 8, 13, 18, 0, tzinfo=UTC))
    async with running.database.begin() as work:
        plan = (await work.plans.open_ids())[0]
    assert plan == PLAN.id
    missed = [said for said in running.said if said.kind is NoticeKind.MILESTONE_MISSED]
    assert {(said.person, said.at) for said in missed} == {
        (the.SUPERVISOR.id, datetime(2026, 8, 13, 14, 0, tzinfo=UTC)),
        # Five in the afternoon is no longer working time in Denver either.
        (the.EMPLOYEE.id, datetime(2026, 8, 13, 15, 0, tzinfo=UTC)),
    }


async def test_living_through_six_weeks_says_everything_once_in_order_and_on_time(
    running: MailRoom, memory: FakeDatabase
) -> None:
    running.now = datetime(2026, 8, 2, 12, 0, tzinfo=UTC)
    await _live(running, datetime(2026, 9, 14, 12, 0, tzinfo=UTC))
    assert len({said.notice for said in running.said}) == len(running.said)
    assert [said.at for said in running.said] == sorted(said.at for said in running.said)
    rows = memory.store.notices.values()
    assert {row.state for row in rows if row.owed.due_at <= running.now} <= {NoticeState.SENT, NoticeState.WITHDRAWN}
    assert {row.late_by_us for row in rows} == {0}
    assert memory.store.plans[PLAN.id].milestones[0].state is MilestoneState.MISSED
    assert {NoticeKind.CHECK_IN, NoticeKind.REVIEW_SUMMARY, NoticeKind.DIGEST, NoticeKind.GOAL_DUE} <= {
        said.kind for said in running.said
    }
    for person in the.PEOPLE:
        working = the.terms().working(person.id)
        for said in running.said:
            if said.person == person.id:
                local = said.at.astimezone(ZoneInfo(person.zone))
                assert working.start <= local.time() < working.end
                assert local.weekday() < 5


async def test_a_second_sweep_at_the_same_instant_does_nothing(running: MailRoom) -> None:
    running.now = DUE
    await running.sweep()
    assert not await running.sweep()


async def test_a_plan_that_cannot_be_passed_stops_nothing_and_ends_the_sweep(
    running: MailRoom, memory: FakeDatabase
) -> None:
    broken = PlanId("broken")
    await running.keep(PLAN.with_(id=broken, employee=PersonId("nobody")), reminders=False)
    memory.store.next_at[broken] = DUE - timedelta(days=1)
    running.now = DUE
    swept = await running.sweep()
    assert (swept.passed, swept.left, swept.digests) == (1, frozenset({broken}), 2)
    assert await running.next_due() is not None


async def test_a_plan_that_was_due_for_nothing_gets_its_next_instant_set_anew(
    running: MailRoom, memory: FakeDatabase
) -> None:
    running.now = DUE - timedelta(days=30)
    memory.store.next_at[PLAN.id] = running.now
    assert await pass_plans(memory.begin, [PLAN.id], now=running.now) == Passed(moved=1)
    assert memory.store.next_at[PLAN.id] == DUE


async def test_a_plan_that_was_left_in_this_sweep_is_not_tried_again_in_it(
    running: MailRoom, memory: FakeDatabase
) -> None:
    memory.store.next_at[PLAN.id] = running.now
    async with memory.begin() as work:
        assert await due_plans(work, now=running.now) == (PLAN.id,)
        assert await due_plans(work, now=running.now, skip=frozenset({PLAN.id})) == ()


async def test_the_next_due_instant_is_the_earliest_of_plans_notices_and_digests(
    running: MailRoom, memory: FakeDatabase
) -> None:
    running.now = datetime(2026, 8, 12, 15, 0, tzinfo=UTC)
    await running.sweep()
    assert await running.next_due() == DUE
    nine_in_india = datetime(2026, 8, 13, 3, 30, tzinfo=UTC)
    memory.store.next_at[PLAN.id] = None
    assert await next_due(memory.begin, now=running.now, times=USUAL_TIMES) == nine_in_india


async def test_a_sweep_says_itself_what_is_due_next(running: MailRoom) -> None:
    running.now = datetime(2026, 8, 2, 12, 0, tzinfo=UTC)
    ahead: list[tuple[datetime | None, datetime | None]] = []

    async def sweep_at(at: datetime) -> None:
        running.real_now += at - running.now
        running.now = at
        swept = await running.sweep()
        assert swept.ahead is not None
        due = await next_due(running.database.begin, now=at, traffic=running.traffic, times=USUAL_TIMES)
        ahead.append((swept.ahead.at, due))

    async def due_after(at: datetime) -> datetime | None:
        del at
        return ahead[-1][1]

    await follow(sweep_at, due_after, start=running.now, end=datetime(2026, 9, 14, 12, 0, tzinfo=UTC))
    assert len(ahead) > 60
    assert [said for said, _ in ahead] == [asked for _, asked in ahead]


async def test_an_empty_house_has_nothing_due(room: MailRoom) -> None:
    assert await room.next_due() is None
    assert await room.sweep() == Swept()


async def test_following_ends_even_if_something_stays_due_for_ever() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    seen: list[datetime] = []

    async def sweep_at(at: datetime) -> None:
        seen.append(at)

    async def always(at: datetime) -> datetime:
        return at

    with pytest.raises(TooManyStepsError):
        await follow(sweep_at, always, start=start, end=start + timedelta(days=365))
    assert len(seen) == MOST_STEPS
    assert seen == sorted(set(seen))


async def test_what_was_settled_while_a_sweep_looked_ahead_is_seen_by_it(room: MailRoom, memory: FakeDatabase) -> None:
    """The second of two messages waits for the first; once that is said it is due after the pace, not some day."""
    await room.keep(PLAN, reminders=False)
    await room.owe(*(note_to(the.EMPLOYEE, at=room.now, name=name) for name in ("one", "two")))
    looked = asyncio.Event()

    async def said_once_somebody_has_looked(_notice: Notice) -> Sent:
        await looked.wait()
        return Sent("ref")

    room.surface = said_once_somebody_has_looked
    room.database = _Slow(memory, looked)
    swept = await room.sweep()
    assert swept.ahead == Ahead(at=room.now + PACE, redraws=False)


class _Slow:
    """A database whose third transaction takes long to come back from: meanwhile what was said is settled."""

    def __init__(self, database: FakeDatabase, looked: asyncio.Event) -> None:
        self._database = database
        self._looked = looked
        self._begun = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        self._begun += 1
        # The first has claimed, the second has looked closely, and the third finds nothing more to claim.
        looks_ahead = self._begun == 3
        async with self._database.begin() as work:
            yield work
        if looks_ahead:
            assert NoticeState.CLAIMED in self._states()
            self._looked.set()
            for _ in range(2_000):
                if NoticeState.CLAIMED not in self._states():
                    return
                await asyncio.sleep(0.001)

    def _states(self) -> set[NoticeState]:
        return {row.state for row in self._database.store.notices.values()}


class BusyOnceError(Exception):
    """The database had no time for one transaction."""


async def test_what_could_not_be_looked_at_goes_back_unsaid_and_uses_up_no_attempt(
    room: MailRoom, memory: FakeDatabase
) -> None:
    """It would be taken for said, if its lease had to run out."""
    await room.keep(PLAN, reminders=False)
    room.now = datetime(2026, 8, 12, 4, 0, tzinfo=UTC)
    await room.owe(*(note_to(person, at=room.now) for person in (the.EMPLOYEE, the.SUPERVISOR)))
    room.database = busy = _Busy(memory, at_commit=2)
    with pytest.raises(BusyOnceError):
        await room.deliver()
    assert busy.commits == 3
    for row in memory.store.notices.values():
        assert (row.state, row.attempts, row.last_outcome) == (NoticeState.WAITING, 0, "unseen")
        assert row.run_at == room.now + USUAL_LIMITS.lease
    room.now = datetime(2026, 8, 12, 17, 0, tzinfo=UTC)
    assert (await room.deliver()).sent == 2


class _Busy:
    """A database of which one commit fails."""

    def __init__(self, database: FakeDatabase, *, at_commit: int) -> None:
        self._database = database
        self._at = at_commit
        self.commits = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        async with self._database.begin() as work:
            yield _BusyWork(work, self)  # type: ignore[misc]

    def commit(self) -> None:
        self.commits += 1
        if self.commits == self._at:
            raise BusyOnceError


class _BusyWork:
    def __init__(self, work: Work, database: _Busy) -> None:
        self._work = work
        self._database = database

    def __getattr__(self, name: str) -> object:
        return getattr(self._work, name)

    async def commit(self) -> None:
        self._database.commit()
        await self._work.commit()
