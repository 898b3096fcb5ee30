"""Snoozes, tags and results: entries that operators see and visitors do not, and nobody is overruled unawares."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from ryadom.core.operators import add_operator
from tests.web.client import PASSWORD, Client, JsonObject, Server
from tests.web.labels import make_labels

SOON = "2126-01-01T00:00:00Z"


def in_hours(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


async def deed(client: Client, command: str, **fields: Any) -> JsonObject:
    """What comes of a command: its entry, or the error."""
    echo_id = str(uuid4())
    await client.send(command, echo_id=echo_id, **fields)
    while (frame := await client.receive()).get("echo_id") != echo_id:
        pass
    return frame


async def row_of(client: Client, conversation_id: str) -> JsonObject:
    await client.send("fetch_conversation", request_id="row", conversation_id=conversation_id)
    return dict((await client.receive("conversation_fetched"))["conversation"])


async def ids_in(client: Client, folder: str, **fields: Any) -> list[str]:
    await client.send("list_conversations", request_id="list", folder=folder, **fields)
    return [row["id"] for row in (await client.receive("conversation_list"))["conversations"]]


NOTHING = dict.fromkeys(("waiting", "own_waiting", "mine", "department", "all", "snoozed", "closed"), 0)


async def counts(client: Client) -> JsonObject:
    await client.send("fetch_counts", request_id="counts")
    return dict((await client.receive("counts_fetched"))["counts"])


async def history(client: Client, conversation_id: str) -> list[JsonObject]:
    await client.send("fetch_history", request_id="all", conversation_id=conversation_id, limit=200)
    while (told := await client.receive("history"))["request_id"] != "all":
        pass
    return list(told["entries"])


async def test_snoozed_conversation_leaves_the_folders_and_comes_back_with_its_visitor(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna:
        posted = await guest.say("Вопрос")
        target = {"conversation_id": posted["conversation_id"]}
        until = in_hours(1)
        entry = await deed(anna, "snooze_conversation", **target, until=until)
        assert entry["type"] == "conversation_snoozed"
        assert datetime.fromisoformat(entry["until"]) == datetime.fromisoformat(until)
        row = await row_of(anna, posted["conversation_id"])
        assert row["snoozed_until"] == entry["until"]
        assert (await ids_in(anna, "waiting"), await ids_in(anna, "all")) == ([], [])
        assert await ids_in(anna, "snoozed") == [posted["conversation_id"]]
        assert await counts(anna) == NOTHING | {"snoozed": 1}
        await guest.say("Ещё вопрос", **target)
        row = await row_of(anna, posted["conversation_id"])
        assert (row["snoozed_until"], row["queued_at"]) == (None, row["queued_at"])
        assert await ids_in(anna, "waiting") == [posted["conversation_id"]]
        assert (await counts(anna))["snoozed"] == 0


async def test_operators_answer_leaves_a_snooze_and_a_closing_ends_it(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna:
        target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
        await deed(anna, "snooze_conversation", **target, until=in_hours(1))
        await deed(anna, "send_message", **target, body="Узнаю")
        assert (await row_of(anna, **target))["snoozed_until"] is not None
        await deed(anna, "set_status", **target, status="closed")
        assert (await row_of(anna, **target))["snoozed_until"] is None
        refused = await deed(anna, "snooze_conversation", **target, until=in_hours(1))
        assert (refused["code"], refused["field"]) == ("snooze_unsuitable", "conversation_id")


@pytest.mark.parametrize("hours", [-1, 24 * 400])
async def test_snooze_to_a_time_that_has_passed_or_is_far_away_is_refused(server: Server, hours: int) -> None:
    async with server.visitor() as guest, server.operator() as anna:
        target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
        refused = await deed(anna, "snooze_conversation", **target, until=in_hours(hours))
        assert (refused["code"], refused["field"]) == ("snooze_unsuitable", "until")


async def test_operator_ends_a_snooze_before_its_time(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna:
        target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
        queued_at = (await row_of(anna, **target))["queued_at"]
        await deed(anna, "snooze_conversation", **target, until=in_hours(1))
        entry = await deed(anna, "snooze_conversation", **target, until=None)
        assert entry["until"] is None
        row = await row_of(anna, **target)
        assert (row["snoozed_until"], row["queued_at"]) == (None, queued_at)


async def test_tags_are_put_on_and_taken_off_and_repeat_nothing(server: Server) -> None:
    labels = await make_labels(server, tags=("VIP", "Возврат"), results=("Решено",))
    async with server.visitor() as guest, server.operator() as anna:
        target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
        both = [labels["VIP"], labels["Возврат"]]
        entry = await deed(anna, "tag_conversation", **target, add_ids=[*both, labels["VIP"]])
        assert (entry["type"], entry["added_ids"], entry["removed_ids"]) == ("conversation_tagged", both, [])
        again = await deed(anna, "tag_conversation", **target, add_ids=both[:1], remove_ids=both[1:])
        assert (again["added_ids"], again["removed_ids"]) == ([], both[1:])
        assert (await row_of(anna, **target))["tag_ids"] == both[:1]
        for unfit in (labels["Решено"], str(uuid4())):
            refused = await deed(anna, "tag_conversation", **target, add_ids=[unfit])
            assert (refused["code"], refused["field"]) == ("label_unknown", "add_ids")
        echo_id = str(uuid4())
        for _ in range(2):
            await anna.send("tag_conversation", echo_id=echo_id, **target, add_ids=both[1:])
            assert (await anna.receive("conversation_tagged"))["added_ids"] == both[1:]
        assert len(await history(anna, **target)) == 4


async def test_conversation_is_closed_with_a_result_that_its_opening_takes_away(server: Server) -> None:
    labels = await make_labels(server, tags=("VIP",), results=("Решено",))
    async with server.visitor() as guest, server.operator() as anna:
        target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
        refused = await deed(anna, "set_status", **target, status="closed", result_id=labels["VIP"])
        assert (refused["code"], refused["field"]) == ("label_unknown", "result_id")
        entry = await deed(anna, "set_status", **target, status="closed", result_id=labels["Решено"])
        assert entry["result_id"] == labels["Решено"]
        assert (await row_of(anna, **target))["result_id"] == labels["Решено"]
        assert "result_id" not in await guest.receive("status_changed")
        reopened = await deed(anna, "set_status", **target, status="open")
        assert "result_id" not in reopened
        assert (await row_of(anna, **target))["result_id"] is None


async def test_visitor_is_told_nothing_of_tags_snoozes_and_results(server: Server) -> None:
    labels = await make_labels(server, tags=("Скандалист",), results=("Спам",))
    async with server.visitor() as guest, server.operator() as anna:
        target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
        await deed(anna, "tag_conversation", **target, add_ids=[labels["Скандалист"]])
        await deed(anna, "snooze_conversation", **target, until=in_hours(1))
        await deed(anna, "set_status", **target, status="closed", result_id=labels["Спам"])
        await deed(anna, "send_message", **target, body="Передумали")
        posted = await guest.receive("message_posted")
        # 1 the question, 4 the closing, 5 to 6 the opening and the assignment
        assert (posted["seq"], posted["prev_seq"]) == (7, 6)
        told = [posted, *await history(guest, **target)]
    async with server.visitor(token=guest.welcome["token"], **target, after_seq=1) as back:
        assert back.history is not None
        told += [back.welcome, back.history]
        seen = [(entry["seq"], entry["prev_seq"]) for entry in back.history["entries"]]
        assert seen[0] == (4, 1)
    text = str(told)
    for secret in ("conversation_tagged", "conversation_snoozed", "result_id", *labels, *labels.values()):
        assert secret not in text


async def test_whoever_was_quicker_is_not_overruled(server: Server) -> None:
    await add_operator(
        server.database, email="gleb@shop.test", name="Глеб", password=PASSWORD, site_keys=["shop-key-1"]
    )
    async with server.visitor() as guest, server.operator() as anna, server.operator("gleb@shop.test") as gleb:
        target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
        seen = (await row_of(anna, **target))["last_seq"]
        # What the visitor writes is in nobody's way, and neither is what one has done oneself.
        await guest.say("Ещё", **target)
        taken = await deed(
            anna, "assign_conversation", **target, operator_id=anna.welcome["operator"]["id"], over_seq=seen
        )
        assert taken["type"] == "conversation_assigned"
        assert (await deed(anna, "snooze_conversation", **target, until=in_hours(1), over_seq=seen))["until"]
        for command, fields in (
            ("assign_conversation", {"operator_id": gleb.welcome["operator"]["id"]}),
            ("set_status", {"status": "closed"}),
            ("snooze_conversation", {"until": in_hours(2)}),
        ):
            refused = await deed(gleb, command, **target, **fields, over_seq=seen)
            assert (refused["code"], refused["field"]) == ("conversation_changed", "over_seq")
        now = (await row_of(gleb, **target))["last_seq"]
        assert (await deed(gleb, "set_status", **target, status="closed", over_seq=now))["type"] == "status_changed"
        # An older panel names no version.
        assert (await deed(anna, "set_status", **target, status="open"))["type"] == "status_changed"


async def test_tags_of_two_operators_at_once_are_all_there(server: Server) -> None:
    names = tuple(f"метка {number}" for number in range(6))
    labels = await make_labels(server, tags=names)
    async with server.visitor() as guest, server.operator() as anna, server.operator() as tab:
        target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
        for number, name in enumerate(names):
            await (anna, tab)[number % 2].send("tag_conversation", echo_id=uuid4(), **target, add_ids=[labels[name]])
        for client in (anna, tab):
            await client.ping()
        assert set((await row_of(anna, **target))["tag_ids"]) == set(labels.values())


async def test_server_of_the_version_before_reads_what_it_does_not_know_as_a_status(server: Server) -> None:
    labels = await make_labels(server, tags=("VIP",))
    async with server.visitor() as guest, server.operator() as anna:
        target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
        await deed(anna, "tag_conversation", **target, add_ids=[labels["VIP"]])
        await deed(anna, "snooze_conversation", **target, until=in_hours(1))
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT kind, status, public FROM entries_shown WHERE seq > 1 ORDER BY seq")
    assert [(row["kind"], row["status"], row["public"]) for row in rows] == [("status", "open", False)] * 2
