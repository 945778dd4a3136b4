"""The dates of an outcome by which the plan goes on: asked for, shown, and judged by HR (S3-21, requirements §3.1)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.asks.looking import Look
from bot.forms import Answers
from bot.parts import Facts, Field, FieldKind, Part, Small
from plans.editing import numbered
from plans.ending import Outcome, OutcomeState
from plans.extending import extensions
from plans.outcomes import GOES_ON
from plans.policy import OutcomeKind, ReviewKind

# Further reviews that an extension may bring besides its final one.
FURTHER_REVIEWS: Final = 3


def goes_on(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.kind in GOES_ON


def fields(look: Look, kinds: tuple[OutcomeKind, ...]) -> Iterator[Part | Field]:
    """The dates of the further period; a proposal that was sent back brings its own."""
    if not GOES_ON & set(kinds):
        return
    last = look.plan.outcomes[-1] if look.plan.outcomes else None
    known = last if last is not None and last.state is OutcomeState.RETURNED else None
    reviews = () if known is None else known.new_reviews
    yield Small(look.say("propose-extension"))
    yield _day_field(look, "new_end", line="propose-new-end", default=None if known is None else known.new_end)
    finals = [on for kind, on in reviews if kind is ReviewKind.FINAL]
    yield _day_field(look, "final", line="propose-final", default=finals[0] if finals else None)
    added = [on for kind, on in reviews if kind is ReviewKind.ADDED]
    for place in range(1, FURTHER_REVIEWS + 1):
        there = added[place - 1] if place <= len(added) else None
        yield _day_field(look, numbered("added", place), line="propose-further", default=there)


def further_days(answers: Answers) -> tuple[date | None, ...]:
    return tuple(answers.day(numbered("added", place)) for place in range(1, FURTHER_REVIEWS + 1))


def new_dates(look: Look, outcome: Outcome) -> Iterator[Part]:
    """The new last day and the new reviews, for an outcome that has them."""
    if outcome.new_end is None:
        return
    dated = [("outcome-new-end", outcome.new_end)]
    dated += [(f"review-kind-{kind.value}", on) for kind, on in outcome.new_reviews]
    yield Facts(tuple((look.say(line), look.wording.day(on)) for line, on in dated))


def to_decide(look: Look, outcome: Outcome | None, *, late: bool) -> Iterator[Part]:
    """That it is not the first one (requirements §3.1), and what happens when a date of it has passed."""
    if goes_on(outcome) and (earlier := extensions(look.plan)):
        yield look.text("decide-extended-before", count=earlier)
    if late:
        yield look.text("decide-extension-gone-by")


def _day_field(look: Look, name: str, *, line: str, default: date | None) -> Field:
    hint = look.say(f"{line}-hint")
    return Field(id=name, kind=FieldKind.DATE, label=look.say(line), hint=hint, default=default, required=False)
