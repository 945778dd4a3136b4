"""Giving signatures: each to the exact text of the edition in force (S0-30, P-23)."""

from datetime import datetime
from typing import Final

from plans.change import happened
from plans.edition import intact
from plans.events import Event, EventKind
from plans.ids import EntryId, PersonId
from plans.parts import already_recorded
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.signing import Edition, Signature, SignatureKind, statement_of
from plans.terms import Terms
from plans.texts import NAME_LIMIT, optional
from plans.visible import first_delivered
from plans.words import Words

# Whose signature stands for a required one: the reviewer signs in the supervisor's absence (S1-12).
STANDS_FOR: Final = {Role.REVIEWER: Role.SUPERVISOR}


class TextChangedError(Exception):
    """The stored text is not the one its hash was made from; nobody may sign it, and somebody must look into it."""


def in_force(plan: Plan) -> Edition:
    """The edition that signatures are given to now.

    Raises:
        PlanError: ``not-now`` while there is none.
        TextChangedError: when it was tampered with.

    """
    if not plan.editions:
        raise PlanError("not-now", state=plan.state)
    if not intact(plan.editions[-1]):
        raise TextChangedError(plan.id)
    return plan.editions[-1]


def shown(plan: Plan, edition: int) -> Plan:
    """The plan, if its text is the one they were shown: nobody signs another (S0-30).

    Raises:
        PlanError: ``newer-text``.

    """
    if edition != plan.edition:
        raise PlanError("newer-text", edition=plan.edition)
    return plan


def signed(
    plan: Plan,
    signature: EntryId,
    *,
    signer: Person,
    role: Role,
    kind: SignatureKind,
    typed_name: Words | None,
    at: datetime,
    zone: str | None = None,
    comment: Words | None = None,
    witness: PersonId | None = None,
) -> Plan:
    """The plan with this signature. The same signature twice is ``already-recorded``.

    ``zone`` is the signer's own, unless somebody else records it. Fields: ``typed_name``, ``comment``.
    """
    earlier = next((given for given in plan.signatures if given.id == signature), None)
    if earlier is not None:
        raise already_recorded(earlier.at)
    edition = in_force(plan)
    new = Signature(
        id=signature,
        role=role,
        person=signer.id,
        kind=kind,
        edition=edition.number,
        name_shown=signer.name,
        typed_name=optional(typed_name, "typed_name", limit=NAME_LIMIT),
        at=at,
        zone=zone or signer.zone,
        text_hash=edition.text_hash,
        comment=optional(comment, "comment"),
        witness=witness,
    )
    return plan.with_(signatures=(*plan.signatures, new))


def signature_line(plan: Plan, kind: EventKind, *, by: Person, at: datetime) -> Event:
    """The audit line of the signature given last: it holds fast the text, and all that the signature says of it."""
    given = plan.signatures[-1]
    facts = {
        "role": given.role,
        "edition": given.edition,
        "text_hash": given.text_hash,
        "statement": statement_of(given, in_force(plan)).hash,
    }
    return happened(kind, plan, by=by.id, at=at, subject=given.id, **facts)


def signature_of(plan: Plan, role: Role) -> Signature | None:
    """The signature of this role on the edition in force."""
    return next(
        (
            given
            for given in plan.signatures
            if given.edition == plan.edition and STANDS_FOR.get(given.role, given.role) is role
        ),
        None,
    )


def missing_signatures(plan: Plan, terms: Terms) -> tuple[Role, ...]:
    """Who still has to sign: the pack's set, and the employee's slot in any case.

    The employee answers each version. Whoever else signed a version that was delivered need not sign an amendment of
    it that another gives (decisions: what an amendment takes).
    """
    first = first_delivered(plan)
    given = {
        STANDS_FOR.get(one.role, one.role)
        for one in plan.signatures
        if one.edition == plan.edition or (one.role is not Role.EMPLOYEE and first and one.edition >= first)
    }
    wanted = (Role.EMPLOYEE, *(role for role in terms.pack.signatures if role is not Role.EMPLOYEE))
    return tuple(role for role in wanted if role not in given)
