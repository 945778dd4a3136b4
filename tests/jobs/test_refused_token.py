"""A token that is refused for long is a time away: nobody was told anything, however busily we swept."""

from datetime import datetime, timedelta

import pytest

from jobs.outcomes import InstallationDown
from storage.database import Database
from tests.jobs.coming_back import TWO, Process, heard, met_on_friday, unhurried
from tests.jobs.mail_room import MailRoom, note_to
from tests.plans import owing as the


@pytest.fixture
async def room(database: Database) -> MailRoom:
    return await met_on_friday(database)


async def refused_until(room: MailRoom, process: Process, at: datetime) -> None:
    """Slack turns the token away at each try; the bot sweeps on."""
    while room.now < at:
        room.answers.extend([InstallationDown("token_revoked")] * 9)
        await process.sweep()
        room.wait(minutes=5)
    room.answers.clear()


async def test_after_hours_of_a_refused_token_each_person_gets_one_message(room: MailRoom) -> None:
    """Nobody was told anything meanwhile, however busily we swept."""
    await room.noted("employee", "supervisor")
    process = Process(room, traffic=unhurried())
    await process.sweep()
    for hour in range(3):
        await refused_until(room, process, room.now + timedelta(minutes=50))
        await room.owe(*(note_to(one, at=room.now, name=f"{hour}") for one in (the.EMPLOYEE, the.SUPERVISOR)))
    await refused_until(room, process, room.now + timedelta(minutes=30))
    room.said.clear()
    for _ in range(4):
        room.wait(minutes=10)
        await process.sweep()
    assert sorted(heard(room)) == sorted(TWO)
    assert process.traffic.down is None
    # What comes after that is said by itself.
    room.said.clear()
    room.wait(minutes=1)
    await room.owe(note_to(the.EMPLOYEE, at=room.now, name="after"))
    await process.sweep()
    assert heard(room) == [(the.EMPLOYEE.id, "note_added")]


async def test_a_token_that_was_refused_for_a_few_minutes_is_no_time_away(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    process = Process(room, traffic=unhurried())
    await process.sweep()
    room.wait(minutes=1)
    await room.owe(*(note_to(the.EMPLOYEE, at=room.now, name=f"{one}") for one in range(3)))
    await refused_until(room, process, room.now + timedelta(minutes=10))
    room.said.clear()
    for _ in range(3):
        room.wait(seconds=90)
        await process.sweep()
    assert heard(room) == [(the.EMPLOYEE.id, "note_added")] * 3
