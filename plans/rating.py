"""How the work is rated today, where the form asks: only what is rated below its line belongs in a plan (S1-03)."""

from plans.plan import PlanError
from plans.policy import Effect, RuleId
from plans.terms import Terms


def rated(terms: Terms, rating: int | None, *, needed: bool) -> int | None:
    """The rating itself; None where the form asks for none. ``needed`` is whether it may not be left open.

    Raises ``PlanError`` at ``rating``: ``required``, ``not-an-option``, ``rated-too-high`` with the ``level``.
    """
    pack = terms.pack
    if pack.rated_below is None:
        return None
    blocks = pack.effect_of(RuleId.RATING) is Effect.BLOCK
    if rating is None:
        if blocks and needed:
            raise PlanError("required", field="rating")
        return None
    if pack.rating(rating) is None:
        raise PlanError("not-an-option", field="rating")
    if rating >= pack.rated_below and blocks:
        level = pack.rating(pack.rated_below)
        raise PlanError("rated-too-high", field="rating", level=pack.rated_below if level is None else level.label)
    return rating
