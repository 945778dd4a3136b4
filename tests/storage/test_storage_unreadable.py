"""A plan whose pack cannot be read, as after an update that refuses an old one, stops nothing but itself."""

from dataclasses import replace

import pytest

from jobs.digest_times import USUAL_TIMES
from jobs.digests import owe_digests
from plans import examples
from plans.change import Change
from plans.keeping import keep
from plans.ports import Begin
from plans.states import PlanState

_NOW = examples.NOW


async def _two_plans(begin: Begin) -> None:
    """One in order, and one that names an edition of a pack nobody kept."""
    good, bad = examples.case(PlanState.ACTIVE), examples.generic_plan().with_(state=PlanState.HR_REVIEW)
    async with begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(person)
        await work.packs.keep(good.terms.pack)
        await keep(work, Change(plan=good.plan.with_(revision=0), events=()))
        unknown = replace(bad.pack, digest="0" * 64)
        await work.plans.add(bad.with_(pack=unknown, revision=0), next_at=None)
        await work.commit()


async def test_the_other_plans_are_still_listed_and_the_log_names_it_by_id(
    begin: Begin, caplog: pytest.LogCaptureFixture
) -> None:
    await _two_plans(begin)
    async with begin() as work:
        found = [
            [plan.id for plan in await work.plans.for_hr(examples.HR, now=_NOW)],
            [plan.id for plan in await work.plans.of(examples.SUPERVISOR, now=_NOW)],
        ]
    assert found == [[examples.ILLINOIS_PLAN], [examples.ILLINOIS_PLAN]]
    said = f"a plan is left out of a list: plan={examples.GENERIC_PLAN} error=UnknownPackEditionError"
    assert {record.getMessage() for record in caplog.records if record.name == "storage.plans"} == {said}


async def test_hr_is_still_owed_a_digest(begin: Begin) -> None:
    await _two_plans(begin)
    assert await owe_digests(begin, now=_NOW, times=USUAL_TIMES) > 0
