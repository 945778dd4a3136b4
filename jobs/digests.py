"""Owe each HR member their digest: weekly if they have an open plan to read, daily only if something is new (B-06).

New is what falls due before the next digest, and what has come to need HR since the last one. What was overdue before
stands in the weekly digest; it does not call for one every morning.

A digest is a notice without words or numbers; what it says is drawn when it is sent. Only plans the member may read as
HR count (F-05). A period that was looked at is marked in the ledger of beats, so it is looked at once.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from jobs.digest_times import DigestTimes, Issue, issues_at, next_issue
from plans.dates import WorkingTime, earliest_moment, local_date, safe_zone
from plans.digest import Digest, DigestSection, Line, digest_for
from plans.duties import DutyKind
from plans.ids import PersonId
from plans.notices import Notice, NoticeKind, Owed
from plans.people import Office, Person
from plans.plan import Plan
from plans.ports import Begin, Work
from plans.terms import Terms

_DUE: Final = frozenset(
    {DigestSection.DECISIONS_DUE, DigestSection.OVERDUE, DigestSection.MISSED, DigestSection.DUE_SOON},
)
# Some of what is owed has a section of its own.
_DUTIES: Final = frozenset(kind.value for kind in DutyKind)
log: Final = logging.getLogger(__name__)


async def owe_digests(begin: Begin, *, now: datetime, times: DigestTimes) -> int:
    """Owe what has come due by ``now`` and was not looked at yet; how many were owed."""
    async with begin() as work:
        looked = await look_for_digests(work, now=now, times=times)
        if looked.commit:
            await work.commit()
    return looked.owed


# An HR member and a period.
Seen = tuple[PersonId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How many digests were owed, whether there is something to commit, and when looking again is worth while.

    ``seen`` are the issues that have been looked at by now, of each member.
    """

    owed: int = 0
    commit: bool = False
    again: datetime | None = None
    seen: frozenset[Seen] = frozenset()


async def look_for_digests(
    work: Work,
    *,
    now: datetime,
    times: DigestTimes,
    seen: frozenset[Seen] = frozenset(),
) -> Looked:
    """The same inside a transaction of the caller's, who commits. What was ``seen`` before is not looked at."""
    owed, commit, zones, come = 0, False, set[str](), set[Seen]()
    for person in await work.people.hr():
        zones.add(person.zone)
        issues = issues_at(person.zone, times, now=now) if person.holds(Office.HR) else ()
        come |= {(person.id, issue.period) for issue in issues}
        new = [issue for issue in issues if (person.id, issue.period) not in seen]
        # All of them are marked, though one digest is enough for all.
        for issue in [issue for issue in new if await _first(work, person, issue, now=now)]:
            commit = True
            if await _worth_sending(work, person, issue, times, now=now):
                owed += await work.notices.put([_owed(work, person, issue)])
                break
    again = min((next_issue(zone, times, now=now) for zone in zones), default=None)
    return Looked(owed=owed, commit=commit, again=again, seen=frozenset(come))


async def _first(work: Work, person: Person, issue: Issue, *, now: datetime) -> bool:
    return await work.first_beat(f"digest:{person.id}", issue.period, at=now)


async def _worth_sending(work: Work, person: Person, issue: Issue, times: DigestTimes, *, now: datetime) -> bool:
    """Whether it can still be read in time, and has anything to say: weekly any plan will do, daily what is new."""
    working = WorkingTime(safe_zone(person.zone, "UTC"), times.calendar)
    if earliest_moment(now, working) >= issue.until:
        return False
    look = await work.integrity.looked()
    if look is not None and not look.good and (issue.weekly or look.at > issue.after):
        return True
    failed = await work.notices.undelivered(since=issue.after)
    digests = [_digest(person, case, failed, now=now) for case in await _cases(work, person, now=now)]
    if issue.weekly:
        return any(digest.plans or digest.lines for digest in digests)
    undelivered = {notice.id for notice in failed}
    return any(
        line.subject in undelivered or _new(line, issue, working.zone) for digest in digests for line in digest.lines
    )


async def _cases(work: Work, person: Person, *, now: datetime) -> list[tuple[Plan, Terms]]:
    return [(plan, await work.terms(plan)) for plan in await work.plans.for_hr(person, now=now)]


def _digest(person: Person, case: tuple[Plan, Terms], failed: Sequence[Notice], *, now: datetime) -> Digest:
    """One plan's part. A plan that cannot be read must not keep HR from hearing of the others."""
    try:
        return digest_for(person, [case], failed, now=now)
    except Exception as error:  # noqa: BLE001 - which faults a plan may hold cannot be foreseen
        # The traceback could quote what a person wrote, so only the kind of error is told.
        log.error("a plan has no digest: plan=%s error=%s", case[0].id, type(error).__name__)  # noqa: TRY400
        return Digest(reader=person.id, made_at=now, plans=1, lines=())


def _new(line: Line, issue: Issue, zone: str) -> bool:
    """Whether its date lies between the last digest and the next, or it has come up since the last."""
    if line.section not in _DUE and line.code not in _DUTIES:
        return False
    came_up = line.since is not None and line.since > issue.after
    near = line.on is not None and local_date(issue.after, zone) <= line.on < local_date(issue.until, zone)
    return came_up or near


def _owed(work: Work, person: Person, issue: Issue) -> Owed:
    return Owed(
        key=f"{NoticeKind.DIGEST.value}:{person.id}:{issue.period}",
        workspace=work.workspace,
        plan=None,
        person=person.id,
        kind=NoticeKind.DIGEST,
        subject=issue.period,
        due_at=issue.at,
        zone=safe_zone(person.zone, "UTC"),
        not_after=issue.until,
    )
