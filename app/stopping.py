"""Waiting for Ctrl+C or a termination signal."""

import asyncio
import signal


async def until_stopped() -> None:
    """Return at the first of the two signals; a second one ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    for number in numbers:
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    for number in numbers:
        loop.remove_signal_handler(number)
