"""Twelve kinds of tampering in a hundred places each, and any byte of any signed text: every one is found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from app.keys import signed_by
from app.verifying import sentence
from plans import examples
from plans.bundle import NoBundleError, heads_of, packed, unpacked
from plans.chain import Anchor, canonical, digest_of, hash_after, head_after
from plans.events import EventKind
from plans.policy import PackId
from plans.states import PlanState
from plans.verification import Fault, first_fault
from tests.bot import coaching
from tests.plans.bundling import (
    KEY,
    PLACES,
    Content,
    bundled,
    content,
    fault_of,
    made,
    noted,
    repacked,
    resealed,
    spread,
    tied,
)

# As many lines as there are places, and some more.
LINES: Final = len(content(made().text)["trail"])


def test_what_was_not_touched_holds() -> None:
    """Otherwise the tests below would prove nothing."""
    for state in (PlanState.ACTIVE, PlanState.CLOSED):
        assert fault_of(made(state=state).text) is None
    assert fault_of(made(notes=0).text) is None
    assert fault_of(resealed(content(made().text))) is None
    assert LINES > PLACES


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("name", [examples.ILLINOIS, examples.GENERIC])
def test_a_bundle_holds_in_every_state_also_when_the_texts_are_gone(name: PackId, state: PlanState) -> None:
    assert fault_of(bundled(examples.case(state, name=name)).text) is None


@pytest.mark.parametrize("stage", sorted(coaching.stages()))
def test_a_bundle_of_a_coaching_plan_holds_too(stage: str) -> None:
    assert fault_of(bundled(coaching.stages()[stage]).text) is None


# Each changes the content at this place and returns the text of the bundle as the tamperer would leave it.


def flip_a_byte(place: int) -> str:
    data = bytearray(made().text.encode())
    at = place * (len(data) - 1) // (LINES - 1)
    data[at] ^= 1
    return data.decode(errors="replace")


def change_a_line(place: int) -> str:
    found = content(made().text)
    line = found["trail"][place]
    line["content"]["subject"] = "another"
    return resealed(found)


def change_a_line_and_its_hash(place: int) -> str:
    found = content(made().text)
    line = found["trail"][place]
    line["content"]["at"] = line["content"]["at"].replace("2026", "2025")
    line["hash"] = hash_after(line["before"], digest_of(canonical(line["content"])))
    return resealed(found)


def take_a_line_out(place: int) -> str:
    found = content(made().text)
    del found["trail"][place]
    links = found["workspace"]["links"]
    del links[[number for number, link in enumerate(links) if not link][place]]
    return resealed(found)


def put_a_line_in(place: int) -> str:
    found = content(made().text)
    (line,) = tied([noted(99_999)]).lines
    before = found["trail"][place]["before"]
    forged = {"before": before, "hash": hash_after(before, line.digest), "content": content(str(line.content))}
    found["trail"].insert(place, forged)
    return resealed(found)


def swap_two_lines(place: int) -> str:
    found = content(made().text)
    trail, other = found["trail"], (place + 1) % LINES
    trail[place], trail[other] = trail[other], trail[place]
    return resealed(found)


def write_a_line_twice(place: int) -> str:
    found = content(made().text)
    found["trail"].insert(place, found["trail"][place])
    return resealed(found)


def cut_off_the_end(place: int) -> str:
    """All lines from this one on, with what they hang on; the last one left is signed anew as the end."""
    found = content(made().text)
    links = found["workspace"]["links"]
    own = [number for number, link in enumerate(links) if not link]
    del found["trail"][place:]
    del links[own[place] :]
    return resealed(_ended(found))


def cut_off_the_beginning(place: int) -> str:
    found = content(made().text)
    links = found["workspace"]["links"]
    own = [number for number, link in enumerate(links) if not link]
    del found["trail"][: place + 1]
    del links[: own[place] + 1]
    return resealed(_ended(found))


def change_the_record(place: int) -> str:
    found = content(made().text)
    at = place * (len(found["record"]) - 1) // (LINES - 1)
    found["record"] = found["record"][:at] + "#" + found["record"][at + 1 :]
    return repacked(found)


def change_another_link(place: int) -> str:
    found = content(made().text)
    links = found["workspace"]["links"]
    others = [number for number, link in enumerate(links) if link]
    links[others[place]] = links[others[place]][::-1]
    return resealed(found)


def rewrite_all_of_it(place: int) -> str:
    """Change a line, work out every hash after it anew, and sign it all: only what HR noted before tells."""
    found = content(made().text)
    before = "0" * 64
    for number, line in enumerate(found["trail"]):
        if number == place:
            line["content"]["by"] = examples.SECOND_HR.id
        line["before"], line["hash"] = before, hash_after(before, digest_of(canonical(line["content"])))
        before = line["hash"]
    return resealed(_ended(found))


def _ended(found: Content) -> Content:
    """With the end its links lead to."""
    workspace, own = found["workspace"], iter(found["trail"])
    count, head = workspace["start"]["count"], workspace["start"]["head"]
    for link in workspace["links"]:
        count, head = count + 1, head_after(head, link or next(own)["hash"])
    return {**found, "workspace": {**workspace, "end": {"count": count, "head": head}}}


def anchor() -> Anchor:
    """What HR's overview said when the last line was written."""
    return unpacked(made().text.encode()).end


KINDS: Final[dict[Callable[[int], str], set[str]]] = {
    flip_a_byte: set(),
    change_a_line: {"line-changed"},
    change_a_line_and_its_hash: {"line-before", "links"},
    take_a_line_out: {"line-before", "cut"},
    put_a_line_in: {"line-before"},
    swap_two_lines: {"line-before"},
    write_a_line_twice: {"line-before"},
    cut_off_the_end: {"cut"},
    cut_off_the_beginning: {"line-before", "cut"},
    change_the_record: set(),
    change_another_link: {"links"},
    rewrite_all_of_it: {"anchor"},
}


@pytest.mark.parametrize("tamper", KINDS, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found_wherever_it_is_done(tamper: Callable[[int], str]) -> None:
    found = [found_in(tamper(place)) for place in spread(LINES)]
    assert len(found) == PLACES
    assert [number for number, code in enumerate(found) if code is None] == []
    assert KINDS[tamper] in (set(), set(filter(None, found)))


def test_there_are_twelve_kinds() -> None:
    assert len(KINDS) == 12


def found_in(text: str) -> str | None:
    """The code of what is found, for somebody who has HR's last overview too."""
    try:
        fault = fault_of(text, anchors=[anchor()])
    except NoBundleError as error:
        return error.code
    if fault is None:
        return None
    assert sentence(fault).endswith(".")
    return fault.code


def test_without_what_hr_noted_a_trail_rewritten_by_the_owner_of_the_key_holds() -> None:
    """The page says so; this is what the anchors are for."""
    assert fault_of(rewrite_all_of_it(LINES - 2)) is None


@pytest.mark.parametrize("state", [PlanState.ACTIVE])
def test_flipping_any_byte_of_any_signed_text_is_found(state: PlanState) -> None:
    bundle = unpacked(made(notes=0, state=state).text.encode())
    missed, tried = [], 0
    for edition, text in bundle.texts.items():
        data = text.encode()
        for place in range(len(data)):
            flipped = bytes((*data[:place], data[place] ^ 1, *data[place + 1 :]))
            other = replace(bundle, texts={**bundle.texts, edition: flipped.decode("latin-1")})
            tried += 1
            fault = first_fault(other, fingerprint=KEY.fingerprint, signed_by=signed_by)
            if fault is None or fault.code != "text-changed":
                missed.append((edition, place))
    assert missed == []
    assert tried > 1_000


# What a signature says


@pytest.mark.parametrize("signer", range(3))
@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("name_shown", "Somebody Else"),
        ("typed_name", "Somebody Else"),
        ("comment", "I agree with all of it."),
        ("role", "role.reviewer"),
        ("signature", "signature.declined"),
        ("edition", 2),
        ("text_hash", "0" * 64),
        ("signed_at", {"utc": "2026-01-01T00:00:00+00:00", "local": "", "zone": "UTC"}),
    ],
)
def test_a_signature_that_says_anything_else_is_found_even_when_all_is_signed_anew(
    signer: int, name: str, other: object
) -> None:
    def change(record: Any) -> None:  # noqa: ANN401 - JSON
        signatures = next(part for part in record["sections"] if part["name"] == "signatures")
        signatures["blocks"][signer]["facts"][name] = other

    assert fault_of(with_record(change)) == Fault("signature-changed", _whose(signer))


def _whose(signer: int) -> dict[str, str | int]:
    lines = [line["content"] for line in content(made(notes=0).text)["trail"]]
    given = [line for line in lines if line["kind"] == EventKind.SIGNATURE_GIVEN]
    return {"role": dict(given[signer]["facts"])["role"], "at": given[signer]["at"]}


def test_a_signature_taken_out_of_the_record_or_put_in_is_found() -> None:
    def gone(record: Any) -> None:  # noqa: ANN401 - JSON
        del next(part for part in record["sections"] if part["name"] == "signatures")["blocks"][1]

    def new(record: Any) -> None:  # noqa: ANN401 - JSON
        blocks = next(part for part in record["sections"] if part["name"] == "signatures")["blocks"]
        blocks.append({**blocks[0], "id": "new"})

    assert (found := fault_of(with_record(gone))) is not None
    assert found.code == "signature-missing"
    assert (found := fault_of(with_record(new))) is not None
    assert found.code == "signature-unknown"


def with_record(change: Callable[[Any], None]) -> str:
    found = content(made(notes=0).text)
    record = content(found["record"])
    change(record)
    return resealed({**found, "record": canonical(record)})


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        ("texts", [], "text-missing"),
        ("texts", [{"edition": 1, "text": "another"}], "text-changed"),
        ("record", "{}", "record-unreadable"),
        ("record", "no JSON", "record-unreadable"),
        ("trail", [], "cut"),
    ],
)
def test_a_part_that_is_missing_or_another_is_found_even_when_all_is_signed_anew(
    part: str, value: object, code: str
) -> None:
    changed = {**content(made(notes=0).text), part: value}
    found = fault_of(resealed(changed))
    assert found is not None
    assert found.code == code


def test_a_text_nobody_knows_of_and_another_cases_record_are_found() -> None:
    found = content(made(notes=0).text)
    more = {**found, "texts": [*found["texts"], {"edition": 2, "text": "x"}]}
    other = {**found, "head": {**found["head"], "case_number": "M-222222"}}
    assert fault_of(resealed(more)) == Fault("text-unknown", {"edition": "2"})
    assert fault_of(resealed(other)) == Fault("record-foreign")


def test_a_line_of_another_plan_does_not_pass_for_one_of_this() -> None:
    events = (*examples.case(PlanState.ACTIVE).events, noted(1, plan=examples.ILLINOIS_PLAN))
    foreign = replace(events[3], plan=type(examples.ILLINOIS_PLAN)("another"))
    trail = tied([*events[:3], foreign, *events[4:]])
    case = examples.case(PlanState.ACTIVE)
    text = packed(case.plan, trail, record="{}", made_at=case.at, signer=KEY)
    assert fault_of(text) == Fault("line-foreign", {"line": 4})


# The whole


# Anchors


def test_any_overview_from_the_time_of_the_plan_can_be_compared_and_one_from_another_time_says_so() -> None:
    text = made(notes=0).text
    bundle = unpacked(text.encode())
    for count, head in heads_of(bundle.trail):
        assert fault_of(text, anchors=[Anchor(count=count, head=head)]) is None
        wrong = Anchor(count=count, head="a" * 64)
        assert fault_of(text, anchors=[wrong]) == Fault("anchor", {"count": count})
    after = Anchor(count=bundle.end.count + 1, head=bundle.end.head)
    found = fault_of(text, anchors=[after])
    assert found is not None
    assert found.code == "anchor-outside"


# What is kept back


def test_what_is_between_hr_and_its_author_is_not_in_it_and_it_holds_all_the_same() -> None:
    case = examples.case(PlanState.ACTIVE)
    secret = [noted(7, kind=EventKind.HR_CONTACTED), noted(8, kind=EventKind.ABSENCE_RECORDED)]
    told = noted(9)
    written = noted(10, kind=EventKind.EXPORT_WRITTEN)
    trail = tied([*case.events, *secret, told, written])
    record = content(made(notes=0).text)["record"]
    text = packed(case.plan, trail, record=record, made_at=case.at, signer=KEY, hidden={"note-9"})
    assert fault_of(text) is None
    for event in (*secret, told):
        assert event.id not in text
        assert str(event.subject) not in text
        assert event.kind.value not in str(content(text)["trail"][-2:])
    assert [("withheld" in line) for line in content(text)["trail"][-2:]] == [True, False]
