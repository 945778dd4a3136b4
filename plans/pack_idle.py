"""What a file may not ask for, because nothing would come of it. Editions kept with plans are read all the same."""

from collections.abc import Iterator
from typing import Final

from plans.pack import ClockStart, LeadTimes, Limits, Pack
from plans.pack_table import PackFault

# Figures no rule reads yet. They may stand in a file as they usually do, so that a copy of a shipped pack is good.
IDLE_LEAD_TIMES: Final = ("notes_after_review",)
IDLE_LIMITS: Final = ("sustained",)
_SPOKEN: Final = "en"


def idle_faults(pack: Pack) -> Iterator[PackFault]:
    """Each with its place and what to write instead."""
    usual: tuple[tuple[str, tuple[str, ...], LeadTimes | Limits, LeadTimes | Limits], ...] = (
        ("lead_times", IDLE_LEAD_TIMES, pack.lead_times, LeadTimes()),
        ("limits", IDLE_LIMITS, pack.limits, Limits()),
    )
    for table, names, given, ours in usual:
        for name in names:
            wanted, default = getattr(given, name), getattr(ours, name)
            if wanted != default:
                said = "Nothing in Milepost goes by this figure yet."
                yield PackFault(f"{pack.id}.{table}.{name}", said, instead=f"Write {name} = {default}, or take it out.")
    if pack.clock_starts is ClockStart.ACKNOWLEDGEMENT:
        said = "The days cannot be counted from the receipt: the text the employee is asked to sign holds its dates."
        instead = 'Write clock_starts = "delivery", or "start_date".'
        yield PackFault(f"{pack.id}.clock_starts", said, instead=instead)
    if pack.locale.partition("-")[0] != _SPOKEN:
        said = f"Milepost has no wording in “{pack.locale}”."
        yield PackFault(f"{pack.id}.locale", said, instead='Write locale = "en", or "en-US".')
