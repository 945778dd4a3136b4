"""The head of the form, as far as somebody has to fill it in (S1-02), and whether the employee leads others (S1-04)."""

from datetime import datetime

from plans.blocks import HeadLine
from plans.change import Change
from plans.editing import edited
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.steps import HeadStep, Part
from plans.terms import Terms
from plans.texts import NAME_LIMIT, optional, required


def field_of(key: str) -> str:
    """The form's field for a line of the head."""
    return f"head-{key}"


def head_filled_in(
    plan: Plan, terms: Terms, step: HeadStep, *, by: Person, at: datetime, partial: bool = False
) -> Change:
    """Raises ``PlanError``: ``required``, ``too-long`` at the line; ``required``, ``leaders-area`` at ``leads_others``.

    Areas for supervisors that are chosen already are taken out by whoever chose them, not by this answer.
    """
    lines = []
    for field in terms.pack.to_fill_in:
        place = field_of(field.key)
        words = optional(step.lines.get(field.key), place, limit=NAME_LIMIT)
        if field.required and not partial:
            required(words, place, limit=NAME_LIMIT)
        if words:
            lines.append(HeadLine(key=field.key, text=words))
    after = plan.with_(head=tuple(lines), leads_others=_leads_others(plan, terms, step, partial=partial))
    return edited(plan, after, Part.HEAD, by=by, at=at)


def _leads_others(plan: Plan, terms: Terms, step: HeadStep, *, partial: bool) -> bool | None:
    if not terms.pack.asks_who_leads:
        return None
    if step.leads_others is None and not partial:
        raise PlanError("required", field="leads_others")
    chosen = [area.label for area in terms.pack.competencies if area.supervisors_only and area.key in plan.areas]
    if chosen and not step.leads_others:
        raise PlanError("leaders-area", field="leads_others", area=chosen[0])
    return step.leads_others
