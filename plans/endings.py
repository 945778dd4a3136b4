"""How a plan ends: a result for each goal, then an outcome: proposed, approved, delivered (requirements §3.1).

*Not met* cannot be chosen yet: it waits for its safeguards (F-01, P-27). The bot never sets an outcome itself (P-15).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from plans.change import Change, happened
from plans.edition import edition_of
from plans.ending import GoalResult, Outcome, OutcomeState, Result
from plans.events import Event, EventKind
from plans.ids import GoalId, ReviewId, fresh
from plans.meetings import Review
from plans.moving import expect_state, moved, mover, role_in, today_of
from plans.parts import already_recorded, not_past
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.policy import Effect, OutcomeKind, PlanKind, RuleId
from plans.record import Support
from plans.scheduling import Dated, check_order
from plans.states import SUPPORT_MOVES, Mover, PlanState, SupportState, check_move
from plans.terms import Terms
from plans.texts import optional, required
from plans.words import Words

_ENDS_EARLY: Final = frozenset({OutcomeKind.WITHDRAWN, OutcomeKind.ENDED_LEFT, OutcomeKind.ENDED_TRANSFERRED})
_GOES_ON: Final = frozenset({OutcomeKind.EXTENDED, OutcomeKind.CONTINUED})
# Nobody can be told that a plan was not met before its safeguards are built; converting makes a second plan.
_UNAVAILABLE: Final = frozenset({OutcomeKind.NOT_MET, OutcomeKind.CONVERTED})
_OUTCOME_STATES: Final = (PlanState.ACTIVE, PlanState.PAUSED, PlanState.DECISION_DUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTyped:
    """Fields: ``result_`` and ``evidence_``, each with the goal's id."""

    goal: GoalId
    result: Result
    evidence: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Fields: ``kind``, ``reasons``, ``override_reason`` (HR only, S3-24) and, for *extended*, ``new_end``."""

    kind: OutcomeKind
    reasons: Words | None
    override_reason: Words | None = None
    new_end: date | None = None


def results_recorded(plan: Plan, typed: Sequence[ResultTyped], *, by: Person, at: datetime) -> Change:
    """A result with its evidence for each goal named; one may be written anew until an outcome is proposed."""
    expect_state(plan, *_OUTCOME_STATES)
    _check_none_pending(plan)
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
    extensions = [outcome.delivered_at for outcome in plan.outcomes if outcome.kind in _GOES_ON]
    since = max((at for at in extensions if at is not None), default=None)
    return {result.goal: result for result in plan.results if since is None or result.at > since}


def goals_without_result(plan: Plan) -> tuple[GoalId, ...]:
    found = current_results(plan)
    return tuple(goal.id for goal in plan.goals if goal.id not in found)


def allowed_outcomes(plan: Plan, terms: Terms, *, now: datetime) -> tuple[OutcomeKind, ...]:
    """What a form may offer now, in the pack's order: by timing (S3-24) and by what is built; results come on top.

    *Extended* is not offered while no form asks for its dates; *met* joins these where HR overrides S3-24.
    """
    return tuple(
        kind
        for kind in terms.pack.outcomes
        if kind not in _UNAVAILABLE | _GOES_ON and _refusal(plan, terms, kind, at=now) is None
    )


def outcome_proposed(plan: Plan, terms: Terms, proposal: Proposal, *, by: Person, at: datetime) -> Change:
    """Propose how it ends, with reasons.

    Raises:
        PlanError: at ``kind``: ``outcome-unknown``, ``not-met-unavailable``, ``too-early`` with the date it waits for,
            ``too-late``, ``results-missing`` with their count; ``outcome-pending``; ``not-yours`` for an override.

    """
    expect_state(plan, *_OUTCOME_STATES)
    _check_none_pending(plan)
    override = _override(plan, proposal, by=by)
    _check_kind(plan, terms, proposal.kind, overridden=override is not None, at=at)
    outcome = Outcome(
        kind=proposal.kind,
        state=OutcomeState.PROPOSED,
        reasons=required(proposal.reasons, "reasons"),
        proposed_by=by.id,
        proposed_at=at,
        override_reason=override,
        new_end=_new_end(plan, terms, proposal, by=by, at=at),
    )
    facts = {"outcome": proposal.kind.value, "override": "yes" if override else "no"}
    line = happened(EventKind.OUTCOME_PROPOSED, plan, by=by.id, at=at, **facts)
    return Change(plan=plan.with_(outcomes=(*plan.outcomes, outcome)), events=(line,))


def outcome_returned(plan: Plan, *, words: Words | None, by: Person, at: datetime) -> Change:
    """Back to the proposer with a comment. Field: ``returned_words``."""
    pending = _pending(plan, OutcomeState.PROPOSED)
    _check_decider(plan, by=by)
    said = required(words, "returned_words")
    outcome = replace(pending, state=OutcomeState.RETURNED, decided_by=by.id, decided_at=at, returned_words=said)
    line = happened(EventKind.OUTCOME_RETURNED, plan, by=by.id, at=at, outcome=pending.kind)
    return Change(plan=_with_last(plan, outcome), events=(line,))


def outcome_approved(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """HR approves; *not met* never by its proposer, where the pack asks for a second approver (P-27)."""
    pending = _pending(plan, OutcomeState.PROPOSED)
    _check_decider(plan, by=by)
    second = terms.pack.effect_of(RuleId.SECOND_APPROVER) is not Effect.OFF
    if pending.kind is OutcomeKind.NOT_MET and second and pending.proposed_by == by.id:
        raise PlanError("own-proposal")
    outcome = replace(pending, state=OutcomeState.APPROVED, decided_by=by.id, decided_at=at)
    line = happened(EventKind.OUTCOME_APPROVED, plan, by=by.id, at=at, outcome=pending.kind)
    return Change(plan=_with_last(plan, outcome), events=(line,))


def outcome_delivered(plan: Plan, *, by: Person, at: datetime) -> Change:
    """The employee may read it from now on, and the plan closes. An extension is delivered by ``extended``."""
    approved = _pending(plan, OutcomeState.APPROVED)
    if approved.kind in _GOES_ON:
        raise PlanError("outcome-goes-on")
    outcome = replace(approved, state=OutcomeState.DELIVERED, delivered_by=by.id, delivered_at=at)
    line = happened(EventKind.OUTCOME_DELIVERED, plan, by=by.id, at=at, outcome=outcome.kind)
    return Change(plan=plan, events=(line,)).then(_closed(_with_last(plan, outcome), plan, outcome, by=by, at=at))


def withdrawn(plan: Plan, *, kind: OutcomeKind, reasons: Words | None, by: Person, at: datetime) -> Change:
    """HR ends it at once: withdrawn, or the employee left or was transferred. No results are asked for (§5).

    An outcome still on its way goes back unfinished. Fields: ``kind``, ``reasons``.
    """
    if kind not in _ENDS_EARLY:
        raise PlanError("outcome-unknown", field="kind")
    if mover(by, plan) is not Mover.HR:
        raise PlanError("not-yours")
    open_one = plan.outcome if plan.outcome and plan.outcome.state is not OutcomeState.DELIVERED else None
    before = plan
    if open_one is not None:
        before = _with_last(plan, replace(open_one, state=OutcomeState.RETURNED, decided_by=by.id, decided_at=at))
    outcome = Outcome(
        kind=kind,
        state=OutcomeState.DELIVERED,
        reasons=required(reasons, "reasons"),
        proposed_by=by.id,
        proposed_at=at,
        decided_by=by.id,
        decided_at=at,
        delivered_by=by.id,
        delivered_at=at,
    )
    return _closed(before.with_(outcomes=(*before.outcomes, outcome)), plan, outcome, by=by, at=at)


def extended(plan: Plan, terms: Terms, *, reviews: Sequence[Dated], by: Person, at: datetime) -> Change:
    """The approved extension takes hold: a new end, new reviews, and a new text to acknowledge (S3-18).

    A second extension says so in its audit line. Raises ``PlanError``: ``not-now``, ``date-past``,
    ``reviews-out-of-order``, ``review-outside-period``, ``required`` without a review.
    """
    approved = _pending(plan, OutcomeState.APPROVED)
    expect_state(plan, PlanState.DECISION_DUE)
    if approved.kind not in _GOES_ON or approved.new_end is None:
        raise PlanError("not-now", state=plan.state)
    state = moved(plan, PlanState.ACTIVE, by=by)
    new = _new_reviews(plan, reviews, end=approved.new_end, by=by, at=at)
    outcome = replace(approved, state=OutcomeState.DELIVERED, delivered_by=by.id, delivered_at=at)
    count = sum(old.kind in _GOES_ON and old.delivered_at is not None for old in plan.outcomes) + 1
    longer = _with_last(plan, outcome).with_(
        state=state, end=approved.new_end, decision_due_at=None, reviews=plan.reviews + new
    )
    text = edition_of(longer, terms, at=at)
    after = longer.with_(editions=(*longer.editions, text))
    lines = (
        happened(EventKind.OUTCOME_DELIVERED, plan, by=by.id, at=at, outcome=outcome.kind),
        happened(EventKind.PLAN_EXTENDED, plan, by=by.id, at=at, old=plan.end, new=after.end, count=count),
        happened(EventKind.EDITION_MADE, plan, by=by.id, at=at, edition=text.number, text_hash=text.text_hash),
    )
    return Change(plan=after, events=lines)


def _check_none_pending(plan: Plan) -> None:
    if plan.outcome is not None and plan.outcome.state in {OutcomeState.PROPOSED, OutcomeState.APPROVED}:
        raise PlanError("outcome-pending", state=plan.outcome.state)


def _pending(plan: Plan, state: OutcomeState) -> Outcome:
    """The latest outcome, if it stands where the caller needs it; what was decided before is ``already-recorded``."""
    outcome = plan.outcomes[-1] if plan.outcomes else None
    if outcome is None or (outcome.state is OutcomeState.PROPOSED and state is OutcomeState.APPROVED):
        raise PlanError("no-outcome")
    if outcome.state is not state:
        raise already_recorded(outcome.delivered_at or outcome.decided_at or outcome.proposed_at)
    expect_state(plan, *_OUTCOME_STATES)
    return outcome


def _with_last(plan: Plan, outcome: Outcome) -> Plan:
    return plan.with_(outcomes=(*plan.outcomes[:-1], outcome))


def _check_decider(plan: Plan, *, by: Person) -> None:
    """HR decides; in coaching the supervisor may (requirements §3.1)."""
    if role_in(by, plan) is not Role.HR and plan.kind is not PlanKind.COACHING:
        raise PlanError("not-yours")


def _override(plan: Plan, proposal: Proposal, *, by: Person) -> Words | None:
    reason = optional(proposal.override_reason, "override_reason")
    if reason is not None and role_in(by, plan) is not Role.HR:
        raise PlanError("not-yours", field="override_reason")
    return reason


def _check_kind(plan: Plan, terms: Terms, kind: OutcomeKind, *, overridden: bool, at: datetime) -> None:
    refusal = _refusal(plan, terms, kind, at=at)
    if refusal is not None and not (overridden and refusal.code == "too-early"):
        raise refusal
    missing = goals_without_result(plan)
    if missing and kind not in _ENDS_EARLY:
        raise PlanError("results-missing", field="kind", count=len(missing))


def _refusal(plan: Plan, terms: Terms, kind: OutcomeKind, *, at: datetime) -> PlanError | None:
    """Why this outcome cannot be chosen at this time, results apart."""
    if kind not in terms.pack.outcomes:
        return PlanError("outcome-unknown", field="kind")
    if kind in _UNAVAILABLE:
        return PlanError("not-met-unavailable" if kind is OutcomeKind.NOT_MET else "outcome-unknown", field="kind")
    if kind in _ENDS_EARLY:
        return None
    today = today_of(plan, terms, at)
    if kind is OutcomeKind.MET_EARLY:
        late = plan.end is not None and today > plan.end
        return PlanError("too-late", field="kind", end=plan.end) if late else None
    waits_for = max((review.on for review in plan.reviews), default=plan.end)
    early = plan.state is not PlanState.DECISION_DUE or (waits_for is not None and today < waits_for)
    return PlanError("too-early", field="kind", until=waits_for) if early else None


def _new_end(plan: Plan, terms: Terms, proposal: Proposal, *, by: Person, at: datetime) -> date | None:
    if proposal.kind not in _GOES_ON:
        return None
    if proposal.new_end is None:
        raise PlanError("required", field="new_end")
    end = not_past(proposal.new_end, "new_end", by=by, at=at)
    if plan.end is not None and end <= plan.end:
        raise PlanError("end-before-start", field="new_end", start=plan.end, end=end)
    most = terms.pack.max_days
    if most is not None and plan.start is not None and (end - plan.start).days > most:
        raise PlanError("past-cap", field="new_end", end=end, most=most)
    return end


def _new_reviews(plan: Plan, dated: Sequence[Dated], *, end: date, by: Person, at: datetime) -> tuple[Review, ...]:
    if not dated:
        raise PlanError("required", field="final")
    check_order(dated)
    for kind, on in dated:
        not_past(on, kind, by=by, at=at)
        if on > end:
            raise PlanError("review-outside-period", field=kind, on=on, start=plan.start, end=end)
    return tuple(Review(id=ReviewId(fresh()), kind=kind, on=on) for kind, on in dated)


def _closed(plan: Plan, was: Plan, outcome: Outcome, *, by: Person, at: datetime) -> Change:
    """Closed with this outcome; support still open was not delivered, and the record says so (§3.4)."""
    reason = outcome.reasons if outcome.kind in _ENDS_EARLY else plan.reason
    after = plan.with_(
        state=moved(was, PlanState.CLOSED, by=by),
        closed_at=at,
        supports=tuple(_settled(item, at=at) for item in plan.supports),
        reason=reason,
    )
    lines: tuple[Event, ...] = tuple(
        happened(EventKind.SUPPORT_NOT_DELIVERED, was, by=None, at=at, subject=item.id, cause="plan-closed")
        for item in plan.supports
        if item.open
    )
    return Change(
        plan=after, events=(happened(EventKind.PLAN_CLOSED, was, by=by.id, at=at, outcome=outcome.kind), *lines)
    )


def _settled(support: Support, *, at: datetime) -> Support:
    if not support.open:
        return support
    state = check_move(SUPPORT_MOVES, support.state, SupportState.NOT_DELIVERED, by=Mover.CLOCK)
    return replace(support, state=state, confirmed_at=at)
