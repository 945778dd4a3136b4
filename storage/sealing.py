"""The one place all text and all ids of people pass on their way into the database and back.

They pass in clear today: whoever can read the database file can read them. Encryption will change this file alone.
An id must then seal to the same value each time, because people are looked up, counted and ordered by it; the text
of two people who wrote the same must not.
"""

from decimal import Decimal

from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from plans.words import Words


class UnsealedTextError(TypeError):
    """Plain text came where only ``Words`` may be kept."""


class UnsealedIdError(TypeError):
    """Something other than an id came where an id of a person is kept."""


def unsealed(kept: str) -> Words:
    """What ``Sealed`` gives back for what it kept, for whoever reads a whole batch as one text."""
    return Words(kept)


def unsealed_person(kept: str) -> str:
    """What ``SealedPerson`` gives back for what it kept."""
    return kept


class Sealed(TypeDecorator[Words]):
    """What a person wrote. Goes in and comes out as ``Words``, so that it cannot be printed on the way."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Words | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        if value is None:
            return None
        if not isinstance(value, Words):
            raise UnsealedTextError
        return value.reveal()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Words | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else unsealed(value)


class SealedNumber(TypeDecorator[Decimal]):
    """A number somebody gave about a person's work: as much the content of a plan as any text. Kept as its digits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else Decimal(value)


class SealedPerson(TypeDecorator[str]):
    """The id of a person, or a text that holds one."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        if value is not None and not isinstance(value, str):
            raise UnsealedIdError
        return value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else unsealed_person(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Nothing is done to an id on its way out as long as nothing is sealed, so it need not be asked for each."""
