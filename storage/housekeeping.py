"""Rows that have done their work: requests nobody can send again, and beats nobody will miss."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, tuple_

from plans.notices import UNFINISHED, NoticeKind
from storage.drift import STANDING_JOBS
from storage.gathering import HEARTBEAT
from storage.integrity import LOOKED
from storage.session import Session
from storage.tables import BeatRow, NoticeRow, SeenKeyRow, table_of

_NOTICE: Final = table_of(NoticeRow)
_SEEN: Final = table_of(SeenKeyRow)
_BEAT: Final = table_of(BeatRow)
# Their one row is no record of a period that is over: it says how things stand.
_STANDING: Final = (HEARTBEAT, LOOKED, *STANDING_JOBS)


async def prune_seen(session: Session, *, before: datetime, limit: int) -> int:
    """Forget requests taken before then, at most so many; how many they were. No commit."""
    old = (_SEEN.c.workspace == session.workspace, _SEEN.c.at < before)
    found = select(_SEEN.c.key).where(*old).limit(limit)
    return await session.count(delete(_SEEN).where(_SEEN.c.workspace == session.workspace, _SEEN.c.key.in_(found)))


async def prune_removals(session: Session, *, before: datetime, limit: int) -> int:
    """Forget that somebody was told of a record that was taken off: nothing may lead back to whose it was (P-11)."""
    over = (_NOTICE.c.kind == NoticeKind.RECORD_REMOVED, _NOTICE.c.state.not_in(UNFINISHED), _NOTICE.c.due_at < before)
    found = select(_NOTICE.c.id).where(_NOTICE.c.workspace == session.workspace, *over).limit(limit)
    return await session.count(delete(_NOTICE).where(_NOTICE.c.id.in_(found)))


async def prune_beats(session: Session, *, before: datetime, limit: int) -> int:
    """The same for beats of periods that began before then."""
    mine = _BEAT.c.workspace == session.workspace
    found = select(_BEAT.c.job, _BEAT.c.period).where(mine, _BEAT.c.at < before, _BEAT.c.job.not_in(_STANDING))
    named = tuple_(_BEAT.c.job, _BEAT.c.period).in_(found.limit(limit))
    return await session.count(delete(_BEAT).where(mine, named))
