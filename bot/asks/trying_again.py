"""HR tries again what could not be delivered, once what was in the way is mended."""

from dataclasses import dataclass

from bot.asking import Answered, Asked
from bot.asks.base import told
from bot.asks.digests import TRY_AGAIN, digest_now, undelivered_in
from bot.forms import Form
from bot.parts import Button, Stands, Text
from bot.replies import Reply, ShowForm
from plans.actions.try_again import try_again
from plans.ids import NoticeId
from plans.people import Office
from plans.ports import NotAllowedError, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class TryAgain:
    """Only what stands in this member's own overview: plans they may not read as HR are not touched (F-05)."""

    name: str = TRY_AGAIN

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            failed = await _failed(work, asked)
        say = asked.house.wording.say
        line = say("try-again-intro", count=len(failed)) if failed else say("try-again-nothing")
        return ShowForm(
            form=Form(
                title=say("try-again-title"),
                stands=asked.stands,
                submit=say("try-again-submit") if failed else None,
                parts=(Text(line),),
            )
        )

    async def take(self, answered: Answered) -> Reply:
        asked = answered.asked
        async with answered.work() as work:
            done = [await try_again(work, one, by=asked.by.id, now=asked.now) for one in await _failed(work, asked)]
            await work.commit()
        say = asked.house.wording.say
        overview = Stands(ask="read_digest")
        back = Button(label=say("try-again-back"), stands=overview)
        return told(say("try-again-title"), overview, say("try-again-done", count=sum(done)), buttons=(back,))


async def _failed(work: Work, asked: Asked) -> tuple[NoticeId, ...]:
    if not asked.by.holds(Office.HR):
        raise NotAllowedError("not-yours")
    _, digest = await digest_now(work, asked)
    return undelivered_in(digest)


ASKS = (TryAgain(),)
