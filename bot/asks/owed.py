"""What the employee was owed and has not had, as whoever proposes, decides or reads *not met* sees it (F-01)."""

from collections.abc import Iterator
from typing import Final

from bot.asks.case_tasks import support_label
from bot.asks.looking import Look, milestone_label, milestone_words, review_name
from bot.parts import Field, FieldKind, Heading, Option, Part, Said, Small, Text
from plans.decision_clock import overdue, overdue_on
from plans.ending import Outcome, OwedItem, OwedKind
from plans.ids import MilestoneId, ReviewId, SupportId
from plans.meetings import Review
from plans.owing import owed_to_employee
from plans.people import Role
from plans.plan import Plan
from plans.policy import UNMET, Effect, OutcomeKind, RuleId
from plans.record import Barrier, Contest, Question, WantedChange

ACCEPTED: Final = "accepted"
_IN_FULL: Final = 12
_ABOUT_SUPPORT: Final = frozenset({OwedKind.SUPPORT_NOT_DELIVERED, OwedKind.SUPPORT_NOT_RECEIVED})
_LINES_A_BLOCK: Final = 20


def to_propose(look: Look, kinds: tuple[OutcomeKind, ...]) -> Iterator[Part]:
    """The list that will go with *not met*, wherever that can be chosen."""
    if UNMET & set(kinds):
        yield Heading(look.say("owed-heading"))
        yield Text(look.say("owed-propose"))
        yield from _list(look, owed_to_employee(look.plan))


def to_decide(look: Look, outcome: Outcome | None) -> Iterator[Part | Field]:
    """The list as it stands now, and HR's word that it was read."""
    if outcome is None or outcome.kind not in UNMET:
        return
    yield Heading(look.say("owed-heading"))
    yield Text(look.say("owed-decide"))
    yield from _list(look, owed_to_employee(look.plan))
    yield Field(
        id="owed",
        kind=FieldKind.CHOICES,
        label=look.say("owed-accept-label"),
        hint=look.say("owed-accept-hint"),
        options=(Option(value=ACCEPTED, label=look.say("owed-accept")),),
        required=False,
    )


def told(look: Look, outcome: Outcome) -> Iterator[Part]:
    """The list that was kept with the outcome: what HR accepted, else what was proposed."""
    if outcome.kind not in UNMET:
        return
    yield Heading(look.say("owed-heading"))
    if outcome.owed_accepted is None:
        yield from _list(look, outcome.owed)
        return
    yield from _list(look, outcome.owed_accepted)
    if outcome.decided_at is not None:
        by = look.say("by-and-at", name=look.name(outcome.decided_by), at=look.moment(outcome.decided_at))
        yield Small(look.say("owed-accepted", who=by))


def checklist(look: Look, outcome: Outcome | None) -> Iterator[Part]:
    """What HR goes through when a plan was not met, from the form; nobody else reads it (S3-29)."""
    items = look.terms.pack.checklist
    if look.role is Role.HR and items and outcome is not None and outcome.kind in UNMET:
        yield Heading(look.say("owed-checklist"))
        yield Text("\n".join(f"☐ {item}" for item in items))


def late(look: Look) -> Iterator[Part]:
    """For HR: the time for the decision is over, and what the pack says of that (P-15)."""
    since = overdue_on(look.plan, look.terms)
    if look.role is not Role.HR or since is None or not overdue(look.plan, look.terms, now=look.now):
        return
    yield Text(look.say("decision-late", day=look.wording.day(since)))
    effect = look.terms.pack.effect_of(RuleId.LATE_DECISION)
    if effect is not Effect.OFF:
        rule = look.terms.pack.rule(RuleId.LATE_DECISION)
        line = "decision-late-counts" if effect is Effect.BLOCK else "decision-late-may-count"
        yield Small(look.say(line, source=rule.source))


def _list(look: Look, items: tuple[OwedItem, ...]) -> Iterator[Part]:
    if not items:
        yield Text(look.say("owed-nothing"))
    for item in items[:_IN_FULL]:
        yield _item(look, item)
    # A form has only so much room, and a list that is accepted has to stand there whole.
    for few in range(_IN_FULL, len(items), _LINES_A_BLOCK):
        lines = (_line(look, item) for item in items[few : few + _LINES_A_BLOCK])
        yield Text("\n".join(f"• {line}" for line in lines))
    if len(items) > _IN_FULL:
        yield Small(look.say("owed-in-the-record"))


def _line(look: Look, item: OwedItem) -> str:
    """The same in a line of our own words; what a person wrote stands in the record."""
    if item.kind in _ABOUT_SUPPORT:
        support = look.plan.support(SupportId(item.subject))
        return f"{look.code('owed', item.kind.value)}: {support_label(look, support)}"
    part = _item(look, item)
    if not isinstance(part, Said):
        return part.text if isinstance(part, Text) else ""
    return part.label if part.aside is None else f"{part.label}: {part.aside}"


def _item(look: Look, item: OwedItem) -> Part:
    plan, label = look.plan, look.code("owed", item.kind.value)
    match item.kind:
        case OwedKind.SUPPORT_NOT_DELIVERED | OwedKind.SUPPORT_NOT_RECEIVED:
            support = plan.support(SupportId(item.subject))
            due = None if support.due is None else look.say("owed-due", day=look.wording.day(support.due))
            return Said(label=label, words=support.what, aside=due)
        case OwedKind.REVIEW_NOT_HELD:
            return Text(_review(look, plan.review(ReviewId(item.subject))))
        case OwedKind.DONE_UNANSWERED:
            milestone = plan.milestone(MilestoneId(item.subject))
            return Said(label=label, words=milestone_words(look, milestone), aside=milestone_label(look, milestone))
        case (
            OwedKind.BARRIER_UNANSWERED
            | OwedKind.QUESTION_UNANSWERED
            | OwedKind.CONTEST_UNANSWERED
            | OwedKind.CHANGE_UNANSWERED
        ):
            asked = _asked(plan, item.subject)
            at = look.moment(asked.at)
            # A pause is asked for without a word (P-14).
            return Said(label=label, words=asked.text, aside=at) if asked.text else Text(f"{label}: {at}")


def _review(look: Look, review: Review) -> str:
    name = review_name(look, review)
    if review.not_held is None:
        return look.say("owed-review", review=name)
    return look.say("owed-review-why", review=name, why=look.code("not-held", review.not_held.value))


def _asked(plan: Plan, subject: str) -> Barrier | Question | Contest | WantedChange:
    """What the employee said and nobody answered."""
    record = plan.record
    every: tuple[Barrier | Question | Contest | WantedChange, ...] = (
        *record.barriers,
        *record.questions,
        *record.contests,
        *record.wanted_changes,
    )
    return next(one for one in every if one.id == subject)
