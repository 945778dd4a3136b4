"""Faults that last: HR hears of what cannot be delivered, and a refused installation keeps its rows."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.shapes import Json
from tests.faults.plan_office import (
    EMPLOYEE,
    HR,
    POST,
    SECOND_HR,
    UNTIL,
    Office,
    Row,
    Said,
    all_accounted_for,
    at_most_one_more,
    left_open,
    said,
)

# When the employee is first reminded of the step that is due on 15 December: 10:00 in Chicago, on a Tuesday.
REMINDER = datetime(2026, 12, 8, 16, 0, tzinfo=UTC)
SECTION = "Could not be delivered"


def reminder(office: Office) -> Row:
    """The first that falls due."""
    (row,) = [row for row in office.rows() if row.kind == "goal_ahead" and row.due_at == REMINDER]
    return row


async def reached(office: Office) -> list[str]:
    """Who has been sent how much, one entry for each message."""
    return [message["member"] for message in await office.posted()]


async def direct(office: Office, person: str) -> str:
    """The conversation with this person."""
    places = await office.control.call("GET", "/conversations")
    return next(str(place["id"]) for place in places if place["kind"] == "im" and place["members"] == [person])


async def hr_hears_of_it(office: Office) -> None:
    """Each HR member has one neutral line, Home and the next digest say which."""
    told = [row for row in office.rows() if row.kind == "undelivered"]
    assert sorted(row.native_id for row in told) == [HR, SECOND_HR]
    assert [row.state for row in told] == ["sent", "sent"]
    for person in (HR, SECOND_HR):
        assert SECTION in (await office.control.act_as(person).open_home()).text
        assert "A message could not be delivered." in (await office.control.act_as(person).messages())[-1].text
    await office.walk(REMINDER + timedelta(days=1))
    for person in (HR, SECOND_HR):
        assert SECTION in (await office.control.act_as(person).messages())[-1].text


@pytest.mark.parametrize(
    ("method", "key", "code"),
    [
        (POST, "channel", "channel_not_found"),
        ("conversations.open", "users", "user_disabled"),
        ("users.info", "user", "user_not_found"),
    ],
)
async def test_hr_is_told_of_whom_slack_cannot_reach(office: Office, method: str, key: str, code: str) -> None:
    where = {key: await direct(office, EMPLOYEE) if method == POST else EMPLOYEE}
    before = await reached(office)
    await office.control.script_fault(method, "error", times=None, error=code, where=where)
    await office.walk(REMINDER + timedelta(minutes=5))
    row = reminder(office)
    assert (row.state, row.last_outcome) == ("undeliverable", f"refused:{code}")
    assert (await reached(office)).count(EMPLOYEE) == before.count(EMPLOYEE)
    await hr_hears_of_it(office)
    tries = len(await office.struck())
    await office.control.clear_faults()
    await office.walk(UNTIL)
    assert tries == 1, "what is permanent is not tried again"
    assert (await reached(office)).count(EMPLOYEE) > before.count(EMPLOYEE), "what falls due later is said again"
    assert await left_open(office) == []
    await all_accounted_for(office)


async def test_several_failures_of_one_day_are_one_line_to_each_member_of_hr(office: Office) -> None:
    await office.control.script_fault(
        "conversations.open", "error", times=None, error="user_disabled", where={"users": EMPLOYEE}
    )
    for minute in range(1, 4):
        await office.owe_notes([EMPLOYEE], at=REMINDER + timedelta(minutes=minute), name=f"note {minute}")
    await office.walk(REMINDER + timedelta(minutes=9))
    rows = office.rows()
    assert len([row for row in rows if row.last_outcome == "refused:user_disabled"]) == 4
    assert sorted(row.native_id for row in rows if row.kind == "undelivered") == [HR, SECOND_HR]


async def test_word_of_a_failure_waits_for_hrs_own_morning(office: Office) -> None:
    """It is half past four with the employee and half past five with one of HR."""
    evening = REMINDER.replace(hour=22, minute=30)
    await office.walk(evening - timedelta(minutes=1))
    await office.control.script_fault(
        "conversations.open", "error", times=None, error="user_disabled", where={"users": EMPLOYEE}
    )
    office.milepost.speaking.messenger.places.known.clear()
    await office.owe_notes([EMPLOYEE], at=evening, name="late note")
    await office.walk(evening)
    told = [(row.native_id, row.state, row.due_at) for row in office.rows() if row.kind == "undelivered"]
    assert sorted(told) == [
        (HR, "waiting", datetime(2026, 12, 9, 14, 0, tzinfo=UTC)),
        (SECOND_HR, "sent", evening),
    ]


async def test_nothing_is_sent_to_a_deactivated_account_and_hr_is_told(office: Office) -> None:
    before = await reached(office)
    await office.control.change_person(EMPLOYEE, deleted=True)
    await office.walk(REMINDER + timedelta(minutes=5))
    assert reminder(office).state == "withdrawn"
    for person in (HR, SECOND_HR):
        assert SECTION in (await office.control.act_as(person).open_home()).text
    await office.walk(UNTIL)
    for person in (HR, SECOND_HR):
        digests = [one.text for one in await office.control.act_as(person).messages() if SECTION in one.text]
        assert digests, "the next digest does not say so"
    assert (await reached(office)).count(EMPLOYEE) == before.count(EMPLOYEE)
    assert await office.control.violations() == []
    assert await left_open(office) == []


async def down(office: Office) -> None:
    """Refused for two hours over a due time: nothing leaves, nothing is given up, and health says so."""
    before = await reached(office)
    await office.walk(REMINDER + timedelta(hours=2))
    assert await reached(office) == before
    row = reminder(office)
    assert (row.state, row.attempts) == ("waiting", 0)
    status, parts = await office.health()
    assert (status, parts["slack"]) == (503, "down")


async def up_again(office: Office, undisturbed: Said) -> None:
    # The next try comes ten minutes after the last at the latest.
    await office.walk(REMINDER + timedelta(hours=2, minutes=11))
    assert reminder(office).state == "sent"
    assert (await office.health())[0] == 200
    await office.walk(UNTIL)
    assert await left_open(office) == []
    assert said(office.rows()) == undisturbed
    assert await office.control.violations() == []
    await all_accounted_for(office)


@pytest.mark.parametrize("method", [POST, "*"])
@pytest.mark.parametrize("code", ["token_revoked", "account_inactive"])
async def test_a_refused_installation_stops_the_sending_and_keeps_the_rows(
    office: Office, undisturbed: Said, method: str, code: str
) -> None:
    await office.control.script_fault(method, "error", times=None, error=code)
    await down(office)
    # Where every method is refused, asking who holds which office is refused too: at the start and every hour.
    others = 0 if method == POST else 3
    assert len(await office.struck()) <= 13 + others, "one try in ten minutes is enough to see whether we are back"
    await office.control.clear_faults()
    await up_again(office, undisturbed)


async def test_an_app_that_was_removed_is_silent_until_it_is_installed_again(office: Office, undisturbed: Said) -> None:
    await office.control.install("uninstalled")
    await office.control.settle()
    assert (await office.health())[0] == 503
    await down(office)
    await office.control.install("installed")
    await up_again(office, undisturbed)


async def test_an_outage_of_everything_loses_nothing(office: Office, undisturbed: Said) -> None:
    await office.control.script_fault("*", "http", times=None, status=503)
    before = await reached(office)
    # Each look-up waits a real second for an answer, once in a minute of the workspace's clock.
    await office.walk(REMINDER + timedelta(minutes=2))
    assert await reached(office) == before
    assert reminder(office).state == "waiting"
    await office.control.clear_faults()
    await office.walk(UNTIL)
    assert await left_open(office) == []
    assert said(office.rows()) == undisturbed
    await all_accounted_for(office)
    at_most_one_more(office)


async def test_what_stays_unknown_is_given_up_after_a_second_try_and_hr_is_told(office: Office) -> None:
    channel = await direct(office, EMPLOYEE)
    await office.control.script_fault(POST, "drop", times=None, stored=True, where={"channel": channel})
    await office.walk(REMINDER + timedelta(minutes=5))
    assert reminder(office).state == "undeliverable"
    assert len(await office.struck()) == 2
    await office.control.clear_faults()
    await hr_hears_of_it(office)
    at_most_one_more(office)


async def test_a_wait_between_two_unknown_outcomes_does_not_allow_a_third_send(office: Office) -> None:
    await office.control.script_fault(POST, "drop", stored=True)
    await office.control.script_fault(POST, "rate_limit", retry_after=90)
    await office.control.script_fault(POST, "drop", stored=True)
    before = (await reached(office)).count(EMPLOYEE)
    await office.walk(REMINDER + timedelta(hours=1))
    assert (await reached(office)).count(EMPLOYEE) - before == 2
    assert reminder(office).state == "undeliverable"
    assert await office.control.violations() == []
    at_most_one_more(office)


@pytest.mark.parametrize("method", ["users.info", "conversations.open", POST])
async def test_no_call_is_made_inside_a_wait(office: Office, undisturbed: Said, method: str) -> None:
    await office.control.script_fault(method, "rate_limit", times=3, retry_after=200)
    await office.walk(UNTIL)
    assert len(await office.struck()) == 3
    assert await office.control.violations() == []
    assert said(office.rows()) == undisturbed


async def calls(office: Office, method: str) -> list[Json]:
    return [line for line in await office.control.log("call") if line["method"] == method]


async def test_a_form_whose_trigger_has_expired_is_answered_with_words(office: Office) -> None:
    await office.control.script_fault("views.open", "error", error="expired_trigger_id")
    person = office.control.act_as(EMPLOYEE)
    outcome = await person.command("/pip", "")
    assert not outcome.trouble
    assert len(await calls(office, "views.open")) == 1, "an expired trigger is not tried again"
    assert await person.modal() is None
    assert (await person.command("/pip", "")).opened


async def test_home_is_drawn_again_after_a_conflict(office: Office) -> None:
    await office.control.script_fault("views.publish", "error", error="hash_conflict")
    person = office.control.act_as(EMPLOYEE)
    await person.open_home()
    home = await person.open_home()
    assert len(await office.struck()) == 1
    assert "Next date" in home.text
