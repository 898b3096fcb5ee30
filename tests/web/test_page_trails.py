"""The way through the site: kept from the first message on, masked by role, bounded, gone with the visitor's data."""

from uuid import UUID, uuid4

import pytest

from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.protocol.shared import Page
from ryadom.store.conversations import MAX_VISITED_PAGES, list_visited_pages, set_page
from ryadom.store.operators import Role
from tests.web.accounts import Account, account
from tests.web.client import PASSWORD, Client, JsonObject, Server
from tests.web.site_visitors import show_visitors

SHOP = "http://shop.test"


async def _go(visitor: Client, *pages: JsonObject) -> None:
    for page in pages:
        await visitor.send("visit_page", page=page)
    await visitor.ping()


async def _trail(person: Account, conversation_id: str) -> list[tuple[str, str]]:
    response = await person.http.get(f"/panel/api/conversations/{conversation_id}/pages")
    assert response.status_code == 200, response.text
    return [(page["url"], page["title"]) for page in response.json()["pages"]]


@pytest.fixture(autouse=True)
async def shown(server: Server) -> None:
    """The site shows who is on it: without that no way is kept."""
    await show_visitors(server.database, server.site)


async def test_steps_are_kept_in_order_and_a_reload_is_none(server: Server) -> None:
    async with server.visitor(page={"url": f"{SHOP}/"}) as visitor:
        # Before the first message there is nobody to keep it of.
        await _go(visitor, {"url": f"{SHOP}/before"})
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        cart = {"url": f"{SHOP}/cart", "title": "Корзина"}
        await _go(visitor, {"url": f"{SHOP}/tea", "title": "Чай"}, cart, cart)
        token = visitor.welcome["token"]
    # A page that is loaded, not one that a page goes to by itself; and then its connection is cut.
    loaded = {"url": f"{SHOP}/delivery"}
    async with server.visitor(token=token, page=loaded) as visitor:
        await visitor.ping()
    resumed = {"conversation_id": conversation_id, "after_seq": 1}
    async with server.visitor(token=token, page={"url": f"{SHOP}/other-tab"}, **resumed) as visitor:
        await _go(visitor, {"url": f"{SHOP}/tea"})
        async with account(server, "anna@shop.test") as anna:
            trail = await _trail(anna, conversation_id)
    assert trail == [(f"{SHOP}/tea", "Чай"), (f"{SHOP}/cart", "Корзина"), (f"{SHOP}/delivery", ""), (f"{SHOP}/tea", "")]


async def test_nothing_is_kept_where_the_site_does_not_show_visitors_or_the_conversation_is_closed(
    server: Server,
) -> None:
    async with server.visitor(page={"url": f"{SHOP}/"}) as visitor, account(server, "anna@shop.test") as anna:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await visitor.send("end_conversation", echo_id=uuid4(), conversation_id=conversation_id)
        await _go(visitor, {"url": f"{SHOP}/tea"})
        assert await _trail(anna, conversation_id) == []
        await visitor.say("Ещё вопрос")
        await _go(visitor, {"url": f"{SHOP}/cart"})
        assert await _trail(anna, conversation_id) == [(f"{SHOP}/cart", "")]
    await show_visitors(server.database, server.site, is_on=False)
    server.app.state.context.visitor_desk.reception.forget(server.site.id)
    async with server.visitor(token=visitor.welcome["token"]) as visitor, account(server, "anna@shop.test") as anna:
        await _go(visitor, {"url": f"{SHOP}/pots"})
        assert await _trail(anna, conversation_id) == [(f"{SHOP}/cart", "")]


async def test_the_newest_hundred_stay(server: Server) -> None:
    async with server.visitor() as visitor:
        conversation_id = UUID((await visitor.say("Вопрос"))["conversation_id"])
    async with server.database.connection() as connection:
        for number in range(MAX_VISITED_PAGES + 20):
            page = Page(url=f"{SHOP}/{number}", title="", referrer="")
            assert await set_page(connection, site_id=server.site.id, id=conversation_id, page=page, is_step=True)
        kept = await list_visited_pages(connection, site_id=server.site.id, id=conversation_id)
    assert [page.url for page in kept] == [f"{SHOP}/{number}" for number in range(20, MAX_VISITED_PAGES + 20)]


async def test_contacts_in_addresses_are_masked_for_who_may_not_see_them(server: Server) -> None:
    await site_policies(server.database, server.site.key, {Kind.EMAIL: Policy.MASK})
    await server.app.state.context.masking.refresh()
    await add_operator(
        server.database,
        email="s@shop.test",
        name="Сергей",
        password=PASSWORD,
        site_keys=[server.site.key],
        role=Role.SUPERVISOR,
    )
    url = f"{SHOP}/thanks?email=ivan%40mail.ru"
    async with server.visitor() as visitor:
        conversation_id = (await visitor.say("Спасибо"))["conversation_id"]
        await _go(visitor, {"url": url, "title": "Спасибо, ivan@mail.ru"})
    async with account(server, "anna@shop.test") as anna, account(server, "s@shop.test") as sergey:
        [masked], [clear] = [await _trail(one, conversation_id) for one in (anna, sergey)]
    assert clear == (url, "Спасибо, ivan@mail.ru")
    assert "ivan" not in "".join(masked)


async def test_conversation_of_a_blocked_visitor_or_of_another_firm_has_no_trail(server: Server) -> None:
    async with server.visitor() as visitor:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await _go(visitor, {"url": f"{SHOP}/tea"})
    await add_operator(server.database, email="x@other.test", name="Чужой", password=PASSWORD, site_keys=[])
    path = f"/panel/api/conversations/{conversation_id}/pages"
    async with account(server, "x@other.test") as stranger, account(server, "anna@shop.test") as anna:
        assert (await stranger.http.get(path)).json()["error"]["code"] == "conversation_unknown"
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET is_blocked = true")
        assert (await anna.http.get(path)).json()["error"]["code"] == "conversation_unknown"
