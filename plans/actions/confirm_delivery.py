"""HR records that the plan was handed over in person."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.receipt import confirmed_in_person
from plans.signatures import shown
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDelivery:
    """``edition`` is the number of the text that was handed over. Fields: ``comment``, ``filed``, optional."""

    plan: PlanId
    signature: EntryId
    edition: int
    comment: Words | None = None
    filed: Words | None = None


async def confirm_delivery(work: Work, request: ConfirmDelivery, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.CONFIRM_DELIVERY,
        by=by,
        now=now,
        rule=lambda plan, terms: confirmed_in_person(
            shown(plan, request.edition),
            terms,
            signature=request.signature,
            comment=request.comment,
            filed=request.filed,
            by=by,
            at=now,
        ),
    )
