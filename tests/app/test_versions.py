"""The version of what due times are made from: the same while nothing changes, another when anything does."""

from dataclasses import replace

from app.versions import terms_version
from plans.ids import PersonId
from plans.people import Handle, Offices
from plans.policy import HolidaySource, Pack, Retention, RetentionProfile, read_packs

HR = Offices(hr=(PersonId("one"), PersonId("two")))


def packs() -> list[Pack]:
    return list(read_packs().values())


def test_it_stays_the_same_and_is_short_enough_to_read() -> None:
    version = terms_version(packs(), HR, None)
    assert version == terms_version(reversed(packs()), HR, None)
    assert len(version) < 120
    assert {part.partition("=")[0] for part in version.split()} == {"zones", "holidays", "calendars", "offices", "kept"}


def test_another_hr_member_another_lead_or_another_holiday_makes_another() -> None:
    version = terms_version(packs(), HR, None)
    assert terms_version(packs(), replace(HR, hr=(PersonId("one"),)), None) != version
    assert terms_version(packs(), replace(HR, hr_lead=PersonId("two")), None) != version
    first, *others = packs()
    elsewhere = replace(first, holidays=HolidaySource(country="FR", subdivision=None))
    assert terms_version([elsewhere, *others], HR, None) != version


def test_another_time_for_which_plans_are_kept_makes_another() -> None:
    longer = Retention(profile=RetentionProfile.CUSTOM, months=60)
    assert terms_version(packs(), HR, longer) != terms_version(packs(), HR, None)


def test_who_may_start_plans_changes_no_due_time() -> None:
    starter = Handle(surface="slack", tenant="T", native_id="U")
    assert terms_version(packs(), replace(HR, starters=frozenset({starter})), None) == terms_version(packs(), HR, None)
