"""What an interaction answers with. The surface decides how to carry it out, so that no ask ever "opens a modal"."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.forms import Form
from bot.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowForm:
    """Show this form: opened, in place of the present one, or on top of it if ``stacks``."""

    form: Form
    stacks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldErrors:
    """The form stays with its text; each sentence stands at its field, ``form_error`` at the form."""

    errors: Mapping[str, str] = field(default_factory=dict)
    form_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It is kept. Forms close; if there is a ``receipt`` it is shown in the form's place."""

    receipt: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceMessage:
    """Draw the message the button stood on anew."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """A clear sentence where the person is looking; it never says whether a plan exists."""

    sentence: str


Reply = ShowForm | FieldErrors | Done | ReplaceMessage | Denied
