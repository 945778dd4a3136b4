"""Dates that fall on a holiday: HR sees which, over all its plans, and moves them where it chooses (F-10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks.looking import MOST_OPTIONS, Filled, Look, PlanAsk, milestone_label, review_name
from bot.forms import Form
from bot.parts import Button, Buttons, Field, FieldKind, Option, Part, Small, Stands, Text
from bot.replies import Reply, ShowForm
from plans.actions.shift_dates import ShiftDates, shift_dates
from plans.acts import Act
from plans.days_off import OnDayOff, on_days_off
from plans.ids import PlanId
from plans.people import Office
from plans.plan import Plan
from plans.ports import NotAllowedError, Work
from plans.terms import Terms

_MOST_CASES: Final = 20


# Over all plans


@dataclass(frozen=True, slots=True)
class DaysOffAsk:
    """Which plans have a date on a holiday; only those the reader may read as HR (F-05)."""

    name: str = "days_off"

    async def show(self, asked: Asked) -> Reply:
        if not asked.by.holds(Office.HR):
            raise NotAllowedError("not-yours")
        async with asked.house.begin() as work:
            plans = await work.plans.for_hr(asked.by, now=asked.now)
            cases = {plan.id: (plan, await work.terms(plan)) for plan in plans}
        return ShowForm(form=_draw_all(asked, cases))

    async def take(self, answered: Answered) -> Reply:
        return await self.show(answered.asked)


def _draw_all(asked: Asked, cases: Mapping[PlanId, tuple[Plan, Terms]]) -> Form:
    wording = asked.house.wording
    found = affected(asked, cases)
    parts: list[Part] = [Text(wording.say("days-off-intro" if found else "days-off-none"))]
    for plan, dates in found[:_MOST_CASES]:
        first = dates[0]
        day = wording.day(first.old)
        told = wording.say("days-off-case", case=plan.case_number, count=len(dates), day=day, reason=first.reason)
        stands = Stands(ask="shift_dates", plan=plan.id)
        parts += [Text(told), Buttons((Button(label=wording.say("days-off-look"), stands=stands),))]
    return Form(title=wording.say("days-off-title"), stands=asked.stands, parts=tuple(parts))


def affected(asked: Asked, cases: Mapping[PlanId, tuple[Plan, Terms]]) -> list[tuple[Plan, tuple[OnDayOff, ...]]]:
    """The plans with such dates, the nearest date first."""
    found = [(plan, on_days_off(plan, terms, at=asked.now)) for plan, terms in cases.values()]
    return sorted(((plan, dates) for plan, dates in found if dates), key=lambda one: one[1][0].old)


# One plan


def _draw_shift(look: Look) -> Form:
    dates = on_days_off(look.plan, look.terms, at=look.now)[:MOST_OPTIONS]
    return look.form(
        "shift-title",
        look.text("shift-intro"),
        Field(
            id="dates",
            kind=FieldKind.CHOICES,
            label=look.say("shift-label"),
            options=tuple(_option(look, one) for one in dates),
            default=tuple(one.subject for one in dates),
        ),
        Small(look.say("shift-both-told")),
        submit="shift-submit",
    )


def _option(look: Look, one: OnDayOff) -> Option:
    old, new = look.wording.short_day(one.old), look.wording.short_day(one.new)
    described = look.say("versions-from-to", old=f"{old} ({one.reason})", new=new)
    return Option(value=one.subject, label=_named(look, one), description=described[:75])


def _named(look: Look, one: OnDayOff) -> str:
    milestone = next((each for each in look.plan.milestones if each.id == one.subject), None)
    if milestone is not None:
        return milestone_label(look, milestone)
    review = next(each for each in look.plan.reviews if each.id == one.subject)
    return review_name(look, review)


def _shift_over(look: Look) -> Form | None:
    if on_days_off(look.plan, look.terms, at=look.now):
        return None
    return look.form("shift-title", look.text("shift-none"), look.back())


async def _shift(work: Work, filled: Filled) -> Form:
    look = filled.look
    subjects = filled.answers.codes("dates")
    await shift_dates(work, ShiftDates(plan=look.plan.id, subjects=subjects), by=look.asked.by, now=look.now)
    return look.form("shift-title", look.text("shift-done", count=len(subjects)), look.back())


def links(look: Look) -> Iterator[Button]:
    """On the plan's page, for HR, while there is a date on a holiday."""
    if look.may(Act.SHIFT_DATES) and on_days_off(look.plan, look.terms, at=look.now):
        yield look.button("shift-button", "shift_dates")


ASKS: Final[tuple[Ask, ...]] = (
    DaysOffAsk(),
    PlanAsk(name="shift_dates", act=Act.SHIFT_DATES, draw=_draw_shift, do=_shift, over=_shift_over),
)
