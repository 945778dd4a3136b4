"""HR orders a case file: for what, and for whom; the operator writes it outside the chat (P-12)."""

from typing import Final

from bot.asks.looking import Filled, Look, PlanAsk, receipt
from bot.forms import Form
from bot.parts import Field, FieldKind
from plans.actions.order_case_file import OrderCaseFile, order_case_file
from plans.acts import Act
from plans.ids import OrderId
from plans.ports import Work
from plans.texts import NAME_LIMIT

_COMMAND: Final = "milepost case-file"


def _order_form(look: Look) -> Form:
    return look.form(
        "order-title",
        look.text("order-intro", case=look.plan.case_number),
        Field(
            id="purpose",
            kind=FieldKind.LONG_TEXT,
            label=look.say("order-purpose"),
            hint=look.say("order-purpose-hint"),
        ),
        Field(id="recipient", kind=FieldKind.TEXT, label=look.say("order-recipient"), max_length=NAME_LIMIT),
        look.text("order-who-reads"),
        submit="order-submit",
    )


async def _order(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    request = OrderCaseFile(
        plan=look.plan.id,
        order=OrderId(filled.entry),
        purpose=answers.words("purpose"),
        recipient=answers.words("recipient"),
    )
    await order_case_file(work, request, by=look.asked.by, now=look.now)
    command = f"{_COMMAND} {look.plan.case_number}"
    return receipt(
        look,
        look.say("recorded-at", at=look.moment(look.now)),
        look.say("order-receipt", command=command),
    )


ASKS: Final = (PlanAsk(name="order_case_file", act=Act.ORDER_CASE_FILE, draw=_order_form, do=_order),)
