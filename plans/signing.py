"""Signatures, and the editions of a plan's text that they are given to."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from plans.chain import canonical, digest_of
from plans.ids import EntryId, PersonId
from plans.people import Role
from plans.words import Words


class SignatureKind(StrEnum):
    """What a signature says. Receipt is not agreement (P-07); a refusal completes the slot (S0-30)."""

    SIGNED = "signed"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    IN_PERSON = "in_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who, when, and the SHA-256 of the exact text that was shown (S0-30, P-23)."""

    id: EntryId
    role: Role
    person: PersonId
    kind: SignatureKind
    edition: int
    name_shown: Words
    typed_name: Words | None
    at: datetime
    zone: str
    text_hash: str
    comment: Words | None = None
    witness: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One delivered version of a plan's text: the canonical JSON of exactly what is shown, and its SHA-256."""

    number: int
    text: Words
    text_hash: str
    made_at: datetime


class AmendmentState(StrEnum):
    """A change after delivery: collected, given to the employee, in force; or thrown away before it was given."""

    DRAFT = "draft"
    DELIVERED = "delivered"
    IN_FORCE = "in_force"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What changes in the text after delivery (S3-18). ``changes`` is canonical JSON that ``amendments`` reads.

    ``edition`` is the version it made. It is in force once the employee's slot of that version is complete.
    """

    id: EntryId
    by: PersonId
    at: datetime
    state: AmendmentState
    changes: Words
    edition: int | None = None
    delivered_by: PersonId | None = None
    delivered_at: datetime | None = None
    in_force_at: datetime | None = None
    reason: Words | None = None
    """Why HR moves the last day; both parties read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All that a signature says, with the whole text it is given to, so that nobody can guess it from its hash.

    ``role`` and ``kind`` are codes; a name or comment that was not given is empty.
    """

    text: str
    edition: int
    role: str
    kind: str
    name_shown: str
    typed_name: str
    comment: str
    at: datetime
    zone: str

    @property
    def hash(self) -> str:
        """SHA-256 of its canonical JSON: it stands in the audit line of the signature."""
        content = {
            "statement": 1,
            "text": self.text,
            "edition": self.edition,
            "role": self.role,
            "kind": self.kind,
            "name_shown": self.name_shown,
            "typed_name": self.typed_name,
            "comment": self.comment,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "zone": self.zone,
        }
        return digest_of(canonical(content))


def statement_of(given: Signature, edition: Edition) -> Statement:
    return Statement(
        text=edition.text.reveal(),
        edition=given.edition,
        role=given.role.value,
        kind=given.kind.value,
        name_shown=given.name_shown.reveal(),
        typed_name="" if given.typed_name is None else given.typed_name.reveal(),
        comment="" if given.comment is None else given.comment.reveal(),
        at=given.at,
        zone=given.zone,
    )
