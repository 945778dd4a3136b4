"""Types of their own for every id, so that a plan's cannot be passed where a person's is wanted.

All ids but the case number are random UUIDs in 32 hexadecimal characters: opaque, and never sequential.
"""

import secrets
import uuid
from typing import Final, NewType

WorkspaceId = NewType("WorkspaceId", str)
PersonId = NewType("PersonId", str)
PlanId = NewType("PlanId", str)
ConcernId = NewType("ConcernId", str)
BlockId = NewType("BlockId", str)
GoalId = NewType("GoalId", str)
MilestoneId = NewType("MilestoneId", str)
ReviewId = NewType("ReviewId", str)
SupportId = NewType("SupportId", str)
EntryId = NewType("EntryId", str)
NoticeId = NewType("NoticeId", str)
OrderId = NewType("OrderId", str)
AbsenceId = NewType("AbsenceId", str)
CaseNumber = NewType("CaseNumber", str)

# Without 0 O 1 I L U V: a case number is read aloud on the phone.
CASE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTWXYZ"
CASE_LENGTH: Final = 6


def fresh() -> str:
    """A new random id. Wrap it in the type it is for: ``GoalId(fresh())``."""
    return uuid.uuid4().hex


def fresh_case_number() -> CaseNumber:
    """``M-`` and six unambiguous characters; random, because a sequence would tell how many plans there are."""
    return CaseNumber("M-" + "".join(secrets.choice(CASE_ALPHABET) for _ in range(CASE_LENGTH)))
