"""Judges what is left of a siege by the invariants of the design. It knows rows and messages, and no program of ours.

Each complaint is a sentence that begins with the number of the invariant it is about.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from tests.crash.history import History, Kill, Post, Record, Row

UNFINISHED: Final = frozenset({"waiting", "claimed"})
SAID: Final = frozenset({"sent", "answered"})
# Reasons for which nothing was sent.
WAITS: Final = frozenset({"later", "installation", "crowded", "paced", "quiet", "outside-hours", "moved"})
# What a try may leave a notice as; nothing comes after one of the latter.
NEXT: Final = frozenset({"waiting", "sent", "undeliverable", "withdrawn", "expired"})
FINAL: Final = NEXT - {"waiting"}
STOOD_STILL: Final = ("timeout", "crowded")
# What has ended stays so; who has been told may still answer. Nobody asks for another try in a siege.
AFTER: Final = {
    "sent": frozenset({"sent", "answered"}),
    "gathered": frozenset({"gathered", "answered"}),
    **{state: frozenset({state}) for state in ("answered", "undeliverable", "withdrawn", "expired")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """``looks_up`` forbids every duplicate. ``lease`` and the two recoveries are in seconds; None for no limit.

    What its start took is granted on top of ``since_back``: work takes as much longer as the machine is busy.
    """

    looks_up: bool
    lease: float
    since_death: float | None = None
    since_back: float | None = None

    def complaints(self, history: History, record: Record) -> list[str]:
        """All there is to say against it; nothing if all is well."""
        return [
            *_lost_writes(history, record),
            *self._deliveries(history, record),
            *_strangers(history, record),
            *_effects(history, record),
            *_keys(history, record),
            *_trail(record),
            *_transitions(record),
            *_ends_stay(history, record),
            *_plans_go_on(history, record),
            *self._claims(history, record),
            *self._stuck(history, record),
        ]

    def _deliveries(self, history: History, record: Record) -> Iterator[str]:
        """I2: everything due is said, and twice only where a try was cut off before anybody could learn its outcome."""
        posts: dict[str, list[Post]] = {}
        for post in history.posts:
            posts.setdefault(post.key, []).append(post)
        rows = {str(row["id"]): row for row in record.notices}
        keys = {str(row["send_key"]) for row in record.notices if row["send_key"]}
        for key in posts.keys() - keys:
            yield f"I2: a message with the key {key} belongs to no notice"
        unlearnt = Counter(str(row["notice"]) for row in record.attempts if _unlearnt(str(row["outcome"])))
        over = overrun(history, record) if self.busy(history, record) else Counter[str]()
        hr_knows = any(row["kind"] == "undelivered" for row in record.notices)
        for notice, row in rows.items():
            said = posts.get(str(row["send_key"]), [])
            if row["state"] in SAID and not said:
                yield f"I2: notice {notice} is down as said, and no message is there"
            tried = unlearnt[notice] + over[notice] + len(_cut_off(notice, history))
            given_up = row["state"] == "undeliverable" and not self.looks_up and tried > 1
            due = history.until is not None and row["due_at"] <= history.until
            # After two tries of which nobody learnt anything it is HR's to try again; that is known, and not lost.
            if due and not _reached(row, rows, posts) and not (given_up and hr_knows):
                yield f"I2: notice {notice} was due and is lost ({row['state']})"
            explained = unlearnt[notice] + over[notice] + _ambiguous(notice, said, history.kills)
            allowed = 1 if self.looks_up else 1 + explained
            if len(said) > allowed:
                yield f"I2: notice {notice} was said {len(said)} times, and {allowed} can be explained"

    def busy(self, history: History, record: Record) -> bool:
        """Whether the machine had so much else to do that a lease may have run out while its owner stood still.

        A start took longer than a lease, a call on this very machine timed out, or a claim lay there for so long that
        its lease was too short to begin.
        """
        slow = any(one.start > self.lease for one in history.recoveries)
        return slow or any(str(row["outcome"]).endswith(STOOD_STILL) for row in record.attempts)

    def _claims(self, history: History, record: Record) -> Iterator[str]:
        """I8: a claim is settled, once, or dies with its process; nobody takes over what is in somebody's hands."""
        if self.busy(history, record):
            return
        for notice, times in overrun(history, record).items():
            yield f"I8: notice {notice} was claimed {times} times more than it was settled or cut off by a death"

    def _stuck(self, history: History, record: Record) -> Iterator[str]:
        """I10."""
        for row in record.notices:
            if row["state"] == "claimed":
                yield f"I10: notice {row['id']} is still claimed"
        for kill in history.kills:
            # One that was claimed two leases ago should have been taken over by a process that had been up for as long.
            if kill.alive is None or kill.alive < 2 * self.lease:
                continue
            for notice, until in kill.claimed.items():
                if until < kill.at - timedelta(seconds=self.lease):
                    yield f"I10: notice {notice} was left claimed for more than two leases"
        for one in history.recoveries:
            if self.since_death is not None and one.since_death > self.since_death:
                yield f"I10: recovered only {one.since_death:.1f} s after the death"
            if self.since_back is not None and one.since_back > self.since_back + one.start:
                yield f"I10: recovered only {one.since_back:.1f} s after the process was back"


def _copies(history: History, record: Record) -> Counter[str]:
    """How many notes there are with the words of each submission."""
    written = Counter((str(note["plan"]), str(note["text"])) for note in record.notes)
    return Counter({one.words: written[one.plan, one.words] for one in history.submissions})


def _lost_writes(history: History, record: Record) -> Iterator[str]:
    """I1."""
    copies = _copies(history, record)
    for one in history.submissions:
        if one.acknowledged and not copies[one.words]:
            yield f"I1: {one.words!r} was acknowledged and is not there"


def _effects(history: History, record: Record) -> Iterator[str]:
    """I3 and I4."""
    copies = _copies(history, record)
    about = Counter((row["subject"], row["person"]) for row in record.notices if row["kind"] == "note_added")
    for one in history.submissions:
        if copies[one.words] <= 1:
            continue
        if one.tries[:1] == [False]:
            yield f"I4: {one.words!r} was said to have failed, and sending it again made it {copies[one.words]} times"
        elif one.repeats:
            yield f"I3: {one.words!r} was acknowledged, came in again and is there {copies[one.words]} times"
        else:
            yield f"I3: {one.words!r} is there {copies[one.words]} times"
    for (subject, person), times in about.items():
        if subject is not None and times > 1:
            yield f"I3: {person} is owed word of {subject} {times} times"
    told = {subject for subject, _ in about}
    for note in record.notes:
        if note["id"] not in told:
            yield f"I3: nobody is owed word of note {note['id']}"


def _keys(history: History, record: Record) -> Iterator[str]:
    """I3: a note is kept with the key by which it would be known again, which is its id."""
    ids = {(str(note["plan"]), str(note["text"])): str(note["id"]) for note in record.notes}
    for one in history.submissions:
        kept = ids.get((one.plan, one.words))
        if kept is not None and kept not in record.seen:
            yield f"I3: {one.words!r} is kept without the key of its form, and would be kept again"


def overrun(history: History, record: Record) -> Counter[str]:
    """For each notice how many claims were neither settled nor cut off by a death: their lease ran out before that."""
    counted = Counter(str(row["notice"]) for row in record.attempts if row["counted"])
    claims = {str(row["id"]): int(row["attempts"]) for row in record.notices}
    return +Counter(
        {notice: times - counted[notice] - len(_cut_off(notice, history)) for notice, times in claims.items()}
    )


def _cut_off(notice: str, history: History) -> set[datetime]:
    """The claims that died with their process, each by its lease: a second death may find the same one."""
    return {kill.claimed[notice] for kill in history.kills if notice in kill.claimed}


def _unlearnt(outcome: str) -> bool:
    """Whether it was tried and nobody learnt what came of it; that of an earlier try is carried through a wait."""
    kind, _, reason = outcome.partition(":")
    return kind == "unknown" and reason.partition(":")[0] not in WAITS


def _reached(row: Row, rows: dict[str, Row], posts: dict[str, list[Post]]) -> bool:
    """Whether it was said, itself or by the message it was gathered into."""
    carrier = rows.get(str(row["gathered_into"])) if row["gathered_into"] else None
    return any(posts.get(str(one["send_key"])) for one in (row, carrier) if one is not None)


def _ambiguous(notice: str, said: list[Post], kills: list[Kill]) -> int:
    """How many processes died after they had said it and before that was written down."""
    found, before = 0, 0
    for kill in kills:
        if notice in kill.claimed and any(before < post.log <= kill.log for post in said):
            found += 1
        before = kill.log
    return found


def _strangers(history: History, record: Record) -> Iterator[str]:
    """I2: nothing about a plan goes to anybody but its parties and HR."""
    parties = {
        str(plan["id"]): {record.natives.get(str(plan[role])) for role in ("employee", "supervisor", "reviewer")}
        for plan in record.plans
    }
    rows = {str(row["send_key"]): row for row in record.notices if row["send_key"]}
    for post in history.posts:
        row, member = rows.get(post.key), history.members.get(post.channel)
        if row is None:
            continue
        if member != record.natives.get(str(row["person"])):
            yield f"I2: notice {row['id']} went to {member}, whom it is not for"
        elif row["plan"] and member not in parties.get(str(row["plan"]), set()) | history.hr:
            yield f"I2: notice {row['id']} went to {member}, who is no party of the plan"


def _trail(record: Record) -> Iterator[str]:
    """I5."""
    numbers = sorted(int(row["seq"]) for row in record.audit)
    if numbers != list(range(1, len(numbers) + 1)):
        yield "I5: the audit trail has gaps"
    lines = Counter(str(row["subject"]) for row in record.audit if row["kind"] == "note.added")
    for note in record.notes:
        if lines[str(note["id"])] != 1:
            yield f"I5: note {note['id']} has {lines[str(note['id'])]} audit lines"
    for subject in lines.keys() - {str(note["id"]) for note in record.notes}:
        yield f"I5: there is an audit line for the note {subject}, and no note"


def _transitions(record: Record) -> Iterator[str]:
    """I8: a notice goes from one try to the next until something final, which happens to it once."""
    states = {str(row["id"]): str(row["state"]) for row in record.notices}
    tries: dict[str, list[str]] = {}
    for row in record.attempts:
        tries.setdefault(str(row["notice"]), []).append(str(row["state"]))
    for notice, ways in tries.items():
        if set(ways) - NEXT:
            yield f"I8: a try left notice {notice} as {', '.join(sorted(set(ways) - NEXT))}"
        if sum(way in FINAL for way in ways) > 1:
            yield f"I8: notice {notice} came to an end {sum(way in FINAL for way in ways)} times"
        elif FINAL & set(ways[:-1]):
            yield f"I8: notice {notice} was tried again after its end"
        if ways[-1] in FINAL and states.get(notice) in UNFINISHED:
            yield f"I8: notice {notice} had come to an end and is {states[notice]}"
    for notice, state in states.items():
        if state in SAID and "sent" not in tries.get(notice, ()):
            yield f"I8: notice {notice} is {state}, and no try has said it"


def _ends_stay(history: History, record: Record) -> Iterator[str]:
    """I8: from one look at the database to the next nothing that had ended goes on, and nothing is gone."""
    last = {str(row["id"]): str(row["state"]) for row in record.notices}
    for before, after in pairwise([*(kill.notices for kill in history.kills), last]):
        for notice, state in before.items():
            if notice not in after:
                yield f"I8: notice {notice} was {state} and is gone"
            elif after[notice] not in AFTER.get(state, {after[notice]}):
                yield f"I8: notice {notice} was {state} and then {after[notice]}"


def _plans_go_on(history: History, record: Record) -> Iterator[str]:
    """I8: each change is made to what the one before left, so that of two at once one comes second or fails."""
    last = {str(row["id"]): (str(row["state"]), int(row["revision"])) for row in record.plans}
    for before, after in pairwise([*(kill.plans for kill in history.kills), last]):
        for plan, (state, revision) in before.items():
            now, later = after.get(plan, ("gone", 0))
            if now != state:
                yield f"I8: plan {plan} was {state} and is {now}, which nobody asked for"
            elif later < revision:
                yield f"I8: plan {plan} went back from revision {revision} to {later}"
    notes = Counter(str(note["plan"]) for note in record.notes)
    for plan, (_, revision) in last.items():
        changes = notes[plan] + history.changes[plan]
        if revision != 1 + changes:
            yield f"I8: plan {plan} is at revision {revision} after {changes} changes"
