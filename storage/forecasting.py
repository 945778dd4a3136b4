"""How much falls due when, counted and not listed."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from plans.notices import NoticeState
from storage.narrowing import is_in
from storage.session import Session
from storage.tables import NoticeRow, table_of

_NOTICE: Final = table_of(NoticeRow)
# Counted by the database down to the instant; a morning's reminders share theirs.
_COUNTED: Final = (
    select(_NOTICE.c.run_at, func.count().label("count"))
    .where(
        _NOTICE.c.workspace == bindparam("mine"),
        is_in(_NOTICE, NoticeState.WAITING),
        _NOTICE.c.run_at >= bindparam("since"),
        _NOTICE.c.run_at < bindparam("until"),
    )
    .group_by(_NOTICE.c.run_at)
)


async def due_by_hour(session: Session, *, since: datetime, until: datetime) -> Mapping[datetime, int]:
    """``notice_ports.Notices.due_by_hour``."""
    rows = await session.rows(_COUNTED, {"mine": session.workspace, "since": since, "until": until})
    hours = Counter[datetime]()
    for row in rows:
        hours[row["run_at"].replace(minute=0, second=0, microsecond=0)] += row["count"]
    return hours
