"""The checker of the sieges finds what it is there to find: a sound history, and the same spoilt in one place."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from tests.crash.checker import Judge
from tests.crash.history import History, Kill, Post, Record, Recovery, Submission, posts_in

NOON: Final = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
LEASE: Final = 1.5
STRICT: Final = Judge(looks_up=True, lease=LEASE, since_death=60, since_back=3)
LENIENT: Final = replace(STRICT, looks_up=False)


@dataclass(slots=True, kw_only=True)
class Left:
    """What a siege left behind."""

    history: History
    record: Record

    def notice(self, name: str) -> dict[str, Any]:
        return next(row for row in self.record.notices if row["id"] == name)

    def say(self, key: str, *, log: int, channel: str = "D-lead") -> None:
        self.history.posts.append(Post(log=log, channel=channel, key=key))


def _notice(name: str, person: str, **more: object) -> dict[str, Any]:
    row = {"id": name, "plan": "plan", "person": person, "kind": "goal_due", "subject": None, "state": "sent"}
    return {**row, "due_at": NOON, "attempts": 1, "send_key": f"key-{name}", "gathered_into": None, **more}


def _try(notice: str, state: str = "sent", outcome: str = "sent") -> dict[str, Any]:
    return {"notice": notice, "state": state, "outcome": outcome, "counted": True, "at": NOON}


def sound() -> Left:
    """A reminder was said. Another was cut off before it was said, and said later. Somebody's note was kept."""
    history = History(
        posts=[
            Post(log=10, channel="D-lead", key="key-first"),
            Post(log=30, channel="D-worker", key="key-second"),
            Post(log=40, channel="D-worker", key="key-word"),
        ],
        members={"D-lead": "LEAD", "D-worker": "WORKER", "D-hr": "HR", "D-stranger": "STRANGER"},
        hr=frozenset({"HR"}),
        submissions=[Submission(words="A note.", plan="plan", author="LEAD", tries=[False, True])],
        kills=[
            Kill(
                point="before send",
                log=20,
                at=NOON,
                claimed={"second": NOON + timedelta(seconds=1)},
                alive=9.0,
                notices={"second": "claimed", "ahead": "waiting"},
                plans={"plan": ("active", 1)},
            )
        ],
        recoveries=[Recovery(since_death=3.0, since_back=1.0)],
        until=NOON + timedelta(minutes=1),
    )
    record = Record(
        plans=[
            {
                "id": "plan",
                "employee": "worker",
                "supervisor": "lead",
                "reviewer": None,
                "state": "active",
                "revision": 2,
            }
        ],
        notices=[
            _notice("first", "lead"),
            _notice("second", "worker", attempts=2),
            _notice("word", "worker", kind="note_added", subject="note"),
            _notice("ahead", "lead", state="waiting", due_at=NOON + timedelta(days=1), attempts=0, send_key=None),
        ],
        attempts=[_try("first"), _try("second"), _try("word")],
        notes=[{"id": "note", "plan": "plan", "author": "lead", "text": "A note."}],
        audit=[{"seq": 1, "kind": "plan.opened", "subject": None}, {"seq": 2, "kind": "note.added", "subject": "note"}],
        natives={"lead": "LEAD", "worker": "WORKER", "hr": "HR", "stranger": "STRANGER"},
        seen=frozenset({"note"}),
    )
    return Left(history=history, record=record)


def _never_said(left: Left) -> None:
    left.history.posts.pop(0)


def _left_waiting(left: Left) -> None:
    _never_said(left)
    left.notice("first")["state"] = "waiting"
    left.record.attempts.pop(0)


def _given_up(left: Left) -> None:
    _never_said(left)
    left.notice("first")["state"] = "undeliverable"
    left.record.attempts[0] |= {"state": "undeliverable"}


def _said_twice(left: Left) -> None:
    left.say("key-first", log=12)


def _told_nobody(left: Left) -> None:
    left.record.notices.remove(left.notice("word"))
    left.history.posts.pop()
    left.record.attempts.pop()


def _stuck(left: Left) -> None:
    left.history.kills[0] = replace(left.history.kills[0], claimed={"second": NOON - timedelta(seconds=LEASE + 0.1)})


def _kept_again(left: Left) -> None:
    """It was acknowledged at once; the same came in later and was kept under another id, with all that goes with it."""
    submission = left.history.submissions[0]
    submission.tries[:] = [True]
    submission.repeats.append(True)
    left.record.notes.append({**left.record.notes[0], "id": "again"})
    left.record.audit.append({"seq": 3, "kind": "note.added", "subject": "again"})
    left.record.notices.append(_notice("told", "worker", kind="note_added", subject="again"))
    left.record.attempts.append(_try("told"))
    left.record.plans[0]["revision"] = 3
    left.record = replace(left.record, seen=left.record.seen | {"again"})
    left.say("key-told", log=50, channel="D-worker")


def _without_its_key(left: Left) -> None:
    left.record = replace(left.record, seen=frozenset())


def _stood(left: Left, *, notices: Mapping[str, str] | None = None, plan: tuple[str, int] = ("active", 1)) -> None:
    """Where things stood when the process died."""
    left.history.kills[0] = replace(left.history.kills[0], notices=notices or {}, plans={"plan": plan})


SPOILT: Final[dict[str, tuple[str, Callable[[Left], object]]]] = {
    "an acknowledged note is gone": ("I1", lambda left: left.record.notes.clear()),
    "an acknowledged note is on another plan": ("I1", lambda left: left.record.notes[0].update(plan="other")),
    "an acknowledged note has other words": ("I1", lambda left: left.record.notes[0].update(text="A no")),
    "what is down as sent was never said": ("I2", _never_said),
    "what was due still waits": ("I2", _left_waiting),
    "what was due was given up unsaid": ("I2", _given_up),
    "something was said twice for no reason": ("I2", _said_twice),
    "a message belongs to nothing": ("I2", lambda left: left.say("key-nobody", log=50)),
    "a message went to somebody else": ("I2", lambda left: left.history.members.update({"D-lead": "WORKER"})),
    "a message went to no party": ("I2", lambda left: left.record.plans[0].update(supervisor="stranger")),
    "a note was kept twice": ("I4", lambda left: left.record.notes.append({**left.record.notes[0], "id": "again"})),
    "what was acknowledged came in again and was kept again": ("I3", _kept_again),
    "a note was kept without the key of its form": ("I3", _without_its_key),
    "somebody is told twice of one note": (
        "I3",
        lambda left: left.record.notices.append({**left.notice("word"), "id": "again", "send_key": "key-word"}),
    ),
    "nobody is told of a note": ("I3", _told_nobody),
    "an audit line is missing in the middle": ("I5", lambda left: left.record.audit.pop(0)),
    "a change has no audit line": ("I5", lambda left: left.record.audit.pop()),
    "a change has two audit lines": ("I5", lambda left: left.record.audit.append({**left.record.audit[1], "seq": 3})),
    "an audit line is about nothing": (
        "I5",
        lambda left: left.record.audit.append({"seq": 3, "kind": "note.added", "subject": "gone"}),
    ),
    "something was claimed while it was in somebody's hands": (
        "I8",
        lambda left: left.notice("first").update(attempts=2),
    ),
    "two tries won": ("I8", lambda left: left.record.attempts.append(_try("first"))),
    "it was tried after its end": ("I8", lambda left: left.record.attempts.append(_try("first", "waiting", "later:x"))),
    "a try left a state no try may leave": (
        "I8",
        lambda left: left.record.attempts.insert(0, _try("first", "answered")),
    ),
    "what had ended waits again": ("I8", lambda left: left.notice("ahead").update(id="first")),
    "what is down as sent was never tried": ("I8", lambda left: left.record.attempts.pop(0)),
    "what had been said waits again": ("I8", lambda left: _stood(left, notices={"ahead": "sent"})),
    "what had been withdrawn was said": ("I8", lambda left: _stood(left, notices={"second": "withdrawn"})),
    "a notice is gone": ("I8", lambda left: _stood(left, notices={"gone": "waiting"})),
    "a plan is somewhere else": ("I8", lambda left: _stood(left, plan=("paused", 1))),
    "a plan is gone": ("I8", lambda left: left.record.plans.clear()),
    "a plan went back": ("I8", lambda left: _stood(left, plan=("active", 3))),
    "two changes were made to the same revision": ("I8", lambda left: left.record.plans[0].update(revision=1)),
    "a change was made that nobody asked for": ("I8", lambda left: left.record.plans[0].update(revision=3)),
    "a row is claimed in the end": ("I10", lambda left: left.notice("ahead").update(state="claimed")),
    "a row was left claimed by a process that was up": ("I10", _stuck),
    "recovery took more than a minute": (
        "I10",
        lambda left: left.history.recoveries.append(Recovery(since_death=60.1, since_back=1.0)),
    ),
    "recovery took long once the process was back": (
        "I10",
        lambda left: left.history.recoveries.append(Recovery(since_death=5.0, since_back=3.1)),
    ),
}


@pytest.mark.parametrize("judge", [STRICT, LENIENT], ids=["with-look-up", "without"])
def test_it_has_nothing_to_say_against_a_sound_history(judge: Judge) -> None:
    left = sound()
    assert judge.complaints(left.history, left.record) == []


@pytest.mark.parametrize("judge", [STRICT, LENIENT], ids=["with-look-up", "without"])
@pytest.mark.parametrize("how", SPOILT)
def test_it_names_the_invariant_that_was_broken(how: str, judge: Judge) -> None:
    number, spoil = SPOILT[how]
    left = deepcopy(sound())
    spoil(left)
    found = judge.complaints(left.history, left.record)
    assert any(one.startswith(f"{number}: ") for one in found), f"{how} passes: {found}"


def test_a_note_that_was_there_twice_without_a_word_of_failure_is_about_duplicates() -> None:
    left = sound()
    left.history.submissions[0].tries.pop(0)
    left.record.notes.append({**left.record.notes[0], "id": "again"})
    assert any(one.startswith("I3: 'A note.'") for one in STRICT.complaints(left.history, left.record))


def test_what_came_in_again_and_was_kept_again_is_all_there_is_to_say_against_it() -> None:
    """The doctored history is sound in every other way: rows, trail, keys and messages go together."""
    left = sound()
    _kept_again(left)
    complaints = STRICT.complaints(left.history, left.record)
    assert complaints == ["I3: 'A note.' was acknowledged, came in again and is there 2 times"]


def test_what_came_in_again_and_was_known_is_as_it_should_be() -> None:
    left = sound()
    left.history.submissions[0].repeats.append(True)
    assert STRICT.complaints(left.history, left.record) == []


def test_what_is_changed_beside_what_people_write_counts_as_a_change() -> None:
    left = sound()
    left.history.changes["plan"] += 1
    assert [one[:2] for one in STRICT.complaints(left.history, left.record)] == ["I8"]
    left.record.plans[0]["revision"] = 3
    assert STRICT.complaints(left.history, left.record) == []


def test_a_death_between_saying_and_writing_explains_one_more_message_but_not_with_the_look_up() -> None:
    left = sound()
    left.say("key-second", log=15, channel="D-worker")
    assert LENIENT.complaints(left.history, left.record) == []
    assert STRICT.complaints(left.history, left.record) == [
        "I2: notice second was said 2 times, and 1 can be explained"
    ]
    left.say("key-second", log=16, channel="D-worker")
    assert len(LENIENT.complaints(left.history, left.record)) == 1, "it explains one, not two"


def test_a_death_before_saying_explains_nothing() -> None:
    left = sound()
    left.say("key-second", log=31, channel="D-worker")
    assert len(LENIENT.complaints(left.history, left.record)) == 1


def test_a_death_with_something_else_in_hand_explains_nothing() -> None:
    left = sound()
    left.say("key-first", log=15)
    assert len(LENIENT.complaints(left.history, left.record)) == 1


def test_an_answer_that_was_not_learnt_explains_one_more_message() -> None:
    left = sound()
    left.say("key-first", log=12)
    left.record.attempts.insert(0, _try("first", "waiting", "unknown:timeout"))
    assert LENIENT.complaints(left.history, left.record) == []


def test_what_a_wait_carries_on_of_an_earlier_try_explains_nothing() -> None:
    left = sound()
    left.say("key-first", log=12)
    left.record.attempts.insert(0, _try("first", "waiting", "unknown:later:timeout"))
    left.record.attempts.insert(0, _try("first", "waiting", "unknown:crowded"))
    assert len(LENIENT.complaints(left.history, left.record)) == 1


def test_what_was_given_up_after_two_tries_nobody_learnt_of_is_hrs_and_lost_if_hr_is_not_told() -> None:
    left = sound()
    _given_up(left)
    left.record.attempts[0]["outcome"] = "unknown:timeout"
    left.history.kills[0] = replace(left.history.kills[0], claimed={"first": NOON, "second": NOON})
    assert len(LENIENT.complaints(left.history, left.record)) == 1, "HR does not know"
    left.record.notices.append(_notice("told", "hr", kind="undelivered"))
    left.record.attempts.append(_try("told"))
    left.say("key-told", log=70, channel="D-hr")
    assert LENIENT.complaints(left.history, left.record) == []
    assert len(STRICT.complaints(left.history, left.record)) == 1, "who can look up knows what came of the first"


def test_what_was_gathered_counts_as_said_with_the_message_it_was_gathered_into() -> None:
    left = sound()
    left.history.posts.pop(0)
    left.record.attempts.pop(0)
    left.notice("first").update(state="gathered", gathered_into="second", send_key=None, attempts=0)
    assert STRICT.complaints(left.history, left.record) == []
    left.notice("first").update(gathered_into="ahead")
    assert len(STRICT.complaints(left.history, left.record)) == 1


def test_a_process_that_was_not_up_for_long_leaves_nothing_stuck() -> None:
    left = sound()
    _stuck(left)
    left.history.kills[0] = replace(left.history.kills[0], alive=2 * LEASE - 0.1)
    assert STRICT.complaints(left.history, left.record) == []


def test_a_machine_on_which_a_start_takes_long_may_take_as_much_longer_over_the_rest() -> None:
    left = sound()
    left.history.recoveries.append(Recovery(since_death=9.0, since_back=5.0, start=2.0))
    assert STRICT.complaints(left.history, left.record) == []
    left.history.recoveries.append(Recovery(since_death=9.0, since_back=5.1, start=2.0))
    assert [one[:3] for one in STRICT.complaints(left.history, left.record)] == ["I10"]


BUSY: Final[dict[str, Callable[[Left], object]]] = {
    "a start took longer than a lease": lambda left: left.history.recoveries.append(
        Recovery(since_death=9.0, since_back=1.0, start=LEASE + 0.1)
    ),
    "a call timed out": lambda left: left.record.attempts.insert(0, _waited("second", "unknown:later:timeout")),
    "a claim lay there for too long": lambda left: left.record.attempts.insert(0, _waited("second", "crowded")),
}


def _waited(notice: str, outcome: str) -> dict[str, Any]:
    return {**_try(notice, "waiting", outcome), "counted": False}


@pytest.mark.parametrize("spoil", BUSY.values(), ids=BUSY)
def test_a_lease_that_ran_out_in_living_hands_explains_one_more_message_on_a_busy_machine_alone(
    spoil: Callable[[Left], object],
) -> None:
    left = sound()
    left.notice("first").update(attempts=2)
    left.say("key-first", log=12)
    assert {one[:2] for one in LENIENT.complaints(left.history, left.record)} == {"I2", "I8"}
    spoil(left)
    assert LENIENT.complaints(left.history, left.record) == []
    assert [one[:2] for one in STRICT.complaints(left.history, left.record)] == ["I2"]
    left.say("key-first", log=13)
    assert [one[:2] for one in LENIENT.complaints(left.history, left.record)] == ["I2"]


def test_hr_may_have_word_of_any_plan() -> None:
    left = sound()
    left.record.notices.append(_notice("digest", "hr"))
    left.record.attempts.append(_try("digest"))
    left.say("key-digest", log=60, channel="D-hr")
    assert STRICT.complaints(left.history, left.record) == []


def test_a_post_is_one_the_workspace_took_and_is_known_by_the_key_in_its_metadata() -> None:
    def call(number: int, *, ok: bool, method: str = "chat.postMessage") -> dict[str, Any]:
        metadata = {"event_type": "milepost_notice", "event_payload": {"key": "abc-2"}}
        return {
            "id": number,
            "kind": "call",
            "method": method,
            "ok": ok,
            "args": {"channel": "D", "metadata": metadata},
        }

    log = [call(1, ok=False), call(2, ok=True), call(3, ok=True, method="chat.update")]
    assert posts_in(log) == [Post(log=2, channel="D", key="abc")]
