"""What NATS and Redis can refuse, and what we refuse of them; and that nobody hears our password who should not."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from ryadom.errors import BusUnavailable
from ryadom.live.envelopes import News, RollCall
from ryadom.live.line import MAX_PAYLOAD_BYTES, Line
from ryadom.live.lines import round_trip_s, trial_line
from ryadom.settings.bus_url import BusKind, BusUrl, bus_url
from ryadom.store.database import Database
from tests.bus_server import CERTIFICATES, PASSWORD, BusServer, bus_server
from tests.live.node import DEADLINE_S, Node


@pytest.fixture(params=BusKind)
def kind(request: pytest.FixtureRequest) -> BusKind:
    chosen: BusKind = request.param
    return chosen


@pytest.fixture
async def server(kind: BusKind) -> AsyncIterator[BusServer]:
    async with bus_server(kind) as server:
        yield server


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own certificate is believed."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "localhost.pem"))


def line_to(url: BusUrl, database: Database) -> Line:
    return trial_line(database, database_url="", bus_url=url)


async def refusal(line: Line) -> str:
    """Why the line can't be made."""
    with pytest.raises(BusUnavailable) as caught:
        async with asyncio.timeout(DEADLINE_S), line.listening(lambda _payload: None):
            pass
    assert PASSWORD not in caught.value.message
    return caught.value.message


async def test_wrong_password_is_said_and_not_shown(server: BusServer, database: Database) -> None:
    message = await refusal(line_to(bus_url(server.url_of(password="swordfish")), database))
    assert "does not let us in" in message
    assert "uthorization Violation" in message or "invalid username-password pair" in message
    assert "swordfish" not in message


async def test_nobody_at_the_address_is_said(server: BusServer, database: Database) -> None:
    await server.kill()
    message = await refusal(line_to(server.url, database))
    assert f"at {server.url} does not let us in" in message
    assert "onnect" in message


async def test_user_who_may_not_use_our_channel_does_not_pass_for_connected(
    server: BusServer, database: Database
) -> None:
    line = line_to(bus_url(server.url_of(user="deaf")), database)
    with pytest.raises((BusUnavailable, TimeoutError)):
        await round_trip_s(line, timeout_s=0.5)


async def test_tls_with_a_certificate_that_is_trusted_works(kind: BusKind, database: Database, trusted: None) -> None:
    async with bus_server(kind, tls=True) as server:
        assert server.url.tls
        assert await round_trip_s(line_to(server.url, database), timeout_s=DEADLINE_S) > 0


async def test_certificate_of_a_stranger_is_refused(kind: BusKind, database: Database) -> None:
    async with bus_server(kind, tls=True) as server:
        assert "certificate verify failed" in await refusal(line_to(server.url, database))


@asynccontextmanager
async def eavesdropper(kind: BusKind) -> AsyncIterator[tuple[int, bytearray]]:
    """Somebody without TLS in the place of our server: its port, and what it has been told."""
    heard = bytearray()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if kind is BusKind.NATS:
            writer.write(b"INFO " + json.dumps({"server_id": "x", "max_payload": 1_000_000}).encode() + b"\r\n")
        while chunk := await reader.read(1_000):
            heard.extend(chunk)
            if kind is BusKind.REDIS:
                writer.write(b"-ERR what?\r\n")
        writer.close()

    listener = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with listener:
        yield listener.sockets[0].getsockname()[1], heard


async def test_server_without_tls_is_not_told_the_password(kind: BusKind, database: Database, trusted: None) -> None:
    scheme = {BusKind.NATS: "tls", BusKind.REDIS: "rediss"}[kind]
    async with eavesdropper(kind) as (port, heard):
        for credentials in ("ryadom:swordfish@", "swordfish@" if kind is BusKind.NATS else ":swordfish@", ""):
            url = bus_url(f"{scheme}://{credentials}localhost:{port}")
            assert "does not let us in" in await refusal(line_to(url, database))
    assert b"swordfish" not in heard
    assert b"ryadom" not in heard


@asynccontextmanager
async def answering_pings(said: list[bytes]) -> AsyncIterator[int]:
    """A server of NATS that does no more: its port, and into `said` what it was told, line by line."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"INFO " + json.dumps({"server_id": "x", "max_payload": 1_000_000}).encode() + b"\r\n")
        while line := await reader.readline():
            said.append(line.split()[0])
            if said[-1] == b"PING":
                writer.write(b"PONG\r\n")
        writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listener:
        yield listener.sockets[0].getsockname()[1]


async def test_nats_has_subscribed_us_and_taken_what_we_send_before_it_answers(database: Database) -> None:
    said: list[bytes] = []
    async with answering_pings(said) as port:
        line = line_to(bus_url(f"nats://localhost:{port}"), database)
        async with line.listening(lambda _payload: None):
            assert said == [b"CONNECT", b"PING", b"SUB", b"PING"]
            await line.publish([b"one", b"two"])
            assert said[4:] == [b"PUB", b"one", b"PUB", b"two", b"PING"]


async def test_reconnecting_slows_down_and_finds_the_server_that_is_back(server: BusServer, database: Database) -> None:
    node = Node(line_to(server.url, database), "a")
    await server.kill()
    with capture_logs() as logs:
        async with node.running(), asyncio.timeout(DEADLINE_S):
            while (node.metrics.sample("ryadom_bus_reconnects_total") or 0) < 2:  # noqa: ASYNC110 - a count tells nobody
                await asyncio.sleep(0.01)
            node.bus.send(News())
            await node.bus.drain()
            node.bus.send(RollCall())
            await node.bus.drain()
            await server.start()
            await node.connected()
    assert node.metrics.sample("ryadom_bus_lost_total") == 2
    events = [entry["event"] for entry in logs]
    assert events.count("bus unreachable") >= 2
    assert events.count("bus takes nothing") == 1


def test_server_that_is_not_used_is_not_imported(kind: BusKind) -> None:
    client = {BusKind.NATS: "nats", BusKind.REDIS: "redis"}[kind]
    script = f"import sys; import ryadom.app; import ryadom.cli.serve; sys.exit({client!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=Path("/"), timeout=60).returncode == 0


async def test_nats_that_takes_less_than_a_payload_is_refused(database: Database) -> None:
    async with bus_server(BusKind.NATS, max_payload=1_024) as server:
        message = await refusal(line_to(server.url, database))
    assert f"its max_payload must be {MAX_PAYLOAD_BYTES} or more" in message
