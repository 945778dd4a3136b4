"""HR approves a plan, and signs it where the pack asks for that."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.lifecycle import approved
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePlan:
    """``seen`` is the revision HR read. Field: ``typed_name``, required where HR signs."""

    plan: PlanId
    signature: EntryId
    typed_name: Words | None
    seen: int | None = None


async def approve_plan(work: Work, request: ApprovePlan, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.APPROVE_PLAN,
        by=by,
        now=now,
        seen=request.seen,
        rule=lambda plan, terms: approved(
            plan, terms, signature=request.signature, typed_name=request.typed_name, by=by, at=now
        ),
    )
