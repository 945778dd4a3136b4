"""Word by word: nothing a coaching plan ever shows speaks of the other kind, of consequences or of signatures (S2-01).

Every form that can be opened in any state by anybody on the plan, every message of every kind, Home and the case file.
"""

import asyncio
import contextlib
import io
import re
from collections.abc import Iterator
from functools import cache

import docx
import pypdfium2
import pytest

from bot import home
from bot.asking import Asked
from bot.asks import ASKS
from bot.documents import FORMATS, documents
from bot.gallery import form_lines
from bot.gallery_shelf import house_with
from bot.parts import Stands
from bot.replies import ShowForm
from bot.say import say, settled
from bot.wording import load
from plans.case_file import case_file
from plans.edition import sections_of
from plans.examples import EMPLOYEE, HR, SUPERVISOR, Case
from plans.gist import gist_of
from plans.ids import NoticeId
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.pack_checks import COACHING_SENTENCE
from plans.plan import PlanError
from plans.ports import NoSuchPlanError, NotAllowedError
from tests.bot.coaching import stages, subjects

WORDING = load()
PEOPLE = (EMPLOYEE, SUPERVISOR, HR)
STAGES = tuple(stages())
FORBIDDEN = re.compile(r"\bPIP\b|performance improvement plan|\bterminat|\bremoval", re.IGNORECASE)
# Neither are what such a plan does not have; an HR member's own words about the way here are another matter.
NOT_THERE = re.compile(r"consequence|\bsigned\b|\bsignatures?\b", re.IGNORECASE)
# These are about no plan, or the same for everybody: the first form, the help, what an operator looks into.
ABOUT_NO_PLAN = {"open_plan", "right_tool", "help"}
# What an ask says to a subject that is none of its own, or to a person who may not.
REFUSED = (PlanError, NoSuchPlanError, NotAllowedError, LookupError, ValueError, AttributeError)
ABOUT_NO_PLAN_MESSAGES = {NoticeKind.DIGEST, NoticeKind.UNDELIVERED, NoticeKind.CATCH_UP, NoticeKind.RECORD_REMOVED}


def without_the_sentence(text: str) -> str:
    return " ".join(text.split()).replace(COACHING_SENTENCE, "")


def wrong(text: str) -> list[str]:
    flat = without_the_sentence(text)
    return [flat[max(found.start() - 60, 0) : found.end() + 30] for found in FORBIDDEN.finditer(flat)]


@cache
def forms(stage: str) -> tuple[tuple[str, str], ...]:
    """Every form that opens at this stage, for anybody and about anything, with the ask it came from."""
    return asyncio.run(_forms(stages()[stage]))


async def _forms(found: Case) -> tuple[tuple[str, str], ...]:
    drawn: list[tuple[str, str]] = []
    house = house_with(found, WORDING)
    for ask in sorted(set(ASKS) - ABOUT_NO_PLAN):
        for person in PEOPLE:
            for subject in subjects(found):
                stands = Stands(ask=ask, plan=found.plan.id, subject=subject)
                with contextlib.suppress(*REFUSED):
                    reply = await ASKS[ask].show(Asked(by=person, stands=stands, now=found.at, house=house))
                    if isinstance(reply, ShowForm):
                        drawn.append((ask, "\n".join([reply.form.title, *form_lines(reply.form)])))
    return tuple(drawn)


def messages(found: Case) -> Iterator[tuple[str, str]]:
    """A message of every kind to everybody, and the same once it is settled."""
    for kind in sorted(set(NoticeKind) - ABOUT_NO_PLAN_MESSAGES):
        for person in PEOPLE:
            owed = Owed(
                key="k",
                workspace=found.plan.workspace,
                plan=found.plan.id,
                person=person.id,
                kind=kind,
                subject=None,
                due_at=found.at,
                zone=person.zone,
                nominal=found.at.date(),
            )
            notice = Notice(id=NoticeId("n"), owed=owed, state=NoticeState.CLAIMED, run_at=found.at)
            made = say(notice, gist_of(found.plan), wording=WORDING, now=found.at, reader=person)
            yield kind, repr(made)
            yield kind, repr(settled(notice, at=found.at, wording=WORDING, reader=person))


def test_enough_is_looked_at_for_the_rest_to_mean_something() -> None:
    opened = {ask for stage in STAGES for ask, _ in forms(stage)}
    assert {"plan_check", "read_plan", "deliver_plan", "acknowledge", "open_case", "propose_outcome"} <= opened
    assert len(opened) >= 40
    assert sum(len(forms(stage)) for stage in STAGES) >= 5_000


@pytest.mark.parametrize("stage", STAGES)
def test_no_form_holds_a_word_of_the_other_kind(stage: str) -> None:
    assert [(ask, wrong(text)) for ask, text in forms(stage) if wrong(text)] == []


@pytest.mark.parametrize("stage", STAGES)
def test_no_form_speaks_of_consequences_or_signatures(stage: str) -> None:
    """The overview of HR is over all plans, and no button leads from coaching to the form for signing."""
    shown = [(ask, text) for ask, text in forms(stage) if ask not in {"read_digest", "sign_plan"}]
    assert [(ask, found) for ask, text in shown if (found := NOT_THERE.findall(without_the_sentence(text)))] == []


@pytest.mark.parametrize("stage", STAGES)
def test_no_message_of_any_kind_holds_a_word_of_the_other_kind(stage: str) -> None:
    assert [(kind, wrong(text)) for kind, text in messages(stages()[stage]) if wrong(text)] == []


@pytest.mark.parametrize("stage", STAGES)
async def test_nobodys_home_holds_a_word_of_the_other_kind(stage: str) -> None:
    found = stages()[stage]
    for person in PEOPLE:
        page = await home.draw(house_with(found, WORDING), by=person, now=found.at)
        assert wrong(repr(page)) == []


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("stage", STAGES)
def test_no_case_file_holds_a_word_of_the_other_kind(stage: str, form: str) -> None:
    found = stages()[stage]
    text = FORMATS[form](case_file(found.plan, found.terms, found.events, order=None, made_at=found.at))
    assert found.plan.case_number in text
    assert wrong(text) == []
    assert "consequence" not in text.lower()


@pytest.mark.parametrize("stage", [STAGES[0], STAGES[-1]])
def test_no_printed_form_of_it_does_either_nor_has_it_a_block_for_signatures(stage: str) -> None:
    """On paper and for Word the words are the same, and the employer's form comes without what coaching has not."""
    found = stages()[stage]
    file = case_file(found.plan, found.terms, found.events, order=None, made_at=found.at)
    made = documents(file, found.plan, found.terms)
    document = docx.Document(io.BytesIO(made["case-file.docx"]))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    word = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    pages = pypdfium2.PdfDocument(made["case-file.pdf"])
    paper = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    for text in (word, paper, *(content.decode() for name, content in made.items() if name.endswith(".ics"))):
        assert wrong(text) == []
        assert "consequence" not in text.lower()
    assert "Signed by" not in word


def test_the_one_sentence_stands_in_the_plan_and_is_the_only_one_allowed() -> None:
    read = [text for ask, text in forms("active") if ask == "read_plan"]
    assert all(COACHING_SENTENCE in " ".join(text.split()) for text in read)
    assert wrong("It is no performance improvement plan.")
    assert wrong(f"{COACHING_SENTENCE} Removal may follow.")
    assert wrong("Type /pip.")
    assert not wrong(COACHING_SENTENCE)


def test_strengths_come_before_anything_else_is_said_of_the_work() -> None:
    found = stages()["active"]
    names = [section.name for section in sections_of(found.plan, found.terms, at=found.at)]
    assert names.index("strengths") < names.index("concerns") < names.index("goals")
    assert "consequences" not in names
