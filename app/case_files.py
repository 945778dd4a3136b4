"""``milepost case-file``: writes a case file that HR has ordered and the bundle that proves it, with an audit line."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.clock import SystemClock
from app.keys import SigningKey
from app.rooms import Rooms, opened
from app.settings import Settings
from bot.documents import json, markdown
from plans.acts import Act
from plans.bundle import packed
from plans.case_file import case_file
from plans.change import happened
from plans.document import CaseFile
from plans.events import EventKind
from plans.ids import CaseNumber, fresh
from plans.ports import System
from storage.house import only_workspace

RENDERERS: Final = {"md": markdown.render, "json": json.render}


class NoSuchCaseError(Exception):
    """No plan has this case number."""


class NoOrderError(Exception):
    """HR has not ordered this case file (P-12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where the two files are, and the fingerprint of the key the bundle is signed with."""

    document: Path
    bundle: Path
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A case file, and the text of its bundle."""

    case_file: CaseFile
    bundle: str
    fingerprint: str


async def write_case_file(settings: Settings, number: str, *, form: str, folder: Path) -> Written:
    """The files written, readable by their owner alone. Their names are ours: nothing a person wrote can steer them.

    Raises:
        NoSuchCaseError: unknown case number.
        NoOrderError: there is no open order.

    """
    workspace = await only_workspace(settings.database)
    async with opened(settings, workspace=workspace) as rooms:
        name = f"{_safe(number)}-{fresh()[:8]}"
        document, bundle = folder / f"case-file-{name}.{form}", folder / f"bundle-{name}.json"

        def keep(made: HandedOver) -> None:
            write_private(document, RENDERERS[form](made.case_file))
            write_private(bundle, made.bundle)

        with _or_removed(document), _or_removed(bundle):
            made = await handed_over(rooms, CaseNumber(number.upper()), now=SystemClock().now(), keep=keep)
        return Written(document=document, bundle=bundle, fingerprint=made.fingerprint)


def _safe(number: str) -> str:
    return "".join(char for char in number.upper() if char.isalnum() or char == "-")


def _nowhere(_made: HandedOver) -> None:
    """Whoever asked keeps it themselves."""


async def ordered(rooms: Rooms, number: CaseNumber, *, now: datetime) -> CaseFile:
    """``handed_over``, for whoever wants no bundle."""
    return (await handed_over(rooms, number, now=now)).case_file


async def handed_over(
    rooms: Rooms, number: CaseNumber, *, now: datetime, keep: Callable[[HandedOver], None] = _nowhere
) -> HandedOver:
    """The case file of an open order, which is used up by it; ``keep`` is called just before that is committed.

    The last line of the bundle's trail is the one that says it was written.

    Raises:
        NoSuchCaseError: unknown case number.
        NoOrderError: there is no open order.

    """
    key = SigningKey(await rooms.database.installation_key())
    async with rooms.begin() as work:
        plan_id = await work.plans.find(number, by=System.OPERATOR)
        if plan_id is None:
            raise NoSuchCaseError
        order = await work.orders.open_for(plan_id, by=System.OPERATOR)
        if order is None:
            raise NoOrderError
        plan = await work.plans.get(plan_id, by=System.OPERATOR, act=Act.RUN_CASE_FILE, now=now)
        events = await work.audit.of(plan_id, reader=System.OPERATOR, now=now)
        file = case_file(plan, await work.terms(plan), events, order=order, made_at=now)
        await work.orders.written(order.id, at=now)
        await work.audit.append((happened(EventKind.EXPORT_WRITTEN, plan, by=None, at=now, subject=order.id),))
        trail = await work.audit.trail(plan_id, reader=System.OPERATOR, now=now)
        bundle = packed(plan, trail, record=json.render(file), made_at=now, signer=key)
        made = HandedOver(case_file=file, bundle=bundle, fingerprint=key.fingerprint)
        keep(made)
        await work.commit()
    return made


@contextmanager
def _or_removed(path: Path) -> Iterator[None]:
    """Take the file away again when the audit line that says it exists could not be kept."""
    kept = False
    try:
        yield
        kept = True
    finally:
        if not kept:
            path.unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """A new file of mode 0600; an existing one, or a link in its place, is refused."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
