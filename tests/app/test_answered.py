"""Messages whose question was answered lose their buttons; the case file needs an order and leaves a line."""

import json
import stat
from pathlib import Path
from typing import Final

import pytest

from app.case_files import NoOrderError, NoSuchCaseError, write_case_file
from app.pretend import pretend_settings
from app.private_files import write_private
from app.story import illinois
from app.story.control_stage import ControlStage
from app.verifying import BundleFaultError, verified
from bot.wording import load
from plans.ids import CaseNumber, OrderId, fresh
from plans.ports import Order, System
from plans.words import Words
from tests.app.living import EMPLOYEE, HR, SUPERVISOR, Living

PEOPLE: Final = (SUPERVISOR, EMPLOYEE, HR)
CONTACT: Final = load(folders=()).say("button-contact-hr")


async def begun(live: Living) -> CaseNumber:
    """The story up to the employee's receipt; the plan's case number."""
    stage = ControlStage(live.control, people=PEOPLE)
    await illinois.open_plan(stage)
    await illinois.finish_draft(stage)
    for chapter in (illinois.approve, illinois.deliver, illinois.acknowledge):
        await chapter(stage)
        await live.control.settle()
    home = await live.supervisor.open_home()
    return CaseNumber("M-" + home.text.partition("M-")[2][:6])


async def test_what_was_answered_shows_the_date_in_its_buttons_place_and_the_case_file_follows_an_order(
    live: Living, tmp_path: Path
) -> None:
    number = await begun(live)
    await live.control.call("POST", "/clock", {"advance_by": 3_600})
    await live.control.settle()
    for user in PEOPLE:
        shown = await live.act_as(user).messages()
        answered = [message for message in shown if "Recorded on" in message.text]
        assert answered, [message.text for message in shown]
        assert answered[0].edited
        # What is left is the way to HR, and for HR nothing.
        assert {button.text for button in answered[0].buttons} <= ({CONTACT} if user != HR else set())
    assert live.count("redraw") == 0
    await case_files(live, number, tmp_path)


async def case_files(live: Living, number: CaseNumber, folder: Path) -> None:
    settings = pretend_settings(live.sandbox, database=live.address)
    with pytest.raises(NoOrderError):
        await write_case_file(settings, number, form="md", folder=folder)
    with pytest.raises(NoSuchCaseError):
        await write_case_file(settings, "M-000000", form="md", folder=folder)
    await ordered(live, number)
    lines = live.count("audit")
    with pytest.raises(FileNotFoundError):
        await write_case_file(settings, number, form="md", folder=folder / "none")
    assert live.count("audit") == lines
    written = await write_case_file(settings, number.lower(), form="json", folder=folder)
    (path,) = written.documents
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(written.bundle.stat().st_mode) == 0o600
    assert number in verified(written.bundle, key=written.fingerprint)
    assert json.loads(path.read_text(encoding="utf-8"))
    assert path.name.startswith(f"case-file-{number}-")
    said = verified(written.bundle, key=written.fingerprint, unpack=folder)
    for name in ("case-file.csv", "case-file.docx", "case-file.md", "case-file.pdf", "dates-employee.ics"):
        assert f"\n{folder / name}" in said
    assert "byte for byte" in verified(written.bundle, key=written.fingerprint, documents=[folder / "case-file.pdf"])
    (folder / "case-file.md").write_text("changed")
    with pytest.raises(BundleFaultError, match="it was changed"):
        verified(written.bundle, key=written.fingerprint, documents=[folder / "case-file.md"])
    assert live.count("audit") == lines + 1
    with pytest.raises(NoOrderError):
        await write_case_file(settings, number, form="json", folder=folder)


async def ordered(live: Living, number: CaseNumber) -> None:
    """HR orders the case file."""
    now = live.milepost.clock.now()
    async with live.milepost.rooms.begin() as work:
        plan = await work.plans.find(number, by=System.OPERATOR)
        hr = await work.people.find(live.milepost.directory.handle(HR))
        assert plan is not None
        assert hr is not None
        order = Order(
            id=OrderId(fresh()), plan=plan, by=hr.id, at=now, purpose=Words("A hearing"), recipient=Words("Counsel")
        )
        await work.orders.put(order)
        await work.commit()


def test_a_file_or_a_link_that_is_there_already_is_not_written_to(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("kept")
    link = tmp_path / "link"
    link.symlink_to(there)
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "elsewhere")
    for path in (there, link, dangling):
        with pytest.raises(FileExistsError):
            write_private(path, b"lost")
    assert there.read_text() == "kept"
    assert not (tmp_path / "elsewhere").exists()
