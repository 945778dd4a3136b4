"""The form's own lists of progress seen and not seen: reasons to pick beside what people write (S0-27)."""

from collections.abc import Collection

from plans.plan import PlanError
from plans.terms import Terms


def picked_of(terms: Terms, picked: Collection[str]) -> tuple[str, ...]:
    """Reasons of the pack, in its order; one it does not have comes from a form of another time.

    Raises ``PlanError("not-an-option")`` at ``picked``.
    """
    known = [reason.key for reason in (*terms.pack.acceptable, *terms.pack.insufficient)]
    if not set(picked) <= set(known):
        raise PlanError("not-an-option", field="picked")
    return tuple(key for key in known if key in picked)


def labels_of(terms: Terms, picked: Collection[str]) -> tuple[str, ...]:
    """What they are called, in the order of the pack."""
    pack = terms.pack
    return tuple(reason.label for reason in (*pack.acceptable, *pack.insufficient) if reason.key in picked)
