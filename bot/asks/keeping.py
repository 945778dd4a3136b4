"""HR sees how long a plan is kept, keeps it longer, lets it go, and erases it when its time is over (P-10)."""

from collections.abc import Iterator
from typing import Final

from bot.asks.looking import Filled, Look, PlanAsk, receipt
from bot.forms import Form
from bot.parts import Button, Facts, Field, FieldKind, Heading, Part, Said, Small, Style, Text
from plans import retention
from plans.actions.erase_plan import ErasePlan, erase_plan
from plans.actions.hold_plan import HoldPlan, hold_plan
from plans.actions.record_leaving import RecordLeaving, record_leaving
from plans.actions.release_plan import ReleasePlan, release_plan
from plans.acts import Act
from plans.kept import LegalHold
from plans.moving import today_of
from plans.ports import Work
from plans.states import PlanState

_OVER: Final = frozenset({PlanState.CLOSED, PlanState.ARCHIVED})


def kept_told(look: Look) -> tuple[Part, ...]:
    """For whoever reads how it ended: until when it is kept at least (requirements §4.2)."""
    if look.plan.state not in _OVER:
        return ()
    return (look.text("keeping-told", day=look.wording.day(retention.keep_until(look.plan, look.terms))),)


# To read


def _draw_keeping(look: Look) -> Form:
    held = retention.standing_hold(look.plan) is not None
    return look.form(
        "keeping-title",
        look.text("keeping-held" if held else "keeping-not-held"),
        Facts(tuple(_facts(look))),
        *(() if look.plan.state in _OVER else (look.text("keeping-not-over"),)),
        *_holds(look),
        Small(look.say("keeping-what-stays")),
        look.back(*_ways(look, held=held)),
    )


def _facts(look: Look) -> Iterator[tuple[str, str]]:
    plan, terms, day = look.plan, look.terms, look.wording.day
    kept = terms.retention
    yield look.say("keeping-rule"), look.say(f"keeping-profile-{kept.profile.value}", months=kept.months)
    if plan.left_on is not None:
        yield look.say("keeping-left-on"), day(plan.left_on)
    if plan.state not in _OVER:
        return
    if plan.archived_at is not None:
        yield look.say("keeping-archived"), day(today_of(plan, terms, plan.archived_at))
    else:
        archive_on = retention.archive_on(plan, terms)
        told = look.say("keeping-contest") if archive_on is None else day(archive_on)
        yield look.say("keeping-archive-on"), told
    yield look.say("keeping-until"), day(retention.keep_until(plan, terms))
    erase_on = retention.erase_on(plan, terms)
    yield look.say("keeping-erase-on"), look.say("keeping-not-while-held") if erase_on is None else day(erase_on)


def _holds(look: Look) -> Iterator[Part]:
    if look.plan.holds:
        yield Heading(look.say("keeping-holds"))
    for hold in look.plan.holds:
        yield from _hold(look, hold)


def _hold(look: Look, hold: LegalHold) -> Iterator[Part]:
    since = look.say("by-and-at", name=look.name(hold.set_by), at=look.moment(hold.set_at))
    yield Said(label=look.say("keeping-hold-set"), words=hold.reason, aside=since)
    if hold.lifted_at is not None and hold.lifted_reason is not None:
        lifted = look.say("by-and-at", name=look.name(hold.lifted_by), at=look.moment(hold.lifted_at))
        yield Said(label=look.say("keeping-hold-lifted"), words=hold.lifted_reason, aside=lifted)


def _ways(look: Look, *, held: bool) -> Iterator[Button]:
    if held:
        yield look.button("keeping-release", "release_plan")
    else:
        yield look.button("keeping-hold", "hold_plan")
    yield look.button("keeping-leaving", "record_leaving")
    over = look.plan.state is PlanState.ARCHIVED
    if over and not held and today_of(look.plan, look.terms, look.now) > retention.keep_until(look.plan, look.terms):
        yield look.button("keeping-erase", "erase_plan", style=Style.DANGER)


# To do


def _reason(look: Look, line: str) -> Field:
    return Field(id="reason", kind=FieldKind.LONG_TEXT, label=look.say(line), hint=look.say("keeping-reason-hint"))


def _recorded(look: Look, line: str) -> Form:
    back = look.button("keeping-back", "read_keeping")
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say(line), buttons=(back,))


def _draw_hold(look: Look) -> Form:
    return look.form(
        "hold-plan-title",
        look.text("hold-plan-intro"),
        _reason(look, "hold-plan-reason"),
        submit="hold-plan-submit",
    )


async def _hold_it(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = HoldPlan(plan=look.plan.id, reason=filled.answers.words("reason"))
    await hold_plan(work, request, by=look.asked.by, now=look.now)
    return _recorded(look, "hold-plan-receipt")


def _draw_release(look: Look) -> Form:
    return look.form(
        "release-plan-title",
        look.text("release-plan-intro", days=retention.WARNING.days),
        *_holds(look),
        _reason(look, "release-plan-reason"),
        submit="release-plan-submit",
    )


async def _release(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = ReleasePlan(plan=look.plan.id, reason=filled.answers.words("reason"))
    await release_plan(work, request, by=look.asked.by, now=look.now)
    return _recorded(look, "release-plan-receipt")


def _draw_leaving(look: Look) -> Form:
    return look.form(
        "leaving-title",
        look.text("leaving-intro"),
        Field(id="left_on", kind=FieldKind.DATE, label=look.say("leaving-day"), default=look.plan.left_on),
        submit="leaving-submit",
    )


async def _leaving(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = RecordLeaving(plan=look.plan.id, on=filled.answers.day("left_on"))
    await record_leaving(work, request, by=look.asked.by, now=look.now)
    return _recorded(look, "leaving-receipt")


def _draw_erase(look: Look) -> Form:
    return look.form(
        "erase-plan-title",
        look.text("erase-plan-intro", case=look.plan.case_number),
        Small(look.say("keeping-what-stays")),
        submit="erase-plan-submit",
    )


async def _erase(work: Work, filled: Filled) -> Form:
    look = filled.look
    await erase_plan(work, ErasePlan(plan=look.plan.id), by=look.asked.by, now=look.now)
    return look.form("erase-plan-done-title", Text(look.say("erase-plan-done", case=look.plan.case_number)))


ASKS: Final = (
    PlanAsk(name="read_keeping", act=Act.HOLD_PLAN, draw=_draw_keeping),
    PlanAsk(name="hold_plan", act=Act.HOLD_PLAN, draw=_draw_hold, do=_hold_it),
    PlanAsk(name="release_plan", act=Act.RELEASE_PLAN, draw=_draw_release, do=_release),
    PlanAsk(name="record_leaving", act=Act.RECORD_LEAVING, draw=_draw_leaving, do=_leaving),
    PlanAsk(name="erase_plan", act=Act.ERASE_PLAN, draw=_draw_erase, do=_erase),
)
