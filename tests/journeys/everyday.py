"""A plan on the everyday form, brought as far as a journey needs it, in as few presses as people need. All invented."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from app.story import generic
from app.story.stage import Phone, Stage

START: Final = date(2026, 9, 8)
END: Final = date(2026, 12, 7)
SUPERVISOR_NAME: Final = "Marta Lindqvist"
EMPLOYEE_NAME: Final = "Jonas Okafor"
RECEIVED: Final = "I have received and read this plan"


async def step(phone: Phone, answers: Mapping[str, object]) -> None:
    await phone.fill(answers)
    await phone.submit()


async def page(phone: Phone) -> None:
    """The plan's own page, by the command and not by a message."""
    await phone.command("")
    await phone.press("Open")


async def write(stage: Stage, *, employee: str = generic.EMPLOYEE, on_paper: str | None = None) -> None:
    """One area, one goal with a step on the way and support; off to HR. ``on_paper`` is a name without an account."""
    phone = stage.supervisor
    await phone.command("new")
    who = {"employee": employee} if on_paper is None else {"paper_name": on_paper}
    await step(phone, {**who, "pack": generic.FORM})
    await step(phone, {"strengths": generic.STRENGTHS})
    await step(phone, {"areas": [generic.AREA]})
    await step(phone, generic.CONCERN)
    await step(phone, generic.GOAL_QUEUE)
    await step(phone, {})
    await step(phone, {"start": START.isoformat()})
    await step(phone, {})
    await phone.submit()
    await phone.close()


async def approve(stage: Stage) -> None:
    await stage.hr.press("Look at it")
    await stage.hr.press("Approve")
    await stage.hr.submit()
    await stage.hr.close()


async def deliver(stage: Stage) -> None:
    """They meet on the first day."""
    await stage.go_to(START)
    await stage.supervisor.press("Deliver")
    await step(stage.supervisor, {"met_on": START.isoformat(), "typed_name": SUPERVISOR_NAME})
    await stage.supervisor.close()


async def acknowledge(phone: Phone) -> None:
    """From the message that the plan has come, or that it is new."""
    await phone.press("Read it")
    await phone.press("Say that I read it")
    await step(phone, {"answer": RECEIVED, "typed_name": EMPLOYEE_NAME})
    await phone.close()


async def begin(stage: Stage) -> None:
    """From nothing to a running plan."""
    await write(stage)
    await approve(stage)
    await deliver(stage)
    await stage.go_to(START, hour=14)
    await acknowledge(stage.employee)
