"""Five hundred texts that would do harm in one format or another, and plans that say them."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import product
from typing import Final, TypeVar

from plans.case_file import case_file
from plans.document import CaseFile
from plans.plan import Plan
from plans.words import Words
from tests.plans import everything as the

NASTY: Final = (
    "# a heading",
    "## another",
    "- an item",
    "+ an item",
    "* an item",
    "1. first",
    "2) second",
    "> quoted",
    "```\ncode",
    "~~~\ncode",
    "    indented code",
    "\tindented by a tab",
    "---",
    "===",
    "***",
    "| a | b |\n| --- | --- |\n| c | d |",
    "a | b\n--- | ---",
    "[text](https://example.org)",
    "[text][ref]\n\n[ref]: https://example.org",
    "![image](https://example.org/x.png)",
    "<https://example.org>",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<!-- comment -->",
    "<img src=x onerror=alert(1)>",
    "https://example.org/path_(x)?a=b&c=d",
    "www.example.org",
    "example.org",
    "somebody@example.org",
    "mailto:somebody@example.org",
    "javascript:alert(1)",
    "<!channel> <@U123> <http://example.org|click>",
    "@everyone #general",
    "*em* **strong** _em_ __strong__ ~~gone~~",
    "`code` ``more``",
    "\\*escaped\\* \\",
    "&lt;b&gt; &amp; &#35; &copy;",
    ":smile: 10:30",
    "$x^2$ {#id .class}",
    "[^1]\n\n[^1]: note",
    "- [ ] task",
    "term\n: definition",
    "line one\u2028# line two",
    "end with two blanks  \nnext",
    "a\n\n\n# b",
    "</td></tr></table>",
    "\ue000 \ue001 private use",
    "שלום # hello",
    "1986\\. A year",
    "%% comment",
)
# What a spreadsheet might compute, a file system follow, or a page let run the wrong way.
OF_OTHER_FORMATS: Final = (
    "=1+1",
    '=HYPERLINK("https://example.org","x")',
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\uff1d1+1",
    "a;=1+1",
    "a\t=1+1",
    "a\n=1+1",
    "'=1",
    '"=1',
    "../../etc/passwd",
    "/Title (x) /JS (app.alert(1))",
    ") Tj ET (",
    "\\) >> endobj",
    "{nb}",
    "**bold** __under__",
    "BEGIN:VEVENT\nSUMMARY:x",
    "]]></w:t><w:script/>",
    "&#x3D;1 &amp;#61;",
    "\x00\x07\x1b[31m",
    "\ud800 alone",
    "\u202egnp.exe\u202c",
    "\u200f\u200e\u2066x\u2069",
    "W" * 3_000,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 " * 100,
    "a" + "\u0301" * 500,
    "\ufdfd" * 50,
    "مرحبا (123) abc",
    "你好" * 500,
    "\uffff\ufffe\U0010ffff",
)
WRAPPED: Final[tuple[Callable[[str], str], ...]] = (
    lambda text: text,
    lambda text: f"before {text}",
    lambda text: f"{text} after",
    lambda text: f"before\n{text}",
    lambda text: f"before\n\n{text}\n\nafter",
    lambda text: f"   {text}",
    lambda text: f"`{text}",
    lambda text: f"x{text}x",
    lambda text: f"\\{text}",
    lambda text: f"[{text}]({text})",
)
# Without what only Markdown minds: where in a line it stands.
UNWRAPPED: Final = (*NASTY, *OF_OTHER_FORMATS)
HOSTILE: Final = (*(wrap(text) for text, wrap in product(NASTY, WRAPPED)), *OF_OTHER_FORMATS)
Thing = TypeVar("Thing")


def reworded(thing: Thing, words: Iterator[str]) -> Thing:
    """The same thing with every text replaced by the next one."""
    if isinstance(thing, Words):
        return Words(next(words))  # type: ignore[return-value]
    if isinstance(thing, tuple):
        return tuple(reworded(one, words) for one in thing)  # type: ignore[return-value]
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{one.name: reworded(getattr(thing, one.name), words) for one in fields(thing)})
    return thing


def made(plan: Plan, *, compartment: bool = True) -> CaseFile:
    return case_file(plan, the.terms(), (), order=None, made_at=the.NOW, with_compartment=compartment)


def endless(text: str) -> Iterator[str]:
    while True:
        yield text


@cache
def size() -> int:
    """How many texts the plan has."""
    counted = iter(range(10_000))
    reworded(the.plan_with_everything(), (str(next(counted)) for _ in range(10_000)))
    return next(counted)


def hostile_plans(texts: tuple[str, ...] = HOSTILE) -> Iterator[Plan]:
    """Plans whose texts are the hostile strings, each string at least once."""
    whole = the.plan_with_everything()
    for start in range(0, len(texts), size()):
        chunk = texts[start : start + size()]
        yield reworded(whole, iter((*chunk, *HOSTILE[: size() - len(chunk)])))
