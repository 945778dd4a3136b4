"""``milepost packs check``: every fault of a pack file with its line, or what the pack does. No database, no Slack."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.calendars import UnknownHolidaysError, calendar_for
from app.operating import console
from app.own_lines import check_own_lines
from plans.policy import Pack, PackFault, PackFaultsError, RuleStatus, pack_files, read_pack_file

# Any year shows whether the country and its part are known.
_YEAR = 2026


def check_packs(paths: Iterable[Path]) -> bool:
    """Print what is found; whether all of them can be used."""
    shown, well = console(), True
    for path in paths:
        faults: list[PackFault] = []
        files = pack_files(path, faults) if path.is_dir() else [path]
        if path.is_dir() and not files:
            faults.append(
                PackFault(str(path), "There is no pack in this folder.", instead="A pack's name ends in .toml.")
            )
        for fault in faults:
            _say(shown, f"{path}: {fault.what} {fault.instead}")
        well = [_checked(file, shown) for file in files].count(False) == len(faults) == 0 and well
    return well


def _checked(file: Path, shown: Console) -> bool:
    try:
        pack = read_pack_file(file)
        _holidays_known(pack)
        check_own_lines(pack)
    except PackFaultsError as error:
        for fault in sorted(error.faults, key=lambda one: one.line or 0):
            for line in _explained(file, fault):
                _say(shown, line)
        many = len(error.faults)
        _say(shown, f"{file}: {'1 fault' if many == 1 else f'{many} faults'}.")
        return False
    _say(shown, f"{file}: good. {pack.name}, version {pack.version} of {pack.version_date}.")
    shown.print(_what_it_does(pack))
    return True


def _say(shown: Console, line: str) -> None:
    """As it is: what a file holds is not to be taken for markup, and is not broken by the width of a window."""
    shown.print(Text(line), soft_wrap=True)


def _explained(file: Path, fault: PackFault) -> Iterator[str]:
    where = fault.where.partition(".")[2]
    place = f"{file}:{fault.line}" if fault.line is not None else str(file)
    yield f"{place}: {where}: {fault.what}" if where else f"{place}: {fault.what}"
    if fault.instead:
        yield f"    {fault.instead}"


def _holidays_known(pack: Pack) -> None:
    try:
        calendar_for(pack, years=(_YEAR,))
    except UnknownHolidaysError as error:
        said = f"Nobody knows the holidays of {pack.holidays.name}."
        instead = 'Write country = "US", and subdivision = "IL" if there are days of its own; or list them by hand.'
        line = next((n for n, line in enumerate(pack.source.splitlines(), 1) if line.startswith("[holidays]")), 1)
        raise PackFaultsError((PackFault(f"{pack.id}.holidays", said, instead=instead, line=line),)) from error


def _what_it_does(pack: Pack) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for what, said in _lines(pack):
        table.add_row(Text(what), Text(said))
    return table


def _lines(pack: Pack) -> Iterator[tuple[str, str]]:
    yield "kind", pack.kind.value
    for period in pack.periods:
        reviews = ", ".join(slot.kind.value for slot in period.reviews) or "none"
        yield "reviews", f"{period.label}: {reviews}"
    yield "HR gate", "HR approves before delivery" if pack.hr_gate else "none: the supervisor goes straight on"
    yield "signatures", ", ".join(role.value for role in pack.signatures) or "none: a receipt only"
    yield "outcomes", ", ".join(kind.value for kind in pack.outcomes)
    yield "decision clock", _decision(pack)
    yield "holidays", pack.holidays.name
    for rule in pack.rules:
        yield "rule", f"{rule.id}: {rule.effect.value}; {_status(pack, rule.id)}"
    if pack.unchecked:
        yield "not current", f"{len(pack.unchecked)} of {len(pack.rules)} rules still to be compared with the live text"


def _decision(pack: Pack) -> str:
    days = pack.decision_due_working_days
    if days is None:
        return "none"
    notices = ", ".join(map(str, pack.decision_notices))
    told = f", notices on {notices}, overdue to HR from day {days + 1}" if notices else ""
    return f"{days} working days after the end{told}"


_KNOWN = {
    RuleStatus.V: "read in the source",
    RuleStatus.PART: "read in part",
    RuleStatus.SECOND: "read through others",
    RuleStatus.U: "not verified",
    RuleStatus.OURS: "our own choice",
}


def _status(pack: Pack, rule_id: str) -> str:
    rule = pack.rule(rule_id)
    if rule.checked_on is not None:
        return f"{_KNOWN[rule.status]}, checked on {rule.checked_on} by {rule.checked_by}"
    return _KNOWN[rule.status] if rule.current else f"{_KNOWN[rule.status]}, not checked"
