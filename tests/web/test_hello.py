"""Hellos that are refused: unknown sites, foreign origins, old protocols, tokens of all the wrong kinds."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from ryadom.core.tokens import VisitorTokens
from tests.web.client import Client, Server
from tests.web.conftest import SECRET_KEY


async def _refusal(client: Client, **hello: object) -> tuple[int, str, str | None]:
    await client.send("hello", **hello)
    code, frames = await client.closed()
    return code, frames[-1]["code"], frames[-1]["field"]


async def test_unknown_site_key_closes_with_4404(server: Server) -> None:
    for key in ("no-such-key", "", "nul\0key1", "'; DROP TABLE sites; --"):
        async with server.visitor(hello=False) as client:
            assert await _refusal(client, protocol=1, site=key) == (4404, "site_unknown", "site")


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.test", "https://shop.test", "http://shop.test:81", "http://shop.test.evil"]
)
async def test_foreign_origin_closes_with_4403(server: Server, origin: str | None) -> None:
    async with server.visitor(hello=False, origin=origin) as client:
        assert await _refusal(client, protocol=1, site="shop-key-1") == (4403, "origin_forbidden", "origin")


async def test_unsupported_protocol_closes_with_4426(server: Server) -> None:
    for version in (0, 2, -1):
        async with server.visitor(hello=False) as client:
            assert await _refusal(client, protocol=version, site="shop-key-1") == (
                4426,
                "protocol_unsupported",
                "protocol",
            )


async def test_command_before_hello_closes_with_4408(server: Server) -> None:
    async with server.visitor(hello=False) as client:
        await client.send("ping")
        code, frames = await client.closed()
        assert (code, frames[-1]["code"]) == (4408, "hello_expected")


async def test_silence_before_hello_closes_with_4408(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.web.socket.HELLO_TIMEOUT_S", 0.05)
    async with server.visitor(hello=False) as client:
        code, frames = await client.closed()
        assert (code, frames[-1]["code"]) == (4408, "hello_expected")


async def test_forged_tokens_close_with_4401(server: Server) -> None:
    async with server.visitor() as visitor:
        token = visitor.welcome["token"]
    payload, _, signature = token.rpartition(".")
    forged = VisitorTokens(["another key, as long as a key must be"], lifetime_days=1, now=lambda: datetime.now(UTC))
    tokens = [
        "",
        "rubbish",
        # Not the last character: its last bits are padding, and say nothing.
        f"{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}",
        f"{'A' if payload[5] != 'A' else 'B'}".join((payload[:5], payload[6:])) + f".{signature}",
        "." + token,
        "ё" * 100,
        forged.issue(site_id=server.site.id, visitor_id=uuid4()),
    ]
    for bad in tokens:
        async with server.visitor(hello=False) as client:
            assert await _refusal(client, protocol=1, site="shop-key-1", token=bad) == (4401, "token_invalid", "token")


async def test_token_of_another_site_closes_with_4401(server: Server) -> None:
    async with server.visitor(origin="http://other.test", site="other-key-1") as visitor:
        token = visitor.welcome["token"]
    async with server.visitor(hello=False) as client:
        assert (await _refusal(client, protocol=1, site="shop-key-1", token=token))[:2] == (4401, "token_invalid")


async def test_expired_token_closes_with_4401(server: Server) -> None:
    long_ago = VisitorTokens([SECRET_KEY], lifetime_days=1, now=lambda: datetime.now(UTC) - timedelta(days=366))
    token = long_ago.issue(site_id=server.site.id, visitor_id=uuid4())
    async with server.visitor(hello=False) as client:
        assert (await _refusal(client, protocol=1, site="shop-key-1", token=token))[:2] == (4401, "token_expired")
