"""The Illinois plan from the supervisor's first word to the outcome: what each person types and presses, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.story.stage import Phone, Stage

FIRST_DAY: Final = date(2026, 9, 1)
DELIVERED: Final = date(2026, 9, 3)
EMPLOYEE: Final = "U0EMPLOYEE"
SUPERVISOR_NAME: Final = "Marta Lindqvist"
EMPLOYEE_NAME: Final = "Jonas Okafor"
HR_NAME: Final = "Priya Raman"


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
BARRIER: Final = {
    "kind": "Waiting for somebody",
    "text": "The workshop moved to Thursdays, and Thursday is my desk day.",
    "would_help": "Somebody to take two Thursday shifts.",
}
BARRIER_ANSWER: Final = "I have found cover for both Thursdays, and we look at the date together in January."


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


async def _step(phone: Phone, answers: Mapping[str, object]) -> None:
    await phone.fill(answers)
    await phone.submit()


async def finish_draft(stage: Stage) -> None:
    """Support for the plan as a whole, dates as proposed, a look at everything, and off to HR."""
    phone = stage.supervisor
    await _step(
        phone,
        {
            "support": "An hour with a peer coach every other week",
            "support_by": "The organisation",
            "support_where": "Room 415",
            "support_due": "2026-10-05",
        },
    )
    await phone.submit()
    await phone.submit()
    await phone.submit()
    await phone.close()


async def approve(stage: Stage) -> None:
    """HR reads the whole text and approves it; the typed name is HR's signature."""
    stage.tell("HR reads the plan and approves it")
    phone = stage.hr
    await phone.press("Look at it")
    await phone.press("Approve")
    await phone.fill({"typed_name": HR_NAME})
    await phone.submit()
    await phone.close()


async def deliver(stage: Stage) -> None:
    """They have met; the supervisor delivers the plan."""
    stage.tell("They have met, and the supervisor delivers the plan")
    await stage.go_to(DELIVERED)
    phone = stage.supervisor
    await phone.press("Deliver")
    await phone.fill({"met_on": DELIVERED.isoformat(), "typed_name": SUPERVISOR_NAME})
    await phone.submit()
    await phone.close()


async def acknowledge(stage: Stage) -> None:
    """The employee reads the plan, says that they have received it, and adds a view of their own."""
    stage.tell("The employee reads the plan and acknowledges it")
    await stage.go_to(DELIVERED, hour=14)
    phone = stage.employee
    await phone.press("Read it")
    await phone.press("Say that I read it")
    await phone.fill(
        {
            "answer": "I have received and read this plan",
            "typed_name": EMPLOYEE_NAME,
            "view": "The desk was short all spring. I would like that to be part of the picture.",
        },
    )
    await phone.submit()
    await phone.close()


async def keep_promises(stage: Stage) -> None:
    """Support is promised by both the organisation and the supervisor, and both say that it was delivered."""
    stage.tell("What was promised is delivered")
    await stage.go_to(date(2026, 10, 5))
    await _support(stage.hr, "It was delivered")
    await stage.go_to(date(2026, 10, 30))
    await _support(stage.supervisor, "It was delivered")


async def _support(phone: Phone, update: str) -> None:
    await phone.press("Say where it stands")
    await phone.fill({"update": update})
    await phone.submit()
    await phone.close()


async def miss_with_a_barrier(stage: Stage) -> None:
    """A barrier is reported and answered before the first step is due; the step is missed all the same."""
    stage.tell("Something is in the way, and is reported before the date")
    await stage.go_to(date(2026, 12, 8))
    await stage.employee.press("Report a barrier")
    await stage.employee.fill(BARRIER)
    await stage.employee.submit()
    await stage.employee.close()
    await stage.supervisor.press("Answer")
    await stage.supervisor.fill({"answer": BARRIER_ANSWER})
    await stage.supervisor.submit()
    await stage.supervisor.close()
    stage.tell("The date passes; both see what it rests on")
    await stage.go_to(date(2026, 12, 16))
    await stage.employee.press("Read it")
    await stage.employee.close()


async def first_review(stage: Stage) -> None:
    """Both write before they meet; neither reads the other's note until both are in."""
    stage.tell("The first review: both write, then meet")
    await stage.go_to(date(2027, 1, 4), hour=11)
    await _note(
        stage.employee,
        {
            "How it goes: Goal 1": "One guide is reviewed, the second is with a colleague.",
            "How it goes: Goal 2": "Every schedule since October went out a week ahead.",
            "challenges": "The desk has been short, and writing needs a quiet hour.",
            "support_needed": "The Thursday cover, until March.",
            "feedback": "Thank you for reading the drafts so quickly.",
        },
    )
    await _note(
        stage.supervisor,
        {
            "How it goes: Goal 1": "The first guide is the clearest we have.",
            "How it goes: Goal 2": "No schedule was late.",
            "challenges": "I could not find cover in November.",
            "support_needed": "I keep the Thursdays free until March.",
            "feedback": "The checklist shows. Please tell me as early as you did in December.",
        },
    )
    await _hold(
        stage,
        {
            "discussion": "The guides take longer than planned because of the desk. The schedules are solved.",
            "What was said about progress: Goal 1": "One of four is done, the second nearly.",
            "What was said about progress: Goal 2": "On time since October.",
            "adjustments": "Thursday cover stays until March. No date changes.",
        },
    )
    await stage.employee.press("Read the summary")
    await stage.employee.close()


async def _note(phone: Phone, answers: Mapping[str, object]) -> None:
    await phone.press("Write my note")
    await phone.fill(answers)
    await phone.submit()
    await phone.close()


async def _hold(stage: Stage, answers: Mapping[str, object]) -> None:
    await stage.supervisor.press_home("Hold the review")
    await stage.supervisor.fill(answers)
    await stage.supervisor.submit()
    await stage.supervisor.close()


async def report_done(stage: Stage) -> None:
    """The guides are done before their date; the supervisor owes the answer, and gives it."""
    stage.tell("The guides are done, and the employee says so")
    await stage.go_to(date(2027, 3, 12))
    await stage.employee.press("It is done")
    await stage.employee.submit()
    await stage.employee.close()
    await stage.go_to(date(2027, 3, 16))
    await stage.supervisor.press("Give my answer")
    await stage.supervisor.fill({"settlement": "It is reached", "words": "Four clear guides. Well done."})
    await stage.supervisor.submit()
    await stage.supervisor.close()


async def miss_without_a_word(stage: Stage) -> None:
    """At the midpoint only the employee writes; then a date passes with nothing said, and both see that."""
    stage.tell("The midpoint review, with one note missing")
    await stage.go_to(date(2027, 5, 3), hour=11)
    await _note(
        stage.employee,
        {
            "How it goes: Goal 2": "The summer schedule is nearly ready.",
            "challenges": "Two colleagues changed their hours late.",
        },
    )
    await _hold(
        stage,
        {
            "discussion": "The guides are finished and well used. One schedule is left.",
            "What was said about progress: Goal 1": "All four guides are in use.",
            "What was said about progress: Goal 2": "One schedule is still to come.",
            "adjustments": "Nothing changes.",
        },
    )
    stage.tell("A date passes and nobody said anything")
    await stage.go_to(date(2027, 5, 17))
    await stage.employee.press("Read it")
    await stage.employee.press("Contest this")
    await stage.employee.fill({"text": "The schedule was sent on May 10. I forgot to say so here."})
    await stage.employee.submit()
    await stage.employee.close()
    await stage.go_to(date(2027, 5, 18))
    await stage.supervisor.press("Answer")
    await stage.supervisor.fill(
        {
            "verdict": "It was reached after all",
            "on": "2027-05-10",
            "answer": "The calendar shows it on May 10. Thank you for saying so.",
        },
    )
    await stage.supervisor.submit()
    await stage.supervisor.close()


async def final_review(stage: Stage) -> None:
    """Both write once more and meet; then the supervisor records a result for each goal."""
    stage.tell("The final review, and a result for each goal")
    await stage.go_to(date(2027, 9, 1), hour=11)
    await _note(
        stage.employee,
        {
            "How it goes: Goal 1": "The four guides are the most used pages we have.",
            "How it goes: Goal 2": "No schedule was late since October.",
            "feedback": "The quiet hours made the difference.",
        },
    )
    await _note(
        stage.supervisor,
        {
            "How it goes: Goal 1": "Two questions in three months.",
            "How it goes: Goal 2": "On time, every one of them.",
            "feedback": "You asked for help early, and it shows.",
        },
    )
    await _hold(
        stage,
        {
            "discussion": "Both goals are reached, and the checklist stays with the team.",
            "What was said about progress: Goal 1": "Reached and holding.",
            "What was said about progress: Goal 2": "Reached.",
            "adjustments": "None are needed.",
        },
    )
    await stage.go_to(date(2027, 9, 2))
    phone = stage.supervisor
    await phone.press_home("Record the results")
    await phone.fill(
        {
            "How did it end: Goal 1": "Reached",
            "What you base this on: Goal 1": "Four reviewed guides, two questions since June.",
            "How did it end: Goal 2": "Reached",
            "What you base this on: Goal 2": "Twenty schedules, and none of them late.",
        },
    )
    await phone.submit()
    await phone.press("Propose an outcome")
    await phone.fill({"kind": "The goals are met", "reasons": "Both goals are reached and have held since spring."})
    await phone.submit()
    await phone.close()


async def outcome(stage: Stage) -> None:
    """HR's digest names what waits; HR decides and orders the case file; the supervisor delivers the outcome."""
    stage.tell("HR reads its overview and decides")
    await stage.go_to(date(2027, 9, 7))
    phone = stage.hr
    await phone.press("Open the overview")
    await phone.close()
    await phone.press("Decide")
    await phone.fill({"decision": "Approve it"})
    await phone.submit()
    await phone.press("Back to the plan")
    await phone.press("Order the case file")
    await phone.fill({"purpose": "Personnel file at the end of the plan", "recipient": "HR records"})
    await phone.submit()
    await phone.close()
    stage.tell("The outcome is delivered, and the plan closes")
    await stage.go_to(date(2027, 9, 8))
    await stage.supervisor.press_home("Deliver the outcome")
    await stage.supervisor.submit()
    await stage.supervisor.close()
    await stage.go_to(date(2027, 9, 8), hour=14)
    await stage.employee.press("Read it")
    await stage.employee.close()


CHAPTERS: Final = (
    open_plan,
    finish_draft,
    approve,
    deliver,
    acknowledge,
    keep_promises,
    miss_with_a_barrier,
    first_review,
    report_done,
    miss_without_a_word,
    final_review,
    outcome,
)


async def play(stage: Stage) -> None:
    """The whole story. The stage's clock stands at the morning of ``FIRST_DAY``."""
    for chapter in CHAPTERS:
        await chapter(stage)
