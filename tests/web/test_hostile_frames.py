"""Frames that no client sends by mistake: giants, heaps, bombs. Each ends with a documented code before it costs."""

import gzip
import zlib

import httpx

from ryadom.web.websocket_protocol import MAX_FRAGMENTS
from tests.web.client import ORIGIN, Server
from tests.web.raw import CONTINUATION, PING, TEXT, connected, frame, handshake, raw_socket

TEN_MB = 10_000_000


async def test_compression_that_a_client_offers_is_not_taken_up(server: Server) -> None:
    async with server.socket("/ws/visitor", origin=ORIGIN, compression="deflate") as client:
        assert client.connection.protocol.extensions == []
        await client.hello(site=server.site.key)


async def test_compressed_frame_closes_with_1002_and_is_not_unpacked(server: Server) -> None:
    packer = zlib.compressobj(wbits=-15)
    bomb = (packer.compress(bytes(TEN_MB)) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]
    async with raw_socket(server.port) as client:
        await client.send(frame(TEXT, bomb, is_compressed=True))
        assert await client.close_code() == 1002


async def test_compressed_body_of_a_request_is_never_unpacked(server: Server) -> None:
    credentials = b'{"email": "anna@shop.test", "password": "' + b"x" * 100_000 + b'"}'
    headers = {"Origin": server.http_url, "Content-Type": "application/json", "Content-Encoding": "gzip"}
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
        for body, status, code in (
            (gzip.compress(credentials), 400, "bad_frame"),
            (gzip.compress(bytes(TEN_MB)), 413, "too_large"),
        ):
            answer = await http.post("/panel/api/session", content=body, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_giant_frame_closes_with_1009_at_its_head(server: Server) -> None:
    async with raw_socket(server.port) as client:
        await client.send(frame(TEXT, announced=TEN_MB))
        assert await client.close_code() == 1009


async def test_giant_message_in_fragments_closes_with_1009(server: Server) -> None:
    async with raw_socket(server.port) as client:
        await client.send(frame(TEXT, b"x" * 40_000, is_last=False), frame(CONTINUATION, b"x" * 40_000))
        assert await client.close_code() == 1009


async def test_message_in_too_many_fragments_closes_with_1009_though_they_are_empty(server: Server) -> None:
    async with raw_socket(server.port) as client:
        await client.send(frame(TEXT, is_last=False), frame(CONTINUATION, is_last=False) * 10_000)
        assert await client.close_code() == 1009


async def test_message_in_a_few_fragments_is_read(server: Server) -> None:
    async with raw_socket(server.port) as client:
        text = b'{"type": "nonsense"'
        pieces = [frame(CONTINUATION, b" ", is_last=False)] * (MAX_FRAGMENTS - 2)
        await client.send(frame(TEXT, text, is_last=False), *pieces, frame(CONTINUATION, b"}"))
        assert b"unknown_command" in await client.reader.readuntil(b"unknown_command")


async def test_flood_of_pings_cuts_the_socket_off(server: Server) -> None:
    async with raw_socket(server.port) as client:
        await client.send(frame(PING) * 10_000)
        answered = await client.rest()
        assert len(answered) < 10_000  # two bytes a pong


async def test_heap_of_rubbish_in_one_write_closes_with_4400(server: Server) -> None:
    async with raw_socket(server.port) as client:
        await client.send(frame(TEXT, b"{") * 30_000)
        assert await client.close_code() == 4400


async def test_handshake_with_too_many_headers_is_answered_431(server: Server) -> None:
    async with connected(server.port) as client:
        await client.send(handshake(*(f"X-{number}: x" for number in range(200))))
        assert b" 431 " in await client.rest()
