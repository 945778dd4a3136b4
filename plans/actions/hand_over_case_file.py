"""HR has handed over a case file that was written; whom to, its order says."""

from dataclasses import dataclass
from datetime import datetime

from plans.acts import Act
from plans.change import happened
from plans.events import EventKind
from plans.ids import OrderId, PlanId
from plans.ordering import progress_of
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCaseFile:
    """It leaves a line in the plan's audit trail, and nothing else (P-09)."""

    plan: PlanId
    order: OrderId


async def hand_over_case_file(work: Work, request: HandOverCaseFile, *, by: Person, now: datetime) -> Plan:
    """Once and for all. Raises ``PlanError("part-gone")`` for a file nobody wrote, and for the employee's own copy."""
    plan = await work.plans.get(request.plan, by=by, act=Act.ORDER_CASE_FILE, now=now)
    found = progress_of(await work.audit.of(plan.id, reader=by, now=now))
    order = next((one for one in found if one.id == request.order), None)
    if order is None or order.written_at is None or order.request is not None:
        raise PlanError("part-gone")
    if order.in_hand:
        line = happened(EventKind.EXPORT_HANDED_OVER, plan, by=by.id, at=now, subject=order.id)
        await work.audit.append((line,))
    await work.commit()
    return plan
