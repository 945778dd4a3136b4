"""What the door for signed requests lets in, and what it says of the rest (threats T2, T3)."""

import asyncio
import json
import logging
import random
import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from bot.slack.ingress import BODY_LIMIT, DEPTH_LIMIT
from tests.bot.slack.door import CANARY, FORM, JSON, Door, Headers, command_body, event_body, signed

MUTANTS: Final = 10_000


@pytest.fixture
async def door() -> Door:
    return Door()


async def test_a_signed_command_comes_in_and_is_answered(door: Door) -> None:
    answer = await door.send(command_body())
    assert (answer.status, door.effects) == (200, 1)
    assert "effect 1" in str(answer.text)


async def test_a_signed_event_comes_in(door: Door) -> None:
    assert (await door.send(event_body(), kind=JSON)).status == 200
    assert door.effects == 1


async def test_the_challenge_of_a_new_address_is_echoed(door: Door) -> None:
    answer = await door.send(json.dumps({"type": "url_verification", "challenge": "abc"}).encode(), kind=JSON)
    assert answer.status == 200
    assert "abc" in str(answer.text)


@pytest.mark.parametrize(("off", "status"), [(-301, 401), (-299, 200), (299, 200), (301, 401)])
async def test_five_minutes_either_way_are_let_in_and_not_a_second_more(door: Door, off: int, status: int) -> None:
    now = int(time.time())
    door.wall = float(now)
    with capture_logs() as lines:
        assert (await door.send(command_body(), at=now + off)).status == status
    assert door.effects == (status == 200)
    # Bolt would refuse it as well, and is never asked.
    assert [line["reason"] for line in lines] == ([] if status == 200 else ["skew"])


@pytest.mark.parametrize(
    "stamp", ["", "abc", "1e9", "-1700000000", "1" * 5000, "17000000000000", "１７００００００００", "+170000000"]
)
async def test_a_timestamp_of_another_shape_is_refused(door: Door, stamp: str) -> None:
    body = command_body()
    headers = [(name, stamp if "Timestamp" in name else value) for name, value in signed(body, kind=FORM)]
    assert (await door.ask(body, headers)).status == 401


@pytest.mark.parametrize(
    "made", ["", "v0=", "v1=" + "a" * 64, "v0=" + "A" * 64, "v0=" + "a" * 63, "v0=" + "ä" * 64, "v0=" + "a" * 65]
)
async def test_a_signature_of_another_shape_is_refused(door: Door, made: str) -> None:
    body = command_body()
    headers = [(name, made if "Signature" in name else value) for name, value in signed(body, kind=FORM)]
    assert (await door.ask(body, headers)).status == 401


@pytest.mark.parametrize("twice", ["X-Slack-Request-Timestamp", "X-Slack-Signature"])
async def test_a_header_that_comes_twice_is_refused(door: Door, twice: str) -> None:
    body = command_body()
    headers = signed(body, kind=FORM)
    again = [pair for pair in headers if pair[0] == twice]
    assert (await door.ask(body, headers + again)).status == 401


async def test_a_body_over_the_cap_is_refused_with_its_own_status(door: Door) -> None:
    body = command_body(text="x" * BODY_LIMIT)
    assert (await door.send(body)).status == 413
    assert (await door.send(command_body(text="x" * (BODY_LIMIT - 1000)))).status == 200


async def test_a_packed_body_is_refused_unread(door: Door) -> None:
    body = command_body()
    headers = [*signed(body, kind=FORM), ("Content-Encoding", "gzip")]
    assert (await door.ask(body, headers)).status == 401


def nested(depth: int) -> object:
    found: object = 1
    for number in range(depth):
        found = [found] if number % 2 else {"in": found}
    return found


ODD_BODIES: Final = {
    "a list": b"[1, 2]",
    "a text": b'"hello"',
    "a number": b"7",
    "broken": b'{"type": ',
    "empty": b"",
    "not UTF-8": b'{"type": "\xff"}',
    "a huge number": b'{"n": ' + b"9" * 10_000 + b"}",
    "deep": b"[" * 100_000,
    "deep and closed": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "one level too deep": json.dumps({"event": nested(DEPTH_LIMIT)}).encode(),
    "quotes without end": b'{"a": "' + b'\\"' * 100_000,
    "authorizations a text": b'{"type": "event_callback", "authorizations": "x"}',
    "team a text": b'{"type": "block_actions", "team": "x", "user": "y", "actions": [{}]}',
    "event a list": b'{"type": "event_callback", "event_id": "1", "event": [1]}',
    "null everywhere": b'{"type": null, "event": null, "team": null, "user": null, "view": null}',
}


@pytest.mark.parametrize("kind", [FORM, JSON, "text/plain", ""])
@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES)
async def test_a_signed_body_of_an_odd_shape_has_no_effect_and_no_server_error(
    door: Door, body: bytes, kind: str
) -> None:
    started = time.monotonic()
    assert 400 <= (await door.send(body, kind=kind)).status < 500
    wrapped = urlencode({"payload": body.decode("utf-8", "replace")}).encode()
    if len(wrapped) < BODY_LIMIT:
        assert 400 <= (await door.send(wrapped, kind=FORM)).status < 500
    assert door.effects == 0
    assert time.monotonic() - started < 2


async def test_nesting_up_to_the_cap_is_let_in(door: Door) -> None:
    body = json.loads(event_body()) | {"more": nested(DEPTH_LIMIT - 1)}
    assert (await door.send(json.dumps(body).encode(), kind=JSON)).status == 200


async def test_headers_that_would_steer_bolt_are_taken_off(door: Door) -> None:
    body = command_body()
    steering = [("X-Slack-Bolt-Lazy-Only", "1"), ("x-slack-bolt-lazy-function-name", "anything")]
    assert (await door.ask(body, signed(body, kind=FORM) + steering)).status == 200
    assert (door.effects, door.steered) == (1, [])


@pytest.mark.parametrize("copies", [1, 2, 7, 20])
async def test_replays_at_once_and_later_have_one_effect_and_one_reply(door: Door, copies: int) -> None:
    body = command_body()
    headers = signed(body, kind=FORM)
    door.open.clear()
    asked = [asyncio.create_task(door.ask(body, [*headers, ("X-Try", str(number))])) for number in range(copies)]
    await asyncio.sleep(0.01)
    door.open.set()
    answers = [await each for each in asked]
    later = await door.ask(body, headers)
    assert {(answer.status, answer.text) for answer in [*answers, later]} == {(200, answers[0].text)}
    assert door.effects == 1


async def test_a_replay_whose_first_caller_hung_up_still_gets_the_reply(door: Door) -> None:
    body = command_body()
    headers = signed(body, kind=FORM)
    door.open.clear()
    first = asyncio.create_task(door.ask(body, headers))
    await asyncio.sleep(0.01)
    first.cancel()
    second = asyncio.create_task(door.ask(body, headers))
    await asyncio.sleep(0.01)
    door.open.set()
    assert (await second).status == 200
    assert door.effects == 1


async def test_a_request_that_failed_on_our_side_is_taken_when_it_comes_again_in_the_same_second(door: Door) -> None:
    door.breaks = 1
    body = event_body()
    headers = signed(body, kind=JSON)
    assert (await door.ask(body, headers)).status == 500
    assert (await door.ask(body, headers)).status == 200
    assert door.effects == 1


Mutate = Callable[[random.Random, bytes, Headers], tuple[bytes, Headers]]


def _with(headers: Headers, part: str, value: str) -> Headers:
    return [(name, value if part in name else old) for name, old in headers]


def _flip(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers]:
    place = rng.randrange(len(body))
    return body[:place] + bytes([body[place] ^ rng.randrange(1, 256)]) + body[place + 1 :], headers


def _cut(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers]:
    return body[: rng.randrange(len(body))], headers


def _grow(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers]:
    return body + rng.randbytes(rng.randrange(1, 64)), headers


def _unsigned(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers]:
    gone = rng.choice(["Timestamp", "Signature", "X-Slack"])
    return body, [pair for pair in headers if gone not in pair[0]]


def _other_stamp(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers]:
    return body, _with(headers, "Timestamp", str(int(time.time()) + rng.choice([-1, 1]) * rng.randrange(1, 10**9)))


def _noise(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers]:
    text = "".join(
        chr(rng.choice([rng.randrange(32, 127), rng.randrange(160, 0x2FFF)])) for _ in range(rng.randrange(80))
    )
    return body, _with(headers, rng.choice(["Timestamp", "Signature"]), text)


def _wrong_secret(rng: random.Random, body: bytes, _headers: Headers) -> tuple[bytes, Headers]:
    return body, signed(body, kind=rng.choice([FORM, JSON]), secret=f"secret-{rng.random()}")


def _stale(rng: random.Random, body: bytes, _headers: Headers) -> tuple[bytes, Headers]:
    away = rng.randrange(302, 10**8) * rng.choice([-1, 1])
    return body, signed(body, kind=FORM, at=time.time() + away)


def _doubled(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers]:
    name, value = rng.choice([pair for pair in headers if pair[0].startswith("X-Slack")])
    return body, [*headers, (rng.choice([name, name.lower()]), rng.choice([value, "x"]))]


def _other_bit(rng: random.Random, body: bytes, headers: Headers) -> tuple[bytes, Headers]:
    made = dict(headers)["X-Slack-Signature"]
    place = rng.randrange(3, len(made))
    digit = rng.choice([one for one in "0123456789abcdef" if one != made[place]])
    return body, _with(headers, "Signature", made[:place] + digit + made[place + 1 :])


MUTATIONS: Final[tuple[Mutate, ...]] = (
    _flip, _cut, _grow, _unsigned, _other_stamp, _noise, _wrong_secret, _stale, _doubled, _other_bit,
)  # fmt: skip


async def test_ten_thousand_mutated_requests_have_no_effect_and_leave_nothing_of_a_body_in_the_log(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    rng = random.Random(20_260_901)  # noqa: S311 - the same mutants every time
    caplog.set_level(logging.WARNING)
    with capture_logs() as lines:
        for number in range(MUTANTS):
            body, kind = (command_body(text=f"{CANARY} {number}"), FORM) if number % 2 else (event_body(), JSON)
            mutated = MUTATIONS[number % len(MUTATIONS)](rng, body, signed(body, kind=kind))
            answer = await door.ask_quickly(*mutated)
            assert (answer.status, answer.text) in {(401, None), (413, None)}
    assert door.effects == 0
    assert {frozenset(line) for line in lines} == {frozenset({"event", "log_level", "reason"})}
    assert CANARY not in caplog.text
    assert CANARY not in str(lines)
