"""A copy of everything held about the employee, at the desk: asked for, put off, ordered, handed over (P-09)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.case_files import handed_over
from app.rooms import Rooms
from bot.documents import json
from bot.replies import Denied
from plans import examples
from plans.digest import DigestSection, digest_for
from plans.events import EventKind
from plans.ids import CaseNumber
from plans.notices import NoticeKind
from plans.ports import System
from plans.record import CopyRequest
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.bot.playing import WORDING
from tests.bot.running import BEFORE_FIRST, FIRST_REVIEW, PLAN, Story, shown, story

CASE = CaseNumber("M-7K3QXZ")
SEALED = "I thought the desk was left alone too often."
TO_HR = "I cannot say this to my supervisor."
NOT_THEIRS = "He told me something I have to pass on."
PRIVATE = {NoticeKind.COPY_ASKED, NoticeKind.COPY_DUE}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def asked(told: Story) -> CopyRequest:
    await told.employee.open("ask_for_copy", PLAN)
    await told.employee.send()
    return (await told.plan()).record.copy_requests[-1]


async def owed(told: Story, kind: NoticeKind) -> set[tuple[str, date | None]]:
    async with told.begin() as work:
        found = await work.notices.waiting_for(PLAN)
    return {(one.owed.person, one.owed.nominal) for one in found if one.owed.kind is kind}


async def test_who_waits_for_a_copy_reads_how_it_stands_and_need_not_ask_twice(told: Story) -> None:
    await asked(told)
    await told.employee.open("ask_for_copy", PLAN)
    assert "need not ask again" in shown(told.employee.shown)
    assert "Thursday, September 10, 2026" in shown(told.employee.shown)
    assert told.employee.shown.submit is None
    assert len((await told.plan()).record.copy_requests) == 1


async def test_hr_is_reminded_before_it_is_due_and_after_and_its_overview_says_so(told: Story) -> None:
    request = await asked(told)
    people = {examples.HR.id, examples.SECOND_HR.id}
    assert await owed(told, NoticeKind.COPY_ASKED) == {(person, date(2026, 9, 10)) for person in people}
    assert await owed(told, NoticeKind.COPY_DUE) == {(person, date(2026, 9, 10)) for person in people}
    plan = await told.plan()
    terms = examples.case().terms
    for days, section in ((5, DigestSection.DUE_SOON), (14, DigestSection.OVERDUE)):
        lines = digest_for(examples.HR, [(plan, terms)], (), now=told.hr.now + timedelta(days=days)).lines
        assert [line.section for line in lines if line.subject == request.id] == [section]


async def test_hr_takes_the_further_days_once_and_the_employee_reads_why(told: Story) -> None:
    request = await asked(told)
    await told.hr.open("answer_copy", PLAN, request.id)
    await told.hr.press("More time is needed")
    await told.hr.send({"reason": "Two binders are with the archive."})
    assert (await told.plan()).record.copy_requests[0].later_due == date(2026, 9, 21)
    assert await owed(told, NoticeKind.COPY_NEWS) == {(examples.EMPLOYEE.id, None)}
    await told.employee.open("ask_for_copy", PLAN)
    assert "Two binders are with the archive." in shown(told.employee.shown)
    assert "Monday, September 21, 2026" in shown(told.employee.shown)
    await told.hr.open("answer_copy", PLAN, request.id)
    assert "More time is needed" not in told.hr.labels()
    await told.hr.open("put_off_copy", PLAN, request.id)
    await told.hr.send({"reason": "Still there."})
    assert "no more time to take" in str(told.hr.last)


async def test_that_it_was_handed_over_is_recorded_and_told_and_nobody_is_reminded_any_more(told: Story) -> None:
    request = await asked(told)
    await told.hr.open("hand_over_copy", PLAN, request.id)
    await told.hr.send({"on": "2026-09-30"})
    assert set(told.hr.errors) == {"on"}
    await told.hr.open("hand_over_copy", PLAN, request.id)
    await told.hr.send({"on": "2026-09-01", "kept_back": "A line about another colleague's health."})
    stored = (await told.plan()).record.copy_requests[0]
    assert (stored.handed_on, stored.handed_by) == (date(2026, 9, 1), examples.HR.id)
    async with told.begin() as work:
        waiting = [one for one in await work.notices.waiting_for(PLAN) if one.owed.kind is NoticeKind.COPY_DUE]
        events = await work.audit.of(PLAN, reader=System.OPERATOR, now=told.hr.now)
    assert {one.state.value for one in waiting} == {"withdrawn"}
    assert [event.kind for event in events][-1] is EventKind.COPY_HANDED_OVER
    await told.employee.open("ask_for_copy", PLAN)
    assert "A line about another colleague's health." in shown(told.employee.shown)
    assert told.employee.shown.submit is not None, "another one may be asked for"
    await told.hr.open("hand_over_copy", PLAN, request.id)
    assert "The employee has their copy." in shown(told.hr.shown)


async def test_the_supervisor_neither_hears_of_it_nor_reads_it(told: Story) -> None:
    request = await asked(told)
    async with told.begin() as work:
        found = await work.notices.waiting_for(PLAN)
        seen = await work.plans.read(PLAN, reader=examples.SUPERVISOR, now=told.hr.now)
    assert not {one.owed.person for one in found if one.owed.kind in PRIVATE} & {examples.SUPERVISOR.id}
    assert seen.record.copy_requests == ()
    for ask in ("answer_copy", "order_copy", "put_off_copy", "hand_over_copy"):
        assert isinstance(await told.supervisor.open(ask, PLAN, request.id), Denied)
        assert isinstance(await told.employee.open(ask, PLAN, request.id), Denied)


async def test_while_somebody_waits_for_a_copy_the_plan_is_not_erased(database: Database) -> None:
    told = await story(database.begin, PlanState.CLOSED)
    request = await asked(told)
    await told.at(datetime(2027, 10, 10, 15, tzinfo=UTC))
    await told.at(datetime(2033, 1, 10, 15, tzinfo=UTC))
    assert (await told.plan()).state is PlanState.ARCHIVED
    await told.hr.open("erase_plan", PLAN)
    await told.hr.send()
    assert "waits for a copy" in str(told.hr.last)
    await told.hr.open("hand_over_copy", PLAN, request.id)
    await told.hr.send({"on": "2033-01-10"})
    await told.at(datetime(2033, 1, 12, 15, tzinfo=UTC))
    assert (await told.plan()).state is PlanState.ERASED


async def _copy_of_a_sealed_review(database: Database) -> str:
    """The supervisor has written for the review, the employee has not; both have told HR something."""
    told = await story(database.begin)
    await told.at(BEFORE_FIRST)
    await told.supervisor.open("answer_check_in", PLAN, FIRST_REVIEW)
    words = {field.id for field in told.supervisor.shown.fields} & {"challenges", "support_needed", "feedback"}
    await told.supervisor.send(dict.fromkeys(words, SEALED))
    await told.supervisor.open("contact_hr", PLAN)
    await told.supervisor.send({"text": NOT_THEIRS})
    await told.employee.open("contact_hr", PLAN)
    await told.employee.send({"text": TO_HR})
    await told.hr.open("hold_plan", PLAN)
    await told.hr.send({"reason": "A charge was filed."})
    request = await asked(told)
    await told.hr.open("answer_copy", PLAN, request.id)
    await told.hr.press("Order the file")
    await told.hr.send()
    rooms = Rooms(database=database, packs={}, wording=WORDING, workspace=examples.WORKSPACE)
    made = await handed_over(rooms, CASE, now=told.hr.now, forms=("md",))
    assert made.bundle == ""
    return json.render(made.case_file) + b"".join(made.documents.values()).decode()


async def test_the_file_holds_what_is_held_about_them_and_nothing_that_is_somebody_elses(database: Database) -> None:
    """Requirements §9.10: what is still sealed is in it; P-13: what others told HR is not."""
    text = await _copy_of_a_sealed_review(database)
    assert SEALED in text
    assert TO_HR in text
    assert NOT_THEIRS not in text
    assert "A charge was filed." not in text
    assert "asked for a copy of what is held about them" in text


async def test_an_order_of_a_copy_is_for_the_employee_and_needs_the_request(told: Story) -> None:
    await told.hr.open("order_copy", PLAN, "f" * 32)
    assert told.hr.form is None or "part" in str(told.hr.last)
    request = await asked(told)
    await told.hr.open("order_copy", PLAN, request.id)
    await told.hr.send({"purpose": "  "})
    assert set(told.hr.errors) == {"purpose"}
    await told.hr.open("order_copy", PLAN, request.id)
    await told.hr.send()
    async with told.begin() as work:
        order = await work.orders.open_for(PLAN, by=System.OPERATOR)
    assert order is not None
    assert (order.request, order.recipient) == (request.id, examples.EMPLOYEE.name)
    assert order.purpose == Words("The employee asked for a copy of what is held about them.")


OTHERS = "The supervisor told me of a colleague's illness."


async def _with_notes(told: Story) -> tuple[str, str]:
    """A note by each side; the supervisor's and the employee's id."""
    for who, text in ((told.supervisor, OTHERS), (told.employee, "I have asked for help.")):
        await who.open("add_note", PLAN)
        await who.send({"text": text})
    notes = (await told.plan()).record.notes
    mine = next(
        note for note in reversed(notes) if note.author == examples.SUPERVISOR.id and note.text == Words(OTHERS)
    )
    return mine.id, next(note.id for note in reversed(notes) if note.author == examples.EMPLOYEE.id)


async def _written(database: Database, told: Story, request: CopyRequest) -> str:
    await told.hr.open("order_copy", PLAN, request.id)
    await told.hr.send({"purpose": "Their own copy."})
    rooms = Rooms(database=database, packs={}, wording=WORDING, workspace=examples.WORKSPACE)
    return json.render((await handed_over(rooms, CASE, now=told.hr.now)).case_file)


async def test_what_hr_leaves_out_stays_out_of_the_file_which_says_so_in_general_words(
    told: Story, database: Database
) -> None:
    theirs, own = await _with_notes(told)
    request = await asked(told)
    await told.hr.open("answer_copy", PLAN, request.id)
    await told.hr.press("Leave something out")
    offered = {option.value for field in told.hr.shown.fields if field.id == "exempt" for option in field.options}
    assert theirs in offered
    assert own not in offered, "their own words are never kept from them"
    await told.hr.send({"exempt": (theirs,)})
    assert set(told.hr.errors) == {"reason"}
    await told.hr.open("leave_out_copy", PLAN, request.id)
    await told.hr.send({"exempt": (theirs,), "reason": "third-party"})
    assert (await told.plan()).record.copy_requests[-1].exempt == ((theirs, "third-party"),)
    await told.hr.open("answer_copy", PLAN, request.id)
    assert "one entry: It concerns somebody else" in shown(told.hr.shown)
    text = await _written(database, told, request)
    assert OTHERS not in text
    assert theirs not in text
    assert "left_out_third_party" in text
    assert "I have asked for help." in text
    async with told.begin() as work:
        events = await work.audit.of(PLAN, reader=System.OPERATOR, now=told.hr.now)
    line = next(event for event in events if event.kind is EventKind.COPY_LEFT_OUT)
    assert (line.by, line.fact("reason"), line.fact("entries")) == (examples.HR.id, "third-party", "1")


async def test_what_was_left_out_is_taken_back_and_nobody_else_may_choose(told: Story, database: Database) -> None:
    theirs, _ = await _with_notes(told)
    request = await asked(told)
    for who in (told.supervisor, told.employee):
        assert isinstance(await who.open("leave_out_copy", PLAN, request.id), Denied)
    for exempt in ((theirs,), ()):
        await told.hr.open("leave_out_copy", PLAN, request.id)
        await told.hr.send({"exempt": exempt, "reason": "inquiry"})
    assert (await told.plan()).record.copy_requests[-1].exempt == ()
    text = await _written(database, told, request)
    assert OTHERS in text
    assert "left_out" not in text


async def test_what_is_left_out_later_comes_on_top_of_what_was_left_out_before(told: Story) -> None:
    first, _ = await _with_notes(told)
    second, _ = await _with_notes(told)
    request = await asked(told)
    for exempt in ((first,), (second,)):
        await told.hr.open("leave_out_copy", PLAN, request.id)
        field = next(one for one in told.hr.shown.fields if one.id == "exempt")
        assert all(option.description for option in field.options), "two of one day are told apart by their time"
        await told.hr.send({"exempt": exempt, "reason": "third-party"})
    left = dict((await told.plan()).record.copy_requests[-1].exempt)
    assert left == {first: "third-party", second: "third-party"}


async def test_what_stayed_out_of_an_earlier_copy_is_offered_as_left_out_when_they_ask_again(told: Story) -> None:
    theirs, _ = await _with_notes(told)
    first = await asked(told)
    await told.hr.open("order_case_file", PLAN)
    assert "a copy of their own" in shown(told.hr.shown)
    await told.hr.open("leave_out_copy", PLAN, first.id)
    await told.hr.send({"exempt": (theirs,), "reason": "third-party"})
    await told.hr.open("hand_over_copy", PLAN, first.id)
    await told.hr.send()
    again = await asked(told)
    await told.hr.open("answer_copy", PLAN, again.id)
    assert "one entry: It concerns somebody else" in shown(told.hr.shown)
    assert "stayed out of an earlier copy" in shown(told.hr.shown)
    await told.hr.press("Leave something out")
    offered = {one.value: one.description for field in told.hr.shown.fields for one in field.options}
    assert "left out already" in str(offered[theirs])
    await told.hr.send({"exempt": (), "reason": "third-party"})
    assert (await told.plan()).record.copy_requests[-1].exempt == ()
