"""Whether the whole trail in the database still is what was written: every chain, line by line (P-24, threats §3.11).

It finds lines that were changed, taken out, put in or moved. Whoever worked out every hash anew, or cut the end off,
is found by an anchor: what was noted of the workspace's chain at some moment, best of all outside the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, Protocol

from plans.chain import BEGINNING, Anchor, digest_of, hash_after, head_after
from plans.events import Event, EventKind
from plans.holding import Held, Words, content_with
from plans.ids import PlanId, WorkspaceId

_ASKED_AGAIN: Final = 3
_OF_WORDS: Final = frozenset({"words", "words-new", "salt", "plan-unreadable"})


class Stored(NamedTuple):
    """A line as its row says it now. There may be a hundred thousand of them, so it is a named tuple."""

    number: int
    event: Event
    apart: bool
    before: str
    hash: str
    head: str
    words: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """The first thing that does not match. ``line`` is its number in the workspace; the rest where it can be told.

    ``code``: gap (a line is missing, or one too many), unreadable, before (not in its chain's order), changed, head
    (the workspace's chain), anchor (rewritten since it was noted), cut (the end is missing); of a plan's words: words
    (not those the line stands for), words-new (no line stands for them), salt (it cannot be told any more).
    """

    code: str
    line: int
    kind: EventKind | None = None
    at: datetime | None = None
    plan: PlanId | None = None

    @property
    def of_words(self) -> bool:
        """Whether it is about what a plan says, and not about the trail itself."""
        return self.code in _OF_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the last look through the whole trail found, and when; of a mismatch, since when it is known.

    ``lines`` is how many were good, one after the other.
    """

    at: datetime
    lines: int
    code: str = ""

    @property
    def good(self) -> bool:
        return not self.code


class UnreadableLineError(Exception):
    """What stands in this line is nothing that was ever written: ``line`` is its number."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class NoSuchPlanHeldError(LookupError):
    """There is no such plan any more."""


class Integrity(Protocol):
    """The trail as a whole, for looking through it, and what is remembered of that."""

    async def lines(self, *, after: int, limit: int) -> Sequence[Stored]:
        """The next lines behind this number.

        Raises:
            UnreadableLineError: the very next one cannot be read; those before it come first.

        """

    async def plans(self, *, after: PlanId | None, limit: int) -> tuple[PlanId, ...]:
        """The next plans, in order of their ids."""

    async def held(self, plan: PlanId) -> Held:
        """What the plan says, from its very rows, and what its lines hold fast of it.

        Raises:
            NoSuchPlanHeldError: there is no such plan.

        """

    async def anchors(self) -> tuple[Anchor, ...]:
        """What was noted of the workspace's chain over the last year."""

    async def note_anchor(self, anchor: Anchor, *, at: datetime) -> bool:
        """Remember it; False if it was known."""

    async def looked(self) -> Looked | None:
        """What the last look found; None before the first."""

    async def note_look(self, look: Looked) -> None:
        """A mismatch that is known already keeps the time since when."""


_UNREADABLE: Final = (TypeError, ValueError, KeyError, AttributeError)


class Walk:
    """One look through the trail, given its lines in order.

    ``anchors`` are compared on the way, and those of more lines than there are at the end.
    """

    def __init__(self, workspace: WorkspaceId, anchors: Iterable[Anchor] = ()) -> None:
        self.end = Anchor(count=0, head=BEGINNING)
        self._workspace = workspace
        self._ends: dict[tuple[PlanId | None, bool], str] = {}
        self._noted: dict[int, set[str]] = {}
        for anchor in anchors:
            self._noted.setdefault(anchor.count, set()).add(anchor.head)

    def take(self, line: Stored) -> Mismatch | None:
        """What does not match with this line, or None when all does; ``end`` then includes it."""
        event, number = line.event, self.end.count + 1
        if line.number != number:
            return Mismatch(code="gap", line=number)
        try:
            content = content_with(event, line.words, workspace=self._workspace, apart=line.apart)
            code = self._fault(line, digest_of(content))
        except _UNREADABLE:
            return Mismatch(code="unreadable", line=number)
        if code is not None:
            return Mismatch(code=code, line=number, kind=event.kind, at=event.at, plan=event.plan)
        self._ends[event.plan, line.apart] = line.hash
        self.end = Anchor(count=number, head=line.head)
        return None

    def _fault(self, line: Stored, digest: str) -> str | None:
        if line.before != self._ends.get((line.event.plan, line.apart), BEGINNING):
            return "before"
        if line.hash != hash_after(line.before, digest):
            return "changed"
        if line.head != head_after(self.end.head, line.hash):
            return "head"
        return "anchor" if self._noted.get(line.number, {line.head}) != {line.head} else None

    def over(self) -> Mismatch | None:
        """To be asked when there is no further line: whether an anchor tells of more, or was wrong from the start."""
        beyond = min((count for count in self._noted if count > self.end.count), default=None)
        if beyond is not None:
            return Mismatch(code="cut", line=beyond)
        if self._noted.get(0, {BEGINNING}) != {BEGINNING}:
            return Mismatch(code="anchor", line=0)
        return None


class Look:
    """A look through everything, a bit at a time: first the trail, line by line; then the words of plan after plan."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self._plan: PlanId | None = None
        self._trail_over = False

    async def some(self, integrity: Integrity, *, limit: int) -> tuple[bool, Mismatch | None]:
        """Take the next lines, or a tenth as many plans: whether all is done, and what does not match."""
        if not self._trail_over:
            self._trail_over, found = await walked(integrity, self.walk, limit=limit)
            return found is not None, found
        plans = await integrity.plans(after=self._plan, limit=max(1, limit // 10))
        for plan in plans:
            self._plan = plan
            found = await words_of(integrity, plan)
            if found is not None:
                return True, found
        return not plans, None


async def words_of(integrity: Integrity, plan: PlanId) -> Mismatch | None:
    """Whether a plan says what its lines hold fast. What was changed between two questions is asked again."""
    found = None
    for _ in range(_ASKED_AGAIN):
        try:
            fault = (await integrity.held(plan)).fault()
        except NoSuchPlanHeldError:
            return None
        except _UNREADABLE:
            fault = ("plan-unreadable", 0)
        found = None if fault is None else Mismatch(code=fault[0], line=fault[1], plan=plan)
        if found is None:
            break
    return found


async def walked(integrity: Integrity, walk: Walk, *, limit: int) -> tuple[bool, Mismatch | None]:
    """Take the next lines, at most so many: whether that was the last of them, and what does not match."""
    try:
        lines = await integrity.lines(after=walk.end.count, limit=limit)
    except UnreadableLineError as error:
        return True, Mismatch(code="unreadable", line=error.line)
    for line in lines:
        found = walk.take(line)
        if found is not None:
            return True, found
    return (False, None) if lines else (True, walk.over())
