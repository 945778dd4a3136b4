"""HR looks at a plan: the whole text, what the pack's rules say, and one of two answers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.asking import Ask
from bot.asks.base import CheckedAsk, Pin, derived
from bot.asks.looking import Filled, Look, PlanAsk
from bot.asks.opening_check import fault_line
from bot.asks.opening_draft import Draft, asks_head
from bot.asks.reading import paged, whole_text
from bot.forms import Form
from bot.parts import Button, Divider, Field, FieldKind, Heading, Part, Small, Style, Text
from plans.actions.approve_plan import ApprovePlan, approve_plan
from plans.actions.request_changes import RequestChanges, request_changes
from plans.acts import Act
from plans.ids import EntryId
from plans.people import Role
from plans.policy import PlanKind, Rule, RuleStatus
from plans.ports import Work
from plans.readiness import Fault, faults
from plans.steps import Part as PlanPart
from plans.steps import WishedChange
from plans.texts import NAME_LIMIT

# A source may have 300 characters, and a block 3,000.
_RULES_A_BLOCK: Final = 6


def _draw_review(look: Look) -> Form:
    parts = (Text(look.say("review-plan-intro")), *_results(look), Divider(), *whole_text(look))
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
    yield Small(look.say("review-plan-pack", pack=look.terms.pack.name, version=look.plan.pack.version))
    yield from _unchecked(look)


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


def _draw_changes(look: Look) -> Form:
    return look.form(
        "request-changes-title",
        look.text("request-changes-intro"),
        *(_comment(look, part) for part in _commented(look)),
        submit="request-changes-submit",
    )


def _commented(look: Look) -> tuple[PlanPart, ...]:
    """What HR may comment on, in the order of the form; what this form does not have is left out."""
    pack = look.terms.pack
    missing = {
        PlanPart.KIND: look.plan.kind is PlanKind.COACHING,
        PlanPart.HEAD: not asks_head(pack),
        PlanPart.BLOCKS: not pack.has_blocks,
    }
    return tuple(part for part in PlanPart if not missing.get(part))


def _comment(look: Look, part: PlanPart) -> Field:
    return Field(
        id=f"comment_{part}",
        kind=FieldKind.LONG_TEXT,
        label=look.code("part", part),
        required=False,
    )


async def _request(work: Work, filled: Filled) -> Form:
    look = filled.look
    wishes = tuple(
        WishedChange(id=EntryId(derived(filled.entry, part)), part=part, text=filled.answers.words(f"comment_{part}"))
        for part in _commented(look)
    )
    await request_changes(work, RequestChanges(plan=look.plan.id, wishes=wishes), by=look.asked.by, now=look.now)
    return look.form("request-changes-done-title", look.text("request-changes-done"), look.back())


ASKS: Final[tuple[Ask, ...]] = (
    PlanAsk(name="review_plan", act=Act.READ_PLAN, draw=_draw_review),
    CheckedAsk(ask=PlanAsk(name="approve_plan", act=Act.APPROVE_PLAN, draw=_draw_approve, do=_approve)),
    PlanAsk(name="request_changes", act=Act.REQUEST_CHANGES, draw=_draw_changes, do=_request),
)
