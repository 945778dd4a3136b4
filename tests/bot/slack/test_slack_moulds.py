"""A reminder cast from a mould is the one that is said and drawn by itself."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.handles import Handles
from bot.messages import Cast
from bot.say import Sayings, say
from bot.slack.message_blocks import message_blocks, mould_blocks
from plans import examples
from plans.gist import EndStep, Gist, gist_of
from plans.ids import NoticeId, PlanId
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Person
from plans.reminders import REMINDERS
from plans.states import PlanState
from tests.bot.playing import WORDING

NOW = examples.NOW
GIST = gist_of(examples.case(PlanState.ACTIVE, NOW).plan)
# One for all examples: what was said before must not show in what is said next.
SAYINGS = Sayings(WORDING)

gists = st.builds(
    lambda plan, reportable, end_step: GIST._replace(id=PlanId(plan), reportable=reportable, end_step=end_step),
    st.sampled_from(["one-plan", "another-plan"]),
    st.booleans(),
    st.sampled_from(EndStep),
)
readers = st.sampled_from(sorted(examples.PEOPLE.values(), key=lambda person: person.id))


def notice(kind: NoticeKind, gist: Gist, reader: Person, *, subject: str | None, nominal: date | None) -> Notice:
    owed = Owed(
        key="example",
        workspace=gist.workspace,
        plan=gist.id,
        person=reader.id,
        kind=kind,
        subject=subject,
        due_at=NOW,
        zone=reader.zone,
        nominal=nominal,
    )
    return Notice(id=NoticeId("example"), owed=owed, state=NoticeState.CLAIMED, run_at=NOW)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    kind=st.sampled_from(sorted(REMINDERS)),
    gist=gists,
    reader=readers,
    subject=st.none() | st.sampled_from(["this-goal", "that-review"]),
    nominal=st.none() | st.sampled_from([date(2026, 3, 2), date(2026, 3, 9)]),
)
def test_a_cast_says_and_draws_what_is_said_one_by_one(
    kind: NoticeKind, gist: Gist, reader: Person, subject: str | None, nominal: date | None
) -> None:
    told = notice(kind, gist, reader, subject=subject, nominal=nominal)
    alone = say(told, gist, wording=WORDING, now=NOW, reader=reader)
    cast = SAYINGS.say(told, gist, reader=reader, now=NOW)
    assert isinstance(cast, Cast)
    assert (cast.preview, cast.parts) == (alone.preview, alone.parts)
    seal = Handles(b"k" * 32).sealer(workspace=reader.workspace, person=reader.id, expires=NOW + timedelta(days=1))
    assert mould_blocks(cast.mould).cast(cast, seal) == message_blocks(alone.parts, seal)


def test_reminders_of_one_shape_share_a_mould_and_no_handle() -> None:
    first, second = (
        SAYINGS.say(
            notice(NoticeKind.GOAL_DUE, GIST, examples.EMPLOYEE, subject=subject, nominal=date(2026, 3, 2)),
            GIST,
            reader=examples.EMPLOYEE,
            now=NOW,
        )
        for subject in ("this-goal", "that-goal")
    )
    assert isinstance(first, Cast)
    assert isinstance(second, Cast)
    assert first.mould is second.mould
    assert first.parts != second.parts


def test_what_is_no_reminder_is_said_by_itself() -> None:
    told = notice(NoticeKind.NOTE_ADDED, GIST, examples.EMPLOYEE, subject=None, nominal=None)
    alone = say(told, GIST, wording=WORDING, now=NOW, reader=examples.EMPLOYEE)
    assert SAYINGS.say(told, GIST, reader=examples.EMPLOYEE, now=NOW) == alone
