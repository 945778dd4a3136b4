"""Faults on request (rule 9): which calls go wrong, how, and how often."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from sandbox.shapes import Json

EVERY_METHOD = "*"
MOST_SECONDS = 120.0
FaultKind = Literal["drop", "reset", "silence", "http", "html", "broken_json", "rate_limit", "error"]
_USUAL_STATUS: Mapping[FaultKind, int] = {"http": 500, "rate_limit": 429}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that goes wrong. `stored` lets the call take effect first, so that only its answer is lost.

    `times` is how many calls it spoils (None: until cleared), `after` how many matching calls it lets pass before,
    and `where` names arguments a call must have to match. `retry_after` is in sandbox seconds, None for no header;
    `seconds` is how long a silence lasts, in real ones.
    Raises ValueError for what cannot be.
    """

    method: str
    kind: FaultKind
    times: int | None = 1
    after: int = 0
    stored: bool = False
    where: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    status: int = 0
    retry_after: int | None = None
    seconds: float = 60.0

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"no such fault: {self.kind}")
        if self.kind == "error" and not self.error:
            raise ValueError("say which error")
        if self.kind == "rate_limit" and self.stored:
            raise ValueError("a call over the limit has no effect")
        if (self.times is not None and self.times < 1) or self.after < 0:
            raise ValueError("a fault spoils one call at least, and after none at least")
        if not 0 < self.seconds <= MOST_SECONDS:
            raise ValueError(f"a silence lasts {MOST_SECONDS:.0f} s at most")

    @property
    def shown_status(self) -> int:
        """The HTTP status that goes out, where anything does."""
        return self.status or _USUAL_STATUS.get(self.kind, 200)

    @property
    def word(self) -> str:
        """The error word that goes out, where one does."""
        return self.error or ("ratelimited" if self.kind == "rate_limit" else "")

    def matches(self, method: str, args: Json) -> bool:
        if self.method not in {EVERY_METHOD, method}:
            return False
        return all(str(args.get(key)) == value for key, value in self.where.items())


@dataclass(slots=True)
class _Scripted:
    fault: Fault
    let_pass: int = 0
    spoilt: int = 0

    @property
    def over(self) -> bool:
        return self.fault.times is not None and self.spoilt >= self.fault.times


class FaultScript:
    """The faults still to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._scripted: list[_Scripted] = []
        self._cleared = asyncio.Event()

    @property
    def cleared(self) -> asyncio.Event:
        """Set once all faults scripted so far are cleared; whoever is silent stops waiting then."""
        return self._cleared

    def add(self, fault: Fault) -> None:
        self._scripted.append(_Scripted(fault))

    def clear(self) -> None:
        self._scripted.clear()
        self._cleared.set()
        self._cleared = asyncio.Event()

    def take(self, method: str, args: Json) -> Fault | None:
        """The fault for this call, used up by it. One that is not yet its turn counts the call as let pass."""
        for one in self._scripted:
            if not one.fault.matches(method, args):
                continue
            if one.let_pass < one.fault.after:
                one.let_pass += 1
                continue
            one.spoilt += 1
            if one.over:
                self._scripted.remove(one)
            return one.fault
        return None

    def left(self) -> Sequence[Json]:
        """What is still to come, for people to read."""
        return [
            {
                "method": one.fault.method,
                "kind": one.fault.kind,
                "to_pass": one.fault.after - one.let_pass,
                "to_spoil": None if one.fault.times is None else one.fault.times - one.spoilt,
            }
            for one in self._scripted
        ]
