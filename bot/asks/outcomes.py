"""An outcome as it is read: what was decided and why, the results it rests on, and what the employee was owed."""

from collections.abc import Iterator

from bot.asks import extending, owed, statements
from bot.asks.keeping import kept_told
from bot.asks.looking import Look, goal_said
from bot.asks.reasons import picked_parts
from bot.forms import Form
from bot.parts import Button, Buttons, Divider, Heading, Part, Said, Small, Text
from plans.acts import Act
from plans.ending import Outcome
from plans.outcomes import current_results, results_for
from plans.people import Role
from plans.policy import PlanKind
from plans.rights import outcome_id, rebuttals_on


def results_parts(look: Look, told: Outcome | None = None) -> Iterator[Part]:
    """Each goal with its result and the evidence for it, as far as the reader may see them: now, or as ``told``."""
    results = current_results(look.plan) if told is None else results_for(look.plan, told)
    if not results:
        return
    yield Heading(look.say("results-heading"))
    for goal in look.plan.goals:
        yield goal_said(look, goal)
        result = results.get(goal.id)
        if result is None:
            yield Text(look.say("result-missing"))
            continue
        label = look.code("result", result.result.value)
        aside = look.say("by-and-at", name=look.name(result.by), at=look.moment(result.at))
        yield Said(label=label, words=result.evidence, aside=aside)


def outcome_parts(look: Look, outcome: Outcome) -> Iterator[Part]:
    """What was proposed or decided, why, and by whom."""
    yield Heading(look.code("outcome", outcome.kind.value))
    # Coaching is decided by the supervisor alone (requirements §3.1); HR is told, and waited for by nobody.
    alone = look.plan.kind is PlanKind.COACHING
    yield Text(look.code("outcome-state-alone" if alone else "outcome-state", outcome.state.value))
    aside = look.say("by-and-at", name=look.name(outcome.proposed_by), at=look.moment(outcome.proposed_at))
    if outcome.reasons:
        yield Said(label=look.say("outcome-reasons"), words=outcome.reasons, aside=aside)
    else:
        yield Small(aside)
    yield from _picked(look, outcome)
    yield from extending.new_dates(look, outcome)
    if outcome.override_reason:
        yield Said(label=look.say("outcome-override"), words=outcome.override_reason)
    if outcome.returned_words:
        yield Said(label=look.say("outcome-returned-words"), words=outcome.returned_words)
    if outcome.decided_at is not None:
        decided = look.say("by-and-at", name=look.name(outcome.decided_by), at=look.moment(outcome.decided_at))
        yield Small(look.say("outcome-decided", who=decided))
    if outcome.delivered_at is not None:
        yield Small(look.say("outcome-delivered-at", at=look.moment(outcome.delivered_at)))


def _picked(look: Look, outcome: Outcome) -> Iterator[Part]:
    """The form's own reasons, and what follows (S0-26, S0-27)."""
    pack = look.terms.pack
    yield from picked_parts(look, outcome.picked)
    steps = next((one for one in pack.next_steps if one.classification == outcome.next_step), None)
    if steps is not None:
        yield Heading(look.say("outcome-next-step"))
        yield Text(steps.text)


def read_form(look: Look) -> Form:
    """The latest in full, below those before it; or an earlier one alone, if the button stood for that."""
    outcomes = look.plan.outcomes
    chosen = next((one for one in outcomes[:-1] if outcome_id(look.plan, one) == look.asked.stands.subject), None)
    if chosen is not None:
        ways = (*_rebut(look, chosen), look.button("outcome-all-button", "read_outcome"))
        return look.form("outcome-title", *_in_full(look, chosen), look.back(*ways))
    # One that HR sent back is read here too: why, is what its proposer has to know.
    latest = outcomes[-1] if outcomes else None
    return look.form(
        "outcome-title",
        *_before(look),
        *(_in_full(look, latest) if latest is not None else (look.text("outcome-none"), *results_parts(look))),
        *owed.checklist(look, look.plan.outcome),
        *statements.about(look, "results"),
        *((look.text("outcome-goes-on-told"),) if extending.goes_on(latest) and _told(latest) else ()),
        *((look.text("outcome-rights"),) if look.role is Role.EMPLOYEE and latest is not None else ()),
        *kept_told(look),
        look.back(*_rebut(look, latest), *_copy(look)),
    )


def _told(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.delivered_at is not None


def _before(look: Look) -> Iterator[Part]:
    """The earlier ones, the oldest first: what was decided and why. What each rests on opens apart, for its length."""
    earlier = look.plan.outcomes[:-1]
    if earlier:
        yield look.text("outcome-several")
    for outcome in earlier:
        yield from outcome_parts(look, outcome)
        yield from statements.of(look, rebuttals_on(look.plan, outcome))
        yield Buttons((look.button("outcome-alone-button", "read_outcome", outcome_id(look.plan, outcome)),))
        yield Divider()


def _in_full(look: Look, outcome: Outcome) -> Iterator[Part]:
    """With the results it rests on, and what the employee was owed."""
    yield from outcome_parts(look, outcome)
    yield from results_parts(look, outcome)
    yield from owed.told(look, outcome)
    yield from statements.of(look, rebuttals_on(look.plan, outcome))


def _rebut(look: Look, outcome: Outcome | None) -> Iterator[Button]:
    if look.may(Act.REBUT):
        yield look.button("button-rebut", "rebut", None if outcome is None else outcome_id(look.plan, outcome))


def _copy(look: Look) -> Iterator[Button]:
    if look.may(Act.ASK_FOR_COPY):
        yield look.button("button-ask-for-copy", "ask_for_copy")
