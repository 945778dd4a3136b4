"""HR's digest as it is posted: for each section how many, then case numbers, dates and whose it is (B-06).

What a line is about, and who is on the plan, is read after opening.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.parts import Button, QuietPart, Small, Stands, Text
from bot.wording import Wording
from plans.digest import Digest, Line

# A message is a glance; the rest is read after opening, and a message has room for little more.
LINES_A_SECTION: Final = 6
ACCOUNT_GONE: Final = "account_gone"
# The code of a line about a party whose account is no longer active.
UNREACHABLE: Final = "unreachable"
# A row of buttons to answer with; the next ones come when these are answered.
_QUESTIONS: Final = 8


def digest_parts(digest: Digest, wording: Wording) -> tuple[QuietPart, ...]:
    """Sections in their order; one that is empty is left out."""
    return tuple(_parts(digest, wording))


def mismatch_parts(digest: Digest, wording: Wording) -> tuple[Text, ...]:
    """That the record does not match its own chain, if it does not; before everything else (P-24)."""
    found = digest.mismatch
    return () if found is None else (Text(wording.say("digest-mismatch", number=found.lines + 1)),)


def _parts(digest: Digest, wording: Wording) -> Iterator[QuietPart]:
    yield from mismatch_parts(digest, wording)
    if not digest.lines:
        yield Text(wording.say("digest-quiet", plans=digest.plans))
    for section, lines in digest.sections:
        yield Text(section_line(section.value, len(lines), wording))
        yield Small("\n".join(_listed(lines, wording)))
    if digest.anchor is not None:
        anchor = f"{digest.anchor.count}:{digest.anchor.head}"
        yield Small(wording.say("digest-anchor", anchor=anchor, key=digest.key))


def section_line(section: str, count: int, wording: Wording) -> str:
    """The section's name and how much stands in it."""
    name = wording.say(f"digest-section-{section.replace('_', '-')}")
    return wording.say("digest-section-count", section=name, count=count)


def _listed(lines: tuple[Line, ...], wording: Wording) -> Iterator[str]:
    for line in lines[:LINES_A_SECTION]:
        yield " · ".join(case_day_and_side(line, wording))
    if len(lines) > LINES_A_SECTION:
        yield wording.say("digest-more", count=len(lines) - LINES_A_SECTION)


def case_day_and_side(line: Line, wording: Wording) -> Iterator[str]:
    """The case number, the date, and whose it is, as far as the line has them."""
    if line.case_number is not None:
        yield line.case_number
    if line.on is not None:
        yield wording.short_day(line.on)
    if line.whose is not None:
        yield wording.say(f"side-{line.whose.value}")


def questions(lines: Iterable[Line], wording: Wording) -> tuple[Button, ...]:
    """For each party whose account is no longer active: what happened? HR alone is asked."""
    gone = [line for line in lines if line.code == UNREACHABLE and line.plan is not None and line.whose is not None]
    return tuple(_question(line, wording) for line in gone[:_QUESTIONS])


def _question(line: Line, wording: Wording) -> Button:
    side = "" if line.whose is None else wording.say(f"side-{line.whose.value}")
    return Button(
        label=wording.say("account-gone-button", case=line.case_number or "", side=side),
        stands=Stands(ask=ACCOUNT_GONE, plan=line.plan, subject=line.subject),
    )
