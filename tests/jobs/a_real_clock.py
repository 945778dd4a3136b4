"""The one real clock of these tests: the alarm of the beat rings in real time."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    return datetime.fromtimestamp(time.time(), tz=UTC)
