"""Apply what the clock causes to one plan: the only thing that happens without a person asking."""

from datetime import datetime

from plans import passing
from plans.acts import Act
from plans.change import Change
from plans.ids import PlanId
from plans.keeping import keep
from plans.plan import Plan
from plans.ports import System, Work


async def pass_time(work: Work, plan_id: PlanId, *, now: datetime) -> Plan | None:
    """The plan as it is afterwards, kept and committed; None if there was nothing to do.

    Call it for plans whose ``next_at`` has passed. Where that was for nothing, since a zone or a holiday changed, the
    plan is kept all the same, so that its ``next_at`` is set anew and it does not come up again at once.
    """
    plan = await work.plans.get(plan_id, by=System.CLOCK, act=Act.LEARN, now=now)
    change = passing.pass_time(plan, await work.terms(plan), now)
    kept = await keep(work, change or Change(plan=plan, events=()))
    await work.commit()
    return None if change is None else kept
