"""How a plan ended, for its case file: results, outcomes, and what the employee was owed (F-01)."""

from collections.abc import Iterator

from plans.document import Code, Entry, Fact, Section, Value
from plans.ending import Outcome, OwedItem, OwedKind
from plans.ids import MilestoneId, ReviewId, SupportId
from plans.policy import UNMET
from plans.reasons import labels_of
from plans.record import Barrier, Contest, Question, Record, WantedChange
from plans.rights import rebuttals_on
from plans.scribe import Scribe, facts


def ending_sections(scribe: Scribe) -> Iterator[Section]:
    yield Section(name="results", blocks=tuple(_results(scribe)))
    yield Section(name="outcomes", blocks=tuple(_outcomes(scribe)))


def _results(scribe: Scribe) -> Iterator[Entry]:
    for result in scribe.plan.results:
        yield Entry(
            name="goal_result",
            id=f"result-{result.goal}",
            by=scribe.named(result.by),
            at=scribe.moment(result.at),
            facts=facts(
                goal=scribe.goal_text(result.goal), result=Code(f"result.{result.result}"), evidence=result.evidence
            ),
        )
    yield from scribe.rebuttals("results")


def _outcomes(scribe: Scribe) -> Iterator[Entry]:
    for number, outcome in enumerate(scribe.plan.outcomes, start=1):
        here = f"outcome-{number}"
        yield Entry(
            name="outcome",
            id=here,
            by=scribe.named(outcome.proposed_by),
            at=scribe.moment(outcome.proposed_at),
            facts=tuple(_facts(scribe, outcome)),
            attached=(*_owed(scribe, outcome, here), *_accepted(scribe, outcome, here), *_answered(scribe, outcome)),
        )


def _answered(scribe: Scribe, outcome: Outcome) -> Iterator[Entry]:
    """What the employee said about this outcome, and about no other (P-08)."""
    yield from (scribe.rebuttal(said) for said in rebuttals_on(scribe.plan, outcome))


def _facts(scribe: Scribe, outcome: Outcome) -> Iterator[Fact]:
    yield from facts(
        outcome=Code(f"outcome_kind.{outcome.kind}"),
        state=Code(f"outcome.{outcome.state}"),
        reasons=outcome.reasons,
    )
    yield from (Fact("picked", label) for label in labels_of(scribe.terms, outcome.picked))
    yield from facts(
        next_step=_next_step(scribe, outcome),
        new_end=outcome.new_end,
        override_reason=outcome.override_reason,
        returned_words=outcome.returned_words,
        decided_by=scribe.named(outcome.decided_by),
        decided_at=scribe.moment(outcome.decided_at),
        delivered_by=scribe.named(outcome.delivered_by),
        delivered_at=scribe.moment(outcome.delivered_at),
        continued_as=outcome.continued_as,
    )
    yield from (Fact("new_review", on) for _, on in outcome.new_reviews)


def _next_step(scribe: Scribe, outcome: Outcome) -> str | None:
    steps = scribe.terms.pack.next_steps
    return next((one.text for one in steps if one.classification == outcome.next_step), None)


def _owed(scribe: Scribe, outcome: Outcome, here: str) -> Iterator[Entry]:
    """What stood open when *not met* was proposed; that nothing did is said as well."""
    if outcome.kind in UNMET:
        yield from _list(scribe, outcome.owed, name="owed", here=here)


def _accepted(scribe: Scribe, outcome: Outcome, here: str) -> Iterator[Entry]:
    """What HR accepted of that kind when it approved."""
    if outcome.owed_accepted is not None:
        yield from _list(scribe, outcome.owed_accepted, name="owed_accepted", here=here)


def _list(scribe: Scribe, items: tuple[OwedItem, ...], *, name: str, here: str) -> Iterator[Entry]:
    if not items:
        yield Entry(name=name, id=f"{here}-{name}", facts=facts(owed=Code("owed.nothing")))
    for number, item in enumerate(items, start=1):
        what = {"owed": Code(f"owed.{item.kind}"), **_part(scribe, item)}
        yield Entry(name=name, id=f"{here}-{name}-{number}", facts=facts(**what))


def _part(scribe: Scribe, item: OwedItem) -> dict[str, Value | None]:
    plan = scribe.plan
    match item.kind:
        case OwedKind.SUPPORT_NOT_DELIVERED | OwedKind.SUPPORT_NOT_RECEIVED:
            support = plan.support(SupportId(item.subject))
            return {"what": support.what, "due": support.due}
        case OwedKind.REVIEW_NOT_HELD:
            review = plan.review(ReviewId(item.subject))
            reason = None if review.not_held is None else Code(f"not_held.{review.not_held}")
            return {"kind": Code(f"review_kind.{review.kind}"), "on": review.on, "not_held": reason}
        case (
            OwedKind.BARRIER_UNANSWERED
            | OwedKind.QUESTION_UNANSWERED
            | OwedKind.CHANGE_UNANSWERED
            | OwedKind.CONTEST_UNANSWERED
        ):
            asked = next(one for one in _asked(plan.record) if one.id == item.subject)
            return {"what": asked.text, "since": scribe.moment(asked.at)}
        case OwedKind.DONE_UNANSWERED:
            milestone = plan.milestone(MilestoneId(item.subject))
            return {"what": scribe.goal_text(milestone.goal), "on": milestone.on}


def _asked(record: Record) -> tuple[Barrier | Question | WantedChange | Contest, ...]:
    return (*record.barriers, *record.questions, *record.wanted_changes, *record.contests)
