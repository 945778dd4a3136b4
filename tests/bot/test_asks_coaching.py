"""Coaching to its end: the kind is chosen first, nobody signs, and the supervisor alone closes it."""

import pytest

from bot.replies import Done, FieldErrors
from plans import examples
from plans.people import Role
from plans.policy import OutcomeKind, PlanKind
from plans.signing import SignatureKind
from plans.states import PlanState
from storage.database import Database
from tests.bot.coaching import stages
from tests.bot.drafting import stored, words_of
from tests.bot.playing import Player, Table, table


@pytest.fixture
def address(chosen_address: str) -> str:
    return chosen_address


@pytest.fixture
def desk(database: Database) -> Table:
    return table(database.begin)


async def start(supervisor: Player) -> str:
    """The kind is chosen; what stands in the list of forms is left as it stood."""
    await supervisor.command("new")
    assert [field.id for field in supervisor.shown.fields] == ["kind", "employee", "paper_name", "pack", "recent"]
    await supervisor.send({"kind": "coaching", "employee": "U0EMPLOYEE"})
    return supervisor.plan


async def write(supervisor: Player) -> str:
    plan = await start(supervisor)
    await supervisor.send({"strengths": "Understands issues, and plans well"})
    await supervisor.send({})
    await supervisor.send(
        {"text": "Finish two reports a week", "target": "2026-10-15", "support": "An hour a week with me"}
    )
    await supervisor.send({})
    await supervisor.send({"period": "12-weeks", "start": "2026-09-02"})
    await supervisor.send({})
    return plan


async def test_who_chooses_coaching_gets_its_form_and_no_other(desk: Table, database: Database) -> None:
    plan = await stored(database, await start(desk.seat(examples.SUPERVISOR)))
    assert (plan.kind, plan.pack.id) == (PlanKind.COACHING, "coaching")


async def test_a_form_that_is_not_of_the_kind_chosen_is_refused_at_the_kind(desk: Table) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    await supervisor.command("new")
    reply = await supervisor.send({"kind": "improvement", "employee": "U0EMPLOYEE", "pack": "coaching"})
    assert isinstance(reply, FieldErrors)
    assert set(reply.errors) == {"kind"}


async def test_coaching_may_be_about_goals_alone_and_goes_to_the_employee_without_hr(
    desk: Table, database: Database
) -> None:
    supervisor, employee = desk.seat(examples.SUPERVISOR), desk.seat(examples.EMPLOYEE)
    plan = await write(supervisor)
    assert isinstance(await supervisor.send({}), Done)
    assert (await stored(database, plan)).state is PlanState.APPROVED

    await supervisor.open("deliver_plan", plan)
    assert "Nobody signs anything here" in words_of(supervisor)
    assert [field.id for field in supervisor.shown.fields] == ["met_on", "opening_line"]
    assert isinstance(await supervisor.send({}), Done)

    await employee.open("acknowledge", plan)
    assert "typed_name" not in [field.id for field in employee.shown.fields]
    assert isinstance(await employee.send({"answer": "yes"}), Done)
    found = await stored(database, plan)
    assert found.state is PlanState.ACTIVE
    assert [(given.role, given.kind, given.typed_name) for given in found.signatures] == [
        (Role.EMPLOYEE, SignatureKind.ACKNOWLEDGED, None)
    ]


async def test_without_a_strength_coaching_does_not_begin(desk: Table, database: Database) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    plan = await start(supervisor)
    reply = await supervisor.send({"strengths": ""})
    assert isinstance(reply, FieldErrors)
    assert (await stored(database, plan)).strengths is None


def test_the_supervisor_alone_brings_coaching_to_its_end() -> None:
    closed, longer = stages()["closed"].plan, stages()["continued"].plan
    assert (closed.state, closed.outcomes[-1].kind) == (PlanState.CLOSED, OutcomeKind.GOALS_MET)
    assert closed.outcomes[-1].decided_by == examples.SUPERVISOR.id
    assert (longer.state, longer.outcomes[-1].kind) == (PlanState.ACTIVE, OutcomeKind.CONTINUED)
    assert longer.end is not None
    assert longer.end == longer.outcomes[-1].new_end
