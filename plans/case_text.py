"""The first half of a case file: what the plan says, who signed it, and what the employee wished to add."""

from collections.abc import Iterator

from plans.block_setting import block_on
from plans.case_papers import paper_entry
from plans.case_timeline import progress, timeline
from plans.case_wanted import wanted_entry
from plans.classing import label_of
from plans.dates import local_date
from plans.document import (
    Block,
    Code,
    Commitment,
    Entry,
    Fact,
    Facts,
    Moment,
    Paragraph,
    Remark,
    Section,
    TwoColumns,
    Value,
)
from plans.figures import plain
from plans.goals import Concern, Goal
from plans.meetings import LaunchTick
from plans.people import Role
from plans.places import Place
from plans.record import GoalProposal, Provider, Support
from plans.rights import disputed
from plans.scribe import Scribe, facts
from plans.signing import Signature


def text_sections(scribe: Scribe) -> Iterator[Section]:
    """In the order the employee reads them: purpose on the first page (S0-04), strengths before concerns (S2-04)."""
    plan, pack = scribe.plan, scribe.terms.pack
    yield Section(name="head", blocks=(Facts(tuple(_head(scribe))),))
    yield Section(name="purpose", blocks=(Paragraph(pack.purpose),))
    yield Section(name="strengths", blocks=(Paragraph(plan.strengths),) if plan.strengths else ())
    yield Section(name="concerns", blocks=tuple(_concern(scribe, concern) for concern in plan.concerns))
    yield Section(name="goals", blocks=tuple(_goal(scribe, goal) for goal in plan.goals))
    yield Section(name="commitments", blocks=(_commitments(scribe),))
    yield Section(name="timeline", blocks=timeline(scribe))
    yield Section(name="progress", blocks=progress(scribe))
    yield Section(name="consequences", blocks=(Paragraph(pack.consequences),) if pack.consequences else ())
    yield Section(name="rights", blocks=tuple(Paragraph(text) for text in pack.rights))
    yield Section(name="disclaimers", blocks=tuple(Paragraph(text) for text in pack.disclaimers))
    yield Section(name="employee_input", blocks=_inputs(scribe))
    yield Section(name="launch", blocks=tuple(_tick(scribe, tick) for tick in plan.ticks))
    yield Section(name="proposals", blocks=tuple(_proposal(scribe, one) for one in plan.record.proposals))
    yield Section(name="questions", blocks=tuple(_questions(scribe)))
    yield Section(name="wanted_changes", blocks=tuple(wanted_entry(scribe, one) for one in plan.record.wanted_changes))
    yield Section(name="change_requests", blocks=tuple(_change_requests(scribe)))
    yield Section(name="papers", blocks=tuple(paper_entry(scribe, paper) for paper in plan.record.papers))
    yield Section(name="signatures", blocks=tuple(_signature(scribe, given) for given in plan.signatures))


def _head(scribe: Scribe) -> Iterator[Fact]:
    plan, pack = scribe.plan, scribe.terms.pack
    yield Fact("case_number", str(plan.case_number))
    known: dict[str, Value | None] = {
        "employee": scribe.name_of(plan.employee),
        "supervisor": scribe.name_of(plan.supervisor),
        "date": local_date(plan.delivered_at or scribe.made_at, scribe.zone),
        "start": plan.start,
        "end": plan.end,
        **{line.key: line.text for line in plan.head},
    }
    for field in pack.header:
        for fact in facts(**{field.key: known.pop(field.key, None)}):
            yield Fact(fact.name, fact.value, label=field.label)
    yield from facts(
        **known,
        reviewer=scribe.name_of(plan.reviewer),
        kind=Code(f"kind.{plan.kind}"),
        state=Code(f"plan.{plan.state}"),
        period=plan.period,
        template=plan.pack.id,
        template_name=pack.name,
        template_version=plan.pack.version,
        template_version_date=plan.pack.version_date,
        template_digest=plan.pack.digest,
        hr_contact=pack.hr_contact,
        started_at=scribe.moment(plan.started_at),
        meeting_at=scribe.moment(plan.meeting_at),
        met_at=scribe.moment(plan.met_at),
        opening_line=plan.opening_line,
        delivered_at=scribe.moment(plan.delivered_at),
        active_at=scribe.moment(plan.active_at),
        closed_at=scribe.moment(plan.closed_at),
        archived_at=scribe.moment(plan.archived_at),
        continues=plan.continues,
        disputed=len(disputed(plan)) or None,
        reason=plan.reason,
        support_override=plan.support_override,
    )
    yield from _how_things_stand(scribe)


def _how_things_stand(scribe: Scribe) -> tuple[Fact, ...]:
    """Whether the employee has an account (F-06); values and performance apart, and the main cause (S2-03)."""
    plan = scribe.plan
    return facts(
        account=Code("account.none") if plan.on_paper else None,
        classification=label_of(plan, scribe.terms),
        values=None if plan.values_level is None else Code(f"level.{plan.values_level}"),
        performance=None if plan.performance_level is None else Code(f"level.{plan.performance_level}"),
        cause=None if plan.main_cause is None else Code(f"cause.{plan.main_cause}"),
    )


def _concern(scribe: Scribe, concern: Concern) -> Entry:
    area = scribe.terms.pack.competency(concern.competency)
    examples = tuple(
        Entry(name="example", id=f"{concern.id}-{number}", facts=facts(on=example.on, text=example.text))
        for number, example in enumerate(concern.examples, start=1)
    )
    return Entry(
        name="concern",
        id=concern.id,
        by=scribe.named(concern.by),
        at=scribe.moment(concern.at),
        facts=facts(
            area=concern.label if area is None else area.label,
            definition=None if area is None else area.definition,
            label=None if area is None else concern.label,
            expectation=concern.expectation,
            standard=concern.standard,
            deficiency=concern.deficiency,
            feedback_on=concern.feedback_on,
            feedback=concern.feedback,
            rating=_rating(scribe, concern),
        ),
        attached=(*examples, *_block(scribe, concern.competency), *scribe.rebuttals(concern.id)),
    )


def _goal(scribe: Scribe, goal: Goal) -> Entry:
    interims = tuple(
        Entry(name="interim", id=interim.id, facts=facts(on=interim.on, text=interim.text)) for interim in goal.interim
    )
    helps = tuple(promised(scribe, item) for item in scribe.plan.supports if item.goal == goal.id)
    return Entry(
        name="goal",
        id=goal.id,
        by=scribe.named(goal.by),
        at=scribe.moment(goal.at),
        facts=facts(
            text=goal.text,
            measure=goal.measure,
            rating=_rating(scribe, goal),
            target=goal.target,
            cites=goal.cites,
            cites_id=goal.cites_id,
            cites_on=goal.cites_on,
        )
        + _figures(goal),
        attached=(*interims, *_block(scribe, goal.id), *helps, *scribe.rebuttals(goal.id)),
    )


def _rating(scribe: Scribe, rated: Concern | Goal) -> str | None:
    rating = scribe.terms.pack.rating(rated.rating)
    return None if rating is None else rating.label


def _block(scribe: Scribe, subject: str) -> tuple[Entry, ...]:
    """The rest of an area's or a goal's action block, with its days for checking in (S1-06, S1-07)."""
    block = block_on(scribe.plan, subject)
    if block is None:
        return ()
    days = tuple(
        Entry(name="check_in_day", id=f"{block.id}-{number}", facts=facts(on=day.on, expected=day.expected))
        for number, day in enumerate(block.days, start=1)
    )
    return (
        Entry(
            name="action_block",
            id=block.id,
            by=scribe.named(block.by),
            at=scribe.moment(block.at),
            facts=facts(deficiency=block.deficiency, action=block.action, expected_progress=block.progress),
            attached=(*days, *scribe.rebuttals(block.id)),
        ),
    )


def _tick(scribe: Scribe, tick: LaunchTick) -> Entry:
    """What was seen to before the launch, and who said so (S3-11)."""
    return Entry(
        name="launch_tick",
        id=f"launch-{tick.item}",
        by=scribe.named(tick.by),
        at=scribe.moment(tick.at),
        facts=facts(item=Code(f"launch.{tick.item}")),
    )


def _proposal(scribe: Scribe, proposal: GoalProposal) -> Entry:
    """What the employee proposed, and what was said to it; the goal itself may have been written anew since."""
    return Entry(
        name="goal_proposal",
        id=proposal.id,
        by=scribe.named(proposal.author, Role.EMPLOYEE),
        at=scribe.moment(proposal.at),
        facts=facts(
            text=proposal.text,
            measure=proposal.measure,
            target=proposal.target,
            wish=proposal.wish,
            state=Code(f"proposal.{proposal.state}"),
            answer=proposal.answer,
            answered_by=scribe.named(proposal.answered_by),
            answered_at=scribe.moment(proposal.answered_at),
        ),
        attached=scribe.rebuttals(proposal.id),
    )


def _figures(goal: Goal) -> tuple[Fact, ...]:
    found = goal.figures
    if found is None:
        return ()
    return facts(
        metric=found.metric,
        unit=found.unit,
        baseline=plain(found.baseline),
        aim=plain(found.aim),
        direction=Code(f"direction.{found.direction}"),
    )


def promised(scribe: Scribe, support: Support) -> Entry:
    """A support item as it was promised; what became of it stands in the ledger."""
    return Entry(
        name="support",
        id=support.id,
        by=scribe.named(support.by),
        at=scribe.moment(support.at),
        facts=facts(
            what=support.what,
            provider=Code(f"provider.{support.provider}"),
            due=support.due,
            where=support.where,
            notes=support.notes,
        ),
    )


def _commitments(scribe: Scribe) -> TwoColumns:
    plan = scribe.plan
    texts = {interim.id: interim.text for goal in plan.goals for interim in goal.interim}
    states = {milestone.id: Code(f"milestone.{milestone.state}") for milestone in plan.milestones}
    planned = Code("milestone.planned")
    mine: list[Commitment] = []
    for goal in plan.goals:
        mine += [
            Commitment(what=texts[interim.id], on=interim.on, state=states.get(interim.id, planned))
            for interim in goal.interim
        ]
        mine.append(Commitment(what=goal.text, on=goal.target, state=states.get(goal.milestone, planned)))
    theirs = sorted(plan.supports, key=lambda item: item.provider is not Provider.SUPERVISOR)
    return TwoColumns(
        left="employee_commitments",
        right="organisation_commitments",
        left_items=tuple(mine),
        right_items=tuple(
            Commitment(what=item.what, on=item.due, state=Code(f"support.{item.state}")) for item in theirs
        ),
    )


def _inputs(scribe: Scribe) -> tuple[Block, ...]:
    entries = tuple(
        Entry(
            name="employee_input",
            id=given.id,
            by=scribe.named(given.author),
            at=scribe.moment(given.at),
            facts=facts(moment=Code(f"input.{given.moment}"), text=given.text),
        )
        for given in scribe.plan.record.inputs
    )
    return entries or (Remark("no_employee_input"),)


def _questions(scribe: Scribe) -> Iterator[Entry]:
    for question in scribe.plan.record.questions:
        yield Entry(
            name="question",
            id=question.id,
            by=scribe.named(question.author),
            at=scribe.moment(question.at),
            facts=facts(
                text=question.text,
                answer=question.answer,
                answered_by=scribe.named(question.answered_by),
                answered_at=scribe.moment(question.answered_at),
                overridden_by=scribe.named(question.overridden_by),
            ),
            attached=scribe.rebuttals(question.id),
        )


def _change_requests(scribe: Scribe) -> Iterator[Entry]:
    for asked in scribe.plan.change_requests:
        yield Entry(
            name="change_request",
            id=asked.id,
            by=scribe.named(asked.by),
            at=scribe.moment(asked.at),
            facts=facts(part=Place.of(asked.part).part.value, field=Place.of(asked.part).field, text=asked.text),
        )


def _signature(scribe: Scribe, given: Signature) -> Entry:
    """The name as it was shown, and the time where it was given (S0-30)."""
    return Entry(
        name="signature",
        id=given.id,
        at=Moment(given.at, given.zone),
        facts=facts(
            role=Code(f"role.{given.role}"),
            signature=Code(f"signature.{given.kind}"),
            signed_at=Moment(given.at, given.zone),
            name_shown=given.name_shown,
            typed_name=given.typed_name,
            edition=given.edition,
            text_hash=given.text_hash,
            witness=scribe.named(given.witness),
            comment=given.comment,
        ),
        attached=scribe.rebuttals(given.id),
    )
