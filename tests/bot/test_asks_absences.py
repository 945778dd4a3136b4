"""HR records that somebody on a plan is away: what the desk shows, refuses at the field, and what it moves."""

from datetime import date, timedelta

import pytest

from bot.replies import Denied, FieldErrors, Reply
from jobs.reconcile import reconcile_out_of_step
from plans import examples
from plans.dates import local_date
from plans.events import EventKind
from plans.ids import PersonId
from plans.notices import Notice, NoticeState
from plans.people import Person
from plans.ports import System
from plans.reminders import REMINDERS
from storage.database import Database
from tests.bot.drafting import words_of
from tests.bot.playing import Player
from tests.bot.running import PLAN, Story, assert_fits, story

FIRST, LAST = date(2026, 10, 26), date(2026, 11, 4)
AWAY = {"person": "employee", "first": FIRST.isoformat(), "last": LAST.isoformat()}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def recorded(player: Player, *, person: str = "employee", first: date = FIRST, last: date = LAST) -> Reply:
    await player.open("record_absence", PLAN)
    return await player.send({"person": person, "first": first.isoformat(), "last": last.isoformat()})


async def waiting(told: Story, person: Person) -> list[Notice]:
    async with told.begin() as work:
        found = await work.notices.waiting_for(PLAN)
    return [
        one
        for one in found
        if one.owed.person == person.id and one.state is NoticeState.WAITING and one.owed.kind in REMINDERS
    ]


async def days_of(told: Story, person: Person) -> set[date]:
    return {local_date(one.owed.due_at, one.owed.zone) for one in await waiting(told, person)}


def in_between(days: set[date]) -> set[date]:
    return {day for day in days if FIRST <= day <= LAST}


async def test_hr_records_an_absence_from_the_plans_page_and_it_is_listed(told: Story) -> None:
    await told.hr.open("open_case", PLAN)
    await told.hr.press("Record an absence")
    assert "Nobody on this plan is recorded as away." in words_of(told.hr)
    assert_fits(told.hr.shown, examples.HR)
    await told.hr.send(AWAY)
    assert "away from Monday, October 26, 2026 to Wednesday, November 4, 2026" in words_of(told.hr)
    await told.hr.press("See all absences")
    assert "Monday, October 26, 2026 to Wednesday, November 4, 2026" in words_of(told.hr)
    assert "Nobody on this plan" not in words_of(told.hr)


async def test_nobody_but_hr_sees_or_records_absences(told: Story) -> None:
    for player in (told.employee, told.supervisor):
        assert isinstance(await player.open("record_absence", PLAN), Denied)
        await player.open("open_case", PLAN)
        assert "Record an absence" not in player.labels()


async def test_a_party_who_is_in_hr_cannot_record_their_own_absence(told: Story) -> None:
    plan = await told.plan()
    async with told.begin() as work:
        await work.plans.save(plan.with_(reviewer=examples.HR.id), next_at=None)
        await work.commit()
    assert isinstance(await told.hr.open("record_absence", PLAN), Denied)


@pytest.mark.parametrize(
    ("answers", "field", "said"),
    [
        ({"last": FIRST - timedelta(days=1)}, "last", "is before the first"),
        ({"last": FIRST + timedelta(days=366)}, "last", "more than 366 days"),
        ({"first": date(2024, 1, 1), "last": date(2024, 1, 2)}, "first", "Please choose days between"),
        ({"first": date(2028, 12, 1), "last": date(2028, 12, 2)}, "last", "Please choose days between"),
        ({"first": date(1026, 10, 26)}, "first", "looks like a slip"),
    ],
)
async def test_days_that_cannot_be_are_refused_at_the_field(
    told: Story, answers: dict[str, date], field: str, said: str
) -> None:
    days = {"first": FIRST, "last": LAST} | answers
    reply = await recorded(told.hr, first=days["first"], last=days["last"])
    assert isinstance(reply, FieldErrors)
    assert list(reply.errors) == [field]
    assert said in reply.errors[field]
    assert await absences(told, examples.EMPLOYEE.id) == []


async def test_an_absence_may_last_a_whole_year(told: Story) -> None:
    assert not isinstance(await recorded(told.hr, last=FIRST + timedelta(days=365)), FieldErrors)


async def test_an_absence_that_overlaps_another_of_the_same_person_is_refused(told: Story) -> None:
    await recorded(told.hr)
    reply = await recorded(told.hr, first=LAST, last=LAST + timedelta(days=3))
    assert isinstance(reply, FieldErrors)
    assert "already recorded as away from Monday, October 26" in reply.errors["first"]
    assert not isinstance(await recorded(told.hr, person="supervisor"), FieldErrors)
    after = LAST + timedelta(days=1)
    assert not isinstance(await recorded(told.hr, first=after, last=after), FieldErrors)


async def test_what_waits_comes_on_no_day_of_the_absence_and_back_when_it_is_taken_back(told: Story) -> None:
    before = await days_of(told, examples.EMPLOYEE)
    assert in_between(before)
    await recorded(told.hr)
    done = await reconcile_out_of_step(told.begin, now=told.hr.now)
    assert done.moved + done.withdrawn > 0
    assert not done.more
    assert in_between(await days_of(told, examples.EMPLOYEE)) == set()
    await told.hr.open("record_absence", PLAN)
    await told.hr.press("Take back")
    assert "Jonas Okafor is recorded as away" in words_of(told.hr)
    assert_fits(told.hr.shown, examples.HR)
    await told.hr.send({})
    assert "no longer counts" in words_of(told.hr)
    await reconcile_out_of_step(told.begin, now=told.hr.now)
    assert await days_of(told, examples.EMPLOYEE) == before
    assert (await reconcile_out_of_step(told.begin, now=told.hr.now)).plans == 0


async def test_taking_back_twice_is_told_apart(told: Story) -> None:
    await recorded(told.hr)
    await told.hr.open("record_absence", PLAN)
    await told.hr.press("Take back")
    subject = told.hr.shown.stands.subject
    await told.hr.send({})
    await told.hr.open("take_back_absence", PLAN, subject)
    assert "not recorded any more" in words_of(told.hr)
    assert told.hr.shown.submit is None


async def test_the_trail_says_who_recorded_what_and_no_reason_has_a_place(told: Story) -> None:
    await recorded(told.hr)
    await told.hr.open("record_absence", PLAN)
    assert {field.id for field in told.hr.shown.fields} == {"person", "first", "last"}
    await told.hr.press("Take back")
    await told.hr.send({})
    async with told.begin() as work:
        events = await work.audit.of(PLAN, reader=System.OPERATOR, now=told.hr.now)
    lines = [event for event in events if event.kind.subject == "absence"]
    assert [line.kind for line in lines] == [EventKind.ABSENCE_RECORDED, EventKind.ABSENCE_TAKEN_BACK]
    assert {line.by for line in lines} == {examples.HR.id}
    assert dict(lines[0].facts) == {"party": "employee", "first": "2026-10-26", "last": "2026-11-04"}


async def absences(told: Story, person: PersonId) -> list[date]:
    async with told.begin() as work:
        return [one.first for one in await work.absences.standing(person)]
