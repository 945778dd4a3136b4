"""Every state and class of a running plan is reached by some path, told here one by one."""

from collections.abc import Iterable
from datetime import date, timedelta

from plans import barriers, check_ins, milestones, reviews, supports
from plans.ids import EntryId
from plans.plan import Plan
from plans.record import BarrierKind
from plans.states import (
    BarrierState,
    CheckInState,
    MilestoneState,
    MissClass,
    PlanState,
    ReviewState,
    SupportState,
)
from tests.plans import running as the
from tests.plans.running_oracle import TABLES, states


def seen(*plans: Plan) -> set[str]:
    found = {f"{part}:{state}" for plan in plans for (part, _), state in states(plan).items()}
    found |= {f"class:{each.miss.value}" for plan in plans for each in plan.milestones if each.miss}
    found |= {
        f"check_in:{check_ins.check_in_state(review, plan.record).value}" for plan in plans for review in plan.reviews
    }
    return found


def every(part: str, kinds: Iterable[str]) -> set[str]:
    return {f"{part}:{kind}" for kind in kinds}


def walk() -> Iterable[Plan]:
    """One plan through every state a running one can show."""
    due, plan = the.due(the.DRAFT_ON), the.plan()
    yield plan
    for hit, entry, kind in (
        (the.DRAFT, "a", BarrierKind.WORKLOAD),
        (the.GUIDES_DONE, "b", BarrierKind.OTHER),
        (the.DESK_DONE, "c", BarrierKind.PROTECTED),
    ):
        plan = barriers.raised(plan, **the.barrier(due - timedelta(hours=1), hit, kind=kind, entry=entry)).plan  # type: ignore[arg-type]
        yield plan
    yield milestones.waived(plan, the.DESK_DONE, reason=the.words(), by=the.HR, at=due).plan
    yield (unanswered := milestones.passed(plan, the.DRAFT, at=due, terms=the.TERMS).plan)
    yield milestones.met(plan, the.DRAFT, on=the.DRAFT_ON, recognition=None, by=the.SUPERVISOR, at=due).plan
    plan = barriers.answered(
        plan, EntryId("a"), answer=the.words(), by=the.SUPERVISOR, at=due - timedelta(minutes=9)
    ).plan
    yield milestones.passed(plan, the.DRAFT, at=due, terms=the.TERMS).plan
    done = milestones.report_done(plan, the.DRAFT, by=the.EMPLOYEE, at=due - timedelta(minutes=5), terms=the.TERMS)
    yield milestones.passed(done.plan, the.DRAFT, at=due, terms=the.TERMS).plan
    yield barriers.resolved(unanswered, EntryId("a"), by=the.SUPERVISOR, at=due).plan
    yield barriers.withdrawn(unanswered, EntryId("b"), by=the.EMPLOYEE, at=due).plan
    silent = milestones.passed(the.plan(), the.DRAFT, at=due, terms=the.TERMS).plan
    yield silent
    yield barriers.raised(silent, **the.barrier(due, the.DRAFT)).plan  # type: ignore[arg-type]
    yield from walk_reviews()
    at, day = the.denver(6, 10), date(2026, 6, 9)
    yield supports.arranged(the.plan(), the.WORKSHOP, on=day, by=the.SUPERVISOR, at=at).plan
    yield supports.delivered(the.plan(), the.WORKSHOP, on=day, by=the.SUPERVISOR, at=at).plan
    yield supports.not_delivered(the.plan(), the.WORKSHOP, reason=the.words(), by=the.SUPERVISOR, at=at).plan
    yield supports.declined(the.plan(), the.WORKSHOP, reason=None, by=the.EMPLOYEE, at=at).plan


def walk_reviews() -> Iterable[Plan]:
    plan, at = the.plan(), the.denver(7, 1, 17)
    yield reviews.confirmed(plan, the.FIRST, by=the.EMPLOYEE, at=at).plan
    held = reviews.held(
        plan, the.FIRST, meeting=the.meeting(the.FIRST_ON), by=the.SUPERVISOR, at=at, terms=the.TERMS
    ).plan
    yield held
    yield reviews.documented(held, the.FIRST, notes=the.notes(), by=the.SUPERVISOR, at=at, terms=the.TERMS).plan
    yield the.not_held(plan, the.FIRST, by=the.SUPERVISOR, at=at, days=5).plan
    yield reviews.undocumented(plan, the.FIRST, at=at, terms=the.TERMS).plan
    asked = check_ins.asked(plan, the.FIRST, at=at, terms=the.TERMS).plan
    yield asked
    one = the.wrote(asked, the.FIRST, by=the.EMPLOYEE, at=at).plan
    for answered in (asked, one, the.wrote(one, the.FIRST, by=the.SUPERVISOR, at=at).plan):
        yield check_ins.ended(answered, the.FIRST, at=at).plan


def test_every_state_and_class_of_a_running_plan_is_reached() -> None:
    wanted = every("milestone", MilestoneState) | every("class", MissClass) | every("review", ReviewState)
    wanted |= every("support", SupportState) | every("barrier", BarrierState) | every("check_in", CheckInState)
    assert wanted - seen(*walk()) == set()


def test_the_states_the_oracle_knows_are_the_states_there_are() -> None:
    known = {
        part: {state for source, target, _ in table for state in (source, target)} for part, table in TABLES.items()
    }
    assert known["milestone"] == set(MilestoneState)
    assert known["review"] == set(ReviewState)
    assert known["support"] == set(SupportState)
    assert known["barrier"] == set(BarrierState)
    assert known["plan"] <= set(PlanState)
