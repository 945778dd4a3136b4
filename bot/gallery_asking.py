"""What the employee asks for, as the gallery shows it: a question about the text, another date, a pause."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from plans.example_steps import example_id
from plans.examples import DESK, EMPLOYEE, HR, SUPERVISOR, Case, case, then, without_account
from plans.ids import EntryId
from plans.papers import PaperKind, Said, Sheet, said
from plans.receipt import question_asked
from plans.record import WantedKind
from plans.states import PlanState
from plans.wanting import answered, change_asked, pause_asked
from plans.words import Words

QUESTION: Final = EntryId(example_id(0xFC))
WANTED: Final = EntryId(example_id(0xFD))
PAPER_COPY: Final = EntryId(example_id(0xFA))
WANTED_PAUSE: Final = EntryId(example_id(0xFE))
_WITHOUT_ACCOUNT: Final = (PlanState.APPROVED, PlanState.DELIVERED, PlanState.ACTIVE)


def asked() -> Mapping[str, Case]:
    return {**_question(), **_change(), **_pause(), **_on_paper()}


def _on_paper() -> Mapping[str, Case]:
    """The same plan, of somebody without an account."""
    plans = {f"{state.value}, on paper": without_account(case(state)) for state in _WITHOUT_ACCOUNT}
    return {**plans, "copy asked for on paper": _copy(without_account(case(PlanState.ACTIVE)))}


def _copy(found: Case) -> Case:
    """HR typed in that the employee asks for a copy."""
    on = found.at.date() - timedelta(days=1)
    sheet = Sheet(id=EntryId(example_id(0xF9)), on=on, witness=Words("Nadia Haddad"))
    asked_for = Said(kind=PaperKind.COPY, entry=PAPER_COPY, text=None)
    return then(found, said(found.plan, found.terms, sheet, asked_for, by=HR, at=found.at))


def _question() -> Mapping[str, Case]:
    """The employee asks before they answer."""
    found = case(PlanState.DELIVERED)
    text = Words("Does “two working days” count from the day a request comes in, or from the day after?")
    return {
        "question asked": then(found, question_asked(found.plan, entry=QUESTION, text=text, by=EMPLOYEE, at=found.at))
    }


def _change() -> Mapping[str, Case]:
    found = case(PlanState.ACTIVE)
    goal = found.plan.goal(DESK)
    change = change_asked(
        found.plan,
        entry=WANTED,
        kind=WantedKind.DATE,
        text=Words("Could this be two weeks later? The inventory takes all of us until then."),
        goal=goal,
        on=goal.target + timedelta(days=14),
        by=EMPLOYEE,
        at=found.at,
    )
    wanted = then(found, change)
    accepted = answered(wanted.plan, WANTED, accepted=True, answer=None, by=SUPERVISOR, at=found.at)
    return {"change wanted": wanted, "change accepted": then(wanted, accepted)}


def _pause() -> Mapping[str, Case]:
    found, days = case(PlanState.ACTIVE), timedelta(days=20)
    first = found.at.date()
    change = pause_asked(found.plan, entry=WANTED_PAUSE, first=first, last=first + days, by=EMPLOYEE, at=found.at)
    return {"pause wanted": then(found, change)}
