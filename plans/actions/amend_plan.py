"""Collect changes to a delivered plan, throw them away, or give them to the employee as the next version (S3-18)."""

from dataclasses import dataclass
from datetime import datetime

from plans import amending
from plans.actions.acting import act_on
from plans.acts import Act
from plans.collecting import AmendStep
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectAmendment:
    """``entry`` is the id of the amendment, if this is the first change of one."""

    plan: PlanId
    entry: EntryId
    step: AmendStep


async def collect_amendment(work: Work, request: CollectAmendment, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.AMEND_PLAN,
        by=by,
        now=now,
        rule=lambda plan, terms: amending.collected(plan, terms, request.step, entry=request.entry, by=by, at=now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAmendment:
    """The employee never learns of what was collected."""

    plan: PlanId


async def drop_amendment(work: Work, request: DropAmendment, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.AMEND_PLAN,
        by=by,
        now=now,
        rule=lambda plan, _terms: amending.dropped(plan, by=by, at=now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendPlan:
    """``seen`` is the revision they read: exactly those changes are given. Field: ``typed_name``."""

    plan: PlanId
    signature: EntryId
    typed_name: Words | None = None
    seen: int | None = None


async def amend_plan(work: Work, request: AmendPlan, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.AMEND_PLAN,
        by=by,
        now=now,
        seen=request.seen,
        rule=lambda plan, terms: amending.amended(
            plan, terms, signature=request.signature, typed_name=request.typed_name, by=by, at=now
        ),
    )
