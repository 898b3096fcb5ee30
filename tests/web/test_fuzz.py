"""Whatever comes over the socket, the answer is typed and the server goes on."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ryadom.errors import BadFrame, UnknownCommand
from ryadom.protocol import operator, visitor
from ryadom.web.frames import FrameDecoder, ids_of
from tests.web.client import Server
from tests.web.conftest import lift_limits

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
COMMANDS = {
    "visitor": [
        "hello",
        "send_message",
        "fetch_history",
        "mark_read",
        "set_typing",
        "preview_draft",
        "visit_page",
        "set_client_id",
        "ping",
        "agree",
        "withdraw_consent",
        "end_conversation",
        "rate_conversation",
        "ask_erasure",
        "send_copy",
        "identify",
        "set_attributes",
        "track",
        "dismiss_invitation",
    ],
    "operator": [
        "hello",
        "list_conversations",
        "fetch_conversation",
        "fetch_counts",
        "send_message",
        "add_note",
        "see_mentions",
        "mark_unread",
        "edit_message",
        "delete_message",
        "assign_conversation",
        "set_status",
        "snooze_conversation",
        "merge_conversations",
        "tag_conversation",
        "set_away",
        "fetch_history",
        "mark_read",
        "set_typing",
        "ping",
    ],
}
# Values that fit a field, nearly fit it, or hurt: the interesting ones are between.
VALUES = {
    "echo_id": st.uuids().map(str) | JSON,
    "conversation_id": st.uuids().map(str) | st.just("own") | JSON,
    "invitation_id": st.uuids().map(str) | JSON,
    "operator_id": st.uuids().map(str) | st.none(),
    "body": st.text() | st.sampled_from(["", "\0", "<script>", "я" * 4_001]) | JSON,
    "seq": st.integers() | st.sampled_from([0, 2**53 - 1, 2**63, -1]),
    "message_seq": st.integers(-1, 3) | st.sampled_from([2**53 - 1, 2**63]) | JSON,
    "score": st.integers(-1, 7) | JSON,
    "comment": st.text() | st.sampled_from(["", "\0", "я" * 4_001]) | JSON,
    "mentions": st.lists(st.uuids().map(str) | JSON, max_size=25) | JSON,
    "reply_to_seq": st.integers(-1, 3) | st.sampled_from([2**53 - 1, 2**63]) | st.none() | JSON,
    "choices": st.lists(st.text(max_size=70) | JSON, max_size=9) | JSON,
    "after_seq": st.integers(-1, 3) | st.none(),
    "before_seq": st.integers(-1, 3) | st.none(),
    "limit": st.integers(-1, 300),
    "request_id": st.text(max_size=70),
    "folder": st.sampled_from(["waiting", "mine", "all", "closed", "snoozed", "department", "filtered", "spam"]),
    "cursor": st.text(max_size=40) | st.none(),
    "filter": st.fixed_dictionaries(
        {},
        optional={
            "site_ids": st.lists(st.uuids().map(str) | JSON, max_size=3),
            "tag_ids": st.lists(st.uuids().map(str), max_size=3),
            "operator_ids": st.lists(st.uuids().map(str), max_size=3),
            "department_ids": st.lists(st.uuids().map(str), max_size=60),
            "states": st.lists(st.sampled_from(["open", "snoozed", "closed", "lost"]), max_size=4),
            "scores": st.lists(st.integers(0, 6), max_size=6),
            "since": st.datetimes().map(lambda at: f"{at.isoformat()}Z") | JSON,
            "until": st.datetimes().map(lambda at: f"{at.isoformat()}+03:00") | JSON,
            "is_unanswered": st.booleans() | JSON,
        },
    )
    | JSON,
    "until": st.datetimes().map(lambda at: f"{at.isoformat()}Z") | st.none() | JSON,
    "add_ids": st.lists(st.uuids().map(str) | JSON, max_size=3) | JSON,
    "remove_ids": st.lists(st.uuids().map(str) | JSON, max_size=3) | JSON,
    "result_id": st.uuids().map(str) | st.none(),
    "over_seq": st.integers() | st.sampled_from([0, 2**53 - 1, 2**63, -1]) | st.none(),
    "status": st.sampled_from(["open", "closed", "lost"]),
    "active": st.booleans() | JSON,
    "away": st.booleans() | JSON,
    "unread": st.booleans() | JSON,
    "page": st.fixed_dictionaries({"url": st.text(), "title": st.text(), "referrer": st.text()}) | JSON,
    "protocol": st.integers(),
    "site": st.text(),
    "token": st.text() | st.none(),
    "document_ids": st.lists(st.uuids().map(str) | JSON, max_size=3) | JSON,
    "agree_to": st.lists(st.uuids().map(str) | JSON, max_size=3) | JSON,
    "about": st.fixed_dictionaries({}, optional=dict.fromkeys(("name", "phone", "email", "call"), st.text() | JSON))
    | JSON,
    "id": st.text() | st.sampled_from(["", "42", "я" * 201]) | JSON,
    "hash": st.text(max_size=70) | JSON,
    "name": st.text() | st.sampled_from(["\0", "я" * 101]) | JSON,
    "attributes": st.dictionaries(st.text(max_size=41), JSON, max_size=51) | JSON,
    "properties": st.dictionaries(st.sampled_from(["plan", "sum", "\0"]), JSON, max_size=3) | JSON,
    "purpose": st.sampled_from(["processing", "advertising", "cross_border", "draft_preview", "spam"]) | st.none(),
}


def frames(side: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = st.fixed_dictionaries({}, optional=VALUES)
    return st.builds(lambda name, values: {"type": name, **values}, st.sampled_from(COMMANDS[side]), fields)


def test_every_command_is_fuzzed() -> None:
    for side, union in (("visitor", visitor.VisitorCommand), ("operator", operator.OperatorCommand)):
        tags = {struct.__struct_config__.tag for struct in union.__args__}
        assert tags == set(COMMANDS[side])


@pytest.mark.parametrize("commands", [visitor.VisitorCommand, operator.OperatorCommand])
@given(text=st.text() | JSON.map(json.dumps) | frames("operator").map(json.dumps))
def test_decoder_gives_a_command_or_a_typed_error(commands: object, text: str) -> None:
    decoder = FrameDecoder[msgspec.Struct](commands)
    try:
        assert isinstance(decoder.decode(text), msgspec.Struct)
    except (BadFrame, UnknownCommand) as error:
        assert error.message  # noqa: PT017 - either outcome is right
    ids_of(text)


@pytest.mark.parametrize("side", ["visitor", "operator"])
async def test_server_answers_everything_without_an_internal_error(server: Server, side: str) -> None:
    lift_limits(server)
    async with server.visitor() as somebody:
        own = (await somebody.say("чтобы было что испортить"))["conversation_id"]
        token = somebody.welcome["token"]

        async def try_frames(batch: list[dict[str, Any]]) -> None:
            opened = server.visitor(token=token) if side == "visitor" else server.operator()
            async with opened as client:
                for frame in batch:
                    text = json.dumps(frame).replace('"own"', f'"{own}"')
                    if len(text) < 60_000:
                        await client.send_text(text)
                await client.send("ping")
                while (answer := await client.receive())["type"] != "pong":
                    assert answer.get("code") not in {"internal", "database_unavailable"}, (batch, answer)

        loop = asyncio.get_running_loop()

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(batch=st.lists(frames(side), min_size=1, max_size=15))
        def run(batch: list[dict[str, Any]]) -> None:
            asyncio.run_coroutine_threadsafe(try_frames(batch), loop).result(30)

        await asyncio.to_thread(run)
        assert (await somebody.say("всё цело", echo_id=uuid4()))["body"] == "всё цело"
