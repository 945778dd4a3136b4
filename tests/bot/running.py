"""A running plan over a database, its three people at the desk, and a clock that a test moves."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime, time

from bot.forms import Form
from bot.handles import Handles
from bot.messages import Message
from bot.parts import Option, Stands
from bot.slack.blocks import Drawing, Seal
from bot.slack.modals import Modals
from plans import examples
from plans.actions.pass_time import pass_time
from plans.acts import Act
from plans.change import Change
from plans.dates import instant
from plans.ids import ReviewId, WorkspaceId
from plans.keeping import keep
from plans.people import Person
from plans.plan import Plan
from plans.ports import Begin, System
from plans.states import PlanState
from plans.words import Words
from sandbox.validate import check
from tests.bot.playing import WORDING, Player, Table, table

PLAN = examples.ILLINOIS_PLAN
FIRST_REVIEW = ReviewId(examples.example_id(0x100))
TITLE_LIMIT = 24
LABEL_LIMIT = 75
TEXT_LIMIT = 150
# The morning of the working day before the first review: the form for the notes has been sent.
BEFORE_FIRST = datetime(2027, 1, 1, 18, 0, tzinfo=UTC)
AFTER_FIRST = datetime(2027, 1, 5, 18, 0, tzinfo=UTC)


@dataclass
class Careful(Player):
    """Looks at nothing that Slack could not show."""

    def _look_at(self, form: Form) -> None:
        assert_fits(form, self.person)
        super()._look_at(form)


@dataclass
class Story:
    """The Illinois plan, and everybody on it."""

    begin: Begin
    table: Table
    employee: Player
    supervisor: Player
    hr: Player

    async def at(self, now: datetime) -> None:
        """Move everybody's clock, and let the plan pass the time."""
        for player in (self.employee, self.supervisor, self.hr):
            player.now = now
        for _ in range(20):
            async with self.begin() as work:
                due = await work.plans.due(now=now, limit=10)
            if not due:
                return
            for plan in due:
                async with self.begin() as work:
                    await pass_time(work, plan, now=now)
        raise AssertionError("the clock does not come to rest")

    async def plan(self) -> Plan:
        """The whole plan, as it is stored."""
        async with self.begin() as work:
            return await work.plans.get(PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=self.hr.now)


async def story(begin: Begin, state: PlanState = PlanState.ACTIVE, *, found: examples.Case | None = None) -> Story:
    """A story that begins with the example plan in this state, or with the plan of ``found``."""
    found = found or examples.case(state)
    async with begin() as work:
        await work.packs.keep(found.terms.pack)
        await keep(work, Change(plan=found.plan, events=found.events))
        await work.commit()
    around = table(begin)

    def seat(person: Person) -> Careful:
        return Careful(desk=around.desk, person=person, now=found.at)

    return Story(
        begin=begin,
        table=around,
        employee=seat(examples.EMPLOYEE),
        supervisor=seat(examples.SUPERVISOR),
        hr=seat(examples.HR),
    )


def assert_fits(form: Form, reader: Person) -> None:
    """The form is within our own limits, and is a view that Slack would take."""
    assert len(form.title) <= TITLE_LIMIT, form.title
    assert len(form.submit or "") <= TITLE_LIMIT, form.submit
    for field in form.fields:
        assert len(field.label) <= TEXT_LIMIT, field.label
        assert len(field.hint or "") <= TEXT_LIMIT, field.hint
        for option in field.options:
            assert_option_fits(option)
    found = check.view(drawn(form, reader), kind="modal")
    assert not found, found


def assert_option_fits(option: Option) -> None:
    """Our own labels fit; a person's words may be cut, since they stand in full beside it."""
    if not isinstance(option.label, Words):
        assert len(option.label) <= LABEL_LIMIT, option.label
    assert len(option.description or "") <= LABEL_LIMIT, option.description


def sealing(reader: Person) -> Seal:
    """Makes handles as long as real ones."""
    handles, expires = Handles(b"a key for tests"), datetime(2030, 1, 1, tzinfo=UTC)

    def seal(stands: Stands) -> str:
        workspace = WorkspaceId(reader.workspace)
        return handles.seal(stands, workspace=workspace, person=reader.id, expires=expires, entry="0" * 32)

    return seal


def drawn(form: Form, reader: Person) -> object:
    """The form as Slack's payload."""
    seal = sealing(reader)
    modals = Modals(Drawing(seal), close=WORDING.say("close"), more=WORDING.say("more-than-fits"))
    view = modals.view(form.with_entry("0" * 32), handle=seal(form.stands))
    assert len(view.blocks) < 100, "there is more than fits"
    return view.to_dict()


def posted(message: Message, reader: Person) -> object:
    """The message's blocks as Slack would get them."""
    return [block.to_dict() for block in Drawing(sealing(reader)).blocks(message.parts)]


def shown_parts(parts: tuple[object, ...]) -> str:
    """Everything somebody can read in these parts."""
    return "\n".join(_texts(parts))


def shown(form: Form) -> str:
    """Everything somebody can read in the form, for tests that look for a sentence."""
    return "\n".join(_texts(form))


def _texts(value: object) -> list[str]:
    if isinstance(value, Words):
        return [value.reveal()]
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in _texts(each)]
    if not is_dataclass(value):
        return []
    return [text for field in fields(value) for text in _texts(getattr(value, field.name))]


def local(year: int, month: int, day: int, hour: int = 12, *, who: Person = examples.EMPLOYEE) -> datetime:
    """A moment on somebody's own clock."""
    return instant(datetime(year, month, day, tzinfo=UTC).date(), time(hour), who.zone)
