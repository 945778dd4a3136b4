"""HR's overview as it is posted, and in pages after opening."""

from dataclasses import replace

import pytest

from bot.asking import Asked
from bot.asks.digests import digest_form
from bot.digest_view import digest_parts
from bot.forms import Form
from bot.gallery_shelf import house_with
from bot.gallery_story import moments
from bot.parts import Buttons, Small, Stands, Text
from bot.slack.blocks import Drawing
from plans import examples
from plans.chain import Anchor
from plans.digest import Digest, DigestSection, Line, digest_for
from plans.duties import DutyKind
from plans.ids import CaseNumber
from plans.integrity import Looked
from plans.people import Role
from plans.record import Provider
from plans.states import BarrierState, MissClass
from sandbox.validate import check
from tests.bot.playing import WORDING
from tests.bot.running import assert_fits, sealing, shown, shown_parts

CASE = moments()["contested"]
SIDES = (Role.EMPLOYEE, Role.SUPERVISOR, Role.HR, Provider.ORGANISATION, None)


def line(section: DigestSection, number: int, *, code: str = "hold_review") -> Line:
    return Line(
        section=section,
        case_number=CaseNumber(f"M-{number:06d}"),
        plan=CASE.plan.id,
        code=code,
        subject=str(number),
        whose=SIDES[number % len(SIDES)],
        on=CASE.at.date(),
    )


def crowded(lines: int = 60) -> Digest:
    """Every section with this many lines."""
    quiet = digest_for(examples.HR, (), (), now=CASE.at)
    every = tuple(line(section, number) for section in DigestSection for number in range(lines))
    return replace(quiet, lines=every, anchor=Anchor(count=812, head="9b" * 32), key="5c" * 32)


def opened(digest: Digest, subject: str | None = None) -> Form:
    asked = Asked(
        by=examples.HR,
        stands=Stands(ask="read_digest", subject=subject),
        now=CASE.at,
        house=house_with(CASE, WORDING),
    )
    return digest_form(asked, digest, {CASE.plan.id: (CASE.plan, CASE.terms)})


def test_the_post_counts_each_section_and_lists_the_first_few() -> None:
    text = shown_parts(digest_parts(crowded(), WORDING))
    assert "Overdue, on either side: 60" in text
    assert "and 54 more" in text
    assert "M-000000" in text


def test_the_post_ends_with_the_anchor_of_the_record_and_the_key_of_bundles() -> None:
    for digest in (crowded(), crowded(0)):
        *_, last = digest_parts(digest, WORDING)
        assert isinstance(last, Small)
        assert f"812:{'9b' * 32}" in last.text
        assert "5c" * 32 in last.text


def test_sections_stand_in_their_order() -> None:
    text = shown_parts(digest_parts(crowded(1), WORDING))
    names = [WORDING.say(f"digest-section-{section.value.replace('_', '-')}") for section in DigestSection]
    places = [text.index(name) for name in names]
    assert places == sorted(places)


def test_the_most_crowded_post_still_fits_a_message() -> None:
    blocks = [block.to_dict() for block in Drawing(sealing(examples.HR)).blocks(digest_parts(crowded(), WORDING))]
    found = check.message_blocks(blocks)
    assert not found, found


def test_an_empty_overview_says_that_nothing_waits() -> None:
    quiet = digest_for(examples.HR, (), (), now=CASE.at)
    assert "nothing waits for HR" in shown_parts(digest_parts(quiet, WORDING))
    assert "nothing waits for HR" in shown(opened(quiet))


def test_a_long_overview_comes_in_pages_and_loses_no_line() -> None:
    digest, seen, subject = crowded(20), "", None
    for _ in range(20):
        form = opened(digest, subject)
        assert_fits(form, examples.HR)
        seen += shown(form)
        steps = [button for part in form.parts if isinstance(part, Buttons) for button in part.buttons]
        onward = [button for button in steps if button.label == "Next page"]
        if not onward:
            break
        subject = onward[0].stands.subject
    assert seen.count("Hold a review") == 20 * (len(DigestSection) - 1)
    assert seen.count("could not be delivered ·") == 20


@pytest.mark.parametrize(
    "code",
    [*DutyKind, *MissClass, BarrierState.RAISED, BarrierState.ANSWERED, "not_delivered", "sign", "silent", "ends"],
)
def test_every_code_a_line_may_have_is_said_in_words(code: str) -> None:
    digest = replace(crowded(0), lines=(line(DigestSection.OVERDUE, 1, code=code),))
    assert f"{code} ·" not in shown(opened(digest))


def test_nobodys_name_is_posted() -> None:
    digest = digest_for(examples.HR, [(CASE.plan, CASE.terms)], (), now=CASE.at)
    posted = shown_parts(digest_parts(digest, WORDING))
    after = shown(opened(digest))
    for person in (examples.EMPLOYEE, examples.SUPERVISOR):
        assert person.name.reveal() not in posted
        assert person.name.reveal() in after


def test_a_record_that_does_not_match_is_said_before_everything_else_with_no_case_and_no_word() -> None:
    look = Looked(at=CASE.at, lines=811, code="changed")
    for digest in (replace(crowded(), looked=look), replace(crowded(0), looked=look)):
        first, *_ = digest_parts(digest, WORDING)
        assert isinstance(first, Text)
        assert "812" in first.text
        assert "milepost verify --database" in first.text
        assert first in opened(digest).parts
    good = replace(crowded(), looked=Looked(at=CASE.at, lines=811))
    assert "--database" not in shown_parts(digest_parts(good, WORDING))
