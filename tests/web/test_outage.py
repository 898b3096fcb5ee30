"""Postgres goes away in the middle of a conversation, and comes back."""

from uuid import uuid4

import httpx
import pytest

from tests.conftest import PostgresServer
from tests.web.client import Server


class Outage:
    """The test's database refuses connections and has lost those it had."""

    def __init__(self, postgres: PostgresServer, database_url: str) -> None:
        self._postgres = postgres
        self._name = database_url.partition("?")[0].rpartition("/")[2]

    def begin(self) -> None:
        cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'"  # noqa: S608
        self._postgres.execute(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS false")
        self._postgres.execute(cut)

    def end(self) -> None:
        self._postgres.execute(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS true")


@pytest.fixture
def outage(postgres: PostgresServer, database_url: str) -> Outage:
    return Outage(postgres, database_url)


async def test_messages_during_a_short_outage_are_only_late(server: Server, outage: Outage) -> None:
    async with server.visitor() as known, server.visitor() as new:
        await known.say("до")
        outage.begin()
        await known.send("send_message", echo_id=uuid4(), body="во время")
        await new.send("send_message", echo_id=uuid4(), body="впервые")
        async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
            assert (await http.get("/readyz")).status_code == 503
        outage.end()
        for visitor, seq in ((known, 2), (new, 1)):
            assert (await visitor.receive("message_posted", "error"))["seq"] == seq


async def test_message_during_a_long_outage_is_refused_with_a_retry_time_and_sent_later(
    server: Server, outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.live.patience.OUTLAST_S", 0.5)
    async with server.visitor() as visitor:
        await visitor.say("до")
        outage.begin()
        for _ in range(2):
            echo_id = uuid4()
            await visitor.send("send_message", echo_id=echo_id, body="во время")
            error = await visitor.error()
            assert (error["code"], error["echo_id"]) == ("database_unavailable", str(echo_id))
            assert error["retry_after_s"] > 0
        async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
            assert (await http.get("/readyz")).status_code == 503
            assert (await http.get("/healthz")).status_code == 200
        outage.end()
        assert (await visitor.say("во время", echo_id=echo_id))["seq"] == 2
