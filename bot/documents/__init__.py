"""A case file as documents: one module a format, each with a ``render``. The same file gives the same bytes.

Those that need more than the standard library are imported when they are asked for, so that no other command waits.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.documents import csv, json, markdown
from bot.documents.paper import Paper
from plans.appointments import appointments
from plans.document import CaseFile
from plans.employer_form import employer_form
from plans.plan import Plan
from plans.terms import Terms

__all__ = ["FORMATS", "FORMS", "Paper", "documents"]

FORMATS: Final[Mapping[str, Callable[[CaseFile], str]]] = {
    "md": markdown.render,
    "json": json.render,
    "csv": csv.render,
}
# Each form with the names of its files, as they stand in a bundle.
FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "pdf": ("case-file.pdf",),
    "docx": ("case-file.docx",),
    "csv": ("case-file.csv",),
    "md": ("case-file.md",),
    "ics": ("dates-employee.ics", "dates-supervisor.ics"),
}


def documents(
    file: CaseFile, plan: Plan, terms: Terms, *, paper: Paper | None = None, forms: Sequence[str] = tuple(FORMS)
) -> dict[str, bytes]:
    """The forms asked for by the names of their files. Without ``paper`` it is what the pack's country uses."""
    made: dict[str, bytes] = {}
    for form in forms:
        match form:
            case "pdf":
                from bot.documents import pdf

                made["case-file.pdf"] = pdf.render(file, paper=paper)
            case "docx":
                from bot.documents import docx

                ordered = employer_form(file, plan, terms, made_at=file.made_at.at)
                made["case-file.docx"] = docx.render(ordered, paper=paper)
            case "ics":
                made.update(_dates(file, plan, terms))
            case _:
                made[f"case-file.{form}"] = FORMATS[form](file).encode()
    return made


def _dates(file: CaseFile, plan: Plan, terms: Terms) -> dict[str, bytes]:
    """The reviews for the calendars of both sides, each in their own zone (S3-17).

    Of a plan whose content is gone nobody is known any more, and there is no date left either.
    """
    from bot.documents import ics

    found = appointments(plan, terms)
    sides = {"employee": plan.employee, "supervisor": plan.active_supervisor}
    known = {side: terms.people.get(person) for side, person in sides.items()}
    zones = {side: file.made_at.zone if person is None else person.zone for side, person in known.items()}
    return {f"dates-{side}.ics": ics.render(found, zone=zone, made_at=file.made_at.at) for side, zone in zones.items()}
