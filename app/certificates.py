"""``milepost certificate``: a page for the employee that says that a record was taken off, for HR to hand over."""

from dataclasses import dataclass
from pathlib import Path

from app.case_files import NoSuchCaseError
from app.clock import SystemClock
from app.operating import quiet_rooms
from app.private_files import write_private
from app.rooms import Rooms
from app.settings import Settings
from bot.documents.paper import Paper, usual_paper
from bot.documents.pdf.certificate import render_certificate
from plans.acts import Act
from plans.certificates import Certificate, certificate
from plans.ids import CaseNumber
from plans.plan import PlanError
from plans.ports import System


class NoCertificateError(Exception):
    """The record of this case was not taken off after a good end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    certificate: Certificate
    paper: Paper


async def write_certificate(settings: Settings, case: str, *, folder: Path) -> Path:
    """Where it was written.

    Raises:
        NoSuchCaseError, NoCertificateError: there is nothing to certify.
        OSError: the file is there already, or cannot be written.

    """
    async with quiet_rooms(settings) as rooms:
        found = await _found(rooms, CaseNumber(case.upper()))
    paper = Paper(settings.milepost_paper) if settings.milepost_paper else found.paper
    path = folder / f"certificate-{found.certificate.case_number}.pdf"
    write_private(path, render_certificate(found.certificate, paper=paper, made_at=SystemClock().now()))
    return path


async def _found(rooms: Rooms, case: CaseNumber) -> _Found:
    now = SystemClock().now()
    async with rooms.begin() as work:
        plan = await work.plans.find(case, by=System.OPERATOR)
        if plan is None:
            raise NoSuchCaseError
        read = await work.plans.get(plan, by=System.OPERATOR, act=Act.LEARN, now=now)
        terms = await work.terms(read)
    try:
        return _Found(certificate=certificate(read, terms), paper=usual_paper(terms.pack.locale))
    except PlanError as error:
        raise NoCertificateError from error
