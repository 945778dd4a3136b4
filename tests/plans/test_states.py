"""The tables of moves say what requirements §3 says: typed again here from the document, and compared line by line."""

from collections.abc import Iterable

import pytest

from plans.states import (
    BARRIER_MOVES,
    BEFORE_DELIVERY,
    CLOCK_STANDS_STILL,
    MILESTONE_MOVES,
    OPEN_STATES,
    PLAN_MOVES,
    REVIEW_MOVES,
    RUNNING,
    SUPPORT_MOVES,
    IllegalMoveError,
    MilestoneState,
    Move,
    Mover,
    PlanState,
    ReviewState,
    S,
    check_move,
)

# from | to | by, one line a row of §3.1. Where a row asks for two ("S + HR"), each does their part of it.
PLAN = """
draft | employee drafting | S
employee drafting | draft | E S
draft, changes requested | HR review | S
HR review | changes requested | HR
HR review | approved | HR
draft | approved | S
approved | draft | S HR
draft, employee drafting, HR review, changes requested | discarded | S HR
approved | discarded | HR
approved | delivered | S HR
delivered | active | E S HR
active | paused | HR
paused | active | clock HR
active | decision due | clock S
decision due | active | S HR
decision due | closed | S HR
delivered, active, paused | closed | S HR
closed | archived | clock
archived | erased | clock HR
"""
MILESTONE = """
planned | at risk | E
at risk | planned | S E
planned, at risk | met | S HR
planned, at risk | awaiting word | clock
awaiting word | met, missed | S HR
planned, at risk | missed | clock
missed | missed | E S HR
missed | met | S HR
planned, at risk | on hold | clock HR
on hold | planned | clock HR
planned, at risk, on hold | waived | S HR
"""
REVIEW = """
planned | confirmed | E S
planned, confirmed | planned | E S HR clock
planned, confirmed, undocumented | held | S HR
planned, confirmed, undocumented | not held | S HR
planned, confirmed | undocumented | clock
held, undocumented | documented | S HR
documented | documented | E S
"""
SUPPORT = """
promised | arranged | S HR
promised, arranged | delivered | S HR
promised, arranged | not delivered | S HR clock
promised, arranged | declined | E
"""
BARRIER = """
raised | answered | S HR
raised, answered | resolved | S E HR
raised, answered | withdrawn | E
"""
_MOVERS = {"E": Mover.EMPLOYEE, "S": Mover.SUPERVISOR, "HR": Mover.HR, "clock": Mover.CLOCK}


Line = tuple[str, str, str]


def _read(table: str) -> set[Line]:
    found: set[Line] = set()
    for row in table.strip().splitlines():
        sources, targets, movers = (cell.strip() for cell in row.split("|"))
        for source in sources.split(", "):
            for target in targets.split(", "):
                for who in movers.split():
                    names = (source.lower().replace(" ", "_"), target.lower().replace(" ", "_"))
                    found.add((*names, _MOVERS[who].value))
    return found


def _written(moves: Iterable[Move[S]]) -> set[Line]:
    return {(move.source.value, move.target.value, who.value) for move in moves for who in move.by}


@pytest.mark.parametrize(
    ("moves", "table"),
    [
        pytest.param(_written(PLAN_MOVES), PLAN, id="plan"),
        pytest.param(_written(MILESTONE_MOVES), MILESTONE, id="milestone"),
        pytest.param(_written(REVIEW_MOVES), REVIEW, id="review"),
        pytest.param(_written(SUPPORT_MOVES), SUPPORT, id="support"),
        pytest.param(_written(BARRIER_MOVES), BARRIER, id="barrier"),
    ],
)
def test_a_table_holds_exactly_the_moves_of_the_requirements(moves: set[Line], table: str) -> None:
    assert moves == _read(table)


@pytest.mark.parametrize("who", Mover)
def test_whatever_the_plan_table_does_not_list_is_refused_with_both_states(who: Mover) -> None:
    allowed = _read(PLAN)
    for source in PlanState:
        for target in PlanState:
            if (source.value, target.value, who.value) in allowed:
                assert check_move(PLAN_MOVES, source, target, by=who) is target
                continue
            with pytest.raises(IllegalMoveError) as refused:
                check_move(PLAN_MOVES, source, target, by=who)
            assert (refused.value.source, refused.value.target) == (source, target)


def test_nothing_leads_out_of_a_tombstone() -> None:
    assert not {line for line in _written(PLAN_MOVES) if line[0] in {"discarded", "erased"}}


def test_every_milestone_state_can_be_reached_from_planned() -> None:
    reached, edges = {MilestoneState.PLANNED.value}, _written(MILESTONE_MOVES)
    for _ in MilestoneState:
        reached |= {target for source, target, _who in edges if source in reached}
    assert reached == {state.value for state in MilestoneState}


def test_every_review_state_can_be_reached_from_planned() -> None:
    reached, edges = {ReviewState.PLANNED.value}, _written(REVIEW_MOVES)
    for _ in ReviewState:
        reached |= {target for source, target, _who in edges if source in reached}
    assert reached == {state.value for state in ReviewState}


def test_the_named_sets_of_states_cover_what_their_names_say() -> None:
    ended = {PlanState.CLOSED, PlanState.ARCHIVED, PlanState.DISCARDED, PlanState.ERASED}
    assert set(PlanState) == OPEN_STATES | ended
    assert OPEN_STATES == BEFORE_DELIVERY | RUNNING
    assert not BEFORE_DELIVERY & RUNNING
    assert {PlanState.DELIVERED, PlanState.PAUSED} == CLOCK_STANDS_STILL
