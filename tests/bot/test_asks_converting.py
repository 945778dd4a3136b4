"""One plan ends and another begins: coaching turned into a plan, and a draft that begins again as coaching (S2-11)."""

from dataclasses import replace

import pytest

from bot.replies import Denied, Done, FieldErrors
from plans import examples
from plans.change import Change
from plans.ids import PlanId
from plans.keeping import keep
from plans.plan import Plan
from plans.policy import OutcomeKind, PlanKind
from plans.ports import System
from plans.states import PlanState
from storage.database import Database
from tests.bot.coaching import PLAN as COACHING
from tests.bot.coaching import stages
from tests.bot.drafting import stored
from tests.bot.playing import Player
from tests.bot.running import PLAN, Story, shown, story

WHY = "The weekly talks were good, but the reports need firm dates and more help."


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def coached(database: Database) -> Story:
    """Coaching that has come to its end."""
    return await story(database.begin, found=stages()["decision due"])


async def decide(told: Story) -> None:
    """The supervisor alone records results, proposes, and approves."""
    supervisor = told.supervisor
    await supervisor.open("record_results", COACHING)
    await supervisor.send({f"result_{examples.GUIDES}": "partly", f"evidence_{examples.GUIDES}": "One of two."})
    await supervisor.press("Propose an outcome")
    await supervisor.send({"kind": "converted", "reasons": WHY})
    await supervisor.press("Decide")
    assert "waiting for HR" not in shown(supervisor.shown)
    await supervisor.send({"decision": "approve"})
    await supervisor.open("deliver_outcome", COACHING)


async def new_plan(told: Story, database: Database) -> Plan:
    """The other plan of the employee that is open."""
    async with told.begin() as work:
        (found,) = await work.plans.open_for_employee(examples.EMPLOYEE.id)
    return await stored(database, found)


async def test_coaching_is_turned_into_a_draft_that_links_back_and_holds_nothing_of_it(
    coached: Story, database: Database
) -> None:
    await decide(coached)
    await coached.supervisor.send({"pack": "generic"})
    old, new = await stored(database, COACHING), await new_plan(coached, database)
    assert (old.state, old.outcomes[-1].kind, old.outcomes[-1].continued_as) == (
        PlanState.CLOSED,
        OutcomeKind.CONVERTED,
        new.id,
    )
    assert (new.state, new.kind, new.continues) == (PlanState.DRAFT, PlanKind.IMPROVEMENT, old.id)
    assert (new.employee, new.supervisor, new.pack.id) == (old.employee, old.supervisor, "generic")
    written = (new.strengths, new.areas, new.concerns, new.goals, new.supports, new.reviews, new.milestones, new.start)
    assert not any(written)
    async with coached.begin() as work:
        lines = await work.audit.of(new.id, reader=System.OPERATOR, now=coached.hr.now)
    assert lines[0].fact("follows") == old.case_number


async def test_the_draft_is_opened_from_the_receipt_and_each_plan_leads_to_the_other(
    coached: Story, database: Database
) -> None:
    await decide(coached)
    await coached.supervisor.send({"pack": "generic"})
    await coached.supervisor.press("Open the new draft")
    new = await new_plan(coached, database)
    assert coached.supervisor.shown.stands.plan == new.id
    await coached.supervisor.open("open_case", new.id)
    await coached.supervisor.press("Open the plan before it")
    assert coached.supervisor.shown.stands.plan == COACHING
    await coached.hr.open("open_case", COACHING)
    await coached.hr.press("Open the plan after it")
    assert coached.hr.shown.stands.plan == new.id


async def test_the_employee_reads_why_and_finds_no_way_to_the_draft(coached: Story, database: Database) -> None:
    """P-02: a draft is nothing to them until it is shared or delivered."""
    await decide(coached)
    await coached.supervisor.send({"pack": "generic"})
    new = await new_plan(coached, database)
    await coached.employee.open("read_outcome", COACHING)
    assert WHY in shown(coached.employee.shown)
    await coached.employee.open("open_case", COACHING)
    assert "Open the plan after it" not in coached.employee.labels()
    assert new.id not in repr(coached.employee.shown)
    assert isinstance(await coached.employee.open("open_case", new.id), Denied)


async def test_a_form_sent_twice_begins_one_plan(coached: Story, database: Database) -> None:
    await decide(coached)
    reply = await coached.supervisor.send({"pack": "generic"}, again=True)
    assert isinstance(reply, Done)
    assert (await new_plan(coached, database)).revision == 1


async def test_only_forms_of_an_improvement_plan_are_offered(coached: Story) -> None:
    await decide(coached)
    (field,) = (one for one in coached.supervisor.shown.fields if one.id == "pack")
    offered = [option.value for option in field.options]
    assert "generic" in offered
    assert "coaching" not in offered


async def test_with_another_plan_open_it_is_refused_and_the_coaching_goes_on(
    coached: Story, database: Database
) -> None:
    await decide(coached)
    other = examples.case(PlanState.DRAFT)
    async with coached.begin() as work:
        await work.packs.keep(other.terms.pack)
        await keep(work, Change(plan=other.plan, events=other.events))
        await work.commit()
    reply = await coached.supervisor.send({"pack": "generic"})
    assert isinstance(reply, FieldErrors)
    assert list(reply.errors) == ["pack"]
    assert (await stored(database, COACHING)).state is PlanState.DECISION_DUE


async def test_who_may_not_start_plans_is_told_to_ask_hr(coached: Story, database: Database) -> None:
    await decide(coached)
    nobody = replace(examples.SUPERVISOR, offices=frozenset())
    player = Player(desk=coached.table.desk, person=nobody, now=coached.supervisor.now)
    await player.open("deliver_outcome", COACHING)
    reply = await player.send({"pack": "generic"})
    assert isinstance(reply, FieldErrors)
    assert "Please ask HR" in (reply.form_error or "")
    await coached.hr.open("deliver_outcome", COACHING)
    await coached.hr.send({"pack": "generic"})
    new = await new_plan(coached, database)
    assert (new.supervisor, new.started_by) == (examples.SUPERVISOR.id, examples.HR.id)


# A draft that begins again as coaching


async def test_hr_asks_for_coaching_and_the_supervisor_begins_again(database: Database) -> None:
    told = await story(database.begin, PlanState.HR_REVIEW)
    await told.hr.open("review_plan", PLAN)
    await told.hr.press("Ask for changes")
    await told.hr.send({"comment_kind": "Recent work is good: coaching fits better."})
    await told.supervisor.open("plan_check", PLAN)
    assert "coaching fits better" in shown(told.supervisor.shown)
    await told.supervisor.press("Begin again as coaching")
    await told.supervisor.send()
    gone, new = await stored(database, PLAN), await new_plan(told, database)
    assert (gone.state, gone.strengths) == (PlanState.DISCARDED, None)
    assert (new.state, new.kind, new.continues) == (PlanState.DRAFT, PlanKind.COACHING, None)
    assert (new.employee, new.supervisor) == (examples.EMPLOYEE.id, examples.SUPERVISOR.id)
    assert not any((new.strengths, new.goals, new.supports))
    assert told.supervisor.labels() == ["Open the new draft"]
    await told.supervisor.press("Open the new draft")
    assert told.supervisor.shown.stands.plan == new.id


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.HR_REVIEW, PlanState.CHANGES_REQUESTED])
async def test_a_draft_becomes_coaching_only_if_hr_asked_for_it(database: Database, state: PlanState) -> None:
    told = await story(database.begin, state)
    await told.supervisor.open("begin_coaching", PLAN)
    assert told.supervisor.shown.submit is None
    assert (await stored(database, PlanId(PLAN))).state is state
