"""A case file as JSON: codes instead of labels, texts to the letter, always in the same order."""

import json
from datetime import date, time
from typing import Final, assert_never

from plans.document import (
    Block,
    CaseFile,
    Chart,
    Code,
    Commitment,
    Entry,
    Exact,
    Fact,
    Facts,
    Moment,
    Named,
    Paragraph,
    Remark,
    Table,
    Timeline,
    TwoColumns,
    Value,
)
from plans.figures import plain
from plans.words import Words

FORMAT: Final = 1
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def render(file: CaseFile) -> str:
    """The same file gives the same text, byte for byte. What people wrote is revealed here."""
    content: dict[str, Json] = {
        "format": FORMAT,
        "document": "case_file",
        "case_number": file.case_number,
        "draft": file.draft,
        "made_at": _value(file.made_at),
        "sections": [
            {"name": section.name, "blocks": [_block(block) for block in section.blocks]} for section in file.sections
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _block(block: Block) -> Json:
    shown: Json
    match block:
        case Paragraph(text):
            shown = {"type": "paragraph", "text": _value(text)}
        case Facts(facts):
            shown = {"type": "facts", "facts": _facts(facts)}
        case Entry():
            shown = _entry(block)
        case Table(columns=columns, rows=rows):
            shown = {"type": "table", "rows": [_row(columns, row) for row in rows]}
        case TwoColumns():
            shown = {
                "type": "two_columns",
                block.left: [_commitment(item) for item in block.left_items],
                block.right: [_commitment(item) for item in block.right_items],
            }
        case Exact(name=name, text=text):
            shown = {"type": "exact", "name": name, "text": _value(text)}
        case Timeline():
            shown = _timeline(block)
        case Chart():
            shown = _chart(block)
        case Remark(code):
            shown = {"type": "remark", "code": code}
        case _:
            assert_never(block)
    return shown


def _entry(entry: Entry) -> Json:
    shown: dict[str, Json] = {"type": "entry", "name": entry.name, "id": entry.id}
    if entry.by is not None:
        shown["by"] = _value(entry.by)
    if entry.at is not None:
        shown["at"] = _value(entry.at)
    shown["facts"] = _facts(entry.facts)
    if entry.attached:
        shown["attached"] = [_entry(one) for one in entry.attached]
    return shown


def _facts(facts: tuple[Fact, ...]) -> Json:
    return {fact.name: _value(fact.value) for fact in facts}


def _row(columns: tuple[str, ...], row: tuple[Value | None, ...]) -> Json:
    return {name: None if cell is None else _value(cell) for name, cell in zip(columns, row, strict=True)}


def _commitment(item: Commitment) -> Json:
    on = None if item.on is None else item.on.isoformat()
    return {"what": item.what.reveal(), "on": on, "state": item.state.value}


def _timeline(line: Timeline) -> Json:
    return {
        "type": "timeline",
        "first": line.first.isoformat(),
        "last": line.last.isoformat(),
        "marks": [
            {"lane": mark.lane.value, "on": mark.on.isoformat(), "part": _value(mark.part), "state": mark.state.value}
            for mark in line.marks
        ],
        "pauses": [{"first": first.isoformat(), "last": last.isoformat()} for first, last in line.pauses],
    }


def _chart(chart: Chart) -> Json:
    """Numbers as text, because others would round them."""
    return {
        "type": "chart",
        "goal": chart.goal,
        "metric": chart.metric.reveal(),
        "unit": None if chart.unit is None else chart.unit.reveal(),
        "baseline": plain(chart.baseline),
        "aim": plain(chart.aim),
        "found": [{"on": on.isoformat(), "number": plain(number)} for on, number in chart.found],
    }


def _value(value: Value) -> Json:
    match value:
        case Words():
            return value.reveal()
        case Code(code):
            return code
        case Moment(at, zone):
            return {"utc": at.isoformat(), "local": value.local.isoformat(), "zone": zone}
        case Named(name, role):
            return {"name": None if name is None else name.reveal(), "role": None if role is None else role.value}
        case date() | time():
            return value.isoformat()
        case str() | int():
            return value
        case _:
            assert_never(value)
