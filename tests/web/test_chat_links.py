"""The link from a mail back into the chat, and the page it leads to: for one visitor of one site, for a month."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from uuid import UUID

import httpx
import pytest

from ryadom.core.chat_links import LIFETIME_DAYS, ChatLinks
from ryadom.core.revocation import revoke_visitor
from ryadom.core.tokens import VisitorTokens
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.web.form_limits import LINKS
from tests.web.client import ORIGIN, Client, Server
from tests.web.conftest import SECRET_KEY
from tests.web.mailing import PUBLIC_URL, Mailing, mailing

KEY = "shop-key-1"


@pytest.fixture
async def post(database_url: str, database: Database) -> AsyncIterator[Mailing]:
    async with mailing(database_url, database) as running:
        yield running


def link_of(post: Mailing, visitor: Client) -> str:
    """What stands after `#`."""
    url = post.context.chat_links.url(
        key=KEY,
        site_id=post.server.site.id,
        visitor_id=UUID(visitor.welcome["visitor_id"]),
        revoked_generation=0,
    )
    page, _, link = url.partition("#")
    assert page == f"{PUBLIC_URL}/chat/{KEY}"
    return link


async def enter(server: Server, link: str, *, key: str = KEY, origin: str | None = PUBLIC_URL) -> httpx.Response:
    headers = {} if origin is None else {"Origin": origin}
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False, headers=headers) as http:
        return await http.post(f"/chat/{key}/enter", json={"link": link})


async def test_whoever_has_the_link_goes_on_with_that_conversation_on_the_servers_own_page(post: Mailing) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Есть")
    entered = await enter(post.server, link_of(post, visitor))
    assert entered.status_code == 200
    assert entered.headers["cache-control"] == "no-store"
    assert entered.json()["visitor_id"] == visitor.welcome["visitor_id"]
    async with post.server.visitor(token=entered.json()["token"], origin=PUBLIC_URL) as returned:
        assert returned.welcome["visitor_id"] == visitor.welcome["visitor_id"]
        assert returned.history is not None
        assert [one["body"] for one in returned.history["entries"] if "body" in one][-1] == "Есть"
        assert (await returned.say("Беру"))["author"]["id"] == visitor.welcome["visitor_id"]


async def test_looking_at_the_page_or_asking_who_comes_changes_nothing(post: Mailing) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Есть")
    state = "SELECT c.*, v.* FROM conversations AS c JOIN visitors AS v ON v.id = c.visitor_id"
    before = await post.rows(state)
    async with httpx.AsyncClient(base_url=post.server.http_url, trust_env=False) as http:
        page = await http.get(f"/chat/{KEY}")
        assert (await http.head(f"/chat/{KEY}")).status_code == 200
    await enter(post.server, link_of(post, visitor))
    assert await post.rows(state) == before
    assert "Есть" not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers


async def test_link_is_for_its_site_its_visitor_and_its_month_alone(post: Mailing, database: Database) -> None:
    visitor = await post.left()
    link = link_of(post, visitor)
    assert (await enter(post.server, link, key="other-key-1")).json()["error"]["code"] == "token_invalid"
    assert (await enter(post.server, link, key="no-such-key")).json()["error"]["code"] == "site_unknown"
    assert (await enter(post.server, link[:-2] + "AA")).json()["error"]["code"] == "token_invalid"
    assert (await enter(post.server, visitor.welcome["token"])).json()["error"]["code"] == "token_invalid"
    for origin in (ORIGIN, None, "null"):
        assert (await enter(post.server, link, origin=origin)).json()["error"]["code"] == "origin_forbidden"
    async with post.server.visitor(hello=False) as impostor:
        await impostor.send("hello", protocol=1, site=KEY, token=link)
        assert (await impostor.closed())[0] == 4401, "a link is no token of the chat"
    old = ChatLinks(
        database,
        VisitorTokens([SECRET_KEY], lifetime_days=1, now=lambda: datetime.now(UTC)),
        secret_keys=[SECRET_KEY],
        public_url=PUBLIC_URL,
        now=lambda: datetime.now(UTC) - timedelta(days=LIFETIME_DAYS, minutes=1),
    )
    url = old.url(
        key=KEY,
        site_id=post.server.site.id,
        visitor_id=UUID(visitor.welcome["visitor_id"]),
        revoked_generation=0,
    )
    assert (await enter(post.server, url.partition("#")[2])).json()["error"]["code"] == "token_expired"


async def test_link_ends_with_the_visitors_other_tokens(post: Mailing) -> None:
    visitor = await post.left()
    link = link_of(post, visitor)
    desk = post.context.visitor_desk
    await revoke_visitor(
        post.database,
        desk.relay,
        desk.tokens,
        site_id=post.server.site.id,
        visitor_id=UUID(visitor.welcome["visitor_id"]),
    )
    refused = await enter(post.server, link)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "token_revoked")
    async with post.database.connection() as connection:
        await connection.execute("UPDATE visitors SET erased_at = now()")
    assert (await enter(post.server, link)).json()["error"]["code"] == "visitor_erased"


async def test_links_are_tried_only_so_often(database_url: str, database: Database) -> None:
    async with (
        mailing(database_url, database, trusted_proxies=(ip_network("127.0.0.1"),)) as post,
        httpx.AsyncClient(base_url=post.server.http_url, trust_env=False, headers={"Origin": PUBLIC_URL}) as http,
    ):
        codes = [
            (
                await http.post(
                    f"/chat/{KEY}/enter", json={"link": "made up"}, headers={"X-Forwarded-For": "203.0.113.7"}
                )
            ).status_code
            for _ in range(int(LINKS.burst) + 5)
        ]
        other = await http.post(
            f"/chat/{KEY}/enter", json={"link": "made up"}, headers={"X-Forwarded-For": "203.0.113.8"}
        )
    assert (codes[0], codes[-1], other.status_code) == (401, 429, 401)


async def test_chat_opens_on_the_servers_own_page_and_still_on_no_foreign_one(post: Mailing) -> None:
    async with post.server.visitor(origin=PUBLIC_URL) as visitor:
        await visitor.say("Со страницы чата")
    for origin in ("https://evil.test", PUBLIC_URL.replace("https", "http"), f"{PUBLIC_URL}.evil.test", "null"):
        async with post.server.visitor(origin=origin, hello=False) as foreign:
            await foreign.send("hello", protocol=1, site=KEY)
            assert (await foreign.closed())[0] == 4403


async def test_server_that_does_not_know_its_address_has_no_such_page(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
        assert (await http.get(f"/chat/{KEY}")).status_code == 404
    async with server.visitor(origin=server.http_url, hello=False) as visitor:
        await visitor.send("hello", protocol=1, site=KEY)
        assert (await visitor.closed())[0] == 4403


async def test_page_of_no_site_is_not_there(post: Mailing) -> None:
    async with httpx.AsyncClient(base_url=post.server.http_url, trust_env=False) as http:
        for key in ("no-such-key", "a", "%3Cscript%3E", str(new_id())):
            assert (await http.get(f"/chat/{key}")).status_code == 404
