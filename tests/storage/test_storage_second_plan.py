"""Two supervisors who open a plan for the same person at the same moment: one of them is told, on both databases."""

import asyncio

from plans import examples
from plans.actions.open_plan import OpenPlan, open_plan
from plans.ids import PlanId, fresh
from plans.people import Person
from plans.plan import PlanError
from plans.ports import Begin

_PACK = examples.pack(examples.GENERIC)


async def _opens(begin: Begin, by: Person) -> str:
    """``opened``, or why not."""
    request = OpenPlan(plan=PlanId(fresh()), kind=_PACK.kind, employee=examples.EMPLOYEE.id, pack=_PACK)
    try:
        async with begin() as work:
            await open_plan(work, request, by=by, now=examples.NOW)
    except PlanError as error:
        return error.code
    return "opened"


async def test_one_opens_and_the_other_is_refused(begin: Begin) -> None:
    async with begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(person)
        await work.commit()
    came = await asyncio.gather(*(_opens(begin, by) for by in (examples.SUPERVISOR, examples.OUTSIDER)))
    assert sorted(came) == ["opened", "second-open-plan"]
    async with begin() as work:
        assert len(await work.plans.open_for_employee(examples.EMPLOYEE.id)) == 1
