"""Word to HR that something could not be delivered: one neutral line a day; the digest says what (B-07)."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from plans.acts import Act
from plans.dates import Calendar, WorkingTime, earliest_moment, local_date, safe_zone
from plans.gist import Gist
from plans.ids import WorkspaceId
from plans.notices import Notice, NoticeKind, Owed
from plans.people import Office, Person
from plans.plan import Plan
from plans.ports import System, Work
from plans.states import OPEN_STATES
from plans.terms import Terms

# What tells HR of failures must not itself be a reason to tell HR.
_ABOUT_FAILURES: Final = frozenset({NoticeKind.UNDELIVERED, NoticeKind.DIGEST})
_GONE: Final = "account_gone"
log: Final = logging.getLogger(__name__)


async def tell_hr(
    work: Work, failed: Sequence[tuple[Notice, Gist | None]], *, now: datetime, calendar: Calendar
) -> None:
    """Owe the HR members of each plan word of a notice about it that failed. No commit."""
    for notice, plan in failed:
        log.warning("a notice is undeliverable: notice=%s kind=%s", notice.id, notice.owed.kind.value)
        for about in await _about(work, notice, now=now) if plan is None else (plan,):
            hr = [
                who for who in await work.people.hr() if about.role_of(who.id) is None and who.id not in about.conflicts
            ]
            await work.notices.put(undelivered_to(hr, notice, now=now, calendar=calendar))


async def _about(work: Work, notice: Notice, *, now: datetime) -> tuple[Plan, ...]:
    """The plans that a message after a time away was about; one word to HR is enough for all of them."""
    if notice.owed.kind is not NoticeKind.CATCH_UP:
        return ()
    inside = [one.owed.plan for one in await work.gathering.inside(notice.id)]
    found: list[Plan] = []
    for plan in dict.fromkeys(plan for plan in inside if plan is not None):
        try:
            found.append(await work.plans.get(plan, by=System.DELIVERY, act=Act.LEARN, now=now))
        except Exception as error:  # noqa: BLE001 - a plan that cannot be read must not keep the outcome from being written
            log.error("nobody could be told of a plan: plan=%s error=%s", plan, type(error).__name__)  # noqa: TRY400
    return tuple(found)


def undelivered_to(hr: Iterable[Person], notice: Notice, *, now: datetime, calendar: Calendar) -> tuple[Owed, ...]:
    """What each HR member who may act on the notice's plan is owed; nothing for the person it was meant for."""
    if notice.owed.kind in _ABOUT_FAILURES:
        return ()
    return tuple(
        _owed(person, workspace=notice.owed.workspace, now=now, calendar=calendar)
        for person in hr
        if person.holds(Office.HR) and person.id != notice.owed.person
    )


async def ask_about(work: Work, plan: Plan, terms: Terms, *, now: datetime) -> bool:
    """Owe HR a word about each party whose account is no longer active, once a month; whether anything was owed.

    Reminders to them are taken back, so that no message fails which would tell HR. The overview asks what happened.
    No commit.
    """
    asked = False
    for party in dict.fromkeys((plan.employee, plan.active_supervisor)):
        known = terms.people.get(party)
        if plan.state not in OPEN_STATES or known is None or known.active or known.on_paper:
            continue
        if await work.first_beat(_GONE, f"{plan.id}:{party}:{now:%Y-%m}", at=now):
            hr = [person for person in terms.hr_for(plan) if person.id != party]
            words = [_owed(one, workspace=plan.workspace, now=now, calendar=terms.calendar) for one in hr]
            await work.notices.put(words)
            asked = True
    return asked


def _owed(person: Person, *, workspace: WorkspaceId, now: datetime, calendar: Calendar) -> Owed:
    at = earliest_moment(now, WorkingTime(safe_zone(person.zone, "UTC"), calendar))
    return Owed(
        key=f"{NoticeKind.UNDELIVERED.value}:{person.id}:{local_date(at, safe_zone(person.zone, 'UTC'))}",
        workspace=workspace,
        plan=None,
        person=person.id,
        kind=NoticeKind.UNDELIVERED,
        subject=None,
        due_at=at,
        zone=safe_zone(person.zone, "UTC"),
    )
