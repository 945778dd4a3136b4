"""A compact schema language: each function makes a check for one kind of value."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from sandbox.validate.findings import Check, Finding


def text(*, most: int, least: int = 1, pattern: str | None = None) -> Check:
    """A string of so many characters."""

    def check(value: object, at: str) -> Iterator[Finding]:
        if not isinstance(value, str):
            yield Finding(pointer=at, message="must be a string")
        elif not least <= len(value) <= most:
            yield Finding(pointer=at, message=f"must have {least} to {most} characters")
        elif pattern is not None and re.fullmatch(pattern, value) is None:
            yield Finding(pointer=at, message="has the wrong form")

    return check


def number(*, least: int, most: int) -> Check:
    """A whole number; True and False are none."""

    def check(value: object, at: str) -> Iterator[Finding]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Finding(pointer=at, message="must be an integer")
        elif not least <= value <= most:
            yield Finding(pointer=at, message=f"must be between {least} and {most}")

    return check


def flag(value: object, at: str) -> Iterator[Finding]:
    """True or False."""
    if not isinstance(value, bool):
        yield Finding(pointer=at, message="must be true or false")


def day(value: object, at: str) -> Iterator[Finding]:
    """A date of the calendar as YYYY-MM-DD."""
    wrong = list(text(most=10, pattern=r"\d{4}-\d{2}-\d{2}")(value, at))
    yield from wrong
    if not wrong:
        try:
            date.fromisoformat(str(value))
        except ValueError:
            yield Finding(pointer=at, message="is no date of the calendar")


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: object, at: str) -> Iterator[Finding]:
        if value not in allowed:
            yield Finding(pointer=at, message=f"must be one of {', '.join(allowed)}")

    return check


def several(each: Check, *, most: int, least: int = 1) -> Check:
    """A list whose every item passes `each`."""

    def check(value: object, at: str) -> Iterator[Finding]:
        if not isinstance(value, list):
            yield Finding(pointer=at, message="must be an array")
            return
        if not least <= len(value) <= most:
            yield Finding(pointer=at, message=f"must have {least} to {most} items")
        for index, item in enumerate(value):
            yield from each(item, f"{at}/{index}")

    return check


def record(needs: Mapping[str, Check], may: Mapping[str, Check]) -> Check:
    """An object with these fields and no others."""
    known = {**needs, **may}

    def check(value: object, at: str) -> Iterator[Finding]:
        if not isinstance(value, dict):
            yield Finding(pointer=at, message="must be an object")
            return
        for key in needs:
            if key not in value:
                yield Finding(pointer=f"{at}/{key}", message="missing required field")
        for key, inner in value.items():
            if key not in known:
                yield Finding(pointer=f"{at}/{key}", message="unknown field")
            else:
                yield from known[key](inner, f"{at}/{key}")

    return check


def by_type(kinds: Mapping[str, Check], *, noun: str) -> Check:
    """An object whose `type` says which check it must pass."""

    def check(value: object, at: str) -> Iterator[Finding]:
        if not isinstance(value, dict):
            yield Finding(pointer=at, message="must be an object")
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in kinds:
            yield Finding(pointer=f"{at}/type", message=f"unknown type of {noun}")
        else:
            yield from kinds[kind](value, at)

    return check
