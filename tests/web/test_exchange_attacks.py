"""Requests to the exchange that no widget makes: each gets a typed answer, and nobody else notices."""

import json
from uuid import uuid4

import httpx
import pytest
from msgspec.structs import replace

from ryadom.live.rate import Rate
from ryadom.settings import load_settings
from ryadom.store.database import Database
from ryadom.web import exchange, responses
from ryadom.web.context import Context
from tests.web.client import NO_TLS, ORIGIN, JsonObject, Server
from tests.web.conftest import serving
from tests.web.exchanges import PATH, exchanging
from tests.web.raw import connected


def _refusal(answer: JsonObject) -> tuple[str, int]:
    """The code of the error that it consists of, and of the close."""
    [frame] = answer["frames"]
    assert answer["mark"] == ""
    return frame["code"], answer["close"]


async def _post(server: Server, content: bytes, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False, verify=NO_TLS) as http:
        return await http.post(PATH, content=content, headers={"Origin": ORIGIN} | headers)


@pytest.mark.parametrize("origin", [None, "null", "http://evil.test", ORIGIN + ".evil.test"])
async def test_page_of_another_origin_is_refused(server: Server, origin: str | None) -> None:
    async with exchanging(server) as victim:
        await victim.greet()
        token = victim.hello["token"]
    async with exchanging(server, origin=origin, token=token) as foreign:
        for asked in ({}, {"mark": "x"}, {"commands": [{"type": "ping"}]}):
            assert _refusal(await foreign.ask(**asked)) == ("origin_forbidden", 4403)


async def test_token_of_another_site_opens_nothing(server: Server) -> None:
    async with exchanging(server) as visitor, exchanging(server, origin="http://other.test") as elsewhere:
        await visitor.greet()
        elsewhere.hello |= {"site": "other-key-1", "token": visitor.hello["token"]}
        assert _refusal(await elsewhere.ask()) == ("token_invalid", 4401)


@pytest.mark.parametrize(
    ("hello", "refusal"),
    [
        ({"site": "no-such-key"}, ("site_unknown", 4404)),
        ({"token": "forged"}, ("token_invalid", 4401)),
        ({"protocol": 99}, ("protocol_unsupported", 4426)),
        ({"type": "ping"}, ("hello_expected", 4408)),
    ],
)
async def test_hello_that_is_refused_is_told_so(server: Server, hello: JsonObject, refusal: tuple[str, int]) -> None:
    async with exchanging(server) as visitor:
        visitor.hello |= hello
        assert _refusal(await visitor.ask()) == refusal
        assert _refusal(await visitor.ask(commands=[{"type": "ping"}])) == refusal


async def test_hello_that_is_none_is_told_so(server: Server) -> None:
    async with exchanging(server) as visitor:
        visitor.hello = {"type": "hello"}
        assert [frame["code"] for frame in (await visitor.ask(mark="x"))["frames"]] == ["bad_frame"]


async def test_conversation_of_somebody_else_is_unknown(server: Server) -> None:
    async with exchanging(server) as victim, exchanging(server) as stranger:
        await victim.greet()
        await victim.tell("send_message", echo_id=str(uuid4()), body="Моё")
        conversation_id = victim.hello["conversation_id"]
        await stranger.greet()
        for command in (
            {"type": "fetch_history", "request_id": "1", "conversation_id": conversation_id},
            {"type": "mark_read", "conversation_id": conversation_id, "seq": 1},
            {"type": "set_typing", "conversation_id": conversation_id, "active": True},
            {"type": "end_conversation", "conversation_id": conversation_id, "echo_id": str(uuid4())},
        ):
            frames = (await stranger.ask(commands=[command]))["frames"]
            assert [frame["code"] for frame in frames] == ["conversation_unknown"], command


async def test_second_hello_changes_nobody(server: Server) -> None:
    async with exchanging(server) as visitor:
        await visitor.greet()
        answer = await visitor.ask(commands=[visitor.hello])
        assert [frame["code"] for frame in answer["frames"]] == ["hello_repeated"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_frame"),
        (b"[]", 400, "bad_frame"),
        (b'{"hello":{}', 400, "bad_frame"),
        (b'{"hello":{"a":"\xff"}}', 400, "bad_frame"),
        (b'{"hello":' + b"[" * 60_000 + b"]" * 60_000 + b"}", 400, "bad_frame"),
        (b'{"hello":{},"commands":[' + b",".join([b"{}"] * 9) + b"]}", 400, "bad_frame"),
        (b'{"hello":{},"mark":"' + b"x" * 65 + b'"}', 400, "bad_frame"),
        (b'{"hello":"' + b"x" * 140_000 + b'"}', 413, "too_large"),
    ],
)
async def test_body_of_another_shape_gets_a_typed_error(server: Server, body: bytes, status: int, code: str) -> None:
    response = await _post(server, body)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
async def test_other_methods_are_nowhere(server: Server, method: str) -> None:
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False, verify=NO_TLS) as http:
        response = await http.request(method, PATH)
    assert response.status_code == 405
    assert "access-control-allow-origin" not in response.headers


async def test_body_that_trickles_in_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responses, "BODY_TIMEOUT_S", 0.1)
    async with connected(server.port) as raw:
        head = f"POST {PATH} HTTP/1.1\r\nHost: chat.test\r\nOrigin: {ORIGIN}\r\nContent-Length: 100\r\n\r\n"
        await raw.send(head.encode(), b'{"hello":')
        assert b" 408 " in await raw.head()


async def test_answers_past_what_a_socket_may_have_waiting_end_the_exchange(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with exchanging(server) as visitor:
        await visitor.greet()
        await visitor.tell("send_message", echo_id=str(uuid4()), body="я" * 1_000)
        monkeypatch.setattr(exchange, "MAX_BYTES", 8_000)
        ask = {"type": "fetch_history", "conversation_id": visitor.hello["conversation_id"], "request_id": "1"}
        answer = await visitor.ask(commands=[ask] * 8)
        assert answer["close"] == 4490
        assert 0 < len(answer["frames"]) < 8


async def test_hellos_in_a_flood_are_refused_and_others_are_served(server: Server) -> None:
    async with exchanging(server) as flood, exchanging(server) as other:
        await flood.greet()
        codes: list[int | None] = []
        while 4429 not in codes:
            codes.append((await flood.ask(mark=""))["close"])
            assert len(codes) < 200
        await other.greet()


async def test_address_that_opens_too_many_waits_its_turn(database_url: str, database: Database) -> None:
    trusted = load_settings({"RYADOM_TRUSTED_PROXIES": "127.0.0.1"}).trusted_proxies
    async with serving(database_url, database, trusted_proxies=trusted) as server:
        context: Context = server.app.state.context
        admission = context.addresses.admission
        admission.limits = replace(admission.limits, arrivals=Rate(burst=3, per_second=0.01))
        async with exchanging(server) as visitor, exchanging(server) as elsewhere:
            visitor.http.headers["X-Forwarded-For"] = "203.0.113.7"
            elsewhere.http.headers["X-Forwarded-For"] = "203.0.113.8"
            for _ in range(3):
                await visitor.greet()
            response = await visitor.http.post(PATH, json={"hello": visitor.hello})
            assert (response.status_code, response.json()["error"]["code"]) == (429, "rate_limited")
            assert response.headers["access-control-allow-origin"] == "*"
            assert int(response.headers["retry-after"]) > 0
            assert context.metrics.sample("ryadom_refusals_total", limit="address_arrivals") == 1
            await elsewhere.greet()


async def test_sockets_and_exchanges_of_one_visitor_count_together(server: Server) -> None:
    context: Context = server.app.state.context
    admission = context.visitor_desk.admission
    admission.limits = replace(admission.limits, sockets=1)
    async with server.visitor() as tab, exchanging(server, token=tab.welcome["token"]) as visitor:
        assert _refusal(await visitor.ask()) == ("too_many_sockets", 4429)


async def test_what_is_asked_for_is_nowhere_in_the_address(server: Server) -> None:
    async with exchanging(server) as visitor:
        await visitor.greet()
        response = await visitor.http.post(
            f"{PATH}?token={visitor.hello['token']}",
            content=json.dumps({"hello": {**visitor.hello, "token": None}}),
        )
        told = response.json()["frames"][0]
        assert told["visitor_id"] != visitor.frames[0]["visitor_id"]
