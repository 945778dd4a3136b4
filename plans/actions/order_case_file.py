"""HR orders a case file; the operator writes it."""

from dataclasses import dataclass
from datetime import datetime

from plans.acts import Act
from plans.change import happened
from plans.events import EventKind
from plans.ids import OrderId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Order, Work
from plans.texts import NAME_LIMIT, required
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCaseFile:
    """Who is going to get it, and what for (P-12). Fields: ``purpose``, ``recipient``."""

    plan: PlanId
    order: OrderId
    purpose: Words | None
    recipient: Words | None


async def order_case_file(work: Work, request: OrderCaseFile, *, by: Person, now: datetime) -> Plan:
    """The plan itself is not changed by this, but its audit trail has a line."""
    plan = await work.plans.get(request.plan, by=by, act=Act.ORDER_CASE_FILE, now=now)
    order = Order(
        id=request.order,
        plan=plan.id,
        by=by.id,
        at=now,
        purpose=required(request.purpose, "purpose"),
        recipient=required(request.recipient, "recipient", limit=NAME_LIMIT),
    )
    await work.orders.put(order)
    await work.audit.append((happened(EventKind.EXPORT_ORDERED, plan, by=by.id, at=now, subject=order.id),))
    await work.commit()
    return plan
