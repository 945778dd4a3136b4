"""A rebuttal, once it was sent, is there for good, whoever saves the plan (P-08)."""

from dataclasses import replace

import pytest

from plans import examples
from plans.ids import EntryId, fresh
from plans.ports import Begin
from plans.record import Rebuttal
from plans.words import Words
from storage.plan_writing import RecordRewrittenError


@pytest.mark.parametrize("left", [(), ("Put more kindly.",)], ids=["taken out", "rewritten"])
async def test_a_rebuttal_is_neither_taken_out_nor_rewritten(begin: Begin, left: tuple[str, ...]) -> None:
    found = examples.case()
    said = Rebuttal(
        id=EntryId(fresh()), author=found.plan.employee, at=found.at, about="plan", text=Words("I see it differently.")
    )
    plan = found.plan.with_(revision=0, record=replace(found.plan.record, rebuttals=(said,)))
    async with begin() as work:
        await work.packs.keep(found.terms.pack)
        await work.plans.add(plan, next_at=None)
        await work.commit()
    changed = tuple(replace(said, text=Words(text)) for text in left)
    stored = plan.with_(revision=1)
    async with begin() as work:
        with pytest.raises(RecordRewrittenError) as refused:
            await work.plans.save(stored.with_(record=replace(stored.record, rebuttals=changed)), next_at=None)
    assert refused.value.table == "rebuttal"
