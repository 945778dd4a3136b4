"""Signatures, and the editions of a plan's text that they are given to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
