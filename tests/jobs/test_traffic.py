"""What a process remembers of its own sending."""

from datetime import UTC, datetime, timedelta

from jobs.traffic import LONGEST_QUIET, PACE, DigestWatch, Traffic
from plans.ids import PersonId, WorkspaceId

NOW = datetime(2026, 8, 11, 17, 0, tzinfo=UTC)
HERE, THERE = WorkspaceId("here"), WorkspaceId("there")
ONE, OTHER = PersonId("one"), PersonId("other")


def test_a_person_is_free_again_after_the_pace_and_others_are_free_at_once() -> None:
    traffic = Traffic()
    traffic.spoke(ONE, at=NOW)
    assert traffic.free_at(ONE, now=NOW) == NOW + PACE
    assert traffic.free_at(ONE, now=NOW + PACE) is None
    assert traffic.free_at(OTHER, now=NOW) is None


def test_a_clock_set_back_does_not_silence_a_person() -> None:
    traffic = Traffic()
    traffic.spoke(ONE, at=NOW)
    assert traffic.free_at(ONE, now=NOW - timedelta(days=1)) is None


def test_quiet_holds_one_workspace_until_the_later_of_two_wishes() -> None:
    traffic = Traffic()
    late = NOW + timedelta(seconds=30)
    traffic.hush(HERE, until=late, now=NOW)
    traffic.hush(HERE, until=NOW + timedelta(seconds=5), now=NOW)
    assert traffic.quiet_until(HERE, now=NOW) == late
    assert traffic.quiet_until(HERE, now=late) is None
    assert traffic.quiet_until(THERE, now=NOW) is None


def test_no_answer_silences_us_for_more_than_a_day() -> None:
    traffic = Traffic()
    traffic.hush(HERE, until=NOW + timedelta(days=400), now=NOW)
    assert traffic.quiet_until(HERE, now=NOW) == NOW + LONGEST_QUIET


def test_people_long_silent_are_forgotten() -> None:
    traffic = Traffic()
    for n in range(6_000):
        traffic.spoke(PersonId(f"p{n}"), at=NOW + timedelta(seconds=n))
    assert len(traffic._spoke) < 6_000
    last = PersonId("p5999")
    assert traffic.free_at(last, now=NOW + timedelta(seconds=5999)) is not None


def test_digests_are_not_looked_for_between_two_moments_unless_the_clock_went_back() -> None:
    watch, again = DigestWatch(), NOW + timedelta(hours=3)
    assert not watch.idle(NOW)
    watch.looked(NOW, again=again, seen=frozenset())
    assert watch.idle(NOW)
    assert watch.again_after(NOW) == again
    assert not watch.idle(again)
    assert not watch.idle(NOW - timedelta(seconds=1))
    watch.looked(NOW, again=None, seen=frozenset())
    assert not watch.idle(NOW)
