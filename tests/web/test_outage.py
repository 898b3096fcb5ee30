"""Postgres goes away in the middle of a conversation, and comes back."""

from uuid import uuid4

import httpx

from tests.conftest import PostgresServer
from tests.web.client import Server


async def test_message_during_an_outage_is_refused_with_a_retry_time_and_sent_later(
    server: Server, postgres: PostgresServer, database_url: str
) -> None:
    name = database_url.partition("?")[0].rpartition("/")[2]
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 - our own name
    async with server.visitor() as visitor:
        await visitor.say("до")
        postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgres.execute(cut)
        echo_id = uuid4()
        await visitor.send("send_message", echo_id=echo_id, body="во время")
        error = await visitor.error()
        assert (error["code"], error["echo_id"]) == ("database_unavailable", str(echo_id))
        assert error["retry_after_s"] > 0
        async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
            assert (await http.get("/readyz")).status_code == 503
            assert (await http.get("/healthz")).status_code == 200
        postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert (await visitor.say("во время", echo_id=echo_id))["seq"] == 2
