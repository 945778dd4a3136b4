"""A copy of everything held about the employee: they ask for it, HR orders the file and hands it over (P-09)."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.asks.looking import Filled, Look, PlanAsk, hr_missing, hr_told, options, receipt
from bot.asks.papers import came_in
from bot.forms import Form
from bot.parts import Button, Facts, Field, FieldKind, Option, Part, Said, Small, Text
from plans.actions.ask_for_copy import AskForCopy, ask_for_copy
from plans.actions.hand_over_copy import HandOverCopy, hand_over_copy
from plans.actions.leave_out_of_copy import LeaveOutOfCopy, leave_out_of_copy
from plans.actions.order_copy import OrderCopy, order_copy
from plans.actions.put_off_copy import PutOffCopy, put_off_copy
from plans.acts import Act
from plans.copies import Exempt, copy_owed, may_be_left_out
from plans.dates import local_date
from plans.ids import EntryId, OrderId
from plans.plan import PlanError
from plans.ports import Work
from plans.record import CheckInNote, CopyRequest, ProgressNote
from plans.words import Words

# A choice has room for no more; the latest are the likeliest.
_MOST: Final = 100
_COMMAND: Final = "milepost case-file"


def _facts(look: Look, request: CopyRequest) -> Iterator[tuple[str, str]]:
    yield look.say("copy-asked-at"), look.moment(request.at)
    if request.owed_by is not None:
        yield look.say("copy-due"), look.wording.day(request.owed_by)
    if request.handed_on is not None:
        yield look.say("copy-handed-on"), look.wording.day(request.handed_on)


def _status(look: Look, request: CopyRequest) -> Iterator[Part]:
    """How it stands, for both who know of it."""
    yield Facts(tuple(_facts(look, request)))
    if request.later_reason is not None:
        yield Said(label=look.say("copy-later-reason"), words=request.later_reason)
    if request.kept_back is not None:
        yield Said(label=look.say("copy-kept-back"), words=request.kept_back)
    yield from came_in(look, request.id)


def _told(look: Look, line: str) -> str:
    """Whoever has no account is told by a person (F-06)."""
    return f"{line}-paper" if look.plan.on_paper else line


# The employee


def _draw_ask(look: Look) -> Form:
    days = look.terms.pack.copy_due_working_days
    due = () if days is None else (look.text("ask-for-copy-due", days=days),)
    before = look.plan.record.copy_requests[-1:]
    return look.form(
        "ask-for-copy-title",
        *hr_missing(look),
        look.text("ask-for-copy-intro"),
        *due,
        *(part for request in before for part in (look.text("copy-before"), *_status(look, request))),
        submit="ask-for-copy-submit",
    )


def _asked_before(look: Look) -> Form | None:
    """While one is owed nobody need ask again."""
    owed = copy_owed(look.plan)
    if owed is None:
        return None
    return look.form("ask-for-copy-title", look.text("copy-on-its-way"), *_status(look, owed), look.back())


async def _ask(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = AskForCopy(plan=look.plan.id, entry=EntryId(filled.entry))
    await ask_for_copy(work, request, by=look.asked.by, now=look.now)
    done = hr_told(look, "ask-for-copy-done", at=look.moment(look.now))
    return look.form("acknowledge-done-title", Text(done), look.back())


# HR


def _request(look: Look) -> CopyRequest:
    found = next((one for one in look.plan.record.copy_requests if one.id == look.subject), None)
    if found is None:
        raise PlanError("part-gone")
    return found


def _draw_answer(look: Look) -> Form:
    request = _request(look)
    told = "copy-answer-intro" if request.open else "copy-answered"
    left = _left_out(look, request)
    return look.form("copy-title", look.text(told), *_status(look, request), *left, look.back(*_ways(look, request)))


def _left_out(look: Look, request: CopyRequest) -> Iterator[Part]:
    """How much stays out of the file, by reason; for HR alone."""
    counted = Counter(reason for _, reason in request.exempt)
    if counted:
        lines = [
            look.say("copy-left-out-count", count=count, reason=look.code("copy-exempt", reason))
            for reason, count in sorted(counted.items())
        ]
        yield Facts(tuple((look.say("copy-left-out"), line) for line in lines))
    if set(request.exempt) & _left_out_before(look, request):
        yield Small(look.say("copy-left-out-before"))


def _left_out_before(look: Look, request: CopyRequest) -> set[tuple[str, str]]:
    """What stayed out of earlier copies, each entry with its reason."""
    return {one for earlier in look.plan.record.copy_requests if earlier.id != request.id for one in earlier.exempt}


def _ways(look: Look, request: CopyRequest) -> Iterator[Button]:
    if not request.open:
        return
    yield look.button("copy-order", "order_copy", request.id)
    if request.due is not None and request.later_due is None and look.terms.pack.copy_extension_working_days:
        yield look.button("copy-put-off", "put_off_copy", request.id)
    yield look.button("copy-leave-out", "leave_out_copy", request.id)
    yield look.button("copy-hand-over", "hand_over_copy", request.id)


def _answered(look: Look) -> Form | None:
    return None if _request(look).open else _draw_answer(look)


def _recorded(look: Look, *lines: str) -> Form:
    back = look.button("copy-back", "answer_copy", look.subject)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), *lines, buttons=(back,))


def _draw_order(look: Look) -> Form:
    return look.form(
        "order-copy-title",
        look.text("order-copy-intro"),
        Field(
            id="purpose",
            kind=FieldKind.LONG_TEXT,
            label=look.say("order-purpose"),
            hint=look.say("order-purpose-hint"),
            default=Words(look.say("order-copy-purpose")),
        ),
        Small(look.say("order-copy-look-through")),
        submit="order-copy-submit",
    )


async def _order(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = OrderCopy(
        plan=look.plan.id,
        request=EntryId(look.subject),
        order=OrderId(filled.entry),
        purpose=filled.answers.words("purpose"),
    )
    await order_copy(work, request, by=look.asked.by, now=look.now)
    return _recorded(look, look.say("order-receipt", command=f"{_COMMAND} {look.plan.case_number}"))


def _draw_put_off(look: Look) -> Form:
    return look.form(
        "put-off-copy-title",
        look.text(_told(look, "put-off-copy-intro"), days=look.terms.pack.copy_extension_working_days),
        Field(
            id="reason",
            kind=FieldKind.LONG_TEXT,
            label=look.say("put-off-copy-reason"),
            hint=look.say("put-off-copy-hint"),
        ),
        submit="put-off-copy-submit",
    )


async def _put_off(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = PutOffCopy(plan=look.plan.id, request=EntryId(look.subject), reason=filled.answers.words("reason"))
    await put_off_copy(work, request, by=look.asked.by, now=look.now)
    return _recorded(look, look.say(_told(look, "put-off-copy-receipt")))


def _draw_leave_out(look: Look) -> Form:
    entries = may_be_left_out(look.plan)[-_MOST:]
    if not entries:
        return look.form("leave-out-copy-title", look.text("leave-out-copy-none"), look.back())
    out = dict(_request(look).exempt)
    return look.form(
        "leave-out-copy-title",
        look.text("leave-out-copy-intro"),
        Field(
            id="reason",
            kind=FieldKind.RADIO,
            label=look.say("leave-out-copy-reason"),
            options=options(look, "copy-exempt", tuple(reason.value for reason in Exempt)),
        ),
        Field(
            id="exempt",
            kind=FieldKind.CHOICES,
            label=look.say("leave-out-copy-exempt"),
            hint=look.say("leave-out-copy-hint"),
            options=tuple(_entry(look, one, out=one.id in out) for one in entries),
            required=False,
        ),
        submit="leave-out-copy-submit",
    )


def _entry(look: Look, one: ProgressNote | CheckInNote, *, out: bool) -> Option:
    """By its author and time, as the record has it: two of one day are not taken for each other. ``out``: already."""
    line = "leave-out-copy-note" if isinstance(one, ProgressNote) else "leave-out-copy-check-in"
    day = look.wording.short_day(local_date(one.at, look.asked.by.zone))
    label = look.say(line, day=day, name=look.say(f"side-{one.role.value}"))
    at = look.moment(one.at)
    return Option(value=one.id, label=label, description=look.say("leave-out-copy-already", at=at) if out else at)


async def _leave_out(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = LeaveOutOfCopy(
        plan=look.plan.id,
        request=EntryId(look.subject),
        exempt=filled.answers.codes("exempt"),
        reason=filled.answers.code("reason"),
    )
    await leave_out_of_copy(work, request, by=look.asked.by, now=look.now)
    return _recorded(look, look.say("leave-out-copy-receipt"))


def _draw_hand_over(look: Look) -> Form:
    return look.form(
        "hand-over-copy-title",
        look.text(_told(look, "hand-over-copy-intro")),
        Field(id="on", kind=FieldKind.DATE, label=look.say("hand-over-copy-on"), default=look.today),
        Field(
            id="kept_back",
            kind=FieldKind.LONG_TEXT,
            label=look.say("hand-over-copy-kept-back"),
            hint=look.say("hand-over-copy-kept-back-hint"),
            required=False,
        ),
        submit="hand-over-copy-submit",
    )


async def _hand_over(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = HandOverCopy(
        plan=look.plan.id,
        request=EntryId(look.subject),
        on=filled.answers.day("on"),
        kept_back=filled.answers.words("kept_back"),
    )
    await hand_over_copy(work, request, by=look.asked.by, now=look.now)
    return _recorded(look, look.say("hand-over-copy-receipt"))


ASKS: Final = (
    PlanAsk(name="ask_for_copy", act=Act.ASK_FOR_COPY, draw=_draw_ask, do=_ask, over=_asked_before),
    PlanAsk(name="answer_copy", act=Act.ORDER_COPY, draw=_draw_answer),
    PlanAsk(name="order_copy", act=Act.ORDER_COPY, draw=_draw_order, do=_order, over=_answered),
    PlanAsk(name="put_off_copy", act=Act.PUT_OFF_COPY, draw=_draw_put_off, do=_put_off, over=_answered),
    PlanAsk(name="leave_out_copy", act=Act.HAND_OVER_COPY, draw=_draw_leave_out, do=_leave_out, over=_answered),
    PlanAsk(name="hand_over_copy", act=Act.HAND_OVER_COPY, draw=_draw_hand_over, do=_hand_over, over=_answered),
)
