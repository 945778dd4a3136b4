"""Writing that what waits for a plan is in step with it, unless what it was derived from has changed meanwhile.

Who moves zone, ends their account or goes away marks the reminders of their plans as out of step. On SQLite nobody
writes beside us. On PostgreSQL such a mark may be written between our reading the people and our stamping; a stamp
would then say of the old times that they are right. So the plan's row comes first: whoever marks takes it, whoever has
saved the plan holds it, and after that the people are read once more.
"""

from typing import Final

from sqlalchemy import Integer, bindparam, case, select, update

from plans.ids import PlanId
from plans.notices import NoticeState
from plans.reminders import REMINDERS
from plans.terms import Terms
from storage.absences import absences_of
from storage.claiming import NOTICE
from storage.narrowing import is_in, whose
from storage.session import Session
from storage.tables import PersonRow, PlanRow, table_of

_PLAN: Final = table_of(PlanRow)
_PERSON: Final = table_of(PersonRow)
# No plan has it: what carries it is never taken to be in step.
NO_REVISION: Final = 0
_REVISION: Final = bindparam("stamped", type_=Integer)
# A reminder is called for by a plan at a revision. An announcement is of one moment: it is looked at anew whenever it
# is said, which no revision has.
_STAMPING: Final = (
    update(NOTICE)
    .where(whose(NOTICE) == bindparam("mine"), NOTICE.c.plan == bindparam("about"), is_in(NOTICE, NoticeState.WAITING))
    .values(of_revision=case((NOTICE.c.kind.in_(REMINDERS), _REVISION), else_=NO_REVISION))
)
_CALLING: Final = (
    update(_PLAN)
    .where(_PLAN.c.workspace == bindparam("mine"), _PLAN.c.id == bindparam("about"))
    .values(called_for=_REVISION)
)
_OURS: Final = (
    select(_PLAN.c.id)
    .where(_PLAN.c.workspace == bindparam("mine"), _PLAN.c.id == bindparam("plan"))
    .with_for_update(key_share=True)
)
_FACTS: Final = select(_PERSON.c.id, _PERSON.c.zone, _PERSON.c.standing).where(
    _PERSON.c.workspace == bindparam("mine"), _PERSON.c.id.in_(bindparam("people", expanding=True))
)


async def stamp(session: Session, plan: PlanId, *, revision: int) -> None:
    """``notice_ports.Notices.stamp``. Reminders derived from facts that hold no longer are marked instead."""
    used = session.terms.get(plan)
    if revision != NO_REVISION:
        await session.count(_CALLING, {"mine": session.workspace, "about": plan, "stamped": revision})
    holds = session.on_sqlite or used is None or await _still_so(session, plan, used)
    asked = {"mine": session.workspace, "about": plan, "stamped": revision if holds else None}
    await session.count(_STAMPING, asked)


async def _still_so(session: Session, plan: PlanId, used: Terms) -> bool:
    """Whether the people of these terms are as they were read. From now on nobody marks the plan before we commit."""
    await session.row(_OURS, {"mine": session.workspace, "plan": plan})
    rows = await session.rows(_FACTS, {"mine": session.workspace, "people": list(used.people)})
    facts = {row["id"]: (row["zone"], row["standing"]) for row in rows}
    if facts != {person.id: (person.zone, person.standing) for person in used.people.values()}:
        return False
    session.forget_absences()
    return await absences_of(session, used.people) == used.absences
