"""A draft written at the desk, step by step, for tests of what comes of it."""

from plans import examples
from plans.acts import Act
from plans.ids import PlanId
from plans.plan import Plan
from plans.ports import System
from storage.database import Database
from tests.bot.playing import Player, Table

AREAS = ("communication", "reliability")


async def start(player: Player, *, native: str = "U0EMPLOYEE") -> str:
    await player.command("new")
    await player.send({"employee": native})
    return player.plan


async def stored(database: Database, plan: str) -> Plan:
    async with database.begin() as work:
        return await work.plans.get(PlanId(plan), by=System.OPERATOR, act=Act.READ_PLAN, now=examples.NOW)


async def write_concerns(player: Player) -> None:
    for _ in AREAS:
        await player.send(
            {
                "expectation": "Guides that others can follow",
                "deficiency": "Steps are left out",
                "example_on": "2026-08-10",
                "example": "The scanner guide",
                "feedback_on": "2026-08-12",
            }
        )


async def write_draft(player: Player) -> str:
    """Every step of the wizard, to the check screen."""
    plan = await start(player)
    await player.send({"strengths": "Knows the map collection 🗺 מפות"})
    await player.send({"areas": AREAS})
    await write_concerns(player)
    await player.send(
        {
            "text": "Write three guides",
            "measure": "A colleague could follow each",
            "target": "2027-02-01",
            "interim": "First guide",
            "interim_on": "2026-11-02",
            "support": "Writer’s workshop",
            "support_by": "organisation",
            "support_where": "Room 106",
            "support_due": "2026-10-05",
        }
    )
    await player.send({})
    await player.send({"period": "12-months", "start": "2026-09-02"})
    await player.send({})
    return plan


def words_of(player: Player) -> str:
    return "\n".join(getattr(part, "text", "") for part in player.shown.parts)


async def delivered(desk: Table) -> str:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await write_draft(supervisor)
    await supervisor.send({})
    await hr.open("approve_plan", plan)
    await hr.send({"typed_name": "Priya Raman"})
    await supervisor.open("deliver_plan", plan)
    await supervisor.send({"typed_name": "Marta Lindqvist"})
    return plan
