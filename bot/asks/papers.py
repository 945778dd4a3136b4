"""What somebody without an account signs and says on paper, typed in by the supervisor or HR (F-06)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.asking import Ask
from bot.asks.base import derived
from bot.asks.long_texts import long_fields, long_words
from bot.asks.looking import MOST_OPTIONS, Filled, Look, PlanAsk, milestone_options, options, receipt, shown_at
from bot.forms import Form
from bot.parts import Button, Buttons, Field, FieldKind, Option, Part, Small, Text
from plans.actions.record_on_paper import RecordAnswer, RecordSaid, record_answer, record_said
from plans.acts import Act
from plans.copies import copy_owed
from plans.ids import EntryId, MilestoneId, SupportId
from plans.milestones import contestable
from plans.papers import ACT_OF, HR_TYPES_IN, PaperKind, Said, Sheet
from plans.people import Role, Standing
from plans.permissions import Allow, decide
from plans.plan import PlanError
from plans.ports import Work
from plans.record import CopyRequest, Support
from plans.signatures import signature_of
from plans.signing import SignatureKind
from plans.states import MilestoneState
from plans.supports import may_be_missing
from plans.texts import NAME_LIMIT, STANDARD_LIMIT

_KINDS: Final = (SignatureKind.ACKNOWLEDGED, SignatureKind.DECLINED, SignatureKind.IN_PERSON)
_OVER: Final = frozenset({MilestoneState.MET, MilestoneState.WAIVED})


def note(look: Look) -> Iterator[Part]:
    """At the head of the plan's page: nobody waits for an answer that cannot come."""
    if look.plan.on_paper:
        yield Text(look.say("paper-note"))


def answer_open(look: Look) -> bool:
    """Whether the employee's answer to the version in force is still to come, and comes on paper."""
    return look.may(Act.RECORD_ON_PAPER) and look.may(Act.READ_RECORD) and _slot_open(look)


def _slot_open(look: Look) -> bool:
    hand = replace(look.terms.people[look.plan.employee], standing=Standing.MEMBER)
    open_ = isinstance(decide(hand, Act.ACKNOWLEDGE, look.plan, now=look.now), Allow)
    return open_ and signature_of(look.plan, Role.EMPLOYEE) is None


def links(look: Look) -> Iterator[Button]:
    """On the plan's page."""
    if look.may(Act.RECORD_ON_PAPER):
        yield look.button("paper-entry-button", "paper_entry")


def came_in(look: Look, about: str) -> Iterator[Part]:
    """Below an entry of the record: that it came in on paper, and how."""
    for paper in look.plan.record.papers:
        if paper.about == about:
            day, who = look.wording.day(paper.on), look.name(paper.author)
            yield Small(look.say("paper-came-in", day=day, name=who, at=look.moment(paper.at)))
            yield Small(look.say("paper-there", who=paper.witness.reveal()))
            if paper.filed:
                yield Small(look.say("paper-filed", where=paper.filed.reveal()))


def _sheet_fields(look: Look) -> tuple[Field, ...]:
    witness = _short(look, "witness", "paper-witness", limit=NAME_LIMIT)
    filed = _short(look, "filed", "paper-filed-where", limit=STANDARD_LIMIT, required=False)
    return (_on(look), witness, filed)


def _on(look: Look) -> Field:
    return Field(id="on", kind=FieldKind.DATE, label=look.say("paper-on"), default=look.today)


def _short(look: Look, name: str, line: str, *, limit: int, required: bool = True) -> Field:
    return Field(
        id=name,
        kind=FieldKind.TEXT,
        label=look.say(line),
        hint=look.say(f"paper-{name}-hint"),
        required=required,
        max_length=limit,
    )


def _sheet(filled: Filled) -> Sheet:
    on = filled.answers.day("on")
    if on is None:
        raise PlanError("required", field="on")
    return Sheet(
        id=EntryId(derived(filled.entry, "paper")),
        on=on,
        witness=filled.answers.words("witness"),
        filed=filled.answers.words("filed"),
    )


# The employee's answer to a version


def _draw_answer(look: Look) -> Form:
    form = look.form(
        "paper-answer-title",
        look.text("paper-answer-intro"),
        Field(
            id="kind",
            kind=FieldKind.RADIO,
            label=look.say("paper-answer-kind"),
            options=options(look, "paper-answer", tuple(_KINDS)),
        ),
        *_sheet_fields(look),
        Field(
            id="comment",
            kind=FieldKind.LONG_TEXT,
            label=look.say("paper-answer-comment"),
            hint=look.say("paper-answer-comment-hint"),
            required=False,
        ),
        submit="submit-record",
    )
    return replace(form, stands=look.to("paper_answer", look.asked.stands.subject or str(look.plan.edition)))


def _answer_over(look: Look) -> Form | None:
    if _slot_open(look):
        return None
    return look.form("paper-answer-title", look.text("paper-answer-over"), look.back())


async def _answer(work: Work, filled: Filled) -> Form:
    look, subject = filled.look, filled.look.asked.stands.subject or ""
    request = RecordAnswer(
        plan=look.plan.id,
        signature=EntryId(filled.entry),
        edition=int(subject) if subject.isdecimal() else look.plan.edition,
        kind=SignatureKind(filled.answers.code("kind") or ""),
        sheet=_sheet(filled),
        comment=filled.answers.words("comment"),
    )
    await record_answer(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("paper-done"))


# What else is on paper


def _draw_entry(look: Look) -> Form:
    return _draw_statement(look) if _is_statement(look) else _draw_any(look)


def _is_statement(look: Look) -> bool:
    """Whether the form is the one for a statement alone, which may be as long as the pack allows (P-08)."""
    return look.asked.stands.subject == PaperKind.STATEMENT


def _draw_statement(look: Look) -> Form:
    return look.form(
        "paper-entry-title",
        look.text("paper-statement-intro"),
        *long_fields(
            look,
            "text",
            label=look.say("paper-entry-text"),
            hint=look.say("paper-statement-hint"),
            limit=look.terms.pack.limits.rebuttal,
        ),
        *_sheet_fields(look),
        submit="submit-record",
    )


def _statement_way(look: Look) -> Iterator[Part]:
    if PaperKind.STATEMENT in _offered(look):
        yield Buttons((look.button("paper-statement-button", "paper_entry", PaperKind.STATEMENT),))


def _draw_any(look: Look) -> Form:
    return look.form(
        "paper-entry-title",
        look.text("paper-entry-intro"),
        *_statement_way(look),
        Field(
            id="kind",
            kind=FieldKind.CHOICE,
            label=look.say("paper-entry-kind"),
            options=options(look, "paper-kind", tuple(_offered(look))),
        ),
        *_about(look),
        *_pause_days(look),
        Field(
            id="text",
            kind=FieldKind.LONG_TEXT,
            label=look.say("paper-entry-text"),
            hint=look.say("paper-entry-text-hint-hr" if look.role is Role.HR else "paper-entry-text-hint"),
            required=False,
        ),
        *_sheet_fields(look),
        submit="submit-record",
    )


def _offered(look: Look) -> Iterator[str]:
    """What the employee could say themselves now; what is HR's alone, HR alone types in (P-13)."""
    hand = replace(look.terms.people[look.plan.employee], standing=Standing.MEMBER)
    there = {
        **dict.fromkeys(HR_TYPES_IN, look.role is Role.HR),
        PaperKind.COPY: look.role is Role.HR and copy_owed(look.plan) is None,
        PaperKind.CONTEST: bool(contestable(look.plan)),
        PaperKind.NOT_RECEIVED: bool(_missing(look)),
    }
    without = {kind for kind, found in there.items() if not found}
    for kind, act in ACT_OF.items():
        if kind not in without and isinstance(decide(hand, act, look.plan, now=look.now), Allow):
            yield kind.value


def _pause_days(look: Look) -> Iterator[Field]:
    """Where a pause can be asked for at all; only its days, never why (P-14)."""
    if PaperKind.PAUSE in _offered(look):
        for day in ("first", "last"):
            yield Field(
                id=day,
                kind=FieldKind.DATE,
                label=look.say(f"paper-entry-{day}"),
                hint=look.say(f"paper-entry-{day}-hint"),
                required=False,
            )


def _about(look: Look) -> Iterator[Field]:
    still = [one for one in look.plan.milestones if one.state not in _OVER]
    if still:
        yield Field(
            id="milestone",
            kind=FieldKind.CHOICE,
            label=look.say("paper-entry-milestone"),
            hint=look.say("paper-entry-milestone-hint"),
            options=milestone_options(look, still),
            required=False,
        )
    missing = _missing(look)
    if missing:
        yield Field(
            id="support",
            kind=FieldKind.CHOICE,
            label=look.say("paper-entry-support"),
            hint=look.say("paper-entry-support-hint"),
            options=tuple(Option(value=one.id, label=one.what.reveal()) for one in missing[:MOST_OPTIONS]),
            required=False,
        )


def _missing(look: Look) -> list[Support]:
    return [one for one in look.plan.supports if may_be_missing(look.plan, one, now=look.now, terms=look.terms)]


async def _entry(work: Work, filled: Filled) -> Form:
    look, milestone, support = filled.look, filled.answers.code("milestone"), filled.answers.code("support")
    told = Said(
        kind=PaperKind.STATEMENT if _is_statement(look) else PaperKind(filled.answers.code("kind") or ""),
        entry=EntryId(filled.entry),
        text=long_words(filled.answers, "text", limit=look.terms.pack.limits.rebuttal),
        milestone=None if milestone is None else MilestoneId(milestone),
        support=None if support is None else SupportId(support),
        first=filled.answers.day("first"),
        last=filled.answers.day("last"),
    )
    request = RecordSaid(plan=look.plan.id, said=told, sheet=_sheet(filled))
    with shown_at({"evidence": "text"}):
        after = await record_said(work, request, by=look.asked.by, now=look.now)
    lines = (look.say("recorded-at", at=look.moment(look.now)), look.say("paper-done"))
    owed = copy_owed(after) if told.kind is PaperKind.COPY else None
    ways = () if owed is None else (look.button("copy-back", "answer_copy", owed.id),)
    return receipt(look, *lines, *_owed_now(look, owed), buttons=ways)


def _owed_now(look: Look, owed: CopyRequest | None) -> Iterator[str]:
    """Of a copy: that it is theirs to hand over, and by when."""
    if owed is not None and owed.due is not None:
        yield look.say("paper-done-copy", day=look.wording.day(owed.due))
    elif owed is not None:
        yield look.say("paper-done-copy-no-day")


ASKS: Final[tuple[Ask, ...]] = (
    PlanAsk(name="paper_answer", act=Act.RECORD_ON_PAPER, draw=_draw_answer, do=_answer, over=_answer_over),
    PlanAsk(name="paper_entry", act=Act.RECORD_ON_PAPER, draw=_draw_entry, do=_entry),
)
