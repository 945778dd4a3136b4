"""Which group of employees somebody belongs to, where the form tells groups apart: what may follow differs (S0-26)."""

from plans.plan import Plan, PlanError
from plans.policy import NextSteps
from plans.terms import Terms


def tells_apart(terms: Terms) -> bool:
    """Whether there is anything to choose."""
    return len(terms.pack.next_steps) > 1


def classed(terms: Terms, chosen: str | None) -> str | None:
    """The group that was chosen; it may be left open. Raises ``PlanError("not-an-option")`` at ``classification``."""
    if chosen is None or not tells_apart(terms):
        return None
    if chosen not in {one.classification for one in terms.pack.next_steps}:
        raise PlanError("not-an-option", field="classification")
    return chosen


def steps_of(plan: Plan, terms: Terms) -> tuple[NextSteps, ...]:
    """What may follow for this employee; of every group as long as nobody has said which is theirs."""
    every = terms.pack.next_steps
    return tuple(one for one in every if one.classification == plan.classification) or every


def label_of(plan: Plan, terms: Terms) -> str | None:
    """The name of the employee's group, if it is known."""
    return next((one.label for one in terms.pack.next_steps if one.classification == plan.classification), None)
