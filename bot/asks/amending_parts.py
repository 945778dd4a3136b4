"""Support and reviews that are added to a plan after delivery, as a list that can be typed anew until it is given."""

from collections.abc import Iterator
from typing import Final

from bot.asks.base import derived
from bot.asks.looking import Filled, Look
from bot.asks.wanting import wanted_at, wanted_parts
from bot.forms import Form
from bot.parts import Field, FieldKind, Option, Part, Value
from plans.amendments import changes_of, drafted
from plans.collecting import ReviewsStep, ReviewTyped, SupportsStep
from plans.editing import numbered
from plans.ids import ReviewId, SupportId
from plans.record import Provider
from plans.steps import SupportTyped
from plans.words import Words

MOST_SUPPORTS: Final = 6
MOST_REVIEWS: Final = 4
_A_LINE: Final = 500


def asked_for(look: Look) -> Iterator[Part]:
    """What the employee asked for, above the form that was opened to make the change."""
    wanted = wanted_at(look)
    if wanted is not None:
        yield from wanted_parts(look, wanted)


# Support


def draw_support(look: Look) -> Form:
    return look.form(
        "amend-support-title",
        *asked_for(look),
        look.text("amend-support-intro"),
        *(field for place in _support_places(look) for field in _support_fields(look, place)),
        submit="amend-keep",
    )


def _support_places(look: Look) -> range:
    there = sum(one.goal is None for one in changes_of(drafted(look.plan)).supports)
    return range(1, min(there + 1, MOST_SUPPORTS) + 1)


def _support_fields(look: Look, place: int) -> Iterator[Field]:
    there = [one for one in changes_of(drafted(look.plan)).supports if one.goal is None]
    old = there[place - 1] if place <= len(there) else None
    what = old.what if old else _wished(look)
    yield _support_field(look, "support", place, FieldKind.TEXT, what)
    yield Field(
        id=numbered("support_by", place),
        kind=FieldKind.RADIO,
        label=look.say("plan-goal-support-by-label"),
        options=tuple(Option(value=one, label=look.say(f"provider-{one}")) for one in Provider),
        default=old.provider if old else Provider.SUPERVISOR,
        required=False,
    )
    yield _support_field(look, "support_where", place, FieldKind.TEXT, old.where if old else None)
    yield _support_field(look, "support_due", place, FieldKind.DATE, old.due if old else None)


def _wished(look: Look) -> Words | None:
    """The employee's own words, as far as a line takes them."""
    wanted = wanted_at(look)
    return None if wanted is None or wanted.text is None else Words(wanted.text.reveal()[:_A_LINE])


def _support_field(look: Look, name: str, place: int, kind: FieldKind, default: Value | None) -> Field:
    line = name.replace("_", "-")
    label = look.say(f"plan-goal-{line}-label", place=place)
    return Field(id=numbered(name, place), kind=kind, label=label, default=default, required=False)


def supports_typed(filled: Filled) -> SupportsStep:
    look, answers = filled.look, filled.answers
    there = [one.id for one in changes_of(drafted(look.plan)).supports if one.goal is None]
    typed = tuple(
        SupportTyped(
            id=there[place - 1] if place <= len(there) else SupportId(derived(filled.entry, f"support/{place}")),
            what=answers.words(numbered("support", place)),
            provider=Provider(answers.code(numbered("support_by", place)) or Provider.SUPERVISOR),
            where=answers.words(numbered("support_where", place)),
            due=answers.day(numbered("support_due", place)),
        )
        for place in _support_places(look)
    )
    return SupportsStep(supports=typed)


# Reviews


def draw_reviews(look: Look) -> Form:
    return look.form(
        "amend-reviews-title",
        look.text("amend-reviews-intro"),
        *(field for place in _review_places(look) for field in _review_fields(look, place)),
        submit="amend-keep",
    )


def _review_places(look: Look) -> range:
    there = len(changes_of(drafted(look.plan)).reviews)
    return range(1, min(there + 1, MOST_REVIEWS) + 1)


def _review_fields(look: Look, place: int) -> Iterator[Field]:
    there = changes_of(drafted(look.plan)).reviews
    old = there[place - 1] if place <= len(there) else None
    on, at_time = look.say("amend-review-on", place=place), look.say("review-time")
    here = look.terms.working(look.plan.active_supervisor).zone
    yield Field(
        id=numbered("on", place), kind=FieldKind.DATE, label=on, default=old.on if old else None, required=False
    )
    yield Field(
        id=numbered("at_time", place),
        kind=FieldKind.TIME,
        label=at_time,
        hint=look.say("review-time-hint", zone=(old.zone if old else None) or here),
        default=old.at_time if old else None,
        required=False,
    )


def reviews_typed(filled: Filled) -> ReviewsStep:
    look, answers = filled.look, filled.answers
    there = [one.id for one in changes_of(drafted(look.plan)).reviews]
    typed = tuple(
        ReviewTyped(
            id=there[place - 1] if place <= len(there) else ReviewId(derived(filled.entry, f"review/{place}")),
            on=answers.day(numbered("on", place)),
            at_time=answers.hour(numbered("at_time", place)),
        )
        for place in _review_places(look)
    )
    return ReviewsStep(reviews=typed)
