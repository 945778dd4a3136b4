"""Help, written from the table of commands; and a private word to HR (S0-21, B-01)."""

from dataclasses import dataclass
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks.looking import Filled, Look, PlanAsk
from bot.commands import COMMANDS
from bot.forms import Form
from bot.parts import Button, Buttons, Facts, Field, FieldKind, Said, Small, Stands, Text
from bot.replies import Reply, ShowForm
from plans.actions.contact_hr import ContactHr, contact_hr
from plans.acts import Act
from plans.ids import EntryId
from plans.plan import PlanError
from plans.ports import Work


@dataclass(frozen=True, slots=True)
class HelpAsk:
    """The same for everyone."""

    name: str = "help"

    async def show(self, asked: Asked) -> Reply:
        say = asked.house.wording.say
        commands = tuple((f"/pip {command.word}".strip(), say(command.line)) for command in COMMANDS)
        plans = Button(label=say("help-my-plans"), stands=Stands(ask="my_plans"))
        parts = (
            Text(say("help-intro")),
            Facts(commands),
            Small(say("help-alias")),
            Text(say("help-privacy")),
            Text(say("help-hr", contact=asked.house.packs[asked.house.default_pack].hr_contact)),
            Buttons((plans,)),
        )
        return ShowForm(form=Form(title=say("help-title"), stands=asked.stands, parts=parts))

    async def take(self, answered: Answered) -> Reply:
        return await self.show(answered.asked)


def _draw_contact(look: Look) -> Form:
    return look.form(
        "contact-hr-title",
        look.text("contact-hr-intro"),
        Field(
            id="text",
            kind=FieldKind.LONG_TEXT,
            label=look.say("contact-hr-text-label"),
            hint=look.say("contact-hr-text-hint"),
        ),
        Small(look.say("contact-hr-elsewhere", contact=look.terms.pack.hr_contact)),
        submit="contact-hr-submit",
    )


async def _contact(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = ContactHr(plan=look.plan.id, entry=EntryId(filled.entry), text=filled.answers.words("text"))
    await contact_hr(work, request, by=look.asked.by, now=look.now)
    return look.form("contact-hr-done-title", look.text("contact-hr-done"), look.back())


def _draw_request(look: Look) -> Form:
    request = next((one for one in look.plan.record.hr_requests if one.id == look.subject), None)
    if request is None:
        raise PlanError("part-gone")
    said = Said(label=look.name(request.author), words=request.text, aside=look.moment(request.at))
    who = look.text("read-request-who", role=look.code("role", request.role))
    return look.form("read-request-title", who, said, Small(look.say("read-request-private")), look.back())


ASKS: Final[tuple[Ask, ...]] = (
    HelpAsk(),
    PlanAsk(name="contact_hr", act=Act.CONTACT_HR, draw=_draw_contact, do=_contact),
    PlanAsk(name="read_request", act=Act.READ_HR_COMPARTMENT, draw=_draw_request),
)
