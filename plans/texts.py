"""Two checks every text meets on its way in: that it is there, and that it is not too long."""

from typing import Final

from plans.plan import PlanError
from plans.words import Words

LIMIT: Final = 3_000
NAME_LIMIT: Final = 200
# A link, or the name of a document.
STANDARD_LIMIT: Final = 500


def required(words: Words | None, field: str, *, limit: int = LIMIT) -> Words:
    """The text, which must not be empty. Raises ``PlanError``: ``required`` or ``too-long``, at the field."""
    if not words:
        raise PlanError("required", field=field)
    return limited(words, field, limit=limit)


def limited(words: Words, field: str, *, limit: int = LIMIT) -> Words:
    """The text, empty or not. Raises ``PlanError("too-long")`` at the field, with the limit and the length."""
    if len(words) > limit:
        raise PlanError("too-long", field=field, limit=limit, length=len(words))
    return words


def optional(words: Words | None, field: str, *, limit: int = LIMIT) -> Words | None:
    """The text, or ``None`` if nothing was written. Raises like ``limited``."""
    return limited(words, field, limit=limit) if words else None
