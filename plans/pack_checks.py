"""What the parts of a pack must be to each other, and what its texts must never say."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from plans.dates import DateOutOfRangeError
from plans.pack import (
    OUTCOMES_OF,
    Pack,
    PeriodOption,
    PlanKind,
)
from plans.pack_rules import UNSET, RuleId
from plans.pack_table import Faults
from plans.people import Role

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
_MOST_CHOICES: Final = 10
_AREAS: Final = "List some under [[competencies]], or write free_competencies = true."
_WITHIN: Final = "Write a smaller figure: the last review may stand on the last day."
# Any day will do to lay out a period and see whether its reviews fit.
_SAMPLE_START: Final = date(2026, 1, 1)
_SAMPLE_END: Final = date(2026, 12, 31)


def check_pack(pack: Pack, faults: Faults, *, where: str) -> None:
    """Writes every fault down; raises nothing."""
    _check_once(pack, faults, where=where)
    _check_choices(pack, faults, where=where)
    _check_kind(pack, faults, where=where)
    _check_periods(pack, faults, where=where)
    _check_rules(pack, faults, where=where)
    _check_decision(pack, faults, where=where)
    _check_ratings(pack, faults, where=where)
    _check_texts(pack, faults, where=where)
    if "".join(consideration.letter for consideration in pack.smart) != SMART_LETTERS:
        wanted = "Write five [[smart]] tables, with letter = “S”, “M”, “A”, “R” and “T”."
        faults.add(f"{where}.smart", "The guide needs its five letters, S M A R T, in this order.", instead=wanted)
    if pack.hr_contact and "@" not in pack.hr_contact:
        faults.add(f"{where}.hr_contact", "This must be an e-mail address.")


def _check_once(pack: Pack, faults: Faults, *, where: str) -> None:
    lists: dict[str, Iterable[str]] = {
        "header": (field.key for field in pack.header),
        "competencies": (area.key for area in pack.competencies),
        "periods": (period.id for period in pack.periods),
        "ratings": (str(rating.value) for rating in pack.ratings),
        "progress": (reason.key for reason in (*pack.acceptable, *pack.insufficient)),
        "next_steps": (steps.classification for steps in pack.next_steps),
        "rules": (rule.id for rule in pack.rules),
        "holidays.days": (day.isoformat() for day, _ in pack.holidays.days),
    }
    for part, keys in lists.items():
        for key, number in _twice(keys):
            at = _reason_at(pack, number) if part == "progress" else f"{where}.{part}[{number}]"
            other = "Give this one another name, or take it out."
            faults.add(f"{where}.{part}", f"“{key}” is used twice.", instead=other, at=at)
    for label, number in _twice(area.label for area in pack.competencies):
        said = f"Two areas are called “{label}”; nobody could tell them apart."
        at = f"{where}.competencies[{number}].label"
        faults.add(f"{where}.competencies", said, instead="Give this one another label.", at=at)


def _reason_at(pack: Pack, number: int) -> str:
    own = number - len(pack.acceptable)
    return f"{pack.id}.progress.insufficient[{own}]" if own > 0 else f"{pack.id}.progress.acceptable[{number}]"


def _twice(keys: Iterable[str]) -> list[tuple[str, int]]:
    """What was there before, each with its number, counted from 1, where it comes again."""
    seen, again = set[str](), dict[str, int]()
    for number, key in enumerate(keys, start=1):
        if key and key in seen:
            again.setdefault(key, number)
        seen.add(key)
    return list(again.items())


def _check_choices(pack: Pack, faults: Faults, *, where: str) -> None:
    """These are picked from in a form, which shows so many and no more."""
    lists = {
        "progress.acceptable": len(pack.acceptable),
        "progress.insufficient": len(pack.insufficient),
        "next_steps": len(pack.next_steps),
    }
    for part, count in lists.items():
        if count > _MOST_CHOICES:
            said = f"There are {count} to pick from; a form shows {_MOST_CHOICES}."
            faults.add(f"{where}.{part}", said, instead="Take some out.")


def _check_kind(pack: Pack, faults: Faults, *, where: str) -> None:
    fitting = f"Choose from: {', '.join(sorted(OUTCOMES_OF[pack.kind]))}."
    for outcome in pack.outcomes:
        if outcome not in OUTCOMES_OF[pack.kind]:
            said = f"“{outcome}” is no outcome of a plan of the kind {pack.kind}."
            faults.add(f"{where}.outcomes", said, instead=fitting)
    if not pack.outcomes:
        faults.add(f"{where}.outcomes", "A plan needs at least one outcome.", instead=fitting)
    if not pack.competencies and not pack.free_competencies and pack.kind is PlanKind.IMPROVEMENT:
        faults.add(f"{where}.competencies", "There is no area to choose.", instead=_AREAS)
    if Role.HR in pack.signatures and not pack.hr_gate:
        said = "HR signs when it approves, so a plan that nobody approves could never be delivered."
        faults.add(f"{where}.signatures", said, instead="Write hr_gate = true, or take hr out of the signatures.")
    if pack.kind is PlanKind.COACHING:
        if pack.signatures:
            faults.add(f"{where}.signatures", "A coaching pack has none.", instead="Write signatures = [].")
        if pack.consequences:
            faults.add(f"{where}.texts.consequences", "A coaching pack has none.", instead="Take it out.")


def _check_periods(pack: Pack, faults: Faults, *, where: str) -> None:
    if pack.min_days and pack.max_days and pack.min_days > pack.max_days:
        said = f"{pack.min_days} is more than max_days, {pack.max_days}."
        faults.add(f"{where}.min_days", said, instead=f"Write {pack.max_days} or less.")
    if sum(period.default for period in pack.periods) > 1:
        faults.add(f"{where}.periods", "Only one period can be the default.", instead="Take default out of the others.")
    for period in pack.periods:
        here = f"{where}.periods.{period.id}"
        missing = [kind for kind in pack.required_reviews if kind not in {slot.kind for slot in period.reviews}]
        if missing:
            span = "days = 30" if period.length is not None else 'share = "1/1"'
            example = f"Write below [periods.reviews], for example: {missing[0]} = {{ {span} }}"
            faults.add(f"{here}.reviews", f"These reviews are missing: {', '.join(missing)}.", instead=example)
        _check_length(pack, period, faults, where=here)
        _check_reviews(period, faults, where=f"{here}.reviews")


def _check_length(pack: Pack, period: PeriodOption, faults: Faults, *, where: str) -> None:
    end = _sample_end(period)
    if end is None:
        faults.add(where, "The period is too long.", instead="Write fewer days or months.")
    elif period.length is not None:
        days = (end - _SAMPLE_START).days
        if pack.min_days and days < pack.min_days:
            said = f"The period has {days} days; min_days is {pack.min_days}."
            faults.add(where, said, instead="Make the period longer, or min_days smaller.")
        if pack.max_days and days > pack.max_days:
            said = f"The period has {days} days; max_days is {pack.max_days}."
            faults.add(where, said, instead="Make the period shorter, or max_days larger.")


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
        said = "Where the end is chosen freely, each review must be a share of the period."
        faults.add(where, said, instead='Write for example: first = { share = "1/3" }')
        return
    days: list[date] = []
    for slot in period.reviews:
        try:
            days.append(slot.span.within(_SAMPLE_START, end))
        except DateOutOfRangeError:
            faults.add(f"{where}.{slot.kind}", "The review comes after the period has ended.", instead=_WITHIN)
            return
        if days[-1] > end:
            faults.add(f"{where}.{slot.kind}", "The review comes after the period has ended.", instead=_WITHIN)
    if any(later <= earlier for earlier, later in pairwise((_SAMPLE_START, *days))):
        said = "Each review must come after the start and after the review before it."
        faults.add(where, said, instead="Write larger figures from first to midpoint to final.")


def _check_rules(pack: Pack, faults: Faults, *, where: str) -> None:
    present = {rule.id for rule in pack.rules}
    missing = [rule for rule in RuleId if rule not in present and rule not in UNSET]
    if missing:
        said = f"These rules are missing: {', '.join(missing)}."
        faults.add(f"{where}.rules", said, instead="Write a [[rules]] table for each: id, source, effect, status.")


def _check_decision(pack: Pack, faults: Faults, *, where: str) -> None:
    most, here = pack.decision_due_working_days, f"{where}.decision_notices"
    if not pack.decision_notices:
        return
    if most is None:
        instead = "Write decision_due_working_days = 10, or take the notices out."
        faults.add(here, "Notices need the number of days they count towards.", instead=instead)
    elif not all(1 <= day <= most for day in pack.decision_notices):
        instead = f"Write days from 1 to {most}; from day {most + 1} HR is told that the decision is overdue."
        faults.add(here, f"A notice lies outside the {most} days for the decision.", instead=instead)


def _check_ratings(pack: Pack, faults: Faults, *, where: str) -> None:
    values, below = [rating.value for rating in pack.ratings], pack.rated_below
    if bool(values) != (below is not None):
        missing, given = ("rated_below", "ratings") if values else ("ratings", "rated_below")
        instead = "Write both: a [[ratings]] table for each level, and rated_below = 3, say."
        at = f"{where}.{given}"
        faults.add(
            f"{where}.{missing}", "The levels and the line between them belong together.", instead=instead, at=at
        )
    elif below is not None and not any(value < below for value in values):
        said = f"No level is below {below}, so no area could ever be chosen."
        faults.add(f"{where}.rated_below", said, instead=f"Write a figure above {min(values)}.")


def texts_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every text of the pack that a person may read, with its place in the file."""
    yield "name", pack.name
    yield "texts.purpose", pack.purpose
    yield "texts.consequences", pack.consequences
    for part, texts in (("texts.rights", pack.rights), ("texts.disclaimers", pack.disclaimers)):
        for text in texts:
            yield part, text
    yield from (("texts.checklist", text) for text in pack.checklist)
    for field in pack.header:
        yield f"header.{field.key}", field.label
    for area in pack.competencies:
        yield f"competencies.{area.key}", area.label
        yield f"competencies.{area.key}", area.definition
    yield from ((f"ratings.{rating.value}", rating.label) for rating in pack.ratings)
    for consideration in pack.smart:
        yield f"smart.{consideration.letter}", consideration.name
        yield f"smart.{consideration.letter}", consideration.text
    for period in pack.periods:
        yield f"periods.{period.id}", period.label
    yield from ((f"progress.acceptable.{reason.key}", reason.label) for reason in pack.acceptable)
    yield from ((f"progress.insufficient.{reason.key}", reason.label) for reason in pack.insufficient)
    for steps in pack.next_steps:
        yield f"next_steps.{steps.classification}", steps.label
        yield f"next_steps.{steps.classification}", steps.text
    yield from ((f"wording.{key}", text) for key, text in pack.wording)


def _check_texts(pack: Pack, faults: Faults, *, where: str) -> None:
    for part, text in texts_of(pack):
        flat = " ".join(text.split())
        if found := _SECRECY.search(flat):
            said = f"“{found[0]}”: no text may ask anyone to keep a plan secret."
            faults.add(f"{where}.{part}", said, instead="Take that out, or say that they are free to talk about it.")
        if _SHORT_NAME.search(flat):
            faults.add(f"{where}.{part}", "“PIP” is a label people fear.", instead="Write “plan”.")
        if pack.kind is PlanKind.COACHING:
            found = _NOT_IN_COACHING.search(flat.replace(COACHING_SENTENCE, ""))
            if found:
                said = f"“{found[0]}” has no place in a coaching text."
                faults.add(f"{where}.{part}", said, instead="Say it without that word.")
