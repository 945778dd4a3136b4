"""What storage has a part in, once more: delivery, digests and reconciling on SQLite and on PostgreSQL."""

import pytest

from plans.people import Offices
from storage.database import Database
from tests.jobs.mail_room import MailRoom
from tests.jobs.test_deliver import (
    test_a_kill_while_speaking_loses_nothing_and_the_lease_brings_it_back,
    test_a_notice_about_a_plan_that_is_not_there_is_withdrawn,
    test_a_person_who_may_not_know_of_the_plan_hears_nothing,
    test_a_rate_limit_holds_the_whole_workspace_and_uses_up_no_attempt,
    test_a_refusal_is_undeliverable_and_hr_hears_of_it_once_a_day,
    test_a_reminder_whose_date_has_moved_waits_for_the_new_one,
    test_a_worker_that_comes_back_after_its_lease_overwrites_nothing,
    test_an_account_that_is_gone_is_undeliverable_and_hr_hears_of_it,
    test_messages_to_one_person_keep_their_order_and_their_distance,
    test_outside_the_persons_hours_it_waits_for_the_morning,
    test_quiet_hours_between_do_not_make_an_unknown_outcome_forgotten,
    test_two_workers_at_once_say_everything_once,
    test_what_is_due_is_said_once_and_kept_as_sent,
)
from tests.jobs.test_deliver_lateness import test_lateness_is_remembered_through_a_night
from tests.jobs.test_digests import (
    lead_alone,
    test_a_decision_that_came_to_be_waited_for_calls_for_one_digest,
    test_a_digest_reaches_its_reader_at_nine,
    test_a_failure_is_something_due,
    test_on_monday_every_hr_member_with_a_plan_to_read_is_owed_one,
)
from tests.jobs.test_reconcile import (
    test_a_person_who_moved_is_reminded_in_their_new_zone,
    test_a_plan_paused_and_taken_up_again_gets_its_reminders_back,
    test_it_runs_once_a_day_however_often_it_is_asked,
)
from tests.plans import owing as the

__all__ = [
    "lead_alone",
    "test_a_decision_that_came_to_be_waited_for_calls_for_one_digest",
    "test_a_digest_reaches_its_reader_at_nine",
    "test_a_failure_is_something_due",
    "test_a_kill_while_speaking_loses_nothing_and_the_lease_brings_it_back",
    "test_a_notice_about_a_plan_that_is_not_there_is_withdrawn",
    "test_a_person_who_may_not_know_of_the_plan_hears_nothing",
    "test_a_person_who_moved_is_reminded_in_their_new_zone",
    "test_a_plan_paused_and_taken_up_again_gets_its_reminders_back",
    "test_a_rate_limit_holds_the_whole_workspace_and_uses_up_no_attempt",
    "test_a_refusal_is_undeliverable_and_hr_hears_of_it_once_a_day",
    "test_a_reminder_whose_date_has_moved_waits_for_the_new_one",
    "test_a_worker_that_comes_back_after_its_lease_overwrites_nothing",
    "test_an_account_that_is_gone_is_undeliverable_and_hr_hears_of_it",
    "test_it_runs_once_a_day_however_often_it_is_asked",
    "test_lateness_is_remembered_through_a_night",
    "test_messages_to_one_person_keep_their_order_and_their_distance",
    "test_on_monday_every_hr_member_with_a_plan_to_read_is_owed_one",
    "test_outside_the_persons_hours_it_waits_for_the_morning",
    "test_quiet_hours_between_do_not_make_an_unknown_outcome_forgotten",
    "test_two_workers_at_once_say_everything_once",
    "test_what_is_due_is_said_once_and_kept_as_sent",
]


@pytest.fixture
async def room(database: Database) -> MailRoom:
    """In place of the one in memory: the same people, met by a database."""
    hr = [person.id for person in (the.LEAD, the.SECOND_HR)]
    database.set_offices(Offices(hr=tuple(hr), hr_lead=the.LEAD.id))
    room = MailRoom(database)
    await room.meet(*the.PEOPLE)
    return room
