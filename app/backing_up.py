"""``milepost backup`` and ``milepost restore``, and what the operator is told about them."""

from pathlib import Path

from app.clock import SystemClock
from app.settings import Settings
from storage.backup import Copied, back_up, mark_restored, restore

_NEXT = "At the next start each person gets one message about what came due since the backup."


def backed_up(settings: Settings, file: Path) -> str:
    """A sentence about the backup that was made. Raises what ``storage.backup.back_up`` raises."""
    return f"Backed up and checked: {file} ({_what_is_in(back_up(settings.database, file))})."


def restored(settings: Settings, file: Path) -> tuple[str, ...]:
    """Sentences about the database that was put in place. Raises what ``storage.backup.restore`` raises."""
    found = restore(settings.database, file, now=SystemClock().now())
    kept = () if found.kept is None else (f"The database that was there is kept as {found.kept}.",)
    migrate = ("It is of an older version: run milepost migrate before you start.",) if found.outdated else ()
    return (f"Restored: {found.file} ({_what_is_in(found)}).", *kept, *migrate, _NEXT)


async def marked_restored(settings: Settings) -> str:
    """For a database that other tools have restored."""
    await mark_restored(settings.database)
    return _NEXT


def _what_is_in(copied: Copied) -> str:
    counts = ", ".join(f"{count} {_PLURALS[table]}" for table, count in copied.counts.items())
    return f"revision {copied.revision}: {counts}"


_PLURALS = {"plan": "plans", "person": "people", "notice": "notices", "audit": "lines of the audit trail"}
