"""Apply what the clock causes to one plan: the only thing that happens without a person asking."""

from datetime import datetime

from plans import passing
from plans.acts import Act
from plans.ids import PlanId
from plans.keeping import keep
from plans.plan import Plan
from plans.ports import System, Work


async def pass_time(work: Work, plan_id: PlanId, *, now: datetime) -> Plan | None:
    """The plan as it is afterwards, kept and committed; None if there was nothing to do, and nothing is written.

    Call it for plans whose ``next_at`` has passed. Where that was for nothing, since a zone or a holiday changed, the
    caller sets the next moment anew (``Plans.wake_at``): a new revision would cost somebody the form they are filling.
    """
    plan = await work.plans.get(plan_id, by=System.CLOCK, act=Act.LEARN, now=now)
    change = passing.pass_time(plan, await work.terms(plan), now)
    if change is None:
        return None
    kept = await keep(work, change)
    await work.commit()
    return kept
