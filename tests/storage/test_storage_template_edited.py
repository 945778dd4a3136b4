"""A plan keeps the edition of its template, whatever becomes of the file (S0-01)."""

from plans import examples
from plans.dates import Calendar
from plans.policy import Pack, load_pack
from plans.ports import Begin
from storage.database import Database
from tests.conftest import example_offices

CALENDAR = Calendar("none", {})


def _calendar(_pack: Pack) -> Calendar:
    return CALENDAR


async def test_an_edited_template_changes_no_plan_that_began_with_it(begin: Begin, address: str) -> None:
    before = examples.pack(examples.ILLINOIS)
    text = before.source.replace('label = "Collaboration"', 'label = "Working together"')
    edited = load_pack(text, name=before.id)
    assert edited.digest != before.digest
    async with begin() as work:
        await work.packs.keep(before)
        await work.commit()
    later = Database.open(
        address,
        workspace=examples.WORKSPACE,
        packs={edited.id: edited},
        calendar=_calendar,
        offices=example_offices(),
    )
    plan = examples.illinois_plan()
    async with later.begin() as work:
        await work.packs.keep(edited)
        found = (await work.terms(plan)).pack
        assert found == before
        assert "Working together" not in {area.label for area in found.competencies}
    await later.close()
