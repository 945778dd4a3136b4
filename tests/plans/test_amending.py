"""A change after delivery: collected, given as the next version, and in force with the receipt (S3-18)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from plans.amending import amended, collected, dropped
from plans.amendment_changes import changes_from, words_of
from plans.amendments import changes_of, drafted, foreseen, pending
from plans.announcements import announced
from plans.collecting import AmendStep, EndStep, ReviewsStep, ReviewTyped, SupportsStep, WordsStep
from plans.comparing import compared
from plans.dates import instant
from plans.edition import read_edition
from plans.ending import Result
from plans.endings import outcome_approved, outcome_delivered, outcome_proposed
from plans.events import EventKind
from plans.examples import DESK, EMPLOYEE, GUIDES, GUIDES_DRAFTED, HR, SUPERVISOR, Case, case, then
from plans.ids import EntryId, GoalId, MilestoneId, ReviewId, SupportId, fresh
from plans.lifecycle import delivered
from plans.milestones import met
from plans.notices import NoticeKind
from plans.outcomes import Proposal, ResultTyped, results_recorded
from plans.people import Person, Role
from plans.plan import Plan
from plans.policy import OutcomeKind, ReviewKind
from plans.receipt import Receipt, acknowledged, confirmed_in_person, declined
from plans.record import Provider
from plans.signing import AmendmentState
from plans.states import MilestoneState, PlanState
from plans.steps import GoalStep, InterimTyped, SupportTyped
from plans.visible import visible
from plans.words import Words
from tests.plans.opening import DAY, kinds, refusal

_P = PlanState
ENTRY = EntryId("a" * 32)
NEW_GOAL = GoalId("b" * 32)


def step_of(plan: Plan, goal: GoalId, **changes: object) -> GoalStep:
    """The goal as its form shows it, with these answers changed."""
    found = plan.goal(goal)
    interim = tuple(InterimTyped(id=one.id, text=one.text, on=one.on) for one in found.interim)
    same = GoalStep(goal=goal, text=found.text, measure=found.measure, target=found.target, interim=interim)
    return replace(same, **changes)  # type: ignore[arg-type]


def collect(found: Case, step: AmendStep, *, by: Person = SUPERVISOR) -> Case:
    return then(found, collected(found.plan, found.terms, step, entry=EntryId(fresh()), by=by, at=found.at))


def give(found: Case, *, by: Person = SUPERVISOR, at: datetime | None = None) -> Case:
    name = Words("Marta Lindqvist")
    when = at or found.at + timedelta(minutes=5)
    change = amended(found.plan, found.terms, signature=EntryId(fresh()), typed_name=name, by=by, at=when)
    return then(found, change, at=when)


def receipt(found: Case) -> Receipt:
    return Receipt(
        edition=found.plan.edition,
        signature=EntryId("d" * 32),
        view_id=EntryId("e" * 32),
        typed_name=Words("Jonas Okafor"),
    )


def answer(found: Case, *, at: datetime | None = None) -> Case:
    when = at or found.at
    return then(found, acknowledged(found.plan, found.terms, receipt(found), by=EMPLOYEE, at=when), at=when)


def active() -> Case:
    return case(_P.ACTIVE)


def further_goal(found: Case, on: date | None = None) -> GoalStep:
    start = found.plan.start
    assert start is not None
    return GoalStep(
        goal=NEW_GOAL,
        text=Words("Answer every request within two days."),
        measure=Words("The list shows none older."),
        target=on or start + timedelta(days=60),
    )


def test_what_is_collected_changes_nothing_and_the_employee_does_not_see_it() -> None:
    found = collect(active(), further_goal(active()))
    assert found.plan.goals == active().plan.goals
    assert found.plan.edition == active().plan.edition
    assert visible(found.plan, EMPLOYEE, now=found.at, terms=found.terms).amendments == ()
    assert visible(found.plan, SUPERVISOR, now=found.at, terms=found.terms).amendments != ()
    assert announced(found.events[-1], found.plan, found.terms) == ()


def test_a_new_goal_is_in_force_only_with_the_receipt() -> None:
    given = give(collect(active(), further_goal(active())))
    assert given.plan.edition == active().plan.edition + 1
    assert all(goal.id != NEW_GOAL for goal in given.plan.goals)
    assert "Answer every request" in given.plan.editions[-1].text.reveal()
    assert "Answer every request" not in given.plan.editions[-2].text.reveal()
    after = answer(given)
    assert after.plan.goal(NEW_GOAL).text == Words("Answer every request within two days.")
    assert after.plan.milestone(MilestoneId(NEW_GOAL)).state is MilestoneState.PLANNED
    assert [one.state for one in after.plan.amendments] == [AmendmentState.IN_FORCE]
    assert EventKind.AMENDMENT_IN_FORCE in [event.kind for event in after.events]


@pytest.mark.parametrize("way", ["declined", "in person"])
def test_declining_and_delivery_in_person_complete_the_slot_just_as_well(way: str) -> None:
    given = give(collect(active(), further_goal(active())))
    if way == "declined":
        change = declined(given.plan, given.terms, receipt(given), by=EMPLOYEE, at=given.at)
    else:
        change = confirmed_in_person(
            given.plan, given.terms, signature=EntryId("f" * 32), comment=None, by=HR, at=given.at
        )
    assert any(goal.id == NEW_GOAL for goal in change.plan.goals)


def test_a_later_date_counts_at_once_and_an_earlier_one_with_the_receipt() -> None:
    found = active()
    old = found.plan.goal(DESK).target
    later = give(collect(found, step_of(found.plan, DESK, target=old + 7 * DAY)))
    assert later.plan.milestone(MilestoneId(DESK)).on == old + 7 * DAY
    assert later.plan.goal(DESK).target == old + 7 * DAY
    sooner = give(collect(found, step_of(found.plan, DESK, target=old - 7 * DAY)))
    assert sooner.plan.milestone(MilestoneId(DESK)).on == old
    assert answer(sooner).plan.milestone(MilestoneId(DESK)).on == old - 7 * DAY


def test_a_date_that_counted_at_once_is_not_set_back_by_the_receipt_when_it_moved_again() -> None:
    found = active()
    old = found.plan.goal(DESK).target
    given = give(collect(found, step_of(found.plan, DESK, target=old + 7 * DAY)))
    twice = give(collect(given, step_of(given.plan, DESK, target=old + 14 * DAY)))
    assert answer(twice).plan.milestone(MilestoneId(DESK)).on == old + 14 * DAY


def test_two_versions_that_wait_are_in_force_with_one_receipt() -> None:
    found = active()
    first = give(collect(found, further_goal(found)))
    second = give(collect(first, WordsStep(strengths=Words("He asks early."))))
    text = second.plan.editions[-1].text.reveal()
    assert "Answer every request" in text
    assert "He asks early." in text
    after = answer(second).plan
    assert after.strengths == Words("He asks early.")
    assert any(goal.id == NEW_GOAL for goal in after.goals)
    assert pending(after) == ()


def test_what_moved_between_giving_and_receipt_stays_as_it_is() -> None:
    found = active()
    given = give(collect(found, step_of(found.plan, GUIDES, text=Words("Write three guides."))))
    done = met(given.plan, GUIDES_DRAFTED, on=given.at.date(), recognition=None, by=SUPERVISOR, at=given.at)
    after = answer(then(given, done)).plan
    assert after.milestone(GUIDES_DRAFTED).state is MilestoneState.MET
    assert after.goal(GUIDES).text == Words("Write three guides.")


def test_a_date_that_has_its_result_cannot_be_moved() -> None:
    found = active()
    settled = met(found.plan, MilestoneId(DESK), on=found.at.date(), recognition=None, by=SUPERVISOR, at=found.at).plan
    step = step_of(settled, DESK, target=settled.goal(DESK).target + DAY)
    with refusal("date-settled", "target"):
        collected(settled, found.terms, step, entry=ENTRY, by=SUPERVISOR, at=found.at)
    words = step_of(settled, DESK, text=Words("On time, or handed over."))
    assert collected(settled, found.terms, words, entry=ENTRY, by=SUPERVISOR, at=found.at).events


def test_an_added_review_is_there_with_the_receipt() -> None:
    found = active()
    on = found.plan.reviews[0].on + 30 * DAY
    step = ReviewsStep(reviews=(ReviewTyped(id=ReviewId("9" * 32), on=on, at_time=time(14)),))
    given = give(collect(found, step))
    assert len(given.plan.reviews) == len(found.plan.reviews)
    review = answer(given).plan.review(ReviewId("9" * 32))
    assert (review.kind, review.on, review.at_time) == (ReviewKind.ADDED, on, time(14))


@pytest.mark.parametrize(("days", "code"), [(0, "review-same-day"), (400, "goal-outside-period")])
def test_an_added_review_has_a_day_of_its_own_inside_the_period(days: int, code: str) -> None:
    found = active()
    step = ReviewsStep(reviews=(ReviewTyped(id=ReviewId("9" * 32), on=found.plan.reviews[0].on + days * DAY),))
    with refusal(code, "on"):
        collected(found.plan, found.terms, step, entry=ENTRY, by=SUPERVISOR, at=found.at)


def test_added_support_is_promised_with_the_receipt() -> None:
    found = active()
    typed = SupportTyped(id=SupportId("8" * 32), what=Words("A quiet room"), provider=Provider.ORGANISATION)
    after = answer(give(collect(found, SupportsStep(supports=(typed,))))).plan
    assert after.support(SupportId("8" * 32)).what == Words("A quiet room")


def test_only_hr_moves_the_last_day_with_a_reason_and_not_before_what_is_to_come() -> None:
    found = active()
    assert found.plan.end is not None
    later = found.plan.end + 7 * DAY
    with refusal("not-yours", "end"):
        collect(found, EndStep(end=later, reason=Words("Because.")))
    with refusal("required", "reason"):
        collect(found, EndStep(end=later, reason=None), by=HR)
    with refusal("dates-after-end", "end"):
        collect(found, EndStep(end=found.plan.reviews[0].on, reason=Words("Because.")), by=HR)
    given = give(collect(found, EndStep(end=later, reason=Words("The move of the library.")), by=HR), by=HR)
    assert given.plan.end == later
    capped = replace(found.terms, pack=replace(found.terms.pack, max_days=366))
    with refusal("past-cap", "end"):
        collected(found.plan, capped, EndStep(end=later, reason=Words("Because.")), entry=ENTRY, by=HR, at=found.at)


def test_while_the_plan_is_paused_words_change_and_dates_rest() -> None:
    found = case(_P.PAUSED)
    words = step_of(found.plan, DESK, text=Words("On time, or handed over."))
    assert collect(found, words).plan.amendments
    with refusal("dates-rest", "target"):
        collect(found, step_of(found.plan, DESK, target=found.plan.goal(DESK).target + DAY))


def test_a_step_on_the_way_cannot_be_emptied_away() -> None:
    found = active()
    (interim,) = found.plan.goal(GUIDES).interim
    gone = (InterimTyped(id=interim.id, text=None, on=None),)
    with refusal("interim-stays", "interim"):
        collect(found, step_of(found.plan, GUIDES, interim=gone))


def test_nothing_is_given_where_nothing_changes_and_what_is_dropped_is_gone() -> None:
    found = active()
    with refusal("nothing-changed"):
        give(found)
    same = collect(found, step_of(found.plan, DESK))
    assert same.plan.amendments == ()
    collecting = collect(found, further_goal(found))
    gone = dropped(collecting.plan, by=SUPERVISOR, at=found.at).plan
    assert drafted(gone) is None
    assert visible(gone, EMPLOYEE, now=found.at, terms=found.terms).amendments == ()


def test_what_was_typed_too_long_ago_is_looked_at_again_when_it_is_given() -> None:
    found = collect(active(), further_goal(active(), active().at.date() + 10 * DAY))
    with refusal("amendment-date-past"):
        give(found, at=found.at + 20 * DAY)


def test_a_new_date_that_passes_before_the_receipt_gets_another_working_day() -> None:
    given = give(collect(active(), further_goal(active(), active().at.date() + 10 * DAY)))
    at = instant(given.at.date() + 20 * DAY, time(10), EMPLOYEE.zone)
    late = answer(given, at=at).plan.milestone(MilestoneId(NEW_GOAL))
    assert late.grace_until is not None
    assert late.grace_until > at


def test_whoever_gives_it_signs_and_nobody_else_has_to_again() -> None:
    found = case(_P.DELIVERED)
    given = give(collect(found, WordsStep(strengths=Words("He asks early."))))
    assert [(one.role, one.edition) for one in given.plan.signatures][-1] == (Role.SUPERVISOR, 2)
    assert given.plan.state is _P.DELIVERED
    after = answer(given).plan
    assert after.state is _P.ACTIVE
    with refusal("required", "typed_name"):
        collecting = collect(found, WordsStep(strengths=Words("He asks early.")))
        amended(collecting.plan, found.terms, signature=ENTRY, typed_name=None, by=SUPERVISOR, at=found.at)


def test_a_plan_whose_goal_date_passed_before_the_last_receipt_can_start_after_an_amendment() -> None:
    approved = case(_P.APPROVED)
    start = delivered(
        approved.plan,
        approved.terms,
        signature=EntryId("7" * 32),
        typed_name=Words("Marta Lindqvist"),
        met_on=approved.at.date(),
        by=SUPERVISOR,
        at=approved.at,
    )
    found = then(approved, start)
    first = min(one.on for one in found.plan.milestones)
    late = instant(first + 3 * DAY, time(10), EMPLOYEE.zone)
    stuck = answer(found, at=late)
    assert stuck.plan.state is _P.DELIVERED
    (interim,) = stuck.plan.goal(GUIDES).interim
    moved = (InterimTyped(id=interim.id, text=interim.text, on=first + 30 * DAY),)
    given = give(collect(stuck, step_of(stuck.plan, GUIDES, interim=moved)))
    assert given.plan.milestone(GUIDES_DRAFTED).on == first + 30 * DAY
    again = replace(receipt(given), signature=EntryId("6" * 32), view_id=EntryId("5" * 32))
    after = acknowledged(given.plan, given.terms, again, by=EMPLOYEE, at=late).plan
    assert after.state is _P.ACTIVE


def test_the_employee_is_asked_to_read_and_the_other_side_and_hr_are_told() -> None:
    given = give(collect(active(), further_goal(active())))
    line = next(event for event in given.events if event.kind is EventKind.PLAN_AMENDED)
    told = {(owed.kind, owed.person) for owed in announced(line, given.plan, given.terms)}
    assert (NoticeKind.PLAN_TO_READ, EMPLOYEE.id) in told
    assert (NoticeKind.PLAN_CHANGED, HR.id) in told
    assert all(person != SUPERVISOR.id for _, person in told)


def extended(waiting: Case) -> Case:
    """The plan with what waits here, decided to go on for sixty days."""
    found = case(_P.DECISION_DUE)
    plan = found.plan.with_(amendments=waiting.plan.amendments, editions=waiting.plan.editions)
    typed = tuple(
        ResultTyped(goal=goal.id, result=Result.PARTLY, evidence=Words("On the way there.")) for goal in plan.goals
    )
    later = replace(found, plan=plan, at=found.at + timedelta(days=1))
    later = then(later, results_recorded(later.plan, typed, by=SUPERVISOR, at=later.at))
    assert plan.end is not None
    proposal = Proposal(
        kind=OutcomeKind.EXTENDED,
        reasons=Words("More time helps."),
        new_end=plan.end + 60 * DAY,
        final=plan.end + 59 * DAY,
    )
    later = then(later, outcome_proposed(later.plan, later.terms, proposal, by=SUPERVISOR, at=later.at))
    later = then(later, outcome_approved(later.plan, later.terms, by=HR, at=later.at))
    return then(later, outcome_delivered(later.plan, later.terms, by=SUPERVISOR, at=later.at))


def test_an_extension_keeps_what_waits_in_its_text() -> None:
    later = extended(give(collect(active(), further_goal(active()))))
    assert "Answer every request" in later.plan.editions[-1].text.reveal()
    assert any(goal.id == NEW_GOAL for goal in answer(later).plan.goals)


def test_changes_read_back_from_what_is_stored() -> None:
    found = collect(active(), further_goal(active()))
    found = collect(found, WordsStep(expectations={"communication": Words("Said the day before.")}))
    typed = SupportTyped(
        id=SupportId("8" * 32), what=Words("A room"), provider=Provider.SUPERVISOR, due=found.at.date() + 9 * DAY
    )
    found = collect(found, SupportsStep(supports=(typed,)))
    changes = changes_of(drafted(found.plan))
    assert changes_from(words_of(changes)) == changes
    assert words_of(changes_from(words_of(changes))) == words_of(changes)


def test_the_comparison_names_what_is_new_old_and_gone() -> None:
    found = active()
    given = give(
        collect(
            collect(found, further_goal(found)),
            step_of(found.plan, DESK, target=found.plan.goal(DESK).target + DAY, text=Words("On time.")),
        )
    )
    old, new = (read_edition(one) for one in given.plan.editions[-2:])
    told = compared(old, new)
    assert {(one.section, one.name, one.whole) for one in told} == {
        ("goals", "goal", True),
        ("goals", "measure", True),
        ("goals", "target", True),
        ("goals", "goal", False),
        ("goals", "target", False),
    }
    changed = next(one for one in told if one.name == "goal" and not one.whole)
    assert changed.old is not None
    assert changed.new is not None
    assert (changed.old.text, changed.new.text) == (found.plan.goal(DESK).text, Words("On time."))
    assert compared(old, old) == ()
    assert all(one.new is None for one in compared(new, old) if one.whole)


def test_the_trail_says_that_it_was_amended_and_never_what() -> None:
    given = give(collect(active(), further_goal(active())))
    assert kinds(
        amended(
            collect(active(), further_goal(active())).plan,
            given.terms,
            signature=EntryId("c" * 32),
            typed_name=Words("Marta Lindqvist"),
            by=SUPERVISOR,
            at=given.at,
        )
    ) == [EventKind.PLAN_AMENDED, EventKind.EDITION_MADE, EventKind.SIGNATURE_GIVEN]
    facts = [value for event in given.events for _, value in event.facts]
    assert all("request" not in value for value in facts)
    assert foreseen(given.plan).goal(NEW_GOAL).id == NEW_GOAL
