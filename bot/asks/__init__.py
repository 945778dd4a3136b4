"""Every ask by name. A module here is a group of asks and exports ``ASKS``; adding one is a line below."""

from collections.abc import Mapping
from itertools import chain
from typing import Final

from bot.asking import Ask
from bot.asks import (
    absences,
    accounts,
    amending,
    barriers,
    case_files,
    catch_up,
    check_ins,
    checking,
    converting,
    delivering,
    digests,
    done,
    endings,
    handing_over,
    help,  # noqa: A004 - named for what it is
    hub,
    keeping,
    milestones,
    notes,
    opening,
    pausing,
    proposing,
    rehearsing,
    reviewing,
    reviews,
    rights,
    statements,
    supports,
    talking,
    trying_again,
    versions,
    weekly,
)

_GROUPS: Final[tuple[tuple[Ask, ...], ...]] = (
    hub.ASKS,
    help.ASKS,
    opening.ASKS,
    proposing.ASKS,
    checking.ASKS,
    rehearsing.ASKS,
    talking.ASKS,
    reviewing.ASKS,
    delivering.ASKS,
    amending.ASKS,
    versions.ASKS,
    pausing.ASKS,
    handing_over.ASKS,
    rights.ASKS,
    statements.ASKS,
    check_ins.ASKS,
    milestones.ASKS,
    done.ASKS,
    barriers.ASKS,
    supports.ASKS,
    reviews.ASKS,
    notes.ASKS,
    weekly.ASKS,
    endings.ASKS,
    converting.ASKS,
    case_files.ASKS,
    keeping.ASKS,
    absences.ASKS,
    digests.ASKS,
    trying_again.ASKS,
    accounts.ASKS,
    catch_up.ASKS,
)

ASKS: Final[Mapping[str, Ask]] = {ask.name: ask for ask in chain.from_iterable(_GROUPS)}
