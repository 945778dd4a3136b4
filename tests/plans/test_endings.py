"""How a plan ends: results first, then an outcome that is proposed, approved by HR and delivered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plans.acts import Act
from plans.edition import read_edition
from plans.ending import OutcomeState, Result
from plans.endings import (
    allowed_outcomes,
    outcome_approved,
    outcome_delivered,
    outcome_proposed,
    outcome_returned,
    withdrawn,
)
from plans.events import EventKind
from plans.examples import DESK, EMPLOYEE, GENERIC, GUIDES, HR, SECOND_HR, SUPERVISOR, Case, case, then
from plans.ids import EntryId
from plans.outcomes import Proposal, ResultTyped, current_results, goals_without_result, results_for, results_recorded
from plans.people import Person
from plans.permissions import Allow, decide
from plans.policy import OutcomeKind, PlanKind, ReviewKind
from plans.receipt import Receipt, acknowledged
from plans.reviews import ReviewNotes, documented
from plans.states import IllegalMoveError, PlanState, ReviewState, SupportState
from plans.visible import visible
from plans.words import Words
from tests.plans.opening import DAY, LONG, kinds, refusal

_P, _O = PlanState, OutcomeKind
W = Words("Both guides are in use.")
EARLY = (_O.WITHDRAWN, _O.ENDED_LEFT, _O.ENDED_TRANSFERRED)


def judged(found: Case) -> Case:
    results = tuple(ResultTyped(goal=goal.id, result=Result.MET, evidence=W) for goal in found.plan.goals)
    return then(found, results_recorded(found.plan, results, by=SUPERVISOR, at=found.at))


def proposed(found: Case, kind: OutcomeKind = _O.MET, *, by: Person = SUPERVISOR, **parts: object) -> Case:
    proposal = replace(Proposal(kind=kind, reasons=W), **parts)  # type: ignore[arg-type]
    return then(found, outcome_proposed(found.plan, found.terms, proposal, by=by, at=found.at))


def approved(found: Case, *, by: Person = HR) -> Case:
    return then(found, outcome_approved(found.plan, found.terms, by=by, at=found.at))


def due() -> Case:
    return judged(case(_P.DECISION_DUE))


def test_a_result_needs_evidence_and_stands_for_one_goal() -> None:
    found = case(_P.DECISION_DUE)
    typed = ResultTyped(goal=GUIDES, result=Result.PARTLY, evidence=None)
    with refusal("required", f"evidence_{GUIDES}"):
        results_recorded(found.plan, (typed,), by=SUPERVISOR, at=found.at)
    with refusal("too-long", f"evidence_{GUIDES}"):
        results_recorded(found.plan, (replace(typed, evidence=LONG),), by=SUPERVISOR, at=found.at)
    change = results_recorded(found.plan, (replace(typed, evidence=W),), by=SUPERVISOR, at=found.at)
    assert goals_without_result(change.plan) == (DESK,)
    assert kinds(change) == [EventKind.RESULTS_RECORDED]


def test_a_result_may_be_written_anew_until_an_outcome_is_proposed() -> None:
    found = due()
    again = ResultTyped(goal=GUIDES, result=Result.PARTLY, evidence=Words("Two of three."))
    after = results_recorded(found.plan, (again,), by=HR, at=found.at).plan
    assert [(result.goal, result.result) for result in after.results] == [(DESK, Result.MET), (GUIDES, Result.PARTLY)]
    with refusal("outcome-pending", state=OutcomeState.PROPOSED):
        results_recorded(proposed(found).plan, (again,), by=HR, at=found.at)


def test_a_result_for_a_goal_the_plan_does_not_have_is_refused() -> None:
    found = case(_P.DECISION_DUE, name=GENERIC)
    with refusal("part-gone"):
        results_recorded(
            found.plan, (ResultTyped(goal=DESK, result=Result.MET, evidence=W),), by=SUPERVISOR, at=found.at
        )
    with refusal("required"):
        results_recorded(found.plan, (), by=SUPERVISOR, at=found.at)


def test_no_outcome_is_chosen_before_every_goal_has_a_result() -> None:
    with refusal("results-missing", "kind", count=2):
        proposed(case(_P.DECISION_DUE))


@pytest.mark.parametrize("kind", EARLY)
def test_a_plan_that_breaks_off_needs_no_results(kind: OutcomeKind) -> None:
    found = proposed(case(_P.ACTIVE), kind)
    assert found.plan.outcomes[-1].kind is kind


def test_an_outcome_of_another_kind_of_plan_is_refused() -> None:
    with refusal("outcome-unknown", "kind"):
        proposed(due(), _O.GOALS_MET)


def test_met_waits_for_the_decision_and_for_the_final_review() -> None:
    found = judged(case(_P.ACTIVE))
    final = found.plan.reviews[-1].on
    with refusal("too-early", "kind", until=final):
        proposed(found)
    early = replace(due(), at=due().at - 40 * DAY)
    with refusal("too-early", "kind", until=final):
        proposed(early)


def test_hr_may_override_the_timing_with_a_reason_that_the_audit_line_shows() -> None:
    found = judged(case(_P.ACTIVE))
    with refusal("not-yours", "override_reason"):
        proposed(found, override_reason=Words("They are ready."))
    after = proposed(found, by=HR, override_reason=Words("They are ready."))
    assert after.plan.outcomes[-1].override_reason == Words("They are ready.")
    assert after.events[-1].fact("override") == "yes"


def test_met_early_is_for_the_time_before_the_end() -> None:
    assert proposed(judged(case(_P.ACTIVE)), _O.MET_EARLY).plan.outcomes[-1].state is OutcomeState.PROPOSED
    found = due()
    with refusal("too-late", "kind", end=found.plan.end):
        proposed(replace(found, at=found.at + DAY), _O.MET_EARLY)


def test_what_a_form_may_offer_depends_on_the_time() -> None:
    active, ended = case(_P.ACTIVE), case(_P.DECISION_DUE)
    assert set(allowed_outcomes(active.plan, active.terms, now=active.at)) == {_O.MET_EARLY, *EARLY}
    later = ended.at + DAY
    at_the_end = {_O.MET, _O.EXTENDED, _O.NOT_MET, *EARLY}
    assert set(allowed_outcomes(ended.plan, ended.terms, now=later)) == at_the_end


def test_one_outcome_at_a_time_is_on_its_way() -> None:
    with refusal("outcome-pending", state=OutcomeState.PROPOSED):
        proposed(proposed(due()))
    with refusal("outcome-pending", state=OutcomeState.APPROVED):
        proposed(approved(proposed(due())))


def test_every_outcome_but_met_needs_reasons() -> None:
    assert not proposed(due(), reasons=None).plan.outcomes[-1].reasons
    with refusal("required", "reasons"):
        proposed(judged(case(_P.ACTIVE)), _O.MET_EARLY, reasons=None)
    with refusal("too-long", "reasons"):
        proposed(due(), reasons=LONG)


def test_hr_returns_an_outcome_with_words_and_another_can_be_proposed() -> None:
    found = proposed(due())
    with refusal("required", "returned_words"):
        outcome_returned(found.plan, words=None, by=HR, at=found.at)
    change = outcome_returned(found.plan, words=Words("Say more about the desk."), by=HR, at=found.at)
    assert change.plan.outcome is None
    assert change.plan.outcomes[-1].returned_words == Words("Say more about the desk.")
    again = proposed(then(found, change))
    assert [outcome.state for outcome in again.plan.outcomes] == [OutcomeState.RETURNED, OutcomeState.PROPOSED]


def test_only_hr_decides_on_an_outcome_but_in_coaching_the_supervisor_may() -> None:
    found = proposed(due())
    with refusal("not-yours"):
        outcome_approved(found.plan, found.terms, by=SUPERVISOR, at=found.at)
    with refusal("not-yours"):
        outcome_returned(found.plan, words=W, by=SUPERVISOR, at=found.at)
    coaching = found.plan.with_(kind=PlanKind.COACHING)
    assert outcome_approved(coaching, found.terms, by=SUPERVISOR, at=found.at).events
    assert outcome_returned(coaching, words=W, by=SUPERVISOR, at=found.at).events


def test_an_outcome_of_ones_own_may_be_approved_unless_it_is_not_met() -> None:
    mine = proposed(due(), by=HR)
    assert approved(mine).plan.outcomes[-1].state is OutcomeState.APPROVED
    harsh = replace(mine.plan.outcomes[-1], kind=_O.NOT_MET)
    plan = mine.plan.with_(outcomes=(harsh,))
    with refusal("own-proposal"):
        outcome_approved(plan, mine.terms, accepted=True, by=HR, at=mine.at)
    assert outcome_approved(plan, mine.terms, accepted=True, by=SECOND_HR, at=mine.at).events


def test_an_outcome_is_decided_once_and_delivered_only_when_approved() -> None:
    found = proposed(due())
    with refusal("no-outcome"):
        outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=found.at)
    with refusal("no-outcome"):
        outcome_approved(due().plan, found.terms, by=HR, at=found.at)
    with refusal("already-recorded", at=found.at.isoformat()):
        approved(approved(found))


def test_delivering_the_outcome_closes_the_plan_and_what_was_promised_and_never_came_is_on_record() -> None:
    found = approved(proposed(due()))
    change = outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=found.at)
    assert (change.plan.state, change.plan.closed_at) == (_P.CLOSED, found.at)
    assert change.plan.outcome is not None
    assert change.plan.outcome.state is OutcomeState.DELIVERED
    assert {support.state for support in change.plan.supports} == {SupportState.NOT_DELIVERED}
    assert kinds(change) == [
        EventKind.OUTCOME_DELIVERED,
        EventKind.PLAN_CLOSED,
        *3 * [EventKind.SUPPORT_NOT_DELIVERED],
    ]
    with refusal("already-recorded", at=found.at.isoformat()):
        outcome_delivered(change.plan, found.terms, by=SUPERVISOR, at=found.at + DAY)


def test_support_that_was_delivered_stays_delivered_when_the_plan_closes() -> None:
    found = approved(proposed(due()))
    done = replace(found.plan.supports[0], state=SupportState.DELIVERED)
    plan = found.plan.with_(supports=(done, *found.plan.supports[1:]))
    assert outcome_delivered(plan, found.terms, by=SUPERVISOR, at=found.at).plan.supports[0] == done


@pytest.mark.parametrize("state", [_P.DELIVERED, _P.ACTIVE, _P.PAUSED, _P.DECISION_DUE])
@pytest.mark.parametrize("kind", EARLY)
def test_hr_ends_a_plan_at_once_with_a_reason(state: PlanState, kind: OutcomeKind) -> None:
    found = case(state)
    with refusal("required", "reasons"):
        withdrawn(found.plan, kind=kind, reasons=None, by=HR, at=found.at)
    after = withdrawn(found.plan, kind=kind, reasons=W, by=HR, at=found.at).plan
    assert (after.state, after.reason) == (_P.CLOSED, W)
    assert after.outcome is not None
    assert (after.outcome.kind, after.outcome.state) == (kind, OutcomeState.DELIVERED)
    with refusal("not-yours"):
        withdrawn(found.plan, kind=kind, reasons=W, by=SUPERVISOR, at=found.at)


def test_withdrawing_passes_no_verdict() -> None:
    for kind in set(OutcomeKind) - set(EARLY):
        with refusal("outcome-unknown", "kind"):
            withdrawn(case(_P.ACTIVE).plan, kind=kind, reasons=W, by=HR, at=case(_P.ACTIVE).at)


def test_withdrawing_takes_back_an_outcome_on_its_way() -> None:
    found = proposed(due())
    after = withdrawn(found.plan, kind=_O.ENDED_LEFT, reasons=W, by=HR, at=found.at).plan
    assert [outcome.state for outcome in after.outcomes] == [OutcomeState.RETURNED, OutcomeState.DELIVERED]


@pytest.mark.parametrize("state", [_P.DRAFT, _P.APPROVED, _P.CLOSED, _P.ARCHIVED])
def test_there_is_nothing_to_withdraw_before_delivery_or_after_the_end(state: PlanState) -> None:
    with pytest.raises(IllegalMoveError):
        withdrawn(case(state).plan, kind=_O.WITHDRAWN, reasons=W, by=HR, at=case(state).at)


def test_an_extension_needs_a_later_end_within_the_packs_cap() -> None:
    found = due()
    end = found.plan.end
    assert end is not None
    for new_end, code in ((None, "required"), (end, "end-not-later"), (found.at.date() - DAY, "date-past")):
        with refusal(code, "new_end"):
            proposed(found, _O.EXTENDED, new_end=new_end)
    capped = replace(found, terms=replace(found.terms, pack=replace(found.terms.pack, max_days=400)))
    with refusal("past-cap", "new_end", most=400):
        proposed(capped, _O.EXTENDED, new_end=end + 60 * DAY, final=end + 60 * DAY)


def extending() -> Case:
    """An extension by ninety days is proposed, with a review on the way."""
    found = due()
    assert found.plan.end is not None
    end = found.plan.end + 90 * DAY
    return proposed(found, _O.EXTENDED, new_end=end, final=end, added=(end - 30 * DAY, None))


def test_an_extension_names_its_reviews_and_each_date_is_checked_where_it_was_typed() -> None:
    found = due()
    assert found.plan.end is not None
    end, today = found.plan.end + 90 * DAY, found.at.date()
    for code, field, final, added in (
        ("required", "final", None, ()),
        ("review-outside-period", "final", end + DAY, ()),
        ("date-past", "final", today - DAY, ()),
        ("reviews-out-of-order", "added", end - DAY, (end,)),
        ("review-same-day", "added_2", end, (end - DAY, end - DAY)),
        ("date-past", "added", end, (today - DAY,)),
    ):
        with refusal(code, field):
            proposed(found, _O.EXTENDED, new_end=end, final=final, added=added)


def test_an_extension_is_no_way_to_decide_before_a_decision_is_due() -> None:
    active = judged(case(_P.ACTIVE))
    assert active.plan.end is not None
    end = active.plan.end + 90 * DAY
    with refusal("too-early", "kind"):
        proposed(active, _O.EXTENDED, by=HR, override_reason=W, new_end=end, final=end)


def test_an_extension_goes_on_with_a_new_end_new_reviews_and_a_new_text() -> None:
    found = approved(extending())
    assert found.plan.end is not None
    end = found.plan.end + 90 * DAY
    later = found.at + timedelta(hours=1)
    change = outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=later)
    after = change.plan
    assert (after.state, after.end, after.decision_due_at) == (_P.ACTIVE, end, None)
    assert [(one.kind, one.on) for one in after.reviews[-2:]] == [
        (ReviewKind.ADDED, end - 30 * DAY),
        (ReviewKind.FINAL, end),
    ]
    assert after.edition == 2
    assert end in {line.on for part in read_edition(after.editions[-1]) for item in part.items for line in item.lines}
    assert change.events[1].fact("count") == "1"
    assert {support.state for support in after.supports} == {support.state for support in found.plan.supports}


def test_an_extension_whose_date_has_passed_is_neither_approved_nor_delivered_and_hr_sends_it_back() -> None:
    waiting = extending()
    first = waiting.plan.outcomes[-1].new_reviews[0][1]
    late = waiting.at + 62 * DAY
    with refusal("extension-gone-by", on=first):
        outcome_approved(waiting.plan, waiting.terms, by=HR, at=late)
    found = approved(waiting)
    with refusal("already-recorded", at=found.at.isoformat()):
        outcome_returned(found.plan, words=W, by=HR, at=found.at)
    with refusal("extension-gone-by", on=first):
        outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=late)
    assert outcome_returned(found.plan, words=W, by=HR, at=late).plan.outcome is None


def test_after_an_extension_results_are_asked_for_anew_and_the_old_ones_stay() -> None:
    found = approved(extending())
    change = outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=found.at + DAY)
    told = change.plan.outcomes[-1]
    assert len(change.plan.results) == 2
    assert not current_results(change.plan)
    again = judged(replace(found, plan=change.plan, at=found.at + 2 * DAY))
    assert len(again.plan.results) == 4
    assert goals_without_result(again.plan) == ()
    assert set(results_for(again.plan, told).values()) == set(change.plan.results)


def test_the_employee_reads_the_results_of_an_extension_and_not_yet_those_after_it() -> None:
    found = approved(extending())
    change = outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=found.at + DAY)
    again = judged(replace(found, plan=change.plan, at=found.at + 2 * DAY))
    seen = visible(again.plan, EMPLOYEE, now=again.at, terms=again.terms)
    assert seen.results == change.plan.results


def test_the_employee_acknowledges_the_new_text_while_the_plan_runs() -> None:
    found = approved(extending())
    extended_plan = outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=found.at).plan
    assert isinstance(decide(EMPLOYEE, Act.ACKNOWLEDGE, extended_plan, now=found.at), Allow)
    receipt = Receipt(edition=2, signature=EntryId("a" * 32), view_id=EntryId("b" * 32), typed_name=EMPLOYEE.name)
    after = acknowledged(extended_plan, found.terms, receipt, by=EMPLOYEE, at=found.at).plan
    assert (after.state, after.signatures[-1].edition) == (_P.ACTIVE, 2)
    assert not isinstance(decide(EMPLOYEE, Act.ACKNOWLEDGE, after, now=found.at), Allow)


def test_the_old_final_review_written_up_late_does_not_end_the_further_period() -> None:
    found = approved(extending())
    undone = [
        replace(one, state=ReviewState.HELD, held_on=one.on) if one.kind is ReviewKind.FINAL else one
        for one in found.plan.reviews
    ]
    plan = found.plan.with_(reviews=tuple(undone))
    plan = outcome_delivered(plan, found.terms, by=SUPERVISOR, at=found.at).plan
    old, new = (one for one in plan.reviews if one.kind is ReviewKind.FINAL)
    notes = ReviewNotes(discussion=W, progress={goal.id: W for goal in plan.goals}, adjustments=W)
    after = documented(plan, old.id, notes=notes, by=SUPERVISOR, at=found.at, terms=found.terms).plan
    assert (after.state, after.review(new.id).state) == (_P.ACTIVE, ReviewState.PLANNED)


def test_the_employee_ends_nothing() -> None:
    found = proposed(due())
    with refusal("not-yours"):
        outcome_approved(found.plan, found.terms, by=EMPLOYEE, at=found.at)
    with refusal("not-yours"):
        withdrawn(found.plan, kind=_O.WITHDRAWN, reasons=W, by=EMPLOYEE, at=found.at)
