"""Modal stacks, triggers, acknowledgements and versions (rules 1, 2, 4 and 8)."""

import asyncio

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.shapes import Json
from sandbox.workspace import Rules
from tests.sandbox.bench import (
    ANN,
    BEN,
    Ask,
    Bench,
    Connect,
    acks,
    actions,
    asking,
    button,
    modal,
    opening,
    option,
    question,
    refused,
    running,
)

PUSHER = modal(actions(button("More", "more")), question(), callback_id="form")


def keeping(found: list[Json]) -> Ask:
    """A listener that keeps the payload and acknowledges."""

    async def listener(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        found.append(body)
        await ack()

    return listener


def pushing(found: list[Json]) -> Ask:
    """A button that pushes the same view once more, and keeps answers and refusals."""

    async def listener(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        answer = await client.views_push(trigger_id=body["trigger_id"], view=PUSHER)
        found.append(dict(answer["view"]))

    return listener


async def trigger(bench: Bench) -> str:
    """The trigger of Ann's last command."""
    deliveries = await bench.control.log("delivery")
    return str(deliveries[-1]["payload"]["trigger_id"])


async def test_a_stack_holds_three_views_and_knows_root_and_previous(connect: Connect) -> None:
    pushed: list[Json] = []
    refusals: list[Json] = []

    async def more(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        call = client.views_push(trigger_id=body["trigger_id"], view=PUSHER)
        if len(pushed) < 2:
            pushed.append(dict((await call)["view"]))
        else:
            refusals.append(await refused(call))

    async with connect(opening(PUSHER, action_more=more)) as bench:
        await bench.ann.command("/ask")
        for _ in range(3):
            await bench.ann.press("More")
        await bench.control.settle()
        first, second, third = await bench.ann.stack()
        assert [view["previous_view_id"] for view in pushed] == [first.id, second.id]
        assert {view["root_view_id"] for view in pushed} == {first.id}
        assert third.id == pushed[1]["id"]
        assert refusals[0]["error"] == "push_limit_reached"


async def test_each_person_has_a_stack_of_their_own(connect: Connect) -> None:
    async with connect(opening(modal(), view_form=acks({"response_action": "clear"}))) as bench:
        ben = bench.control.act_as(BEN)
        await bench.ann.command("/ask")
        await bench.ann.fill({"why": "mine"})
        await ben.command("/ask")
        await ben.fill({"why": "his"})
        assert (await ben.submit()).kind == "cleared"
        (kept,) = await bench.ann.stack()
        assert kept.field_named("why").value == "mine"
        assert await ben.stack() == []


async def test_a_trigger_works_once(connect: Connect) -> None:
    async with connect(opening(modal())) as bench:
        await bench.ann.command("/ask")
        used = await trigger(bench)
        assert (await refused(bench.client.views_open(trigger_id=used, view=modal())))["error"] == (
            "exchanged_trigger_id"
        )


async def test_a_trigger_ends_after_its_seconds_and_an_invented_one_never_works() -> None:
    seen: list[Json] = []

    async def late(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await asyncio.sleep(0.3)
        seen.append(await refused(client.views_open(trigger_id=body["trigger_id"], view=modal())))
        seen.append(await refused(client.views_open(trigger_id="1.2.abc", view=modal())))

    rules = Rules(trigger_seconds=0.2)
    async with running("http", lambda app: app.command("/ask")(late), rules=rules) as bench:  # type: ignore[arg-type]
        await bench.ann.command("/ask")
        await bench.control.settle()
    assert [one["error"] for one in seen] == ["expired_trigger_id", "invalid_trigger_id"]


async def test_a_view_opens_on_the_screen_of_whoever_acted(connect: Connect) -> None:
    async with connect(opening(modal())) as bench:
        await bench.control.act_as(BEN).command("/ask")
        assert await bench.ann.stack() == []
        assert len(await bench.control.act_as(BEN).stack()) == 1


async def test_a_push_needs_an_act_inside_an_open_modal(connect: Connect) -> None:
    seen: list[Json] = []

    async def ask(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        seen.append(await refused(client.views_push(trigger_id=body["trigger_id"], view=modal())))
        await ack()

    async with connect(lambda app: app.command("/ask")(ask)) as bench:  # type: ignore[arg-type]
        await bench.ann.command("/ask")
    assert seen[0]["error"] == "not_found"


async def test_opening_over_an_open_modal_is_recorded(connect: Connect) -> None:
    async def more(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    async with connect(opening(PUSHER, action_more=more)) as bench:
        await bench.ann.command("/ask")
        await bench.ann.press("More")
        assert await bench.violated() == ["open_over_modal"]


async def test_an_empty_acknowledgement_closes_this_view_only(connect: Connect) -> None:
    async with connect(opening(PUSHER, action_more=pushing([]), view_form=acks())) as bench:
        await bench.ann.command("/ask")
        await bench.ann.press("More")
        await bench.control.settle()
        await bench.ann.fill({"why": "enough"})
        assert (await bench.ann.submit()).kind == "closed"
        assert len(await bench.ann.stack()) == 1


async def test_clear_closes_every_view(connect: Connect) -> None:
    clear = acks({"response_action": "clear"})
    async with connect(opening(PUSHER, action_more=pushing([]), view_form=clear)) as bench:
        await bench.ann.command("/ask")
        await bench.ann.press("More")
        await bench.control.settle()
        await bench.ann.fill({"why": "enough"})
        assert (await bench.ann.submit()).kind == "cleared"
        assert await bench.ann.stack() == []


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"response_action": "errors", "errors": {"nowhere": "No."}}, id="unknown block"),
        pytest.param({"response_action": "errors", "errors": {"row": "No."}}, id="block without input"),
        pytest.param({"response_action": "errors", "errors": {}}, id="no errors"),
        pytest.param({"response_action": "update", "view": {"type": "modal"}}, id="invalid view"),
        pytest.param({"response_action": "push", "view": {"type": "home", "blocks": []}}, id="not a modal"),
        pytest.param({"response_action": "vanish"}, id="unknown action"),
    ],
)
async def test_an_acknowledgement_slack_cannot_use_shows_trouble_and_keeps_the_text(
    connect: Connect, answer: Json
) -> None:
    async def raw(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        # Bolt's own helper drops some of these, so the answer is written by hand.
        ack.response = None
        await ack(answer)

    async with connect(opening(PUSHER, view_form=raw)) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill({"why": "still here"})
        outcome = await bench.ann.submit()
        assert outcome.trouble
        (view,) = await bench.ann.stack()
        assert view.trouble is not None
        assert view.trouble in view.text
        assert view.field_named("why").value == "still here"
        assert "bad_ack" in await bench.violated()


async def test_an_update_in_the_acknowledgement_keeps_id_and_changes_hash(connect: Connect) -> None:
    after = modal(question("other"), title={"type": "plain_text", "text": "Next"})
    async with connect(opening(modal(), view_form=acks({"response_action": "update", "view": after}))) as bench:
        await bench.ann.command("/ask")
        (before,) = await bench.ann.stack()
        await bench.ann.fill({"why": "so"})
        assert (await bench.ann.submit()).kind == "updated"
        (view,) = await bench.ann.stack()
        assert (view.id, view.title) == (before.id, "Next")
        assert view.hash != before.hash


async def test_a_push_in_the_acknowledgement_opens_on_top(connect: Connect) -> None:
    answer = {"response_action": "push", "view": modal(question("second"), callback_id="next")}
    async with connect(opening(modal(), view_form=acks(answer))) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill({"why": "so"})
        outcome = await bench.ann.submit()
        assert (outcome.kind, outcome.opened) == ("pushed", True)
        assert [view.callback_id for view in await bench.ann.stack()] == ["form", "next"]


async def test_typed_values_survive_an_update_only_where_both_ids_stay(connect: Connect) -> None:
    async def more(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        fresh = question("third")
        fresh["element"]["action_id"] = "renamed"
        view = modal(actions(button("More", "more")), question("first"), question("moved"), fresh)
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
        await ack()

    start = modal(actions(button("More", "more")), question("first"), question("second"), question("third"))
    async with connect(opening(start, action_more=more)) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill({"first": "one", "second": "two", "third": "three"})
        await bench.ann.press("More")
        view = await bench.ann.modal()
        assert view is not None
        assert [one.value for one in view.fields] == ["one", None, None]


async def test_a_stale_hash_is_a_conflict_and_a_closed_view_is_not_found(connect: Connect) -> None:
    async with connect(opening(modal())) as bench:
        await bench.ann.command("/ask")
        (view,) = await bench.ann.stack()
        fresh = await bench.client.views_update(view_id=view.id, hash=view.hash, view=modal())
        assert fresh["view"]["hash"] != view.hash
        stale = bench.client.views_update(view_id=view.id, hash=view.hash, view=modal())
        assert (await refused(stale))["error"] == "hash_conflict"
        await bench.ann.close()
        gone = bench.client.views_update(view_id=view.id, view=modal())
        assert (await refused(gone))["error"] == "not_found"


async def test_an_external_id_is_unique_and_finds_its_view(connect: Connect) -> None:
    async with connect(opening(modal(external_id="x1")), rules=Rules(ack_seconds=0.3)) as bench:
        await bench.ann.command("/ask")
        taken = await bench.control.act_as(BEN).command("/ask")
        assert taken.trouble
        calls = await bench.control.log("call")
        assert calls[-1]["error"] == "duplicate_external_id"
        answer = await bench.client.views_update(external_id="x1", view=modal(external_id="x1"))
        assert answer["view"]["external_id"] == "x1"


async def test_a_submission_carries_every_value_and_untouched_first_values(connect: Connect) -> None:
    seen: list[Json] = []
    options = [option("red"), option("green"), option("blue")]
    view = modal(
        question("text", initial_value="as it was"),
        asking({"type": "number_input", "is_decimal_allowed": False}, "number"),
        asking({"type": "datepicker", "initial_date": "2026-03-02"}, "date"),
        asking({"type": "timepicker"}, "time", optional=True),
        asking({"type": "static_select", "options": options}, "select"),
        asking({"type": "radio_buttons", "options": options, "initial_option": options[1]}, "radio"),
        asking({"type": "checkboxes", "options": options}, "checks"),
        asking({"type": "multi_static_select", "options": options}, "many"),
        asking({"type": "users_select"}, "person"),
    )
    async with connect(opening(view, view_form=keeping(seen))) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill(
            {
                "number": 12,
                "Your select": "Blue",
                "checks": ["blue", "red"],
                "many": ["Green", "Blue"],
                "person": "Gus Gone",
            }
        )
        assert (await bench.ann.submit()).ok
    held = {key: next(iter(value.values())) for key, value in seen[0]["view"]["state"]["values"].items()}
    assert held == {
        "text": {"type": "plain_text_input", "value": "as it was"},
        "number": {"type": "number_input", "value": "12"},
        "date": {"type": "datepicker", "selected_date": "2026-03-02"},
        "time": {"type": "timepicker", "selected_time": None},
        "select": {"type": "static_select", "selected_option": options[2]},
        "radio": {"type": "radio_buttons", "selected_option": options[1]},
        "checks": {"type": "checkboxes", "selected_options": [options[0], options[2]]},
        "many": {"type": "multi_static_select", "selected_options": [options[1], options[2]]},
        "person": {"type": "users_select", "selected_user": "U0GONE"},
    }


async def test_the_screen_itself_refuses_empty_and_too_long_fields(connect: Connect) -> None:
    view = modal(question("short", max_length=5), question("long", min_length=5), question("free"))
    async with connect(opening(view, view_form=acks())) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill({"short": "far too long", "long": "abc"})
        outcome = await bench.ann.submit()
        assert not outcome.sent
        assert outcome.errors.keys() == {"short", "long", "free"}
        await bench.ann.fill({"short": "ok", "long": "longer", "free": "x"})
        assert (await bench.ann.submit()).kind == "closed"


async def test_closing_tells_the_app_where_it_asked_to_know(connect: Connect) -> None:
    seen: list[Json] = []
    view = modal(notify_on_close=True, clear_on_close=True)
    async with connect(opening(view, closed_form=keeping(seen))) as bench:
        await bench.ann.command("/ask")
        assert (await bench.ann.close()).kind == "closed"
        assert await bench.ann.stack() == []
    (closed,) = seen
    assert (closed["type"], closed["is_cleared"], closed["user"]["id"]) == ("view_closed", True, ANN)


async def test_a_choice_outside_an_input_and_a_dispatching_input_send_their_action(connect: Connect) -> None:
    seen: list[Json] = []
    options = [option("red"), option("green")]
    loud = asking({"type": "static_select", "action_id": "pick", "options": options}, "b", dispatch_action=True)
    free = actions({"type": "datepicker", "action_id": "when"}, block_id="a")
    heard = {"action_pick": keeping(seen), "action_when": keeping(seen)}
    async with connect(opening(modal(free, loud), **heard)) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill({"when": "2026-05-04", "pick": "green"})
    first, second = (one["actions"][0] for one in seen)
    assert (first["action_id"], first["selected_date"]) == ("when", "2026-05-04")
    assert second["selected_option"] == options[1]
    assert seen[1]["view"]["state"]["values"]["a"]["when"]["selected_date"] == "2026-05-04"
    assert seen[1]["container"] == {"type": "view", "view_id": seen[1]["view"]["id"]}


async def test_one_submission_can_be_delivered_twice(connect: Connect) -> None:
    seen: list[Json] = []
    async with connect(opening(modal(), view_form=keeping(seen))) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill({"why": "once"})
        outcome = await bench.ann.submit(copies=2)
        assert outcome.kind == "closed"
        assert outcome.delivery is not None
        assert (await bench.control.resend(outcome.delivery)).ok
    assert len(seen) == 3
    assert seen[0] == seen[1] == seen[2]
