"""Message: what is posted to a person, before any surface draws it; and Home, their page."""

from dataclasses import dataclass, replace
from typing import Final

from bot.parts import Button, Buttons, Part, QuietPart, Stands
from plans.records import record

# What a button of a mould stands for in place of the plan and of what the notice is about. No id looks like them.
ITS_PLAN: Final = "its plan"
ITS_SUBJECT: Final = "its subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A neutral line and a button (P-06). ``preview`` is what a lock screen may show: no name, no topic (P-05)."""

    preview: str
    parts: tuple[QuietPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mould:
    """A message that many get: its buttons stand for ``ITS_PLAN`` and ``ITS_SUBJECT``. No two moulds are equal."""

    message: Message


@record
class Cast:
    """One of the messages of a mould: about this plan, and about this of it.

    A surface may keep what it drew of the mould; all that is different in a cast are its buttons' handles.
    """

    mould: Mould
    plan: str | None
    subject: str | None

    @property
    def preview(self) -> str:
        return self.mould.message.preview

    @property
    def parts(self) -> tuple[QuietPart, ...]:
        return tuple(self._filled(part) for part in self.mould.message.parts)

    def _filled(self, part: QuietPart) -> QuietPart:
        return Buttons(tuple(map(self._button, part.buttons))) if isinstance(part, Buttons) else part

    def _button(self, button: Button) -> Button:
        return replace(button, stands=filled(button.stands, plan=self.plan, subject=self.subject))


def filled(stands: Stands, *, plan: str | None, subject: str | None) -> Stands:
    """What a button of a mould stands for in a cast of it."""
    return replace(
        stands,
        plan=plan if stands.plan == ITS_PLAN else stands.plan,
        subject=subject if stands.subject == ITS_SUBJECT else stands.subject,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A person's plans at a glance (B-08): names, dates and counts; nothing a person wrote."""

    parts: tuple[Part, ...]
