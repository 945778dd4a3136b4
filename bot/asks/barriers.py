"""Barriers: what the employee reports as standing in the way, and the answer that is owed (S0-24, P-13)."""

from collections.abc import Iterator

from bot.asks.looking import (
    Filled,
    Look,
    PlanAsk,
    hr_missing,
    hr_told,
    milestone_label,
    milestone_options,
    options,
    receipt,
)
from bot.forms import Form
from bot.parts import Field, FieldKind, Option, Part, Said, Small, Text
from plans.actions.answer_barrier import AnswerBarrier, answer_barrier
from plans.actions.end_barrier import BarrierEnd, EndBarrier, end_barrier
from plans.actions.raise_barrier import RaiseBarrier, raise_barrier
from plans.acts import Act
from plans.barriers import answer_due
from plans.goals import Milestone
from plans.ids import EntryId, MilestoneId
from plans.milestones import in_time
from plans.people import Role
from plans.ports import Work
from plans.record import Barrier, BarrierKind
from plans.states import BarrierState, MilestoneState

_OVER = frozenset({MilestoneState.MET, MilestoneState.WAIVED})


def _barrier(look: Look) -> Barrier:
    return look.plan.barrier(EntryId(look.subject))


def barrier_parts(look: Look, barrier: Barrier) -> Iterator[Part]:
    """What was reported, when, and the answer to it."""
    aside = look.say("by-and-at", name=look.name(barrier.author), at=look.moment(barrier.at))
    yield Said(label=look.code("barrier-kind", barrier.kind.value), words=barrier.text, aside=aside)
    hit = [look.plan.milestone(found) for found in barrier.milestones]
    for milestone in hit:
        day = look.wording.day(milestone.on)
        yield Small(look.say("barrier-about", what=milestone_label(look, milestone), day=day))
    if barrier.would_help:
        yield Said(label=look.say("barrier-would-help"), words=barrier.would_help)
    if barrier.wished_date is not None:
        yield Small(look.say("barrier-wished", day=look.wording.day(barrier.wished_date)))
    if barrier.answer and barrier.answered_at is not None:
        by = look.say("by-and-at", name=look.name(barrier.answered_by), at=look.moment(barrier.answered_at))
        yield Said(label=look.say("barrier-answer"), words=barrier.answer, aside=by)
    yield Small(look.code("barrier-state", barrier.state.value))


# Reporting


def _raise_form(look: Look) -> Form:
    return look.form(
        "barrier-title",
        look.text("barrier-intro", days=look.terms.pack.lead_times.barrier_answer),
        *_which(look),
        Field(
            id="kind",
            kind=FieldKind.RADIO,
            label=look.say("barrier-kind"),
            options=tuple(_kind(look, kind) for kind in BarrierKind),
        ),
        Text(look.say("barrier-protected-note")),
        *hr_missing(look),
        Field(id="text", kind=FieldKind.LONG_TEXT, label=look.say("barrier-text")),
        Field(
            id="would_help",
            kind=FieldKind.LONG_TEXT,
            label=look.say("barrier-would-help"),
            required=False,
        ),
        Field(
            id="wished_date",
            kind=FieldKind.DATE,
            label=look.say("barrier-wished-date"),
            hint=look.say("barrier-wished-date-hint"),
            required=False,
        ),
        submit="barrier-submit",
    )


def _which(look: Look) -> Iterator[Field]:
    """The dates it stands in the way of; the one the button stood at is ticked."""
    still = tuple(each for each in look.plan.milestones if each.state not in _OVER)
    if not still:
        return
    chosen = tuple(each.id for each in still if each.id == look.asked.stands.subject)
    yield Field(
        id="milestones",
        kind=FieldKind.CHOICES,
        label=look.say("barrier-which"),
        hint=look.say("barrier-which-hint"),
        required=False,
        options=milestone_options(look, still, first=look.asked.stands.subject),
        default=chosen or None,
    )


def _kind(look: Look, kind: BarrierKind) -> Option:
    described = look.say("barrier-protected-description") if kind is BarrierKind.PROTECTED else None
    return Option(value=kind.value, label=look.code("barrier-kind", kind.value), description=described)


async def _raise(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    kind = BarrierKind(answers.code("kind") or "")
    hit = tuple(MilestoneId(value) for value in answers.codes("milestones"))
    request = RaiseBarrier(
        plan=look.plan.id,
        entry=EntryId(filled.entry),
        kind=kind,
        milestones=hit,
        text=answers.needed("text"),
        would_help=answers.needed("would_help"),
        wished_date=answers.day("wished_date"),
    )
    after = await raise_barrier(work, request, by=look.asked.by, now=look.now)
    due = look.moment(answer_due(after, after.barrier(request.entry), terms=look.terms))
    protected = kind is BarrierKind.PROTECTED
    told = hr_told(look, "barrier-receipt-hr", at=due) if protected else look.say("barrier-receipt-supervisor", at=due)
    unseen = protected and any(look.plan.milestone(milestone).state is MilestoneState.MISSED for milestone in hit)
    return receipt(
        look,
        *((look.say("barrier-protected-missed"),) if unseen else ()),
        look.say("barrier-receipt", at=look.moment(look.now)),
        *(_timely(look, look.plan.milestone(milestone)) for milestone in hit),
        told,
    )


def _timely(look: Look, milestone: Milestone) -> str:
    """What this means for each date: reported before it, or after, with the time (requirements §4.2)."""
    line = "barrier-before-due" if in_time(look.plan, milestone, at=look.now, terms=look.terms) else "barrier-after-due"
    return look.say(line, what=milestone_label(look, milestone), at=look.moment(look.now))


# Answering


def _answer_form(look: Look) -> Form:
    barrier = _barrier(look)
    return look.form(
        "barrier-answer-title",
        *barrier_parts(look, barrier),
        look.text("barrier-answer-protected" if barrier.protected else "barrier-answer-intro"),
        Field(id="answer", kind=FieldKind.LONG_TEXT, label=look.say("barrier-answer"), hint=look.say("barrier-hint")),
        submit="barrier-answer-submit",
    )


def _answer_over(look: Look) -> Form | None:
    barrier = _barrier(look)
    if barrier.state is BarrierState.RAISED:
        return None
    ways = (look.button("button-end-barrier", "end_barrier", barrier.id),) if barrier.open else ()
    return look.form("barrier-answer-title", *barrier_parts(look, barrier), look.back(*ways))


async def _answer(work: Work, filled: Filled) -> Form:
    look = filled.look
    barrier = _barrier(look)
    request = AnswerBarrier(plan=look.plan.id, barrier=barrier.id, answer=filled.answers.needed("answer"))
    await answer_barrier(work, request, by=look.asked.by, now=look.now)
    return receipt(
        look,
        look.say("recorded-at", at=look.moment(look.now)),
        look.say("barrier-answer-receipt"),
        buttons=(look.button("button-end-barrier", "end_barrier", barrier.id),),
    )


# Over


def _end_form(look: Look) -> Form:
    barrier = _barrier(look)
    ends = (BarrierEnd.RESOLVED, BarrierEnd.WITHDRAWN) if look.role is Role.EMPLOYEE else (BarrierEnd.RESOLVED,)
    return look.form(
        "barrier-end-title",
        *barrier_parts(look, barrier),
        look.text("barrier-end-intro"),
        Field(
            id="end",
            kind=FieldKind.RADIO,
            label=look.say("barrier-end-question"),
            options=options(look, "barrier-end", tuple(end.value for end in ends)),
        ),
        submit="submit-record",
    )


def _end_over(look: Look) -> Form | None:
    barrier = _barrier(look)
    return None if barrier.open else look.form("barrier-end-title", *barrier_parts(look, barrier), look.back())


async def _end(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = EndBarrier(plan=look.plan.id, barrier=_barrier(look).id, end=BarrierEnd(filled.answers.code("end") or ""))
    await end_barrier(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)))


ASKS = (
    PlanAsk(name="raise_barrier", act=Act.RAISE_BARRIER, draw=_raise_form, do=_raise),
    PlanAsk(name="answer_barrier", act=Act.ANSWER_BARRIER, draw=_answer_form, do=_answer, over=_answer_over),
    PlanAsk(name="end_barrier", act=Act.READ_RECORD, draw=_end_form, do=_end, over=_end_over),
)
