"""What a process remembers of its own sending."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.traffic import LONGEST_QUIET, PACE, DigestWatch, Traffic, Window
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


MINUTE = timedelta(seconds=60)
calls = st.lists(st.tuples(st.floats(0, 90), st.integers(1, 9)), min_size=1, max_size=40)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(calls, st.integers(1, 12))
def test_no_minute_holds_more_than_the_window_lets_through(wishes: list[tuple[float, int]], most: int) -> None:
    window, now, said = Window(most), NOW, list[datetime]()
    for wait, wanted in wishes:
        now += timedelta(seconds=wait)
        room = window.room(now, at_most=wanted)
        assert (window.opens_at(now) is None) == bool(window.room(now, at_most=1))
        for _ in range(room):
            window.spoke(now)
            said.append(now)
        assert room == wanted or window.room(now, at_most=1) == 0
    assert all(sum(at <= other < at + MINUTE for other in said) <= most for at in said)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.floats(-200, 200), max_size=30), st.integers(1, 5))
def test_a_clock_set_back_closes_the_window_for_hardly_longer_than_a_minute(moves: list[float], most: int) -> None:
    window, now = Window(most), NOW
    for move in moves:
        now += timedelta(seconds=move)
        for _ in range(window.room(now, at_most=2)):
            window.spoke(now)
    opens = window.opens_at(now)
    assert opens is None or now < opens <= now + timedelta(seconds=66)
    assert window.room(now + timedelta(seconds=66), at_most=1) == 1


def test_what_has_begun_since_somebody_looked_at_the_clock_takes_room_all_the_same() -> None:
    window = Window(a_minute=60)
    for place in range(25):
        window.spoke(NOW + timedelta(milliseconds=place))
    assert window.room(NOW - timedelta(milliseconds=1), at_most=60) == 35


def test_after_a_quiet_night_as_many_as_the_window_holds_may_leave_at_once_and_then_none() -> None:
    window = Window(3)
    assert window.room(NOW, at_most=9) == 3
    for _ in range(3):
        window.spoke(NOW)
    opens = window.opens_at(NOW)
    assert opens is not None
    assert window.room(opens - timedelta(microseconds=1), at_most=9) == 0
    assert window.room(opens, at_most=9) == 3


def test_without_a_limit_there_is_always_room() -> None:
    window = Window(None)
    for _ in range(100):
        window.spoke(NOW)
    assert (window.room(NOW, at_most=70), window.opens_at(NOW)) == (70, None)


def test_the_pace_counts_from_when_something_reached_the_person_and_the_window_too() -> None:
    """Looking somebody up may come first; the surface counts from when the message comes."""
    traffic, later = Traffic(window=Window(1)), NOW + timedelta(seconds=2)
    traffic.spoke(ONE, at=NOW)
    traffic.reached(ONE, begun=NOW, at=later)
    assert traffic.free_at(ONE, now=later) == later + PACE
    opens = traffic.window.opens_at(later)
    assert opens is not None
    assert opens >= later + timedelta(seconds=60)
    assert traffic.window.room(opens, at_most=5) == 1
