"""Start a plan: the first form of the wizard."""

from dataclasses import dataclass
from datetime import datetime

from plans.acts import Act
from plans.drafting import opened
from plans.ids import PersonId, PlanId, fresh_case_number
from plans.keeping import keep
from plans.people import Person
from plans.permissions import Deny, decide
from plans.plan import Plan, PlanError
from plans.policy import Pack, PlanKind
from plans.ports import NoSuchPlanError, NotAllowedError, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlan:
    """``plan`` is the id the form carried, so that a form sent twice makes one plan (B-02).

    Fields: ``kind``, ``employee``. ``despite_open`` is HR's to say.
    """

    plan: PlanId
    kind: PlanKind
    employee: PersonId
    pack: Pack
    despite_open: bool = False


async def open_plan(work: Work, request: OpenPlan, *, by: Person, now: datetime) -> Plan:
    """A new draft with ``by`` as its supervisor. The facts about the employee must be fresh (the caller looked).

    Raises:
        NotAllowedError: ``by`` is not on HR's list of those who may start plans.
        PlanError: ``already-recorded``, and what ``drafting.opened`` raises.

    """
    decision = decide(by, Act.OPEN_PLAN, None, now=now)
    if isinstance(decision, Deny):
        raise NotAllowedError(decision.code)
    await _check_new(work, request.plan, by=by, now=now)
    change = opened(
        request.plan,
        fresh_case_number(),
        kind=request.kind,
        employee=await work.people.get(request.employee),
        pack=request.pack,
        open_plans=await work.plans.open_for_employee(request.employee),
        despite_open=request.despite_open,
        by=by,
        at=now,
    )
    await work.packs.keep(request.pack)
    plan = await keep(work, change)
    await work.commit()
    return plan


async def _check_new(work: Work, plan: PlanId, *, by: Person, now: datetime) -> None:
    try:
        earlier = await work.plans.get(plan, by=by, act=Act.LEARN, now=now)
    except NoSuchPlanError:
        return
    raise PlanError("already-recorded", at=earlier.started_at.isoformat())
