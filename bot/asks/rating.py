"""How the work is rated today, asked of an area and of a goal where the form wants to know (S1-03)."""

from typing import Protocol

from bot.forms import Answers
from bot.parts import Field, FieldKind, Option
from plans.policy import Effect, RuleId
from plans.terms import Terms


class Rates(Protocol):
    """A draft that is being written, or a plan that is looked at."""

    @property
    def terms(self) -> Terms: ...
    def say(self, line: str, **values: str | float) -> str: ...


def rating_field(draft: Rates, known: int | None, *, required: bool = False) -> tuple[Field, ...]:
    """Every level can be chosen, so that whoever picks one too high is told why it does not belong here."""
    pack = draft.terms.pack
    if pack.rated_below is None:
        return ()
    field = Field(
        id="rating",
        kind=FieldKind.RADIO,
        label=draft.say("plan-concern-rating-label" if required else "plan-goal-rating-label"),
        hint=draft.say("plan-concern-rating-hint"),
        options=tuple(Option(value=str(one.value), label=one.label) for one in pack.ratings),
        default=None if known is None else str(known),
        required=required and pack.effect_of(RuleId.RATING) is Effect.BLOCK,
    )
    return (field,)


def rating_typed(answers: Answers) -> int | None:
    typed = answers.code("rating")
    return None if typed is None else int(typed)
