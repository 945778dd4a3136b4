"""The gist beside a plan says what the plan says after every change that is kept, and is enough to judge by."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text

from bot.gallery import message_of, notice_of
from bot.gallery_scenes import POSTS, Post
from bot.gallery_story import moments
from bot.say import say
from jobs.reconcile import reconcile_plan
from plans import examples
from plans.absences import RecordedAbsence
from plans.actions.add_note import AddNote, add_note
from plans.acts import Act
from plans.change import Change
from plans.gist import Gist, gist_of
from plans.ids import AbsenceId, EntryId, fresh
from plans.keeping import keep
from plans.notices import NoticeKind, NoticeState
from plans.people import Person, Standing
from plans.permissions import Allow, decide, learns_as
from plans.plan import Plan
from plans.ports import Begin, System
from plans.reminders import REMINDERS
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from storage.engines import connected
from storage.gists import gist_from, gist_text
from tests.bot.playing import WORDING
from tests.storage.any_plan import any_plan

MOMENTS: Final = dict(moments())
NOW: Final = examples.NOW
AS_KNOWN: Final = tuple(examples.PEOPLE.values())
# As anybody may also be: no longer there, of another workspace, in HR as well.
ALSO: Final = tuple(replace(person, standing=Standing.DEACTIVATED) for person in AS_KNOWN)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_gist_written_and_read_is_the_same(moment: str) -> None:
    gist = gist_of(MOMENTS[moment].plan)
    assert gist_from(json.loads(gist_text(gist))) == gist


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(any_plan())
def test_the_gist_of_any_plan_at_all_written_and_read_is_the_same(plan: Plan) -> None:
    gist = gist_of(plan)
    assert gist_from(json.loads(gist_text(gist))) == gist


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("away", [False, True])
def test_who_may_learn_of_a_plan_is_the_same_by_its_gist(moment: str, *, away: bool) -> None:
    plan = MOMENTS[moment].plan.with_(supervisor_away=away, reviewer=examples.REVIEWER.id)
    conflicted = plan.with_(conflicts=frozenset({examples.HR.id}))
    unshared = plan.with_(shared_at=None)
    for one, person in product((plan, conflicted, unshared), (*AS_KNOWN, *ALSO)):
        decision = decide(person, Act.LEARN, one, now=NOW)
        expected = decision.role if isinstance(decision, Allow) else None
        assert learns_as(person, gist_of(one)) == expected
        assert learns_as(person, one) == expected


@pytest.mark.parametrize("post", POSTS, ids=lambda post: f"{post.kind}-{post.moment}-{post.to.handle.native_id}")
def test_a_message_is_said_from_the_gist_that_was_kept(post: Post) -> None:
    """But for the digest, which is of many plans, and what is about none or about one that is gone."""
    case, notice = MOMENTS[post.moment], notice_of(post)
    if notice.owed.plan is None:
        about_none = {NoticeKind.DIGEST, NoticeKind.UNDELIVERED, NoticeKind.CATCH_UP, NoticeKind.RECORD_REMOVED}
        assert post.kind in about_none
        return
    kept = gist_from(json.loads(gist_text(gist_of(case.plan))))
    said = say(notice, kept, wording=WORDING, now=case.at, reader=post.to, digest=None)
    assert said == message_of(post, WORDING)
    assert said.parts


# --- in the database -------------------------------------------------------------------------------------------------

CASE: Final = examples.case(PlanState.ACTIVE)
PLAN: Final = CASE.plan.id
AWAY: Final = RecordedAbsence(
    id=AbsenceId(fresh()),
    person=examples.EMPLOYEE.id,
    first=date(2026, 10, 26),
    last=date(2026, 11, 4),
    recorded_by=examples.HR.id,
    recorded_at=CASE.at,
)


@pytest.fixture
async def begin(database: Database) -> Begin:
    async with database.begin() as work:
        await work.packs.keep(CASE.terms.pack)
        await keep(work, Change(plan=CASE.plan.with_(revision=0), events=()))
        await work.commit()
    return database.begin


async def kept_gist(database: Database) -> tuple[Gist, int]:
    async with connected(database._engine) as conn:
        asked = text("SELECT gist, revision FROM plan WHERE id = :id")
        row = (await conn.execute(asked, {"id": PLAN})).one()
    return gist_from(json.loads(row.gist)), int(row.revision)


async def revisions(database: Database, *states: NoticeState) -> set[int | None]:
    """Which revisions called for the reminders that stand so. What is claimed is stored as waiting, with a lease."""
    standing = "CASE WHEN lease_until IS NULL THEN state ELSE 'claimed' END AS state"
    async with connected(database._engine) as conn:
        asked = text(f"SELECT kind, of_revision, {standing} FROM notice WHERE plan = :id")  # noqa: S608 - a text of this test
        rows = (await conn.execute(asked, {"id": PLAN})).all()
    return {row.of_revision for row in rows if row.kind in set(REMINDERS) and row.state in states}


async def the_plan(begin: Begin) -> Plan:
    async with begin() as work:
        return await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=CASE.at)


async def called_for(database: Database) -> int | None:
    async with connected(database._engine) as conn:
        found = (await conn.execute(text("SELECT called_for FROM plan WHERE id = :id"), {"id": PLAN})).scalar_one()
    return None if found is None else int(found)


async def assert_in_step(database: Database) -> None:
    plan = await the_plan(database.begin)
    assert await kept_gist(database) == (gist_of(plan), plan.revision)
    assert await revisions(database, NoticeState.WAITING) <= {await called_for(database)}


async def test_a_note_leaves_the_reminders_alone_and_they_stay_in_step(database: Database, begin: Begin) -> None:
    """Nothing rests on a note, and there are dozens of reminders to a plan."""
    before = await called_for(database)
    async with begin() as work:
        request = AddNote(plan=PLAN, entry=EntryId(fresh()), text=Words("Two guides are done."))
        plan = await add_note(work, request, by=examples.EMPLOYEE, now=CASE.at)
    assert plan.revision > (before or 0)
    assert await called_for(database) == before
    assert await revisions(database, NoticeState.WAITING) == {before}
    async with begin() as work:
        late = CASE.at + timedelta(days=400)
        claimed = await work.notices.claim(now=late, real_now=late, lease=timedelta(seconds=30), limit=100)
        facts = await work.notices.facts(claimed)
    reminders = [facts[notice.id].in_step for notice in claimed if notice.owed.kind in REMINDERS]
    assert reminders
    assert all(reminders)


CHANGES: Final[dict[str, Callable[[Plan], Plan]]] = {
    "a stand-in": lambda plan: plan.with_(reviewer=examples.REVIEWER.id, supervisor_away=True),
    "the supervisor is back": lambda plan: plan.with_(supervisor_away=False),
    "a conflict": lambda plan: plan.with_(conflicts=frozenset({examples.HR.id, examples.SECOND_HR.id})),
    "no conflict": lambda plan: plan.with_(conflicts=frozenset()),
    "an hour later shared": lambda plan: plan.with_(shared_at=CASE.at + timedelta(hours=1)),
    "a decision is due": lambda plan: plan.with_(state=PlanState.DECISION_DUE),
    "in force again": lambda plan: plan.with_(state=PlanState.ACTIVE),
    "paused": lambda plan: plan.with_(state=PlanState.PAUSED),
    "a review moves": lambda plan: plan.with_(
        reviews=(replace(plan.reviews[0], on=plan.reviews[0].on + timedelta(days=1)), *plan.reviews[1:])
    ),
}


@pytest.mark.parametrize("seed", range(3))
async def test_after_every_kept_change_the_gist_and_the_reminders_are_of_that_revision(
    database: Database, begin: Begin, seed: int
) -> None:
    await assert_in_step(database)
    names = list(CHANGES)
    for name in (*names[seed:], *names[:seed]):
        async with begin() as work:
            plan = await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=CASE.at)
            await keep(work, Change(plan=CHANGES[name](plan), events=()))
            await work.commit()
        await assert_in_step(database)


async def moves_zone(begin: Begin) -> None:
    await meets(begin, replace(examples.EMPLOYEE, zone="Asia/Tokyo", checked_at=CASE.at))


async def loses_account(begin: Begin) -> None:
    await meets(begin, replace(examples.SUPERVISOR, standing=Standing.DEACTIVATED, checked_at=CASE.at))


async def meets(begin: Begin, person: Person) -> None:
    async with begin() as work:
        await work.people.put(person)
        await work.commit()


async def goes_away(begin: Begin) -> None:
    async with begin() as work:
        await work.absences.record(AWAY)
        await work.commit()


async def calendar_changes(begin: Begin) -> None:
    async with begin() as work:
        await work.drift.mark_all()
        await work.drift.mark_some(limit=10)
        await work.commit()


WITHOUT_A_CHANGE: Final = (moves_zone, loses_account, goes_away, calendar_changes)


@pytest.mark.parametrize("happens", WITHOUT_A_CHANGE, ids=lambda happens: happens.__name__)
async def test_what_moves_terms_without_a_change_marks_what_waits_until_it_is_reconciled(
    database: Database, begin: Begin, happens: Callable[[Begin], object]
) -> None:
    await happens(begin)  # type: ignore[misc]
    assert await revisions(database, NoticeState.WAITING) == {None}
    await reconcile_plan(begin, PLAN, now=CASE.at)
    await assert_in_step(database)


@pytest.mark.parametrize("happens", WITHOUT_A_CHANGE, ids=lambda happens: happens.__name__)
async def test_what_is_being_said_meanwhile_is_marked_too_for_it_may_come_back(
    database: Database, begin: Begin, happens: Callable[[Begin], object]
) -> None:
    later = CASE.at + timedelta(days=200)
    async with begin() as work:
        claimed = await work.notices.claim(now=later, real_now=later, lease=timedelta(seconds=30), limit=10)
        await work.commit()
    assert {notice.owed.person for notice in claimed} >= {examples.EMPLOYEE.id, examples.SUPERVISOR.id}
    await happens(begin)  # type: ignore[misc]
    assert await revisions(database, NoticeState.CLAIMED) == {None}


def test_every_state_is_among_the_plans_looked_at() -> None:
    assert {case.plan.state for case in MOMENTS.values()} == set(PlanState)
