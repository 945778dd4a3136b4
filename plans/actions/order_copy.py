"""HR orders the file of a copy the employee asked for; the operator writes it."""

from dataclasses import dataclass
from datetime import datetime

from plans.acts import Act
from plans.change import happened
from plans.copies import copy_owed
from plans.events import EventKind
from plans.ids import EntryId, OrderId, PlanId
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.ports import Order, Work
from plans.texts import required
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCopy:
    """It is for the employee alone, so nobody asks what for and for whom. Field: ``purpose``, on its first page."""

    plan: PlanId
    request: EntryId
    order: OrderId
    purpose: Words | None


async def order_copy(work: Work, request: OrderCopy, *, by: Person, now: datetime) -> Plan:
    """The plan itself is not changed by this, but its audit trail has a line.

    Raises ``PlanError("part-gone")`` when no copy is owed any more.
    """
    plan = await work.plans.get(request.plan, by=by, act=Act.ORDER_COPY, now=now)
    owed = copy_owed(plan)
    if owed is None or owed.id != request.request:
        raise PlanError("part-gone")
    employee = await work.people.get(plan.employee)
    order = Order(
        id=request.order,
        plan=plan.id,
        by=by.id,
        at=now,
        purpose=required(request.purpose, "purpose"),
        recipient=employee.name,
        request=owed.id,
    )
    await work.orders.put(order)
    line = happened(EventKind.EXPORT_ORDERED, plan, by=by.id, at=now, subject=order.id, request=owed.id)
    await work.audit.append((line,))
    await work.commit()
    return plan
