"""What asks share: reading answers, refusals at the field, the ids a form carries, and small forms that only tell."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.asking import Answered, Ask, Asked, PersonUnknownError
from bot.forms import Answers, Form, read_answers
from bot.parts import Button, Buttons, Field, Part, Stands, Text
from bot.replies import Done, Reply
from bot.sentences import fault_sentence
from bot.wording import Wording
from plans.acts import Act
from plans.ids import PersonId
from plans.people import Person, Standing
from plans.plan import PlanError

_REVISION_MARK = "@"


class FieldFaultsError(Exception):
    """Some answers cannot be taken. ``errors`` holds a sentence for each field's id."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(",".join(errors))
        self.errors = errors


def read(form: Form, answered: Answered, wording: Wording) -> Answers:
    """The values of the form. Raises ``FieldFaultsError`` if any of them cannot be taken."""
    answers, faults = read_answers(form, answered.raw)
    if faults:
        raise FieldFaultsError({name: fault_sentence(fault, wording) for name, fault in faults.items()})
    return answers


def relaxed(form: Form) -> Form:
    """The same form with nothing required: for "save and finish later"."""
    parts = (replace(part, required=False, min_length=0) if isinstance(part, Field) else part for part in form.parts)
    return replace(form, parts=tuple(parts))


def name_of(person: Person) -> str:
    """The person's name, for forms and Home only: a posted message names nobody (P-05)."""
    return person.name.reveal() or "—"


def derived(entry: str, place: str) -> str:
    """An id for one more part a form creates, the same each time this form is sent."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{entry}/{place}").hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a form is about within its plan, and the revision of the plan it was drawn from (B-02)."""

    subject: str | None
    revision: int | None

    @classmethod
    def of(cls, stands: Stands) -> "Pin":
        subject, mark, revision = (stands.subject or "").rpartition(_REVISION_MARK)
        if not mark or not revision.isdecimal():
            return cls(subject=stands.subject, revision=None)
        return cls(subject=subject or None, revision=int(revision))

    def stands(self, ask: str, plan: str) -> Stands:
        return Stands(ask=ask, plan=plan, subject=f"{self.subject or ''}{_REVISION_MARK}{self.revision}")


def told(title: str, stands: Stands, *lines: str, buttons: tuple[Button, ...] = ()) -> Done:
    """It is kept, and this is said about it. ``title`` has at most 24 characters."""
    parts: tuple[Part, ...] = tuple(Text(line) for line in lines)
    return Done(receipt=Form(title=title, stands=stands, parts=(*parts, Buttons(buttons)) if buttons else parts))


async def found_person(asked: Asked, native_id: str, field: str) -> PersonId:
    """The chosen person with fresh facts; whoever the surface does not know is a fault at the field."""
    try:
        return (await asked.house.directory.look_up(native_id, now=asked.now)).id
    except PersonUnknownError as error:
        raise FieldFaultsError({field: asked.house.wording.say("error-person-unknown")}) from error


async def recheck_people(asked: Asked) -> None:
    """Ask the surface anew about the parties, before a step that binds them (S0-02, threats §3.4).

    Raises:
        PlanError: ``party-left`` for someone the surface no longer knows.
        SurfaceUnreachableError: the surface did not answer in time.

    """
    async with asked.house.begin() as work:
        plan = await work.plans.get(asked.plan, by=asked.by, act=Act.LEARN, now=asked.now)
        parties = (("employee", plan.employee), ("supervisor", plan.active_supervisor))
        known = [(party, await work.people.get(one)) for party, one in parties if one != asked.by.id]
        handles = [(party, person.handle) for party, person in known if not person.on_paper]
    for party, handle in handles:
        try:
            await asked.house.directory.look_up(handle.native_id, now=asked.now)
        except PersonUnknownError as error:
            raise PlanError("party-left", field=party, standing=Standing.DEACTIVATED, party=party) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedAsk:
    """An ask that asks the surface about the parties before its answers are taken."""

    ask: Ask

    @property
    def name(self) -> str:
        return self.ask.name

    async def show(self, asked: Asked) -> Reply:
        return await self.ask.show(asked)

    async def take(self, answered: Answered) -> Reply:
        await recheck_people(answered.asked)
        return await self.ask.take(answered)
