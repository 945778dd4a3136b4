"""Whether a pack's own lines of wording can be used; asked when a file is checked, and when Milepost starts."""

from bot.wording.own import own_line_faults
from plans.policy import Pack, PackFault, PackFaultsError, line_at


def check_own_lines(pack: Pack) -> None:
    """Raises ``PackFaultsError`` with each line that cannot be used and its place."""
    faults = tuple(
        PackFault(
            f"{pack.id}.wording.{fault.line}",
            fault.what,
            instead=fault.instead,
            line=line_at(f"wording.{fault.line}", pack.source),
        )
        for fault in own_line_faults(pack.wording)
    )
    if faults:
        raise PackFaultsError(faults)
