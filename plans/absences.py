"""Absences as HR records them: who is away, from which day to which, and never why (P-14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from plans.dates import Absence, DateOutOfRangeError, checked
from plans.ids import AbsenceId, PersonId
from plans.plan import PlanError

LONGEST: Final = 366
# Further back nothing is counted anew, and further ahead it is a slip of the keyboard. Both also keep somebody from
# being away for so long that no working day is found.
EARLIEST_BACK: Final = timedelta(days=366)
LATEST_AHEAD: Final = timedelta(days=731)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAbsence:
    """An absence that stands. It counts for every plan of the person."""

    id: AbsenceId
    person: PersonId
    first: date
    last: date
    recorded_by: PersonId
    recorded_at: datetime

    @property
    def days(self) -> Absence:
        return Absence(self.first, self.last)


def check_days(first: date, last: date, standing: Iterable[RecordedAbsence], *, today: date) -> None:
    """Raises ``PlanError`` at ``first`` or ``last``; ``standing`` are the person's own that stand already.

    Codes: ``date-out-of-range``, ``absence-backwards``, ``absence-too-long``, ``absence-too-far``,
    ``absence-overlaps``.
    """
    for field, day in (("first", first), ("last", last)):
        try:
            checked(day)
        except DateOutOfRangeError as error:
            raise PlanError("date-out-of-range", field=field, year=day.year) from error
    if last < first:
        raise PlanError("absence-backwards", field="last", first=first, last=last)
    if (last - first).days + 1 > LONGEST:
        raise PlanError("absence-too-long", field="last", limit=LONGEST)
    if first < today - EARLIEST_BACK:
        raise PlanError("absence-too-far", field="first", earliest=today - EARLIEST_BACK, latest=today + LATEST_AHEAD)
    if last > today + LATEST_AHEAD:
        raise PlanError("absence-too-far", field="last", earliest=today - EARLIEST_BACK, latest=today + LATEST_AHEAD)
    met = next((one for one in standing if one.first <= last and first <= one.last), None)
    if met is not None:
        raise PlanError("absence-overlaps", field="first", first=met.first, last=met.last)
