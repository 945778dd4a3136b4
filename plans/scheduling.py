"""The period of a draft and its reviews (S0-11, S3-06)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from plans.block_setting import days_of
from plans.change import Change
from plans.dates import DateOutOfRangeError
from plans.editing import day, edited, numbered
from plans.ids import ReviewId, fresh
from plans.meetings import Review
from plans.moving import role_in
from plans.parts import not_past
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.policy import PeriodOption, PeriodTooShortError, ReviewKind, UnknownPeriodError, propose_reviews
from plans.steps import DatesStep, Part
from plans.terms import Terms

Dated = tuple[ReviewKind, date]
MOST_ADDED: Final = 9


def dates_set(plan: Plan, terms: Terms, step: DatesStep, *, by: Person, at: datetime, partial: bool = False) -> Change:
    """Set period and reviews. ``partial`` keeps the choice of a period while there is no start yet.

    Raises ``PlanError`` at the field: ``required``, ``date-past``, ``date-out-of-range``, ``unknown-period``,
    ``end-before-start``, ``period-too-short``, ``reviews-out-of-order`` (with both dates),
    ``review-outside-period``, ``review-same-day``, ``goal-outside-period``, ``block-day-outside``, ``too-many``.
    """
    option = _option(terms, step.period)
    if partial and step.start is None:
        return edited(plan, plan.with_(period=option.id), Part.DATES, by=by, at=at)
    start = _start(plan, step, by=by, at=at)
    end = _end(option, step, start=start)
    dated = _reviews(terms, option, step, start=start, end=end)
    check_order(dated)
    for kind, on in dated:
        if not start <= on <= end:
            raise PlanError("review-outside-period", field=kind, on=on, start=start, end=end)
        not_past(on, kind, by=by, at=at)
    _check_goals(plan, start=start, end=end)
    looks = _block_days(plan, dated, start=start, end=end)
    taken = {on for _, on in (*dated, *looks)}
    every = (*dated, *looks, *further(step.added, taken=taken, start=start, end=end, by=by, at=at))
    after = plan.with_(period=option.id, start=start, end=end, reviews=_kept(plan.reviews, every))
    return edited(plan, after, Part.DATES, by=by, at=at)


def proposed_dates(
    terms: Terms, *, period: str, start: date, end: date | None = None
) -> tuple[date, tuple[Dated, ...]]:
    """The end of the period and the review dates the pack proposes, for a form to fill in. Raises ``PlanError``."""
    option = _option(terms, period)
    last = _end(option, DatesStep(period=period, start=start, end=end), start=start)
    return last, _proposed(terms, option, start=start, end=last)


def check_order(dated: Sequence[Dated]) -> None:
    """Raises ``PlanError("reviews-out-of-order")`` at the later one of the first two that do not ascend."""
    for (_, earlier), (kind, later) in pairwise(dated):
        if later <= earlier:
            raise PlanError("reviews-out-of-order", field=kind, earlier=earlier, later=later)


def _option(terms: Terms, period: str) -> PeriodOption:
    try:
        return terms.pack.period(period)
    except UnknownPeriodError as error:
        raise PlanError("unknown-period", field="period") from error


def _start(plan: Plan, step: DatesStep, *, by: Person, at: datetime) -> date:
    start = day(step.start, "start")
    # Only HR may begin a plan in the past (requirements §5); a start already kept may stand while it is edited.
    if role_in(by, plan) is Role.HR or start == plan.start:
        return start
    return not_past(start, "start", by=by, at=at)


def _end(option: PeriodOption, step: DatesStep, *, start: date) -> date:
    try:
        fixed = option.end(start)
    except DateOutOfRangeError as error:
        raise PlanError("date-out-of-range", field="start", year=error.year) from error
    end = day(step.end, "end") if fixed is None else fixed
    if end <= start:
        raise PlanError("end-before-start", field="end", start=start, end=end)
    return end


def _proposed(terms: Terms, option: PeriodOption, *, start: date, end: date) -> tuple[Dated, ...]:
    try:
        return propose_reviews(terms.pack, start=start, end=end, option=option.id, calendar=terms.calendar)
    except PeriodTooShortError as error:
        facts = {"start": start, "end": end, "working_days": error.working_days, "reviews": error.reviews}
        raise PlanError("period-too-short", field="start" if option.length else "end", **facts) from error


def _reviews(terms: Terms, option: PeriodOption, step: DatesStep, *, start: date, end: date) -> tuple[Dated, ...]:
    typed = {kind: day(on, kind) for kind, on in step.reviews.items() if on is not None}
    proposed = _proposed(terms, option, start=start, end=end)
    return tuple((kind, typed.get(kind, on)) for kind, on in proposed)


def further(
    added: Sequence[date | None], *, taken: Collection[date], start: date, end: date, by: Person, at: datetime
) -> tuple[Dated, ...]:
    """Further reviews: inside the period, before the last of the days ``taken``, and no two on one day.

    Raises ``PlanError`` at ``added``, ``added_2`` and so on.
    """
    taken, final = set(taken), max(taken, default=end)
    for place, typed in enumerate(added, start=1):
        if typed is not None:
            field = numbered("added", place)
            on = not_past(day(typed, field), field, by=by, at=at)
            if not start <= on <= end:
                raise PlanError("review-outside-period", field=field, on=on, start=start, end=end)
            if on > final:
                raise PlanError("reviews-out-of-order", field=field, earlier=on, later=final)
            if on in taken:
                raise PlanError("review-same-day", field=field, on=on)
            taken.add(on)
    if sum(typed is not None for typed in added) > MOST_ADDED:
        raise PlanError("too-many", limit=MOST_ADDED)
    return tuple((ReviewKind.ADDED, typed) for typed in added if typed is not None)


def _block_days(plan: Plan, dated: Sequence[Dated], *, start: date, end: date) -> tuple[Dated, ...]:
    """The days of the action blocks that are no named review's: in the period, and none after the last review."""
    taken = {on for _, on in dated}
    last = max(taken, default=end)
    days = tuple(on for on in days_of(plan.blocks) if on not in taken)
    outside = next((on for on in days if not start <= on <= last), None)
    if outside is not None:
        field = "start" if outside < start else "end"
        raise PlanError("block-day-outside", field=field, on=outside, start=start, end=last)
    return tuple((ReviewKind.ADDED, on) for on in days)


def _check_goals(plan: Plan, *, start: date, end: date) -> None:
    for milestone in plan.milestones:
        if not start <= milestone.on <= end:
            field = "start" if milestone.on < start else "end"
            raise PlanError("goal-outside-period", field=field, on=milestone.on, start=start, end=end)


def _kept(old: Sequence[Review], dated: Sequence[Dated]) -> tuple[Review, ...]:
    """Reviews at these dates, in their order; one the draft had before keeps its id (a further one by its date)."""
    ids: Mapping[object, ReviewId] = {_same(review.kind, review.on): review.id for review in old}
    return tuple(
        Review(id=ids.get(_same(kind, on)) or ReviewId(fresh()), kind=kind, on=on)
        for kind, on in sorted(dated, key=lambda one: one[1])
    )


def _same(kind: ReviewKind, on: date) -> object:
    return (kind, on) if kind is ReviewKind.ADDED else kind
