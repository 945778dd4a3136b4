"""``milepost verify --database``: whether the whole trail is what was written, and the first thing that is not.

It tells numbers of lines, kinds, times and case numbers: nothing that a person wrote, and no name.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.anchors import AnchorFile, anchors_in
from app.clock import SystemClock
from app.rooms import calendar_of
from app.settings import Settings
from app.verifying import anchor_of, day_of, kind_of
from plans.acts import Act
from plans.chain import Anchor
from plans.integrity import Look, Mismatch, Walk
from plans.plan import PlanError
from plans.policy import read_packs
from plans.ports import Begin, System
from storage.database import Database
from storage.house import only_workspace
from storage.triggers import TriggersMissingError

# Lines in one transaction, so that a running bot need not wait.
AT_ONCE: Final = 500


class TrailFaultError(Exception):
    """The trail does not hold; ``sentence`` says what is the first thing that does not."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


async def verified_database(settings: Settings, *, anchors: Sequence[str] = (), file: Path | None = None) -> str:
    """What was verified, in a few sentences. Beside a running bot, or without one.

    Raises:
        TrailFaultError: something in it does not match.
        TriggersMissingError: all of it matches, but nothing keeps it from being rewritten.
        NoAnchorError, NoAnchorsError: what it is to be compared with makes no sense.
        OSError: the file of anchors cannot be read.

    """
    noted = [*map(anchor_of, anchors), *(AnchorFile.of(settings).anchors() if file is None else anchors_in(file))]
    workspace = await only_workspace(settings.database)
    packs = read_packs(settings.milepost_packs_dir)
    database = Database.open(settings.database, workspace=workspace, packs=packs, calendar=calendar_of)
    try:
        unguarded = await _unguarded(database)
        said = await walked_through(database.begin, noted)
    finally:
        await database.close()
    if unguarded is not None:
        raise unguarded
    return said


async def _unguarded(database: Database) -> TriggersMissingError | None:
    """Whoever got past the triggers has mostly left something behind, so that is looked for first."""
    try:
        await database.check()
    except TriggersMissingError as error:
        return error
    return None


async def walked_through(begin: Begin, noted: Sequence[Anchor] = ()) -> str:
    """Look through all of it. ``noted`` are anchors from outside the database. Raises ``TrailFaultError``."""
    async with begin() as work:
        inside = await work.integrity.anchors()
        walk = Walk(work.workspace, [*inside, *noted])
    look = Look(walk)
    over, found = False, None
    while not over:
        async with begin() as work:
            over, found = await look.some(work.integrity, limit=AT_ONCE)
    if found is not None:
        raise TrailFaultError(await _sentence(begin, found))
    outside = (
        f"It agrees with {len(set(noted))} anchors from outside the database."
        if noted
        else "No anchor from outside the database was given: somebody who works out every hash anew, and the anchors "
        "in the database with them, would not be found."
    )
    return "\n".join(
        [
            f"The audit trail is as it was written: {walk.end.count} lines, each following from the one before.",
            "The plans say what its lines hold fast of their words.",
            f"It agrees with {len(set(inside))} anchors kept in the database.",
            outside,
            f"Its anchor now: {walk.end.count}:{walk.end.head}",
        ]
    )


async def _sentence(begin: Begin, found: Mismatch) -> str:
    said = _SENTENCES[found.code].format(line=found.line)
    if found.of_words:
        return f"{said} It is in {await _case(begin, found)}."
    if found.kind is None or found.at is None:
        return said
    about = "" if found.plan is None else f", {await _case(begin, found)}"
    return f"{said} It says: {kind_of(found.kind)}, {day_of(found.at.isoformat())}{about}."


async def _case(begin: Begin, found: Mismatch) -> str:
    if found.plan is None:
        return ""
    async with begin() as work:
        try:
            plan = await work.plans.get(found.plan, by=System.OPERATOR, act=Act.LEARN, now=SystemClock().now())
        except (PlanError, LookupError, ValueError, TypeError):
            return f"plan {found.plan}"
    return f"case {plan.case_number}"


_SENTENCES: Final = {
    "gap": "Line {line} of the audit trail is missing, or another one stands in its place.",
    "unreadable": "Line {line} of the audit trail cannot be read: it was changed after it was written.",
    "before": "Line {line} of the audit trail does not follow from the one before it in its plan: something was taken "
    "out, put in or moved.",
    "changed": "Line {line} of the audit trail is not what was recorded: it was changed after it was written.",
    "head": "Up to line {line} the audit trail of the workspace is not what was recorded: a line was taken out, put "
    "in or moved.",
    "anchor": "What was noted when {line} lines were recorded does not agree with line {line} of the audit trail: it "
    "was rewritten after that.",
    "words": "Words that line {line} of the audit trail stands for were changed or taken out after they were written.",
    "words-new": "A plan holds words that no line of the audit trail stands for: they were put in past Milepost.",
    "salt": "What line {line} of the audit trail stands for cannot be told any more: the plan's salt was taken away.",
    "plan-unreadable": "A plan cannot be read: it was changed past Milepost.",
    "cut": "The end of the audit trail is missing: it was noted that there were {line} lines. If a backup was restored "
    "since then, put the file of anchors aside with a note of that day.",
}
