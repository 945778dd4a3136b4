"""The parts that messages, forms and the Home page are made of, before any surface draws them.

``str`` is our own wording; ``Words`` is what a person wrote, and is always drawn as plain text.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """What a button or a form stands for; it travels only as a signed handle (threats §3.4)."""

    ask: str
    plan: str | None = None
    subject: str | None = None


class Style(StrEnum):
    """How much a button asks for attention."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Opens the form, or does the action, that ``stands`` names.

    ``confirm`` asks "are you sure" first; ``cancel`` is then the way back.
    """

    label: str
    stands: Stands
    style: Style = Style.PLAIN
    confirm: str | None = None
    cancel: str = "\u2715"
    stacks: bool = False
    """In a form: show the next form on top of this one, instead of in its place."""
    submits: bool = False
    """In a form: take what stands in its fields, whatever is missing ("save and finish later")."""
    link: str | None = None
    """An address the browser opens besides."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of our own wording."""

    text: str


@dataclass(frozen=True, slots=True)
class Small:
    """A quiet line below something else."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person wrote, under our own label; ``aside`` says who and when."""

    label: str
    words: Words
    aside: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Short pairs of label and value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons; a surface may break it."""

    buttons: tuple[Button, ...]


class FieldKind(StrEnum):
    """The closed set of inputs every surface can draw."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    RADIO = "radio"
    CHOICES = "choices"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice. ``value`` is a code or an id, never what a person wrote; ``label`` may show a person's words."""

    value: str
    label: str | Words
    description: str | None = None


Value = str | Words | date | time | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. ``default`` is what stands there when the form opens.

    Limits are in characters. ``id`` is also where an error's sentence is shown.
    """

    id: str
    kind: FieldKind
    label: str
    hint: str | None = None
    placeholder: str | None = None
    required: bool = True
    options: tuple[Option, ...] = ()
    default: Value | None = None
    max_length: int = 3000
    min_length: int = 0
    error: str | None = None
    focus: bool = False
    """The form opens with the cursor here; at most one field of a form has it."""


Part = Heading | Text | Small | Said | Facts | Divider | Buttons
"""Whatever a person may be shown."""

QuietPart = Heading | Text | Small | Facts | Divider | Buttons
"""What a posted message may hold: nothing a person wrote (P-06)."""
