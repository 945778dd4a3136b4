"""An act that answers what a person was prompted for: the prompts are settled in the same transaction."""

from datetime import datetime

from plans.actions.acting import Decide, act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


async def answer(
    work: Work, plan_id: PlanId, act: Act, *, subject: str, by: Person, now: datetime, rule: Decide
) -> Plan:
    """Like ``act_on``. This person's prompts about ``subject`` become answered, and those that wait are withdrawn.

    That comes first, so that reminders the plan still calls for are put back in step by ``keep``. If the act is
    refused, the transaction is left without a commit and the prompts stay as they were.
    """
    sent = await work.notices.mark_answered(plan=plan_id, person=by.id, subject=subject, at=now)
    await work.redraws.owe(sent, at=now)
    return await act_on(work, plan_id, act, by=by, now=now, rule=rule)
