"""Which moves requirements §3.2 to §3.4 allow, and by whom, written again here: nothing is taken from ``states``.

E is the employee, S the supervisor, H HR, C the clock; where HR stands in for the supervisor its letter is added.
"""

from collections.abc import Mapping

from plans.plan import Plan
from tests.plans import running as the

MILESTONES = """
planned at_risk E
at_risk planned E S H
planned met S H
at_risk met S H
planned awaiting_word C
at_risk awaiting_word C
awaiting_word met S H
awaiting_word missed S H
planned missed C
at_risk missed C
missed missed E S H
missed met S H
planned on_hold C E H
at_risk on_hold C E H
on_hold planned C H
planned waived S H
at_risk waived S H
on_hold waived S H
"""
REVIEWS = """
planned confirmed E S
planned planned E S H C
confirmed planned E S H C
planned held S H
confirmed held S H
undocumented held S H
planned not_held S H
confirmed not_held S H
undocumented not_held S H
planned undocumented C
confirmed undocumented C
held documented S H
undocumented documented S H
documented documented E S
"""
SUPPORTS = """
promised arranged S H
promised delivered S H
arranged delivered S H
promised not_delivered S H C
arranged not_delivered S H C
promised declined E
arranged declined E
"""
BARRIERS = """
raised answered S H
raised resolved S E H
answered resolved S E H
raised withdrawn E
answered withdrawn E
"""
# HR too, where it documents the final review for a silent supervisor.
PLANS = "active decision_due C S H"
LETTERS = {the.EMPLOYEE.id: "E", the.SUPERVISOR.id: "S", the.HR.id: "H", None: "C"}


def allowed(table: str) -> frozenset[tuple[str, str, str]]:
    lines = (line.split() for line in table.strip().splitlines())
    return frozenset((source, target, letter) for source, target, *letters in lines for letter in letters)


TABLES = {
    "milestone": allowed(MILESTONES),
    "review": allowed(REVIEWS),
    "support": allowed(SUPPORTS),
    "barrier": allowed(BARRIERS),
    "plan": allowed(PLANS),
}


def states(plan: Plan) -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {("plan", plan.id): plan.state.value}
    found |= {("milestone", each.id): each.state.value for each in plan.milestones}
    found |= {("review", each.id): each.state.value for each in plan.reviews}
    found |= {("support", each.id): each.state.value for each in plan.supports}
    found |= {("barrier", each.id): each.state.value for each in plan.record.barriers}
    return found
