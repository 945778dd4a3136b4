"""``milepost case-file``: writes a case file that HR has ordered, and leaves an audit line."""

import os
from pathlib import Path
from typing import Final

from app.clock import SystemClock
from app.rooms import Rooms, opened
from app.settings import Settings
from bot.documents import json, markdown
from plans.acts import Act
from plans.case_file import case_file
from plans.document import CaseFile
from plans.change import happened
from plans.events import EventKind
from plans.ids import CaseNumber, PlanId, fresh
from plans.ports import System
from storage.house import only_workspace

RENDERERS: Final = {"md": markdown.render, "json": json.render}


class NoSuchCaseError(Exception):
    """No plan has this case number."""


class NoOrderError(Exception):
    """HR has not ordered this case file (P-12)."""


async def write_case_file(settings: Settings, number: str, *, form: str, folder: Path) -> Path:
    """The file written, readable by its owner alone. The name is ours, so nothing a person wrote can steer it.

    Raises:
        NoSuchCaseError: unknown case number.
        NoOrderError: there is no open order.

    """
    workspace = await only_workspace(settings.database)
    async with opened(settings, workspace=workspace) as rooms:
        made = await _ordered(rooms, CaseNumber(number.upper()))
        path = folder / f"case-file-{number.upper()}-{fresh()[:8]}.{form}"
        write_private(path, RENDERERS[form](made))
        return path


async def _ordered(rooms: Rooms, number: CaseNumber) -> CaseFile:
    now = SystemClock().now()
    async with rooms.begin() as work:
        plan_id = await work.plans.find(number, by=System.OPERATOR)
        if plan_id is None:
            raise NoSuchCaseError
        order = await work.orders.open_for(PlanId(plan_id), by=System.OPERATOR)
        if order is None:
            raise NoOrderError
        plan = await work.plans.get(plan_id, by=System.OPERATOR, act=Act.RUN_CASE_FILE, now=now)
        events = await work.audit.of(plan_id, reader=System.OPERATOR, now=now)
        made = case_file(plan, await work.terms(plan), events, order=order, made_at=now)
        await work.orders.written(order.id, at=now)
        await work.audit.append((happened(EventKind.EXPORT_WRITTEN, plan, by=None, at=now, subject=order.id),))
        await work.commit()
    return made


def write_private(path: Path, text: str) -> None:
    """A new file of mode 0600; an existing one, or a link in its place, is refused."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
