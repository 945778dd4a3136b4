"""What every step of an outcome shares: the proposal as typed, the outcome on its way, and the results it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from plans.change import Change, happened
from plans.ending import GoalResult, Outcome, OutcomeState, Result
from plans.events import EventKind
from plans.ids import GoalId
from plans.moving import expect_state
from plans.parts import already_recorded
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import OutcomeKind
from plans.states import PlanState
from plans.texts import required
from plans.words import Words

ENDS_EARLY: Final = frozenset({OutcomeKind.WITHDRAWN, OutcomeKind.ENDED_LEFT, OutcomeKind.ENDED_TRANSFERRED})
GOES_ON: Final = frozenset({OutcomeKind.EXTENDED, OutcomeKind.CONTINUED})
OUTCOME_STATES: Final = (PlanState.ACTIVE, PlanState.PAUSED, PlanState.DECISION_DUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTyped:
    """Fields: ``result_`` and ``evidence_``, each with the goal's id."""

    goal: GoalId
    result: Result
    evidence: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Fields: ``kind``, ``reasons``, ``override_reason`` (HR only, S3-24).

    For *extended* and *continued* also ``new_end``, ``final``, and ``added``, ``added_2`` … for further reviews.
    ``picked`` are reasons of the pack (S0-27); ``next_step`` goes with *not met*.
    """

    kind: OutcomeKind
    reasons: Words | None
    override_reason: Words | None = None
    new_end: date | None = None
    final: date | None = None
    added: tuple[date | None, ...] = ()
    picked: tuple[str, ...] = ()
    next_step: str | None = None


def results_recorded(plan: Plan, typed: Sequence[ResultTyped], *, by: Person, at: datetime) -> Change:
    """A result with its evidence for each goal named; one may be written anew until an outcome is proposed."""
    expect_state(plan, *OUTCOME_STATES)
    check_none_pending(plan)
    if not typed:
        raise PlanError("required")
    new = {
        one.goal: GoalResult(
            goal=plan.goal(one.goal).id,
            result=one.result,
            evidence=required(one.evidence, f"evidence_{one.goal}"),
            by=by.id,
            at=at,
        )
        for one in typed
    }
    current = current_results(plan)
    kept = tuple(old for old in plan.results if old.goal not in new or old != current.get(old.goal))
    after = plan.with_(results=kept + tuple(new.values()))
    line = happened(EventKind.RESULTS_RECORDED, plan, by=by.id, at=at, count=len(new))
    return Change(plan=after, events=(line,))


def current_results(plan: Plan) -> Mapping[GoalId, GoalResult]:
    """The results of the present period: an extension asks for new ones."""
    return _results_after(plan, [outcome.delivered_at for outcome in plan.outcomes if outcome.kind in GOES_ON])


def mark_of_results(plan: Plan) -> int:
    """A number that is another one as soon as a result is written, or written anew; 0 for none."""
    latest = max((result.at for result in current_results(plan).values()), default=None)
    return 0 if latest is None else int(latest.timestamp() * 1_000_000)


def results_for(plan: Plan, outcome: Outcome) -> Mapping[GoalId, GoalResult]:
    """The results that this outcome rests on: those of its own period."""
    until = outcome.delivered_at
    if until is None:
        return current_results(plan)
    before = [old.delivered_at for old in plan.outcomes if old.kind in GOES_ON]
    as_told = plan.with_(results=tuple(result for result in plan.results if result.at <= until))
    return _results_after(as_told, [at for at in before if at is not None and at < until])


def _results_after(plan: Plan, extended_at: Sequence[datetime | None]) -> Mapping[GoalId, GoalResult]:
    since = max((at for at in extended_at if at is not None), default=None)
    return {result.goal: result for result in plan.results if since is None or result.at > since}


def goals_without_result(plan: Plan) -> tuple[GoalId, ...]:
    found = current_results(plan)
    return tuple(goal.id for goal in plan.goals if goal.id not in found)


def check_none_pending(plan: Plan) -> None:
    if plan.outcome is not None and plan.outcome.state in {OutcomeState.PROPOSED, OutcomeState.APPROVED}:
        raise PlanError("outcome-pending", state=plan.outcome.state)


def pending(plan: Plan, state: OutcomeState) -> Outcome:
    """The latest outcome, if it stands where the caller needs it; what was decided before is ``already-recorded``."""
    outcome = plan.outcomes[-1] if plan.outcomes else None
    if outcome is None or (outcome.state is OutcomeState.PROPOSED and state is OutcomeState.APPROVED):
        raise PlanError("no-outcome")
    if outcome.state is not state:
        raise already_recorded(outcome.delivered_at or outcome.decided_at or outcome.proposed_at)
    expect_state(plan, *OUTCOME_STATES)
    return outcome


def with_last(plan: Plan, outcome: Outcome) -> Plan:
    return plan.with_(outcomes=(*plan.outcomes[:-1], outcome))
