"""The one way a change reaches the database: state, record, audit lines, reminders and notices, all or nothing."""

from plans.announcements import announced
from plans.change import Change
from plans.passing import next_passing
from plans.plan import Plan
from plans.ports import Work
from plans.reminders import adjust, reminders_for


async def keep(work: Work, change: Change) -> Plan:
    """Store the plan, append its events, put its reminders in step, and add the notices the events call for.

    The caller commits. A plan at revision 0 is new.

    Raises:
        PlanChangedMeanwhileError: when somebody else kept a change since ``change.plan`` was read.

    """
    terms = await work.terms(change.plan)
    next_at = next_passing(change.plan, terms)
    if change.plan.revision == 0:
        await work.plans.add(change.plan, next_at=next_at)
        plan = change.plan.with_(revision=1)
    else:
        plan = await work.plans.save(change.plan, next_at=next_at)
    await work.audit.append(change.events)
    await work.notices.adjust(adjust(reminders_for(plan, terms), await work.notices.waiting_for(plan.id)))
    await work.notices.stamp(plan.id, revision=plan.revision)
    for event in change.events:
        await work.notices.put(announced(event, plan, terms))
    return plan
