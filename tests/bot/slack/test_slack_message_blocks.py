"""The blocks of a message made directly are those the SDK's models make."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gallery import message_of
from bot.gallery_scenes import POSTS, Post
from bot.parts import Button, Buttons, Divider, Facts, Heading, QuietPart, Small, Stands, Style, Text
from bot.slack.blocks import BUTTON_LIMIT, FACTS_A_BLOCK, HEADER_LIMIT, TEXT_LIMIT, Drawing
from bot.slack.message_blocks import message_blocks
from tests.bot.playing import WORDING

# Around each limit of Slack's, and what has its own way through it.
LENGTHS = sorted(
    {1, 30, 31, 100, 101, 300, 301, 2_000, 2_001, 2 * TEXT_LIMIT + 7}
    | {limit + more for limit in (BUTTON_LIMIT, HEADER_LIMIT, TEXT_LIMIT) for more in (0, 1)},
)
texts = st.one_of(
    st.text(min_size=1, max_size=40).filter(lambda text: text.strip() != ""),
    st.builds(
        lambda word, length: (word * length)[:length],
        st.sampled_from(["a", "ab ", "é\n", "<@U0>"]),
        st.sampled_from(LENGTHS),
    ),
)
buttons = st.builds(
    Button,
    label=texts,
    stands=st.builds(Stands, ask=st.sampled_from(["open_case", "my_plans"]), subject=st.none() | st.just("s")),
    style=st.sampled_from(Style),
    confirm=st.none() | texts,
    cancel=texts,
    stacks=st.booleans(),
    submits=st.booleans(),
)
pairs = st.tuples(texts, texts | st.just(""))
parts = st.one_of(
    st.builds(Heading, texts),
    st.builds(Text, texts | st.just("")),
    st.builds(Small, texts | st.just("")),
    st.builds(Facts, st.lists(pairs, min_size=1, max_size=2 * FACTS_A_BLOCK + 1).map(tuple)),
    st.just(Divider()),
    st.builds(Buttons, st.lists(buttons, min_size=1, max_size=12).map(tuple)),
)


def sealed(stands: Stands) -> str:
    return f"{stands.ask}.{stands.plan}.{stands.subject}"


def assert_same(drawn: tuple[QuietPart, ...]) -> None:
    assert message_blocks(drawn, sealed) == [block.to_dict() for block in Drawing(sealed).blocks(drawn)]


@pytest.mark.parametrize("post", POSTS, ids=lambda post: f"{post.kind}-{post.moment}-{post.to.handle.native_id}")
def test_every_post_of_the_gallery_is_drawn_alike(post: Post) -> None:
    message = message_of(post, WORDING)
    assert message.parts
    assert_same(message.parts)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(parts, max_size=5).map(tuple))
def test_every_part_is_drawn_alike_whatever_its_length(drawn: tuple[QuietPart, ...]) -> None:
    assert_same(drawn)


@pytest.mark.parametrize("length", LENGTHS)
def test_every_part_is_drawn_alike_at_each_limit(length: int) -> None:
    text = "x" * length
    row = tuple(
        Button(label=text, stands=Stands(ask="open_case"), style=style, confirm=confirm, cancel=text)
        for style in Style
        for confirm in (None, text)
    )
    assert_same(
        (Heading(text), Text(text), Small(text), Facts(((text, text), (text, ""))), Divider(), Buttons(row * 2))
    )
