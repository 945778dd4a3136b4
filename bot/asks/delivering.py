"""From the meeting to the receipt: delivering, reading, acknowledging, and what HR records when that was on paper."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.asking import Ask
from bot.asks.base import CheckedAsk, derived
from bot.asks.looking import Filled, Look, PlanAsk, shown_at
from bot.asks.reading import paged, whole_text
from bot.asks.versions import news
from bot.forms import Form
from bot.parts import Button, Field, FieldKind, Heading, Option, Part, Style, Text
from plans.actions.acknowledge import Acknowledge, acknowledge
from plans.actions.confirm_delivery import ConfirmDelivery, confirm_delivery
from plans.actions.deliver_plan import DeliverPlan, deliver_plan
from plans.actions.sign_as_supervisor import SignAsSupervisor, sign_as_supervisor
from plans.acts import Act
from plans.classing import steps_of
from plans.ids import EntryId
from plans.people import Role
from plans.plan import Plan, PlanError
from plans.ports import Work
from plans.receipt import Receipt
from plans.signatures import signature_of
from plans.states import PlanState
from plans.texts import NAME_LIMIT
from plans.words import Words

_YES, _NO = "yes", "no"
_ASK: Final = "ask"


def _edition(look: Look) -> int:
    """The number of the text the form was drawn beside; none is that number if the form does not say."""
    subject = look.asked.stands.subject or ""
    return int(subject) if subject.isdecimal() else 0


def _shown(look: Look, form: Form, ask: str) -> Form:
    """The form, which stands for the text in force as long as nobody was shown an earlier one before it."""
    return replace(form, stands=look.to(ask, str(_edition(look) or look.plan.edition)))


def _name(look: Look, line: str, *, required: bool = True) -> Field:
    return Field(
        id="typed_name",
        kind=FieldKind.TEXT,
        label=look.say(f"{line}-typed-name-label"),
        hint=look.say(f"{line}-typed-name-hint"),
        required=required,
        max_length=NAME_LIMIT,
    )


# Delivering


def _draw_deliver(look: Look) -> Form:
    met_on = Field(
        id="met_on",
        kind=FieldKind.DATE,
        label=look.say("deliver-plan-met-on-label"),
        hint=look.say("deliver-plan-met-on-hint", today=look.wording.day(look.today)),
        default=look.today,
    )
    asked = Role.SUPERVISOR in look.terms.pack.signatures
    signs = asked and look.role is not Role.HR
    said = "deliver-plan-signs" if signs else "deliver-plan-hr"
    form = look.form(
        "deliver-plan-title",
        look.text("deliver-plan-intro-paper" if look.plan.on_paper else "deliver-plan-intro"),
        met_on,
        look.text(said if asked else "deliver-plan-unsigned"),
        *((_name(look, "deliver-plan"),) if signs else ()),
        *((_opening_line(look),) if look.role is not Role.HR else ()),
        submit="deliver-plan-submit",
    )
    return _shown(look, form, "deliver_plan")


def _opening_line(look: Look) -> Field:
    """The supervisor's own words; one is suggested, to be made theirs (S2-10)."""
    return Field(
        id="opening_line",
        kind=FieldKind.LONG_TEXT,
        label=look.say("deliver-plan-opening-line-label"),
        hint=look.say("deliver-plan-opening-line-hint"),
        default=Words(look.say("deliver-plan-opening-line-suggested")),
        min_length=look.terms.pack.limits.opening_line,
    )


async def _deliver(work: Work, filled: Filled) -> Form:
    look, met_on = filled.look, filled.answers.day("met_on")
    if met_on is None:
        raise PlanError("required", field="met_on")
    request = DeliverPlan(
        plan=look.plan.id,
        signature=EntryId(filled.entry),
        edition=_edition(look),
        typed_name=filled.answers.words("typed_name"),
        met_on=met_on,
        opening_line=filled.answers.words("opening_line"),
    )
    await deliver_plan(work, request, by=look.asked.by, now=look.now)
    done = ("deliver-plan-done-paper",) if look.plan.on_paper else ("deliver-plan-done", "deliver-plan-done-next")
    lines = tuple(look.text(line) for line in done)
    return look.form("deliver-plan-done-title", *lines, look.back())


# Reading


def _draw_read(look: Look) -> Form:
    parts = (*news(look), *whole_text(look))
    return paged(look, "read-plan-title", parts, ask="read_plan", buttons=tuple(_after_reading(look)))


def _after_reading(look: Look) -> Iterator[Button]:
    if _slot_open(look):
        yield look.button("say-button-acknowledge", "acknowledge", str(look.plan.edition), style=Style.PRIMARY)
        yield look.button("question-ask-button", "ask_question")
    if len(look.plan.editions) > 1:
        yield look.button("versions-all", "read_versions")
    if look.may(Act.ASK_FOR_CHANGE):
        yield look.button("ask-for-change-button", "ask_for_change")
    if look.role is not Role.HR:
        yield look.button("button-contact-hr", "contact_hr")
    yield look.button("button-back-to-case", "open_case")


def _slot_open(look: Look) -> bool:
    return look.may(Act.ACKNOWLEDGE) and signature_of(look.plan, Role.EMPLOYEE) is None


# The employee's answer


def _draw_acknowledge(look: Look) -> Form:
    answer = Field(
        id="answer",
        kind=FieldKind.RADIO,
        label=look.say("acknowledge-answer-label"),
        options=tuple(Option(value=one, label=look.say(f"acknowledge-answer-{one}")) for one in (_YES, _NO)),
    )
    form = look.form(
        "acknowledge-title",
        *_consequences(look),
        look.text("acknowledge-intro"),
        answer,
        *((_name(look, "acknowledge", required=False),) if _signs(look) else ()),
        *_clear(look),
        _free(look, "comment"),
        _free(look, "view"),
        submit="acknowledge-submit",
    )
    return _shown(look, form, "acknowledge")


def _clear(look: Look) -> tuple[Field, Field]:
    """Whether the expectations are clear; a question is answered before the plan starts (S0-14)."""
    waits = look.plan.state is PlanState.DELIVERED
    clear = Field(
        id="clear",
        kind=FieldKind.RADIO,
        label=look.say("question-clear-label"),
        options=tuple(Option(value=one, label=look.say(f"question-clear-{one}")) for one in (_YES, _ASK)),
        required=False,
    )
    question = Field(
        id="question",
        kind=FieldKind.LONG_TEXT,
        label=look.say("question-clear-question-label"),
        hint=look.say("question-clear-question-hint" if waits else "question-clear-question-hint-running"),
        required=False,
    )
    return clear, question


def _signs(look: Look) -> bool:
    """Whether the employee's answer is a signature; in coaching it is a receipt (S2-01)."""
    return Role.EMPLOYEE in look.terms.pack.signatures


def _consequences(look: Look) -> Iterator[Part]:
    """The pack's own text stands above the answer (S1-10); a coaching pack has none."""
    texts = [text for text in (look.terms.pack.consequences, *look.terms.pack.disclaimers) if text]
    if texts:
        yield Heading(look.say("acknowledge-consequences"))
        yield from (Text(text) for text in texts)
    yield from _next_steps(look)


def _next_steps(look: Look) -> Iterator[Part]:
    """What may follow for this employee; for each group the pack names if nobody has said which is theirs (S0-26)."""
    steps = steps_of(look.plan, look.terms)
    if steps:
        yield Heading(look.say("acknowledge-next-steps"))
    yield from (look.text("acknowledge-next-step", group=one.label, text=one.text) for one in steps)


def _free(look: Look, name: str) -> Field:
    return Field(
        id=name,
        kind=FieldKind.LONG_TEXT,
        label=look.say(f"acknowledge-{name}-label"),
        hint=look.say(_hint(look, name)),
        required=False,
    )


def _hint(look: Look, name: str) -> str:
    return "acknowledge-comment-hint-unsigned" if name == "comment" and not _signs(look) else f"acknowledge-{name}-hint"


async def _acknowledge(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    receipt = Receipt(
        edition=_edition(look),
        signature=EntryId(filled.entry),
        view_id=EntryId(derived(filled.entry, "view")),
        typed_name=answers.words("typed_name"),
        comment=answers.words("comment"),
        view=answers.words("view"),
    )
    question = answers.words("question")
    if answers.code("clear") == _ASK and not question:
        raise PlanError("required", field="question")
    request = Acknowledge(
        plan=look.plan.id,
        receipt=receipt,
        declines=answers.code("answer") == _NO,
        question=question,
        question_id=EntryId(derived(filled.entry, "question")),
    )
    with shown_at({"text": "question"}):
        plan = await acknowledge(work, request, by=look.asked.by, now=look.now)
    done = look.text("acknowledge-done", at=look.moment(look.now))
    return look.form("acknowledge-done-title", done, _from_now_on(look, plan, asked=bool(question)), look.back())


def _from_now_on(look: Look, plan: Plan, *, asked: bool) -> Text:
    """What the answer sets going. A plan that ran before goes on, with its new text."""
    if plan.state is PlanState.DELIVERED:
        return look.text("question-asked-waits" if asked else "acknowledge-done-waiting")
    if look.plan.state is PlanState.DELIVERED:
        return look.text("acknowledge-done-active")
    return look.text("acknowledge-done-version", edition=plan.edition)


# On paper, and in the supervisor's place


def _draw_sign(look: Look) -> Form:
    name = _name(look, "deliver-plan")
    form = look.form("sign-plan-title", look.text("sign-plan-intro"), name, submit="sign-plan-submit")
    return _shown(look, form, "sign_plan")


async def _sign(work: Work, filled: Filled) -> Form:
    look = filled.look
    name = filled.answers.words("typed_name")
    signature = EntryId(filled.entry)
    request = SignAsSupervisor(plan=look.plan.id, signature=signature, edition=_edition(look), typed_name=name)
    await sign_as_supervisor(work, request, by=look.asked.by, now=look.now)
    return look.form("acknowledge-done-title", look.text("sign-plan-done"), look.back())


def _draw_confirm(look: Look) -> Form:
    comment = Field(
        id="comment",
        kind=FieldKind.LONG_TEXT,
        label=look.say("confirm-delivery-comment-label"),
        hint=look.say("confirm-delivery-comment-hint"),
        required=False,
    )
    filed = Field(
        id="filed",
        kind=FieldKind.LONG_TEXT,
        label=look.say("confirm-delivery-filed-label"),
        hint=look.say("confirm-delivery-filed-hint"),
        required=False,
    )
    intro = look.text("confirm-delivery-intro")
    form = look.form("confirm-delivery-title", intro, comment, filed, submit="confirm-delivery-submit")
    return _shown(look, form, "confirm_delivery")


async def _confirm(work: Work, filled: Filled) -> Form:
    look = filled.look
    answers = filled.answers
    request = ConfirmDelivery(
        plan=look.plan.id,
        signature=EntryId(filled.entry),
        edition=_edition(look),
        comment=answers.words("comment"),
        filed=answers.words("filed"),
    )
    await confirm_delivery(work, request, by=look.asked.by, now=look.now)
    return look.form("acknowledge-done-title", look.text("confirm-delivery-done"), look.back())


ASKS: Final[tuple[Ask, ...]] = (
    CheckedAsk(ask=PlanAsk(name="deliver_plan", act=Act.DELIVER_PLAN, draw=_draw_deliver, do=_deliver)),
    PlanAsk(name="read_plan", act=Act.READ_PLAN, draw=_draw_read),
    PlanAsk(name="acknowledge", act=Act.ACKNOWLEDGE, draw=_draw_acknowledge, do=_acknowledge),
    PlanAsk(name="sign_plan", act=Act.SIGN_AS_SUPERVISOR, draw=_draw_sign, do=_sign),
    PlanAsk(name="confirm_delivery", act=Act.CONFIRM_DELIVERY, draw=_draw_confirm, do=_confirm),
)
