"""A case file for people shows labels, never bare codes."""

from enum import StrEnum

import pytest

from bot.documents.labels import CODES, SECTIONS, code, label
from plans.ending import OutcomeState, OwedKind, Result
from plans.events import EventKind
from plans.goals import Cause, Direction, Level
from plans.meetings import Attendance, Documented, LaunchItem, NotHeldReason, Standing
from plans.policy import OutcomeKind, PlanKind, ReviewKind
from plans.record import BarrierKind, ContestState, InputMoment, ProposalState, Provider, WantedKind, WantedState
from plans.signing import SignatureKind
from plans.states import BarrierState, MilestoneState, MissClass, PlanState, ReviewState, SupportState

GROUPS: dict[str, type[StrEnum]] = {
    "attendance": Attendance,
    "barrier": BarrierState,
    "barrier_kind": BarrierKind,
    "contest": ContestState,
    "documented": Documented,
    "event": EventKind,
    "input": InputMoment,
    "direction": Direction,
    "kind": PlanKind,
    "cause": Cause,
    "launch": LaunchItem,
    "level": Level,
    "milestone": MilestoneState,
    "miss": MissClass,
    "not_held": NotHeldReason,
    "outcome": OutcomeState,
    "outcome_kind": OutcomeKind,
    "owed": OwedKind,
    "plan": PlanState,
    "proposal": ProposalState,
    "provider": Provider,
    "result": Result,
    "review": ReviewState,
    "review_kind": ReviewKind,
    "signature": SignatureKind,
    "standing": Standing,
    "support": SupportState,
    "wanted": WantedState,
    "wanted_kind": WantedKind,
}
ALL_CODES = [f"{group}.{value}" for group, values in GROUPS.items() for value in values]


@pytest.mark.parametrize("value", ALL_CODES)
def test_a_code_reads_as_words(value: str) -> None:
    shown = code(value)
    assert shown
    assert not set(shown) & set("_.")
    assert shown[0].isupper()


def test_no_label_stands_for_a_code_that_does_not_exist() -> None:
    others = {
        "role.clock",
        "role.hr",
        "role.reviewer",
        "check_in.sealed",
        "check_in.left_out",
        "check_in.not_answered",
        "owed.nothing",
        "account.none",
    }
    others |= {value for value in CODES if value.startswith(("box.", "part."))}
    assert set(CODES) - others <= set(ALL_CODES)


def test_each_class_of_a_missed_milestone_has_words_of_its_own() -> None:
    assert len({code(f"miss.{miss}") for miss in MissClass}) == len(MissClass)


def test_no_label_says_what_coaching_must_not_say() -> None:
    said = " ".join((*SECTIONS.values(), *CODES.values(), label("state"))).lower()
    assert not any(word in said for word in ("pip", "performance improvement plan", "termination", "removal"))
