"""A goal's date that the employee reports as done: one they came from, or one they choose here (requirements §3.2)."""

from bot.asks.looking import Filled, Look, PlanAsk, milestone_options, milestone_said, receipt
from bot.asks.milestones import date_form
from bot.forms import Form
from bot.parts import Field, FieldKind, Part, Small
from plans.actions.report_done import ReportDone, report_done
from plans.acts import Act
from plans.ids import MilestoneId
from plans.milestones import reportable
from plans.ports import Work
from plans.texts import STANDARD_LIMIT


def _done_form(look: Look) -> Form:
    return look.form(
        "report-done-title",
        _about(look),
        look.text("report-done-intro"),
        *_evidence(look),
        Small(look.say("report-done-then")),
        submit="report-done-submit",
    )


def _about(look: Look) -> Part | Field:
    """From a reminder of something else, and from Home, no date is named yet."""
    subject = look.asked.stands.subject
    if subject is not None:
        return milestone_said(look, look.plan.milestone(MilestoneId(subject)))
    dates = milestone_options(look, reportable(look.plan))
    return Field(id="milestone", kind=FieldKind.CHOICE, label=look.say("report-done-which"), options=dates)


def _evidence(look: Look) -> tuple[Field, ...]:
    """Where to see it: asked for a development activity alone (S0-23)."""
    subject = look.asked.stands.subject
    goal = next((one for one in look.plan.goals if one.milestone == subject), None)
    if goal is None or not goal.activity:
        return ()
    field = Field(
        id="evidence",
        kind=FieldKind.TEXT,
        label=look.say("report-done-evidence"),
        hint=look.say("report-done-evidence-hint"),
        required=False,
        max_length=STANDARD_LIMIT,
    )
    return (field,)


def _done_over(look: Look) -> Form | None:
    subject, open_still = look.asked.stands.subject, reportable(look.plan)
    if subject is None:
        nothing = look.text("report-done-nothing")
        return None if open_still else look.form("report-done-title", nothing, look.back())
    return None if any(each.id == subject for each in open_still) else date_form(look)


async def _report(work: Work, filled: Filled) -> Form:
    look = filled.look
    milestone = look.asked.stands.subject or filled.answers.code("milestone") or ""
    evidence = filled.answers.words("evidence")
    request = ReportDone(plan=look.plan.id, milestone=MilestoneId(milestone), evidence=evidence)
    await report_done(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("report-done-receipt", at=look.moment(look.now)))


ASKS = (PlanAsk(name="report_done", act=Act.REPORT_DONE, draw=_done_form, do=_report, over=_done_over),)
