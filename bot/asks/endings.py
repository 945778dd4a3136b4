"""How a plan ends: a result for each goal, a proposal, HR's decision, and the outcome to read (S3-20, S3-21, S3-24)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.asks import converting, extending, owed
from bot.asks.base import Pin
from bot.asks.looking import (
    Filled,
    Look,
    PlanAsk,
    goal_label,
    goal_said,
    milestone_stands,
    options,
    pinned,
    receipt,
    shown_at,
)
from bot.asks.outcomes import outcome_parts, read_form, results_parts
from bot.asks.reasons import picked_in, reasons_to_pick
from bot.forms import Form
from bot.parts import Button, Field, FieldKind, Option, Part, Small, Style
from plans.actions.approve_outcome import ApproveOutcome, approve_outcome
from plans.actions.deliver_outcome import DeliverOutcome, deliver_outcome
from plans.actions.propose_outcome import ProposeOutcome, propose_outcome
from plans.actions.record_results import RecordResults, record_results
from plans.actions.return_outcome import ReturnOutcome, return_outcome
from plans.actions.withdraw_plan import WithdrawPlan, withdraw_plan
from plans.acts import Act
from plans.classing import steps_of
from plans.ending import Outcome, OutcomeState, Result
from plans.endings import allowed_outcomes
from plans.extending import gone_by
from plans.goals import Goal
from plans.outcomes import Proposal, ResultTyped, current_results, goals_without_result, mark_of_results
from plans.people import Role
from plans.plan import PlanError
from plans.policy import OutcomeKind, PlanKind
from plans.ports import Work
from plans.states import PlanState

# A form has room for so many goals; those that are left come in the next one.
GOALS_A_FORM: Final = 12
_APPROVE: Final = "approve"
_RETURN: Final = "return"
_ENDS_EARLY: Final = (OutcomeKind.WITHDRAWN, OutcomeKind.ENDED_LEFT, OutcomeKind.ENDED_TRANSFERRED)
# What HR may let pass before its time, with a reason (S3-24).
_BEFORE_ITS_TIME: Final = (OutcomeKind.MET, OutcomeKind.GOALS_MET)
_ON_ITS_WAY: Final = frozenset({OutcomeState.PROPOSED, OutcomeState.APPROVED})


# Results


def _results_form(look: Look) -> Form:
    goals = _goals_to_judge(look)
    form = look.form(
        "results-title",
        look.text("results-intro"),
        *(part for goal in goals for part in _goal_fields(look, goal)),
        Small(look.say("results-who-reads")),
        submit="results-submit",
    )
    return pinned(look, form, mark_of_results(look.plan))


def _goals_to_judge(look: Look) -> tuple[Goal, ...]:
    """Those without a result; all of them, to be written anew, once each has one."""
    missing = goals_without_result(look.plan)
    goals = tuple(goal for goal in look.plan.goals if goal.id in missing) or look.plan.goals
    return goals[:GOALS_A_FORM]


def _goal_fields(look: Look, goal: Goal) -> Iterator[Part | Field]:
    known = current_results(look.plan).get(goal.id)
    milestone = look.plan.milestone(goal.milestone)
    yield goal_said(look, goal)
    yield Small(look.code("milestone-state", milestone_stands(milestone)))
    yield Field(
        id=f"result_{goal.id}",
        kind=FieldKind.RADIO,
        label=look.say("result-question", goal=goal_label(look, goal)),
        options=options(look, "result", tuple(result.value for result in Result)),
        default=None if known is None else known.result.value,
    )
    yield Field(
        id=f"evidence_{goal.id}",
        kind=FieldKind.LONG_TEXT,
        label=look.say("result-evidence", goal=goal_label(look, goal)),
        hint=look.say("result-evidence-hint"),
        default=None if known is None else known.evidence,
    )


def _results_over(look: Look) -> Form | None:
    return read_form(look) if _on_its_way(look) else None


def _on_its_way(look: Look) -> Outcome | None:
    outcome = look.plan.outcome
    return outcome if outcome is not None and outcome.state in _ON_ITS_WAY else None


async def _record(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    typed = tuple(
        ResultTyped(
            goal=goal.id,
            result=Result(answers.code(f"result_{goal.id}") or ""),
            evidence=answers.words(f"evidence_{goal.id}"),
        )
        for goal in _goals_to_judge(look)
    )
    request = RecordResults(plan=look.plan.id, results=typed)
    after = await record_results(work, request, by=look.asked.by, now=look.now)
    left = len(goals_without_result(after))
    told = look.say("results-left", count=left) if left else look.say("results-receipt")
    ask, line = ("record_results", "button-go-on") if left else ("propose_outcome", "button-propose")
    return receipt(
        look,
        look.say("recorded-at", at=look.moment(look.now)),
        told,
        buttons=(look.button(line, ask, style=Style.PRIMARY),),
    )


# The proposal


def _propose_form(look: Look) -> Form:
    missing = goals_without_result(look.plan)
    last = look.plan.outcomes[-1] if look.plan.outcomes else None
    returned = last is not None and last.state is OutcomeState.RETURNED
    kinds = _offered(look)
    told = (
        *owed.late(look),
        *(outcome_parts(look, last) if last is not None and returned else ()),
        *(_results_first(look, len(missing)) if missing else ()),
        *owed.to_propose(look, kinds),
        *results_parts(look),
    )
    if not kinds:
        return look.form("propose-title", *told, look.text("propose-nothing-yet"), look.back())
    return look.form(
        "propose-title",
        *told,
        Field(
            id="kind",
            kind=FieldKind.RADIO,
            label=look.say("propose-question"),
            options=options(look, "outcome", tuple(kind.value for kind in kinds)),
        ),
        *((Small(look.say("propose-not-offered")),) if _more_later(look, kinds) else ()),
        Field(
            id="reasons",
            kind=FieldKind.LONG_TEXT,
            label=look.say("outcome-reasons"),
            hint=look.say("propose-reasons-hint"),
            required=False,
        ),
        *reasons_to_pick(look),
        *_next_step(look, kinds),
        *extending.fields(look, kinds),
        *_override_field(look),
        submit="propose-submit-alone" if look.plan.kind is PlanKind.COACHING else "propose-submit",
    )


def _results_first(look: Look, missing: int) -> Iterator[Part]:
    yield look.text("propose-results-missing", count=missing)
    yield look.back(look.button("button-results", "record_results", style=Style.PRIMARY))


def _next_step(look: Look, kinds: tuple[OutcomeKind, ...]) -> tuple[Part | Field, ...]:
    """What may follow *not met*, from what the form's list has for this employee and nothing else (S0-26)."""
    steps = steps_of(look.plan, look.terms)
    if OutcomeKind.NOT_MET not in kinds or not steps:
        return ()
    if len(steps) == 1:
        return (Small(look.say("propose-next-step-fits", text=steps[0].text)),)
    field = Field(
        id="next_step",
        kind=FieldKind.RADIO,
        label=look.say("propose-next-step"),
        hint=look.say("propose-next-step-hint"),
        options=tuple(Option(value=one.classification, label=one.label) for one in steps),
        required=False,
    )
    return (field,)


def _offered(look: Look) -> tuple[OutcomeKind, ...]:
    """What may be chosen now. HR may go ahead of the final review for a good end, never for a bad one (§9.7)."""
    allowed = allowed_outcomes(look.plan, look.terms, now=look.now)
    early = _BEFORE_ITS_TIME if look.role is Role.HR else ()
    return tuple(kind for kind in look.terms.pack.outcomes if kind in allowed or kind in early)


def _more_later(look: Look, kinds: tuple[OutcomeKind, ...]) -> bool:
    """Whether the form has an outcome that only waits for its day."""
    return bool(set(look.terms.pack.outcomes) - {*kinds, OutcomeKind.MET_EARLY})


def _override_field(look: Look) -> tuple[Field, ...]:
    if look.role is not Role.HR:
        return ()
    field = Field(
        id="override_reason",
        kind=FieldKind.LONG_TEXT,
        label=look.say("propose-override"),
        hint=look.say("propose-override-hint"),
        required=False,
    )
    return (field,)


async def _propose(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    proposal = Proposal(
        kind=OutcomeKind(answers.code("kind") or ""),
        reasons=answers.words("reasons"),
        override_reason=answers.words("override_reason"),
        new_end=answers.day("new_end"),
        final=answers.day("final"),
        added=extending.further_days(answers),
        picked=picked_in(answers),
        next_step=answers.code("next_step"),
    )
    await propose_outcome(work, ProposeOutcome(plan=look.plan.id, proposal=proposal), by=look.asked.by, now=look.now)
    at = look.say("recorded-at", at=look.moment(look.now))
    if look.plan.kind is PlanKind.COACHING:
        decide = look.button("say-button-decide-outcome", "decide_outcome", style=Style.PRIMARY)
        return receipt(look, at, look.say("propose-receipt-coaching"), buttons=(decide,))
    return receipt(look, at, look.say("propose-receipt"))


# HR's decision


def _decide_form(look: Look) -> Form:
    outcome = _on_its_way(look)
    late = gone_by(look.plan, by=look.asked.by, at=look.now) is not None
    form = look.form(
        "decide-title",
        *(outcome_parts(look, outcome) if outcome is not None else ()),
        *extending.to_decide(look, outcome, late=late),
        *owed.late(look),
        *owed.to_decide(look, outcome),
        *owed.checklist(look, outcome),
        *results_parts(look),
        Field(
            id="decision",
            kind=FieldKind.RADIO,
            label=look.say("decide-question"),
            options=options(look, "decision", (_RETURN,) if late else (_APPROVE, _RETURN)),
        ),
        Field(
            id="returned_words",
            kind=FieldKind.LONG_TEXT,
            label=look.say("decide-words"),
            hint=look.say("decide-words-hint"),
            required=False,
        ),
        submit="submit-record",
    )
    # What is approved is what was read: the form carries the revision it was drawn from.
    seen = Pin.of(look.asked.stands).revision
    pin = Pin(subject=None, revision=look.plan.revision if seen is None else seen)
    return replace(form, stands=pin.stands("decide_outcome", look.plan.id))


def _decide_over(look: Look) -> Form | None:
    outcome = _on_its_way(look)
    late = gone_by(look.plan, by=look.asked.by, at=look.now) is not None
    open_now = outcome is not None and (outcome.state is OutcomeState.PROPOSED or late)
    return None if open_now else read_form(look)


async def _decide(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    by, now, plan = look.asked.by, look.now, look.plan.id
    if answers.code("decision") == _APPROVE:
        seen = Pin.of(look.asked.stands).revision
        accepted = owed.ACCEPTED in answers.codes("owed")
        await approve_outcome(work, ApproveOutcome(plan=plan, seen=seen, accepted=accepted), by=by, now=now)
        if look.plan.kind is PlanKind.COACHING:
            return receipt(look, look.say("decide-approved-coaching"), buttons=(_to_deliver(look),))
        told = "decide-approved"
    else:
        await return_outcome(work, ReturnOutcome(plan=plan, words=answers.words("returned_words")), by=by, now=now)
        told = "decide-returned"
    return receipt(look, look.say("recorded-at", at=look.moment(now)), look.say(told))


def _to_deliver(look: Look) -> Button:
    """In coaching it is the same person who goes on to deliver it."""
    return look.button("duty-button-deliver-outcome", "deliver_outcome", style=Style.PRIMARY)


# Delivery


def _deliver_form(look: Look) -> Form:
    outcome = _on_its_way(look)
    return look.form(
        "deliver-outcome-title",
        look.text("deliver-outcome-intro"),
        *(outcome_parts(look, outcome) if outcome is not None else ()),
        *results_parts(look),
        *(owed.told(look, outcome) if outcome is not None else ()),
        *_and_then(look, outcome),
        submit="deliver-outcome-submit",
    )


def _and_then(look: Look, outcome: Outcome | None) -> Iterator[Part | Field]:
    """What becomes of the plan from the moment it is delivered."""
    if converting.becomes_another(outcome):
        yield look.text("deliver-outcome-then-another")
        yield converting.pack_field(look, PlanKind.IMPROVEMENT)
    else:
        yield look.text("deliver-outcome-then-on" if extending.goes_on(outcome) else "deliver-outcome-then")


def _deliver_over(look: Look) -> Form | None:
    outcome = _on_its_way(look)
    return None if outcome is not None and outcome.state is OutcomeState.APPROVED else read_form(look)


async def _deliver(work: Work, filled: Filled) -> Form:
    look = filled.look
    another = converting.becomes_another(_on_its_way(look))
    request = DeliverOutcome(plan=look.plan.id, successor=converting.successor_of(filled) if another else None)
    with shown_at(converting.AT_THE_FORM):
        after = await deliver_outcome(work, request, by=look.asked.by, now=look.now)
    lines = {PlanState.ACTIVE: "deliver-outcome-receipt-on"}
    told = "deliver-outcome-receipt-another" if another else lines.get(after.state, "deliver-outcome-receipt")
    new = after.outcomes[-1].continued_as
    draft = () if new is None else (converting.to_draft(look, new),)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say(told), buttons=draft)


# Ended at once


def _withdraw_form(look: Look) -> Form:
    told = look.plan.delivered_at is not None
    return look.form(
        "withdraw-title",
        look.text("withdraw-intro"),
        Field(
            id="kind",
            kind=FieldKind.RADIO,
            label=look.say("withdraw-question"),
            options=options(look, "outcome", tuple(kind.value for kind in _ENDS_EARLY)),
            # Whoever comes from a question about it has said so already.
            default=look.asked.stands.subject if look.asked.stands.subject in _ENDS_EARLY else None,
        ),
        Field(id="reasons", kind=FieldKind.LONG_TEXT, label=look.say("outcome-reasons")),
        Small(look.say("withdraw-employee-reads" if told else "withdraw-employee-not-told")),
        submit="withdraw-submit",
    )


async def _withdraw(work: Work, filled: Filled) -> Form:
    look, kind = filled.look, filled.answers.code("kind")
    if kind is None:
        raise PlanError("required", field="kind")
    request = WithdrawPlan(plan=look.plan.id, kind=OutcomeKind(kind), reasons=filled.answers.words("reasons"))
    await withdraw_plan(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("withdraw-receipt"))


ASKS = (
    PlanAsk(name="record_results", act=Act.PROPOSE_OUTCOME, draw=_results_form, do=_record, over=_results_over),
    PlanAsk(name="propose_outcome", act=Act.PROPOSE_OUTCOME, draw=_propose_form, do=_propose, over=_results_over),
    PlanAsk(name="decide_outcome", act=Act.APPROVE_OUTCOME, draw=_decide_form, do=_decide, over=_decide_over),
    PlanAsk(name="deliver_outcome", act=Act.DELIVER_OUTCOME, draw=_deliver_form, do=_deliver, over=_deliver_over),
    PlanAsk(name="read_outcome", act=Act.READ_PLAN, draw=read_form),
    PlanAsk(name="withdraw_plan", act=Act.WITHDRAW_PLAN, draw=_withdraw_form, do=_withdraw),
)
