"""A plan's gist as text and back: ids, codes and one instant in the order of the fields, as JSON."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from plans.gist import EndStep, Gist
from plans.ids import PersonId
from plans.states import PlanState

# Looked up and not called: a morning's gists come by the thousand.
_STATES: Final = {state.value: state for state in PlanState}
_NOBODY: Final = frozenset[PersonId]()
_STEPS: Final = {step.value: step for step in EndStep}


def gist_text(gist: Gist) -> str:
    """What is kept in the plan's own row."""
    shared = gist.shared_at.isoformat() if gist.shared_at else None
    parties = (gist.employee, gist.supervisor, gist.reviewer, gist.supervisor_away, sorted(gist.conflicts))
    ends = (gist.reportable, gist.end_step, gist.contested)
    return json.dumps(
        (gist.id, gist.workspace, gist.revision, gist.pack, gist.state, *parties, shared, *ends),
        separators=(",", ":"),
    )


def gist_from(values: Sequence[Any]) -> Gist:
    """The gist of this text, which was read as JSON already."""
    plan, workspace, revision, pack, state, *parties, conflicts, shared, reportable, end_step, contested = values
    employee, supervisor, reviewer, away = parties
    return Gist(
        plan,
        workspace,
        revision,
        pack,
        _STATES[state],
        employee,
        supervisor,
        reviewer,
        away,
        frozenset(conflicts) if conflicts else _NOBODY,
        datetime.fromisoformat(shared) if shared else None,
        reportable,
        _STEPS[end_step],
        tuple(map(tuple, contested)) if contested else (),
    )
