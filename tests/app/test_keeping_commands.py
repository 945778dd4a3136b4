"""``milepost retention`` and ``milepost certificate``: ids, dates and rules; no name, and nothing anybody wrote."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pypdfium2
import pytest
from rich.console import Console

from app.case_files import NoSuchCaseError
from app.certificates import NoCertificateError, write_certificate
from app.keeping import Kept, kept_plans, table_of
from app.rooms import Rooms
from app.settings import read_settings
from bot.wording import load
from jobs.housekeeping import SEEN_FOR, tidy
from plans import examples
from plans.actions.erase_again import erase_again
from plans.change import Change
from plans.ids import CaseNumber, PlanId, fresh
from plans.keeping import keep
from plans.kept import EraseCause, LegalHold
from plans.notice_ports import NoticeStanding
from plans.notices import Notice, NoticeKind
from plans.plan import Plan
from plans.retention import emptied
from plans.states import PlanState
from plans.words import Words
from storage.database import Database

NOW = examples.NOW


def rooms_of(database: Database) -> Rooms:
    return Rooms(database=database, packs={}, wording=load(), workspace=examples.WORKSPACE)


async def put(database: Database, state: PlanState, **changes: object) -> Plan:
    found = examples.case(state)
    plan = found.plan.with_(id=PlanId(fresh()), case_number=CaseNumber(f"M-{fresh()[:6].upper()}"), **changes)
    async with database.begin() as work:
        await work.packs.keep(found.terms.pack)
        stored = await keep(work, Change(plan=plan.with_(revision=0), events=()))
        await work.commit()
    return stored


async def expunge(database: Database, plan: Plan) -> None:
    gone = emptied(plan).with_(state=PlanState.ERASED, erased_at=NOW, erased_for=EraseCause.EXPUNGED)
    async with database.begin() as work:
        await keep(work, Change(plan=gone, events=()))
        await work.commit()


async def waiting(database: Database) -> list[Notice]:
    async with database.begin() as work:
        found = await work.notices.standing(
            NoticeStanding.WAITING, now=NOW - timedelta(days=1), real_now=NOW - timedelta(days=1), limit=50
        )
    return [notice for notice in found if notice.owed.kind is NoticeKind.RECORD_REMOVED]


async def test_the_list_says_what_goes_when_and_what_holds_it_by_ids_alone(database: Database) -> None:
    hold = LegalHold(reason=Words("A charge was filed."), set_by=examples.HR.id, set_at=NOW)
    archived, held = await put(database, PlanState.ARCHIVED), await put(database, PlanState.ARCHIVED, holds=(hold,))
    running, erased = await put(database, PlanState.ACTIVE), await put(database, PlanState.ARCHIVED)
    async with database.begin() as work:
        assert await erase_again(work, erased.id, now=NOW)
        await work.commit()
    lines = await kept_plans(rooms_of(database))
    found = {line.plan: line for line in lines}
    assert set(found) == {archived.id, held.id, running.id}
    assert lines[0].plan == archived.id
    assert found[archived.id].goes is not None
    assert found[archived.id].held == ()
    assert (found[held.id].goes, found[held.id].held) == (None, ("legal-hold",))
    assert (found[running.id].until, found[running.id].held) == (None, ("not-over",))
    text = drawn(lines)
    assert archived.id in text
    assert str(found[archived.id].goes) in text
    for secret in (archived.case_number, "charge", *(person.name.reveal() for person in examples.PEOPLE.values())):
        assert secret not in text


def drawn(lines: tuple[Kept, ...]) -> str:
    into = StringIO()
    Console(file=into, width=200, highlight=False).print(table_of(lines))
    return into.getvalue()


async def test_a_certificate_is_one_page_that_names_the_number_the_day_and_the_rule(
    database: Database, address: str, tmp_path: Path
) -> None:
    await database.installation_key()
    plan, other = await put(database, PlanState.ARCHIVED), await put(database, PlanState.ARCHIVED)
    await expunge(database, plan)
    settings = read_settings({"SLACK_BOT_TOKEN": "-", "SLACK_APP_TOKEN": "-", "DATABASE_URL": address})
    path = await write_certificate(settings, plan.case_number.lower(), folder=tmp_path)
    document = pypdfium2.PdfDocument(path.read_bytes())
    assert len(document) == 1
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert plan.case_number in text
    assert f"removed on {NOW:%Y-%m-%d}" in text
    assert "months" in text
    for person in examples.PEOPLE.values():
        assert person.name.reveal() not in text
    with pytest.raises(NoCertificateError):
        await write_certificate(settings, other.case_number, folder=tmp_path)
    with pytest.raises(NoSuchCaseError):
        await write_certificate(settings, "M-NOSUCH", folder=tmp_path)
    with pytest.raises(FileExistsError):
        await write_certificate(settings, plan.case_number, folder=tmp_path)


async def test_the_employee_is_told_and_after_some_days_nothing_says_whom(database: Database) -> None:
    plan, other = await put(database, PlanState.ARCHIVED), await put(database, PlanState.ARCHIVED)
    await expunge(database, plan)
    async with database.begin() as work:
        assert await erase_again(work, other.id, now=NOW)
        await work.commit()
    (notice,) = await waiting(database)
    assert (notice.owed.person, notice.owed.plan) == (examples.EMPLOYEE.id, None)
    later = notice.owed.due_at + SEEN_FOR + timedelta(days=1)
    await tidy(database.begin, database.prune, now=later)
    assert await waiting(database) == [notice], "what was not said yet is still owed"
    async with database._session([]) as session:
        await session.conn.exec_driver_sql("UPDATE notice SET state = 'sent' WHERE kind = 'record_removed'")
        await session.conn.commit()
    await tidy(database.begin, database.prune, now=later + timedelta(days=1))
    async with database.begin() as work:
        assert await work.notices.get(notice.id) is None
