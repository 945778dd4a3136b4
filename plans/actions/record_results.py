"""Record a result for each goal."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.outcomes import ResultTyped, results_recorded
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordResults:
    """One result a goal, each with its evidence."""

    plan: PlanId
    results: tuple[ResultTyped, ...]


async def record_results(work: Work, request: RecordResults, *, by: Person, now: datetime) -> Plan:
    """Whoever may propose an outcome may record what it rests on."""
    return await act_on(
        work,
        request.plan,
        Act.PROPOSE_OUTCOME,
        by=by,
        now=now,
        rule=lambda plan, _terms: results_recorded(plan, request.results, by=by, at=now),
    )
