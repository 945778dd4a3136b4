"""What the supervisor types into the wizard for the two example plans. All of it is invented."""

from datetime import date
from typing import Final

from plans.dates import Calendar, Rolling, days_after, months_after, roll
from plans.ids import GoalId, MilestoneId, SupportId
from plans.record import Provider
from plans.steps import (
    AreasStep,
    ConcernStep,
    DatesStep,
    GoalStep,
    InterimTyped,
    Step,
    StrengthsStep,
    SupportStep,
    SupportTyped,
)
from plans.words import Words


def example_id(number: int) -> str:
    """A readable id of the right shape: always the same, never one that ``fresh`` would make."""
    return f"{number:032x}"


GUIDES: Final = GoalId(example_id(0xC1))
GUIDES_DRAFTED: Final = MilestoneId(example_id(0xC2))
DESK: Final = GoalId(example_id(0xC3))
DESK_HALFWAY: Final = MilestoneId(example_id(0xC4))
WORKSHOP: Final = SupportId(example_id(0xD1))
SHADOWING: Final = SupportId(example_id(0xD2))
MENTOR: Final = SupportId(example_id(0xD3))


def illinois_steps(start: date) -> tuple[Step, ...]:
    """Three of the seven areas, two goals, reviews after 4, 8 and 12 months."""
    return (
        StrengthsStep(
            strengths=Words(
                "Jonas knows the map collection better than anyone, and patrons ask for him by name. "
                "He takes time for people who are new to the archive."
            )
        ),
        AreasStep(areas=("communication", "reliability", "collaboration")),
        *_illinois_concerns(days_after(start, -60)),
        DatesStep(period="12-months", start=start),
        _guides(start),
        _desk(start),
        SupportStep(
            supports=(
                SupportTyped(
                    id=MENTOR,
                    what=Words("An hour with a peer mentor every other week"),
                    provider=Provider.ORGANISATION,
                    where=Words("To be agreed with Noor"),
                ),
            )
        ),
    )


def _illinois_concerns(before: date) -> tuple[Step, ...]:
    return (
        ConcernStep(
            area="communication",
            expectation=Words("Guides and mails can be followed by a colleague who was not in the room."),
            standard=Words("https://handbook.example.org/writing-guides"),
            deficiency=Words("Written instructions leave out steps, so that others have to come back and ask."),
            examples=(
                (days_after(before, 12), Words("The scanner guide says nothing of file names; two scans were lost.")),
            ),
            feedback_on=days_after(before, 15),
            feedback=Words("We went through the scanner guide together and listed what was missing."),
        ),
        ConcernStep(
            area="reliability",
            expectation=Words("Desk shifts begin on time; one that cannot be taken is passed on the day before."),
            deficiency=Words("Several shifts lately began late without a word to the desk."),
            examples=((days_after(before, 25), Words("The desk was open to the public but empty until 10:20.")),),
            feedback_on=days_after(before, 26),
            feedback=Words("Talked about it the next morning; Jonas asked for the rota further ahead."),
        ),
        ConcernStep(
            area="collaboration",
            expectation=Words("Shared requests are answered within two working days, even if only to say when."),
            deficiency=Words("Requests from the cataloguing team waited a week or more."),
            examples=((days_after(before, 33), Words("A question on map sheets was answered after nine days.")),),
        ),
    )


def _guides(start: date) -> Step:
    return GoalStep(
        goal=GUIDES,
        text=Words("Write three step-by-step guides for the map room and have each tried out by a colleague."),
        measure=Words("Three guides are in the handbook; for each, one colleague followed it without asking."),
        target=_working(months_after(start, 5)),
        interim=(
            InterimTyped(id=GUIDES_DRAFTED, text=Words("First guide in draft"), on=_working(months_after(start, 2))),
        ),
        supports=(
            SupportTyped(
                id=WORKSHOP,
                what=Words("Writer's workshop"),
                provider=Provider.ORGANISATION,
                where=Words("Staff development, room 106"),
                due=_working(months_after(start, 1)),
            ),
        ),
    )


def _desk(start: date) -> Step:
    return GoalStep(
        goal=DESK,
        text=Words("Begin every desk shift on time, or hand it over by noon of the working day before."),
        measure=Words("The desk log shows no uncovered quarter of an hour in the last three months."),
        target=_working(months_after(start, 11)),
        interim=(
            InterimTyped(
                id=DESK_HALFWAY, text=Words("Look at the desk log together"), on=_working(months_after(start, 6))
            ),
        ),
        supports=(
            SupportTyped(
                id=SHADOWING,
                what=Words("The rota six weeks ahead instead of two"),
                provider=Provider.SUPERVISOR,
                due=_working(days_after(start, 14)),
            ),
        ),
    )


def generic_steps(start: date) -> tuple[Step, ...]:
    """Two areas and one goal in 90 days, with reviews after 30, 60 and 90."""
    return (
        StrengthsStep(strengths=Words("Jonas stays calm with difficult callers and helps new colleagues settle in.")),
        AreasStep(areas=("quality", "timeliness")),
        *_generic_concerns(days_after(start, -40)),
        DatesStep(period="90-days", start=start),
        GoalStep(
            goal=GUIDES,
            text=Words("Send two monthly reports on time and without corrections."),
            measure=Words("Both out by the fifth working day; no correction asked for afterwards."),
            target=_working(days_after(start, 70)),
            interim=(InterimTyped(id=GUIDES_DRAFTED, text=Words("First report"), on=_working(days_after(start, 38))),),
            supports=(
                SupportTyped(
                    id=WORKSHOP,
                    what=Words("A checklist, and an hour to go through the first report together"),
                    provider=Provider.SUPERVISOR,
                    due=_working(days_after(start, 14)),
                ),
            ),
        ),
    )


def _generic_concerns(before: date) -> tuple[Step, ...]:
    return (
        ConcernStep(
            area="quality",
            expectation=Words("Monthly figures go out without errors that others have to correct."),
            deficiency=Words("Figures were wrong in two of the last three reports."),
            examples=((days_after(before, 10), Words("The monthly report counted returns twice.")),),
            feedback_on=days_after(before, 11),
            feedback=Words("Went through the report side by side."),
        ),
        ConcernStep(
            area="timeliness",
            expectation=Words("Reports are out by the fifth working day of the month."),
            deficiency=Words("Two reports came a week late."),
            examples=((days_after(before, 10), Words("The monthly report came on the twelfth working day.")),),
            feedback_on=days_after(before, 11),
        ),
    )


def _working(day: date) -> date:
    return roll(day, Calendar("example"), rule=Rolling.PREVIOUS).day
