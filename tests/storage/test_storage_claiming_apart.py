"""Two workers that claim at the same moment: nothing goes to both, and nobody has two things said at once."""

from datetime import timedelta

from plans.ids import PersonId, fresh
from tests.conftest import open_database
from tests.storage.test_storage_claiming import LEASE, MINUTE, NOW, claim, owed, put


async def test_what_one_worker_is_taking_the_other_passes_over(postgresql_address: str) -> None:
    one, other = open_database(postgresql_address), open_database(postgresql_address)
    people = [PersonId(fresh()) for _ in range(6)]
    await put(one, *[owed(f"{number}{person}", person, minutes=number) for person in people for number in range(2)])
    assert len(await claim(one, limit=2)) == 2
    now, later = NOW + 60 * MINUTE, NOW + LEASE + timedelta(seconds=1)
    async with one.begin() as mine, other.begin() as theirs:
        first = await mine.notices.claim(now=now, real_now=later, lease=LEASE, limit=3)
        second = await theirs.notices.claim(now=now, real_now=later, lease=LEASE, limit=20)
        await mine.commit()
        await theirs.commit()
    third = await claim(other, real_now=later, limit=20)
    found = [*first, *second, *third]
    assert len(first) == 3
    assert len({notice.id for notice in found}) == len(found)
    assert sorted(notice.owed.person for notice in found) == sorted(people)
    assert len({notice.lease_token for notice in found}) == len({notice.send_key for notice in found}) == len(found)
    assert sum(notice.last_outcome is not None for notice in found) == 2
    await one.close()
    await other.close()
