"""What is posted: neutral, thin, the same for all topics, and with a way on for everybody."""

import re
from dataclasses import fields, is_dataclass, replace

import pytest

from bot.asks import ASKS
from bot.gallery import message_of, notice_of
from bot.gallery_scenes import POSTS, Post
from bot.gallery_story import moments
from bot.messages import Message
from bot.parts import Button, Buttons
from bot.say import say, settled
from plans import examples
from plans.notices import NoticeKind
from plans.people import Person
from plans.policy import PackId, read_packs
from plans.reminders import REMINDERS
from plans.words import Words
from sandbox.validate import check
from tests.bot.playing import WORDING, folder
from tests.bot.running import posted, shown_parts

PREVIEW_LIMIT = 80
SAID = re.compile(r"say-(?!button-)")
# What would tell somebody else what kind of matter it is. "Review" and "note" are words of any working week.
TOPICS = re.compile(
    r"\b(plans?|pips?|performance|improve\w*|coach\w*|warnings?|disciplin\w*|terminat\w*|goals?|milestones?|barriers?"
    r"|outcomes?|missed|contest\w*|rebuttals?|records?|copy|copies|case files?|pause\w*|absen\w*|complain\w*)\b",
    re.IGNORECASE,
)
PARTIES = (examples.EMPLOYEE, examples.SUPERVISOR)
named = pytest.mark.parametrize("post", POSTS, ids=lambda post: f"{post.kind}-{post.to.handle.native_id}")


def buttons(message: Message) -> list[Button]:
    return [button for part in message.parts if isinstance(part, Buttons) for button in part.buttons]


def asks(message: Message) -> list[str]:
    return [button.stands.ask for button in buttons(message)]


def text(message: Message) -> str:
    return f"{message.preview}\n{shown_parts(message.parts)}"


def every_word() -> set[str]:
    """What anybody wrote in the story, and every name in it."""
    written = {words for case in moments().values() for words in _words(case.plan)}
    names = {part for person in examples.PEOPLE.values() for part in person.name.reveal().split()}
    return {words for words in written if len(words) > 2} | names


def _words(value: object) -> set[str]:
    if isinstance(value, Words):
        return {value.reveal()}
    if isinstance(value, tuple):
        return set().union(*map(_words, value))
    if not is_dataclass(value):
        return set()
    return set().union(*(_words(getattr(value, field.name)) for field in fields(value)))


def test_the_story_has_enough_words_to_look_for() -> None:
    assert len(every_word()) > 60


def test_every_kind_of_notice_has_its_message() -> None:
    assert {post.kind for post in POSTS} == set(NoticeKind)


def test_there_are_three_previews_and_no_more() -> None:
    previews = {message_of(post, WORDING).preview for post in POSTS}
    assert len(previews) == 3


@named
def test_a_preview_is_short_and_holds_no_number_name_or_topic(post: Post) -> None:
    preview = message_of(post, WORDING).preview
    assert len(preview) <= PREVIEW_LIMIT
    assert not re.search(r"\d", preview)
    for topic in ("PIP", "plan", "review", "goal", "barrier", "missed", "outcome"):
        assert topic not in preview


@named
@pytest.mark.parametrize("pack", sorted(read_packs()))
def test_no_notice_says_what_it_is_about_whatever_form_the_plan_has(post: Post, pack: PackId) -> None:
    """A message is read over a shoulder too: but for its buttons it names no topic (P-05, P-06)."""
    wording = WORDING.with_own(read_packs()[pack].wording)
    message = message_of(post, wording)
    quiet = tuple(part for part in message.parts if not isinstance(part, Buttons))
    if post.kind in {NoticeKind.DIGEST, NoticeKind.CATCH_UP}:
        # HR's overview has the names of its sections; the other one is a count.
        quiet = quiet[:1]
    found = TOPICS.findall(f"{message.preview}\n{shown_parts(quiet)}")
    assert not found, found


def test_no_line_of_a_notice_names_a_topic_with_a_date_or_without() -> None:
    pages = (folder() / "bot" / "wording" / "en").glob("*.ftl")
    lines = [line for page in pages for line in page.read_text("utf-8").splitlines() if SAID.match(line)]
    assert len(lines) > 50
    assert [line for line in lines if TOPICS.search(line.partition("=")[2])] == []


@named
def test_a_message_holds_nothing_anybody_wrote_and_nobodys_name(post: Post) -> None:
    said = text(message_of(post, WORDING))
    assert not [words for words in every_word() if re.search(rf"\b{re.escape(words)}\b", said)]


@named
def test_only_hrs_overview_names_a_case(post: Post) -> None:
    case = moments()[post.moment].plan.case_number
    assert (case in text(message_of(post, WORDING))) == (post.kind is NoticeKind.DIGEST)


@named
def test_every_button_opens_something_there_is(post: Post) -> None:
    for ask in asks(message_of(post, WORDING)):
        assert ask in ASKS


@named
def test_parties_can_always_contact_hr(post: Post) -> None:
    offered = "contact_hr" in asks(message_of(post, WORDING))
    assert offered == (post.to in {*PARTIES, examples.REVIEWER})


@named
def test_slack_takes_the_message(post: Post) -> None:
    found = check.message_blocks(posted(message_of(post, WORDING), post.to))
    assert not found, found


# Before delivery nothing has a date yet: there is no goal to report done, and no barrier.
OF_A_DELIVERED_PLAN = REMINDERS - {NoticeKind.TALKING_POINTS, NoticeKind.DRAFTING_DUE}


def test_a_reminder_of_a_draft_offers_to_write_and_to_contact_hr_alone() -> None:
    post = Post(kind=NoticeKind.DRAFTING_DUE, to=examples.EMPLOYEE, moment="employee_drafting")
    assert asks(message_of(post, WORDING)) == ["propose_goals", "contact_hr"]


@pytest.mark.parametrize("kind", sorted(OF_A_DELIVERED_PLAN))
@pytest.mark.parametrize("reader", PARTIES, ids=["employee", "supervisor"])
def test_every_reminder_to_the_employee_offers_to_report_a_barrier(kind: NoticeKind, reader: Person) -> None:
    post = Post(kind=kind, to=reader, subject=examples.GUIDES_DRAFTED)
    assert ("raise_barrier" in asks(message_of(post, WORDING))) == (reader is examples.EMPLOYEE)


@pytest.mark.parametrize("kind", [NoticeKind.GOAL_AHEAD, NoticeKind.GOAL_DUE])
def test_the_employee_can_report_a_goal_done_where_one_is_due(kind: NoticeKind) -> None:
    post = Post(kind=kind, to=examples.EMPLOYEE, subject=examples.GUIDES_DRAFTED)
    first = buttons(message_of(post, WORDING))[0]
    assert (first.stands.ask, first.stands.subject) == ("report_done", examples.GUIDES_DRAFTED)


@pytest.mark.parametrize("kind", sorted(OF_A_DELIVERED_PLAN))
@pytest.mark.parametrize("moment", ["active", "awaiting word", "delivered", "closed"])
def test_every_reminder_to_the_employee_offers_to_report_a_goal_done_while_there_is_one(
    kind: NoticeKind, moment: str
) -> None:
    post = Post(kind=kind, to=examples.EMPLOYEE, moment=moment, subject=examples.GUIDES_DRAFTED)
    about_a_goal = kind in {NoticeKind.GOAL_AHEAD, NoticeKind.GOAL_DUE}
    still_there = moment in {"active", "awaiting word"}
    assert ("report_done" in asks(message_of(post, WORDING))) == (about_a_goal or still_there)


def test_a_met_date_and_a_missed_one_are_told_in_the_same_words() -> None:
    met, missed = (
        Post(kind=kind, to=examples.EMPLOYEE, subject=examples.GUIDES_DRAFTED)
        for kind in (NoticeKind.MILESTONE_MET, NoticeKind.MILESTONE_MISSED)
    )
    assert message_of(met, WORDING) == message_of(missed, WORDING)


def test_a_protected_barrier_is_announced_in_the_same_words_as_any_other() -> None:
    post = Post(kind=NoticeKind.BARRIER_RAISED, to=examples.HR, moment="on hold")
    other = Post(kind=NoticeKind.BARRIER_RAISED, to=examples.SUPERVISOR, moment="barrier reported")
    assert message_of(post, WORDING).parts[0] == message_of(other, WORDING).parts[0]


@named
def test_a_settled_message_says_the_same_and_when_but_no_answer(post: Post) -> None:
    if post.kind is NoticeKind.DIGEST:
        return  # nobody answers an overview, so it is never redrawn
    before, case = message_of(post, WORDING), moments()[post.moment]
    after = settled(notice_of(post), at=case.at, wording=WORDING, reader=post.to)
    assert after.preview == before.preview
    assert after.parts[0] == before.parts[0]
    assert "Recorded on" in shown_parts(after.parts)
    assert set(asks(after)) <= {"contact_hr"}


def test_a_party_who_is_hr_elsewhere_can_contact_hr_from_a_settled_message_too() -> None:
    post = next(post for post in POSTS if post.kind is NoticeKind.CHECK_IN and post.to is examples.SUPERVISOR)
    reader = replace(examples.SUPERVISOR, offices=examples.HR.offices)
    after = settled(notice_of(post), at=examples.NOW, wording=WORDING, reader=reader)
    assert asks(after) == ["contact_hr"]


def test_what_is_due_at_the_end_is_one_step_at_a_time() -> None:
    steps = {
        "decision_due": "record_results",
        "results recorded": "propose_outcome",
        "outcome proposed": "decide_outcome",
        "outcome approved": "deliver_outcome",
    }
    for moment, ask in steps.items():
        post = Post(kind=NoticeKind.DECISION_DUE, to=examples.SUPERVISOR, moment=moment)
        assert asks(message_of(post, WORDING))[0] == ask


def test_the_answer_to_a_contest_opens_the_date_it_was_about() -> None:
    post = next(post for post in POSTS if post.kind is NoticeKind.CONTEST_ANSWERED)
    first = buttons(message_of(post, WORDING))[0]
    assert (first.stands.ask, first.stands.subject) == ("read_milestone", examples.GUIDES_DRAFTED)


def test_a_notice_without_its_plan_can_still_be_said() -> None:
    """A plan that could not be read is no reason to fail; the button then says what there is to say."""
    for post in POSTS:
        if post.kind is not NoticeKind.DIGEST:
            message = say(notice_of(post), None, wording=WORDING, now=examples.NOW, reader=post.to)
            assert buttons(message)
