"""The Illinois plan from the supervisor's first word to the outcome: what each person types and presses, in order."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.story.stage import Phone, Stage

FIRST_DAY: Final = date(2026, 9, 1)
EMPLOYEE: Final = "U0EMPLOYEE"


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the form as the supervisor describes it."""

    label: str
    answers: dict[str, object]


STRENGTHS: Final = (
    "You know the collection better than anyone here, and patrons ask for you by name. "
    "New colleagues say your explanations stay with them."
)
AREAS: Final = (
    Area(
        "Communication Skills",
        {
            "expectation": "Guides and handouts can be followed by a student without asking again.",
            "deficiency": "Two guides left out the steps for off-campus access, and questions came back to the desk.",
            "example_on": "2026-04-14",
            "example": "The interlibrary loan guide went out without its sign-in steps; eleven students came back.",
            "feedback_on": "2026-05-06",
            "feedback": "We spoke about it at the annual conversation and agreed to use the checklist.",
        },
    ),
    Area(
        "Reliability",
        {
            "expectation": "A date that was agreed is kept, or changed together before it has passed.",
            "deficiency": "Three desk schedules were late this spring, and nobody knew until the morning itself.",
            "example_on": "2026-03-20",
            "example": "The spring break schedule came two days after it was due, and the desk was short on Monday.",
            "feedback_on": "2026-05-06",
            "feedback": "We went through the three dates and what had got in the way.",
        },
    ),
)
GOAL_GUIDES: Final = {
    "text": "Rewrite the four most used guides with the reading room's checklist.",
    "measure": "Four guides reviewed by a colleague, and no more than two questions a month about any of them.",
    "target": "2027-03-15",
    "interim": "Two of the four guides are reviewed.",
    "interim_on": "2026-12-15",
    "support": "Writer's workshop, six afternoons",
    "support_where": "Undergraduate Library, room 291",
    "support_due": "2026-10-30",
}
GOAL_SCHEDULES: Final = {
    "text": "Send every desk schedule five working days ahead.",
    "measure": "Every schedule of the spring term in the shared calendar on time.",
    "target": "2027-05-14",
}
NOTE_FROM_EMPLOYEE: Final = {
    "challenges": "The workshop moved to Thursdays, which is my desk day.",
    "support_needed": "Somebody to take one Thursday shift.",
    "feedback": "Thank you for reading the first drafts so quickly.",
}
NOTE_FROM_SUPERVISOR: Final = {
    "challenges": "The desk has been short since October, and I asked for extra shifts.",
    "support_needed": "I will find cover for two Thursdays.",
    "feedback": "The checklist shows in your drafts.",
}


async def open_plan(stage: Stage) -> None:
    """The supervisor drafts the plan in six steps and sends it to HR."""
    stage.tell("The supervisor writes a plan")
    phone = stage.supervisor
    await phone.command("new")
    await phone.fill({"employee": EMPLOYEE})
    await phone.submit()
    await _step(phone, {"strengths": STRENGTHS})
    await _step(phone, {"areas": [area.label for area in AREAS]})
    for area in AREAS:
        await _step(phone, area.answers)
    await _step(phone, {**GOAL_GUIDES, "next": "Add another goal"})
    await _step(phone, GOAL_SCHEDULES)


async def _step(phone: Phone, answers: dict[str, object]) -> None:
    await phone.fill(answers)
    await phone.submit()
