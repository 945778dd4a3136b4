"""What in a draft is not as its form proposes it, so that HR reads first what somebody chose (requirements §4.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plans.plan import Plan
from plans.policy import PeriodTooShortError, ReviewKind, UnknownPeriodError, propose_reviews
from plans.steps import OWN_AREA, Part
from plans.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """``subject`` is the goal's number or the review's kind, where it is about one. Facts: dates, counts, labels."""

    part: Part
    code: str
    subject: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def differences(plan: Plan, terms: Terms) -> tuple[Difference, ...]:
    """In the order of the plan's parts; none for a draft that takes everything its form proposes."""
    return (*_areas(plan), *_goals(plan), *_support(plan), *_period(plan, terms), *_reviews(plan, terms))


def _areas(plan: Plan) -> Iterator[Difference]:
    if OWN_AREA in plan.areas:
        yield Difference(part=Part.AREAS, code="own-area")


def _goals(plan: Plan) -> Iterator[Difference]:
    for number, goal in enumerate(plan.goals, start=1):
        if not goal.measure:
            yield Difference(part=Part.GOALS, code="goal-without-measure", subject=str(number))
        if goal.by == plan.employee:
            yield Difference(part=Part.GOALS, code="goal-by-employee", subject=str(number))


def _support(plan: Plan) -> Iterator[Difference]:
    if not plan.supports and plan.support_override:
        yield Difference(part=Part.SUPPORT, code="support-overridden")


def _period(plan: Plan, terms: Terms) -> Iterator[Difference]:
    usual = terms.pack.default_period
    if plan.period is None or plan.period == usual.id:
        return
    try:
        chosen = terms.pack.period(plan.period)
    except UnknownPeriodError:
        return
    facts = {"usual": usual.label, "chosen": chosen.label}
    yield Difference(part=Part.DATES, code="other-period", facts=facts)


def _reviews(plan: Plan, terms: Terms) -> Iterator[Difference]:
    proposed = _proposed(plan, terms)
    for review in plan.reviews:
        if review.kind is ReviewKind.ADDED:
            yield Difference(part=Part.DATES, code="review-further", subject=review.kind, facts={"on": review.on})
        elif (usual := proposed.get(review.kind)) is not None and usual != review.on:
            facts = {"usual": usual, "on": review.on}
            yield Difference(part=Part.DATES, code="review-elsewhere", subject=review.kind, facts=facts)


def _proposed(plan: Plan, terms: Terms) -> Mapping[ReviewKind, object]:
    """What the form proposes for this period; nothing for a period it knows nothing of."""
    if plan.start is None or plan.end is None or plan.period is None:
        return {}
    try:
        dated = propose_reviews(terms.pack, start=plan.start, end=plan.end, option=plan.period, calendar=terms.calendar)
    except (PeriodTooShortError, UnknownPeriodError):
        return {}
    return dict(dated)
