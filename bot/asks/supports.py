"""Support: what was promised to the employee, said to be arranged, delivered or not, and objected to (S0-16)."""

from collections.abc import Iterator
from typing import Final

from bot.asks.looking import Filled, Look, PlanAsk, goal_number, options, receipt, shown_at
from bot.forms import Form
from bot.parts import Facts, Field, FieldKind, Heading, Part, Said, Small, Text
from plans.actions.decline_support import DeclineSupport, decline_support
from plans.actions.mark_not_received import MarkNotReceived, mark_not_received
from plans.actions.update_support import SupportUpdate, UpdateSupport, update_support
from plans.acts import Act
from plans.ids import SupportId
from plans.ports import Work
from plans.record import Objection, Support
from plans.states import SupportState
from plans.supports import may_be_missing, overdue

_U = SupportUpdate
_MOVES: Final = {
    SupportState.PROMISED: (_U.ARRANGED, _U.DELIVERED, _U.NOT_DELIVERED),
    SupportState.ARRANGED: (_U.DELIVERED, _U.NOT_DELIVERED),
}


def _support(look: Look) -> Support:
    return look.plan.support(SupportId(look.subject))


def support_parts(look: Look, support: Support) -> Iterator[Part]:
    """A promise: what, for which goal, by whom and when, and where it stands."""
    number = 0 if support.goal is None else goal_number(look, support.goal)
    label = look.say("support-for-goal", number=number) if number else look.say("support-label")
    yield Said(label=label, words=support.what, aside=look.code("support-from", support.provider.value))
    if support.where:
        yield Said(label=look.say("support-where"), words=support.where)
    if support.notes:
        yield Said(label=look.say("support-notes"), words=support.notes)
    pairs = [(look.say("support-stands"), look.code("support-state", support.state.value))]
    if support.due is not None:
        line = "support-overdue" if overdue(look.plan, support, now=look.now, terms=look.terms) else "support-due"
        pairs.append((look.say(line), look.wording.day(support.due)))
    if support.confirmed_on is not None:
        pairs.append((look.say("support-on"), look.wording.day(support.confirmed_on)))
    yield Facts(tuple(pairs))
    if support.confirmed_by is not None and support.confirmed_at is not None:
        who, at = look.name(support.confirmed_by), look.moment(support.confirmed_at)
        yield Small(look.say("support-said-by", name=who, at=at))
    if support.reason:
        yield Said(label=look.say("support-words"), words=support.reason)
    for objection in support.objections:
        yield from _objection(look, objection)
    if support.not_received_at is not None:
        yield Text(look.say("support-disputed", at=look.moment(support.not_received_at)))


def _objection(look: Look, objection: Objection) -> Iterator[Part]:
    """That the employee said it was not received, and what was said to that."""
    yield Text(look.say("support-was-disputed", at=look.moment(objection.at)))
    name, at = look.name(objection.answered_by), look.moment(objection.answered_at)
    if objection.answer:
        aside = look.say("by-and-at", name=name, at=at)
        yield Said(label=look.say("support-answer"), words=objection.answer, aside=aside)
    else:
        yield Small(look.say("support-settled", name=name, at=at))


def open_support_parts(look: Look) -> Iterator[Part]:
    """What is still owed to the employee, or disputed."""
    still = [support for support in look.plan.supports if support.open or support.disputed]
    if still:
        yield Heading(look.say("summary-support"))
    for support in still:
        yield from support_parts(look, support)


# The provider's side


def _update_form(look: Look) -> Form:
    support = _support(look)
    offered = (*_MOVES.get(support.state, ()), *((_U.ANSWERED,) if support.disputed else ()))
    return look.form(
        "support-title",
        *support_parts(look, support),
        Field(
            id="update",
            kind=FieldKind.RADIO,
            label=look.say("support-question"),
            options=options(look, "support-update", tuple(update.value for update in offered)),
        ),
        Field(
            id="on",
            kind=FieldKind.DATE,
            label=look.say("support-date"),
            hint=look.say("support-date-hint"),
            required=False,
            default=look.today,
        ),
        Field(
            id="words",
            kind=FieldKind.LONG_TEXT,
            label=look.say("support-reason"),
            hint=look.say("support-reason-hint"),
            required=False,
        ),
        Small(look.say("both-and-hr-read")),
        submit="submit-record",
    )


def _read_form(look: Look) -> Form:
    return look.form("support-title", *support_parts(look, _support(look)), look.back())


def _update_over(look: Look) -> Form | None:
    support = _support(look)
    return None if support.open or support.disputed else _read_form(look)


async def _update(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    request = UpdateSupport(
        plan=look.plan.id,
        support=SupportId(look.subject),
        update=SupportUpdate(answers.code("update") or ""),
        on=answers.day("on"),
        words=answers.words("words"),
    )
    with shown_at({"reason": "words", "answer": "words"}):
        await update_support(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("support-receipt"))


# The employee's side


def _missing_form(look: Look) -> Form:
    return look.form(
        "not-received-title",
        *support_parts(look, _support(look)),
        look.text("not-received-intro"),
        submit="not-received-submit",
    )


def _missing_over(look: Look) -> Form | None:
    support = _support(look)
    fits = may_be_missing(look.plan, support, now=look.now, terms=look.terms)
    return None if fits else _read_form(look)


async def _mark(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = MarkNotReceived(plan=look.plan.id, support=SupportId(look.subject))
    await mark_not_received(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("not-received-receipt"))


def _decline_form(look: Look) -> Form:
    return look.form(
        "decline-support-title",
        *support_parts(look, _support(look)),
        look.text("decline-support-intro"),
        Field(id="reason", kind=FieldKind.LONG_TEXT, label=look.say("decline-support-reason"), required=False),
        submit="decline-support-submit",
    )


def _decline_over(look: Look) -> Form | None:
    return None if _support(look).open else _read_form(look)


async def _decline(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = DeclineSupport(plan=look.plan.id, support=SupportId(look.subject), reason=filled.answers.words("reason"))
    await decline_support(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("decline-support-receipt"))


ASKS = (
    PlanAsk(name="update_support", act=Act.UPDATE_SUPPORT, draw=_update_form, do=_update, over=_update_over),
    PlanAsk(name="mark_not_received", act=Act.MARK_NOT_RECEIVED, draw=_missing_form, do=_mark, over=_missing_over),
    PlanAsk(name="decline_support", act=Act.DECLINE_SUPPORT, draw=_decline_form, do=_decline, over=_decline_over),
)
