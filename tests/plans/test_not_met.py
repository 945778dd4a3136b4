"""*Not met* and its safeguards: after the last day, with the list of what was owed, and by two people (F-01, P-27)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from plans.acts import Act
from plans.barriers import raised
from plans.case_file import case_file
from plans.document import Code, Entry
from plans.ending import OutcomeState, OwedItem, OwedKind
from plans.endings import allowed_outcomes, outcome_approved, outcome_proposed
from plans.examples import (
    DESK,
    EMPLOYEE,
    GUIDES,
    HR,
    ILLINOIS,
    SECOND_HR,
    SHADOWING,
    SUPERVISOR,
    WORKSHOP,
    Case,
    case,
    then,
)
from plans.goals import Milestone
from plans.ids import EntryId, MilestoneId
from plans.outcomes import Proposal
from plans.owing import owed_to_employee
from plans.people import Office, Person
from plans.permissions import Allow, Deny, decide
from plans.policy import Effect, OutcomeKind, Pack, Rule, RuleId
from plans.record import BarrierKind, Contest, ContestState, Question
from plans.states import BarrierState, MilestoneState, MissClass, PlanState, ReviewState, SupportState
from plans.visible import visible
from plans.words import Words
from tests.plans.opening import DAY, refusal
from tests.plans.test_endings import judged

_K, _P, _O = OwedKind, PlanState, OutcomeKind
W = Words("Two guides of three are missing.")
BARRIER, SECRET = EntryId("b" * 32), EntryId("c" * 32)


def over() -> Case:
    """The last day has passed, and every goal has a result."""
    found = judged(case(_P.DECISION_DUE))
    return replace(found, at=found.at + 2 * DAY)


def proposed(found: Case, kind: OutcomeKind = _O.NOT_MET, *, by: Person = SUPERVISOR, **parts: object) -> Case:
    whole = {"reasons": W, "next_step": "other", **parts}
    proposal = replace(Proposal(kind=kind, reasons=None), **whole)  # type: ignore[arg-type]
    return then(found, outcome_proposed(found.plan, found.terms, proposal, by=by, at=found.at))


def with_rule(found: Case, rule: RuleId, effect: Effect) -> Case:
    def changed(pack: Pack) -> Pack:
        kept = tuple(one for one in pack.rules if one.id != rule)
        like = replace(pack.rules[0], id=rule.value, effect=effect)
        return replace(pack, rules=(*kept, like))

    return replace(found, terms=replace(found.terms, pack=changed(found.terms.pack)))


def kinds_owed(found: Case) -> Mapping[OwedKind, int]:
    owed = owed_to_employee(found.plan)
    return {kind: sum(item.kind is kind for item in owed) for kind in {item.kind for item in owed}}


# What was owed


def test_support_that_did_not_come_and_reviews_that_were_not_held_are_owed() -> None:
    found = case(_P.DECISION_DUE)
    assert kinds_owed(found) == {_K.SUPPORT_NOT_DELIVERED: 3, _K.REVIEW_NOT_HELD: 3}
    delivered = tuple(replace(one, state=SupportState.DELIVERED) for one in found.plan.supports)
    held = tuple(
        replace(one, state=ReviewState.HELD, held_on=one.on) if place else replace(one, state=ReviewState.NOT_HELD)
        for place, one in enumerate(found.plan.reviews)
    )
    after = replace(found, plan=found.plan.with_(supports=delivered, reviews=held))
    assert owed_to_employee(after.plan) == (OwedItem(kind=_K.REVIEW_NOT_HELD, subject=held[0].id),)


def test_support_marked_as_not_received_is_owed_until_somebody_answers_and_declined_support_is_not() -> None:
    found = case(_P.DECISION_DUE)
    states = {
        WORKSHOP: {"state": SupportState.DELIVERED, "not_received_at": found.at},
        SHADOWING: {"state": SupportState.DECLINED},
    }
    supports = tuple(replace(one, **states.get(one.id, {})) for one in found.plan.supports)  # type: ignore[arg-type]
    owed = owed_to_employee(found.plan.with_(supports=supports, reviews=()))
    assert [item.kind for item in owed] == [_K.SUPPORT_NOT_RECEIVED, _K.SUPPORT_NOT_DELIVERED]


def _unanswered(found: Case) -> Case:
    """Something of everything that can be left without an answer."""
    record = replace(
        found.plan.record,
        questions=(Question(id=EntryId("q"), author=EMPLOYEE.id, at=found.at, text=W, overridden_by=HR.id),),
        contests=(
            Contest(
                id=EntryId("k"),
                milestone=MilestoneId(DESK),
                author=EMPLOYEE.id,
                at=found.at,
                against=MissClass.NO_COMMUNICATION,
                text=W,
            ),
        ),
    )
    milestones = tuple(_waiting(one) if one.id == MilestoneId(GUIDES) else one for one in found.plan.milestones)
    plan = found.plan.with_(record=record, milestones=milestones, supports=(), reviews=())
    return _with_barrier(replace(found, plan=plan), BARRIER, BarrierKind.WORKLOAD)


def _waiting(milestone: Milestone) -> Milestone:
    return replace(milestone, state=MilestoneState.AWAITING_WORD)


def _with_barrier(found: Case, entry: EntryId, kind: BarrierKind) -> Case:
    change = raised(
        found.plan,
        entry=entry,
        kind=kind,
        milestones_hit=(MilestoneId(DESK),),
        text=W,
        would_help=W,
        wished_date=None,
        by=EMPLOYEE,
        at=found.at,
        terms=found.terms,
    )
    return then(found, change)


def test_every_answer_that_never_came_is_owed_and_one_that_came_is_not() -> None:
    found = _unanswered(case(_P.ACTIVE))
    assert [item.kind for item in owed_to_employee(found.plan)] == [
        _K.BARRIER_UNANSWERED,
        _K.QUESTION_UNANSWERED,
        _K.CONTEST_UNANSWERED,
        _K.DONE_UNANSWERED,
    ]
    record = found.plan.record
    answered = replace(
        record,
        barriers=tuple(replace(one, state=BarrierState.ANSWERED, answered_at=found.at) for one in record.barriers),
        questions=tuple(replace(one, answered_at=found.at) for one in record.questions),
        contests=tuple(replace(one, state=ContestState.REJECTED) for one in record.contests),
    )
    assert [item.kind for item in owed_to_employee(found.plan.with_(record=answered))] == [_K.DONE_UNANSWERED]


def test_the_proposal_keeps_the_list_and_hr_accepts_it_as_it_stands_then() -> None:
    found = proposed(over())
    outcome = found.plan.outcomes[-1]
    assert outcome.owed == owed_to_employee(found.plan)
    assert outcome.owed_accepted is None
    assert found.events[-1].fact("owed") == "6"
    with refusal("owed-not-accepted", "owed"):
        outcome_approved(found.plan, found.terms, by=HR, at=found.at)
    came = tuple(replace(one, state=SupportState.DELIVERED) for one in found.plan.supports)
    later = replace(found, plan=found.plan.with_(supports=came))
    after = outcome_approved(later.plan, later.terms, accepted=True, by=HR, at=found.at)
    approved = after.plan.outcomes[-1]
    assert (approved.owed, approved.owed_accepted) == (outcome.owed, owed_to_employee(later.plan))
    assert (approved.decided_by, after.events[-1].fact("owed_accepted")) == (HR.id, "3")


def test_other_outcomes_have_no_list_and_need_no_acceptance() -> None:
    found = proposed(over(), _O.MET)
    assert found.plan.outcomes[-1].owed == ()
    after = outcome_approved(found.plan, found.terms, by=HR, at=found.at).plan
    assert after.outcomes[-1].owed_accepted is None


def test_a_protected_matter_among_what_was_owed_stays_with_hr_and_the_employee() -> None:
    """P-13: neither the supervisor nor a case file without the compartment shows that there was one."""
    found = _with_barrier(case(_P.ACTIVE), SECRET, BarrierKind.PROTECTED)
    ended = judged(case(_P.DECISION_DUE))
    plan = ended.plan.with_(record=found.plan.record, supports=(), reviews=())
    found = proposed(replace(ended, plan=plan, at=ended.at + 2 * DAY))
    done = then(found, outcome_approved(found.plan, found.terms, accepted=True, by=HR, at=found.at))
    for reader, sees in ((SUPERVISOR, False), (HR, True)):
        outcome = visible(done.plan, reader, now=done.at, terms=done.terms).outcomes[-1]
        for items in (outcome.owed, outcome.owed_accepted):
            assert items is not None
            assert (SECRET in {item.subject for item in items}) is sees
    assert [event.fact(name) for event, name in zip(done.events[-2:], ("owed", "owed_accepted"), strict=True)] == [
        "0",
        "0",
    ]
    file = case_file(done.plan, done.terms, done.events, order=None, made_at=done.at)
    assert SECRET not in repr(file)


def test_the_case_file_holds_both_lists_and_says_so_when_nothing_was_owed() -> None:
    found = proposed(over())
    done = outcome_approved(found.plan, found.terms, accepted=True, by=HR, at=found.at).plan
    (entry,) = _outcome_entries(replace(found, plan=done))
    assert [one.name for one in entry.attached] == 6 * ["owed"] + 6 * ["owed_accepted"]
    nothing = over()
    nothing = proposed(replace(nothing, plan=nothing.plan.with_(supports=(), reviews=())))
    (entry,) = _outcome_entries(nothing)
    assert [one.value for each in entry.attached for one in each.facts] == [Code("owed.nothing")]


def _outcome_entries(found: Case) -> list[Entry]:
    section = case_file(found.plan, found.terms, (), order=None, made_at=found.at).section("outcomes")
    assert section is not None
    return [block for block in section.blocks if isinstance(block, Entry) and block.name == "outcome"]


# When, and by whom


def test_not_met_waits_until_the_last_day_is_over_whoever_overrides() -> None:
    found = judged(case(_P.DECISION_DUE))
    assert found.plan.end is not None
    first = found.plan.end + timedelta(days=1)
    for by, override in ((SUPERVISOR, None), (HR, Words("It is plain."))):
        with refusal("too-early", "kind", until=first):
            proposed(found, by=by, override_reason=override)
    assert _O.NOT_MET not in allowed_outcomes(found.plan, found.terms, now=found.at)
    assert _O.NOT_MET in allowed_outcomes(found.plan, found.terms, now=found.at + DAY)
    with refusal("too-early", "kind"):
        proposed(replace(judged(case(_P.ACTIVE)), at=found.at + 9 * DAY))


def test_not_met_needs_a_result_for_every_goal_and_reasons() -> None:
    found = case(_P.DECISION_DUE)
    with refusal("results-missing", "kind", count=2):
        proposed(replace(found, at=found.at + 2 * DAY))
    with refusal("required", "reasons"):
        proposed(over(), reasons=None)


def test_whoever_proposed_it_never_approves_it() -> None:
    found = proposed(over(), by=HR)
    with refusal("own-proposal"):
        outcome_approved(found.plan, found.terms, accepted=True, by=HR, at=found.at)
    assert decide(HR, Act.APPROVE_OUTCOME, found.plan, now=found.at) == Deny("own-proposal", knows=True)
    assert outcome_approved(found.plan, found.terms, accepted=True, by=SECOND_HR, at=found.at).events


def test_a_pack_may_do_without_a_second_approver() -> None:
    """P-27 is a rule of the pack: its word at the proposal counts, in the rule and in the permission alike."""
    found = proposed(with_rule(over(), RuleId.SECOND_APPROVER, Effect.OFF), by=HR)
    assert isinstance(decide(HR, Act.APPROVE_OUTCOME, found.plan, now=found.at), Allow)
    assert outcome_approved(found.plan, found.terms, accepted=True, by=HR, at=found.at).events


def test_hr_alone_cannot_propose_what_nobody_else_could_approve() -> None:
    found = over()
    people = {one.id: one for one in found.terms.people.values() if one.id == HR.id or not one.holds(Office.HR)}
    alone = replace(found, terms=replace(found.terms, people=people))
    with refusal("no-second-approver", "kind"):
        proposed(alone, by=HR)
    assert proposed(alone).plan.outcomes[-1].state is OutcomeState.PROPOSED


# What is picked


def test_the_reasons_of_the_form_are_kept_in_its_order_and_others_are_refused() -> None:
    found = proposed(over(), picked=("uneven-performance", "prompt-answers"))
    assert found.plan.outcomes[-1].picked == ("prompt-answers", "uneven-performance")
    with refusal("not-an-option", "picked"):
        proposed(over(), picked=("something-else",))


def test_what_follows_comes_from_the_forms_list_and_goes_with_not_met_alone() -> None:
    found = over()
    assert [steps.classification for steps in found.terms.pack.next_steps] == ["civil-service", "other"]
    with refusal("required", "next_step"):
        proposed(found, next_step=None)
    with refusal("not-an-option", "next_step"):
        proposed(found, next_step="all")
    assert proposed(found, next_step="civil-service").plan.outcomes[-1].next_step == "civil-service"
    assert proposed(found, _O.MET).plan.outcomes[-1].next_step is None


def test_where_the_form_has_one_next_step_it_is_that_one() -> None:
    found = over()
    pack = replace(found.terms.pack, next_steps=found.terms.pack.next_steps[:1])
    one = replace(found, terms=replace(found.terms, pack=pack))
    assert proposed(one, next_step=None).plan.outcomes[-1].next_step == "civil-service"


def test_of_an_employee_whose_group_is_known_only_what_fits_can_follow() -> None:
    """S0-26: the form's text for the others is not offered."""
    found = over()
    known = replace(found, plan=found.plan.with_(classification="civil-service"))
    assert proposed(known, next_step=None).plan.outcomes[-1].next_step == "civil-service"
    with refusal("not-an-option", "next_step"):
        proposed(known, next_step="other")


# A decision that comes late


def clocked(effect: Effect) -> Case:
    """A pack that gives ten working days for the decision, long after them."""
    found = with_rule(over(), RuleId.LATE_DECISION, effect)
    pack = replace(found.terms.pack, decision_due_working_days=10)
    return replace(found, terms=replace(found.terms, pack=pack), at=found.at + 30 * DAY)


@pytest.mark.parametrize("effect", [Effect.OFF, Effect.WARN])
def test_a_late_decision_is_only_late_unless_hr_has_turned_the_rule_on(effect: Effect) -> None:
    """P-15: nothing is decided by the passing of days."""
    found = clocked(effect)
    assert proposed(found).plan.outcomes[-1].kind is _O.NOT_MET


def test_where_hr_has_turned_it_on_a_late_decision_can_only_be_met() -> None:
    found = clocked(Effect.BLOCK)
    for kind in (_O.NOT_MET, _O.EXTENDED):
        with refusal("decision-too-late", "kind"):
            proposed(found, kind)
    assert _O.NOT_MET not in allowed_outcomes(found.plan, found.terms, now=found.at)
    assert proposed(found, _O.MET).plan.outcomes[-1].kind is _O.MET


def test_a_pack_that_says_nothing_of_late_decisions_has_the_rule_off() -> None:
    pack = case(_P.ACTIVE, name=ILLINOIS).terms.pack
    assert all(rule.id != RuleId.LATE_DECISION for rule in pack.rules)
    assert pack.effect_of(RuleId.LATE_DECISION) is Effect.OFF
    assert isinstance(pack.rules[0], Rule)
