"""Help, written from the table of commands; and a private word to HR (S0-21, B-01)."""

from dataclasses import dataclass, replace
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks.looking import Filled, Look, PlanAsk, hr_missing, hr_told
from bot.commands import COMMANDS
from bot.forms import Form
from bot.parts import Button, Buttons, Facts, Field, FieldKind, Said, Small, Stands, Text
from bot.replies import Reply, ShowForm
from plans.actions.contact_hr import ContactHr, contact_hr
from plans.acts import Act
from plans.ids import EntryId
from plans.permissions import Allow, decide
from plans.plan import PlanError
from plans.ports import NoSuchPlanError, Work

# A row of buttons holds no more; whoever has more plans than this finds the rest under their plans.
_MOST_PLANS: Final = 20


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
        *hr_missing(look),
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
    return look.form("contact-hr-done-title", Text(hr_told(look, "contact-hr-done")), look.back())


_CONTACT: Final = PlanAsk(name="contact_hr", act=Act.CONTACT_HR, draw=_draw_contact, do=_contact)


@dataclass(frozen=True, slots=True)
class ContactHrAsk:
    """About one plan. From a message that is about several, the person says which."""

    name: str = "contact_hr"

    async def show(self, asked: Asked) -> Reply:
        if asked.stands.plan is not None:
            return await _CONTACT.show(asked)
        async with asked.house.begin() as work:
            plans = await work.plans.of(asked.by, now=asked.now)
        may = [plan for plan in plans if isinstance(decide(asked.by, Act.CONTACT_HR, plan, now=asked.now), Allow)]
        if not may:
            raise NoSuchPlanError
        about = [Stands(ask=self.name, plan=plan.id) for plan in may[:_MOST_PLANS]]
        if len(about) == 1:
            return await _CONTACT.show(replace(asked, stands=about[0]))
        say = asked.house.wording.say
        buttons = [Button(label=plan.case_number, stands=to) for plan, to in zip(may, about, strict=False)]
        parts = (Text(say("contact-hr-intro")), Text(say("contact-hr-which")), Buttons(tuple(buttons)))
        return ShowForm(form=Form(title=say("contact-hr-title"), stands=asked.stands, parts=parts))

    async def take(self, answered: Answered) -> Reply:
        return await (self.show(answered.asked) if answered.asked.stands.plan is None else _CONTACT.take(answered))


def _draw_request(look: Look) -> Form:
    request = next((one for one in look.plan.record.hr_requests if one.id == look.subject), None)
    if request is None:
        raise PlanError("part-gone")
    said = Said(label=look.name(request.author), words=request.text, aside=look.moment(request.at))
    who = look.text("read-request-who", role=look.code("role", request.role))
    return look.form("read-request-title", who, said, Small(look.say("read-request-private")), look.back())


ASKS: Final[tuple[Ask, ...]] = (
    HelpAsk(),
    ContactHrAsk(),
    PlanAsk(name="read_request", act=Act.READ_HR_COMPARTMENT, draw=_draw_request),
)
