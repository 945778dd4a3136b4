"""The employee's statements at the desk: disputed is a flag, HR may reply once, and all of it travels (P-08, §5)."""

import pytest

from bot.documents import FORMATS
from bot.replies import Denied, FieldErrors
from plans import examples
from plans.acts import Act
from plans.case_file import case_file
from plans.notices import NoticeKind
from plans.people import Person
from plans.ports import System
from plans.rights import outcome_id
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import PLAN, Story, shown, story

VIEW = "The desk was short, and I had said so in May."
REPLY = "We have looked at the rota of May and see it as you say."


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def disagree(told: Story, about: str | None = None) -> str:
    await told.employee.open("rebut", PLAN, about)
    await told.employee.send({"text": VIEW})
    return (await told.plan()).record.rebuttals[-1].id


PAGE = "The desk was short on Monday, and I had said so. " * 50


async def test_a_long_statement_is_written_on_in_further_fields_and_stands_as_one(told: Story) -> None:
    """A field of Slack takes 3,000 characters, the statement 10,000; the hash of its line is that of the whole."""
    pages = [f"Part {number}: {PAGE}".strip() for number in range(1, 5)]
    await told.employee.open("rebut", PLAN)
    fields = told.employee.shown.fields
    assert [field.id for field in fields] == ["text", "text_2", "text_3", "text_4"]
    assert [field.required for field in fields] == [True, False, False, False]
    assert "go on in the next field" in (fields[0].hint or "")
    await told.employee.send({field.id: page for field, page in zip(fields, pages, strict=True)})
    whole = "\n\n".join(pages)
    assert len(whole) > 9_800
    (said,) = (await told.plan()).record.rebuttals
    assert said.text.reveal() == whole
    async with told.begin() as work:
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=told.hr.now)
        terms, events = await work.terms(plan), await work.audit.of(PLAN, reader=System.OPERATOR, now=told.hr.now)
        found = await work.integrity.held(PLAN)
    made = case_file(plan, terms, events, order=None, made_at=told.hr.now)
    for form in ("md", "json", "csv"):
        text = FORMATS[form](made)
        assert all(page in text for page in pages)
    assert found.fault() is None
    assert any(said.id in place for place in found.present)


async def test_what_is_too_long_all_the_same_is_said_at_the_field_and_nothing_typed_is_lost(told: Story) -> None:
    await told.employee.open("rebut", PLAN)
    fields = [field.id for field in told.employee.shown.fields]
    reply = await told.employee.send(dict.fromkeys(fields, "a" * 3_000))
    assert isinstance(reply, FieldErrors)
    assert list(told.employee.errors) == ["text"]
    assert "12006 characters, and 10000 fit" in told.employee.errors["text"].replace(",0", "0")
    assert (await told.plan()).record.rebuttals == ()


async def test_a_field_that_is_left_out_leaves_no_gap(told: Story) -> None:
    await told.employee.open("rebut", PLAN)
    await told.employee.send({"text": "First.", "text_3": "Then."})
    (said,) = (await told.plan()).record.rebuttals
    assert said.text.reveal() == "First.\n\nThen."


async def notified(told: Story, person: Person) -> int:
    async with told.begin() as work:
        notices = await work.notices.waiting_for(PLAN)
    return sum(one.owed.kind is NoticeKind.NOTE_ADDED and one.owed.person == person.id for one in notices)


async def test_hr_replies_from_the_record_and_both_sides_read_it_beside_the_statement(told: Story) -> None:
    await disagree(told)
    before = await notified(told, examples.EMPLOYEE)
    await told.hr.open("read_record", PLAN)
    await told.hr.press("Reply")
    assert VIEW in shown(told.hr.shown)
    await told.hr.send()
    assert list(told.hr.errors) == ["reply"]
    await told.hr.send({"reply": REPLY})
    assert await notified(told, examples.EMPLOYEE) == before + 1
    for player in (told.employee, told.supervisor, told.hr):
        await player.open("read_record", PLAN)
        text = shown(player.shown)
        assert text.index(VIEW) < text.index(REPLY)
        assert "Reply" not in player.labels()


async def test_there_is_one_reply_and_it_stays_as_it_is(told: Story) -> None:
    said = await disagree(told)
    await told.hr.open("answer_rebuttal", PLAN, said)
    second = told.table.seat(examples.SECOND_HR, now=told.hr.now)
    await second.open("answer_rebuttal", PLAN, said)
    await told.hr.send({"reply": REPLY})
    reply = await second.send({"reply": "Something else."})
    assert isinstance(reply, FieldErrors)
    assert "already on record" in (reply.form_error or "")
    await second.open("answer_rebuttal", PLAN, said)
    assert second.shown.submit is None
    (kept,) = (await told.plan()).record.rebuttals
    assert kept.reply is not None
    assert (kept.text.reveal(), kept.reply.reveal(), kept.replied_by) == (VIEW, REPLY, examples.HR.id)


async def test_nobody_but_hr_replies(told: Story) -> None:
    said = await disagree(told)
    for player in (told.employee, told.supervisor):
        assert isinstance(await player.open("answer_rebuttal", PLAN, said), Denied)
        await player.open("read_record", PLAN)
        assert "Reply" not in player.labels()


async def test_what_the_employee_sees_differently_is_marked_as_disputed_on_the_plans_page(told: Story) -> None:
    for player in (told.employee, told.supervisor, told.hr):
        await player.open("open_case", PLAN)
        assert "Disputed" not in shown(player.shown)
    await disagree(told)
    await disagree(told)
    await disagree(told, "results")
    for player in (told.employee, told.supervisor, told.hr):
        await player.open("open_case", PLAN)
        assert "Disputed: the employee has answered 2 parts" in shown(player.shown)


async def test_a_statement_about_a_protected_matter_stays_with_hr_and_so_does_the_reply(told: Story) -> None:
    """P-13: the supervisor is not told, finds nothing, and no chain that others may read has a line of it."""
    goal = (await told.plan()).goals[0].milestone
    await told.employee.open("raise_barrier", PLAN, goal)
    await told.employee.send({"kind": "protected", "text": "A private matter."})
    barrier = (await told.plan()).record.barriers[0].id
    before = await notified(told, examples.SUPERVISOR)
    said = await disagree(told, barrier)
    await told.hr.open("answer_rebuttal", PLAN, said)
    await told.hr.send({"reply": REPLY})
    assert await notified(told, examples.SUPERVISOR) == before
    assert await notified(told, examples.EMPLOYEE) == 1
    for ask in ("read_record", "open_case"):
        await told.supervisor.open(ask, PLAN)
        assert VIEW not in shown(told.supervisor.shown)
        assert "Disputed" not in shown(told.supervisor.shown)
    await told.employee.open("read_record", PLAN)
    assert REPLY in shown(told.employee.shown)
    async with told.begin() as work:
        trail = await work.audit.trail(PLAN, reader=System.OPERATOR, now=told.hr.now)
    contents = " ".join(line.content or "" for line in trail.lines)
    assert "plan.opened" in contents
    assert "rebuttal." not in contents
    assert said not in contents


async def test_a_statement_on_the_outcome_stands_with_it_in_every_case_file_made_later(database: Database) -> None:
    told = await story(database.begin, PlanState.CLOSED)
    await told.employee.open("read_outcome", PLAN)
    await told.employee.press("Add my own view")
    await told.employee.send({"text": VIEW})
    answered = await told.plan()
    (said,) = answered.record.rebuttals
    assert said.about == outcome_id(answered, answered.outcomes[-1])
    await told.employee.open("read_outcome", PLAN)
    assert "Disputed: the employee sees this differently." in shown(told.employee.shown)
    await told.hr.open("answer_rebuttal", PLAN, said.id)
    await told.hr.send({"reply": REPLY})
    async with told.begin() as work:
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=told.hr.now)
        terms = await work.terms(plan)
        events = await work.audit.of(PLAN, reader=System.OPERATOR, now=told.hr.now)
    made = case_file(plan, terms, events, order=None, made_at=told.hr.now)
    for form in ("md", "json", "csv"):
        text = FORMATS[form](made)
        assert VIEW in text
        assert REPLY in text
