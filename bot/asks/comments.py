"""HR's comments on a draft: what each is about, in words, and the form and field it opens (requirements §4.3)."""

from collections.abc import Iterator
from typing import Final

from bot.asks.opening_draft import IN_DATES, Draft
from bot.parts import Button, Buttons, Said, Small, Style
from bot.parts import Part as Shown
from plans.lifecycle import open_requests
from plans.places import Place
from plans.plan import ChangeRequest
from plans.steps import Part
from plans.words import Words

# More of them would push the rest of the check screen out of the form.
MOST_SHOWN: Final = 12
_FORMS: Final = {
    Part.STRENGTHS: "plan_strengths",
    Part.AREAS: "plan_areas",
    Part.CONCERNS: "plan_concern",
    Part.GOALS: "plan_goal",
    Part.SUPPORT: "plan_support",
    Part.HEAD: "plan_head",
    Part.BLOCKS: "plan_block",
}
_OF_ONE: Final = frozenset({Part.CONCERNS, Part.GOALS, Part.BLOCKS})


def place_label(draft: Draft, place: Place) -> str:
    """Such as "Goal 2: how both of you can tell"; a goal or an area that is gone has its part's name alone."""
    whole = draft.say(f"part-{place.part}")
    if place.subject is not None:
        whole = _item(draft, place) or whole
        if place.part is Part.BLOCKS:
            whole = draft.say("place-block", whole=whole)
    if place.field is None or place.field == place.part.value:
        return whole
    field = draft.say(f"place-{place.part}-{place.field}")
    return field if place.part is Part.DATES else draft.say("place-field", whole=whole, field=field)


def _item(draft: Draft, place: Place) -> str | None:
    number = next((at for at, goal in enumerate(draft.plan.goals, start=1) if goal.id == place.subject), 0)
    if number or place.part is Part.GOALS:
        return draft.say("place-goal", number=number) if number else None
    label = draft.area_label(place.subject or "")
    return draft.say("opening-own-area") if isinstance(label, Words) else label


def comments_on(draft: Draft, part: Part) -> Iterator[Shown]:
    """The open comments on a part, each with the button that opens the form at its field."""
    for request in open_requests(draft.plan)[:MOST_SHOWN]:
        if Place.of(request.part).part is part:
            yield from _comment(draft, request)


def more_comments(draft: Draft) -> Iterator[Shown]:
    """That there are more than fit here: they stand at their fields all the same."""
    more = len(open_requests(draft.plan)) - MOST_SHOWN
    if more > 0:
        yield Small(draft.say("plan-check-more-comments", count=more))


def _comment(draft: Draft, request: ChangeRequest) -> Iterator[Shown]:
    place = Place.of(request.part)
    label = draft.say("plan-check-hr-asks-at", place=place_label(draft, place))
    yield Said(label=label, words=request.text)
    button = _opens(draft, place)
    if button is not None:
        yield Buttons((button,))


def _opens(draft: Draft, place: Place) -> Button | None:
    ask, subject = _FORMS.get(place.part), place.subject
    if place.part is Part.DATES:
        ask = "plan_dates" if place.field in IN_DATES else "plan_reviews"
    gone = place.subject is not None and not _there(draft, place)
    if ask is None or gone or (place.part in _OF_ONE and subject is None):
        return None
    stands = draft.to(ask, at_field(subject, place.field))
    return Button(label=draft.say("plan-check-open-it"), stands=stands, style=Style.PRIMARY)


def _there(draft: Draft, place: Place) -> bool:
    known = {goal.id for goal in draft.plan.goals} | {concern.competency for concern in draft.plan.concerns}
    return place.subject in known


def at_field(subject: str | None, field: str | None) -> str | None:
    """The subject of a step's form that opens at this field; ``opening_draft`` reads it."""
    return subject if field is None else f"{subject or ''}#{field}"
