"""``python -m tests.crash.doomed``: lives of ``milepost run``, one after the other, each a process of its own.

Everything is imported once and each life is forked from that, since importing takes longer than all the rest of a
start. A life runs what ``milepost run`` runs. One line of JSON on standard input asks for a life; one line says its
process id, and one, once it is over, how it ended. It ends when standard input does.
"""

import asyncio
import json
import os
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.logs import set_up_logs
from app.running import run_bot
from app.settings import read_settings
from tests.crash.fate import Fate, seams


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What a life is asked to be. Without a ``point`` it ends only when somebody ends it."""

    environment: dict[str, str]
    log: str
    quick: bool
    point: str | None = None
    nth: int = 1
    armed: str = ""
    told: str = ""


def live(life: Life) -> None:
    """Be ``milepost run`` with these settings and this fate."""
    os.environ.clear()
    os.environ.update(life.environment)
    with Path(life.log).open("a", encoding="utf-8", buffering=1) as log:
        set_up_logs(human=False, into=log)
        fate = (
            None
            if life.point is None
            else Fate(point=life.point, nth=life.nth, armed=Path(life.armed), told=Path(life.told))
        )
        settings = read_settings(os.environ)
        asyncio.run(run_bot(settings, jobs_only=False, seams=seams(fate, quick=life.quick)))


def _say(**said: Any) -> None:  # noqa: ANN401 - JSON
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Fork a life for each line, and wait for its end."""
    for line in iter(sys.stdin.readline, ""):
        life = Life(**json.loads(line))
        child = os.fork()
        if child == 0:
            code = 70
            try:
                # The nursery's own pipes are none of the life's business.
                os.dup2(os.open(os.devnull, os.O_RDWR), 0)
                os.dup2(os.open(life.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 1)
                os.dup2(1, 2)
                live(life)
                code = 0
            except Exception:  # noqa: BLE001 - whoever reads the log wants to know
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        _say(pid=child)
        _, status = os.waitpid(child, 0)
        _say(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
