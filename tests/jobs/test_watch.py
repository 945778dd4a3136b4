"""One alarm clock for many calls."""

import asyncio

import pytest

from jobs.watch import Watch


async def test_a_call_that_takes_too_long_is_cut_off_and_the_others_go_on() -> None:
    watch = Watch(0.04)

    async def call(seconds: float) -> float:
        await asyncio.sleep(seconds)
        return seconds

    found = await asyncio.gather(*(watch.over(call(s)) for s in (0.0, 60.0, 0.01, 60.0)), return_exceptions=True)
    assert [type(one) for one in found] == [float, TimeoutError, float, TimeoutError]
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_after_being_cut_off_the_task_works_on_and_is_watched_again() -> None:
    watch = Watch(0.02)
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await watch.over(asyncio.sleep(60))
        await asyncio.sleep(0)
    await watch.over(asyncio.sleep(0))


async def test_what_cancels_the_task_is_not_taken_for_lateness() -> None:
    watch = Watch(30)
    task = asyncio.create_task(watch.over(asyncio.sleep(60)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_error_of_the_call_comes_through() -> None:
    async def broken() -> None:
        raise ValueError("a fault of ours")

    with pytest.raises(ValueError, match="a fault of ours"):
        await Watch(30).over(broken())


async def test_a_call_that_ends_in_spite_of_being_cut_off_has_ended() -> None:
    async def stubborn() -> str:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return "done all the same"
        return "never"

    assert await Watch(0.02).over(stubborn()) == "done all the same"
    await asyncio.sleep(0)


async def test_it_never_cuts_off_before_the_time() -> None:
    watch = Watch(0.2)
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.05)
    began = loop.time()
    with pytest.raises(TimeoutError):
        await watch.over(asyncio.sleep(60))
    # Some looks may have gone by when it began; none of them counts.
    assert loop.time() - began >= 0.2
