"""From the tables of a pack file to a ``Pack``: which keys there are, and what each must look like.

What several keys must be to each other stands in ``plans.pack_checks``.
"""

import re
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeVar

from plans.dates import DateOutOfRangeError, checked
from plans.pack import (
    PROPOSED_REVIEWS,
    RETENTION_MONTHS,
    ClockStart,
    Competency,
    Consideration,
    Drafter,
    HeaderField,
    HolidaySource,
    LeadTimes,
    Limits,
    NextSteps,
    OutcomeKind,
    Pack,
    PackId,
    PeriodOption,
    PlanKind,
    Rating,
    Reason,
    Retention,
    RetentionProfile,
    ReviewKind,
    ReviewSlot,
    Span,
    Unit,
)
from plans.pack_rules import Effect, Rule, RuleStatus
from plans.pack_table import Table
from plans.people import Role

# A choice in a list may have 75 characters on the chat surfaces we draw for.
_LABEL: Final = 75
_WATCHES: Final = (6, 12)
_SOURCE_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_LOCALE: Final = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_SHARE: Final = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")

Figures = TypeVar("Figures", LeadTimes, Limits)


def read_pack(file: Table, name: str) -> Pack:
    """The pack as far as it can be read. It may be used only if ``file.faults`` stayed empty."""
    progress = file.table("progress")
    pack = _form(file, name)(
        min_days=file.number("min_days", default=None, least=1),
        max_days=file.number("max_days", default=None, least=1),
        required_reviews=_required_reviews(file),
        hr_gate=file.flag("hr_gate"),
        clock_starts=file.choice("clock_starts", ClockStart, default=ClockStart.DELIVERY),
        weekly_prompt=file.flag("weekly_prompt", default=False),
        sealed_notes=file.flag("sealed_notes", default=True),
        signatures=file.choices("signatures", Role),
        outcomes=file.choices("outcomes", OutcomeKind),
        decision_due_working_days=file.number("decision_due_working_days", default=None),
        decision_notices=file.numbers("decision_notices", default=()),
        retention=_retention(file.table("retention")),
        holidays=_holidays(file.table("holidays")),
        hr_contact=file.text("hr_contact", longest=200),
        copy_due_working_days=file.number("copy_due_working_days", default=None, least=1),
        copy_extension_working_days=file.number("copy_extension_working_days", default=0),
        acceptable=tuple(map(_reason, progress.tables("acceptable", required=True))),
        insufficient=tuple(map(_reason, progress.tables("insufficient", required=True))),
        next_steps=tuple(map(_next_steps, file.tables("next_steps"))),
        lead_times=_figures(file.table("lead_times"), LeadTimes()),
        limits=_figures(file.table("limits"), Limits()),
        rules=tuple(map(_rule, file.tables("rules", required=True))),
        wording=_wording(file.table("wording")),
        unit=file.choice("unit", Unit, default=Unit.GOAL),
        ratings=tuple(map(_rating, file.tables("ratings"))),
        rated_below=file.number("rated_below", default=None, least=1),
    )
    progress.close()
    file.close()
    return pack


def _form(file: Table, name: str) -> partial[Pack]:
    """What the form shows; how it is run is still to be filled in."""
    texts = file.table("texts")
    form = partial(
        Pack,
        id=PackId(name),
        version=file.text("version", longest=20),
        version_date=file.day("version_date"),
        locale=_locale(file),
        kind=file.choice("kind", PlanKind),
        name=file.text("name", longest=_LABEL),
        header=tuple(map(_header_field, file.tables("header", required=True))),
        competencies=tuple(map(_competency, file.tables("competencies"))),
        free_competencies=file.flag("free_competencies"),
        drafted_by=file.choice("drafted_by", Drafter),
        purpose=texts.text("purpose"),
        rights=texts.texts("rights", required=True),
        consequences=texts.text("consequences", empty=True) if texts.has("consequences") else "",
        disclaimers=texts.texts("disclaimers"),
        checklist=texts.texts("checklist"),
        smart=tuple(map(_consideration, file.tables("smart", required=True))),
        periods=tuple(map(_period, file.tables("periods", required=True))),
    )
    texts.close()
    return form


def _required_reviews(file: Table) -> tuple[ReviewKind, ...]:
    """The reviews that every period has: all three, but for coaching, unless the pack names them."""
    if file.has("required_reviews"):
        return file.choices("required_reviews", ReviewKind)
    return () if file.values.get("kind") == PlanKind.COACHING else PROPOSED_REVIEWS


def _locale(file: Table) -> str:
    locale = file.text("locale", longest=6)
    if locale and not _LOCALE.fullmatch(locale):
        file.fault("locale", f"“{locale}” must look like en or en-US.")
    return locale


def _header_field(table: Table) -> HeaderField:
    read = HeaderField(
        key=table.key("key"), label=table.text("label", longest=_LABEL), required=table.flag("required", default=False)
    )
    table.close()
    return read


def _competency(table: Table) -> Competency:
    read = Competency(
        key=table.key("key"),
        label=table.text("label", longest=_LABEL),
        definition=table.text("definition", longest=500),
        supervisors_only=table.flag("supervisors_only", default=False),
    )
    table.close()
    return read


def _rating(table: Table) -> Rating:
    read = Rating(value=table.number("value", default=0, least=1), label=table.text("label", longest=_LABEL))
    if not table.has("value"):
        table.fault("value", "This is missing.", instead="Write value = 1 for the lowest level.")
    table.close()
    return read


def _consideration(table: Table) -> Consideration:
    read = Consideration(
        letter=table.text("letter", longest=1), name=table.text("name", longest=_LABEL), text=table.text("text")
    )
    table.close()
    return read


def _reason(table: Table) -> Reason:
    read = Reason(key=table.key("key"), label=table.text("label", longest=_LABEL))
    table.close()
    return read


def _next_steps(table: Table) -> NextSteps:
    read = NextSteps(
        classification=table.key("classification"),
        label=table.text("label", longest=_LABEL),
        text=table.text("text"),
    )
    table.close()
    return read


def _period(table: Table) -> PeriodOption:
    days, months = (table.number(key, default=None, least=1) for key in ("days", "months"))
    if days is not None and months is not None:
        table.fault("", "A period has days or months, not both.", instead="Take one of the two out.")
    reviews = table.table("reviews")
    read = PeriodOption(
        id=table.key("id"),
        label=table.text("label", longest=_LABEL),
        length=None if days is None and months is None else Span(days=days, months=months),
        reviews=tuple(
            ReviewSlot(kind=kind, span=_span(reviews.table(kind.value)))
            for kind in PROPOSED_REVIEWS
            if reviews.has(kind)
        ),
        default=table.flag("default", default=False),
    )
    reviews.close()
    table.close()
    return read


def _span(table: Table) -> Span:
    days, months = (table.number(key, default=None, least=1) for key in ("days", "months"))
    written = table.optional_text("share", longest=9)
    share = None
    if written:
        match = _SHARE.fullmatch(written)
        share = Fraction(int(match[1]), int(match[2])) if match else None
        if share is None:
            table.fault("share", f"“{written}” must be a fraction such as 1/3.", instead='Write share = "1/3".')
    if (days, months, written).count(None) != len(("days", "months", "share")) - 1:
        table.fault("", "Exactly one of days, months and share must stand here.", instead="Write { days = 10 }.")
    table.close()
    return Span(days=days, months=months, share=share)


def _retention(table: Table) -> Retention:
    profile = table.choice("profile", RetentionProfile, default=RetentionProfile.DEFAULT)
    months = table.number("months", default=None, least=1)
    if profile is RetentionProfile.CUSTOM and months is None:
        table.fault("months", "The custom profile needs a number of months.", instead="Write months = 60, say.")
    if profile is not RetentionProfile.CUSTOM and months is not None:
        said = f"The profile {profile} sets this; only custom has a figure of its own."
        table.fault("months", said, instead="Take it out, or write profile = “custom”.")
    least = RETENTION_MONTHS.get(profile, months or 0)
    expunge = table.number("expunge_months", default=None, least=1)
    if expunge is not None and expunge < least:
        said = f"Nothing may be taken off the record before the {least} months that the profile asks for."
        table.fault("expunge_months", said, instead=f"Write expunge_months = {least}, or more.")
    found = Retention(
        profile=profile,
        months=least,
        archive_days=table.number("archive_days", default=30),
        watch_months=_watch(table),
        expunge_months=expunge,
    )
    table.close()
    return found


def _watch(table: Table) -> int | None:
    """Requirements F-09 know of two lengths."""
    months = table.number("watch_months", default=None, least=1)
    if months not in {None, *_WATCHES}:
        said = f"A watch lasts 6 or 12 months, not {months}."
        table.fault("watch_months", said, instead="Write watch_months = 6, or 12, or take it out.")
    return months


def _holidays(table: Table) -> HolidaySource:
    country, subdivision = table.optional_text("country", longest=2), table.optional_text("subdivision", longest=10)
    if country and not _COUNTRY.fullmatch(country):
        said = f"“{country}” must be two capital letters such as US."
        table.fault("country", said, instead='Write country = "US".')
    if subdivision and not country:
        table.fault("subdivision", "A subdivision needs its country.", instead='Write country = "US" before it.')
    listed = table.table("days")
    days = tuple((_holiday(listed, key), listed.text(key, longest=_LABEL)) for key in listed.values)
    table.close()
    return HolidaySource(country=country, subdivision=subdivision, days=days)


def _holiday(table: Table, key: str) -> date:
    try:
        return checked(date.fromisoformat(key))
    except DateOutOfRangeError as error:
        said = f"The year {error.year} is not between 1970 and 2200."
        table.fault(key, said, instead="Write a day of our time.")
    except ValueError:
        said = "The key must be a date such as 2026-12-24."
        table.fault(key, said, instead='Write "2026-12-24" = "Winter break".')
    return date.min


def _figures(table: Table, defaults: Figures) -> Figures:
    read: dict[str, Any] = {}
    for figure in fields(defaults):
        default: object = getattr(defaults, figure.name)
        if isinstance(default, int):
            read[figure.name] = table.number(figure.name, default=default)
        elif isinstance(default, tuple):
            read[figure.name] = table.numbers(figure.name, default=default)
    table.close()
    return replace(defaults, **read)


def _rule(table: Table) -> Rule:
    source_date = table.optional_text("source_date", longest=10)
    if source_date and not _SOURCE_DATE.fullmatch(source_date):
        table.fault("source_date", f"“{source_date}” must look like 2026, 2026-04 or 2026-06-19.")
    read = Rule(
        id=table.key("id"),
        source=table.text("source", longest=300),
        source_date=source_date,
        checked_on=table.optional_day("checked_on"),
        checked_by=table.optional_text("checked_by", longest=200),
        effect=table.choice("effect", Effect),
        status=table.choice("status", RuleStatus),
    )
    if (read.checked_on is None) != (read.checked_by is None):
        said = "checked_on and checked_by belong together: who read the live text, and when."
        table.fault("", said, instead='Write both: checked_on = 2026-07-01 and checked_by = "HR".')
    table.close()
    return read


def _wording(table: Table) -> tuple[tuple[str, str], ...]:
    return tuple((key, table.text(key)) for key in table.values)
