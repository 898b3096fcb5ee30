"""What a stranger can do from outside: lock an operator out, provoke errors of ours, outlive a sign-out."""

import asyncio
import base64
import os
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.revocation import revoke_visitor
from ryadom.core.sign_in import MAX_PER_ACCOUNT
from ryadom.errors import SlowConsumer
from ryadom.live.outbox import Outbox
from ryadom.protocol import MAX_BODY_CHARS, MAX_PAGE_ENTRIES
from ryadom.protocol.shared import Author, AuthorKind, History, MessagePosted
from ryadom.web.context import Context
from tests.web.client import PASSWORD, Server

SESSION = "/panel/api/session"


async def test_one_address_cannot_lock_an_account_for_everybody_else(server: Server) -> None:
    for _ in range(MAX_PER_ACCOUNT + 1):
        await server.sign_in(password="a wrong password")
    elsewhere = httpx.AsyncHTTPTransport(local_address="127.0.0.2")
    async with httpx.AsyncClient(base_url=server.http_url, transport=elsewhere, trust_env=False) as http:
        credentials = {"email": "anna@shop.test", "password": PASSWORD}
        response = await http.post(SESSION, json=credentials, headers={"Origin": server.http_url})
    assert response.status_code == 200


async def test_malformed_origin_is_refused_like_any_other(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.http_url, headers={"Origin": "http://["}, trust_env=False) as http:
        response = await http.post(SESSION, json={"email": "anna@shop.test", "password": PASSWORD})
    assert (response.status_code, response.json()["error"]["code"]) == (403, "origin_forbidden")


async def test_hello_after_signing_out_is_refused(server: Server) -> None:
    cookies = (await server.sign_in()).cookies
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    async with server.socket("/ws/operator", origin=server.http_url, additional_headers=headers) as panel:
        async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
            await http.delete(SESSION, headers=headers | {"Origin": server.http_url})
        await panel.send("hello", protocol=1)
        assert (await panel.receive())["type"] == "error"


async def test_largest_page_of_history_fits_an_empty_outbox(server: Server) -> None:
    """The costliest characters are those of four bytes: what JSON would escape into six is not kept."""
    async with server.visitor() as visitor:
        posted = await visitor.say("\x01😀" * (MAX_BODY_CHARS // 2) + "😀" * (MAX_BODY_CHARS // 2))
    assert posted["body"] == "😀" * MAX_BODY_CHARS
    entry = MessagePosted(
        conversation_id=uuid4(),
        seq=1,
        prev_seq=0,
        created_at=datetime.now(UTC),
        author=Author(kind=AuthorKind.VISITOR, id=uuid4(), name=""),
        echo_id=uuid4(),
        body=posted["body"],
    )
    page = History(
        request_id="1",
        conversation_id=uuid4(),
        entries=[entry] * MAX_PAGE_ENTRIES,
        has_before=False,
        has_after=False,
        last_seq=MAX_PAGE_ENTRIES,
    )
    refused: list[SlowConsumer] = []
    Outbox(refused.append).reply(page)
    assert refused == []


async def test_pings_whose_answers_are_not_read_end_the_socket(server: Server) -> None:
    """uvicorn alone would keep every answer in memory."""
    _, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /ws/visitor HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    ping = bytes([0x89, 0x80 | 125]) + bytes(4) + bytes(125)

    async def flood() -> None:
        while True:
            writer.write(ping * 500)
            await writer.drain()

    with pytest.raises(ConnectionError):
        await asyncio.wait_for(flood(), 30)
    writer.transport.abort()
    async with server.visitor() as visitor:
        await visitor.ping()


async def test_revocation_meets_a_visitor_who_has_not_written(server: Server) -> None:
    context: Context = server.app.state.context
    async with server.visitor() as visitor:
        token, visitor_id = visitor.welcome["token"], UUID(visitor.welcome["visitor_id"])
        await revoke_visitor(
            server.database, context.relay, context.visitor_desk.tokens, site_id=server.site.id, visitor_id=visitor_id
        )
        assert (await visitor.closed())[0] == 4401
    async with server.visitor(hello=False) as back:
        await back.send("hello", protocol=1, site=server.site.key, token=token)
        assert (await back.closed())[0] == 4401


async def test_opening_an_open_conversation_again_keeps_its_place_in_the_queue(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("жду"))["conversation_id"]
        queued = []
        for _ in range(2):
            await operator.send("fetch_conversation", request_id="f", conversation_id=conversation_id)
            queued.append((await operator.receive("conversation_fetched"))["conversation"]["queued_at"])
            await operator.send("set_status", echo_id=uuid4(), conversation_id=conversation_id, status="open")
            await operator.receive("status_changed")
        assert queued[0] == queued[1]


async def test_cursors_at_the_ends_of_time_are_refused(server: Server) -> None:
    async with server.operator() as operator:
        for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
            cursor = base64.urlsafe_b64encode(f'["{moment}", "{uuid4()}"]'.encode()).decode()
            await operator.send("list_conversations", request_id="r", folder="all", cursor=cursor)
            assert (await operator.error())["code"] == "bad_frame"
