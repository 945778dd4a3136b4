"""What the domain asks of the outside after a time away. It keeps the promises of ``ports``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from plans.ids import NoticeId
from plans.notices import Notice, NoticeState, Owed


class Gathering(Protocol):
    """After a time away: what came due while nobody was there to say it becomes one message for each person."""

    async def heartbeat(self) -> datetime | None:
        """When a sweep of this workspace last came to its end, to the minute; None if none ever did."""

    async def beat(self, at: datetime) -> None:
        """A sweep came to its end."""

    async def late(
        self, *, now: datetime, real_now: datetime, limit: int, after: Notice | None = None
    ) -> tuple[Notice, ...]:
        """What may be gathered and is due: waiting, or claimed with a lease that ran out; by ``run_at`` and id.

        ``after`` is the last one of the batch before.
        """

    async def message_for(self, owed: Owed) -> Notice:
        """The message that stands for what is gathered for a person: one that waits already, else this one."""

    async def gather(self, notices: Sequence[Notice], into: Notice, *, now: datetime) -> int:
        """Those that nobody has taken since become ``gathered``, as late as they are; how many were.

        The message's subject is how many it stands for.
        """

    async def put_by(self, notices: Sequence[Notice], state: NoticeState, *, reason: str, now: datetime) -> int:
        """Those that nobody has taken since end in this state without being told."""

    async def inside(self, message: NoticeId) -> tuple[Notice, ...]:
        """What a message stands for and is not answered yet."""
