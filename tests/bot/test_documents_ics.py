"""The dates of reviews for a calendar: the right times in the person's own zone, and no word of what they are for."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from icalendar import Calendar

from bot.documents import documents
from bot.documents.ics import TITLE, render
from plans import examples
from plans.appointments import appointments
from plans.case_file import case_file
from plans.states import PlanState, ReviewState
from tests.plans.canaries import words_in

AT = examples.NOW
KNOWN = {"UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY", "CLASS", "STATUS", "SEQUENCE", "TRANSP"}


def read(data: bytes) -> list[Any]:
    return Calendar.from_ical(data).walk("VEVENT")


def timed() -> examples.Case:
    """The example with its first review at ten in the supervisor's morning, and its second not held."""
    found = examples.case(PlanState.ACTIVE)
    first, second, *rest = found.plan.reviews
    reviews = (replace(first, at_time=time(10)), replace(second, state=ReviewState.NOT_HELD), *rest)
    return replace(found, plan=found.plan.with_(reviews=reviews))


def events(zone: str) -> list[Any]:
    found = timed()
    return read(render(appointments(found.plan, found.terms), zone=zone, made_at=AT))


def test_each_review_is_an_event_on_its_day() -> None:
    days = [event["DTSTART"].dt for event in events("America/Denver")]
    reviews = timed().plan.reviews
    assert [day.date() if isinstance(day, datetime) else day for day in days] == [review.on for review in reviews]
    assert [isinstance(day, datetime) for day in days] == [True, False, False]


def test_a_time_is_the_same_instant_in_every_zone_and_comes_with_the_zones_own_rules() -> None:
    on = timed().plan.reviews[0].on
    for zone, hour in (("America/Denver", 9), ("America/Chicago", 10), ("Asia/Kolkata", 21)):
        (event, *_) = events(zone)
        start = event["DTSTART"].dt
        assert (start.hour, start.astimezone(UTC).date()) == (hour, on)
        assert event["DTSTART"].params["TZID"] == zone
        found = timed()
        text = render(appointments(found.plan, found.terms), zone=zone, made_at=AT).decode()
        assert f"TZID:{zone}" in text.partition("BEGIN:VEVENT")[0]


def test_one_that_was_not_held_is_cancelled() -> None:
    assert [str(event["STATUS"]) for event in events("UTC")] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]


def test_an_event_says_nothing_but_that_there_is_a_meeting() -> None:
    found = timed()
    for event in events("UTC"):
        assert set(event) <= KNOWN
        assert str(event["SUMMARY"]) == TITLE
        assert str(event["CLASS"]) == "PRIVATE"
    text = render(appointments(found.plan, found.terms), zone="UTC", made_at=AT).decode().lower()
    names = [word for person in examples.PEOPLE.values() for word in words_in((person.name, person.email))]
    secrets = (*names, found.plan.case_number, found.plan.id, "review", "plan")
    assert not [word for word in secrets if word.lower() in text]


def test_each_side_has_a_file_in_its_own_zone() -> None:
    found = timed()
    file = case_file(found.plan, found.terms, (), order=None, made_at=found.at)
    made = documents(file, found.plan, found.terms, forms=("ics",))
    assert set(made) == {"dates-employee.ics", "dates-supervisor.ics"}
    assert b"TZID=America/Denver" in made["dates-employee.ics"]
    assert b"TZID=America/Chicago" in made["dates-supervisor.ics"]


def test_a_review_held_on_another_day_stands_on_that_day() -> None:
    found = timed()
    held = replace(found.plan.reviews[0], held_on=date(2027, 1, 8), state=ReviewState.HELD)
    plan = found.plan.with_(reviews=(held, *found.plan.reviews[1:]))
    (event, *_) = read(render(appointments(plan, found.terms), zone="UTC", made_at=AT))
    assert event["DTSTART"].dt == date(2027, 1, 8)
