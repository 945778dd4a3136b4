"""Terms: what a plan is read with: its policy pack, the calendar the pack names, and the people concerned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from plans.dates import Absence, Calendar, WorkingTime
from plans.ids import PersonId
from plans.people import Office, Person
from plans.plan import Plan
from plans.policy import Pack, Retention, RetentionProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """``people`` holds the parties and every HR member of the workspace; ``site`` is this installation's retention."""

    pack: Pack
    calendar: Calendar
    people: Mapping[PersonId, Person]
    absences: Mapping[PersonId, tuple[Absence, ...]] = field(default_factory=dict)
    site: Retention | None = None

    @property
    def retention(self) -> Retention:
        """The pack's own profile; where the pack leaves it open, the one this installation has chosen (§6.3)."""
        own = self.pack.retention
        if self.site is None or own.profile is not RetentionProfile.DEFAULT:
            return own
        return replace(own, profile=self.site.profile, months=self.site.months)

    def working(self, person: PersonId) -> WorkingTime:
        """When this person works, in their own zone."""
        return WorkingTime(
            zone=self.people[person].zone,
            calendar=self.calendar,
            absences=self.absences.get(person, ()),
        )

    def hr_for(self, plan: Plan) -> tuple[Person, ...]:
        """The HR members who may act on this plan: active, no party to it, no conflict set (F-05)."""
        return tuple(
            person
            for person in self.people.values()
            if person.holds(Office.HR) and plan.role_of(person.id) is None and person.id not in plan.conflicts
        )
