"""How a plan ends: an outcome is proposed, approved and delivered (requirements §3.1).

Whoever says that a plan was not met says so after its last day, with the list of what the employee was owed, and is
not the one who approves it (F-01, P-27, §9.7). The bot never sets an outcome itself (P-15).
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from plans.change import Change, happened
from plans.classing import steps_of
from plans.dates import days_after
from plans.decision_clock import overdue, overdue_on
from plans.ending import Outcome, OutcomeState, OwedItem
from plans.events import Event, EventKind
from plans.extending import check_ahead, extended, gone_by, new_end_of, new_reviews_of
from plans.ids import PlanId
from plans.moving import expect_state, moved, mover, role_in, today_of
from plans.outcomes import (
    ENDS_EARLY,
    GOES_ON,
    OUTCOME_STATES,
    Proposal,
    check_none_pending,
    goals_without_result,
    pending,
    with_last,
)
from plans.owing import owed_to_employee
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.policy import UNMET, Effect, OutcomeKind, PlanKind, RuleId
from plans.reasons import picked_of
from plans.record import Support
from plans.states import SUPPORT_MOVES, Mover, PlanState, SupportState, check_move
from plans.terms import Terms
from plans.texts import optional, required
from plans.visible import confidential
from plans.words import Words

# A good end may speak for itself; every other one needs its reasons in writing (S1-10).
_WITHOUT_REASONS: Final = frozenset({OutcomeKind.MET})
_GOOD: Final = frozenset({OutcomeKind.MET, OutcomeKind.MET_EARLY, OutcomeKind.GOALS_MET})


def allowed_outcomes(plan: Plan, terms: Terms, *, now: datetime) -> tuple[OutcomeKind, ...]:
    """What a form may offer now, in the pack's order: by timing (S3-24) and the pack's clock; results come on top.

    *Met* joins these where HR overrides S3-24.
    """
    return tuple(kind for kind in terms.pack.outcomes if _refusal(plan, terms, kind, at=now) is None)


def outcome_proposed(plan: Plan, terms: Terms, proposal: Proposal, *, by: Person, at: datetime) -> Change:
    """Propose how it ends. With one that says *not met*, the list of what the employee was owed is kept (F-01).

    Raises:
        PlanError: at ``kind``: ``outcome-unknown``, ``too-early`` with the date it waits for, ``too-late``,
            ``decision-too-late``, ``results-missing`` with their count, ``no-second-approver``; ``outcome-pending``;
            ``not-yours`` for an override; at ``reasons`` and ``next_step``: what is missing;
            at ``new_end``, ``final`` or ``added``: what is wrong with that date.

    """
    expect_state(plan, *OUTCOME_STATES)
    check_none_pending(plan)
    override = _override(plan, proposal, by=by)
    kind = proposal.kind
    _check_kind(plan, terms, kind, overridden=override is not None, at=at)
    second = kind in UNMET and _second_wanted(terms)
    if second:
        _check_second(plan, terms, by=by)
    new_end = new_end_of(plan, terms, proposal, by=by, at=at)
    outcome = Outcome(
        kind=kind,
        state=OutcomeState.PROPOSED,
        reasons=_reasons(proposal),
        proposed_by=by.id,
        proposed_at=at,
        override_reason=override,
        new_end=new_end,
        new_reviews=() if new_end is None else new_reviews_of(plan, proposal, end=new_end, by=by, at=at),
        picked=picked_of(terms, proposal.picked),
        next_step=_next_step(plan, terms, proposal),
        second_approver=second or kind not in UNMET,
        owed=owed_to_employee(plan) if kind in UNMET else (),
    )
    override_said = "yes" if override else "no"
    owed = (("owed", str(_told(plan, outcome.owed))),) if kind in UNMET else ()
    line = happened(EventKind.OUTCOME_PROPOSED, plan, by=by.id, at=at, outcome=kind, override=override_said)
    line = replace(line, facts=line.facts + owed)
    return Change(plan=plan.with_(outcomes=(*plan.outcomes, outcome)), events=(line,))


def outcome_returned(plan: Plan, *, words: Words | None, by: Person, at: datetime) -> Change:
    """Back to the proposer with a comment. Field: ``returned_words``.

    An extension goes back even when it was approved, once a date of it has gone by: it cannot be delivered any more.
    """
    approved = plan.outcome is not None and plan.outcome.state is OutcomeState.APPROVED
    late = approved and gone_by(plan, by=by, at=at) is not None
    sent_back = pending(plan, OutcomeState.APPROVED if late else OutcomeState.PROPOSED)
    _check_decider(plan, by=by)
    said = required(words, "returned_words")
    outcome = replace(sent_back, state=OutcomeState.RETURNED, decided_by=by.id, decided_at=at, returned_words=said)
    line = happened(EventKind.OUTCOME_RETURNED, plan, by=by.id, at=at, outcome=sent_back.kind)
    return Change(plan=with_last(plan, outcome), events=(line,))


def outcome_approved(plan: Plan, terms: Terms, *, accepted: bool = False, by: Person, at: datetime) -> Change:
    """HR approves; *not met* never by its proposer, where the pack asks for a second approver (P-27).

    ``accepted`` is HR's word that it has read what the employee was owed, as the list stands now (F-01). Field:
    ``owed``. Raises ``PlanError``: ``extension-gone-by`` when a date of an extension has passed meanwhile,
    ``own-proposal``, ``owed-not-accepted``.
    """
    proposed = pending(plan, OutcomeState.PROPOSED)
    _check_decider(plan, by=by)
    check_ahead(plan, by=by, at=at)
    outcome = replace(proposed, state=OutcomeState.APPROVED, decided_by=by.id, decided_at=at)
    line = happened(EventKind.OUTCOME_APPROVED, plan, by=by.id, at=at, outcome=proposed.kind)
    if proposed.kind in UNMET:
        if proposed.proposed_by == by.id and (proposed.second_approver or _second_wanted(terms)):
            raise PlanError("own-proposal")
        if not accepted:
            raise PlanError("owed-not-accepted", field="owed")
        owed = owed_to_employee(plan)
        outcome = replace(outcome, owed_accepted=owed)
        line = replace(line, facts=(*line.facts, ("owed_accepted", str(_told(plan, owed)))))
    return Change(plan=with_last(plan, outcome), events=(line,))


def outcome_delivered(plan: Plan, terms: Terms, *, successor: PlanId | None = None, by: Person, at: datetime) -> Change:
    """The employee may read it from now on, and the plan closes; with an extension it goes on (``extended``).

    ``successor`` is the plan that coaching is turned into (``converting``). Field: ``pack``, if it is missing.
    """
    approved = pending(plan, OutcomeState.APPROVED)
    if approved.kind in GOES_ON:
        return extended(plan, terms, by=by, at=at)
    if approved.kind is OutcomeKind.CONVERTED and successor is None:
        raise PlanError("required", field="pack")
    told = replace(approved, state=OutcomeState.DELIVERED, delivered_by=by.id, delivered_at=at)
    outcome = replace(told, continued_as=successor)
    line = happened(EventKind.OUTCOME_DELIVERED, plan, by=by.id, at=at, outcome=outcome.kind)
    return Change(plan=plan, events=(line,)).then(_closed(with_last(plan, outcome), plan, outcome, by=by, at=at))


def withdrawn(plan: Plan, *, kind: OutcomeKind, reasons: Words | None, by: Person, at: datetime) -> Change:
    """HR ends it at once: withdrawn, or the employee left or was transferred. No results are asked for (§5).

    An outcome still on its way goes back unfinished. Fields: ``kind``, ``reasons``.
    """
    if kind not in ENDS_EARLY:
        raise PlanError("outcome-unknown", field="kind")
    if mover(by, plan) is not Mover.HR:
        raise PlanError("not-yours")
    open_one = plan.outcome if plan.outcome and plan.outcome.state is not OutcomeState.DELIVERED else None
    before = plan
    if open_one is not None:
        before = with_last(plan, replace(open_one, state=OutcomeState.RETURNED, decided_by=by.id, decided_at=at))
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


def _told(plan: Plan, owed: tuple[OwedItem, ...]) -> int:
    """How many of these an audit line may count: a protected matter shows nowhere, not even as a number."""
    return sum(item.subject not in confidential(plan) for item in owed)


def _check_decider(plan: Plan, *, by: Person) -> None:
    """HR decides; in coaching the supervisor may (requirements §3.1)."""
    if role_in(by, plan) is not Role.HR and plan.kind is not PlanKind.COACHING:
        raise PlanError("not-yours")


def _override(plan: Plan, proposal: Proposal, *, by: Person) -> Words | None:
    reason = optional(proposal.override_reason, "override_reason")
    if reason is not None and role_in(by, plan) is not Role.HR:
        raise PlanError("not-yours", field="override_reason")
    return reason


def _reasons(proposal: Proposal) -> Words:
    if proposal.kind in _WITHOUT_REASONS:
        return optional(proposal.reasons, "reasons") or Words("")
    return required(proposal.reasons, "reasons")


def _next_step(plan: Plan, terms: Terms, proposal: Proposal) -> str | None:
    """What follows *not met*, from the pack's list; where one alone fits the employee, that one (S0-26)."""
    offered = [steps.classification for steps in steps_of(plan, terms)]
    if proposal.kind is not OutcomeKind.NOT_MET or not offered:
        return None
    chosen = proposal.next_step or (offered[0] if len(offered) == 1 else None)
    if chosen is None:
        raise PlanError("required", field="next_step")
    if chosen not in offered:
        raise PlanError("not-an-option", field="next_step")
    return chosen


def _second_wanted(terms: Terms) -> bool:
    return terms.pack.effect_of(RuleId.SECOND_APPROVER) is not Effect.OFF


def _check_second(plan: Plan, terms: Terms, *, by: Person) -> None:
    """Somebody else in HR has to be there to decide, or the proposal would wait for ever."""
    if all(person.id == by.id for person in terms.hr_for(plan)):
        raise PlanError("no-second-approver", field="kind")


def _check_kind(plan: Plan, terms: Terms, kind: OutcomeKind, *, overridden: bool, at: datetime) -> None:
    refusal = _refusal(plan, terms, kind, at=at)
    # Only a good end may come before its time; an extension takes hold when a decision is due, and not before.
    if refusal is not None and not (overridden and refusal.code == "too-early" and kind in _GOOD):
        raise refusal
    missing = goals_without_result(plan)
    if missing and kind not in ENDS_EARLY:
        raise PlanError("results-missing", field="kind", count=len(missing))


def _refusal(plan: Plan, terms: Terms, kind: OutcomeKind, *, at: datetime) -> PlanError | None:
    """Why this outcome cannot be chosen at this time, results apart."""
    if kind not in terms.pack.outcomes:
        return PlanError("outcome-unknown", field="kind")
    if kind in ENDS_EARLY:
        return None
    today = today_of(plan, terms, at)
    if kind is OutcomeKind.MET_EARLY:
        late = plan.end is not None and today > plan.end
        return PlanError("too-late", field="kind", end=plan.end) if late else None
    if kind is not OutcomeKind.MET and counts_as_met(plan, terms, now=at):
        return PlanError("decision-too-late", field="kind", since=overdue_on(plan, terms))
    waits_for = _waits_for(plan, kind)
    early = plan.state is not PlanState.DECISION_DUE or (waits_for is not None and today < waits_for)
    return PlanError("too-early", field="kind", until=waits_for) if early else None


def _waits_for(plan: Plan, kind: OutcomeKind) -> date | None:
    """The final review; for *not met* the day after the last as well, however early the review was (§9.7)."""
    days = [review.on for review in plan.reviews] or ([] if plan.end is None else [plan.end])
    if kind in UNMET and plan.end is not None:
        days.append(days_after(plan.end, 1))
    return max(days, default=None)


def counts_as_met(plan: Plan, terms: Terms, *, now: datetime) -> bool:
    """Whether the decision came too late to be anything but *met*: only where HR's pack has turned that on (P-15)."""
    on = terms.pack.effect_of(RuleId.LATE_DECISION) is Effect.BLOCK
    return on and overdue(plan, terms, now=now)


def _closed(plan: Plan, was: Plan, outcome: Outcome, *, by: Person, at: datetime) -> Change:
    """Closed with this outcome; support still open was not delivered, and the record says so (§3.4)."""
    reason = outcome.reasons if outcome.kind in ENDS_EARLY else plan.reason
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
