"""HR orders a case file, for what and for whom, and hands over what the operator wrote, outside the chat (P-12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.asking import Answered, Asked
from bot.asks.base import read
from bot.asks.looking import Look, look_at, receipt, tombstone
from bot.forms import Form
from bot.parts import Buttons, Divider, Field, FieldKind, Heading, Part, Small, Text
from bot.replies import Done, Reply, ShowForm
from plans.actions.hand_over_case_file import HandOverCaseFile, hand_over_case_file
from plans.actions.order_case_file import OrderCaseFile, order_case_file
from plans.acts import Act
from plans.ids import OrderId
from plans.ordering import OrderProgress, progress_of
from plans.ports import Work
from plans.retention import TOMBSTONES
from plans.texts import NAME_LIMIT

_COMMAND: Final = "milepost case-file"
_MOST_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class OrderAsk:
    """What was ordered before and where it stands, then a new order."""

    name: str = "order_case_file"

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            look = await look_at(work, asked, Act.ORDER_CASE_FILE)
            form = await _drawn(work, look)
        return ShowForm(form=form)

    async def take(self, answered: Answered) -> Reply:
        async with answered.work() as work:
            look = await look_at(work, answered.asked, Act.ORDER_CASE_FILE)
            form = await _drawn(work, look)
            if look.plan.state in TOMBSTONES:
                return ShowForm(form=form)
            answers = read(form, answered, look.wording)
            request = OrderCaseFile(
                plan=look.plan.id,
                order=OrderId(answered.entry),
                purpose=answers.words("purpose"),
                recipient=answers.words("recipient"),
            )
            await order_case_file(work, request, by=look.asked.by, now=look.now)
        command = f"{_COMMAND} {look.plan.case_number}"
        told = look.say("recorded-at", at=look.moment(look.now)), look.say("order-receipt", command=command)
        return Done(receipt=receipt(look, *told))


async def _drawn(work: Work, look: Look) -> Form:
    if look.plan.state in TOMBSTONES:
        return tombstone(look)
    orders = progress_of(await work.audit.of(look.plan.id, reader=look.asked.by, now=look.now))
    return look.form(
        "order-title",
        look.text("order-intro", case=look.plan.case_number),
        *_so_far(look, orders),
        Field(
            id="purpose",
            kind=FieldKind.LONG_TEXT,
            label=look.say("order-purpose"),
            hint=look.say("order-purpose-hint"),
        ),
        Field(id="recipient", kind=FieldKind.TEXT, label=look.say("order-recipient"), max_length=NAME_LIMIT),
        look.text("order-who-reads"),
        *((look.text("order-tells-of-copies"),) if look.plan.record.copy_requests else ()),
        submit="order-submit",
    )


def _so_far(look: Look, orders: Sequence[OrderProgress]) -> Iterator[Part]:
    """Each order with how far it has come, the latest first."""
    if not orders:
        return
    yield Heading(look.say("order-so-far"))
    for order in orders[:_MOST_SHOWN]:
        yield Text(look.say("order-line", at=look.moment(order.ordered_at), name=look.name(order.by)))
        yield Small(_stands(look, order))
        if order.in_hand:
            yield Buttons((look.button("order-handed-over", "hand_over_case_file", order.id),))
    yield Divider()


def _stands(look: Look, order: OrderProgress) -> str:
    if order.handed_over_at is not None:
        name = look.name(order.handed_over_by)
        return look.say("order-state-handed-over", at=look.moment(order.handed_over_at), name=name)
    if order.written_at is not None:
        line = "order-state-written" if order.request is None else "order-state-copy-written"
        return look.say(line, at=look.moment(order.written_at))
    return look.say("order-state-waiting", command=f"{_COMMAND} {look.plan.case_number}")


@dataclass(frozen=True, slots=True)
class HandOverCaseFileAsk:
    """HR says that the file has gone to whom it was ordered for. One question, so that no slip of a finger says it."""

    name: str = "hand_over_case_file"

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            look = await look_at(work, asked, Act.ORDER_CASE_FILE)
        return ShowForm(form=_sure(look))

    async def take(self, answered: Answered) -> Reply:
        async with answered.work() as work:
            look = await look_at(work, answered.asked, Act.ORDER_CASE_FILE)
            if look.plan.state in TOMBSTONES:
                return ShowForm(form=tombstone(look))
            request = HandOverCaseFile(plan=look.plan.id, order=OrderId(look.subject))
            await hand_over_case_file(work, request, by=look.asked.by, now=look.now)
        told = look.say("recorded-at", at=look.moment(look.now)), look.say("order-handed-over-receipt")
        return Done(receipt=receipt(look, *told))


def _sure(look: Look) -> Form:
    if look.plan.state in TOMBSTONES:
        return tombstone(look)
    return look.form("order-handed-over-title", look.text("order-handed-over-intro"), submit="order-handed-over-submit")


ASKS: Final = (OrderAsk(), HandOverCaseFileAsk())
