"""Sign as supervisor a plan that HR has delivered."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.receipt import signed_as_supervisor
from plans.signatures import shown
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SignAsSupervisor:
    """``edition`` is the number of the text they were shown: only that one is signed. Field: ``typed_name``."""

    plan: PlanId
    signature: EntryId
    edition: int
    typed_name: Words | None


async def sign_as_supervisor(work: Work, request: SignAsSupervisor, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.SIGN_AS_SUPERVISOR,
        by=by,
        now=now,
        rule=lambda plan, terms: signed_as_supervisor(
            shown(plan, request.edition),
            terms,
            signature=request.signature,
            typed_name=request.typed_name,
            by=by,
            at=now,
        ),
    )
