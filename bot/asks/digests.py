"""HR's digest after opening: what each line is about, who is on the plan, and the way to the case (B-06)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.asking import Answered, Asked
from bot.asks.base import name_of
from bot.asks.days_off import affected
from bot.asks.paging import Place, pages_of
from bot.digest_view import UNREACHABLE, case_day_and_side, mismatch_parts, questions, section_line
from bot.forms import Form
from bot.parts import Button, Buttons, Heading, Part, Small, Stands, Text
from bot.replies import Reply, ShowForm
from bot.wording import Wording
from plans.digest import Digest, DigestSection, Line, digest_for
from plans.ids import NoticeId, PlanId
from plans.people import Office
from plans.plan import Plan
from plans.ports import NotAllowedError, Work
from plans.terms import Terms

UNDELIVERED_SINCE: Final = timedelta(days=7)
# A row of buttons to cases; the hub has the rest.
CASES_SHOWN: Final = 20
TRY_AGAIN: Final = "try_again"
_Cases = Mapping[PlanId, tuple[Plan, Terms]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDigest:
    """Open to HR members alone; what they may not read as HR is not in it (F-05)."""

    name: str = "read_digest"

    async def show(self, asked: Asked) -> Reply:
        if not asked.by.holds(Office.HR):
            raise NotAllowedError("not-yours")
        async with asked.house.begin() as work:
            cases, digest = await digest_now(work, asked)
        return ShowForm(form=digest_form(asked, digest, cases))

    async def take(self, answered: Answered) -> Reply:
        return await self.show(answered.asked)


async def digest_now(work: Work, asked: Asked) -> tuple[_Cases, Digest]:
    """The overview of whoever asks, with the plans it was made from."""
    plans = await work.plans.for_hr(asked.by, now=asked.now)
    cases = {plan.id: (plan, await work.terms(plan)) for plan in plans}
    undelivered = await work.notices.undelivered(since=asked.now - UNDELIVERED_SINCE)
    digest = digest_for(asked.by, tuple(cases.values()), undelivered, now=asked.now)
    return cases, replace(digest, looked=await work.integrity.looked())


def undelivered_in(digest: Digest) -> tuple[NoticeId, ...]:
    """The notices that could not be delivered; an account that is no longer active is another matter."""
    failures = DigestSection.DELIVERY_FAILURES
    return tuple(
        NoticeId(line.subject) for line in digest.lines if line.section is failures and line.code != UNREACHABLE
    )


def _days_off(asked: Asked, cases: _Cases) -> Iterator[Part]:
    """The way to the dates on holidays, if there are any (F-10)."""
    if affected(asked, cases):
        label = asked.house.wording.say("days-off-button")
        yield Buttons((Button(label=label, stands=Stands(ask="days_off")),))


def digest_form(asked: Asked, digest: Digest, cases: _Cases) -> Form:
    """One page of the digest."""
    wording = asked.house.wording
    groups = [tuple(_section(section, lines, wording)) for section, lines in digest.sections]
    place = Place.of(asked.stands.subject)
    pages = pages_of(groups)
    number = min(place.page, len(pages))
    quiet = () if groups else (Text(wording.say("digest-quiet", plans=digest.plans)),)
    return Form(
        title=wording.say("digest-title"),
        stands=asked.stands,
        parts=(
            Text(wording.say("digest-intro", at=wording.moment(digest.made_at, zone=asked.by.zone))),
            *mismatch_parts(digest, wording),
            *quiet,
            *pages[number - 1],
            *_asked_about(digest, wording),
            *_again(digest, wording),
            *_days_off(asked, cases),
            *_cases(digest, cases, wording),
            *_turning(place, number, len(pages), wording),
        ),
    )


def _section(section: DigestSection, lines: tuple[Line, ...], wording: Wording) -> Iterator[Part]:
    yield Heading(section_line(section.value, len(lines), wording))
    for line in lines:
        yield Text(" · ".join((_about(line, wording), *case_day_and_side(line, wording))))


def _about(line: Line, wording: Wording) -> str:
    if line.section is DigestSection.DELIVERY_FAILURES and line.code != UNREACHABLE:
        return wording.say("digest-code-undelivered")
    code = line.code.replace("_", "-")
    barrier = f"digest-code-barrier-{code}"
    known = (f"miss-short-{code}", f"duty-{code}", barrier, f"digest-code-{code}")
    return wording.say(next((name for name in known if wording.has(name)), f"digest-code-{code}"))


def _asked_about(digest: Digest, wording: Wording) -> Iterator[Part]:
    buttons = questions(digest.lines, wording)
    if buttons:
        yield Buttons(buttons)


def _again(digest: Digest, wording: Wording) -> Iterator[Part]:
    if undelivered_in(digest):
        yield Buttons((Button(label=wording.say("try-again-button"), stands=Stands(ask=TRY_AGAIN)),))


def _cases(digest: Digest, cases: _Cases, wording: Wording) -> Iterator[Part]:
    """Who is on the plans that were named, and a button to each."""
    mentioned = dict.fromkeys(line.plan for line in digest.lines if line.plan is not None)
    named = [cases[plan] for plan in mentioned if plan in cases]
    if not named:
        return
    yield Heading(wording.say("digest-open-cases"))
    yield Small("\n".join(_case(plan, terms, wording) for plan, terms in named[:CASES_SHOWN]))
    yield Buttons(
        tuple(
            Button(label=plan.case_number, stands=Stands(ask="open_case", plan=plan.id))
            for plan, _ in named[:CASES_SHOWN]
        )
    )


def _case(plan: Plan, terms: Terms, wording: Wording) -> str:
    names = {
        role: name_of(terms.people[person]) if person in terms.people else "—"
        for role, person in (("employee", plan.employee), ("supervisor", plan.active_supervisor))
    }
    return wording.say("digest-case", case=plan.case_number, **names)


def _turning(place: Place, number: int, pages: int, wording: Wording) -> Iterator[Part]:
    if pages == 1:
        return
    yield Small(wording.say("page-of", page=number, pages=pages))
    steps = (("button-page-before", number - 1), ("button-page-after", number + 1))
    yield Buttons(
        tuple(
            Button(label=wording.say(line), stands=Stands(ask="read_digest", subject=place.at(to)))
            for line, to in steps
            if 1 <= to <= pages
        )
    )


ASKS = (ReadDigest(),)
