"""The length of the plan, then its reviews: proposed on working days, and each of them editable (S0-11, S3-06)."""

from collections.abc import Iterator
from datetime import date

from bot.asks.opening_draft import Draft
from bot.forms import Answers, Form
from bot.parts import Facts, Field, FieldKind, Option, Part, Small, Text
from plans.block_setting import days_of
from plans.editing import numbered
from plans.meetings import Review
from plans.policy import PROPOSED_REVIEWS, ReviewKind
from plans.scheduling import MOST_ADDED
from plans.steps import DatesStep


def draw_dates(draft: Draft) -> Form:
    pack, plan = draft.terms.pack, draft.plan
    default = plan.period or pack.default_period.id
    return draft.step(
        "plan_dates",
        "plan-dates-title",
        Text(draft.say("plan-dates-intro")),
        Field(
            id="period",
            kind=FieldKind.RADIO,
            label=draft.say("plan-dates-period-label"),
            options=tuple(Option(value=one.id, label=one.label) for one in pack.periods),
            default=default,
        ),
        Field(
            id="start",
            kind=FieldKind.DATE,
            label=draft.say("plan-dates-start-label"),
            hint=draft.say("plan-dates-start-hint"),
            default=plan.start or draft.today,
        ),
        *_own_end(draft),
    )


def dates_typed(draft: Draft, answers: Answers) -> DatesStep:
    """Review dates that were set for this very period stay; for another one the pack proposes new ones."""
    plan = draft.plan
    step = DatesStep(period=answers.code("period") or "", start=answers.day("start"), end=answers.day("end"))
    fixed = _option_has_length(draft, step.period)
    same = step.period == plan.period and step.start == plan.start and (fixed or step.end == plan.end)
    reviews = {review.kind: review.on for review in plan.reviews} if same else {}
    added = tuple(_added_days(draft)) if same else ()
    end = None if fixed else step.end
    return DatesStep(period=step.period, start=step.start, end=end, reviews=reviews, added=added)


def draw_reviews(draft: Draft) -> Form:
    return draft.step(
        "plan_reviews",
        "plan-reviews-title",
        Facts(tuple((draft.say(f"plan-reviews-{name}"), _day(draft, on)) for name, on in _span(draft))),
        *_end_note(draft),
        Text(draft.say("plan-reviews-intro")),
        *(_review(draft, review) for review in _proposed(draft)),
        *_of_blocks(draft),
        *(_added(draft, place) for place in _places(draft)),
    )


def reviews_typed(draft: Draft, answers: Answers) -> DatesStep:
    plan = draft.plan
    reviews = {review.kind: answers.day(review.kind) for review in _proposed(draft)}
    added = tuple(answers.day(numbered("added", place)) for place in _places(draft))
    return DatesStep(period=plan.period or "", start=plan.start, end=plan.end, reviews=reviews, added=added)


def _own_end(draft: Draft) -> tuple[Field, ...]:
    if all(option.length for option in draft.terms.pack.periods):
        return ()
    end = Field(
        id="end",
        kind=FieldKind.DATE,
        label=draft.say("plan-dates-end-label"),
        hint=draft.say("plan-dates-end-hint"),
        default=None if _option_has_length(draft, draft.plan.period or "") else draft.plan.end,
        required=False,
    )
    return (end,)


def _option_has_length(draft: Draft, period: str) -> bool:
    return any(option.id == period and option.length is not None for option in draft.terms.pack.periods)


def _span(draft: Draft) -> tuple[tuple[str, date | None], ...]:
    return (("start", draft.plan.start), ("end", draft.plan.end))


def _day(draft: Draft, on: date | None) -> str:
    return draft.say("fact-not-set") if on is None else draft.wording.day(on)


def _end_note(draft: Draft) -> tuple[Part, ...]:
    """The last day may fall on a day off; that is said, and refuses nothing (S3-06)."""
    end = draft.plan.end
    reason = None if end is None else draft.terms.calendar.reason(end)
    return () if reason is None else (Small(draft.say("plan-reviews-end-day-off", reason=day_off(draft, reason))),)


def day_off(draft: Draft, reason: str) -> str:
    """Why a day is no working day: a holiday's name as it is, or our word for a weekend."""
    line = f"reason-{reason}"
    return draft.say(line) if draft.wording.has(line) else reason


def _review(draft: Draft, review: Review) -> Field:
    return Field(
        id=review.kind,
        kind=FieldKind.DATE,
        label=draft.say(f"review-kind-{review.kind}"),
        hint=draft.say("plan-reviews-hint", day=draft.wording.day(review.on)),
        default=review.on,
    )


def _proposed(draft: Draft) -> list[Review]:
    return [review for review in draft.plan.reviews if review.kind in PROPOSED_REVIEWS]


def _added_days(draft: Draft) -> list[date]:
    """Those of the action blocks belong to their blocks."""
    of_blocks = days_of(draft.plan.blocks)
    return [each.on for each in draft.plan.reviews if each.kind is ReviewKind.ADDED and each.on not in of_blocks]


def _of_blocks(draft: Draft) -> Iterator[Part]:
    """The days that are set where it says what will be done; they are changed there."""
    days = days_of(draft.plan.blocks)
    if days:
        yield Text(draft.say("plan-reviews-of-blocks", days="\n".join(f"• {draft.wording.day(on)}" for on in days)))


def _places(draft: Draft) -> range:
    """One place for each further review, and an empty one."""
    return range(1, min(len(_added_days(draft)) + 1, MOST_ADDED) + 1)


def _added(draft: Draft, place: int) -> Field:
    """Emptied, a further review is taken out again."""
    there = _added_days(draft)
    on = there[place - 1] if place <= len(there) else None
    wanted = draft.say("plan-reviews-added-hint")
    return Field(
        id=numbered("added", place),
        kind=FieldKind.DATE,
        label=draft.say("review-kind-added"),
        hint=wanted if on is None else draft.say("plan-reviews-hint", day=_day(draft, on)),
        default=on,
        required=False,
    )
