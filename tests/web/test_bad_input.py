"""Rubbish of every kind: each gets a typed error or a documented close code, and the server goes on."""

import json
from base64 import b64encode
from uuid import uuid4

import pytest

from tests.web.client import Server

BAD_FRAMES = {
    "not JSON": ("{oops", "bad_frame", None),
    "an array": ("[]", "bad_frame", None),
    "no tag": ("{}", "bad_frame", None),
    "unknown tag": ('{"type": "make_coffee"}', "unknown_command", "type"),
    "a tag that is no text": ('{"type": 5}', "bad_frame", "type"),
    "missing field": ('{"type": "send_message", "body": "x"}', "bad_frame", None),
    "wrong type": (json.dumps({"type": "send_message", "echo_id": str(uuid4()), "body": 5}), "bad_frame", "body"),
    "not a UUID": ('{"type": "send_message", "echo_id": "1", "body": "x"}', "bad_frame", "echo_id"),
    "negative seq": (
        json.dumps({"type": "mark_read", "conversation_id": str(uuid4()), "seq": -1}),
        "bad_frame",
        "seq",
    ),
    "enormous seq": (
        json.dumps({"type": "mark_read", "conversation_id": str(uuid4()), "seq": 2**63}),
        "bad_frame",
        "seq",
    ),
    "half a surrogate pair": (
        f'{{"type": "send_message", "echo_id": "{uuid4()}", "body": "\\ud800"}}',
        "bad_frame",
        None,
    ),
    "too deep": ("[" * 30_000, "bad_frame", None),
    "too deep under an unknown field": (
        '{"type": "ping", "extra": ' + "[" * 30_000 + "]" * 30_000 + "}",
        "bad_frame",
        None,
    ),
    "page that is too long": (
        json.dumps({"type": "visit_page", "page": {"url": "x" * 3_000}}),
        "bad_frame",
        "page.url",
    ),
}

BAD_BODIES = {"empty": "", "blank": " \n\t ", "too long": "я" * 4_001, "NUL": "a\0b"}


@pytest.mark.parametrize("name", BAD_FRAMES)
async def test_bad_frame_gets_a_typed_error_and_the_socket_lives(server: Server, name: str) -> None:
    text, code, field = BAD_FRAMES[name]
    async with server.visitor() as visitor:
        await visitor.send_text(text)
        error = await visitor.error()
        assert error["code"] == code
        assert error["field"] == field
        assert error["message"]
        await visitor.ping()


async def test_bad_frame_of_an_operator_gets_a_typed_error(server: Server) -> None:
    async with server.operator() as operator:
        await operator.send("list_conversations", request_id="r1", folder="nonsense")
        error = await operator.error()
        assert (error["code"], error["field"], error["request_id"]) == ("bad_frame", "folder", "r1")
        await operator.ping()


async def test_bad_frame_with_an_echo_id_names_the_message_that_failed(server: Server) -> None:
    echo_id = str(uuid4())
    async with server.visitor() as visitor:
        await visitor.send("send_message", echo_id=echo_id, body=None)
        assert (await visitor.error())["echo_id"] == echo_id


@pytest.mark.parametrize("name", BAD_BODIES)
async def test_bad_body_is_refused_by_name(server: Server, name: str) -> None:
    echo_id = str(uuid4())
    async with server.visitor() as visitor:
        await visitor.send("send_message", echo_id=echo_id, body=BAD_BODIES[name])
        error = await visitor.error()
        assert (error["code"], error["field"], error["echo_id"]) == ("bad_body", "body", echo_id)
        assert error["retry_after_s"] is None
        posted = await visitor.say("а это годится")
        assert posted["seq"] == 1


async def test_body_of_exactly_4000_characters_is_kept_whole(server: Server) -> None:
    body = "😀" * 4_000
    async with server.visitor() as visitor:
        assert (await visitor.say(body))["body"] == body


async def test_binary_frame_is_refused_and_the_socket_lives(server: Server) -> None:
    async with server.visitor() as visitor:
        await visitor.connection.send(b"\x00\x01")
        assert (await visitor.error())["code"] == "binary_frame"
        await visitor.ping()


async def test_frame_over_64_kib_closes_with_1009(server: Server) -> None:
    async with server.visitor() as visitor:
        await visitor.send_text("x" * 70_000)
        code, _ = await visitor.closed()
        assert code == 1009
    async with server.visitor() as another:
        await another.ping()


async def test_repeated_rubbish_closes_with_4400(server: Server) -> None:
    async with server.visitor() as visitor:
        for _ in range(25):
            await visitor.send_text("rubbish")
        code, frames = await visitor.closed()
        assert code == 4400
        assert {frame["code"] for frame in frames} == {"bad_frame"}


async def test_flood_is_slowed_then_closed_with_4429(server: Server) -> None:
    async with server.visitor() as visitor:
        for _ in range(400):
            await visitor.send("ping")
        code, frames = await visitor.closed()
        assert code == 4429
        refused = [frame for frame in frames if frame["type"] == "error"]
        assert {frame["code"] for frame in refused} == {"rate_limited"}
        assert all(frame["retry_after_s"] > 0 for frame in refused)


async def test_second_hello_is_refused_and_the_socket_lives(server: Server) -> None:
    async with server.visitor() as visitor:
        await visitor.send("hello", protocol=1, site="other-key-1")
        assert (await visitor.error())["code"] == "hello_repeated"
        assert (await visitor.say("я всё ещё здесь"))["seq"] == 1


async def test_another_visitors_conversation_is_unknown(server: Server) -> None:
    async with server.visitor() as victim, server.visitor() as attacker:
        conversation_id = (await victim.say("личное"))["conversation_id"]
        await attacker.say("у меня свой")
        commands: dict[str, dict[str, object]] = {
            "send_message": {"echo_id": uuid4(), "body": "подделка"},
            "fetch_history": {"request_id": "r"},
            "mark_read": {"seq": 1},
            "set_typing": {"active": True},
        }
        for command, fields in commands.items():
            await attacker.send(command, conversation_id=conversation_id, **fields)
            assert (await attacker.error())["code"] == "conversation_unknown"


async def test_hello_with_another_visitors_conversation_shows_nothing_of_it(server: Server) -> None:
    async with server.visitor() as victim:
        conversation_id = (await victim.say("личное"))["conversation_id"]
    async with server.visitor(conversation_id=conversation_id, after_seq=0) as attacker:
        assert attacker.welcome["conversation"] is None
        assert attacker.history is None


async def test_operator_of_another_site_finds_no_conversation(server: Server) -> None:
    async with server.visitor() as visitor, server.operator("boris@other.test") as boris:
        conversation_id = (await visitor.say("личное"))["conversation_id"]
        commands: dict[str, dict[str, object]] = {
            "send_message": {"echo_id": uuid4(), "body": "чужое"},
            "assign_conversation": {"echo_id": uuid4(), "operator_id": None},
            "set_status": {"echo_id": uuid4(), "status": "closed"},
            "fetch_history": {"request_id": "r"},
            "fetch_conversation": {"request_id": "r"},
            "mark_read": {"seq": 1},
            "set_typing": {"active": True},
        }
        for command, fields in commands.items():
            await boris.send(command, conversation_id=conversation_id, **fields)
            assert (await boris.error())["code"] == "conversation_unknown"
        for folder in ("waiting", "mine", "all", "closed"):
            await boris.send("list_conversations", request_id=folder, folder=folder)
            assert (await boris.receive("conversation_list"))["conversations"] == []
        assert (await visitor.say("и дальше"))["seq"] == 2


async def test_assignment_to_an_operator_of_another_site_is_refused(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as anna, server.operator("boris@other.test") as boris:
        conversation_id = (await visitor.say("кому?"))["conversation_id"]
        await anna.send(
            "assign_conversation",
            echo_id=uuid4(),
            conversation_id=conversation_id,
            operator_id=boris.welcome["operator"]["id"],
        )
        assert (await anna.error())["code"] == "operator_unknown"


async def test_after_seq_in_the_future_is_refused_and_the_socket_lives(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("раз"))["conversation_id"]
        for client in (visitor, operator):
            await client.send("fetch_history", request_id="r", conversation_id=conversation_id, after_seq=7)
            error = await client.error()
            assert (error["code"], error["field"], error["request_id"]) == ("seq_ahead", "after_seq", "r")
            await client.send("fetch_history", request_id="r", conversation_id=conversation_id)
            assert [entry["seq"] for entry in (await client.receive("history"))["entries"]] == [1]
        token = visitor.welcome["token"]
    async with server.visitor(token=token, conversation_id=conversation_id, after_seq=7) as back:
        assert back.history is not None
        assert back.history["code"] == "seq_ahead"
        await back.ping()


async def test_cursor_that_is_not_ours_is_refused(server: Server) -> None:
    async with server.operator() as operator:
        naive = b64encode(b'["2026-11-24T20:00:00", "01a20f39-d8c2-7512-8992-5299d35c4313"]').decode()
        for cursor in ("rubbish", "é", "W10=", naive):
            await operator.send("list_conversations", request_id="r", folder="all", cursor=cursor)
            error = await operator.error()
            assert (error["code"], error["field"]) == ("bad_frame", "cursor")


async def test_echo_id_of_somebody_else_is_refused(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        echo_id = uuid4()
        conversation_id = (await visitor.say("моё", echo_id=echo_id))["conversation_id"]
        await operator.send("send_message", echo_id=echo_id, conversation_id=conversation_id, body="чужое")
        error = await operator.error()
        assert (error["code"], error["echo_id"]) == ("echo_id_taken", str(echo_id))


async def test_echo_id_with_another_body_is_answered_with_what_is_stored(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        echo_id = uuid4()
        first = await visitor.say("первое слово", echo_id=echo_id)
        assert await visitor.say("подмена", echo_id=echo_id) == first
        await operator.send("fetch_history", request_id="r", conversation_id=first["conversation_id"])
        entries = (await operator.receive("history"))["entries"]
        assert [entry["body"] for entry in entries] == ["первое слово"]


async def test_echo_id_of_another_visitor_shows_nothing_of_theirs(server: Server) -> None:
    async with server.visitor() as victim, server.visitor() as attacker:
        echo_id = uuid4()
        await victim.say("личное", echo_id=echo_id)
        posted = await attacker.say("моё", echo_id=echo_id)
        assert (posted["body"], posted["seq"]) == ("моё", 1)
        assert posted["author"]["id"] == attacker.welcome["visitor_id"]
        assert (await victim.say("дальше"))["seq"] == 2


async def test_control_characters_in_a_page_are_dropped(server: Server) -> None:
    page = {"url": "http://shop.test/\0", "title": "<b>\x07ё", "referrer": "\0"}
    async with server.operator() as operator, server.visitor(page=page) as visitor:
        await visitor.say("привет")
        shown = (await operator.receive("conversation_started"))["conversation"]["page"]
        assert shown == {"url": "http://shop.test/", "title": "<b>ё", "referrer": ""}
