"""What the parts of a pack must be to each other, and what its texts must never say."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from plans.dates import DateOutOfRangeError
from plans.pack import OUTCOMES_OF, PROPOSED_REVIEWS, Pack, PeriodOption, PlanKind, RuleId
from plans.pack_table import Faults

COACHING_SENTENCE: Final = "This is coaching. It is not a performance improvement plan."
SMART_LETTERS: Final = "SMART"

# P-18: a text may not ask the employee to keep the plan to themselves, however it is put.
_SECRECY: Final = re.compile(
    r"\b(?:do not|don['’]t|must not|mustn['’]t|may not|should not|shouldn['’]t|cannot|can['’]t|never|avoid"
    r"|refrain from|not (?:allowed|permitted) to|forbidden to)\s+(?:\w+\s+){0,3}?"
    r"(?:discuss|discussing|talk|talking|speak|speaking|mention|mentioning|tell|telling|share|sharing|disclose"
    r"|disclosing)\b"
    r"|\bkeep\s+(?:\w+\s+){0,4}?(?:secret|confidential|private|to yourself)\b",
    re.IGNORECASE,
)
_SHORT_NAME: Final = re.compile(r"\bPIPs?\b")
_NOT_IN_COACHING: Final = re.compile(r"\b(?:performance improvement plans?|terminations?|removals?)\b", re.IGNORECASE)
# Any day will do to lay out a period and see whether its reviews fit.
_SAMPLE_START: Final = date(2026, 1, 1)
_SAMPLE_END: Final = date(2026, 12, 31)


def check_pack(pack: Pack, faults: Faults, *, where: str) -> None:
    """Writes every fault down; raises nothing."""
    _check_once(pack, faults, where=where)
    _check_kind(pack, faults, where=where)
    _check_periods(pack, faults, where=where)
    _check_rules(pack, faults, where=where)
    _check_texts(pack, faults, where=where)
    if "".join(consideration.letter for consideration in pack.smart) != SMART_LETTERS:
        faults.add(f"{where}.smart", "The guide needs its five letters, S M A R T, in this order.")
    if pack.hr_contact and "@" not in pack.hr_contact:
        faults.add(f"{where}.hr_contact", "This must be an e-mail address.")


def _check_once(pack: Pack, faults: Faults, *, where: str) -> None:
    lists: dict[str, Iterable[str]] = {
        "header": (field.key for field in pack.header),
        "competencies": (area.key for area in pack.competencies),
        "periods": (period.id for period in pack.periods),
        "progress": (reason.key for reason in (*pack.acceptable, *pack.insufficient)),
        "next_steps": (steps.classification for steps in pack.next_steps),
        "rules": (rule.id for rule in pack.rules),
        "holidays.days": (day.isoformat() for day, _ in pack.holidays.days),
    }
    for part, keys in lists.items():
        for key in _twice(keys):
            faults.add(f"{where}.{part}", f"“{key}” is used twice.")
    for label in _twice(area.label for area in pack.competencies):
        faults.add(f"{where}.competencies", f"Two areas are called “{label}”; nobody could tell them apart.")


def _twice(keys: Iterable[str]) -> list[str]:
    seen, again = set[str](), dict[str, None]()
    for key in keys:
        if key and key in seen:
            again[key] = None
        seen.add(key)
    return list(again)


def _check_kind(pack: Pack, faults: Faults, *, where: str) -> None:
    for outcome in pack.outcomes:
        if outcome not in OUTCOMES_OF[pack.kind]:
            faults.add(f"{where}.outcomes", f"“{outcome}” is no outcome of a plan of the kind {pack.kind}.")
    if not pack.outcomes:
        faults.add(f"{where}.outcomes", "A plan needs at least one outcome.")
    if not pack.competencies and not pack.free_competencies and pack.kind is PlanKind.IMPROVEMENT:
        faults.add(f"{where}.competencies", "There is no area to choose: list some, or set free_competencies.")
    if pack.kind is PlanKind.COACHING:
        for part, filled in (("signatures", pack.signatures), ("texts.consequences", pack.consequences)):
            if filled:
                faults.add(f"{where}.{part}", "A coaching pack has none.")


def _check_periods(pack: Pack, faults: Faults, *, where: str) -> None:
    if pack.min_days and pack.max_days and pack.min_days > pack.max_days:
        faults.add(f"{where}.min_days", f"{pack.min_days} is more than max_days, {pack.max_days}.")
    if sum(period.default for period in pack.periods) > 1:
        faults.add(f"{where}.periods", "Only one period can be the default.")
    for period in pack.periods:
        here = f"{where}.periods.{period.id}"
        missing = [kind for kind in PROPOSED_REVIEWS if kind not in {slot.kind for slot in period.reviews}]
        if missing and pack.kind is PlanKind.IMPROVEMENT:
            faults.add(f"{here}.reviews", f"These reviews are missing: {', '.join(missing)}.")
        _check_length(pack, period, faults, where=here)
        _check_reviews(period, faults, where=f"{here}.reviews")


def _check_length(pack: Pack, period: PeriodOption, faults: Faults, *, where: str) -> None:
    end = _sample_end(period)
    if end is None:
        faults.add(where, "The period is too long.")
    elif period.length is not None:
        days = (end - _SAMPLE_START).days
        if pack.min_days and days < pack.min_days:
            faults.add(where, f"The period has {days} days; min_days is {pack.min_days}.")
        if pack.max_days and days > pack.max_days:
            faults.add(where, f"The period has {days} days; max_days is {pack.max_days}.")


def _sample_end(period: PeriodOption) -> date | None:
    try:
        return period.end(_SAMPLE_START) or _SAMPLE_END
    except DateOutOfRangeError:
        return None


def _check_reviews(period: PeriodOption, faults: Faults, *, where: str) -> None:
    end = _sample_end(period)
    if end is None:
        return
    if period.length is None and any(slot.span.share is None for slot in period.reviews):
        faults.add(where, "Where the end is chosen freely, each review must be a share of the period.")
        return
    days: list[date] = []
    for slot in period.reviews:
        try:
            days.append(slot.span.within(_SAMPLE_START, end))
        except DateOutOfRangeError:
            faults.add(f"{where}.{slot.kind}", "The review comes after the period has ended.")
            return
        if days[-1] > end:
            faults.add(f"{where}.{slot.kind}", "The review comes after the period has ended.")
    if any(later <= earlier for earlier, later in pairwise((_SAMPLE_START, *days))):
        faults.add(where, "Each review must come after the start and after the review before it.")


def _check_rules(pack: Pack, faults: Faults, *, where: str) -> None:
    present = {rule.id for rule in pack.rules}
    missing = [rule for rule in RuleId if rule not in present]
    if missing:
        faults.add(f"{where}.rules", f"These rules are missing: {', '.join(missing)}.")


def texts_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every text of the pack that a person may read, with its place in the file."""
    yield "name", pack.name
    yield "texts.purpose", pack.purpose
    yield "texts.consequences", pack.consequences
    for part, texts in (("texts.rights", pack.rights), ("texts.disclaimers", pack.disclaimers)):
        for text in texts:
            yield part, text
    for field in pack.header:
        yield f"header.{field.key}", field.label
    for area in pack.competencies:
        yield f"competencies.{area.key}", area.label
        yield f"competencies.{area.key}", area.definition
    for consideration in pack.smart:
        yield f"smart.{consideration.letter}", consideration.name
        yield f"smart.{consideration.letter}", consideration.text
    for period in pack.periods:
        yield f"periods.{period.id}", period.label
    for reason in (*pack.acceptable, *pack.insufficient):
        yield f"progress.{reason.key}", reason.label
    for steps in pack.next_steps:
        yield f"next_steps.{steps.classification}", steps.label
        yield f"next_steps.{steps.classification}", steps.text
    for key, text in pack.wording:
        yield f"wording.{key}", text


def _check_texts(pack: Pack, faults: Faults, *, where: str) -> None:
    for part, text in texts_of(pack):
        flat = " ".join(text.split())
        if found := _SECRECY.search(flat):
            faults.add(f"{where}.{part}", f"“{found[0]}”: no text may ask anyone to keep a plan secret.")
        if _SHORT_NAME.search(flat):
            faults.add(f"{where}.{part}", "“PIP” is a label people fear; write “plan”.")
        if pack.kind is PlanKind.COACHING:
            found = _NOT_IN_COACHING.search(flat.replace(COACHING_SENTENCE, ""))
            if found:
                faults.add(f"{where}.{part}", f"“{found[0]}” has no place in a coaching text.")
