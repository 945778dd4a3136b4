"""A text longer than one field of a surface holds: it is written on in further fields, and kept as one (P-08)."""

from collections.abc import Iterator

from bot.asks.looking import Look
from bot.forms import Answers
from bot.parts import Field, FieldKind
from plans.texts import LIMIT
from plans.words import Words

_BETWEEN = "\n\n"


def long_fields(look: Look, name: str, *, label: str, hint: str, limit: int) -> Iterator[Field]:
    """As many fields as ``limit`` characters need; only the first has to be filled in.

    ``label`` and ``hint`` are what stands at the first. How to go on is said there too, wherever there is a second.
    """
    count = _count(limit)
    more = f"{hint} {look.say('long-text-hint', most=LIMIT)}" if count > 1 else hint
    yield Field(id=name, kind=FieldKind.LONG_TEXT, label=label, hint=more, max_length=min(limit, LIMIT))
    for number in range(2, count + 1):
        yield Field(
            id=_named(name, number),
            kind=FieldKind.LONG_TEXT,
            label=look.say("long-text-more", number=number, count=count),
            hint=look.say("long-text-more-hint"),
            required=False,
            max_length=LIMIT,
        )


def long_words(answers: Answers, name: str, *, limit: int) -> Words | None:
    """What was written in all of them, in their order, each a paragraph of its own; None where there is nothing."""
    fields = (name, *(_named(name, number) for number in range(2, _count(limit) + 1)))
    written = [words.reveal() for field in fields if (words := answers.words(field))]
    return Words(_BETWEEN.join(written)) if written else None


def _count(limit: int) -> int:
    return max(1, -(-limit // LIMIT))


def _named(name: str, number: int) -> str:
    return f"{name}_{number}"
