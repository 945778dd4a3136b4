"""The everyday plan of ninety days, along the paths the Illinois story does not take.

HR asks for changes, receipt is declined, support is turned down and disputed, a review falls out, a contest is turned
down, a date is put on hold for a reason only HR knows, and the plan is ended early.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from app.story.stage import Phone, Stage

FIRST_DAY: Final = date(2026, 9, 1)
START: Final = date(2026, 9, 8)
EMPLOYEE: Final = "U0EMPLOYEE"
FORM: Final = "Improvement plan, 30 to 90 days"

ABANDONED: Final = "A first try at saying it, which nobody else should ever come across."
STRENGTHS: Final = "Callers trust you, and difficult conversations end well when you take them."
AREA: Final = "Deadlines and pace"
CONCERN: Final = {
    "expectation": "Requests are answered within two working days, or the caller hears when.",
    "deficiency": "In July and August a third of the requests waited for more than a week.",
    "example_on": "2026-08-10",
    "example": "The badge request of the evening crew waited for nine days without a word.",
    "feedback_on": "2026-08-14",
    "feedback": "We looked at the list together and agreed on a daily half hour for it.",
}
GOAL_QUEUE: Final = {
    "text": "No request waits for longer than two working days.",
    "measure": "The weekly list.",
    "target": "2026-11-20",
    "interim": "The backlog of the summer is gone.",
    "interim_on": "2026-10-16",
    "support": "Shadow a colleague for a morning",
    "support_due": "2026-09-25",
}
GOAL_TEMPLATES: Final = {
    "text": "Write five answers that can be used again.",
    "measure": "Five texts in the shared folder, each used twice.",
    "target": "2026-10-30",
}
COURSE: Final = {
    "support": "A course in writing short answers",
    "support_by": "The organisation",
    "support_where": "Training room 2",
    "support_due": "2026-09-21",
}
HR_COMMENT: Final = "How will both of you be able to tell? Please name a number."
BETTER_MEASURE: Final = "The weekly list shows nothing older than two working days, four weeks in a row."
DECLINED_BECAUSE: Final = "I would like to talk with HR before I sign anything."
NO_SHADOWING: Final = "I know the desk well; the course helps me more."
NOT_RECEIVED_ANSWER: Final = "The room was double-booked. The course takes place on the first of October."
NOT_HELD_BECAUSE: Final = "The audit took the whole day for both of us."
LATE_NOTE: Final = "I was ill on Thursday and write this after we met."
CONTEST: Final = "The backlog was gone on the sixteenth; the list was not updated over the weekend."
CONTEST_ANSWER: Final = "The list of that evening still shows eleven old requests, so it stays as recorded."
REBUTTAL: Final = "Eleven were waiting for other people, and that is not what the step was about."
PROTECTED: Final = "I need a treatment every Wednesday, and cannot keep the date."
PROTECTED_HELP: Final = "Two more weeks would be enough."
PROTECTED_ANSWER: Final = "That is what the extra weeks are for. The date moves, and nobody is told why."
MOVED_BECAUSE: Final = "The inventory is on that day."
ENDED_BECAUSE: Final = "Both agreed to go on with a weekly talk in place of the plan."


async def throw_a_draft_away(stage: Stage) -> None:
    """The supervisor begins, thinks better of it, and discards the draft."""
    stage.tell("A draft that is thrown away")
    phone = stage.supervisor
    await _begin(phone)
    await _step(phone, {"strengths": ABANDONED})
    await phone.press("Save and finish later")
    await phone.close()
    await _page(phone)
    await phone.press("Go on with the draft")
    await phone.press("Discard")
    await phone.submit()
    await phone.close()


async def save_and_take_up_again(stage: Stage) -> None:
    """A second draft is left in the middle of a step, and taken up again where it was left."""
    stage.tell("A draft is saved and taken up again")
    phone = stage.supervisor
    await _begin(phone)
    await _step(phone, {"strengths": STRENGTHS})
    await _step(phone, {"areas": [AREA]})
    await phone.fill({"expectation": CONCERN["expectation"]})
    await phone.press("Save and finish later")
    await phone.close()
    await _page(phone)
    await phone.press("Go on with the draft")
    await phone.press(f"Change: {AREA}")
    await _step(phone, CONCERN)
    await _step(phone, {**GOAL_QUEUE, "next": "Add another goal"})
    await _step(phone, GOAL_TEMPLATES)
    await _step(phone, COURSE)
    await _step(phone, {"start": START.isoformat()})
    await phone.submit()
    await phone.submit()
    await phone.close()


async def answer_hr(stage: Stage) -> None:
    """HR asks for a change at one field; the supervisor makes it there and sends the plan again."""
    stage.tell("HR asks for changes, and gets them")
    await stage.hr.press("Look at it")
    await stage.hr.press("Ask for changes")
    await _step(stage.hr, {"comment_goals.1.measure": HR_COMMENT})
    await stage.hr.close()
    phone = stage.supervisor
    await phone.press("See the comments")
    await phone.press("Open it there")
    await _step(phone, {"measure": BETTER_MEASURE})
    await phone.submit()
    await phone.close()
    await stage.hr.press("Look at it")
    await stage.hr.press("Approve")
    await stage.hr.submit()
    await stage.hr.close()


async def deliver(stage: Stage) -> None:
    """They meet on the first day of the plan."""
    stage.tell("They meet, and the plan is delivered")
    await stage.go_to(START)
    await stage.supervisor.press("Deliver")
    await _step(stage.supervisor, {"met_on": START.isoformat(), "typed_name": "Marta Lindqvist"})
    await stage.supervisor.close()


async def decline_to_acknowledge(stage: Stage) -> None:
    """The employee declines to acknowledge. That is recorded, and the plan begins all the same."""
    stage.tell("The employee declines to acknowledge")
    await stage.go_to(START, hour=14)
    phone = stage.employee
    await phone.press("Read it")
    await phone.press("Say that I read it")
    await _step(phone, {"answer": "I decline to acknowledge", "comment": DECLINED_BECAUSE})
    await phone.close()


async def dispute_support(stage: Stage) -> None:
    """One promise the employee does not need; the other is said to be kept, and did not reach them."""
    stage.tell("Support is turned down, and disputed")
    await stage.go_to(date(2026, 9, 10))
    phone = stage.employee
    await _page(phone)
    await phone.press("Support")
    await phone.press("I do not need it", nth=1)
    await _step(phone, {"reason": NO_SHADOWING})
    await phone.close()
    await stage.go_to(date(2026, 9, 21))
    await stage.hr.press("Say where it stands")
    await _step(stage.hr, {"update": "It was delivered"})
    await stage.hr.close()
    await stage.go_to(date(2026, 9, 22))
    await _page(phone)
    await phone.press("Support")
    await phone.press("I have not received it")
    await phone.submit()
    await phone.close()
    await stage.go_to(date(2026, 9, 22), hour=11)
    await stage.hr.press("Say where it stands")
    await _step(stage.hr, {"update": "My answer to “not received”", "words": NOT_RECEIVED_ANSWER})
    await stage.hr.close()


async def review_falls_out(stage: Stage) -> None:
    """The first review does not take place and gets a new date; there it is held, and one note comes late."""
    stage.tell("The first review falls out")
    await stage.go_to(date(2026, 10, 9))
    phone = stage.supervisor
    await _page(phone)
    await phone.press("Reviews")
    await phone.press("It did not take place")
    await _step(phone, {"reason": "Other work came first", "words": NOT_HELD_BECAUSE, "on": "2026-10-15"})
    await phone.close()
    stage.tell("It is held a week later, and a note comes late")
    await stage.go_to(date(2026, 10, 15), hour=11)
    await phone.press_home("Hold the review")
    await _step(
        phone,
        {
            "discussion": "The queue is shorter, and the course helped with the answers.",
            "What was said about progress: Goal 1": "Half of the backlog is gone.",
            "What was said about progress: Goal 2": "Two texts are in use.",
            "adjustments": "Nothing changes.",
        },
    )
    await phone.close()
    await stage.go_to(date(2026, 10, 16), hour=11)
    await _page(stage.employee)
    await stage.employee.press("Reviews")
    await stage.employee.press("Write my note")
    await _step(stage.employee, {"challenges": LATE_NOTE})
    await stage.employee.close()


async def contest_in_vain(stage: Stage) -> None:
    """A step is missed without a word; HR lets the record stand, and the employee adds their own view to it."""
    stage.tell("A contest is turned down, and the employee has the last word")
    await stage.go_to(date(2026, 10, 19))
    phone = stage.employee
    await phone.press("Read it")
    await phone.press("Contest this")
    await _step(phone, {"text": CONTEST})
    await phone.close()
    await stage.go_to(date(2026, 10, 20))
    await stage.hr.press("Answer")
    await _step(stage.hr, {"verdict": "The record stays as it is", "answer": CONTEST_ANSWER})
    await stage.hr.close()
    await stage.go_to(date(2026, 10, 20), hour=14)
    await phone.press("Read it")
    await phone.press("Add my own view")
    await _step(phone, {"text": REBUTTAL})
    await phone.close()


async def put_on_hold(stage: Stage) -> None:
    """Something only HR may know stands in the way: the date rests until HR sets another one."""
    stage.tell("A date is put on hold, and only HR knows why")
    await stage.go_to(date(2026, 10, 26))
    phone = stage.employee
    await _page(phone)
    await phone.press("Report a barrier")
    await _step(
        phone,
        {
            "kind": "Personal, health or other protected",
            "text": PROTECTED,
            "would_help": PROTECTED_HELP,
            "wished_date": "2026-11-13",
        },
    )
    await phone.close()
    await stage.go_to(date(2026, 10, 26), hour=11)
    await _page(stage.supervisor)
    await stage.supervisor.press("Goals")
    await stage.supervisor.close()
    await stage.hr.press("Answer")
    await _step(stage.hr, {"answer": PROTECTED_ANSWER})
    await stage.hr.close()
    await stage.hr.press_home("Decide on the hold")
    await _step(stage.hr, {"on": "2026-11-13"})
    await stage.hr.close()


async def move_a_review(stage: Stage) -> None:
    """The midpoint does not suit the supervisor; the employee accepts the new date."""
    stage.tell("A review is moved, and the new date accepted")
    await stage.go_to(date(2026, 11, 2))
    await stage.supervisor.press("Change the date")
    await _step(stage.supervisor, {"on": "2026-11-11", "reason": MOVED_BECAUSE})
    await stage.supervisor.close()
    await stage.go_to(date(2026, 11, 2), hour=14)
    phone = stage.employee
    await _page(phone)
    await phone.press("Reviews")
    await phone.press("Change the date")
    await phone.press("This date suits me")
    await phone.submit()
    await phone.close()


async def end_it_early(stage: Stage) -> None:
    """HR ends the plan and orders its case file; both parties can read why."""
    stage.tell("HR ends the plan early")
    await stage.go_to(date(2026, 11, 5))
    await _page(stage.hr)
    await stage.hr.press("Order the case file")
    await _step(stage.hr, {"purpose": "Kept with the decision to end the plan", "recipient": "HR records"})
    await stage.hr.close()
    await _page(stage.hr)
    await stage.hr.press("End it early")
    await _step(stage.hr, {"kind": "The plan is withdrawn", "reasons": ENDED_BECAUSE})
    await stage.hr.close()
    await stage.go_to(date(2026, 11, 5), hour=14)
    await stage.employee.press("Read it")
    await stage.employee.close()


async def _begin(phone: Phone) -> None:
    await phone.command("new")
    await _step(phone, {"employee": EMPLOYEE, "pack": FORM})


async def _step(phone: Phone, answers: Mapping[str, object]) -> None:
    await phone.fill(answers)
    await phone.submit()


async def _page(phone: Phone) -> None:
    await phone.command("")
    await phone.press("Open")


CHAPTERS: Final = (
    throw_a_draft_away,
    save_and_take_up_again,
    answer_hr,
    deliver,
    decline_to_acknowledge,
    dispute_support,
    review_falls_out,
    contest_in_vain,
    put_on_hold,
    move_a_review,
    end_it_early,
)


async def play(stage: Stage) -> None:
    """The whole story. The stage's clock stands at the morning of ``FIRST_DAY``."""
    for chapter in CHAPTERS:
        await chapter(stage)
