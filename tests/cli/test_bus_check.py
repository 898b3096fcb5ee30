"""The line `bus` of `ryadom doctor`."""

import pytest

from ryadom.cli.doctor import State, check_bus
from ryadom.settings.bus_url import BusKind, bus_url
from ryadom.store.database import Database
from tests.bus_server import bus_server
from tests.cli.command import ryadom

KEY = "0123456789-abcdefghijklmnopqrstuvwxyz"


def bus_line(database_url: str, **settings: str) -> str:
    out = ryadom("doctor", RYADOM_DATABASE_URL=database_url, RYADOM_SECRET_KEY=KEY, **settings).out
    [line] = [line for line in out.splitlines() if line[6:].startswith("bus ")]
    return line


def test_notifications_of_postgres_are_sent_round(database_url: str) -> None:
    line = bus_line(database_url)
    assert line.startswith("ok    bus         notifications of Postgres: there and back in ")


@pytest.mark.parametrize("kind", BusKind)
async def test_bus_is_reached_and_timed_or_it_is_said_why_not(kind: BusKind, database_url: str) -> None:
    async with bus_server(kind) as server:
        healthy = bus_line(database_url, RYADOM_BUS_URL=server.url_of())
        refused = bus_line(database_url, RYADOM_BUS_URL=server.url_of(password="swordfish"))
        deaf = bus_line(database_url, RYADOM_BUS_URL=server.url_of(user="deaf"))
        await server.kill()
        gone = bus_line(database_url, RYADOM_BUS_URL=server.url_of())
    assert healthy.startswith(f"ok    bus         {kind} at {server.url}: there and back in ")
    assert healthy.endswith(" ms")
    assert all(line.startswith("fail  bus ") for line in (refused, deaf, gone))
    assert "swordfish" not in refused
    assert "does not let us in" in refused
    assert "does not let us in" in gone


@pytest.mark.parametrize("kind", BusKind)
async def test_bus_in_the_network_without_tls_is_warned_of(
    kind: BusKind, database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.settings.bus_url.LOCAL_HOSTS", ())  # as if the server were elsewhere
    async with bus_server(kind) as server:
        check = await check_bus(database_url, database, bus_url(server.url_of()))
    assert check.state is State.WARN
    assert f"but without TLS: use {'tls' if kind is BusKind.NATS else 'rediss'}://" in check.text
