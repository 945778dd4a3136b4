"""Writing that what waits for a plan is in step with it, unless what it was derived from has changed meanwhile.

Who moves zone, ends their account or goes away marks the reminders of their plans as out of step. On SQLite nobody
writes beside us. On PostgreSQL such a mark may be written between our reading the people and our stamping; a stamp
would then say of the old times that they are right. So the plan's row comes first: whoever marks takes it, whoever has
saved the plan holds it, and after that the people are read once more.
"""

from typing import Final

from sqlalchemy import bindparam, case, select, update

from plans.ids import PlanId
from plans.notices import NoticeState
from plans.reminders import REMINDERS
from plans.terms import Terms
from storage.absences import absences_of
from storage.claiming import NOTICE, is_in
from storage.narrowing import whose
from storage.session import Session
from storage.tables import PersonRow, PlanRow, table_of

_PLAN: Final = table_of(PlanRow)
_PERSON: Final = table_of(PersonRow)
# No plan has it: what carries it is never taken to be in step.
NO_REVISION: Final = 0
_OURS: Final = (
    select(_PLAN.c.id)
    .where(_PLAN.c.workspace == bindparam("mine"), _PLAN.c.id == bindparam("plan"))
    .with_for_update(key_share=True)
)
_FACTS: Final = select(_PERSON.c.id, _PERSON.c.zone, _PERSON.c.standing).where(
    _PERSON.c.workspace == bindparam("mine"), _PERSON.c.id.in_(bindparam("people", expanding=True))
)


async def stamp(session: Session, plan: PlanId, *, revision: int) -> None:
    """``ports.Notices.stamp``. Reminders derived from facts that hold no longer are marked instead."""
    used = session.terms.get(plan)
    holds = session.on_sqlite or used is None or await _still_so(session, plan, used)
    # A reminder is called for by a plan at a revision. An announcement is of one moment: it is looked at anew
    # whenever it is said, which no revision has.
    stamped = case((NOTICE.c.kind.in_(REMINDERS), revision if holds else None), else_=NO_REVISION)
    waiting = (whose(NOTICE) == session.workspace, NOTICE.c.plan == plan, is_in(NOTICE, NoticeState.WAITING))
    await session.count(update(NOTICE).where(*waiting).values(of_revision=stamped))


async def _still_so(session: Session, plan: PlanId, used: Terms) -> bool:
    """Whether the people of these terms are as they were read. From now on nobody marks the plan before we commit."""
    await session.row(_OURS, {"mine": session.workspace, "plan": plan})
    rows = await session.rows(_FACTS, {"mine": session.workspace, "people": list(used.people)})
    facts = {row["id"]: (row["zone"], row["standing"]) for row in rows}
    if facts != {person.id: (person.zone, person.standing) for person in used.people.values()}:
        return False
    session.absences = None
    return await absences_of(session, used.people) == used.absences
