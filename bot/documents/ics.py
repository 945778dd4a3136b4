"""Reviews for a person's calendar. Colleagues may see that calendar, so no entry says what it is about or with whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from plans.appointments import Appointment
from plans.dates import local_time

TITLE: Final = "Meeting"
_LENGTH: Final = timedelta(hours=1)
_MAKER: Final = "-//Milepost//Dates//EN"


def render(found: Sequence[Appointment], *, zone: str, made_at: datetime) -> bytes:
    """The same appointments give the same bytes. Times are in the person's zone, whose rules come with them."""
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in found:
        calendar.add_component(_event(one, zone=zone, made_at=made_at))
    timed = [local_time(one.at, zone).date() for one in found if one.at is not None]
    if timed:
        calendar.add_missing_timezones(first_date=min(timed), last_date=max(timed) + timedelta(days=366))
    written: bytes = calendar.to_ical()
    return written


def _event(one: Appointment, *, zone: str, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{one.id}@milepost")
    event.add("dtstamp", made_at)
    event.add("sequence", one.moves)
    event.add("summary", TITLE)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    if one.at is None:
        event.add("dtstart", one.on)
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", one.at.astimezone(ZoneInfo(zone)))
        event.add("duration", _LENGTH)
    return event
