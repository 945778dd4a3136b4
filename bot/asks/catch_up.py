"""What one message after a time away stands for: each thing with its own line and buttons, as far as it is still so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.asking import Answered, Asked
from bot.asks.base import name_of
from bot.asks.paging import Place, pages_of
from bot.forms import Form
from bot.parts import Button, Buttons, Divider, Part, Small, Stands, Text
from bot.replies import Reply, ShowForm
from bot.say import say
from plans.acts import Act
from plans.catching_up import Calls, place
from plans.gist import gist_of
from plans.ids import NoticeId, PlanId
from plans.notices import Notice, NoticeKind
from plans.plan import Plan
from plans.ports import NoSuchPlanError, System, Work

CATCH_UP = "catch_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A thing to be told. ``of`` says which plan it is about, if it is about one."""

    notice: Notice
    plan: Plan | None
    of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpAsk:
    """Open to whom the message was sent. Each plan is asked anew whether they may still know of it."""

    name: str = CATCH_UP

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            items = await _items(work, asked)
        return ShowForm(form=_form(asked, items))

    async def take(self, answered: Answered) -> Reply:
        return await self.show(answered.asked)


async def _items(work: Work, asked: Asked) -> list[_Item]:
    message = await work.notices.get(NoticeId(Place.of(asked.stands.subject).subject or ""))
    theirs = message is not None and message.owed.person == asked.by.id
    if message is None or not theirs or message.owed.kind is not NoticeKind.CATCH_UP:
        raise NoSuchPlanError
    plans: dict[PlanId, Calls | None] = {}
    found: dict[object, _Item] = {}
    for notice in await work.gathering.inside(message.id):
        owed = notice.owed
        # Two generations of one reminder would read the same.
        matter = (owed.plan, owed.kind, owed.subject)
        if owed.plan is None:
            found[matter] = _Item(notice=notice, plan=None, of=None)
            continue
        if owed.plan not in plans:
            plans[owed.plan] = await _plan(work, owed.plan, asked)
        calls = plans[owed.plan]
        if calls is not None and calls.for_(notice, reader=asked.by, now=asked.now):
            found[matter] = _Item(notice=notice, plan=calls.plan, of=_of(calls, asked))
    return sorted(found.values(), key=lambda item: place(item.notice, item.plan))


async def _plan(work: Work, plan: PlanId, asked: Asked) -> Calls | None:
    """Read as the one who delivers; whether the reader may know of it is decided for each notice."""
    try:
        found = await work.plans.get(plan, by=System.DELIVERY, act=Act.LEARN, now=asked.now)
    except NoSuchPlanError:
        return None
    return Calls(found, await work.terms(found))


def _of(calls: Calls, asked: Asked) -> str:
    plan, terms = calls.plan, calls.terms
    who = plan.active_supervisor if asked.by.id == plan.employee else plan.employee
    name = name_of(terms.people[who]) if who in terms.people else "—"
    return asked.house.wording.say("my-plans-with", case=plan.case_number, name=name)


def _form(asked: Asked, items: Sequence[_Item]) -> Form:
    wording = asked.house.wording
    where = Place.of(asked.stands.subject)
    pages = pages_of(tuple(_drawn(item, asked)) for item in items)
    number = min(where.page, len(pages))
    return Form(
        title=wording.say("catch-up-title"),
        stands=asked.stands,
        parts=(
            Text(wording.say("catch-up-intro" if items else "catch-up-nothing")),
            *pages[number - 1],
            Divider(),
            *_more(asked, where, number, len(pages)),
        ),
    )


def _drawn(item: _Item, asked: Asked) -> Iterator[Part]:
    """The message it would have been, with the plan it is about."""
    gist = None if item.plan is None else gist_of(item.plan)
    message = say(item.notice, gist, wording=asked.house.wording, now=asked.now, reader=asked.by)
    yield Divider()
    for part in message.parts:
        if isinstance(part, Buttons) and item.of is not None:
            yield Small(item.of)
        yield part


def _more(asked: Asked, where: Place, number: int, pages: int) -> Iterator[Part]:
    say_ = asked.house.wording.say
    turns = (("button-page-before", number - 1), ("button-page-after", number + 1))
    buttons = [
        Button(label=say_(line), stands=Stands(ask=CATCH_UP, subject=where.at(to)))
        for line, to in turns
        if 1 <= to <= pages
    ]
    if pages > 1:
        yield Small(say_("page-of", page=number, pages=pages))
    yield Buttons((*buttons, Button(label=say_("catch-up-to-plans"), stands=Stands(ask="my_plans"))))


ASKS = (CatchUpAsk(),)
