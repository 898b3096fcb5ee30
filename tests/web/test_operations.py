"""Health, metrics, the protocol's schema, and what an unknown address gets."""

from uuid import uuid4

import httpx
import pytest

from ryadom.store.database import Database
from tests.web.client import Server
from tests.web.conftest import serving


@pytest.fixture
def http(server: Server) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=server.http_url, trust_env=False)


async def test_health_and_readiness_of_a_server_that_is_well(http: httpx.AsyncClient) -> None:
    async with http:
        assert (await http.get("/healthz")).text == "ok\n"
        assert (await http.get("/readyz")).text == "ready\n"


async def test_readiness_tells_of_waiting_migrations(server: Server, http: httpx.AsyncClient) -> None:
    async with server.database.connection() as connection:
        await connection.execute("DELETE FROM schema_migrations")
    async with http:
        response = await http.get("/readyz")
    assert response.status_code == 503
    assert "ryadom migrate" in response.json()["error"]["message"]


async def test_server_that_stops_is_healthy_but_not_ready(server: Server, http: httpx.AsyncClient) -> None:
    await server.app.state.drain()
    async with http:
        assert (await http.get("/healthz")).status_code == 200
        assert (await http.get("/readyz")).status_code == 503


async def test_metrics_count_messages_for_programs_on_this_machine(server: Server, http: httpx.AsyncClient) -> None:
    async with server.visitor() as visitor:
        echo_id = uuid4()
        await visitor.say("секрет", echo_id=echo_id)
        await visitor.say("секрет", echo_id=echo_id)
        async with http:
            text = (await http.get("/metrics")).text
    assert 'ryadom_messages_total{author="visitor"} 1.0' in text
    assert 'ryadom_sockets{side="visitor"} 1.0' in text
    assert "ryadom_commit_seconds_count" in text
    assert "секрет" not in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Via", "Forwarded"])
async def test_metrics_are_hidden_from_what_comes_through_a_proxy(http: httpx.AsyncClient, header: str) -> None:
    async with http:
        assert (await http.get("/metrics", headers={header: "127.0.0.1"})).status_code == 404


async def test_metrics_with_a_token_are_for_its_bearer(database_url: str, database: Database) -> None:
    async with (
        serving(database_url, database, metrics_token="a-long-metrics-token") as server,
        httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http,
    ):
        assert (await http.get("/metrics")).status_code == 404
        for wrong in ("Bearer wrong", "a-long-metrics-token", "Bearer é"):
            assert (await http.get("/metrics", headers={b"Authorization": wrong.encode()})).status_code == 404
        right = await http.get("/metrics", headers={"Authorization": "Bearer a-long-metrics-token"})
        assert right.status_code == 200


async def test_protocol_is_served_as_json_schema(http: httpx.AsyncClient) -> None:
    async with http:
        schema = (await http.get("/protocol.json")).json()
    assert schema["version"] == 1
    assert schema["visitor"]["$defs"]["Welcome"]["properties"]["type"] == {"enum": ["welcome"]}


async def test_unknown_address_gets_the_one_shape_of_errors(http: httpx.AsyncClient) -> None:
    async with http:
        for path in ("/nothing", "/panel/nothing.js", "/panel/../app.py", "/a/b/c", "/%2e%2e/secret"):
            response = await http.get(path)
            assert (response.status_code, response.json()["error"]["code"]) == (404, "route_unknown")
        assert (await http.put("/panel/api/session")).status_code == 405


async def test_bare_address_leads_to_the_panel(http: httpx.AsyncClient) -> None:
    async with http:
        for path in ("/", "/panel"):
            assert (await http.get(path)).headers["location"] == "/panel/"
        assert (await http.get("/healthz/", headers={"Host": "evil.test"})).status_code == 404


async def test_panel_is_served_under_a_policy_that_lets_nothing_else_in(http: httpx.AsyncClient) -> None:
    async with http:
        page = await http.get("/panel/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-cache"


async def test_widget_may_be_loaded_by_any_page_and_its_body_is_kept_for_ever(
    server: Server, http: httpx.AsyncClient
) -> None:
    from ryadom.web.assets import static_folder

    [chat] = static_folder("widget").glob("chat-ru-*.js")
    async with http:
        loader = await http.get("/widget.js")
        body = await http.get(f"/{chat.name}")
        again = await http.get("/widget.js", headers={"If-None-Match": loader.headers["etag"]})
    for response in (loader, body):
        assert response.headers["access-control-allow-origin"] == "*"
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        assert response.headers["content-type"].startswith("text/javascript")
        assert response.headers["content-encoding"] == "gzip"
    assert "immutable" in body.headers["cache-control"]
    assert "immutable" not in loader.headers["cache-control"]
    assert again.status_code == 304


async def test_page_that_was_told_of_another_release_gets_the_chat_of_this_one_and_no_part_of_it(
    http: httpx.AsyncClient,
) -> None:
    async with http:
        chat = await http.get("/chat-en-0123456789.js")
        rules = await http.get("/rules-ru-0123456789.js")
        paths = ("/chat-xx-0123456789.js", "/menu-ru-0123456789.js", "/chat-en-.js")
        strange = [await http.get(path) for path in paths]
    assert (chat.status_code, rules.status_code) == (200, 200)
    assert "Open chat" in chat.text
    assert chat.headers["cache-control"] == rules.headers["cache-control"] == "no-cache"
    assert [answer.status_code for answer in strange] == [404, 404, 404]
