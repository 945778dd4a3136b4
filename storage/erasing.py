"""What stands about a plan outside its own rows goes with it; ids in the audit trail are all that is left."""

from typing import Final

from sqlalchemy import bindparam, delete, select, update

from plans.erasing import Tombstone
from plans.ids import PlanId
from plans.retention import TOMBSTONES
from storage.holding import Holding
from storage.session import Session
from storage.tables import CaseFileOrderRow, NoticeRow, PlanRow, RedrawRow, table_of

_PLAN: Final = table_of(PlanRow)
_ORDER: Final = table_of(CaseFileOrderRow)
_NOTICE: Final = table_of(NoticeRow)
_REDRAW: Final = table_of(RedrawRow)
_THEIRS: Final = select(_NOTICE.c.id).where(_NOTICE.c.plan == bindparam("gone"))
# Redraws first: they are found through the notices.
_ABOUT_IT: Final = (
    delete(_REDRAW).where(_REDRAW.c.notice.in_(_THEIRS)),
    delete(_NOTICE).where(_NOTICE.c.plan == bindparam("gone")),
    delete(_ORDER).where(_ORDER.c.plan == bindparam("gone")),
)
# Without it nobody can tell what the lines about the plan stand for.
_UNSALTED: Final = update(_PLAN).where(_PLAN.c.id == bindparam("gone")).values(salt=None)
_GONE: Final = (
    select(_PLAN.c.id, _PLAN.c.erased_at, _PLAN.c.closed_at)
    .where(_PLAN.c.workspace == bindparam("workspace"), _PLAN.c.state.in_(TOMBSTONES))
    .order_by(_PLAN.c.closed_at, _PLAN.c.id)
)


class SqlErasing:
    """``erasing.Erasing``. Who has the id of a plan of ours may reach it, so no workspace is asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def erase(self, plan: PlanId) -> None:
        for about_it in _ABOUT_IT:
            await self._session.conn.execute(about_it, {"gone": plan})
        await self._session.conn.execute(_UNSALTED, {"gone": plan})
        Holding(self._session).gone(plan)
        self._session.known.erased = True

    async def tombstones(self) -> tuple[Tombstone, ...]:
        rows = await self._session.rows(_GONE, {"workspace": self._session.workspace})
        found = (Tombstone(PlanId(row["id"]), row["erased_at"] or row["closed_at"]) for row in rows)
        return tuple(sorted(found, key=lambda one: (one.at, one.plan)))
