"""The dates of a plan's reviews, to read and to take into one's own calendar (S3-17)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.asks.looking import Look, PlanAsk, review_name
from bot.forms import Form
from bot.parts import Button, Facts, Part, Small
from plans.acts import Act
from plans.appointments import appointments
from plans.ids import ReviewId
from plans.people import Role


def _draw(look: Look) -> Form:
    link = look.asked.house.dates_link(look.plan.id, look.asked.by.id)
    ways: tuple[Button, ...] = ()
    if link is not None:
        ways = (replace(look.button("case-dates-take", "case_dates"), link=link),)
    return look.form("case-dates-title", *_days(look), *_about(look, linked=link is not None), look.back(*ways))


def _days(look: Look) -> Iterator[Part]:
    found = [one for one in appointments(look.plan, look.terms) if not one.cancelled]
    if not found:
        yield look.text("case-dates-none")
        return
    rows = []
    for one in found:
        when = look.wording.day(one.on) if one.at is None else look.moment(one.at)
        rows.append((review_name(look, look.plan.review(ReviewId(one.id))), when))
    yield Facts(tuple(rows))


def _about(look: Look, *, linked: bool) -> Iterator[Part]:
    if linked:
        yield Small(look.say("case-dates-neutral"))
        yield Small(look.say("case-dates-hour"))
    elif look.role is not Role.HR:
        yield Small(look.say("case-dates-ask-hr"))


ASKS: Final = (PlanAsk(name="case_dates", act=Act.READ_RECORD, draw=_draw),)
