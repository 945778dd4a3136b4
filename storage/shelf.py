"""Plans as they were last read, so that the same revision is not read twice.

A plan is frozen and every change of it raises its revision, so a revision read in the same transaction decides
whether the remembered plan is the stored one. Only what was read from committed rows comes here.
"""

from collections import OrderedDict
from typing import Final

from plans.ids import PlanId
from plans.plan import Plan

# Enough for a middling workspace; the one not asked for longest is let go first.
MOST: Final = 200


class Shelf:
    """One for each database that is open."""

    def __init__(self) -> None:
        self._plans = OrderedDict[PlanId, Plan]()

    def get(self, plan: PlanId, *, revision: int) -> Plan | None:
        """The plan at this revision; at another one it is forgotten."""
        found = self._plans.get(plan)
        if found is None:
            return None
        if found.revision != revision:
            del self._plans[plan]
            return None
        self._plans.move_to_end(plan)
        return found

    def forget(self, plan: PlanId) -> None:
        self._plans.pop(plan, None)

    def put(self, plan: Plan) -> None:
        self._plans[plan.id] = plan
        self._plans.move_to_end(plan.id)
        if len(self._plans) > MOST:
            self._plans.popitem(last=False)
