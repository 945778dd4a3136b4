"""Text that people wrote, made safe to stand in Markdown: no line of it can become markup, a link or HTML.

Entities are used where renderers disagree about backslashes. Anything that looks like an address goes into a code
span, because some renderers turn bare addresses into links whatever is escaped around them.
"""

import re
from typing import Final

# Looked for run by run: one pattern for all of it would take the square of the time for a very long word.
_RUN: Final = re.compile(r"[^\s`|\\<>\[\]]+")
_ADDRESS: Final = re.compile(r"@|://|www\.", re.IGNORECASE)
_ALWAYS: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "`": "&#96;",
    "\\": "&#92;",
    "|": "&#124;",
    "~": "&#126;",
    "$": "&#36;",
    "{": "&#123;",
    "[": "\\[",
    "]": "\\]",
    "*": "\\*",
    "_": "\\_",
    "#": "\\#",
    ".": "\\.",
    ":": "&#58;",
}
# A dot before a letter could make a bare domain a link, a colon before a word an emoji; others stay as they are.
_MARKS: Final = re.compile(r"(?<=\w)\.(?=[^\W\d_])|(?<!\d):(?=[\w+-])|[&<>`\\|~${\[\]*_#]")
_NUMBERED: Final = re.compile(r"(\d+)([.)])")
_LINE_STARTS: Final = {"-": "\\-", "+": "\\+", "=": "&#61;", ":": "&#58;", "%": "&#37;"}
_OTHER_LINE_ENDS: Final = re.compile("[\u2028\u2029\x85\x0b\x0c\x1c-\x1e]")


def inline(text: str) -> str:
    """The text on one line, for a heading, a table cell or the middle of a sentence."""
    return _escaped(" ".join(text.split()))


def paragraphs(text: str) -> str:
    """The text as running text, line for line."""
    return "\n".join(_lines(text))


def quoted(text: str) -> str:
    """The text as a block quotation, line for line."""
    return "\n".join(f"> {line}" if line else ">" for line in _lines(text))


def fenced(text: str) -> str:
    """The text to the letter, behind a fence longer than any in it."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _lines(text: str) -> list[str]:
    shown = [_line(line) for line in _OTHER_LINE_ENDS.sub("\n", text).split("\n")]
    # Two blanks at the end keep the line break.
    return [f"{line}  " if line and after else line for line, after in zip(shown, [*shown[1:], ""], strict=True)]


def _line(line: str) -> str:
    if not line.strip():
        return ""
    blank = line[: len(line) - len(line.lstrip())]
    escaped = _escaped(line.strip())
    start = _LINE_STARTS.get(escaped[0])
    if start is not None:
        escaped = start + escaped[1:]
    numbered = _NUMBERED.match(escaped)
    if numbered is not None:
        escaped = f"{numbered[1]}\\{numbered[2]}{escaped[numbered.end() :]}"
    # An entity is no indentation: four blanks would begin a code block.
    return f"&#{ord(blank[0])};{blank[1:]}{escaped}" if blank else escaped


def _escaped(text: str) -> str:
    shown: list[str] = []
    end = 0
    for found in _RUN.finditer(text) if _ADDRESS.search(text) else ():
        if not _ADDRESS.search(found[0]):
            continue
        shown += [_plain(text[end : found.start()]), f"`{found[0]}`"]
        end = found.end()
    return "".join((*shown, _plain(text[end:])))


def _plain(text: str) -> str:
    return _MARKS.sub(lambda mark: _ALWAYS[mark[0]], text)
