"""The rehearsal: what a plan will send, to whom, and when in their own time, with the very words."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.asks.looking import Look, PlanAsk
from bot.asks.paging import Place, turned
from bot.forms import Form
from bot.parts import Buttons, Heading, Part, Small, Text
from bot.say import say
from bot.wording import Wording
from plans.acts import Act
from plans.gist import gist_of
from plans.ids import NoticeId
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Person
from plans.plan import Plan
from plans.rehearsal import Dated, WhenItHappens, rehearsal

REHEARSE = "rehearse_plan"


def text_of(owed: Owed, plan: Plan, *, wording: Wording, reader: Person) -> str:
    """The line that would be posted."""
    notice = Notice(id=NoticeId("rehearsal"), owed=owed, state=NoticeState.WAITING, run_at=owed.due_at)
    message = say(notice, gist_of(plan), wording=wording, now=owed.due_at, reader=reader)
    return next(part.text for part in message.parts if isinstance(part, Text))


def text_of_kind(kind: NoticeKind, plan: Plan, *, wording: Wording, reader: Person) -> str:
    """The line of an announcement, which has no date."""
    owed = Owed(
        key="rehearsal",
        workspace=plan.workspace,
        plan=plan.id,
        person=reader.id,
        kind=kind,
        subject=None,
        due_at=plan.started_at,
        zone=reader.zone,
    )
    return text_of(owed, plan, wording=wording, reader=reader)


def _draw(look: Look) -> Form:
    place = Place.of(look.asked.stands.subject)
    found = rehearsal(look.plan, look.terms, now=look.now)
    dated = [tuple(_dated(look, one)) for one in found.dated]
    happens = [tuple(_happens(look, one)) for one in found.when_it_happens]
    heading = (Heading(look.say("rehearse-happens")), Small(look.say("rehearse-happens-note")))
    groups: list[tuple[Part, ...]] = [
        (look.text("rehearse-intro"), Heading(look.say("rehearse-dated"))),
        *(dated or [(Small(look.say("rehearse-nothing-dated")),)]),
        *([heading, *happens] if happens else []),
    ]
    parts, buttons = turned(look, REHEARSE, place, groups)
    return look.form("rehearse-title", *parts, *((Buttons(tuple(buttons)),) if buttons else ()))


def _dated(look: Look, one: Dated) -> Iterator[Part]:
    local = one.owed.due_at.astimezone(ZoneInfo(one.owed.zone))
    yield look.text(
        "rehearse-line",
        role=look.say(f"role-{one.role}"),
        day=look.wording.day(local.date()),
        time=look.wording.clock(local.time()),
        zone=one.owed.zone,
    )
    reader = look.terms.people.get(one.owed.person, look.asked.by)
    yield Small(text_of(one.owed, look.plan, wording=look.wording, reader=reader))


def _happens(look: Look, one: WhenItHappens) -> Iterator[Part]:
    first, *others = (look.say(f"role-{role}") for role in one.roles)
    yield Text(look.say("rehearse-roles", first=first, second=others[0]) if others else first)
    yield Small(text_of_kind(one.kind, look.plan, wording=look.wording, reader=look.asked.by))


ASKS = (PlanAsk(name=REHEARSE, act=Act.EDIT_PLAN, draw=_draw),)
