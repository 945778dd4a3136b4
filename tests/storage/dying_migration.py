"""``python -m tests.storage.dying_migration STEP=ADDRESS …``: migrate each, killed at that statement.

Step 0 is not killed and prints how many statements there are; a step beyond the last dies as it commits, one further
when that is done.
"""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass

from sqlalchemy import Engine, event

from storage.engines import connect, parse
from storage.migrating import upgrade


@dataclass
class Doom:
    """``step`` is the statement before which the process dies."""

    step: int
    seen: int = 0

    def another(self, *_of_the_statement: object) -> None:
        self.seen += 1
        if self.seen == self.step:
            os.kill(os.getpid(), signal.SIGKILL)


async def migrate(address: str, doom: Doom) -> None:
    engine = connect(parse(address), guarded=False)
    event.listen(Engine, "before_cursor_execute", doom.another)
    async with engine.connect() as conn:
        await conn.run_sync(upgrade)
        doom.another()
        await conn.commit()
        doom.another()
    await engine.dispose()


def main() -> None:
    for word in sys.argv[1:]:
        step, _, address = word.partition("=")
        child = os.fork()
        if not child:
            doom = Doom(int(step))
            asyncio.run(migrate(address, doom))
            sys.stdout.write(f"{doom.seen}\n")
            sys.stdout.flush()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        # Whoever was to die must have died.
        if os.WIFSIGNALED(status) != bool(int(step)):
            sys.exit(f"step {step} ended with {status}")


if __name__ == "__main__":
    main()
