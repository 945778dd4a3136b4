"""The gallery: every message and every form, drawn from the example plan, as one page of Markdown.

HR and counsel can read here what Milepost says, before anybody has a plan.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot import home
from bot.asking import Asked
from bot.asks import ASKS
from bot.forms import Form
from bot.gallery_scenes import CHAPTERS, POSTS, Post, Scene
from bot.gallery_shelf import house_with
from bot.gallery_story import moments
from bot.messages import Home, Message
from bot.parts import Buttons, Divider, Facts, Field, FieldKind, Heading, Part, Said, Small, Stands, Text, Value
from bot.replies import ShowForm
from bot.say import say, settled
from bot.wording import Wording, load
from plans.chain import Anchor
from plans.dates import local_date
from plans.digest import Digest, digest_for
from plans.examples import EMPLOYEE, HR, OUTSIDER, REVIEWER, SUPERVISOR, Case
from plans.gist import gist_of
from plans.ids import NoticeId
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Person
from plans.words import Words

_HOMES: Final = (
    (EMPLOYEE, "check-in asked"),
    (SUPERVISOR, "contested"),
    (SUPERVISOR, "number known"),
    (HR, "contested"),
    (OUTSIDER, "active"),
)
_SETTLED: Final = (NoticeKind.CHECK_IN, NoticeKind.BARRIER_RAISED)
_ABOUT_NO_PLAN: Final = frozenset(
    {NoticeKind.DIGEST, NoticeKind.UNDELIVERED, NoticeKind.CATCH_UP, NoticeKind.RECORD_REMOVED}
)
_ROLES: Final = {
    EMPLOYEE.id: "employee",
    SUPERVISOR.id: "supervisor",
    HR.id: "HR",
    OUTSIDER.id: "a colleague",
    REVIEWER.id: "the new supervisor",
}


class NotDrawnError(Exception):
    """A scene of the gallery could not be drawn; ``args`` name it."""


def gallery(wording: Wording | None = None) -> str:
    """The whole page. It is the same for the same wording, down to the last character."""
    return asyncio.run(_gallery(wording or load()))


async def _gallery(wording: Wording) -> str:
    lines = [f"# {wording.say('gallery-title')}", "", wording.say("gallery-intro"), ""]
    lines += [f"## {wording.say('gallery-messages')}", ""]
    for post in POSTS:
        lines += _message_lines(post, wording)
    lines += [f"## {wording.say('gallery-homes')}", ""]
    for person, moment in _HOMES:
        page = await home_of(person, moment, wording)
        lines += [f"### {_ROLES[person.id]}, {moment.replace('_', ' ')}", "", *_lines(page.parts), ""]
    for chapter, scenes in CHAPTERS:
        lines += [f"## {chapter}", ""]
        for scene in scenes:
            form = await form_of(scene, wording)
            lines += [f"### `{scene.ask}`: {_ROLES[scene.by.id]}, {scene.moment.replace('_', ' ')}", ""]
            lines += [*form_lines(form), ""]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


async def form_of(scene: Scene, wording: Wording) -> Form:
    """The form of a scene. Raises ``NotDrawnError`` if the ask shows none."""
    case = moments()[scene.moment]
    stands = Stands(ask=scene.ask, plan=case.plan.id, subject=scene.subject)
    reply = await ASKS[scene.ask].show(Asked(by=scene.by, stands=stands, now=case.at, house=house_with(case, wording)))
    if not isinstance(reply, ShowForm):
        raise NotDrawnError(scene.ask, scene.moment)
    return reply.form


async def home_of(person: Person, moment: str, wording: Wording) -> Home:
    """Somebody's Home at a moment of the story."""
    case = moments()[moment]
    return await home.draw(house_with(case, wording), by=person, now=case.at)


def message_of(post: Post, wording: Wording) -> Message:
    """The message of a post."""
    case = moments()[post.moment]
    plan = None if post.kind in _ABOUT_NO_PLAN else case.plan
    digest = _digest(post.to, case) if post.kind is NoticeKind.DIGEST else None
    gist = None if plan is None else gist_of(plan)
    return say(notice_of(post), gist, wording=wording, now=case.at, reader=post.to, digest=digest)


def notice_of(post: Post) -> Notice:
    """A notice as it would stand in its table."""
    case = moments()[post.moment]
    about_none = post.kind in _ABOUT_NO_PLAN
    owed = Owed(
        key=f"example:{post.kind.value}",
        workspace=case.plan.workspace,
        plan=None if about_none else case.plan.id,
        person=post.to.id,
        kind=post.kind,
        subject=post.subject,
        due_at=case.at,
        zone=post.to.zone,
        nominal=_nominal(post, case) if post.dated else None,
    )
    return Notice(id=NoticeId("example"), owed=owed, state=NoticeState.CLAIMED, run_at=case.at)


def _nominal(post: Post, case: Case) -> date | None:
    """The date of the part the notice is about; a week on for what is about no part."""
    if post.subject is None:
        return local_date(case.at, post.to.zone) + timedelta(weeks=1)
    found: dict[str, date | None] = {review.id: review.on for review in case.plan.reviews}
    found |= {milestone.id: milestone.on for milestone in case.plan.milestones}
    found |= {support.id: support.due for support in case.plan.supports}
    return found.get(post.subject)


def _digest(reader: Person, case: Case) -> Digest:
    told = digest_for(reader, [(case.plan, case.terms)], (), now=case.at)
    return replace(told, anchor=Anchor(count=812, head="9b" * 32), key="5c" * 32)


# Markdown


def _message_lines(post: Post, wording: Wording) -> Iterator[str]:
    message = message_of(post, wording)
    yield f"### `{post.kind.value}`: {_ROLES[post.to.id]}"
    yield ""
    yield f"> {message.preview}"
    yield ""
    yield from _lines(message.parts)
    yield ""
    if post.kind in _SETTLED:
        answered = settled(notice_of(post), at=moments()[post.moment].at, wording=wording, reader=post.to)
        yield f"*{wording.say('gallery-settled')}*"
        yield ""
        yield from _lines(answered.parts)
        yield ""


def form_lines(form: Form) -> Iterator[str]:
    """A form as it reads: its title, every part and field, and what submits it."""
    yield f"**{form.title}**"
    yield ""
    yield from _lines(form.parts)
    if form.submit is not None:
        yield f"`[ {form.submit} ]`"


def _lines(parts: Iterable[Part | Field]) -> Iterator[str]:
    for part in parts:
        yield from _field(part) if isinstance(part, Field) else _part(part)
        yield ""


def _part(part: Part) -> Iterator[str]:
    match part:
        case Heading():
            yield f"**{_plain(part.text)}**"
        case Text():
            yield _plain(part.text)
        case Small():
            yield f"<sub>{_plain(part.text)}</sub>"
        case Said():
            aside = f" · {_plain(part.aside)}" if part.aside else ""
            yield f"<sub>{_plain(part.label)}{aside}</sub>"
            yield ""
            yield from (f"> {_plain(line)}" for line in (part.words.reveal() or "—").splitlines())
        case Facts():
            yield from (f"- {_plain(name)}: {_plain(value)}" for name, value in part.pairs)
        case Divider():
            yield "---"
        case Buttons():
            yield " ".join(f"`[ {button.label} ]`" for button in part.buttons)


def _field(field: Field) -> Iterator[str]:
    optional = "" if field.required else " (optional)"
    yield f"**{_plain(field.label)}**{optional}"
    if field.hint:
        yield f"<br><sub>{_plain(field.hint)}</sub>"
    yield ""
    if field.options:
        mark = "☐" if field.kind is FieldKind.CHOICES else "○"
        for option in field.options:
            described = f" · {_plain(option.description)}" if option.description else ""
            yield f"- {mark} {_plain(_shown(option.label))}{described}"
    else:
        yield f"`{field.kind.value.replace('_', ' ')}`{_default(field.default)}"


def _default(value: Value | None) -> str:
    return "" if value is None else f" {_plain(_shown(value))}"


def _shown(value: Value) -> str:
    if isinstance(value, Words):
        return value.reveal()
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _plain(text: str) -> str:
    """On one line, and with nothing that Markdown would take for its own."""
    joined = "<br>".join(text.replace("<", "&lt;").splitlines())
    return "".join(f"\\{char}" if char in "*_`|#" else char for char in joined)
