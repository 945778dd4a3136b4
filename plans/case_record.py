"""The second half of a case file: what happened while the plan ran, and how it ended."""

from collections.abc import Iterator
from enum import StrEnum

from plans.case_ending import ending_sections
from plans.document import Block, Code, Entry, Fact, Remark, Section, Table, Value
from plans.figures import bar, with_unit
from plans.goals import Milestone
from plans.meetings import Review
from plans.people import Role
from plans.reasons import labels_of
from plans.record import Barrier, CheckInNote, Contest, GoalProgress, Support
from plans.scribe import Scribe, facts
from plans.visible import check_in_opened, is_sealed, review_zone, side

BOTH_SIDES = (Role.EMPLOYEE, Role.SUPERVISOR)


def record_sections(scribe: Scribe) -> Iterator[Section]:
    plan = scribe.plan
    yield Section(name="milestones", blocks=tuple(_milestone(scribe, one) for one in plan.milestones))
    yield Section(name="reviews", blocks=tuple(_review(scribe, review) for review in plan.reviews))
    yield Section(name="notes", blocks=tuple(_notes(scribe)))
    yield Section(name="barriers", blocks=tuple(barrier_entry(scribe, one) for one in plan.record.barriers))
    yield Section(name="support_ledger", blocks=tuple(_ledger(scribe)))
    yield Section(name="pauses", blocks=_pauses(scribe))
    yield Section(name="hand_overs", blocks=_hand_overs(scribe))
    yield from ending_sections(scribe)


def _milestone(scribe: Scribe, milestone: Milestone) -> Entry:
    """A date with its class and every time the class rests on: due, reported, raised, answered (S0-25)."""
    goal = next((goal for goal in scribe.plan.goals if goal.id == milestone.goal), None)
    interim = next((one for one in goal.interim if one.id == milestone.id), None) if goal else None
    history = tuple(
        Entry(
            name="classed_as",
            id=f"{milestone.id}-{number}",
            at=scribe.moment(line.at),
            facts=facts(miss=Code(f"miss.{line.miss}")),
        )
        for number, line in enumerate(milestone.history, start=1)
    )
    barriers = tuple(_barrier_times(scribe, one) for one in scribe.plan.record.barriers_on(milestone.id))
    contests = tuple(
        _contest(scribe, contest) for contest in scribe.plan.record.contests if contest.milestone == milestone.id
    )
    return Entry(
        name="milestone",
        id=milestone.id,
        facts=facts(
            goal=goal.text if goal else None,
            interim=interim.text if interim else None,
            on=milestone.on,
            state=Code(f"milestone.{milestone.state}"),
            miss=_coded("miss", milestone.miss),
            due_at=scribe.moment(milestone.due_at),
            grace_until=scribe.moment(milestone.grace_until),
            reported_done_at=scribe.moment(milestone.reported_done_at),
            met_on=milestone.met_on,
            settled_by=scribe.named(milestone.settled_by),
            settled_at=scribe.moment(milestone.settled_at),
            reason=milestone.reason,
            recognition=milestone.recognition,
            evidence=milestone.evidence,
        ),
        attached=(*history, *barriers, *contests, *scribe.rebuttals(milestone.id)),
    )


def _barrier_times(scribe: Scribe, barrier: Barrier) -> Entry:
    """Only when it was raised and answered; its words stand under barriers."""
    return Entry(
        name="barrier_times",
        id=barrier.id,
        at=scribe.moment(barrier.at),
        facts=facts(
            barrier=Code(f"barrier_kind.{barrier.kind}"),
            answered_at=scribe.moment(barrier.answered_at),
            answered_by=scribe.named(barrier.answered_by),
        ),
    )


def _contest(scribe: Scribe, contest: Contest) -> Entry:
    return Entry(
        name="contest",
        id=contest.id,
        by=scribe.named(contest.author),
        at=scribe.moment(contest.at),
        facts=facts(
            against=Code(f"miss.{contest.against}"),
            text=contest.text,
            state=Code(f"contest.{contest.state}"),
            answer=contest.answer,
            answered_by=scribe.named(contest.answered_by),
            answered_at=scribe.moment(contest.answered_at),
        ),
        attached=scribe.rebuttals(contest.id),
    )


def _review(scribe: Scribe, review: Review) -> Entry:
    return Entry(
        name="review",
        id=review.id,
        facts=(*_meeting(scribe, review), *(Fact("picked", label) for label in labels_of(scribe.terms, review.picked))),
        attached=(
            *_moves(scribe, review),
            *_progress(scribe, review.id, review.progress),
            *_check_in(scribe, review),
            *_corrections(scribe, review),
            *scribe.rebuttals(review.id),
        ),
    )


def _meeting(scribe: Scribe, review: Review) -> tuple[Fact, ...]:
    return facts(
        kind=Code(f"review_kind.{review.kind}"),
        on=review.on,
        at_time=review.at_time,
        time_zone=None if review.at_time is None else review_zone(scribe.plan, review, terms=scribe.terms),
        state=Code(f"review.{review.state}"),
        follows=review.follows,
        held_on=review.held_on,
        employee_attended=_coded("attendance", review.employee_attended),
        supervisor_attended=_coded("attendance", review.supervisor_attended),
        not_held=_coded("not_held", review.not_held),
        not_held_words=review.not_held_words,
        discussion=review.discussion,
        adjustments=review.adjustments,
        standing=_coded("standing", review.standing),
        documented=_coded("documented", review.documented),
        documented_by=scribe.named(review.documented_by),
        documented_at=scribe.moment(review.documented_at),
        late=Code("late") if review.late else None,
    )


def _coded(group: str, value: StrEnum | None) -> Code | None:
    return None if value is None else Code(f"{group}.{value}")


def _progress(scribe: Scribe, about: str, said: tuple[GoalProgress, ...]) -> Iterator[Entry]:
    for one in said:
        yield Entry(
            name="goal_progress",
            id=f"{about}-{one.goal}",
            facts=facts(goal=scribe.goal_text(one.goal), **_number(scribe, one), text=one.text),
        )


def _number(scribe: Scribe, said: GoalProgress) -> dict[str, Value]:
    """The number somebody gave, and how far it has come (S2-07)."""
    figures = next((goal.figures for goal in scribe.plan.goals if goal.id == said.goal), None)
    if figures is None or said.number is None:
        return {}
    return {"number": with_unit(figures, said.number), "bar": bar(figures, said.number)}


def _corrections(scribe: Scribe, review: Review) -> Iterator[Entry]:
    for one in review.corrections:
        yield Entry(
            name="correction",
            id=one.id,
            by=scribe.named(one.by),
            at=scribe.moment(one.at),
            facts=facts(text=one.text),
            attached=scribe.rebuttals(one.id),
        )


def _moves(scribe: Scribe, review: Review) -> Iterator[Entry]:
    for number, move in enumerate(review.moves, start=1):
        yield Entry(
            name="review_moved",
            id=f"{review.id}-{number}",
            by=scribe.named(move.by),
            at=scribe.moment(move.at),
            facts=facts(old=move.old, new=move.new, reason=move.reason),
        )


def _check_in(scribe: Scribe, review: Review) -> Iterator[Entry]:
    """The notes of both sides, employee first; at the end of a check-in also who did not write."""
    notes = [note for note in scribe.plan.record.check_ins if note.review == review.id]
    opened = check_in_opened(scribe.plan, review, now=scribe.made_at, terms=scribe.terms)
    for wanted in BOTH_SIDES:
        written = [note for note in notes if side(note.role) is wanted]
        for note in written:
            yield _written(scribe, note, opened=opened)
        if not written and review.ended_at is not None:
            yield Entry(
                name="check_in",
                id=f"{review.id}-{wanted}",
                facts=facts(role=Code(f"role.{wanted}"), state=Code("check_in.not_answered")),
            )
    for note in notes:
        if side(note.role) not in BOTH_SIDES:
            yield _written(scribe, note, opened=opened)


def _written(scribe: Scribe, note: CheckInNote, *, opened: bool) -> Entry:
    """An opened one without words is one that was left out of a copy (P-09)."""
    if not opened:
        return _without_words(scribe, note, state="sealed")
    return _without_words(scribe, note, state="left_out") if is_sealed(note) else _note_entry(scribe, note)


def _note_entry(scribe: Scribe, note: CheckInNote) -> Entry:
    return Entry(
        name="check_in",
        id=note.id,
        by=scribe.named(note.author, note.role),
        at=scribe.moment(note.at),
        facts=facts(
            late=Code("late") if note.late else None,
            challenges=note.challenges,
            support_needed=note.support_needed,
            feedback=note.feedback,
        ),
        attached=(
            *_progress(scribe, note.id, note.progress),
            *scribe.rebuttals(note.id),
        ),
    )


def _without_words(scribe: Scribe, note: CheckInNote, *, state: str) -> Entry:
    return Entry(
        name="check_in",
        id=note.id,
        by=scribe.named(note.author, note.role),
        at=scribe.moment(note.at),
        facts=facts(state=Code(f"check_in.{state}")),
    )


def _notes(scribe: Scribe) -> Iterator[Entry]:
    for note in scribe.plan.record.notes:
        yield Entry(
            name="note",
            id=note.id,
            by=scribe.named(note.author, note.role),
            at=scribe.moment(note.at),
            facts=facts(
                goal=scribe.goal_text(note.goal),
                corrects=note.corrects,
                week=note.week,
                weekly=_coded("weekly", note.weekly),
                text=note.text or None,
            ),
            attached=scribe.rebuttals(note.id),
        )


def barrier_entry(scribe: Scribe, barrier: Barrier) -> Entry:
    return Entry(
        name="barrier",
        id=barrier.id,
        by=scribe.named(barrier.author),
        at=scribe.moment(barrier.at),
        facts=facts(
            barrier=Code(f"barrier_kind.{barrier.kind}"),
            state=Code(f"barrier.{barrier.state}"),
            text=barrier.text,
            would_help=barrier.would_help,
            wished_date=barrier.wished_date,
            answer=barrier.answer,
            answered_by=scribe.named(barrier.answered_by),
            answered_at=scribe.moment(barrier.answered_at),
            ended_at=scribe.moment(barrier.ended_at),
        ),
        attached=scribe.rebuttals(barrier.id),
    )


def _ledger(scribe: Scribe) -> Iterator[Block]:
    """Every promise with who made it, and what became of it with date and who says so (S0-16)."""
    for item in scribe.plan.supports:
        yield Entry(
            name="support",
            id=item.id,
            by=scribe.named(item.by),
            at=scribe.moment(item.at),
            facts=facts(
                what=item.what,
                goal=scribe.goal_text(item.goal),
                provider=Code(f"provider.{item.provider}"),
                where=item.where,
                notes=item.notes,
                due=item.due,
                state=Code(f"support.{item.state}"),
                confirmed_on=item.confirmed_on,
                confirmed_by=scribe.named(item.confirmed_by),
                confirmed_at=scribe.moment(item.confirmed_at),
                reason=item.reason,
                not_received_at=scribe.moment(item.not_received_at),
            ),
            attached=(*_objections(scribe, item), *scribe.rebuttals(item.id)),
        )
    if not scribe.plan.supports:
        yield Remark("no_support")


def _objections(scribe: Scribe, item: Support) -> Iterator[Entry]:
    """Each time the employee said that they had not received it, with what was said to that (S0-16)."""
    for number, one in enumerate(item.objections, start=1):
        yield Entry(
            name="objection",
            id=f"{item.id}-objection-{number}",
            by=scribe.named(scribe.plan.employee),
            at=scribe.moment(one.at),
            facts=facts(
                answer=one.answer,
                answered_by=scribe.named(one.answered_by),
                answered_at=scribe.moment(one.answered_at),
            ),
        )


def _hand_overs(scribe: Scribe) -> tuple[Block, ...]:
    """Who supervised until when; what they wrote keeps their name (F-04)."""
    rows = tuple(
        (
            scribe.named(one.old),
            scribe.named(one.new),
            scribe.named(one.by),
            scribe.moment(one.at),
            scribe.moment(one.confirmed_at),
        )
        for one in scribe.plan.hand_overs
    )
    return (Table(columns=("before", "after", "by", "at", "confirmed_at"), rows=rows),) if rows else ()


def _pauses(scribe: Scribe) -> tuple[Block, ...]:
    """Dates and who approved; there is no reason (P-14)."""
    rows = tuple(
        (pause.first, pause.last, scribe.named(pause.approved_by), scribe.moment(pause.at))
        for pause in scribe.plan.pauses
    )
    return (Table(columns=("first", "last", "approved_by", "at"), rows=rows),) if rows else ()
