"""That a record was taken off is said to its employee, though no plan is named any more (P-11)."""

from plans.announcements import removed
from plans.notices import NoticeKind
from tests.jobs.mail_room import TUESDAY, MailRoom
from tests.plans import owing as the


async def test_it_is_said_to_the_employee_in_their_hours_and_once(room: MailRoom) -> None:
    plan = the.plan()
    async with room.database.begin() as work:
        terms = await work.terms(plan)
    await room.owe(*removed(plan, terms, at=TUESDAY))
    await room.deliver()
    room.wait(days=1)
    await room.deliver()
    assert [(one.person, one.kind) for one in room.said] == [(the.EMPLOYEE.id, NoticeKind.RECORD_REMOVED)]
