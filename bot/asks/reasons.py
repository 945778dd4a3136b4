"""The form's own reasons for progress seen and not seen, in a review and a proposal (S0-27)."""

from collections.abc import Collection, Iterator

from bot.asks.looking import Look, options
from bot.forms import Answers
from bot.parts import Facts, Field, FieldKind, Option, Part, Small, Text
from plans.meetings import Review, Standing
from plans.reasons import labels_of


def reasons_to_pick(look: Look) -> Iterator[Field]:
    """What people wrote counts; these only help."""
    pack = look.terms.pack
    for name, reasons in (("acceptable", pack.acceptable), ("insufficient", pack.insufficient)):
        if reasons:
            yield Field(
                id=name,
                kind=FieldKind.CHOICES,
                label=look.say(f"propose-{name}"),
                options=tuple(Option(value=reason.key, label=reason.label) for reason in reasons),
                required=False,
            )


def picked_in(answers: Answers) -> tuple[str, ...]:
    return (*answers.codes("acceptable"), *answers.codes("insufficient"))


def picked_parts(look: Look, picked: Collection[str]) -> Iterator[Text]:
    labels = labels_of(look.terms, picked)
    if labels:
        yield Text("\n".join(f"• {label}" for label in labels))


def standing_field(look: Look) -> Field:
    return Field(
        id="standing",
        kind=FieldKind.RADIO,
        label=look.say("review-standing-field"),
        hint=look.say("review-standing-hint"),
        options=options(look, "standing", tuple(standing.value for standing in Standing)),
        required=False,
    )


def standing_parts(look: Look, review: Review) -> Iterator[Part]:
    """What a review says of the plan as a whole, where it says anything (S0-19, S0-27)."""
    if review.standing is not None:
        yield Facts(((look.say("review-standing"), look.code("standing", review.standing.value)),))
    if review.picked:
        yield Small(look.say("review-picked"))
        yield from picked_parts(look, review.picked)
