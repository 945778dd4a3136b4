"""Terms: what a plan is read with: its policy pack, the calendar the pack names, and the people concerned."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plans.dates import Absence, Calendar, WorkingTime
from plans.ids import PersonId
from plans.people import Office, Person
from plans.plan import Plan
from plans.policy import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """``people`` holds the parties and every HR member of the workspace."""

    pack: Pack
    calendar: Calendar
    people: Mapping[PersonId, Person]
    absences: Mapping[PersonId, tuple[Absence, ...]] = field(default_factory=dict)

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
