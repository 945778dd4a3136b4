"""What the supervisor types into the District of Columbia's form for an example plan. All of it is invented."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from plans.dates import days_after
from plans.example_steps import GUIDES, GUIDES_DRAFTED, SHADOWING, WORKSHOP, example_id
from plans.ids import BlockId
from plans.record import Provider
from plans.steps import (
    AreasStep,
    BlockStep,
    ConcernStep,
    DatesStep,
    GoalStep,
    HeadStep,
    InterimTyped,
    Step,
    StrengthsStep,
    SupportTyped,
)
from plans.words import Words

DC_AREAS: Final = ("customer-service", "accountability")
# Days after the first on which progress is looked at, and what is expected by then.
_LOOKS: Final[Mapping[int, str]] = {
    14: "No request older than five days.",
    28: "No request older than three days.",
    42: "",
    56: "",
}


def dc_steps(start: date) -> tuple[Step, ...]:
    """Two of the eight competencies and one goal in 60 days, with four days for checking in."""
    before = days_after(start, -40)
    return (
        HeadStep(
            lines={
                "agency": Words("Office of Public Records"),
                "job-title": Words("Records Specialist"),
                "service-type-and-grade": Words("Career Service, grade 9"),
            },
            leads_others=False,
        ),
        StrengthsStep(strengths=Words("Jonas finds what nobody else finds, and is patient with upset callers.")),
        AreasStep(areas=DC_AREAS),
        *_concerns(before),
        DatesStep(period="60-days", start=start),
        _goal(start),
        *_blocks(start),
    )


def _concerns(before: date) -> Iterator[Step]:
    yield ConcernStep(
        area="customer-service",
        rating=2,
        expectation=Words("A request is answered within two working days, or the caller hears when it will be."),
        deficiency=Words("A third of the requests this summer waited for more than a week."),
        examples=((days_after(before, 10), Words("A request for a birth record waited nine days without a word.")),),
        feedback_on=days_after(before, 11),
        feedback=Words("We went through the list of open requests together."),
    )
    yield ConcernStep(
        area="accountability",
        rating=1,
        expectation=Words("What cannot be done by its day is said before that day."),
        deficiency=Words("Three times the team learned on the day itself that a delivery would not come."),
        examples=((days_after(before, 14), Words("The scans for the hearing were missing on the morning itself.")),),
        feedback_on=days_after(before, 15),
    )


def _goal(start: date) -> Step:
    return GoalStep(
        goal=GUIDES,
        text=Words("Answer every request for records within two working days."),
        measure=Words("The weekly list shows none older than two working days, four weeks in a row."),
        target=days_after(start, 50),
        interim=(
            InterimTyped(
                id=GUIDES_DRAFTED, text=Words("The requests left over from the summer are answered"), on=_day(start, 21)
            ),
        ),
        supports=(
            SupportTyped(
                id=WORKSHOP,
                what=Words("The course on the new request desk"),
                provider=Provider.ORGANISATION,
                due=_day(start, 10),
            ),
            SupportTyped(
                id=SHADOWING,
                what=Words("Half an hour each Monday to sort the week’s requests together"),
                provider=Provider.SUPERVISOR,
                due=_day(start, 7),
            ),
        ),
        rating=2,
        cites=Words("Timely answers to requests for records"),
        cites_id=Words("Goal 2"),
        cites_on=days_after(start, -300),
    )


def _blocks(start: date) -> Iterator[BlockStep]:
    looks = tuple((_day(start, away), Words(said)) for away, said in _LOOKS.items())
    block = BlockStep(
        id=BlockId(example_id(0x201)),
        subject="customer-service",
        deficiency=None,
        action=Words("Sort the open requests each morning by their age, and answer the oldest first."),
        progress=Words("The oldest open request is two days old."),
        days=looks,
    )
    yield block
    yield replace(
        block,
        id=BlockId(example_id(0x202)),
        subject="accountability",
        action=Words("Say at noon what will not be done by the end of the day; the supervisor finds cover."),
        progress=None,
        days=looks[:2],
    )
    yield replace(
        block,
        id=BlockId(example_id(0x203)),
        subject=GUIDES,
        deficiency=Words("In July and August the average answer took six working days."),
        action=Words("Use the new request desk for every request, and close the old list."),
        progress=None,
        days=looks[1:],
    )


def _day(start: date, away: int) -> date:
    return days_after(start, away)
