"""How a plan ends: results first, then an outcome that is proposed, approved by HR and delivered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plans.edition import read_edition
from plans.ending import OutcomeState, Result
from plans.endings import (
    Proposal,
    ResultTyped,
    allowed_outcomes,
    current_results,
    extended,
    goals_without_result,
    outcome_approved,
    outcome_delivered,
    outcome_proposed,
    outcome_returned,
    results_recorded,
    withdrawn,
)
from plans.events import EventKind
from plans.examples import DESK, EMPLOYEE, GENERIC, GUIDES, HR, SECOND_HR, SUPERVISOR, Case, case, then
from plans.people import Person
from plans.policy import OutcomeKind, PlanKind, ReviewKind
from plans.states import IllegalMoveError, PlanState, SupportState
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


def test_not_met_cannot_be_chosen_yet_whoever_asks() -> None:
    for by in (SUPERVISOR, HR):
        with refusal("not-met-unavailable", "kind"):
            proposed(due(), _O.NOT_MET, by=by)
    with refusal("not-met-unavailable", "kind"):
        proposed(due(), _O.NOT_MET, by=HR, override_reason=Words("Now."))


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
    assert set(allowed_outcomes(ended.plan, ended.terms, now=later)) == {_O.MET, *EARLY}
    for found in (active, ended):
        assert not {_O.NOT_MET, _O.EXTENDED} & set(allowed_outcomes(found.plan, found.terms, now=later))


def test_one_outcome_at_a_time_is_on_its_way() -> None:
    with refusal("outcome-pending", state=OutcomeState.PROPOSED):
        proposed(proposed(due()))
    with refusal("outcome-pending", state=OutcomeState.APPROVED):
        proposed(approved(proposed(due())))


def test_an_outcome_needs_reasons() -> None:
    with refusal("required", "reasons"):
        proposed(due(), reasons=None)
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
        outcome_approved(plan, mine.terms, by=HR, at=mine.at)
    assert outcome_approved(plan, mine.terms, by=SECOND_HR, at=mine.at).events


def test_an_outcome_is_decided_once_and_delivered_only_when_approved() -> None:
    found = proposed(due())
    with refusal("no-outcome"):
        outcome_delivered(found.plan, by=SUPERVISOR, at=found.at)
    with refusal("no-outcome"):
        outcome_approved(due().plan, found.terms, by=HR, at=found.at)
    with refusal("already-recorded", at=found.at.isoformat()):
        approved(approved(found))


def test_delivering_the_outcome_closes_the_plan_and_what_was_promised_and_never_came_is_on_record() -> None:
    found = approved(proposed(due()))
    change = outcome_delivered(found.plan, by=SUPERVISOR, at=found.at)
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
        outcome_delivered(change.plan, by=SUPERVISOR, at=found.at + DAY)


def test_support_that_was_delivered_stays_delivered_when_the_plan_closes() -> None:
    found = approved(proposed(due()))
    done = replace(found.plan.supports[0], state=SupportState.DELIVERED)
    plan = found.plan.with_(supports=(done, *found.plan.supports[1:]))
    assert outcome_delivered(plan, by=SUPERVISOR, at=found.at).plan.supports[0] == done


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
    for new_end, code in ((None, "required"), (end, "end-before-start"), (found.at.date() - DAY, "date-past")):
        with refusal(code, "new_end"):
            proposed(found, _O.EXTENDED, new_end=new_end)
    capped = replace(found, terms=replace(found.terms, pack=replace(found.terms.pack, max_days=400)))
    with refusal("past-cap", "new_end", most=400):
        proposed(capped, _O.EXTENDED, new_end=end + 60 * DAY)


def test_an_extension_goes_on_with_a_new_end_new_reviews_and_a_new_text() -> None:
    found = due()
    assert found.plan.end is not None
    end = found.plan.end + 90 * DAY
    found = approved(proposed(found, _O.EXTENDED, new_end=end))
    with refusal("outcome-goes-on"):
        outcome_delivered(found.plan, by=SUPERVISOR, at=found.at)
    with refusal("required", "final"):
        extended(found.plan, found.terms, reviews=(), by=SUPERVISOR, at=found.at)
    with refusal("review-outside-period", "final"):
        extended(found.plan, found.terms, reviews=((ReviewKind.FINAL, end + DAY),), by=SUPERVISOR, at=found.at)
    later = found.at + timedelta(hours=1)
    change = extended(found.plan, found.terms, reviews=((ReviewKind.FINAL, end),), by=SUPERVISOR, at=later)
    after = change.plan
    assert (after.state, after.end, after.decision_due_at) == (_P.ACTIVE, end, None)
    assert [review.on for review in after.reviews[-2:]] == [date(2027, 9, 2), end]
    assert after.edition == 2
    assert end in {line.on for part in read_edition(after.editions[-1]) for item in part.items for line in item.lines}
    assert change.events[1].fact("count") == "1"


def test_after_an_extension_results_are_asked_for_anew_and_the_old_ones_stay() -> None:
    found = due()
    assert found.plan.end is not None
    end = found.plan.end + 90 * DAY
    found = approved(proposed(found, _O.EXTENDED, new_end=end))
    change = extended(found.plan, found.terms, reviews=((ReviewKind.FINAL, end),), by=SUPERVISOR, at=found.at + DAY)
    assert len(change.plan.results) == 2
    assert not current_results(change.plan)
    again = judged(replace(found, plan=change.plan, at=found.at + 2 * DAY))
    assert len(again.plan.results) == 4
    assert goals_without_result(again.plan) == ()


def test_the_employee_ends_nothing() -> None:
    found = proposed(due())
    with refusal("not-yours"):
        outcome_approved(found.plan, found.terms, by=EMPLOYEE, at=found.at)
    with refusal("not-yours"):
        withdrawn(found.plan, kind=_O.WITHDRAWN, reasons=W, by=EMPLOYEE, at=found.at)
