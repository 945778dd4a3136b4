"""The one way a change reaches the database: state, record, audit lines, reminders and notices, all or nothing."""

from dataclasses import replace
from typing import Final

from plans.announcements import announced, removed
from plans.change import Change
from plans.kept import EraseCause
from plans.passing import next_passing
from plans.plan import Plan
from plans.ports import Work
from plans.reminders import adjust, reminders_for
from plans.retention import TOMBSTONES

# Entries that are only said: no reminder rests on one.
_ONLY_SAID: Final = ("notes", "inputs", "contests", "questions", "rebuttals", "hr_requests", "wanted_changes", "papers")


async def keep(work: Work, change: Change) -> Plan:
    """Store the plan, append its events, put its reminders in step, and add the notices the events call for.

    Of a plan whose content is gone, what stands about it elsewhere goes too.

    The caller commits. A plan at revision 0 is new.

    Raises:
        PlanChangedMeanwhileError: when somebody else kept a change since ``change.plan`` was read.

    """
    terms = await work.terms(change.plan)
    next_at = next_passing(change.plan, terms)
    in_step, before = False, None
    if change.plan.revision == 0:
        await work.plans.add(change.plan, next_at=next_at)
        plan = change.plan.with_(revision=1)
    else:
        before = await work.plans.stored(change.plan)
        if before is not None and same_reminders(before, change.plan):
            in_step = await work.drift.in_step(before, next_at=next_at)
        plan = await work.plans.save(change.plan, next_at=next_at, reminders_stand=in_step)
    if not in_step:
        await work.notices.adjust(adjust(reminders_for(plan, terms), await work.notices.waiting_for(plan.id)))
        await work.notices.stamp(plan.id, revision=plan.revision)
    if plan.state in TOMBSTONES:
        await work.erasing.erase(plan.id)
        if before is not None and plan.erased_for is EraseCause.EXPUNGED and plan.erased_at is not None:
            await work.notices.put(removed(before, await work.terms(before), at=plan.erased_at))
    for event in change.events:
        await work.notices.put(announced(event, plan, terms))
    # Last: whoever else has a line to add now waits for our commit.
    await work.audit.append(change.events)
    return plan


def same_reminders(before: Plan, after: Plan) -> bool:
    """Whether both call for the same reminders as far as that is plain to see: they differ in what was only said."""
    said = {name: getattr(before.record, name) for name in _ONLY_SAID}
    return after.with_(revision=before.revision, record=replace(after.record, **said)) == before
