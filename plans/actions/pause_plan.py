"""HR pauses a plan, and lets it go on (F-03, P-14)."""

from dataclasses import dataclass
from datetime import date, datetime

from plans.actions.acting import act_on
from plans.actions.answering import answer
from plans.acts import Act
from plans.change import Change
from plans.ids import EntryId, PlanId
from plans.pausing import paused, resumed
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.terms import Terms
from plans.wanting import granted


@dataclass(frozen=True, slots=True, kw_only=True)
class PausePlan:
    """``last`` is its last day; there is no reason. ``fitted``: HR lets the rest end with the form's longest period.

    ``wanted`` is what the employee asked for, if that is why; where it waits for an answer, this is one.
    """

    plan: PlanId
    last: date
    fitted: bool = False
    wanted: EntryId | None = None


async def pause_plan(work: Work, request: PausePlan, *, by: Person, now: datetime) -> Plan:
    def rule(plan: Plan, terms: Terms) -> Change:
        change = paused(plan, terms, last=request.last, fitted=request.fitted, by=by, at=now)
        return granted(change, request.wanted, by=by, at=now)

    if request.wanted is None:
        return await act_on(work, request.plan, Act.PAUSE_PLAN, by=by, now=now, rule=rule)
    return await answer(work, request.plan, Act.PAUSE_PLAN, subject=request.wanted, by=by, now=now, rule=rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumePlan:
    """The pause ends today, before its last day."""

    plan: PlanId


async def resume_plan(work: Work, request: ResumePlan, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.PAUSE_PLAN,
        by=by,
        now=now,
        rule=lambda plan, terms: resumed(plan, terms, by=by, at=now),
    )
