"""Signing in and out: cookies, origins, locks, and answers that tell an attacker nothing."""

import asyncio

import httpx
import pytest

from ryadom.core.operators import set_password
from ryadom.core.sign_in import MAX_PER_ACCOUNT_AND_ADDRESS
from tests.web.client import PASSWORD, Server

SESSION = "/panel/api/session"


@pytest.fixture
async def browser(server: Server) -> httpx.AsyncClient:
    """Keeps cookies and names its origin, as the panel's page does."""
    return httpx.AsyncClient(base_url=server.http_url, headers={"Origin": server.http_url}, trust_env=False)


async def test_right_password_opens_a_session_and_signing_out_ends_it(
    server: Server, browser: httpx.AsyncClient
) -> None:
    async with browser:
        response = await browser.post(SESSION, json={"email": " Anna@Shop.test ", "password": PASSWORD})
        assert response.status_code == 200
        assert response.json()["operator"]["name"] == "Анна"
        cookie = response.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert (await browser.get(SESSION)).json()["email"] == "anna@shop.test"

        async with server.operator() as other_session:
            assert (await browser.delete(SESSION)).status_code == 204
            await other_session.ping()
        nobody = await browser.get(SESSION)
        assert (nobody.status_code, nobody.json()) == (200, None)


async def test_signing_out_closes_the_sessions_own_sockets(server: Server, browser: httpx.AsyncClient) -> None:
    async with browser:
        await browser.post(SESSION, json={"email": "anna@shop.test", "password": PASSWORD})
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        async with server.socket(
            "/ws/operator", origin=server.http_url, additional_headers={"Cookie": cookies}
        ) as panel:
            await panel.hello()
            await browser.delete(SESSION)
            code, frames = await panel.closed()
            assert (code, frames[-1]["code"]) == (4440, "not_signed_in")


async def test_unknown_address_and_wrong_password_get_the_same_answer(server: Server) -> None:
    wrong = await server.sign_in(password="a wrong password")
    unknown = await server.sign_in(email="nobody@shop.test")
    nul = await server.sign_in(email="anna@shop.test\0")
    assert wrong.status_code == unknown.status_code == nul.status_code == 401
    assert wrong.json() == unknown.json() == nul.json()
    assert wrong.json()["error"]["code"] == "sign_in_refused"
    assert "set-cookie" not in wrong.headers


async def test_repeated_failures_lock_the_account_even_for_the_right_password(server: Server) -> None:
    for _ in range(MAX_PER_ACCOUNT_AND_ADDRESS):
        assert (await server.sign_in(password="a wrong password")).status_code == 401
    locked = await server.sign_in()
    assert (locked.status_code, locked.json()["error"]["code"]) == (429, "sign_in_locked")
    assert 0 < locked.json()["error"]["retry_after_s"] <= 900
    assert int(locked.headers["retry-after"]) > 0
    assert (await server.sign_in("boris@other.test")).status_code == 200


async def test_parallel_guesses_do_not_slip_past_the_lock(server: Server) -> None:
    answers = await asyncio.gather(*(server.sign_in(password=f"a guess, number {n}") for n in range(20)))
    assert sum(answer.status_code == 401 for answer in answers) == MAX_PER_ACCOUNT_AND_ADDRESS
    assert sum(answer.status_code == 429 for answer in answers) == 20 - MAX_PER_ACCOUNT_AND_ADDRESS


async def test_success_forgets_the_failures_before_it(server: Server) -> None:
    for _ in range(3):
        for _ in range(MAX_PER_ACCOUNT_AND_ADDRESS - 1):
            await server.sign_in(password="a wrong password")
        assert (await server.sign_in()).status_code == 200


@pytest.mark.parametrize("origin", [None, "null", "http://evil.test", "https://127.0.0.1"])
async def test_other_origins_may_not_sign_in_nor_out(server: Server, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    async with httpx.AsyncClient(base_url=server.http_url, headers=headers, trust_env=False) as client:
        body = {"email": "anna@shop.test", "password": PASSWORD}
        assert (await client.post(SESSION, json=body)).json()["error"]["code"] == "origin_forbidden"
        assert (await client.delete(SESSION)).json()["error"]["code"] == "origin_forbidden"


async def test_panel_socket_of_another_origin_closes_with_4403(server: Server) -> None:
    async with server.operator(origin="http://evil.test", hello=False) as panel:
        code, frames = await panel.closed()
        assert (code, frames[-1]["code"]) == (4403, "origin_forbidden")


async def test_panel_socket_without_a_session_closes_with_4440(server: Server) -> None:
    for headers in ({}, {"Cookie": "ryadom_session=forged"}):
        async with server.socket("/ws/operator", origin=server.http_url, additional_headers=headers) as panel:
            code, frames = await panel.closed()
            assert (code, frames[-1]["code"]) == (4440, "not_signed_in")


async def test_changed_password_ends_the_open_panels(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    async with server.operator() as panel:
        await set_password(server.database, email="anna@shop.test", password="a new password")
        await server.check_sessions()
        code, _ = await panel.closed()
        assert code == 4440
    assert (await server.sign_in()).status_code == 401
    assert (await server.sign_in(password="a new password")).status_code == 200


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code", "field"),
    [
        (b'{"email": "a@b"}', "application/json", 400, "bad_frame", None),
        (b'{"email": 5, "password": "x"}', "application/json", 400, "bad_frame", "email"),
        (b"{oops", "application/json", 400, "bad_frame", None),
        (b"[" * 4_000, "application/json", 400, "bad_frame", None),
        (b"\xff\xfe", "application/json", 400, "bad_frame", None),
        (b"email=a&password=b", "application/x-www-form-urlencoded", 400, "bad_frame", "content-type"),
        (b'{"email": "a@b", "password": "x"}', "text/plain", 400, "bad_frame", "content-type"),
        (b" " * 10_000_000, "application/json", 413, "too_large", None),
    ],
)
async def test_bad_sign_in_gets_a_typed_error(
    server: Server,
    browser: httpx.AsyncClient,
    content: bytes,
    content_type: str,
    status: int,
    code: str,
    field: str | None,
) -> None:
    async with browser:
        response = await browser.post(SESSION, content=content, headers={"Content-Type": content_type})
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["field"]) == (status, code, field)
