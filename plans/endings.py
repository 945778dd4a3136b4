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
from plans.moving import expect_state, moved, mover, role_in, today_for, today_of
from plans.parts import already_recorded, not_past
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.policy import Effect, OutcomeKind, PlanKind, ReviewKind, RuleId
from plans.record import Support
from plans.scheduling import Dated, further
from plans.states import SUPPORT_MOVES, Mover, PlanState, SupportState, check_move
from plans.terms import Terms
from plans.texts import optional, required
from plans.words import Words

_ENDS_EARLY: Final = frozenset({OutcomeKind.WITHDRAWN, OutcomeKind.ENDED_LEFT, OutcomeKind.ENDED_TRANSFERRED})
GOES_ON: Final = frozenset({OutcomeKind.EXTENDED, OutcomeKind.CONTINUED})
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
    """Fields: ``kind``, ``reasons``, ``override_reason`` (HR only, S3-24).

    For *extended* and *continued* also ``new_end``, ``final``, and ``added``, ``added_2`` … for further reviews.
    """

    kind: OutcomeKind
    reasons: Words | None
    override_reason: Words | None = None
    new_end: date | None = None
    final: date | None = None
    added: tuple[date | None, ...] = ()


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
    return _results_after(plan, [outcome.delivered_at for outcome in plan.outcomes if outcome.kind in GOES_ON])


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


def allowed_outcomes(plan: Plan, terms: Terms, *, now: datetime) -> tuple[OutcomeKind, ...]:
    """What a form may offer now, in the pack's order: by timing (S3-24) and by what is built; results come on top.

    *Met* joins these where HR overrides S3-24.
    """
    return tuple(
        kind for kind in terms.pack.outcomes if kind not in _UNAVAILABLE and _refusal(plan, terms, kind, at=now) is None
    )


def outcome_proposed(plan: Plan, terms: Terms, proposal: Proposal, *, by: Person, at: datetime) -> Change:
    """Propose how it ends, with reasons.

    Raises:
        PlanError: at ``kind``: ``outcome-unknown``, ``not-met-unavailable``, ``too-early`` with the date it waits for,
            ``too-late``, ``results-missing`` with their count; ``outcome-pending``; ``not-yours`` for an override;
            at ``new_end``, ``final`` or ``added``: what is wrong with that date.

    """
    expect_state(plan, *_OUTCOME_STATES)
    _check_none_pending(plan)
    override = _override(plan, proposal, by=by)
    _check_kind(plan, terms, proposal.kind, overridden=override is not None, at=at)
    new_end = _new_end(plan, terms, proposal, by=by, at=at)
    outcome = Outcome(
        kind=proposal.kind,
        state=OutcomeState.PROPOSED,
        reasons=required(proposal.reasons, "reasons"),
        proposed_by=by.id,
        proposed_at=at,
        override_reason=override,
        new_end=new_end,
        new_reviews=() if new_end is None else _new_reviews(plan, proposal, end=new_end, by=by, at=at),
    )
    facts = {"outcome": proposal.kind.value, "override": "yes" if override else "no"}
    line = happened(EventKind.OUTCOME_PROPOSED, plan, by=by.id, at=at, **facts)
    return Change(plan=plan.with_(outcomes=(*plan.outcomes, outcome)), events=(line,))


def outcome_returned(plan: Plan, *, words: Words | None, by: Person, at: datetime) -> Change:
    """Back to the proposer with a comment. Field: ``returned_words``.

    An extension goes back even when it was approved, once a date of it has gone by: it cannot be delivered any more.
    """
    approved = plan.outcome is not None and plan.outcome.state is OutcomeState.APPROVED
    late = approved and gone_by(plan, by=by, at=at) is not None
    pending = _pending(plan, OutcomeState.APPROVED if late else OutcomeState.PROPOSED)
    _check_decider(plan, by=by)
    said = required(words, "returned_words")
    outcome = replace(pending, state=OutcomeState.RETURNED, decided_by=by.id, decided_at=at, returned_words=said)
    line = happened(EventKind.OUTCOME_RETURNED, plan, by=by.id, at=at, outcome=pending.kind)
    return Change(plan=_with_last(plan, outcome), events=(line,))


def outcome_approved(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """HR approves; *not met* never by its proposer, where the pack asks for a second approver (P-27).

    Raises ``PlanError("extension-gone-by")`` when a date of an extension has passed meanwhile.
    """
    pending = _pending(plan, OutcomeState.PROPOSED)
    _check_decider(plan, by=by)
    _check_ahead(plan, by=by, at=at)
    second = terms.pack.effect_of(RuleId.SECOND_APPROVER) is not Effect.OFF
    if pending.kind is OutcomeKind.NOT_MET and second and pending.proposed_by == by.id:
        raise PlanError("own-proposal")
    outcome = replace(pending, state=OutcomeState.APPROVED, decided_by=by.id, decided_at=at)
    line = happened(EventKind.OUTCOME_APPROVED, plan, by=by.id, at=at, outcome=pending.kind)
    return Change(plan=_with_last(plan, outcome), events=(line,))


def outcome_delivered(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """The employee may read it from now on, and the plan closes; with an extension it goes on (``extended``)."""
    approved = _pending(plan, OutcomeState.APPROVED)
    if approved.kind in GOES_ON:
        return extended(plan, terms, by=by, at=at)
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


def extended(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """The approved extension takes hold: a new end, new reviews, and a new text to acknowledge (S3-18).

    A second extension says so in its audit line. Raises ``PlanError``: ``not-now``, ``extension-gone-by``.
    """
    approved = _pending(plan, OutcomeState.APPROVED)
    expect_state(plan, PlanState.DECISION_DUE)
    if approved.kind not in GOES_ON or approved.new_end is None:
        raise PlanError("not-now", state=plan.state)
    state = moved(plan, PlanState.ACTIVE, by=by)
    _check_ahead(plan, by=by, at=at)
    new = tuple(Review(id=ReviewId(fresh()), kind=kind, on=on) for kind, on in approved.new_reviews)
    outcome = replace(approved, state=OutcomeState.DELIVERED, delivered_by=by.id, delivered_at=at)
    count = extensions(plan) + 1
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


def extensions(plan: Plan) -> int:
    """How often the plan was extended so far: HR is told of a second time (requirements §3.1)."""
    return sum(outcome.kind in GOES_ON and outcome.delivered_at is not None for outcome in plan.outcomes)


def gone_by(plan: Plan, *, by: Person, at: datetime) -> date | None:
    """The first date of the extension on its way, if it has passed where the person is."""
    if plan.outcome is None or plan.outcome.kind not in GOES_ON:
        return None
    first = min((on for _, on in plan.outcome.new_reviews), default=plan.outcome.new_end)
    return first if first is not None and first < today_for(by, at) else None


def _check_ahead(plan: Plan, *, by: Person, at: datetime) -> None:
    passed = gone_by(plan, by=by, at=at)
    if passed is not None:
        raise PlanError("extension-gone-by", on=passed)


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
    # Only a good end may come before its time; an extension takes hold when a decision is due, and not before.
    if refusal is not None and not (overridden and refusal.code == "too-early" and kind not in GOES_ON):
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
    if proposal.kind not in GOES_ON:
        return None
    if proposal.new_end is None:
        raise PlanError("required", field="new_end")
    end = not_past(proposal.new_end, "new_end", by=by, at=at)
    if plan.end is not None and end <= plan.end:
        raise PlanError("end-not-later", field="new_end", end=plan.end)
    most = terms.pack.max_days
    if most is not None and plan.start is not None and (end - plan.start).days > most:
        raise PlanError("past-cap", field="new_end", end=end, most=most)
    return end


def _new_reviews(plan: Plan, proposal: Proposal, *, end: date, by: Person, at: datetime) -> tuple[Dated, ...]:
    """The reviews of the further period by date, the final one last; none on the day of another."""
    if proposal.final is None:
        raise PlanError("required", field="final")
    final = not_past(proposal.final, "final", by=by, at=at)
    start, taken = plan.start or final, {review.on for review in plan.reviews}
    if final > end:
        raise PlanError("review-outside-period", field="final", on=final, start=start, end=end)
    if final in taken:
        raise PlanError("review-same-day", field="final", on=final)
    added = further(proposal.added, taken={*taken, final}, start=start, end=end, by=by, at=at)
    return (*sorted(added, key=lambda one: one[1]), (ReviewKind.FINAL, final))


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
