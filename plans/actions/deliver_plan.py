"""Deliver a plan after the meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.lifecycle import delivered
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.signatures import shown
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverPlan:
    """``edition`` is the number of the text they were shown: only that one is signed.

    Fields: ``typed_name``, the signature of whoever supervises (HR delivers without), ``met_on``, and
    ``opening_line``, which the form asks of whoever supervises (S2-10).
    """

    plan: PlanId
    signature: EntryId
    edition: int
    typed_name: Words | None
    met_on: date
    opening_line: Words | None = None


async def deliver_plan(work: Work, request: DeliverPlan, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.DELIVER_PLAN,
        by=by,
        now=now,
        rule=lambda plan, terms: delivered(
            shown(plan, request.edition),
            terms,
            signature=request.signature,
            typed_name=request.typed_name,
            met_on=request.met_on,
            opening_line=request.opening_line,
            by=by,
            at=now,
        ),
    )
