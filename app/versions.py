"""What due times are made from: the zones' data, holidays, the packs' calendars, who is HR, how long plans are kept.

Two versions that are equal give the same due times. Where it differs from the one kept in the database, everything
that waits is derived anew.
"""

import zoneinfo
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib import metadata, resources
from pathlib import Path

from app.rooms import Holidays, calendar_of
from plans.people import Offices
from plans.policy import Pack, Retention


def terms_version(packs: Iterable[Pack], offices: Offices, retention: Retention | None, holidays: Holidays = ()) -> str:
    """Short enough to be kept; the parts stand apart, so that a reader sees which of them changed."""
    parts = {
        "zones": _zones(),
        "holidays": metadata.version("holidays"),
        "calendars": _calendars(packs, holidays),
        "offices": _digest(repr((offices.hr, offices.lead)).encode()),
        "kept": str(retention.months if retention else 0),
    }
    return " ".join(f"{name}={part}" for name, part in parts.items())


def _calendars(packs: Iterable[Pack], extra: Holidays) -> str:
    known = [(pack.digest, calendar_of(pack, extra=extra)) for pack in packs]
    seen = sorted((digest, sorted(one.workdays), sorted(one.holidays.items())) for digest, one in known)
    return _digest(repr(seen).encode())


@cache
def _zones() -> str:
    """Of the data itself: whether it is the system's or the package's, its version is told in no reliable way."""
    found = blake2b(digest_size=8)
    for name in sorted(zoneinfo.available_timezones()):
        found.update(name.encode())
        found.update(_data(name))
    return found.hexdigest()


def _data(name: str) -> bytes:
    """As ``zoneinfo`` finds it: in its folders first, then in the package."""
    for folder in zoneinfo.TZPATH:
        file = Path(folder, name)
        if file.is_file():
            return file.read_bytes()
    *folders, last = name.split("/")
    return resources.files(".".join(("tzdata.zoneinfo", *folders))).joinpath(last).read_bytes()


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()
