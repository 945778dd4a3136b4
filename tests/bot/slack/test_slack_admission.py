"""Turns are given in order, and none is lost."""

import asyncio
from typing import Final

import pytest

from bot.slack.admission import Admission, TooManyAskingError, outside, step_out

LONG: Final = 30.0


async def hold(admission: Admission, name: str, told: list[str], until: asyncio.Event | None = None) -> None:
    async with admission.turn():
        told.append(name)
        if until is not None:
            await until.wait()


async def waited(admission: Admission, many: int) -> None:
    """Let the others run until so many wait."""
    for _ in range(1_000):
        await asyncio.sleep(0)
        if admission.waiting == many:
            return
    raise AssertionError(admission.waiting)


async def test_those_who_wait_are_let_in_in_order() -> None:
    admission, told, free = Admission(at_once=1, patience=LONG), list[str](), asyncio.Event()
    tasks = [asyncio.create_task(hold(admission, "first", told, free))]
    await waited(admission, 0)
    for many, name in enumerate(("second", "third", "fourth"), start=1):
        tasks.append(asyncio.create_task(hold(admission, name, told)))
        await waited(admission, many)
    free.set()
    await asyncio.gather(*tasks)
    assert told == ["first", "second", "third", "fourth"]


async def test_whoever_gives_up_leaves_their_turn_to_the_next() -> None:
    admission, told, free = Admission(at_once=1, patience=LONG), list[str](), asyncio.Event()
    first = asyncio.create_task(hold(admission, "first", told, free))
    await asyncio.sleep(0)
    second = asyncio.create_task(hold(admission, "second", told))
    third = asyncio.create_task(hold(admission, "third", told))
    await waited(admission, 2)
    second.cancel()
    free.set()
    await asyncio.gather(first, third)
    assert told == ["first", "third"]


async def test_a_turn_that_comes_in_the_moment_of_giving_up_goes_to_the_next() -> None:
    admission, told = Admission(at_once=1, patience=LONG), list[str]()
    async with admission.turn():
        first = asyncio.create_task(hold(admission, "first", told))
        await waited(admission, 1)
    # Its turn has come, and it has not run yet.
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await hold(admission, "second", told)
    assert told == ["second"]


async def test_after_any_number_of_refusals_all_places_are_there() -> None:
    admission, told, free = Admission(at_once=2, patience=0.001), list[str](), asyncio.Event()
    inside = [asyncio.create_task(hold(admission, "inside", told, free)) for _ in range(2)]
    await asyncio.sleep(0)
    refused = await asyncio.gather(*(hold(admission, "late", told) for _ in range(50)), return_exceptions=True)
    assert all(isinstance(one, TooManyAskingError) for one in refused)
    free.set()
    await asyncio.gather(*inside)
    again = asyncio.Event()
    inside = [asyncio.create_task(hold(admission, "again", told, again)) for _ in range(2)]
    await waited(admission, 0)
    again.set()
    await asyncio.gather(*inside)
    assert told == ["inside"] * 2 + ["again"] * 2


async def test_with_too_many_before_them_whoever_comes_is_told_at_once() -> None:
    admission, told, free = Admission(at_once=1, patience=LONG, most_waiting=2), list[str](), asyncio.Event()
    tasks = [asyncio.create_task(hold(admission, "inside", told, free))]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(hold(admission, "waits", told)) for _ in range(2)]
    await waited(admission, 2)
    assert admission.hopeless
    with pytest.raises(TooManyAskingError):
        await hold(admission, "one too many", told)
    free.set()
    await asyncio.gather(*tasks)
    assert told == ["inside", "waits", "waits"]


async def test_an_error_inside_gives_the_place_back() -> None:
    admission = Admission(at_once=1, patience=0.001)
    for _ in range(3):
        with pytest.raises(KeyError):
            async with admission.turn():
                raise KeyError


async def test_stepping_out_gives_the_place_away_once() -> None:
    admission = Admission(at_once=1, patience=0.001)
    async with admission.turn():
        step_out()
        step_out()
        await asyncio.gather(hold(admission, "other", []))
    async with admission.turn():
        with pytest.raises(TooManyAskingError):
            await hold(admission, "one too many", [])


async def test_whoever_waits_outside_lets_others_in_and_comes_back_before_those_who_came_later() -> None:
    admission, told, there, free = Admission(at_once=1, patience=LONG), list[str](), asyncio.Event(), asyncio.Event()

    async def looks_something_up() -> None:
        async with admission.turn():
            told.append("asks")
            async with outside():
                await there.wait()
            told.append("is back")

    asking = asyncio.create_task(looks_something_up())
    await asyncio.sleep(0)
    other = asyncio.create_task(hold(admission, "other", told, free))
    await asyncio.sleep(0)
    later = asyncio.create_task(hold(admission, "later", told))
    await waited(admission, 1)
    there.set()
    await waited(admission, 2)
    free.set()
    await asyncio.gather(asking, other, later)
    assert told == ["asks", "other", "is back", "later"]
    await hold(admission, "all places are free", told)


async def test_whoever_is_cut_off_outside_or_on_the_way_back_takes_no_place() -> None:
    admission, told, there, free = Admission(at_once=1, patience=LONG), list[str](), asyncio.Event(), asyncio.Event()

    async def looks_something_up() -> None:
        async with admission.turn(), outside():
            await there.wait()

    for cut_off_outside in (True, False):
        asking = asyncio.create_task(looks_something_up())
        await asyncio.sleep(0)
        other = asyncio.create_task(hold(admission, "other", told, free))
        await asyncio.sleep(0)
        if not cut_off_outside:
            there.set()
            await waited(admission, 1)
        asking.cancel()
        free.set()
        await other
        with pytest.raises(asyncio.CancelledError):
            await asking
        free.clear()
        assert (admission.inside, admission.waiting) == (0, 0)


async def test_what_nobody_waits_for_lets_people_go_first_but_not_for_ever() -> None:
    admission = Admission(at_once=1, patience=LONG)
    async with admission.turn():
        beside = asyncio.create_task(admission.calm(at_most=LONG))
        await asyncio.sleep(0.01)
        assert not beside.done()
    await beside
    async with admission.turn():
        await admission.calm(at_most=0.001)
