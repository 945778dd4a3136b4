"""HR looks at a plan: the whole text, what the pack's rules say, and one of two answers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.asking import Ask
from bot.asks.base import CheckedAsk, Pin, derived
from bot.asks.comments import place_label
from bot.asks.looking import Filled, Look, PlanAsk, shown_at
from bot.asks.opening_check import fault_line
from bot.asks.opening_draft import Draft
from bot.asks.proposing import proposed_parts
from bot.asks.reading import paged, whole_text
from bot.forms import Form
from bot.parts import Button, Divider, Field, FieldKind, Heading, Part, Said, Small, Style, Text
from bot.sentences import shown
from plans.actions.approve_plan import ApprovePlan, approve_plan
from plans.actions.request_changes import RequestChanges, request_changes
from plans.acts import Act
from plans.differences import Difference, differences
from plans.ids import EntryId
from plans.people import Role
from plans.places import Place, places
from plans.plan import Plan
from plans.policy import Pack, Rule, RuleStatus
from plans.ports import Work
from plans.readiness import Fault, faults
from plans.steps import Part as PlanPart
from plans.steps import WishedChange
from plans.texts import NAME_LIMIT

# Beside the headings of its goals and areas a form has room for so many comments.
_MOST_FIELDS: Final = 70
# A source may have 300 characters, and a block 3,000.
_RULES_A_BLOCK: Final = 6


def _draw_review(look: Look) -> Form:
    parts = (Text(look.say("review-plan-intro")), *_results(look), *_proposed(look), Divider(), *whole_text(look))
    return paged(look, "review-plan-title", parts, ask="review_plan", buttons=tuple(_answers(look)))


def _results(look: Look) -> Iterator[Part]:
    """What the pack's rules make of it: what is missing, then what to consider."""
    draft = Draft(asked=look.asked, plan=look.plan, terms=look.terms)
    found = sorted(faults(look.plan, look.terms, now=look.now), key=lambda fault: not fault.blocks)
    yield Heading(look.say("review-plan-results"))
    if found:
        yield Text("\n".join(f"• {_with_doubt(look, fault, fault_line(draft, fault))}" for fault in found))
    else:
        yield Text(look.say("review-plan-no-faults"))
    yield from _differences(look)
    yield Small(look.say("review-plan-pack", pack=look.terms.pack.name, version=look.plan.pack.version))
    yield from _unchecked(look)


def _proposed(look: Look) -> Iterator[Part]:
    """What the employee proposed, and the answer each goal had: the text shows only what became of it (S0-05)."""
    if look.plan.record.proposals or look.plan.record.inputs:
        yield Heading(look.say("review-plan-proposed"))
        yield Small(look.say("review-plan-proposed-hint"))
    for proposal in look.plan.record.proposals:
        yield from proposed_parts(look, proposal)
        if not proposal.answer:
            yield Small(look.code("proposal", proposal.state))
    for one in look.plan.record.inputs:
        said = look.say("by-and-at", name=look.name(one.author), at=look.moment(one.at))
        yield Said(label=look.say("record-input"), words=one.text, aside=said)


def _differences(look: Look) -> Iterator[Part]:
    """What somebody chose instead of what the form proposes."""
    yield Heading(look.say("review-plan-differences"))
    found = [_difference(look, one) for one in differences(look.plan, look.terms)]
    yield Text("\n".join(f"• {line}" for line in found)) if found else Text(look.say("review-plan-as-proposed"))


def _difference(look: Look, one: Difference) -> str:
    values = {name: shown(name, value, look.wording) for name, value in one.facts.items()}
    about = one.subject or ""
    if one.part is PlanPart.DATES and one.subject is not None:
        about = look.say(f"review-kind-{one.subject}")
    return look.say(f"difference-{one.code}", about=about, **values)


def _with_doubt(look: Look, fault: Fault, line: str) -> str:
    """A rule whose text nobody here has read says so beside what it finds (F-02)."""
    rule = None if fault.rule is None else look.terms.pack.rule(fault.rule)
    return line if rule is None or rule.current else look.say("review-plan-by-unchecked", said=line)


def _unchecked(look: Look) -> Iterator[Part]:
    """How many rules nobody has compared with the live text; those not read whole by name, the least known first."""
    waiting = look.terms.pack.unchecked
    if not waiting:
        return
    yield Text(look.say("review-plan-unchecked", count=len(waiting)))
    named = sorted((rule for rule in waiting if rule.status is not RuleStatus.V), key=_doubt)
    for few in range(0, len(named), _RULES_A_BLOCK):
        yield Small("\n".join(f"• {_rule(look, rule)}" for rule in named[few : few + _RULES_A_BLOCK]))


def _doubt(rule: Rule) -> int:
    return -list(RuleStatus).index(rule.status) if rule.status is not RuleStatus.U else -len(RuleStatus)


def _rule(look: Look, rule: Rule) -> str:
    status = look.say(f"rule-status-{rule.status.name.lower()}")
    return look.say("review-plan-rule", rule=rule.id, status=status, source=rule.source)


def _answers(look: Look) -> Iterator[Button]:
    if look.may(Act.APPROVE_PLAN):
        yield look.button("review-plan-approve", "approve_plan", style=Style.PRIMARY)
    if look.may(Act.REQUEST_CHANGES):
        yield look.button("review-plan-changes", "request_changes")
    yield look.button("button-back-to-case", "open_case")


def _draw_approve(look: Look) -> Form:
    signs = Role.HR in look.terms.pack.signatures
    name = Field(
        id="typed_name",
        kind=FieldKind.TEXT,
        label=look.say("approve-plan-typed-name-label"),
        hint=look.say("approve-plan-typed-name-hint"),
        max_length=NAME_LIMIT,
    )
    intro = look.text("approve-plan-signs" if signs else "approve-plan-intro")
    form = look.form("approve-plan-title", intro, *((name,) if signs else ()), submit="approve-plan-submit")
    return replace(form, stands=Pin(subject=None, revision=look.plan.revision).stands("approve_plan", look.plan.id))


async def _approve(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = ApprovePlan(
        plan=look.plan.id,
        signature=EntryId(filled.entry),
        typed_name=filled.answers.words("typed_name"),
        seen=Pin.of(look.asked.stands).revision,
    )
    await approve_plan(work, request, by=look.asked.by, now=look.now)
    return look.form("approve-plan-done-title", look.text("approve-plan-done"), look.back())


def _draft(look: Look) -> Draft:
    return Draft(asked=look.asked, plan=look.plan, terms=look.terms)


def _draw_changes(look: Look) -> Form:
    """A field for each place. What is written about it stands in the text HR has just read."""
    return look.form(
        "request-changes-title",
        look.text("request-changes-intro"),
        *_comments(look),
        submit="request-changes-submit",
    )


def _commented(plan: Plan, pack: Pack) -> tuple[Place, ...]:
    """Field by field as long as that fits into one form, else a comment for each goal and each area."""
    every = tuple(places(plan, pack))
    fits = len(every) <= _MOST_FIELDS
    return every if fits else tuple(dict.fromkeys(place.item for place in every))


def _comments(look: Look) -> Iterator[Part | Field]:
    draft, last = _draft(look), None
    for place in _commented(look.plan, look.terms.pack):
        if place.subject is not None and place.item != last:
            yield from _heading(look, draft, place)
        last = place.item
        yield Field(
            id=_comment_id(look.plan, place),
            kind=FieldKind.LONG_TEXT,
            label=place_label(draft, place),
            required=False,
        )


def _comment_id(plan: Plan, place: Place) -> str:
    """A goal is named by its place: nothing is edited while the plan is with HR."""
    number = next((at for at, goal in enumerate(plan.goals, start=1) if goal.id == place.subject), None)
    named = place if number is None else replace(place, subject=str(number))
    return f"comment_{named.code}"


def _heading(look: Look, draft: Draft, place: Place) -> Iterator[Part]:
    """Which goal or area the next fields are about."""
    goal = next((goal for goal in look.plan.goals if goal.id == place.subject), None)
    label = place_label(draft, place.item)
    yield Heading(label) if goal is None else Said(label=label, words=goal.text)


async def _request(work: Work, filled: Filled) -> Form:
    look = filled.look
    wishes = tuple(
        WishedChange(
            id=EntryId(derived(filled.entry, place.code)),
            part=place.part,
            subject=place.subject,
            field=place.field,
            text=filled.answers.words(_comment_id(look.plan, place)),
        )
        for place in _commented(look.plan, look.terms.pack)
    )
    request = RequestChanges(plan=look.plan.id, wishes=wishes)
    with shown_at(
        {f"comment_{place.code}": _comment_id(look.plan, place) for place in _commented(look.plan, look.terms.pack)}
    ):
        await request_changes(work, request, by=look.asked.by, now=look.now)
    return look.form("request-changes-done-title", look.text("request-changes-done"), look.back())


ASKS: Final[tuple[Ask, ...]] = (
    PlanAsk(name="review_plan", act=Act.READ_PLAN, draw=_draw_review),
    CheckedAsk(ask=PlanAsk(name="approve_plan", act=Act.APPROVE_PLAN, draw=_draw_approve, do=_approve)),
    PlanAsk(name="request_changes", act=Act.REQUEST_CHANGES, draw=_draw_changes, do=_request),
)
