"""An undeliverable notice is tried again: somebody has mended what was in the way."""

from datetime import datetime

from plans.events import Event, EventKind
from plans.ids import EntryId, NoticeId, PersonId, fresh
from plans.ports import Work


async def try_again(work: Work, notice: NoticeId, *, by: PersonId | None, now: datetime) -> bool:
    """Whether it waits again; False for one that is not undeliverable. ``by`` is None for the operator.

    Whether it is still worth saying, and may still be said to this person, is looked at when it is claimed.
    """
    row = await work.notices.try_again(notice, at=now)
    if row is None:
        return False
    line = Event(
        id=EntryId(fresh()),
        kind=EventKind.NOTICE_TRIED_AGAIN,
        plan=row.owed.plan,
        by=by,
        at=now,
        subject=row.id,
        facts=(("notice", row.owed.kind.value),),
    )
    await work.audit.append((line,))
    return True
