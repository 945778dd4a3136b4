"""People at a desk without a surface: they open forms, press buttons and send answers, as a surface would pass them on.

Nothing is skipped: a button must stand in the form, a field must be there to be filled, and what was not filled keeps
what stood in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path

from bot.asking import House, PersonUnknownError
from bot.asks import ASKS
from bot.desk import Desk
from bot.forms import Form, Raw
from bot.parts import Button, Buttons, Field, Stands, Value
from bot.replies import Denied, Done, FieldErrors, Reply, ShowForm
from bot.wording import load
from plans import examples
from plans.ids import fresh
from plans.people import Person, Standing
from plans.policy import read_packs
from plans.ports import Begin
from plans.words import Words

WORDING = load()
PACKS = {str(name): pack for name, pack in read_packs().items()}


@dataclass
class Town:
    """Who the surface knows; a test may change what they are, or let them be forgotten."""

    begin: Begin
    people: dict[str, Person] = field(
        default_factory=lambda: {one.handle.native_id: one for one in examples.PEOPLE.values()}
    )

    async def look_up(self, native_id: str, *, now: datetime) -> Person:
        if native_id not in self.people:
            raise PersonUnknownError
        async with self.begin() as work:
            known = await work.people.put(replace(self.people[native_id], checked_at=now))
            await work.commit()
        return known

    def becomes(self, person: Person, standing: Standing) -> None:
        self.people[person.handle.native_id] = replace(person, standing=standing)

    def forgets(self, person: Person) -> None:
        del self.people[person.handle.native_id]


@dataclass
class Player:
    """One person at the desk. ``form`` is what they look at; ``now`` is a test's to move."""

    desk: Desk
    person: Person
    now: datetime = examples.NOW
    form: Form | None = None
    entry: str = ""
    last: Reply | None = None

    async def command(self, words: str = "", *, in_private: bool = True) -> Reply:
        return self._see(await self.desk.command(words, by=self.person, now=self.now, in_private=in_private))

    async def open(self, ask: str, plan: str | None = None, subject: str | None = None) -> Reply:
        stands = Stands(ask=ask, plan=plan, subject=subject)
        return self._see(await self.desk.show(stands, by=self.person, now=self.now))

    async def press(self, label: str, answers: Mapping[str, Raw] | None = None) -> Reply:
        """Press the button of this label; what stands in the fields goes with it if it takes that."""
        button = self.button(label)
        if not button.submits:
            return self._see(await self.desk.show(button.stands, by=self.person, now=self.now))
        return await self._take(button.stands, answers or {})

    async def send(self, answers: Mapping[str, Raw] | None = None, *, again: bool = False) -> Reply:
        """Submit the form with these answers. ``again`` sends the same form another time and looks at nothing."""
        form, entry = self.shown, self.entry
        assert form.submit is not None, f"{form.title} has no submit button"
        reply = await self._take(form.stands, answers or {})
        if again:
            return await self._repeat(form, entry, answers or {})
        return reply

    async def _take(self, stands: Stands, answers: Mapping[str, Raw]) -> Reply:
        raw = filled(self.shown, answers)
        reply = await self.desk.take(stands, raw, by=self.person, now=self.now, entry=self.entry)
        return self._see(reply)

    async def _repeat(self, form: Form, entry: str, answers: Mapping[str, Raw]) -> Reply:
        return await self.desk.take(form.stands, filled(form, answers), by=self.person, now=self.now, entry=entry)

    @property
    def shown(self) -> Form:
        assert self.form is not None, f"nothing is shown: {self.last}"
        return self.form

    @property
    def errors(self) -> Mapping[str, str]:
        assert isinstance(self.last, FieldErrors), self.last
        return self.last.errors

    @property
    def plan(self) -> str:
        assert self.shown.stands.plan is not None
        return self.shown.stands.plan

    def button(self, label: str) -> Button:
        found = [button for button in buttons_of(self.shown) if button.label == label]
        assert found, f"no {label!r} among {[button.label for button in buttons_of(self.shown)]}"
        return found[0]

    def labels(self) -> list[str]:
        return [button.label for button in buttons_of(self.shown)]

    def _see(self, reply: Reply) -> Reply:
        self.last = reply
        match reply:
            case ShowForm(form=form):
                self._look_at(form)
            case Done(receipt=Form() as receipt):
                self._look_at(receipt)
            case Done():
                self.form = None
            case Denied():
                self.form = None
            case _:
                pass  # the form stays with its text
        return reply

    def _look_at(self, form: Form) -> None:
        self.form, self.entry = form, fresh()


def buttons_of(form: Form) -> list[Button]:
    return [button for part in form.parts if isinstance(part, Buttons) for button in part.buttons]


def filled(form: Form, answers: Mapping[str, Raw]) -> dict[str, Raw]:
    """What a surface would send: every field with what stands in it, or what was typed instead."""
    unknown = set(answers) - {asked.id for asked in form.fields}
    assert not unknown, f"{form.title} has no fields {unknown}"
    return {asked.id: answers[asked.id] if asked.id in answers else raw_of(asked) for asked in form.fields}


def raw_of(asked: Field) -> Raw:
    return raw(asked.default)


def raw(value: Value | None) -> Raw:
    match value:
        case Words():
            return value.reveal()
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case _:
            return value


@dataclass
class Table:
    """A desk with everybody around it."""

    desk: Desk
    town: Town

    def seat(self, person: Person, *, now: datetime = examples.NOW) -> Player:
        return Player(desk=self.desk, person=person, now=now)


def table(begin: Begin, *, default_pack: str = "illinois-library") -> Table:
    town = Town(begin)
    house = House(begin=begin, wording=WORDING, directory=town, packs=PACKS, default_pack=default_pack)
    return Table(desk=Desk(house=house, asks=ASKS), town=town)


def folder() -> Path:
    return Path(__file__).resolve().parents[2]
