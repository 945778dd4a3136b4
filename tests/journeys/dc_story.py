"""The District of Columbia's form from the supervisor's first word to the end of its 60 days. All of it is invented.

Everybody in it lives in Chicago's time, and the calendar is the District's: 12 October, 11 November and Thanksgiving
are days off.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from app.story.stage import Phone, Stage

FORM: Final = "District of Columbia government"
START: Final = date(2026, 9, 10)
END: Final = date(2026, 11, 9)
# Four days for checking in, which the two areas and the goal share.
LOOKS: Final = (date(2026, 9, 24), date(2026, 10, 8), date(2026, 10, 22), date(2026, 11, 5))
FINAL: Final = END
# Day 1 is Tuesday the tenth of November; Wednesday the eleventh is a holiday.
TENTH: Final = date(2026, 11, 24)
DAY_90: Final = date(2026, 12, 9)
DAY_91: Final = date(2026, 12, 10)
# After the longer time: day 1 is Thursday the tenth of December.
SECOND_TENTH: Final = date(2026, 12, 23)
SECOND_ELEVENTH: Final = date(2026, 12, 24)

HEAD: Final = {
    "head-agency": "Office of Public Records",
    "head-job-title": "Records Specialist",
    "head-service-type-and-grade": "Career Service, grade 9",
    "leads_others": "No",
}
STRENGTHS: Final = "You find what nobody else finds, and you are patient with callers who are upset."
SERVICE: Final = {
    "rating": "2",
    "expectation": "A request is answered within two working days, or the caller hears when it will be.",
    "deficiency": "A third of the requests this summer waited for more than a week.",
    "example_on": "2026-08-10",
    "example": "A request for a birth record waited nine days without a word.",
    "feedback_on": "2026-08-11",
    "feedback": "We went through the list of open requests together.",
}
ACCOUNTABILITY: Final = {
    "rating": "1",
    "expectation": "What cannot be done by its day is said before that day.",
    "deficiency": "Three times the team learned on the day itself that a delivery would not come.",
    "example_on": "2026-08-17",
    "example": "The scans for the hearing were missing on the morning itself.",
    "feedback_on": "2026-08-18",
}
GOAL: Final = {
    "text": "Answer every request for records within two working days.",
    "measure": "The weekly list shows none older than two working days, four weeks in a row.",
    "target": "2026-11-06",
    "cites": "Timely answers to requests for records",
    "cites_id": "Goal 2",
    "cites_on": "2025-10-20",
    "support": "The course on the new request desk",
    "support_by": "The organisation",
    "support_due": "2026-09-18",
}
EXPECTED: Final = "No request older than five days."
ACTIONS: Final = (
    {"action": "Sort the open requests each morning by their age, and answer the oldest first.", "expected": EXPECTED},
    {"action": "Say at noon what will not be done by the end of the day; the supervisor finds cover."},
    {
        "deficiency": "In July and August the average answer took six working days.",
        "action": "Use the new request desk for every request, and close the old list.",
        "progress": "The oldest open request is two days old.",
    },
)
REASONS: Final = "The list is nearly there: two of the last five weeks had older requests."


async def write(stage: Stage) -> None:
    """The supervisor fills in the form, is told which rating does not belong here, and sends it to HR."""
    phone = stage.supervisor
    await phone.command("new")
    await step(phone, {"employee": "U0EMPLOYEE", "pack": FORM})
    await step(phone, HEAD)
    await step(phone, {"strengths": STRENGTHS})
    await step(phone, {"areas": ["Customer Service", "Accountability"]})
    await step(phone, SERVICE)
    await step(phone, ACCOUNTABILITY)
    await step(phone, GOAL)
    await step(phone, {})
    await step(phone, {"period": "60 days", "start": START.isoformat()})
    await step(phone, {})
    for block in ACTIONS:
        await step(phone, block)
    await phone.submit()
    await phone.close()


async def begin(stage: Stage) -> None:
    """HR approves, they meet on the first day, and the employee acknowledges."""
    await stage.hr.press("Look at it")
    await stage.hr.press("Approve")
    await stage.hr.submit()
    await stage.hr.close()
    await stage.go_to(START)
    await stage.supervisor.press("Deliver")
    await step(stage.supervisor, {"met_on": START.isoformat(), "typed_name": "Marta Lindqvist"})
    await stage.supervisor.close()
    await stage.go_to(START, hour=14)
    await stage.employee.press("Read it")
    await stage.employee.press("Say that I read it")
    answer = "I have received and read this plan"
    await step(stage.employee, {"answer": answer, "typed_name": "Jonas Okafor"})
    await stage.employee.close()


async def check_in(stage: Stage) -> None:
    """On the first day for checking in both write, and the meeting is put on record beside what was expected."""
    await stage.go_to(LOOKS[0], hour=11)
    await stage.employee.press("Write my note")
    await step(stage.employee, {"How it goes: Goal 1": "The oldest request is four days old."})
    await stage.employee.close()
    await stage.supervisor.press_home("Hold the review")
    await step(
        stage.supervisor,
        {
            "discussion": "The morning list works. The old one is still in use by the evening crew.",
            "What was said about progress: Goal 1": "Four days, down from nine.",
            "adjustments": "None.",
        },
    )
    await stage.supervisor.close()


async def come_to_the_end(stage: Stage) -> None:
    """The last day passes, and the supervisor records a result for the goal."""
    await stage.go_to(date(2026, 11, 6))
    await stage.employee.press("It is done")
    await stage.employee.submit()
    await stage.employee.close()
    await stage.go_to(date(2026, 11, 10))
    await stage.supervisor.press("Record the results")
    await step(
        stage.supervisor,
        {
            "How did it end: Goal 1": "Partly reached",
            "What you base this on: Goal 1": "Three of the last five weekly lists show no old request.",
        },
    )
    await stage.supervisor.press("Propose an outcome")


async def decide_in_time(stage: Stage) -> None:
    """A longer time up to day 90 is proposed and approved; on the tenth working day it is delivered."""
    last = {"new_end": DAY_90.isoformat(), "final": "2026-12-08"}
    await step(stage.supervisor, {"kind": "The plan goes on for longer", "reasons": REASONS, **last})
    await stage.supervisor.close()
    await stage.go_to(date(2026, 11, 20))
    await stage.hr.press("Decide")
    await step(stage.hr, {"decision": "Approve it"})
    await stage.hr.close()
    await stage.go_to(TENTH)
    await stage.supervisor.press("Deliver")
    await stage.supervisor.submit()
    await stage.supervisor.close()
    await stage.go_to(TENTH, hour=14)
    await stage.employee.command("")
    await stage.employee.press("Open")
    await stage.employee.press("Read the plan")
    await stage.employee.press("Say that I read it")
    answer = "I have received and read this plan"
    await step(stage.employee, {"answer": answer, "typed_name": "Jonas Okafor"})
    await stage.employee.close()


async def order_the_case_file(stage: Stage) -> None:
    await stage.hr.command("")
    await stage.hr.press("Open")
    await stage.hr.press("Order the case file")
    await step(stage.hr, {"purpose": "The decision is overdue", "recipient": "HR records"})
    await stage.hr.close()


async def step(phone: Phone, answers: Mapping[str, object]) -> None:
    await phone.fill(answers)
    await phone.submit()
