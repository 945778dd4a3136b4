"""Report something in the way (S0-24); a protected matter reaches HR alone (P-13)."""

from dataclasses import dataclass
from datetime import date, datetime

from plans import barriers
from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, MilestoneId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.record import BarrierKind
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseBarrier:
    """``milestones`` may be empty: then it is about the plan as a whole."""

    plan: PlanId
    entry: EntryId
    kind: BarrierKind
    milestones: tuple[MilestoneId, ...]
    text: Words
    would_help: Words
    wished_date: date | None = None


async def raise_barrier(work: Work, request: RaiseBarrier, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.RAISE_BARRIER,
        by=by,
        now=now,
        rule=lambda plan, terms: barriers.raised(
            plan,
            entry=request.entry,
            kind=request.kind,
            milestones_hit=request.milestones,
            text=request.text,
            would_help=request.would_help,
            wished_date=request.wished_date,
            by=by,
            at=now,
            terms=terms,
        ),
    )
