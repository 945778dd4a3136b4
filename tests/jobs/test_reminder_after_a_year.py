"""A reminder that is a year away outlives the process that derived it (S0-12)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from plans import examples
from plans.change import Change
from plans.ids import NoticeId
from plans.keeping import keep
from plans.notices import NoticeKind
from plans.states import PlanState
from storage.database import Database
from tests.jobs.mail_room import MailRoom

FAR = timedelta(days=365)


async def waiting(database: Database) -> dict[str, tuple[NoticeId, datetime, NoticeKind]]:
    async with database.begin() as work:
        rows = await work.notices.waiting_for(examples.ILLINOIS_PLAN)
    return {row.owed.key: (row.id, row.owed.due_at, row.owed.kind) for row in rows}


async def test_a_reminder_due_in_a_year_survives_restart_and_upgrade_and_is_said_on_its_day(
    database: Database, another: Callable[[], Database]
) -> None:
    case = examples.case(PlanState.ACTIVE)
    async with database.begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(person)
        await work.packs.keep(case.terms.pack)
        await keep(work, Change(plan=case.plan, events=case.events))
        await work.commit()
    derived = await waiting(database)
    await database.close()

    after = another()
    await after.migrate()
    assert await waiting(after) == derived
    far = {key: row for key, row in derived.items() if row[1] - case.at >= FAR and row[2] is NoticeKind.CHECK_IN_NUDGE}
    assert far
    first = min(at for _, at, _ in far.values())
    room = MailRoom(after, now=first)
    for _ in range(30):  # messages to one person keep their distance
        await room.deliver()
        room.wait(seconds=2)
    said = {message.notice for message in room.said}
    assert {row[0] for row in far.values() if row[1] == first} <= said
