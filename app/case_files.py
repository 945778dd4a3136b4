"""``milepost case-file``: writes a case file that HR has ordered and the bundle that proves it, with an audit line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.clock import SystemClock
from app.keys import SigningKey
from app.private_files import write_private
from app.rooms import Rooms, opened
from app.settings import Settings
from bot.documents import FORMS, Paper, documents, json
from plans.acts import Act
from plans.bundle import packed
from plans.case_file import case_file
from plans.change import happened
from plans.document import CaseFile
from plans.events import Event, EventKind
from plans.ids import CaseNumber, fresh
from plans.own_copy import own_copy
from plans.plan import Plan
from plans.ports import Order, System, Work
from plans.terms import Terms
from storage.house import only_workspace

# The record itself comes as JSON in the bundle; the other forms are beside it.
RECORD: Final = "json"
EVERY: Final = "all"
CHOICES: Final = (*FORMS, RECORD, EVERY)
_RECORD_FILE: Final = "case-file.json"
_TRIES: Final = 3


class NoSuchCaseError(Exception):
    """No plan has this case number."""


class NoOrderError(Exception):
    """HR has not ordered this case file (P-12)."""


class RestlessPlanError(Exception):
    """The plan changed each time its case file was being made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where the files are, and the fingerprint of the key the bundle is signed with.

    Where it is not ``proven`` there is no bundle: a copy for the employee has none.
    """

    documents: tuple[Path, ...]
    bundle: Path
    fingerprint: str
    proven: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A case file, its forms by the names of their files, and the text of its bundle.

    A copy for the employee has an empty one: what a bundle proves is the whole record, and that is not theirs to have.
    """

    case_file: CaseFile
    documents: Mapping[str, bytes]
    bundle: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a case file is made from. It is made between two transactions, so nobody waits for it."""

    plan: Plan
    terms: Terms
    events: Sequence[Event]
    order: Order


async def write_case_file(settings: Settings, number: str, *, form: str, folder: Path) -> Written:
    """The files written, readable by their owner alone. Their names are ours: nothing a person wrote can steer them.

    ``form`` is one of ``CHOICES``; whichever it is, the bundle has them all.

    Raises:
        NoSuchCaseError: unknown case number.
        NoOrderError: there is no open order.
        RestlessPlanError: people were too quick.

    """
    workspace = await only_workspace(settings.database)
    paper = None if settings.milepost_paper is None else Paper(settings.milepost_paper)
    async with opened(settings, workspace=workspace) as rooms:
        name = f"{_safe(number)}-{fresh()[:8]}"
        bundle = folder / f"bundle-{name}.json"
        wanted = {file: folder / named(file, name) for file in _files(form)}

        def keep(made: HandedOver) -> None:
            for file, path in wanted.items():
                write_private(path, made.documents[file])
            if made.bundle:
                write_private(bundle, made.bundle.encode())

        with ExitStack() as stack:
            for path in (*wanted.values(), bundle):
                stack.enter_context(_or_removed(path))
            now = SystemClock().now()
            made = await handed_over(rooms, CaseNumber(number.upper()), now=now, paper=paper, keep=keep)
        return Written(
            documents=tuple(wanted.values()), bundle=bundle, fingerprint=made.fingerprint, proven=bool(made.bundle)
        )


def _files(form: str) -> tuple[str, ...]:
    """The names under which a form's documents stand in ``HandedOver``."""
    every = (*(file for files in FORMS.values() for file in files), _RECORD_FILE)
    if form == EVERY:
        return every
    return (_RECORD_FILE,) if form == RECORD else FORMS[form]


def named(file: str, name: str) -> str:
    """``case-file.pdf`` becomes ``case-file-M-7K2QXN-3f9a1c04.pdf``."""
    stem, _, ending = file.rpartition(".")
    return f"{stem}-{name}.{ending}"


def _safe(number: str) -> str:
    return "".join(char for char in number.upper() if char.isalnum() or char == "-")


def _nowhere(_made: HandedOver) -> None:
    """Whoever asked keeps it themselves."""


async def ordered(rooms: Rooms, number: CaseNumber, *, now: datetime) -> CaseFile:
    """``handed_over``, for whoever wants neither documents nor bundle."""
    return (await handed_over(rooms, number, now=now, forms=())).case_file


async def handed_over(
    rooms: Rooms,
    number: CaseNumber,
    *,
    now: datetime,
    paper: Paper | None = None,
    forms: Sequence[str] = tuple(FORMS),
    keep: Callable[[HandedOver], None] = _nowhere,
) -> HandedOver:
    """The case file of an open order, which is used up by it; ``keep`` is called just before that is committed.

    The last line of the bundle's trail is the one that says it was written.

    Raises:
        NoSuchCaseError: unknown case number.
        NoOrderError: there is no open order.
        RestlessPlanError: people were too quick.

    """
    key = SigningKey(await rooms.database.installation_key())
    for _ in range(_TRIES):
        async with rooms.begin() as work:
            read = await _read(work, number, now=now)
        file, plan = _made_from(read, now=now)
        record = json.render(file)
        made = documents(file, plan, read.terms, paper=paper, forms=forms)
        async with rooms.begin() as work:
            if await _read(work, number, now=now) != read:
                continue
            bundle = await _bundle(work, read, record=record, made=made, key=key, now=now)
            handed = HandedOver(
                case_file=file,
                documents={**made, _RECORD_FILE: record.encode()},
                bundle=bundle,
                fingerprint=key.fingerprint,
            )
            keep(handed)
            await work.commit()
        return handed
    raise RestlessPlanError


async def _read(work: Work, number: CaseNumber, *, now: datetime) -> _Read:
    plan_id = await work.plans.find(number, by=System.OPERATOR)
    if plan_id is None:
        raise NoSuchCaseError
    order = await work.orders.open_for(plan_id, by=System.OPERATOR)
    if order is None:
        raise NoOrderError
    plan = await work.plans.get(plan_id, by=System.OPERATOR, act=Act.RUN_CASE_FILE, now=now)
    events = await work.audit.of(plan_id, reader=System.OPERATOR, now=now)
    return _Read(plan=plan, terms=await work.terms(plan), events=tuple(events), order=order)


def _made_from(read: _Read, *, now: datetime) -> tuple[CaseFile, Plan]:
    """The document, and the plan that the drawings beside it are made from."""
    if read.order.request is None:
        return case_file(read.plan, read.terms, read.events, order=read.order, made_at=now), read.plan
    return own_copy(read.plan, read.terms, read.events, order=read.order, made_at=now)


async def _bundle(
    work: Work, read: _Read, *, record: str, made: Mapping[str, bytes], key: SigningKey, now: datetime
) -> str:
    plan, order = read.plan, read.order
    await work.orders.written(order.id, at=now)
    await work.audit.append((happened(EventKind.EXPORT_WRITTEN, plan, by=None, at=now, subject=order.id),))
    if order.request is not None:
        return ""
    trail = await work.audit.trail(plan.id, reader=System.OPERATOR, now=now)
    return packed(plan, trail, record=record, documents=made, made_at=now, signer=key)


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
