"""Each job and how often it runs.

| job | when | what it does |
|---|---|---|
| wake | at the earliest due instant, and at once after a commit that made something due | sweeps |
| sweep | every 20 seconds, alarm or not | passing, then digests, then delivery, until nothing is due |
| reconcile | hourly asks "has this been done today?", so once a day in UTC | puts every open plan's reminders in step |
| housekeeping | in the same hour and as often | forgets requests and beats that have done their work |
| people | in the same hour and as often | forgets people whom no plan names any more |
| integrity | in the same hour and as often | looks through the audit trail, whether it is what was written |

Within the sweep a digest is owed once for each HR member and period. That, reconciling and housekeeping leave a row
in the ledger of beats, so that a missed beat is caught up and a double one does nothing. Nothing here runs at a local
time.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A name and how often it runs, on the real clock."""

    name: str
    every: timedelta


SWEEP: Final = Job(name="sweep", every=timedelta(seconds=20))
RECONCILE: Final = Job(name="reconcile", every=timedelta(hours=1))
TIMETABLE: Final = (SWEEP, RECONCILE)
