"""Figures for Prometheus at ``/metrics``. The one label is the outcome: never an id, a kind or a workspace."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import aiohttp
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from jobs.outcomes import DrawAhead, Say, SendOutcome, Sent, Speak, Unknown
from jobs.sweep import Swept
from plans.gist import Gist
from plans.integrity import Looked
from plans.notices import Notice
from plans.people import Person
from plans.ports import Begin
from storage.engines import file_of, parse

OUTCOMES: Final = ("sent", "retried", "unknown", "undeliverable", "withdrawn", "expired", "gathered")
_LAG: Final = (0.1, 0.5, 1, 2, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400)
_SWEEP: Final = (0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300)
# A Date header is in whole seconds; reading one more often would tell nothing new.
_SKEW_EVERY: Final = 60.0

Now = Callable[[], datetime]


class Metrics:
    """The figures of one process. ``wal`` is SQLite's log, if that is the database."""

    def __init__(self, *, wal: Path | None) -> None:
        self._registry = CollectorRegistry()
        self._wal = wal
        self._counted = Counter("milepost_notices", "Notices by outcome.", ["outcome"], registry=self._registry)
        for outcome in OUTCOMES:
            self._counted.labels(outcome=outcome)
        self._lag = Histogram("milepost_notice_lag_seconds", "From due to said.", buckets=_LAG, registry=self._registry)
        self.sweep = Histogram(
            "milepost_sweep_seconds", "How long a sweep took.", buckets=_SWEEP, registry=self._registry
        )
        self._overdue = self._gauge("milepost_oldest_overdue_seconds", "Age of the oldest notice due and unsaid.")
        self._wal_size = None if wal is None else self._gauge("milepost_wal_bytes", "Size of SQLite's log.")
        self._skew = self._gauge("milepost_clock_skew_seconds", "Our clock less Slack's; NaN while unknown.")
        self._skew.set(math.nan)
        self._trail = self._gauge("milepost_trail_matches", "1 if the audit trail is as it was written, 0 if not.")
        self._trail_age = self._gauge("milepost_trail_looked_seconds", "Since the trail was last looked through.")

    @classmethod
    def of_database(cls, address: str) -> "Metrics":
        file = file_of(parse(address))
        return cls(wal=None if file is None else file.with_name(f"{file.name}-wal"))

    def _gauge(self, name: str, help_: str) -> Gauge:
        return Gauge(name, help_, registry=self._registry)

    def spoken(self, notice: Notice, outcome: SendOutcome | None, *, now: datetime) -> None:
        """One try; without an outcome it ended in an error or was cut off, so nobody knows."""
        if notice.attempts > 1:
            self._counted.labels(outcome="retried").inc()
        if isinstance(outcome, Sent):
            self._lag.observe(max(0.0, (now - notice.owed.due_at).total_seconds()))
        elif outcome is None or isinstance(outcome, Unknown):
            self._counted.labels(outcome="unknown").inc()

    def swept(self, swept: Swept) -> None:
        settled = {
            "sent": swept.sent,
            "undeliverable": swept.refused,
            "withdrawn": swept.withdrawn,
            "expired": swept.expired,
            "gathered": swept.gathered,
        }
        for outcome, count in settled.items():
            self._counted.labels(outcome=outcome).inc(count)

    async def scraped(self, begin: Begin, *, now: datetime) -> bytes:
        """Everything in Prometheus' own text form; what cannot be read just now is NaN."""
        self._overdue.set(await _overdue(begin, now=now))
        look = await _looked(begin)
        self._trail.set(math.nan if look is None else look.good)
        self._trail_age.set(math.nan if look is None else (now - look.at).total_seconds())
        if self._wal is not None and self._wal_size is not None:
            # Between two runs there is no log.
            self._wal_size.set(self._wal.stat().st_size if self._wal.exists() else 0)
        return generate_latest(self._registry)

    def following(self, now: Now) -> aiohttp.TraceConfig:
        """Reads Slack's clock off the answers that come anyway, once a minute at most; ``now`` is the real one."""
        seen = datetime.min.replace(tzinfo=now().tzinfo)

        async def ended(
            _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
        ) -> None:
            nonlocal seen
            at, told = now(), end.response.headers.get("Date")
            if told is None or (at - seen).total_seconds() < _SKEW_EVERY:
                return
            try:
                self._skew.set((at - parsedate_to_datetime(told)).total_seconds())
            except (TypeError, ValueError):
                return
            seen = at

        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(ended)
        return trace


async def _overdue(begin: Begin, *, now: datetime) -> float:
    try:
        async with begin() as work:
            oldest = await work.notices.oldest_due(now=now)
    except (RuntimeError, OSError):
        return math.nan
    return 0.0 if oldest is None else (now - oldest).total_seconds()


async def _looked(begin: Begin) -> Looked | None:
    try:
        async with begin() as work:
            return await work.integrity.looked()
    except (RuntimeError, OSError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """``Speak`` and ``DrawAhead``, with every try counted."""

    speak: Speak
    drawing_ahead: DrawAhead
    metrics: Metrics
    now: Now

    async def __call__(self, notice: Notice, plan: Gist | None, person: Person) -> SendOutcome:
        return await self._counted(notice, partial(self.speak, notice, plan, person))

    def draw_ahead(self, notice: Notice, plan: Gist | None, person: Person) -> Say | None:
        say = self.drawing_ahead(notice, plan, person)
        return None if say is None else partial(self._counted, notice, say)

    async def _counted(self, notice: Notice, say: Say) -> SendOutcome:
        outcome: SendOutcome | None = None
        try:
            outcome = await say()
        finally:
            self.metrics.spoken(notice, outcome, now=self.now())
        return outcome
