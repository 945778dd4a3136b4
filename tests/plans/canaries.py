"""People and words for tests: each text is a canary that names its field, so a test can say exactly what leaked."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from plans.dates import Calendar
from plans.ids import (
    EntryId,
    GoalId,
    MilestoneId,
    PersonId,
    ReviewId,
    WorkspaceId,
)
from plans.people import Handle, Office, Person, Standing
from plans.policy import Pack, PackId, read_packs
from plans.terms import Terms
from plans.words import Words

WORKSPACE = WorkspaceId("w1")
NOW = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
START = date(2026, 6, 1)
END = date(2026, 12, 1)


def someone(
    name: str, *offices: Office, standing: Standing = Standing.MEMBER, workspace: WorkspaceId = WORKSPACE
) -> Person:
    """A person whose id is their name."""
    return Person(
        id=PersonId(name),
        workspace=workspace,
        handle=Handle(surface="slack", tenant="T1", native_id=f"U-{name}"),
        name=Words(f"name of {name}"),
        email=Words(f"{name}@example.org"),
        zone="America/Chicago",
        locale="en-US",
        standing=standing,
        checked_at=NOW,
        offices=frozenset(offices),
    )


EMPLOYEE = someone("employee", Office.STARTER)
SUPERVISOR = someone("supervisor", Office.STARTER)
REVIEWER = someone("reviewer")
HR = someone("hr", Office.HR, Office.HR_LEAD)
SECOND_HR = someone("second-hr", Office.HR)
CONFLICTED_HR = someone("conflicted-hr", Office.HR)
OUTSIDER = someone("outsider", Office.STARTER)
PEOPLE = (EMPLOYEE, SUPERVISOR, REVIEWER, HR, SECOND_HR, CONFLICTED_HR, OUTSIDER)

GOAL, OTHER_GOAL = GoalId("goal-1"), GoalId("goal-2")
INTERIM = MilestoneId("interim-1")
FIRST, MIDPOINT, FINAL = ReviewId("review-1"), ReviewId("review-2"), ReviewId("review-3")
PROTECTED, OPEN_BARRIER = EntryId("barrier-protected"), EntryId("barrier-open")
WANTED_OF_HR = EntryId("wanted-of-hr")


def canary(tag: str) -> Words:
    return Words(f"canary[{tag}]")


@cache
def pack(pack_id: str = "generic") -> Pack:
    return read_packs()[PackId(pack_id)]


def terms(pack_id: str = "generic") -> Terms:
    return Terms(
        pack=pack(pack_id),
        calendar=Calendar(name="plain"),
        people={person.id: person for person in PEOPLE},
    )


def words_in(thing: object) -> Iterator[str]:
    """Every text reachable from here, plain strings included."""
    if isinstance(thing, Words):
        yield thing.reveal()
    elif isinstance(thing, str):
        yield thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            yield from words_in(getattr(thing, one.name))
    elif isinstance(thing, tuple | list | frozenset | set):
        for one in thing:
            yield from words_in(one)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from words_in(key)
            yield from words_in(value)


def says(thing: object, tag: str) -> bool:
    """Whether a canary whose tag begins so can be reached."""
    return any(f"canary[{tag}" in text for text in words_in(thing))


def at(days: int) -> datetime:
    """Noon in UTC, so many days after the plan's start."""
    return datetime.combine(START, time(12), tzinfo=UTC) + timedelta(days=days)
