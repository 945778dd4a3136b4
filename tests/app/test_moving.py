"""Somebody moves to another zone, or away for a while: what comes next comes at their new time, what came stays."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jobs.reconcile import notice_terms
from plans.dates import instant, local_date
from plans.ids import PersonId, PlanId
from plans.notices import Adjustment, Notice, NoticeState
from plans.ports import System
from plans.reminders import REMINDERS
from tests.app.living import EMPLOYEE, HR, Living
from tests.app.test_answered import begun

NEW_ZONE = "Europe/Berlin"
NINE = time(9)


class Watched:
    """A plan in the pretend workspace, and its employee."""

    def __init__(self, live: Living, plan: PlanId, employee: PersonId) -> None:
        self.live, self.plan, self.employee = live, plan, employee

    async def reminders(self, *states: NoticeState) -> list[Notice]:
        """The employee's, earliest first."""
        async with self.live.milepost.rooms.begin() as work:
            rows = await work.notices.waiting_for(self.plan)
        theirs = [row for row in rows if row.owed.person == self.employee and row.owed.kind in REMINDERS]
        return sorted((row for row in theirs if row.state in states), key=lambda row: row.owed.due_at)

    async def to(self, at: datetime) -> None:
        await self.live.control.advance(to=at)
        await self.live.control.settle()

    async def zone_becomes(self, zone: str) -> None:
        await self.live.control.change_person(EMPLOYEE, tz=zone)
        await self.live.control.settle()


async def watched(live: Living) -> Watched:
    number = await begun(live)
    async with live.milepost.rooms.begin() as work:
        plan = await work.plans.find(number, by=System.OPERATOR)
        employee = await work.people.find(live.milepost.directory.handle(EMPLOYEE))
    assert plan is not None
    assert employee is not None
    return Watched(live, plan, employee.id)


async def test_whoever_moves_zone_is_told_at_nine_where_they_are_now_and_nothing_comes_twice(live: Living) -> None:
    town = await watched(live)
    first, second, *_ = await town.reminders(NoticeState.WAITING)
    await town.to(first.owed.due_at + timedelta(hours=1))
    (said,) = await town.reminders(NoticeState.SENT)
    assert said.id == first.id

    day = local_date(second.owed.due_at, second.owed.zone)
    await town.to(second.owed.due_at - timedelta(hours=23))
    await town.zone_becomes(NEW_ZONE)
    waiting = await town.reminders(NoticeState.WAITING)
    assert {row.owed.zone for row in waiting} == {NEW_ZONE}
    assert {row.owed.due_at.astimezone(ZoneInfo(NEW_ZONE)).time() for row in waiting} == {NINE}
    assert await town.reminders(NoticeState.SENT) == [said]

    nine = instant(day, NINE, NEW_ZONE)
    assert nine < second.owed.due_at
    await town.to(nine - timedelta(seconds=1))
    assert await town.reminders(NoticeState.SENT) == [said]
    await town.to(second.owed.due_at + timedelta(hours=1))
    told = await town.reminders(NoticeState.SENT)
    assert [row.id for row in told] == [first.id, second.id]
    assert told[1].sent_at == nine
    assert told[1].late_by_us == 0
    assert len({row.owed.key for row in await town.reminders(*NoticeState)}) == len(await town.reminders(*NoticeState))


async def test_whoever_hr_recorded_as_away_is_told_before_they_go_and_not_while_they_are_away(live: Living) -> None:
    town = await watched(live)
    first, *_ = await town.reminders(NoticeState.WAITING)
    day = local_date(first.owed.due_at, first.owed.zone)
    until = day + timedelta(days=1)
    await town.to(first.owed.due_at - timedelta(days=7))
    await record(live, first=day, last=until)
    await town.to(instant(until, time(23), first.owed.zone))
    (said,) = await town.reminders(NoticeState.SENT)
    assert said.id == first.id
    assert said.sent_at == said.owed.due_at < first.owed.due_at
    assert said.owed.due_at.astimezone(ZoneInfo(first.owed.zone)).time() == NINE
    assert all(
        local_date(row.owed.due_at, row.owed.zone) not in {day, until}
        for row in await town.reminders(NoticeState.WAITING)
    )


async def record(live: Living, *, first: date, last: date) -> None:
    """HR opens the plan from Home and records that the employee is away."""
    hr = live.act_as(HR)
    await hr.command("/pip")
    await hr.press("Open")
    await hr.press("Record an absence")
    await hr.fill({"person": "employee", "first": first.isoformat(), "last": last.isoformat()})
    assert (await hr.submit()).ok
    modal = await hr.modal()
    assert modal is not None
    assert "is away from" in modal.text
    await hr.close()
    await live.control.settle()


async def test_other_zone_data_puts_every_plan_in_step_with_the_next_sweep_and_the_same_data_none(live: Living) -> None:
    town = await watched(live)
    rooms, now = live.milepost.rooms, live.milepost.clock.now()
    before = await town.reminders(NoticeState.WAITING)
    async with rooms.begin() as work:
        wrong = replace(before[0].owed, due_at=before[0].owed.due_at + timedelta(hours=1))
        await work.notices.adjust(Adjustment(move=((before[0].id, wrong),)))
        await work.commit()
    assert await notice_terms(rooms.begin, "zones=other", now=now)
    assert not await notice_terms(rooms.begin, "zones=other", now=now)
    await live.milepost.beat.sweep_now()
    assert await town.reminders(NoticeState.WAITING) == before
    async with rooms.begin() as work:
        assert not await work.drift.marking()
        assert await work.drift.plans(limit=1) == ()
