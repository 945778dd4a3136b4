"""A whole Illinois plan in which nobody ever answers: a year of reminders, misses and digests, each at its own time."""

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from jobs.digest_times import USUAL_TIMES
from jobs.following import follow
from jobs.sweep import Swept, next_due
from plans import examples
from plans.change import Change
from plans.ids import NoticeId
from plans.keeping import keep
from plans.notices import NoticeKind, NoticeState
from plans.plan import Plan
from plans.states import MilestoneState, MissClass, PlanState, ReviewState
from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import MailRoom

_K = NoticeKind
SIDES = (examples.EMPLOYEE.id, examples.SUPERVISOR.id)
END = datetime(2027, 9, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
async def room() -> MailRoom:
    """The house has been open since before the plan; the plan became active, and a year has gone by."""
    case = examples.case(PlanState.ACTIVE)
    room = MailRoom(FakeDatabase(case.terms, examples.WORKSPACE), now=case.at)
    await room.sweep()
    async with room.database.begin() as work:
        await keep(work, Change(plan=case.plan, events=case.events[-1:]))
        await work.commit()

    async def sweep_at(at: datetime) -> Swept:
        room.real_now += at - room.now
        room.now = at
        return await room.sweep()

    async def due_after(at: datetime) -> datetime | None:
        return await next_due(room.database.begin, now=at, traffic=room.traffic, times=USUAL_TIMES)

    await follow(sweep_at, due_after, start=room.now, end=END)
    return room


@pytest.fixture
def memory(room: MailRoom) -> FakeDatabase:
    assert isinstance(room.database, FakeDatabase)
    return room.database


def _plan(memory: FakeDatabase) -> Plan:
    return memory.store.plans[examples.ILLINOIS_PLAN]


async def test_a_year_of_silence_is_prompted_classed_and_told(room: MailRoom, memory: FakeDatabase) -> None:
    plan = _plan(memory)
    assert plan.state is PlanState.DECISION_DUE
    assert {review.state for review in plan.reviews} == {ReviewState.UNDOCUMENTED}
    assert {(each.state, each.miss) for each in plan.milestones} == {
        (MilestoneState.MISSED, MissClass.NO_COMMUNICATION)
    }
    assert {each.grace_until for each in plan.milestones} == {None}
    told = Counter((said.person, said.kind) for said in room.said)
    for person in SIDES:
        assert told[person, _K.REVIEW_AHEAD] == 3
        assert told[person, _K.CHECK_IN] == 6
        assert told[person, _K.CHECK_IN_NUDGE] == 6
        assert told[person, _K.REVIEW_SUMMARY] == 3
        assert told[person, _K.MILESTONE_MISSED] == len(plan.milestones)
    assert told[examples.SUPERVISOR.id, _K.FINAL_AHEAD] == 1
    assert told[examples.SUPERVISOR.id, _K.DECISION_DUE] >= 2
    # One digest a working day at most, one a week at least.
    assert 52 <= told[examples.HR.id, _K.DIGEST] <= 275


async def test_a_year_of_messages_comes_in_working_hours_on_time_and_once(room: MailRoom, memory: FakeDatabase) -> None:
    rows = memory.store.notices.values()
    assert {row.state for row in rows if row.owed.due_at <= END} == {NoticeState.SENT}
    assert {row.late_by_us for row in rows} == {0}
    assert len({said.notice for said in room.said}) == len(room.said)
    zones = {person.id: ZoneInfo(person.zone) for person in examples.PEOPLE.values()}
    for said in room.said:
        row = memory.store.notices[NoticeId(said.notice)]
        local = said.at.astimezone(zones[row.owed.person])
        assert (local.weekday() < 5, 9 <= local.hour < 17) == (True, True)
        assert row.owed.due_at <= said.at

    assert {said.person for said in room.said} <= {*SIDES, examples.HR.id, examples.SECOND_HR.id}
    assert room.said[-1].at.date() > date(2027, 9, 1)
