"""What the employee may be given once the record of a good end was taken off: that it is gone, and under which rule.

It is made from the tombstone alone, so it can say nothing of the plan's content, nor whose it was (P-11).
"""

from dataclasses import dataclass
from datetime import date

from plans.dates import local_date
from plans.ids import CaseNumber
from plans.kept import EraseCause
from plans.plan import Plan, PlanError
from plans.policy import RetentionProfile
from plans.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """``months`` is what the rule asks for; ``after`` the months after a good end, where the form has such a time."""

    case_number: CaseNumber
    removed_on: date
    profile: RetentionProfile
    months: int
    after: int | None


def certificate(plan: Plan, terms: Terms) -> Certificate:
    """Days are in UTC: nobody's zone is known any more.

    Raises ``PlanError("no-certificate")`` for what was not taken off the record after a good end.
    """
    if plan.erased_for is not EraseCause.EXPUNGED or plan.erased_at is None:
        raise PlanError("no-certificate")
    return Certificate(
        case_number=plan.case_number,
        removed_on=local_date(plan.erased_at, "UTC"),
        profile=terms.retention.profile,
        months=terms.retention.months,
        after=terms.retention.expunge_months,
    )
