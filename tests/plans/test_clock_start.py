"""From which day a plan's length counts, and what a file may not ask for because nothing would come of it."""

import ast
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from plans.clock_start import check_days_left, counted_from
from plans.examples import NOW, case
from plans.pack import LeadTimes, Limits, Pack
from plans.pack_idle import IDLE_LEAD_TIMES, IDLE_LIMITS, idle_faults
from plans.plan import PlanError
from plans.policy import BUILT_IN, ClockStart, Effect, PackFaultsError, RuleId, load_pack, read_pack_file
from plans.states import PlanState
from plans.terms import Terms

ROOT = Path(__file__).resolve().parents[2]
FOUND = case(PlanState.APPROVED)
START = date(2026, 9, 2)
PLAN = FOUND.plan.with_(start=START, end=START + timedelta(days=30))


def terms(clock: ClockStart, **changes: object) -> Terms:
    pack = replace(FOUND.terms.pack, clock_starts=clock, min_days=30, max_days=90)
    return replace(FOUND.terms, pack=replace(pack, **changes))  # type: ignore[arg-type]


def test_from_delivery_no_plan_is_delivered_with_fewer_days_left_than_the_form_gives() -> None:
    check_days_left(PLAN, terms(ClockStart.DELIVERY), now=NOW)
    with pytest.raises(PlanError) as refused:
        check_days_left(PLAN, terms(ClockStart.DELIVERY), now=NOW + timedelta(days=3))
    assert refused.value.code == "too-few-days-left"
    assert refused.value.facts == {"days": 28, "least": 30, "end": PLAN.end}


def test_from_the_start_date_the_day_of_delivery_does_not_matter() -> None:
    check_days_left(PLAN, terms(ClockStart.START_DATE), now=NOW + timedelta(days=9))


def test_a_form_that_only_warns_of_its_period_refuses_no_delivery() -> None:
    rules = tuple(
        replace(rule, effect=Effect.WARN) if rule.id == RuleId.PERIOD else rule for rule in FOUND.terms.pack.rules
    )
    check_days_left(PLAN, terms(ClockStart.DELIVERY, rules=rules), now=NOW + timedelta(days=9))


@pytest.mark.parametrize(("clock", "away"), [(ClockStart.DELIVERY, 8), (ClockStart.START_DATE, 0)])
def test_the_most_days_count_from_the_same_day(clock: ClockStart, away: int) -> None:
    assert counted_from(PLAN, terms(clock)) == START
    delivered = PLAN.with_(delivered_at=NOW + timedelta(days=9))
    assert counted_from(delivered, terms(clock)) == START + timedelta(days=away)


def written(folder: Path, old: str, new: str) -> Path:
    text = (BUILT_IN / "generic.toml").read_text(encoding="utf-8")
    assert old in text
    file = folder / "ours.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('clock_starts = "delivery"', 'clock_starts = "acknowledgement"', "ours.clock_starts"),
        ("sustained = 2", "sustained = 3", "ours.limits.sustained"),
        ("notes_after_review = 3", "notes_after_review = 4", "ours.lead_times.notes_after_review"),
        ('locale = "en-US"', 'locale = "de-DE"', "ours.locale"),
    ],
)
def test_a_file_that_asks_for_what_does_nothing_is_refused_with_its_line(
    old: str, new: str, where: str, tmp_path: Path
) -> None:
    file = written(tmp_path, old, new)
    with pytest.raises(PackFaultsError) as refused:
        read_pack_file(file)
    (fault,) = refused.value.faults
    assert fault.where == where
    assert fault.line == file.read_text(encoding="utf-8").splitlines().index(new) + 1
    assert fault.instead
    # A plan that began with it can still be read.
    assert load_pack(file.read_text(encoding="utf-8"), name="ours").id == "ours"


def test_every_figure_that_no_code_reads_is_refused_in_a_file() -> None:
    """A figure that is checked and does nothing would be a promise nobody keeps; one that is read is not refused."""
    read = {
        node.attr
        for folder in ("plans", "bot", "jobs", "storage", "app")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    figures = {one.name for kind in (LeadTimes, Limits) for one in fields(kind)}
    assert figures - read == {*IDLE_LEAD_TIMES, *IDLE_LIMITS}


def test_the_packs_that_ship_ask_for_nothing_that_does_nothing() -> None:
    packs: Callable[[Path], Pack] = read_pack_file
    assert [list(idle_faults(packs(file))) for file in sorted(BUILT_IN.glob("*.toml"))] == [[], [], [], []]
