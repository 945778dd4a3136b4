"""A pack with faults is refused, each fault with its place and a sentence; by example and by property."""

import tomllib
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.policy import BUILT_IN, Pack, PackFaultsError, PlanKind, RetentionProfile, Span, load_pack

GENERIC = (BUILT_IN / "generic.toml").read_text(encoding="utf-8")
ILLINOIS = (BUILT_IN / "illinois-library.toml").read_text(encoding="utf-8")
FIRST_AREA = '[[competencies]]\nkey = "quality"\nlabel = "Quality of work"'


def changed(old: str, new: str, *, text: str = GENERIC) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def faults_of(text: str, *, name: str = "mine") -> dict[str, str]:
    with pytest.raises(PackFaultsError) as caught:
        load_pack(text, name=name)
    told: dict[str, str] = {}
    for fault in caught.value.faults:
        told[fault.where] = f"{told.get(fault.where, '')} {fault.what}".strip()
    return told


def coaching() -> str:
    """The generic pack made into a coaching one."""
    text = changed('kind = "improvement"', 'kind = "coaching"')
    text = changed('signatures = ["employee", "supervisor"]', "signatures = []", text=text)
    outcomes = next(line for line in GENERIC.splitlines() if line.startswith("outcomes"))
    text = changed(outcomes, 'outcomes = ["goals_met", "continued", "converted"]', text=text)
    start, end = text.index("consequences ="), text.index("disclaimers =")
    return text[:start] + text[end:]


FAULTY = [
    ('name = "Improvement', 'nmae = "Improvement', "mine.nmae", "Did you mean “name”?"),
    ('name = "Improvement', 'nmae = "Improvement', "mine.name", "missing"),
    ('label = "Quality of work"', "label = 7", "mine.competencies[1].label", "text"),
    ('label = "Quality of work"', 'label = " "', "mine.competencies[1].label", "empty"),
    ('key = "quality"', 'key = "Quality Work"', "mine.competencies[1].key", "small letters"),
    ('key = "timeliness"', 'key = "quality"', "mine.competencies", "“quality” is used twice"),
    ('"Deadlines and pace"', '"Quality of work"', "mine.competencies", "Two areas are called"),
    ("version_date = 2026-06-19", 'version_date = "2026-06-19"', "mine.version_date", "date such as"),
    ("version_date = 2026-06-19", "version_date = 2026-06-19T10:00:00", "mine.version_date", "date such as"),
    ("version_date = 2026-06-19", "version_date = 9999-06-19", "mine.version_date", "The year 9999"),
    ('kind = "improvement"', 'kind = "punishment"', "mine.kind", "improvement, coaching"),
    ('locale = "en-US"', 'locale = "US"', "mine.locale", "en-US"),
    ("hr_gate = true", "hr_gate = 1", "mine.hr_gate", "true or false"),
    ("hr_gate = true", "", "mine.hr_gate", "missing"),
    ('signatures = ["employee", ', 'signatures = ["boss", ', "mine.signatures", "“boss”"),
    ('signatures = ["employee", ', 'signatures = ["supervisor", ', "mine.signatures", "twice"),
    ('signatures = ["employee", "supervisor"]', 'signatures = "employee"', "mine.signatures", "list"),
    ('"met_early", "extended"', '"met_early", "converted"', "mine.outcomes", "“converted”"),
    ('hr_contact = "hr@example.org"', 'hr_contact = "HR"', "mine.hr_contact", "e-mail"),
    ("disclaimers = []", "disclaimers = [3]", "mine.texts.disclaimers", "text"),
    ("review_heads_up = 5", "review_heads_up = -5", "mine.lead_times.review_heads_up", "-5"),
    ("review_heads_up = 5", "review_heads_up = 5.0", "mine.lead_times.review_heads_up", "whole number"),
    ("review_heads_up = 5", "review_heads_up = true", "mine.lead_times.review_heads_up", "whole number"),
    ("review_heads_up = 5", "review_head_up = 5", "mine.lead_times.review_head_up", "review_heads_up"),
    ("hr_nudges = [1, 2, 4]", "hr_nudges = [1, 1]", "mine.lead_times.hr_nudges", "twice"),
    ("rebuttal = 10000", "rebuttal = 99999999", "mine.limits.rebuttal", "between"),
    ('letter = "M"', 'letter = "N"', "mine.smart", "S M A R T"),
    ("final = { days = 30 }", "final = { days = 31 }", "mine.periods.30-days.reviews.final", "after the period"),
    ("first = { days = 10 }", "first = { days = 20 }", "mine.periods.30-days.reviews", "after the review before"),
    ("first = { days = 10 }", "", "mine.periods.30-days.reviews", "missing: first"),
    ("first = { days = 10 }", "first = { days = 10, months = 1 }", "mine.periods[1].reviews.first", "Exactly one"),
    ("first = { days = 10 }", "first = {}", "mine.periods[1].reviews.first", "Exactly one"),
    ("first = { days = 10 }", "first = 10", "mine.periods[1].reviews.first", "table"),
    ("first = { days = 10 }", "primus = { days = 10 }", "mine.periods[1].reviews.primus", "no such key"),
    ('share = "1/3"', 'share = "0/3"', "mine.periods[4].reviews.first.share", "1/3"),
    ('share = "1/3"', "share = 0.33", "mine.periods[4].reviews.first.share", "text"),
    ('{ share = "1/3" }', "{ days = 10 }", "mine.periods.custom.reviews", "a share of the period"),
    ('share = "1/1"', 'share = "4/3"', "mine.periods.custom.reviews.final", "after the period"),
    ("days = 30\n", "days = 30\nmonths = 1\n", "mine.periods[1]", "not both"),
    ("days = 30\n[", "months = 36000\n[", "mine.periods.30-days", "too long"),
    ('id = "60-days"', 'id = "30-days"', "mine.periods", "“30-days” is used twice"),
    ("days = 60\n", "days = 60\ndefault = true\n", "mine.periods", "Only one"),
    ("weekly_prompt", "min_days = 31\nweekly_prompt", "mine.periods.30-days", "min_days is 31"),
    ("weekly_prompt", "max_days = 80\nweekly_prompt", "mine.periods.90-days", "max_days is 80"),
    ("weekly_prompt", "decision_notices = [1]\nweekly_prompt", "mine.decision_notices", "the number of days"),
    (
        "weekly_prompt",
        "decision_due_working_days = 3\ndecision_notices = [1, 4]\nweekly_prompt",
        "mine.decision_notices",
        "outside the 3 days",
    ),
    ("weekly_prompt", "min_days = 9\nmax_days = 8\nweekly_prompt", "mine.min_days", "more than max_days"),
    ('key = "uneven"', 'key = "lasting"', "mine.progress", "“lasting” is used twice"),
    ('id = "strength"', 'id = "other"', "mine.rules", "missing: strength"),
    ('id = "goal"', 'id = "strength"', "mine.rules", "“strength” is used twice"),
    ('effect = "block"', 'effect = "shout"', "mine.rules[1].effect", "warn, block, off"),
    ('status = "ours"', 'status = "sure"', "mine.rules[1].status", "V, part, 2nd, U, ours"),
    ('source_date = "2026-04"', 'source_date = "April"', "mine.rules[2].source_date", "2026-04"),
    ('status = "ours"', 'status = "ours"\nchecked_on = 2026-07-01', "mine.rules[1]", "belong together"),
    ('profile = "default"', 'profile = "custom"', "mine.retention.months", "needs a number"),
    ('profile = "default"', 'profile = "default"\nmonths = 3', "mine.retention.months", "only custom"),
    ("[holidays]\n", '[holidays]\ncountry = "usa"\n', "mine.holidays.country", "capital letters"),
    ("[holidays]\n", '[holidays]\nsubdivision = "IL"\n', "mine.holidays.subdivision", "its country"),
    ("[holidays.days]\n", '[holidays.days]\n"24 Dec" = "x"\n', "mine.holidays.days.24 Dec", "2026-12-24"),
    ("[holidays.days]\n", '[holidays.days]\n"9999-12-24" = "x"\n', "mine.holidays.days.9999-12-24", "9999"),
]


@pytest.mark.parametrize(("old", "new", "where", "what"), FAULTY)
def test_each_fault_is_told_where_it_stands(old: str, new: str, where: str, what: str) -> None:
    faults = faults_of(changed(old, new))
    assert what in faults.get(where, ""), faults


def test_hr_cannot_sign_where_nobody_approves() -> None:
    """HR signs when it approves: such a plan could never be delivered."""
    faults = faults_of(changed("hr_gate = true", "hr_gate = false", text=ILLINOIS))
    assert "never be delivered" in faults.get("mine.signatures", ""), faults


@pytest.mark.parametrize(("old", "new", "where", "what"), FAULTY)
def test_each_fault_has_its_line_and_says_what_to_write_instead(old: str, new: str, where: str, what: str) -> None:
    text = changed(old, new)
    found = load_or_faults(text)
    assert isinstance(found, PackFaultsError)
    for fault in found.faults:
        assert fault.line is not None, fault
        assert 1 <= fault.line <= len(text.splitlines()), fault
        assert fault.instead, fault
    assert any(fault.where == where and what in str(fault) for fault in found.faults)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('name = "Improvement', 'nmae = "Improvement', 'nmae = "Improvement'),
        ('label = "Quality of work"', "label = 7", "label = 7"),
        ('key = "timeliness"', 'key = "quality"', "[[competencies]]"),
        ('"Deadlines and pace"', '"Quality of work"', 'label = "Quality of work"'),
        ("final = { days = 30 }", "final = { days = 31 }", "final = { days = 31 }"),
        ("first = { days = 10 }", "first = { days = 10, months = 1 }", "first = { days = 10, months = 1 }"),
        ('share = "1/3"', 'share = "0/3"', 'first = { share = "0/3" }'),
        ("first = { days = 10 }", "", "[periods.reviews]"),
        ('status = "V"', 'status = "sure"', 'status = "sure"'),
        ("You may ask for a full copy of your record.", "Do not discuss it.", "rights = ["),
        ("hr_nudges = [1, 2, 4]", "hr_nudges = [1,\n 2, # two\n 1]", "hr_nudges = [1,"),
        ('id = "goal"', 'id = "strength"', "[[rules]]"),
        ('key = "uneven"', 'key = "lasting"', "[[progress.insufficient]]"),
    ],
)
def test_the_line_of_a_fault_is_the_one_to_look_at(old: str, new: str, line: str) -> None:
    text = changed(old, new)
    found = load_or_faults(text)
    assert isinstance(found, PackFaultsError)
    assert any(text.splitlines()[(fault.line or 0) - 1].startswith(line) for fault in found.faults)


def test_of_two_that_are_called_the_same_the_second_is_pointed_at() -> None:
    text = changed('key = "timeliness"', 'key = "quality"')
    found = load_or_faults(text)
    assert isinstance(found, PackFaultsError)
    below = text.splitlines()[(found.faults[0].line or 0) :]
    assert below[1] == 'label = "Deadlines and pace"'


def test_a_key_that_is_missing_is_shown_as_another_pack_has_it() -> None:
    found = load_or_faults(changed("hr_gate = true", ""))
    assert isinstance(found, PackFaultsError)
    assert str(found.faults[0]) == "mine.hr_gate, line 1: This is missing. Write for example: hr_gate = true"


def test_a_label_longer_than_a_list_shows_is_told_its_length() -> None:
    faults = faults_of(changed('label = "Quality of work"', f'label = "{"q" * 76}"'))
    assert "76 characters; 75" in faults["mine.competencies[1].label"]


def test_every_fault_is_told_and_not_only_the_first() -> None:
    text = changed('kind = "improvement"', 'kind = "none"')
    text = changed("hr_gate = true", "", text=text)
    text = changed('key = "timeliness"', 'key = "quality"', text=text)
    text = changed("final = { days = 30 }", "final = { days = 31 }", text=text)
    assert set(faults_of(text)) == {
        "mine.kind",
        "mine.hr_gate",
        "mine.competencies",
        "mine.periods.30-days.reviews.final",
    }


def test_an_empty_file_is_told_everything_it_lacks() -> None:
    assert {"mine.version", "mine.kind", "mine.texts.purpose", "mine.periods", "mine.rules"} <= set(faults_of(""))


def test_a_number_too_long_to_read_is_a_fault_like_any_other() -> None:
    assert "TOML" in faults_of("version = " + "9" * 5_000)["mine"]


def test_what_is_not_toml_is_told_the_line() -> None:
    found = load_or_faults('version = "1"\nkind = improvement')
    assert isinstance(found, PackFaultsError)
    assert (found.faults[0].line, bool(found.faults[0].instead)) == (2, True)
    assert "line 2" in found.faults[0].what


@pytest.mark.parametrize("name", ["", "My Pack", "../generic", "a--b", "-a"])
def test_a_name_that_cannot_be_an_id_is_refused(name: str) -> None:
    assert "small letters" in faults_of(GENERIC, name=name)[name]


@pytest.mark.parametrize(
    "sentence",
    [
        "Please do not discuss this plan with colleagues.",
        "Do  not\\ndiscuss it.",
        "Don’t talk to anyone about this.",
        "You must not share this plan.",
        "You are not allowed to mention it at work.",
        "Keep this plan strictly confidential.",
        "KEEP IT TO YOURSELF",
        "Never tell your colleagues.",
    ],
)
def test_a_text_that_asks_for_secrecy_is_refused(sentence: str) -> None:
    text = changed('"You may ask for a full copy of your record."', f'"{sentence}"')
    assert "secret" in faults_of(text)["mine.texts.rights"]


@pytest.mark.parametrize(
    "sentence",
    [
        "You are free to discuss this plan with anyone.",
        "Your supervisor keeps a place free for you.",
        "HR treats what you say with care.",
        "Nobody can stop you from talking about it.",
    ],
)
def test_a_text_that_leaves_people_free_to_talk_is_taken(sentence: str) -> None:
    text = changed('"You may ask for a full copy of your record."', f'"{sentence}"')
    assert sentence in load_pack(text, name="mine").rights


def test_secrecy_is_found_in_wording_overrides_too() -> None:
    assert "mine.wording.hello" in faults_of(GENERIC + '\n[wording]\nhello = "Do not discuss this."\n')


def test_the_short_name_people_fear_is_refused() -> None:
    assert "“PIP”" in faults_of(changed('label = "30 days"', 'label = "PIP, 30 days"'))["mine.periods.30-days"]


@pytest.mark.parametrize("part", ["progress.acceptable", "progress.insufficient", "next_steps"])
def test_no_more_can_be_listed_to_pick_from_than_a_form_shows(part: str) -> None:
    name = "classification" if part == "next_steps" else "key"
    more = "".join(f'\n[[{part}]]\n{name} = "more-{n}"\nlabel = "More"\ntext = "More."\n' for n in range(10))
    text = more.replace('text = "More."\n', "") if part != "next_steps" else more
    assert "a form shows 10" in faults_of(f"{GENERIC}\n{text}")[f"mine.{part}"]
    fewer = text.split(f"\n[[{part}]]\n")[1]
    assert load_pack(f"{GENERIC}\n[[{part}]]\n{fewer}", name="mine").id == "mine"


def test_coaching_takes_no_signature_no_consequence_and_its_own_outcomes() -> None:
    pack = load_pack(coaching(), name="coaching")
    assert pack.kind is PlanKind.COACHING
    assert pack.signatures == ()
    assert not pack.consequences
    signed = changed("signatures = []", 'signatures = ["employee"]', text=coaching())
    assert "mine.signatures" in faults_of(signed)
    threatening = changed("disclaimers = []", 'consequences = "Something follows."\ndisclaimers = []', text=coaching())
    assert "mine.texts.consequences" in faults_of(threatening)


def test_coaching_may_leave_out_reviews() -> None:
    assert load_pack(changed("first = { days = 10 }", "", text=coaching()), name="mine").periods[0].reviews[0].kind


@pytest.mark.parametrize("word", ["performance improvement plan", "Termination", "removal"])
def test_coaching_texts_hold_no_word_of_the_other_kind(word: str) -> None:
    text = changed("You may ask for a full copy of your record.", f"No {word} here.", text=coaching())
    assert "coaching" in faults_of(text)["mine.texts.rights"]


def test_coaching_may_say_what_it_is_not_in_one_sentence() -> None:
    sentence = "This is coaching. It is not a performance improvement plan."
    text = changed("You may ask for a full copy of your record.", sentence, text=coaching())
    assert sentence in load_pack(text, name="mine").rights


def test_lead_times_and_limits_may_be_left_out() -> None:
    start, end = GENERIC.index("[lead_times]"), GENERIC.index("[[rules]]")
    assert load_pack(GENERIC[:start] + GENERIC[end:], name="generic") == load_pack(GENERIC, name="generic")


def test_a_checked_rule_is_current() -> None:
    text = changed('status = "V"', 'status = "V"\nchecked_on = 2026-07-01\nchecked_by = "HR"')
    before, after = load_pack(GENERIC, name="a"), load_pack(text, name="a")
    assert len(after.unchecked) == len(before.unchecked) - 1


def test_an_employer_sets_its_own_months_holidays_and_wording() -> None:
    text = changed('profile = "default"', 'profile = "custom"\nmonths = 72')
    text = changed("[holidays.days]\n", '[holidays.days]\n"2026-12-24" = "Winter break"\n', text=text)
    pack = load_pack(text + '\n[wording]\nhello = "Hello there."\n', name="mine")
    assert (pack.retention.profile, pack.retention.months) == (RetentionProfile.CUSTOM, 72)
    assert pack.holidays.days == ((date(2026, 12, 24), "Winter break"),)
    assert pack.wording == (("hello", "Hello there."),)


def test_areas_for_supervisors_only_can_be_marked() -> None:
    text = changed(FIRST_AREA, FIRST_AREA + "\nsupervisors_only = true")
    area = load_pack(text, name="mine").competency("quality")
    assert area is not None
    assert area.supervisors_only
    assert load_pack(GENERIC, name="mine").competency("gardening") is None


def test_a_share_needs_the_end_of_the_period() -> None:
    third = Span(share=Fraction(1, 3))
    assert third.after(date(2026, 1, 1)) is None
    assert third.within(date(2026, 1, 1), date(2026, 3, 2)) == date(2026, 1, 21)


def paths(table: Any, found: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:  # noqa: ANN401 - TOML holds any value
    """The way to every value in a TOML document."""
    if isinstance(table, dict):
        items: list[tuple[str | int, Any]] = list(table.items())
    elif isinstance(table, list):
        items = list(enumerate(table))
    else:
        return []
    return [path for key, value in items for path in ((*found, key), *paths(value, (*found, key)))]


def toml(value: Any) -> str:  # noqa: ANN401 - TOML holds any value
    """An inline TOML value, for documents made by taking one thing out or replacing it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{toml(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def written(document: dict[str, Any]) -> str:
    return "\n".join(f"{toml(key)} = {toml(value)}" for key, value in document.items())


def parent_of(document: dict[str, Any], path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - TOML holds any value
    parent: Any = document
    for key in path[:-1]:
        parent = parent[key]
    return parent


def load_or_faults(text: str) -> Pack | PackFaultsError:
    try:
        return load_pack(text, name="mine")
    except PackFaultsError as error:
        return error


PATHS = {"generic": paths(tomllib.loads(GENERIC)), "illinois": paths(tomllib.loads(ILLINOIS))}
TEXTS = {"generic": GENERIC, "illinois": ILLINOIS}
strangers: list[Callable[[], Any]] = [lambda: 7, lambda: "?", lambda: True, list, lambda: {"x": {}}, lambda: -1.5]


def test_a_pack_survives_being_written_in_another_way() -> None:
    assert load_pack(written(tomllib.loads(ILLINOIS)), name="i") == load_pack(ILLINOIS, name="i")


@given(st.sampled_from(["generic", "illinois"]), st.data())
@settings(deadline=None, max_examples=150)
def test_whatever_is_missing_or_replaced_gives_a_pack_or_faults_with_places(which: str, data: st.DataObject) -> None:
    document = tomllib.loads(TEXTS[which])
    path = data.draw(st.sampled_from(PATHS[which]))
    parent = parent_of(document, path)
    if data.draw(st.booleans()):
        del parent[path[-1]]
    else:
        parent[path[-1]] = data.draw(st.sampled_from(strangers))()
    result = load_or_faults(written(document))
    if isinstance(result, PackFaultsError):
        assert result.faults
        assert all(fault.where.startswith("mine") and fault.what.endswith((".", "?", "]")) for fault in result.faults)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=100)
def test_any_text_at_all_gives_faults_and_no_other_error(text: str) -> None:
    assert isinstance(load_or_faults(text), PackFaultsError)
