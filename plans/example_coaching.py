"""What the supervisor types into the coaching form for an example. All of it is invented."""

from datetime import date

from plans.dates import days_after
from plans.example_steps import GUIDES, GUIDES_DRAFTED, SHADOWING, WORKSHOP
from plans.record import Provider
from plans.steps import AreasStep, ConcernStep, DatesStep, GoalStep, InterimTyped, Step, StrengthsStep, SupportTyped
from plans.words import Words


def coaching_steps(start: date) -> tuple[Step, ...]:
    """One area and one goal in twelve weeks."""
    return (
        StrengthsStep(strengths=Words("Jonas sees what matters in a question at once, and others like to ask him.")),
        AreasStep(areas=("timeliness",)),
        ConcernStep(
            area="timeliness",
            expectation=Words("Reports go out in the week they were asked for."),
            deficiency=Words("Several reports this summer went out a week late."),
            examples=((days_after(start, -20), Words("The report on loans came six working days late.")),),
            feedback_on=days_after(start, -19),
            feedback=Words("We talked about what had taken so long."),
        ),
        DatesStep(period="12-weeks", start=start),
        GoalStep(
            goal=GUIDES,
            text=Words("Finish two reports a week on your own."),
            measure=Words("Two reports are in the folder every Friday."),
            target=days_after(start, 70),
            interim=(InterimTyped(id=GUIDES_DRAFTED, text=Words("One report a week"), on=days_after(start, 28)),),
            supports=(
                SupportTyped(
                    id=WORKSHOP,
                    what=Words("The course on the reporting tool"),
                    provider=Provider.ORGANISATION,
                    due=days_after(start, 21),
                ),
                SupportTyped(
                    id=SHADOWING,
                    what=Words("An hour together each Wednesday"),
                    provider=Provider.SUPERVISOR,
                    due=days_after(start, 7),
                ),
            ),
        ),
    )
