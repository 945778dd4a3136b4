"""Delivery over random histories: lateness, kills, every kind of answer, plans that change meanwhile.

However it went, nothing is early or outside a person's hours, nothing is lost, what was taken is said again only
after a kill, and when all is quiet every row is settled.
"""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.outcomes import InstallationDown, Later, Refused, SendOutcome, Sent, Unknown
from plans.ids import PersonId
from plans.notices import UNFINISHED, Notice, NoticeState
from plans.plan import Plan
from plans.states import PlanState
from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import MailRoom, Message, note_to
from tests.plans import owing as the


class KilledError(BaseException):
    """The process dies here."""


ANSWERS = st.sampled_from(["sent", "later", "limited", "refused", "unknown", "down", "killed", "fault"])
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 60 * 30)),
        st.tuples(st.just("owe"), st.integers(0, 4)),
        st.tuples(st.just("move"), st.integers(1, 25)),
        st.tuples(st.just("state"), st.sampled_from([PlanState.ACTIVE, PlanState.PAUSED])),
    ),
    min_size=3,
    max_size=25,
)


class History:
    """One house living through the moves."""

    def __init__(self, answers: list[str]) -> None:
        self.memory = FakeDatabase(the.terms(), the.WORKSPACE)
        self.room = MailRoom(self.memory)
        self.room.surface = self._answer
        self.answers = answers
        self.early: list[str] = []
        self.calls: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.owed = 0

    async def _answer(self, notice: Notice) -> SendOutcome:
        self.calls[notice.id] += 1
        if notice.owed.due_at > self.room.now:
            self.early.append(notice.id)
        answer = self.answers.pop() if self.answers else "sent"
        self.taken[notice.id] += answer == "sent"
        return self._outcome(answer, notice)

    def _outcome(self, answer: str, notice: Notice) -> SendOutcome:
        outcomes: dict[str, SendOutcome] = {
            "sent": Sent(f"ref-{notice.id}"),
            "later": Later(None, "connect"),
            "limited": Later(self.room.now + timedelta(seconds=30), "rate-limited", counted=False),
            "refused": Refused("user_disabled"),
            "unknown": Unknown("reset"),
            "down": InstallationDown("token_revoked"),
        }
        if answer == "killed":
            raise KilledError
        if answer == "fault":
            raise ValueError(answer)
        return outcomes[answer]

    async def live(self, moves: list[tuple[str, object]]) -> None:
        plan = await self.room.keep(the.plan(milestones=(the.milestone(date(2026, 8, 14)),)))
        for name, value in moves:
            plan = await self._move(plan, name, value)
            with suppress(BaseExceptionGroup):
                await self.room.deliver()

    async def _move(self, plan: Plan, name: str, value: object) -> Plan:
        if name == "wait" and isinstance(value, int):
            self.room.wait(minutes=value)
        elif name == "owe" and isinstance(value, int):
            self.owed += 1
            await self.room.owe(note_to(the.PEOPLE[value], at=self.room.now, name=f"n{self.owed}"))
        elif name == "move" and isinstance(value, int):
            on = self.room.now.date() + timedelta(days=value)
            return await self.room.keep(plan.with_(milestones=(the.milestone(on),)))
        elif name == "state":
            return await self.room.keep(plan.with_(state=value))
        return plan

    async def quiet_down(self) -> None:
        """No more trouble; then all the time it takes."""
        self.answers.clear()
        for _ in range(60):
            await self.room.deliver()
            self.room.wait(hours=23)

    def said_outside_hours(self) -> list[Message]:
        zones = {person.id: person.zone for person in the.PEOPLE}
        local = [(said, said.at.astimezone(ZoneInfo(zones[PersonId(said.person)]))) for said in self.room.said]
        return [said for said, at in local if at.weekday() >= 5 or not 9 <= at.hour < 17]


def _lived(moves: list[tuple[str, object]], answers: list[str]) -> History:
    async def live() -> History:
        history = History(answers)
        await history.live(moves)
        await history.quiet_down()
        return history

    return asyncio.run(live())


@settings(max_examples=60, deadline=None)
@given(moves=MOVES, answers=st.lists(ANSWERS, max_size=15))
def test_however_it_went_nothing_is_early_lost_or_stuck(moves: list[tuple[str, object]], answers: list[str]) -> None:
    history = _lived(moves, answers)
    assert history.early == []
    assert history.said_outside_hours() == []
    rows = history.memory.store.notices.values()
    waiting = [row for row in rows if row.state in UNFINISHED and row.owed.due_at <= history.room.now]
    assert waiting == []
    for row in rows:
        delivered = row.state is NoticeState.SENT
        assert not delivered or history.calls[row.id] >= 1
        assert row.attempts <= 9


@settings(max_examples=60, deadline=None)
@given(moves=MOVES, answers=st.lists(ANSWERS, max_size=15))
def test_what_was_taken_is_said_again_only_after_a_kill_and_stands_as_sent(
    moves: list[tuple[str, object]], answers: list[str]
) -> None:
    kills = answers.count("killed")
    history = _lived(moves, answers)
    for row in history.memory.store.notices.values():
        taken = history.taken[row.id]
        # A kill may come between saying and settling, of this notice or of what was said with it.
        assert taken <= 1 + kills
        assert (row.state is NoticeState.SENT) == (taken >= 1) or kills
