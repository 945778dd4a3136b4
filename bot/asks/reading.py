"""The plan's whole text, in pages, with who signed it and what the employee added."""

from collections.abc import Iterator

from bot.asks.looking import Look
from bot.forms import Form
from bot.parts import Button, Buttons, Divider, Facts, Heading, Part, Said, Small
from bot.plan_view import pages, plan_parts
from plans.record import InputMoment
from plans.states import BEFORE_DELIVERY


def whole_text(look: Look) -> tuple[Part, ...]:
    """What stands in the plan and on it, for this reader."""
    parts = plan_parts(look.plan, look.terms, wording=look.wording, now=look.now)
    return (*_which(look), *parts, *_views(look), *_signatures(look))


def paged(look: Look, title: str, parts: tuple[Part, ...], *, ask: str, buttons: tuple[Button, ...]) -> Form:
    """One page of these parts; which one, the subject says. ``title`` is a line's id."""
    every = pages(parts)
    page = min(max(_page(look), 1), len(every))
    turns = tuple(_turns(look, ask, page, len(every)))
    where = (Small(look.say("read-plan-page", page=page, of=len(every))),) if len(every) > 1 else ()
    rows = tuple(Buttons(row) for row in (turns, buttons) if row)
    return look.form(title, *where, *every[page - 1], *rows)


def _page(look: Look) -> int:
    subject = look.asked.stands.subject or ""
    return int(subject) if subject.isdecimal() else 1


def _turns(look: Look, ask: str, page: int, last: int) -> Iterator[Button]:
    if page > 1:
        yield look.button("read-plan-previous", ask, str(page - 1))
    if page < last:
        yield look.button("read-plan-next", ask, str(page + 1))


def _which(look: Look) -> Iterator[Part]:
    plan = look.plan
    if plan.state in BEFORE_DELIVERY:
        yield Small(look.say("read-plan-draft"))
    elif plan.editions:
        edition = plan.editions[-1]
        yield Small(look.say("read-plan-edition", edition=edition.number, day=look.moment(edition.made_at)))


def _views(look: Look) -> Iterator[Part]:
    views = [view for view in look.plan.record.inputs if view.moment is not InputMoment.REVIEW]
    if views:
        yield Heading(look.say("read-plan-views"))
    for view in views:
        yield Said(label=look.name(view.author), words=view.text, aside=look.moment(view.at))


def _signatures(look: Look) -> Iterator[Part]:
    given = [signature for signature in look.plan.signatures if signature.edition == look.plan.edition]
    if not given:
        return
    yield Divider()
    yield Heading(look.say("read-plan-signatures"))
    yield Facts(
        tuple(
            (look.code("role", one.role), f"{look.code('signature', one.kind)}, {look.moment(one.at)}") for one in given
        ),
    )
    for one in given:
        if one.comment:
            yield Said(label=look.code("role", one.role), words=one.comment, aside=look.moment(one.at))
