"""Several workspaces take turns within one process, and leave a workspace to whichever worker has it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from jobs.turns import AT_ONCE, MOST_TURNS, Desk, take_turns
from plans.ids import WorkspaceId

TURN = timedelta(seconds=7)


@dataclass
class Street:
    """Workspaces with so many turns' work each, and a note of who worked when."""

    work: dict[str, int]
    taken_by_others: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    worked: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    most_at_once: int = 0

    def desks(self) -> list[Desk]:
        return [self._desk(WorkspaceId(name)) for name in self.work]

    def _desk(self, name: WorkspaceId) -> Desk:
        async def sweep(turn: timedelta) -> bool:
            assert turn == TURN
            assert name in self.held
            self.worked.append(name)
            await asyncio.sleep(0)
            if name in self.broken:
                raise ConnectionError
            self.work[name] -= 1
            return self.work[name] > 0

        @asynccontextmanager
        async def turn() -> AsyncIterator[bool]:
            if name in self.taken_by_others:
                yield False
                return
            self.held.append(name)
            self.most_at_once = max(self.most_at_once, len(self.held))
            try:
                yield True
            finally:
                self.held.remove(name)

        return Desk(workspace=name, turn=turn, sweep=sweep)


async def test_each_workspace_has_turns_until_nothing_of_it_is_due() -> None:
    street = Street({"A": 3, "B": 1, "C": 2})
    taken = await take_turns(street.desks(), turn=TURN)
    assert taken.turns == 6
    assert taken
    assert set(street.work.values()) == {0}
    assert street.held == []


async def test_one_with_little_to_do_does_not_wait_for_one_with_much() -> None:
    street = Street({"much": 50, "little": 1})
    await take_turns(street.desks(), turn=TURN, at_once=1)
    assert street.worked[:3] == ["much", "little", "much"]
    side_by_side = Street({"much": 50, "little": 1})
    await take_turns(side_by_side.desks(), turn=TURN)
    assert side_by_side.most_at_once == 2


async def test_no_more_are_worked_for_at_once_than_there_is_room_for() -> None:
    street = Street({str(number): 2 for number in range(3 * AT_ONCE)})
    await take_turns(street.desks(), turn=TURN)
    assert street.most_at_once == AT_ONCE
    assert set(street.work.values()) == {0}


async def test_what_another_worker_has_is_passed_over_and_told() -> None:
    street = Street({"theirs": 1, "ours": 1}, taken_by_others={"theirs"})
    taken = await take_turns(street.desks(), turn=TURN)
    assert taken.passed_over == {"theirs"}
    assert not taken
    assert street.worked == ["ours"]


async def test_one_that_fails_does_not_keep_the_others_from_their_turns() -> None:
    street = Street({"broken": 1, "B": 2, "C": 1}, broken={"broken"})
    with pytest.raises(ConnectionError):
        await take_turns(street.desks(), turn=TURN, at_once=1)
    assert street.work == {"broken": 1, "B": 0, "C": 0}
    assert street.held == []


async def test_one_that_is_never_done_is_left_in_the_end() -> None:
    street = Street({"endless": 10 * MOST_TURNS})
    assert (await take_turns(street.desks(), turn=TURN)).turns == MOST_TURNS


async def test_nobody_to_work_for_is_no_trouble() -> None:
    assert (await take_turns((), turn=TURN)).turns == 0
