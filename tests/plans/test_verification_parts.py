"""A bundle as a whole: its parts, its documents, its key and its version."""

from base64 import b64decode, b64encode

import pytest

from plans.bundle import NoBundleError
from plans.states import PlanState
from plans.verification import Fault
from tests.plans.bundling import OTHER_KEY, Content, content, fault_of, made, repacked, resealed, spread


@pytest.mark.parametrize("part", ["documents", "head", "record", "trail", "workspace"])
def test_without_the_key_no_part_can_be_exchanged_for_that_of_another_bundle(part: str) -> None:
    """The other one is genuine: made by the same installation, of the same plan at another time."""
    other = content(made(notes=0, state=PlanState.CLOSED).text)
    mixed = {**content(made(notes=0).text), part: other[part]}
    assert fault_of(repacked(mixed)) is not None


def test_a_bundle_signed_with_another_key_is_not_taken() -> None:
    forged = made(notes=0, signer=OTHER_KEY).text
    assert fault_of(forged) == Fault("other-key")
    mixed = content(made(notes=0).text)
    mixed["seal"]["key"] = content(forged)["seal"]["key"]
    assert fault_of(repacked(mixed), key=OTHER_KEY) == Fault("signature-of-bundle")


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "[" * 100_000, '{"head":{"bundle":1}}', "\ufeff{}"])
def test_what_is_no_bundle_is_called_none(text: str) -> None:
    with pytest.raises(NoBundleError, match="not-ours"):
        fault_of(text)


def test_a_bundle_from_before_there_were_documents_in_it_holds_as_ever() -> None:
    found = content(made(notes=0).text)
    del found["documents"]
    first = {**found, "head": {**found["head"], "bundle": 1}}
    assert fault_of(resealed(first)) is None
    # Nobody can make a bundle of today look like one from then.
    assert fault_of(repacked({**first, "seal": {**found["seal"], "parts": parts_of(first)}})) is not None


def parts_of(found: Content) -> dict[str, str]:
    return {name: part for name, part in found["seal"]["parts"].items() if name != "documents"}


def test_any_changed_byte_of_a_document_is_found() -> None:
    found = content(made(notes=0).text)
    (document, *_) = found["documents"]
    data = bytearray(b64decode(document["content"]))
    for place in spread(len(data)):
        data[place] ^= 1
        document["content"] = b64encode(data).decode()
        assert fault_of(repacked(found)) == Fault("part-changed", {"part": "documents"})
        data[place] ^= 1


@pytest.mark.parametrize("name", ["../case-file.pdf", "/etc/passwd", "a.pdf/..", "", "a\x00.pdf", "CASE.pdf", "."])
def test_a_document_whose_name_leads_elsewhere_is_none_of_ours(name: str) -> None:
    found = content(made(notes=0).text)
    found["documents"][0]["name"] = name
    with pytest.raises(NoBundleError, match="not-ours"):
        fault_of(resealed(found))


def test_a_newer_bundle_is_called_newer_and_one_in_other_bytes_repacked() -> None:
    found = content(made(notes=0).text)
    with pytest.raises(NoBundleError, match="newer"):
        fault_of(resealed({**found, "head": {**found["head"], "bundle": 3}}))
    with pytest.raises(NoBundleError, match="repacked"):
        fault_of(made(notes=0).text + "\n")
    with pytest.raises(NoBundleError, match="repacked"):
        fault_of(made(notes=0).text.replace('"count":2,', '"count":2,"count":2,', 1))
