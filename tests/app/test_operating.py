"""An operator beside a running bot: the list of notices, another try, and reminders put in step."""

from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console

from app.case_files import NoSuchCaseError
from app.operating import (
    NobodyIsHrError,
    NotUndeliverableError,
    local,
    notice_lines,
    retry,
    show_notices,
    table_of,
    take_stored_offices,
    tried_again,
)
from app.pretend import pretend_settings
from app.reconciling import in_step, moves_table, reconcile_now
from app.rehearsing import rehearse_now, rehearsed
from plans.ids import CaseNumber, fresh
from plans.notice_ports import NoticeStanding
from plans.notices import NoticeKind, NoticeState
from plans.ports import System
from plans.reminders import REMINDERS
from tests.app.living import SUPERVISOR, Living
from tests.app.test_answered import begun
from tests.databases import change, stored


def drawn(lines: object) -> str:
    into = StringIO()
    Console(file=into, width=200, highlight=False).print(lines)
    return into.getvalue()


async def test_the_list_shows_case_ids_and_times_and_nobodys_name(live: Living) -> None:
    number = await begun(live)
    rooms, now = live.milepost.rooms, live.milepost.clock.now()
    lines = await notice_lines(rooms, tuple(NoticeStanding), now=now)
    waiting = [line for line in lines if line.standing is NoticeStanding.WAITING]
    assert waiting
    assert {line.about for line in waiting} == {number}
    text = drawn(table_of(lines))
    assert number in text
    assert waiting[0].notice.id in text
    async with rooms.begin() as work:
        supervisor = await work.people.find(live.milepost.directory.handle(SUPERVISOR))
    assert supervisor is not None
    assert supervisor.id in text
    assert supervisor.name.reveal() not in text
    assert local(now, "America/Chicago").endswith("America/Chicago")


async def test_an_undeliverable_notice_is_sent_after_another_try(live: Living) -> None:
    await begun(live)
    rooms, now = live.milepost.rooms, live.milepost.clock.now()
    with pytest.raises(NotUndeliverableError):
        await tried_again(rooms, "0" * 32, now=now)
    change(live.file, "UPDATE notice SET state = 'undeliverable' WHERE state = 'waiting' AND kind = 'review_ahead'")
    lines = await notice_lines(rooms, (NoticeStanding.UNDELIVERABLE,), now=now)
    assert {line.notice.owed.kind for line in lines} == {NoticeKind.REVIEW_AHEAD}
    audit = live.count("audit")
    assert await tried_again(rooms, lines[0].notice.id, now=now) == 1
    assert await tried_again(rooms, None, now=now) == len(lines) - 1
    assert await notice_lines(rooms, (NoticeStanding.UNDELIVERABLE,), now=now) == ()
    assert live.count("audit") == audit + len(lines)


async def test_reconciling_says_what_moved_and_nothing_else(live: Living) -> None:
    number = await begun(live)
    rooms, now = live.milepost.rooms, live.milepost.clock.now()
    settings = pretend_settings(live.sandbox, database=live.address)
    await take_stored_offices(rooms, settings)
    assert (await in_step(rooms, now=now)).moved == ()
    async with rooms.begin() as work:
        plan = await work.plans.find(number, by=System.OPERATOR)
        assert plan is not None
        rows = [one for one in await work.notices.waiting_for(plan) if one.owed.kind is NoticeKind.CHECK_IN]
    was = rows[0].owed.due_at
    wrong = stored(was + timedelta(hours=1))
    change(live.file, "UPDATE notice SET due_at = ? WHERE id = ?", wrong, rows[0].id)
    done = await in_step(rooms, now=now)
    zone = rows[0].owed.zone
    (moved,) = done.moved
    assert (moved.case, moved.kind, moved.why) == (number, NoticeKind.CHECK_IN, "clocks")
    assert (moved.was.due_at, moved.to.due_at) == (was + timedelta(hours=1), was)
    line = drawn(moves_table(done.moved)).splitlines()[-1]
    assert (
        line.split() == f"{number} check_in {local(was + timedelta(hours=1), zone)} {local(was, zone)} clocks".split()
    )
    assert done.failed == 0
    assert (await in_step(rooms, now=now)).moved == ()


async def test_settings_that_name_no_hr_member_change_nothing(live: Living) -> None:
    settings = pretend_settings(live.sandbox, database=live.address)
    strangers = settings.model_copy(update={"milepost_hr_members": ("U0NOBODY",)})
    with pytest.raises(NobodyIsHrError):
        await take_stored_offices(live.milepost.rooms, strangers)
    await take_stored_offices(live.milepost.rooms, settings)


async def test_a_rehearsal_on_the_machine_names_roles_moments_and_the_words_to_be_sent(live: Living) -> None:
    number = await begun(live)
    rooms, now = live.milepost.rooms, live.milepost.clock.now()
    lines = await rehearsed(rooms, number, now=now)
    assert any("  employee  check_in: Your note for the review on" in line for line in lines)
    assert lines[-1].startswith("when it happens  employee  outcome_delivered: ")
    async with rooms.begin() as work:
        plan = await work.plans.find(number, by=System.OPERATOR)
        assert plan is not None
        rows = await work.notices.waiting_for(plan)
        waiting = [one.owed for one in rows if one.state is NoticeState.WAITING and one.owed.kind in REMINDERS]
        supervisor = await work.people.find(live.milepost.directory.handle(SUPERVISOR))
    assert waiting
    assert {local(owed.due_at, owed.zone) for owed in waiting} <= {line.partition("  ")[0] for line in lines}
    assert supervisor is not None
    assert supervisor.name.reveal() not in "\n".join(lines)
    with pytest.raises(NoSuchCaseError):
        await rehearsed(rooms, CaseNumber("M-000000"), now=now)


async def test_beside_a_running_bot_the_commands_print_what_they_found(
    live: Living, capsys: pytest.CaptureFixture[str]
) -> None:
    """They go by the machine's own clock, which is far from the pretend one; so nothing here rests on the date."""
    number = await begun(live)
    settings = pretend_settings(live.sandbox, database=live.address)
    await show_notices(settings, None)
    listed = capsys.readouterr().out
    assert number in listed
    assert "check_in" in listed
    await show_notices(settings, NoticeStanding.STUCK)
    assert capsys.readouterr().out == "Nothing.\n"
    await rehearse_now(settings, number.lower())
    assert "outcome_delivered" in capsys.readouterr().out
    assert await reconcile_now(settings)
    assert capsys.readouterr().out == "Open plans: 1; reminders moved: 0, added: 0, withdrawn: 0.\n"
    with pytest.raises(NotUndeliverableError):
        await retry(settings, fresh())
    assert await retry(settings, None) == 0
