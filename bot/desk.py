"""The desk: every ask is shown and every answer taken here; a refusal becomes a sentence where the person looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.asking import (
    AlreadyRecordedError,
    Answered,
    Ask,
    Asked,
    House,
    PersonUnknownError,
    SurfaceUnreachableError,
)
from bot.asks.base import FieldFaultsError
from bot.commands import ask_for
from bot.forms import Form, Raw
from bot.home import draw
from bot.messages import Home
from bot.parts import Button, Buttons, Stands, Text
from bot.replies import Denied, Done, FieldErrors, Reply
from bot.sentences import sentence
from plans.people import Person
from plans.plan import PlanError
from plans.states import IllegalMoveError

Anticipated = (
    PlanError,
    IllegalMoveError,
    AlreadyRecordedError,
    FieldFaultsError,
    PersonUnknownError,
    SurfaceUnreachableError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """``asks`` by name. Only active members of the workspace are answered (P-01, threats T1)."""

    house: House
    asks: Mapping[str, Ask]

    async def command(self, words: str, *, by: Person, now: datetime, in_private: bool) -> Reply:
        """What somebody typed after ``/pip``. ``in_private`` is whether they typed it in a direct message.

        An outsider gets the same sentence whatever they typed, and wherever.
        """
        if not by.active:
            return self.say("denied-no-such-plan")
        stands = ask_for(words, in_private=in_private)
        return await self.show(stands, by=by, now=now) if isinstance(stands, Stands) else self.say(stands)

    async def show(self, stands: Stands, *, by: Person, now: datetime) -> Reply:
        """The form somebody asked for by a button or a command."""
        ask = self.asks.get(stands.ask)
        if ask is None or not by.active:
            return self.say("denied-no-such-plan")
        try:
            return await ask.show(Asked(by=by, stands=stands, now=now, house=self.house))
        except Anticipated as error:
            return Denied(sentence=self._sentence(error, by))

    async def take(
        self,
        stands: Stands,
        raw: Mapping[str, Raw],
        *,
        by: Person,
        now: datetime,
        entry: str,
    ) -> Reply:
        """A submitted form. Nothing is kept unless the reply says so."""
        ask = self.asks.get(stands.ask)
        if ask is None or not by.active:
            return self.say("denied-no-such-plan")
        asked = Asked(by=by, stands=stands, now=now, house=self.house)
        try:
            return await ask.take(Answered(asked=asked, entry=entry, raw=raw))
        except AlreadyRecordedError:
            return Done(receipt=self._already(stands))
        except Anticipated as error:
            return self._refused(error, by)

    async def home(self, *, by: Person, now: datetime) -> Home:
        """The person's page, drawn from what they may see at this moment; an outsider's says one sentence."""
        if not by.active:
            return Home(parts=(Text(self.house.wording.say("denied-no-such-plan")),))
        return await draw(self.house, by=by, now=now)

    def say(self, line: str) -> Denied:
        """A refusal in our own words."""
        return Denied(sentence=self.house.wording.say(line))

    def _refused(self, error: Exception, by: Person) -> FieldErrors:
        """The sentence at the field it belongs to, or at the form."""
        if isinstance(error, FieldFaultsError):
            return FieldErrors(errors=error.errors)
        said = self._sentence(error, by)
        field = error.field if isinstance(error, PlanError) else None
        return FieldErrors(form_error=said) if field is None else FieldErrors(errors={field: said})

    def _already(self, stands: Stands) -> Form:
        wording = self.house.wording
        # The answer to the first time got lost, and with it the way on.
        onward = (
            Button(label=wording.say("help-my-plans"), stands=Stands(ask="my_plans"))
            if stands.plan is None
            else Button(label=wording.say("button-back-to-case"), stands=Stands(ask="open_case", plan=stands.plan))
        )
        return Form(
            title=wording.say("already-recorded-title"),
            stands=stands,
            parts=(Text(wording.say("already-recorded")), Buttons((onward,))),
        )

    def _sentence(self, error: Exception, by: Person) -> str:
        """In the person's own zone, where the sentence holds a time."""
        return sentence(error, self.house.wording, zone=by.zone)
