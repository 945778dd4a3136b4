"""An outcome by which the plan goes on: its dates, and how it takes hold (requirements §3.1)."""

from dataclasses import replace
from datetime import date, datetime

from plans.amendments import without_an_end
from plans.change import Change, happened
from plans.clock_start import counted_from
from plans.edition import edition_of
from plans.ending import OutcomeState
from plans.events import EventKind
from plans.ids import ReviewId, fresh
from plans.meetings import Review
from plans.moving import expect_state, moved, today_for
from plans.outcomes import GOES_ON, Proposal, pending, with_last
from plans.parts import not_past
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import ReviewKind
from plans.scheduling import Dated, further
from plans.states import PlanState
from plans.terms import Terms


def extended(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """The approved extension takes hold: a new end, new reviews, and a new text to acknowledge (S3-18).

    A second extension says so in its audit line. Raises ``PlanError``: ``not-now``, ``extension-gone-by``.
    """
    approved = pending(plan, OutcomeState.APPROVED)
    expect_state(plan, PlanState.DECISION_DUE)
    if approved.kind not in GOES_ON or approved.new_end is None:
        raise PlanError("not-now", state=plan.state)
    state = moved(plan, PlanState.ACTIVE, by=by)
    check_ahead(plan, by=by, at=at)
    new = tuple(Review(id=ReviewId(fresh()), kind=kind, on=on) for kind, on in approved.new_reviews)
    outcome = replace(approved, state=OutcomeState.DELIVERED, delivered_by=by.id, delivered_at=at)
    count = extensions(plan) + 1
    longer = with_last(plan, outcome).with_(
        state=state,
        end=approved.new_end,
        decision_due_at=None,
        reviews=plan.reviews + new,
        amendments=without_an_end(plan),
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


def check_ahead(plan: Plan, *, by: Person, at: datetime) -> None:
    passed = gone_by(plan, by=by, at=at)
    if passed is not None:
        raise PlanError("extension-gone-by", on=passed)


def new_end_of(plan: Plan, terms: Terms, proposal: Proposal, *, by: Person, at: datetime) -> date | None:
    if proposal.kind not in GOES_ON:
        return None
    if proposal.new_end is None:
        raise PlanError("required", field="new_end")
    end = not_past(proposal.new_end, "new_end", by=by, at=at)
    if plan.end is not None and end <= plan.end:
        raise PlanError("end-not-later", field="new_end", end=plan.end)
    most, first = terms.pack.max_days, counted_from(plan, terms)
    if most is not None and first is not None and (end - first).days > most:
        raise PlanError("past-cap", field="new_end", end=end, most=most)
    return end


def new_reviews_of(plan: Plan, proposal: Proposal, *, end: date, by: Person, at: datetime) -> tuple[Dated, ...]:
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
