"""The plan's whole text, in pages, with who signed it and what the employee added."""

from collections.abc import Iterator

from bot.asks.looking import Look
from bot.asks.paging import Place, turned
from bot.forms import Form
from bot.parts import Button, Buttons, Divider, Facts, Heading, Part, Said, Small
from bot.plan_view import chunks, plan_parts
from plans.people import Role
from plans.record import InputMoment
from plans.states import BEFORE_DELIVERY


def whole_text(look: Look) -> tuple[Part, ...]:
    """What stands in the plan and on it, for this reader."""
    parts = plan_parts(look.plan, look.terms, wording=look.wording, now=look.now)
    return (*_which(look), *_opening(look), *parts, *_views(look), *_signatures(look))


def paged(look: Look, title: str, parts: tuple[Part, ...], *, ask: str, buttons: tuple[Button, ...]) -> Form:
    """One page of these parts; which one, the subject says. ``title`` is a line's id."""
    page, turns = turned(look, ask, Place.of(look.asked.stands.subject), chunks(parts))
    rows = tuple(Buttons(row) for row in (tuple(turns), buttons) if row)
    return look.form(title, *page, *rows)


def _which(look: Look) -> Iterator[Part]:
    plan = look.plan
    if plan.state in BEFORE_DELIVERY:
        yield Small(look.say("read-plan-shared" if look.role is Role.EMPLOYEE else "read-plan-draft"))
    elif plan.editions:
        edition = plan.editions[-1]
        line = "read-plan-edition" if look.terms.pack.signatures else "read-plan-edition-unsigned"
        yield Small(look.say(line, edition=edition.number, day=look.moment(edition.made_at)))


def _opening(look: Look) -> Iterator[Part]:
    """The supervisor's own words come first; they are said in the plan and in no message (S2-10)."""
    if look.plan.opening_line:
        label = look.say("read-plan-opening-line", name=look.name(look.plan.supervisor))
        yield Said(label=label, words=look.plan.opening_line)


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
    yield Heading(look.say("read-plan-signatures" if look.terms.pack.signatures else "read-plan-receipt"))
    yield Facts(
        tuple(
            (look.code("role", one.role), f"{look.code('signature', one.kind)}, {look.moment(one.at)}") for one in given
        ),
    )
    for one in given:
        if one.comment:
            yield Said(label=look.code("role", one.role), words=one.comment, aside=look.moment(one.at))
