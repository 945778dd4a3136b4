"""A pack's holidays, from the ``holidays`` library and HR's own list, as the plain ``Calendar`` the domain knows."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import holidays

from plans.dates import FIRST_YEAR, LAST_YEAR, Calendar, DateOutOfRangeError
from plans.policy import HolidaySource, Pack

_NO_DAYS: Final[Mapping[date, str]] = MappingProxyType({})


class UnknownHolidaysError(ValueError):
    """The library knows no holidays for this country, or none for this part of it."""

    def __init__(self, source: HolidaySource) -> None:
        super().__init__(source.name)
        self.country, self.subdivision = source.country, source.subdivision


def calendar_for(pack: Pack, *, years: Iterable[int], extra: Mapping[date, str] = _NO_DAYS) -> Calendar:
    """The pack's working days in these years; ``extra`` and the pack's own list win over a public holiday's name.

    Days outside the years count as ordinary: ask for every year the plan may reach, extensions included.
    Raises ``UnknownHolidaysError``, and ``DateOutOfRangeError`` for a year before 1970 or after 2200.
    """
    source = pack.holidays
    own = (*source.days, *extra.items())
    return _calendar(source, tuple(sorted(set(years))), tuple(sorted(own)))


@lru_cache(maxsize=128)
def _calendar(source: HolidaySource, years: tuple[int, ...], own: tuple[tuple[date, str], ...]) -> Calendar:
    return Calendar(source.name, {**_public(source.country, source.subdivision, years), **dict(own)})


@lru_cache(maxsize=128)
def _public(country: str | None, subdivision: str | None, years: tuple[int, ...]) -> Mapping[date, str]:
    for year in years:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise DateOutOfRangeError(year)
    if country is None or not years:
        return _NO_DAYS
    try:
        public = holidays.country_holidays(country, subdiv=subdivision, years=years)
    except NotImplementedError as error:
        raise UnknownHolidaysError(HolidaySource(country=country, subdivision=subdivision)) from error
    return MappingProxyType(dict(public.items()))
