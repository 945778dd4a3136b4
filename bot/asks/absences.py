"""HR records that somebody on a plan is away, sees what is recorded, and takes it back; never why (P-14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.asks.looking import Filled, Look, PlanAsk, receipt
from bot.forms import Form
from bot.parts import Button, Buttons, Divider, Field, FieldKind, Heading, Option, Part, Text
from plans.actions.record_absence import RecordAbsence, TakeBackAbsence, record_absence, take_back_absence
from plans.acts import Act
from plans.dates import Absence
from plans.ids import AbsenceId, PersonId
from plans.people import Role
from plans.plan import PlanError
from plans.ports import Work

# Older ones are of use to nobody, and a form has only so much room.
_SHOWN_FOR: Final = timedelta(days=90)
_MOST_SHOWN: Final = 20
_MARK: Final = ":"


@dataclass(frozen=True, slots=True)
class _Away:
    """One absence of a party. ``subject`` is what its button stands for."""

    role: Role
    person: PersonId
    days: Absence

    @property
    def subject(self) -> str:
        return f"{self.role}{_MARK}{self.days.first.isoformat()}"


def _parties(look: Look) -> Iterator[tuple[Role, PersonId]]:
    plan = look.plan
    yield Role.EMPLOYEE, plan.employee
    yield Role.SUPERVISOR, plan.supervisor
    if plan.reviewer is not None:
        yield Role.REVIEWER, plan.reviewer


def _every(look: Look) -> Iterator[_Away]:
    for role, person in _parties(look):
        for days in look.terms.absences.get(person, ()):
            yield _Away(role, person, days)


def _days(look: Look, away: _Away) -> dict[str, str]:
    wording = look.wording
    return {
        "name": look.name(away.person),
        "first": wording.day(away.days.first),
        "last": wording.day(away.days.last),
    }


# Recording


def _record_form(look: Look) -> Form:
    return look.form(
        "absence-title",
        look.text("absence-intro"),
        *_recorded(look),
        Divider(),
        Heading(look.say("absence-new")),
        Field(
            id="person",
            kind=FieldKind.RADIO,
            label=look.say("absence-person"),
            options=tuple(
                Option(value=role, label=look.say(f"absence-option-{role}", name=look.name(person)))
                for role, person in _parties(look)
            ),
        ),
        Field(id="first", kind=FieldKind.DATE, label=look.say("absence-first")),
        Field(
            id="last",
            kind=FieldKind.DATE,
            label=look.say("absence-last"),
            hint=look.say("absence-last-hint"),
        ),
        submit="absence-submit",
    )


def _recorded(look: Look) -> Iterator[Part]:
    shown = [away for away in _every(look) if away.days.last >= look.today - _SHOWN_FOR][:_MOST_SHOWN]
    if not shown:
        yield look.text("absence-none")
    for away in shown:
        yield Text(look.say("absence-line", **_days(look, away)))
        yield Buttons((look.button("absence-take-back", "take_back_absence", away.subject),))


async def _record(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    first, last = answers.day("first"), answers.day("last")
    person = dict(_parties(look)).get(Role(answers.code("person") or ""))
    if first is None or last is None or person is None:
        raise PlanError("required", field="first" if first is None else "last")
    request = RecordAbsence(
        plan=look.plan.id,
        absence=AbsenceId(filled.entry),
        person=person,
        first=first,
        last=last,
    )
    await record_absence(work, request, by=look.asked.by, now=look.now)
    away = _Away(Role.EMPLOYEE, person, Absence(first, last))
    return receipt(look, look.say("absence-recorded", **_days(look, away)), buttons=(_others(look),))


def _others(look: Look) -> Button:
    return look.button("absence-others", "record_absence")


# Taking back


def _meant(look: Look) -> _Away | None:
    return next((away for away in _every(look) if away.subject == look.subject), None)


def _back_form(look: Look) -> Form:
    away = _meant(look)
    if away is None:
        return look.form("absence-back-title", look.text("absence-back-gone"), look.back(_others(look)))
    return look.form(
        "absence-back-title",
        look.text("absence-back-intro", **_days(look, away)),
        submit="absence-back-submit",
    )


async def _take_back(work: Work, filled: Filled) -> Form:
    look = filled.look
    role, _, first = look.subject.partition(_MARK)
    person = dict(_parties(look)).get(Role(role))
    if person is None:
        raise PlanError("part-gone")
    request = TakeBackAbsence(plan=look.plan.id, person=person, first=date.fromisoformat(first))
    await take_back_absence(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("absence-back-done"), buttons=(_others(look),))


ASKS: Final = (
    PlanAsk(name="record_absence", act=Act.RECORD_ABSENCE, draw=_record_form, do=_record),
    PlanAsk(name="take_back_absence", act=Act.RECORD_ABSENCE, draw=_back_form, do=_take_back),
)
