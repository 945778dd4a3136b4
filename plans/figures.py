"""Goals that a number can show: what was typed, how far a number has come, and the bar that draws it (S2-07, S3-25)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from plans.goals import Direction, Figures, Goal
from plans.plan import Plan, PlanError
from plans.record import GoalProgress
from plans.states import ReviewState
from plans.texts import NAME_LIMIT, optional, required
from plans.words import Words

# Beyond a thousand milliards, or six places after the point, something else was meant.
_LARGEST: Final = Decimal(10) ** 12
_MOST_PLACES: Final = 6
_BAR: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresTyped:
    """Fields: ``metric``, ``unit``, ``baseline``, ``aim``, ``direction``. All empty means a goal told in words."""

    metric: Words | None = None
    unit: Words | None = None
    baseline: Decimal | None = None
    aim: Decimal | None = None
    direction: Direction | None = None

    @property
    def empty(self) -> bool:
        """A direction alone says nothing: it may have stood there."""
        return not (self.metric or self.unit) and self.baseline is None and self.aim is None


NO_FIGURES: Final = FiguresTyped()


def figures_set(typed: FiguresTyped) -> Figures | None:
    """What is measured, from where to where; ``None`` if nothing was typed.

    Without a direction it is read off the two numbers. Raises ``PlanError`` at the field: ``required``, ``too-long``,
    ``number-out-of-range``, ``aim-not-above``, ``aim-not-below``.
    """
    if typed.empty:
        return None
    metric = required(typed.metric, "metric", limit=NAME_LIMIT)
    unit = optional(typed.unit, "unit", limit=NAME_LIMIT)
    baseline, aim = _number(typed.baseline, "baseline"), _number(typed.aim, "aim")
    direction = typed.direction or (Direction.DOWN if aim < baseline else Direction.UP)
    if direction is Direction.UP and aim < baseline:
        raise PlanError("aim-not-above", field="aim")
    if direction is Direction.DOWN and aim > baseline:
        raise PlanError("aim-not-below", field="aim")
    return Figures(metric=metric, unit=unit, baseline=baseline, aim=aim, direction=direction)


def reading(goal: Goal, number: Decimal | None, field: str) -> Decimal | None:
    """The number a review found; every goal with figures needs one, and no other has any (S2-07).

    Raises ``PlanError`` at the field: ``required``, ``number-out-of-range``.
    """
    return None if goal.figures is None else _number(number, field)


def _number(number: Decimal | None, field: str) -> Decimal:
    if number is None:
        raise PlanError("required", field=field)
    return in_range(number, field)


def in_range(number: Decimal, field: str) -> Decimal:
    """The number itself, unless it is a slip of the keyboard. Raises ``PlanError("number-out-of-range")``."""
    places = number.as_tuple().exponent
    if not number.is_finite() or abs(number) > _LARGEST or not isinstance(places, int) or places < -_MOST_PLACES:
        raise PlanError("number-out-of-range", field=field)
    return number


def plain(number: Decimal) -> str:
    """The number as people write it: ``1200``, ``3.5``; never with an exponent."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def with_unit(figures: Figures, number: Decimal) -> Words:
    """The number with what it counts, which a person wrote."""
    unit = figures.unit.reveal() if figures.unit else ""
    return Words(f"{plain(number)} {unit}")


def reached(figures: Figures, number: Decimal) -> bool:
    return number >= figures.aim if figures.direction is Direction.UP else number <= figures.aim


def share(figures: Figures, number: Decimal) -> Fraction:
    """How much of the way from baseline to aim lies behind: 0 to 1. A level that is only to be kept is all or none."""
    if reached(figures, number):
        return Fraction(1)
    way = Fraction(figures.aim) - Fraction(figures.baseline)
    gone = Fraction(number) - Fraction(figures.baseline)
    return Fraction(0) if way == 0 else max(Fraction(0), min(Fraction(1), gone / way))


def bar(figures: Figures, number: Decimal) -> str:
    """Ten blocks and the per cent: ``█████░░░░░ 50 %``. Rounded down, so that it is full only when it is reached."""
    gone = share(figures, number)
    full = int(gone * _BAR)
    return f"{'█' * full}{'░' * (_BAR - full)} {int(gone * 100)} %"


def jump_percent(figures: Figures) -> int | None:
    """How far the aim lies from the baseline, in per cent of it; ``None`` from zero, of which there is no per cent."""
    if figures.baseline == 0:
        return None
    return round(abs(Fraction(figures.aim) - Fraction(figures.baseline)) / abs(Fraction(figures.baseline)) * 100)


def latest(plan: Plan, goal: Goal) -> GoalProgress | None:
    """What the last documented review found of this goal's number."""
    closed = sorted(
        (review for review in plan.reviews if review.state is ReviewState.DOCUMENTED and review.documented_at),
        key=lambda review: (review.held_on or review.on, review.on),
    )
    found = [one for review in closed for one in review.progress if one.goal == goal.id and one.number is not None]
    return found[-1] if found else None
