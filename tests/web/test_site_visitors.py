"""Who is on the site now: only who may be seen, only to whom may look, on all nodes, and no longer than it is so."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from ryadom.core.blocking import BlockReason, block_person
from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.core.visitor_list import MAX_SHOWN
from ryadom.live.lines import installation_line
from ryadom.live.owner import Owner
from ryadom.privacy.detect import Kind
from ryadom.privacy.evidence import withdraw_for_visitor
from ryadom.privacy.persons import find_person
from ryadom.privacy.policies import Policy
from ryadom.protocol.shared import Page
from ryadom.store.database import Database
from ryadom.store.operators import Role
from ryadom.store.sites import Site, find_site
from tests.buses import Bus
from tests.consents import ask_for_consent, publish_consent
from tests.waiting import until
from tests.web.accounts import account, enrolled
from tests.web.client import PASSWORD, Client, Server
from tests.web.conftest import another_server, lift_limits, serving
from tests.web.site_visitors import ListOf, open_list, show_visitors

TEA = {"url": "http://shop.test/tea?utm_source=yandex&utm_campaign=spring", "title": "Чай", "referrer": ""}


@pytest.fixture
async def shop(server: Server) -> Server:
    """A site that shows its visitors, of which another basis than consent is the law's."""
    await show_visitors(server.database, server.site)
    return server


@pytest.fixture
async def anna(shop: Server) -> AsyncIterator[ListOf]:
    async with account(shop, "anna@shop.test") as person:
        yield await open_list(person)


async def agreed(server: Server, visitor: Client, document_id: object) -> None:
    await visitor.send("agree", echo_id=uuid4(), document_ids=[document_id])
    await visitor.receive("consents_changed")
    await visitor.ping()


async def test_visitor_is_listed_with_page_source_time_and_conversation(shop: Server, anna: ListOf) -> None:
    async with shop.visitor(page=TEA) as visitor, shop.operator() as operator:
        [row] = await anna.visitors()
        assert (row["url"], row["title"], row["source"]) == (TEA["url"], "Чай", "yandex / spring")
        assert row["conversation_id"] is None
        assert not row["is_in_conversation"]
        conversation_id = (await visitor.say("Есть улун?"))["conversation_id"]
        await operator.say("Есть", conversation_id=conversation_id)
        [row] = await anna.visitors()
        assert (row["conversation_id"], row["is_in_conversation"]) == (conversation_id, True)
        assert row["operator_name"] == "Анна"
        since_ms = row["since_ms"]
        await visitor.send("visit_page", page={"url": "http://shop.test/cart", "title": "Корзина"})
        await visitor.ping()
        shown = await anna.read()
        assert shown["visitors"][0]["title"] == "Корзина"
        # What brought them stays, and so does since when they are here.
        assert (shown["visitors"][0]["source"], shown["visitors"][0]["since_ms"]) == ("yandex / spring", since_ms)
        assert shown["total"] == 1
        assert shown["now_ms"] >= since_ms


async def test_nothing_is_listed_where_the_site_has_not_turned_it_on(server: Server) -> None:
    async with account(server, "anna@shop.test") as person, server.visitor(page=TEA) as visitor:
        await visitor.say("Здравствуйте")
        shown = await (await open_list(person)).read()
        assert (shown["visitors"], shown["total"]) == ([], 0)
        assert [site["is_on"] for site in shown["sites"]] == [False]
        assert not server.app.state.context.visitor_desk.site_visitors.on_site(server.site.id)


async def test_turning_it_off_empties_the_list_at_once(shop: Server, anna: ListOf) -> None:
    async with shop.visitor(page=TEA):
        assert len(await anna.visitors()) == 1
        await show_visitors(shop.database, shop.site, is_on=False)
        assert (await anna.ask()).json()["error"]["code"] == "list_expired"
        assert await (await open_list(anna.person)).visitors() == []


async def test_who_has_not_agreed_is_not_listed_and_who_withdraws_is_gone_at_once(shop: Server, anna: ListOf) -> None:
    document = await ask_for_consent(shop.database, shop.site)
    async with shop.visitor(page=TEA) as visitor:
        await visitor.send("visit_page", page={"url": "http://shop.test/secret"})
        assert (await visitor.error())["code"] == "consent_required"
        assert await anna.visitors() == []
        await agreed(shop, visitor, document.id)
        [row] = await anna.visitors()
        assert row["visitor_id"] == visitor.welcome["visitor_id"]
        async with shop.visitor(page=TEA, token=visitor.welcome["token"]):
            await visitor.send("withdraw_consent", echo_id=uuid4())
            await visitor.ping()
            # The other tab too, and not only from what is shown.
            assert await anna.visitors() == []
            assert not shop.app.state.context.visitor_desk.site_visitors.on_site(shop.site.id)
        await agreed(shop, visitor, document.id)
        assert len(await anna.visitors()) == 1


async def test_withdrawal_noted_by_an_officer_or_a_new_document_takes_them_off_at_once(
    shop: Server, anna: ListOf
) -> None:
    document = await ask_for_consent(shop.database, shop.site)
    async with shop.visitor(page=TEA) as visitor, shop.visitor(page=TEA) as another:
        for client in (visitor, another):
            await agreed(shop, client, document.id)
        assert len(await anna.visitors()) == 2
        withdrawn = UUID(visitor.welcome["visitor_id"])
        await withdraw_for_visitor(shop.database, site_key=shop.site.key, visitor_id=withdrawn, purpose=None)
        shown = await anna.read()
        assert [row["visitor_id"] for row in shown["visitors"]] == [another.welcome["visitor_id"]]
        assert shown["total"] == 1
        await publish_consent(shop.database, shop.site, term="2 года")
        assert (await anna.read())["total"] == 0


async def test_visitor_is_gone_once_the_last_tab_has_been_closed_for_a_while(short_leases: None, shop: Server) -> None:
    async with account(shop, "anna@shop.test") as person:
        anna = await open_list(person)
        async with shop.visitor(page=TEA) as visitor:
            await anna.until(lambda rows: len(rows) == 1)
            async with shop.visitor(page=TEA, token=visitor.welcome["token"]):
                await visitor.connection.close()
                assert len(await anna.visitors()) == 1
        await anna.until(lambda rows: rows == [])


async def test_operators_of_another_site_see_nobody_and_can_name_no_site(shop: Server, anna: ListOf) -> None:
    other = await _site(shop, "other-key-1")
    await show_visitors(shop.database, other)
    async with shop.visitor(page=TEA) as visitor, account(shop, "boris@other.test") as person:
        boris = await open_list(person)
        [row] = await anna.visitors()
        for query in ({}, {"site_id": str(shop.site.id)}, {"page": "tea"}):
            assert (await boris.read(**query))["total"] == 0
        assert (await boris.invite(row)).json()["error"]["code"] == "visitor_gone"
        # Nor by a ticket of Anna's.
        assert (await ListOf(person, anna.ticket).ask()).json()["error"]["code"] == "list_expired"
        await visitor.ping()


async def test_list_is_read_only_with_a_ticket_and_each_opening_is_journalled_once(shop: Server) -> None:
    async with account(shop, "anna@shop.test") as person:
        for ticket in ("", "abc", "а" * 2_000):
            response = await ListOf(person, ticket).ask()
            assert response.status_code in (400, 410)
        assert await _journalled(shop, "visitors_watched") == 0
        anna = await open_list(person)
        for _ in range(3):
            await anna.read()
        assert await _journalled(shop, "visitors_watched") == 1


async def test_role_without_the_right_is_refused(shop: Server) -> None:
    await add_operator(
        shop.database,
        email="auditor@shop.test",
        name="А",
        password=PASSWORD,
        site_keys=[shop.site.key],
        role=Role.AUDITOR,
    )
    async with enrolled(shop, "auditor@shop.test") as person:
        assert (await person.http.post("/panel/api/visitors/openings", json={})).status_code == 403
        assert (await ListOf(person, "x").ask()).status_code == 403


async def test_filter_by_site_and_by_words_of_the_page(shop: Server, anna: ListOf) -> None:
    cup = {"url": "http://shop.test/cups", "title": "Чашки", "referrer": "https://www.ya.ru/search"}
    async with shop.visitor(page=TEA), shop.visitor(page=cup):
        assert (await anna.read(site_id=str(shop.site.id)))["total"] == 2
        [row] = await anna.visitors(page="ЧАШ")
        assert (row["title"], row["source"]) == ("Чашки", "ya.ru")
        assert (await anna.read(page="cups"))["total"] == 1
        assert (await anna.read(page="нет такого"))["total"] == 0
        assert (await anna.read(site_id=str(uuid4())))["total"] == 0


async def test_contacts_in_addresses_and_titles_are_masked_and_not_searched_for_who_may_not_see_them(
    shop: Server, anna: ListOf
) -> None:
    await site_policies(shop.database, shop.site.key, {Kind.PHONE: Policy.MASK})
    await shop.app.state.context.masking.refresh()
    page = {"url": "http://shop.test/order?phone=%2B79161234567", "title": "Заказ +7 916 123-45-67"}
    async with shop.visitor(page=page):
        [row] = await anna.visitors()
        assert "1234567" not in row["url"]
        assert "123-45" not in row["title"]
        assert (await anna.read(page="9161234567"))["total"] == 0
        assert (await anna.read(page="order"))["total"] == 1


async def test_page_that_lies_and_floods_is_cut_and_shown_as_text(shop: Server, anna: ListOf) -> None:
    lift_limits(shop)
    async with shop.visitor(page=TEA) as visitor:
        for number in range(500):
            page = {
                "url": f"javascript:alert({number})//" + "я" * 1_900,
                "title": "<img src=x onerror=alert(1)>\u0000" * 9,
            }
            await visitor.send("visit_page", page=page)
        await visitor.ping()
        [row] = await anna.visitors()
        assert row["url"].startswith("javascript:alert(499)")
        assert len(row["url"]) == 400
        assert "\u0000" not in row["title"]
        assert len(row["title"]) <= 120


async def test_list_is_capped_with_a_true_total(shop: Server, anna: ListOf) -> None:
    visitors = shop.app.state.context.visitor_desk.site_visitors
    for number in range(10_000):
        visitors.see(Owner(shop.site.id, uuid4()), number, Page(url=f"http://shop.test/{number}"))
    shown = await anna.read()
    assert (len(shown["visitors"]), shown["total"]) == (MAX_SHOWN, 10_000)
    assert len(json.dumps(shown)) < 200_000


async def test_blocked_visitor_is_not_listed(shop: Server, anna: ListOf, database_url: str, database: Database) -> None:
    line = await installation_line(database, database_url=database_url, bus_url=None)
    async with shop.visitor(page=TEA) as visitor:
        conversation_id = UUID((await visitor.say("Здравствуйте"))["conversation_id"])
        person = await find_person(database, site_key=shop.site.key, conversation_id=conversation_id)
        await block_person(database, line, person, now=datetime.now(UTC), reason=BlockReason.UNLAWFUL)
        assert await anna.visitors() == []
    async with shop.visitor(page=TEA, token=visitor.welcome["token"]) as back:
        await back.ping()
        assert await anna.visitors() == []


@pytest.mark.usefixtures("short_leases")
async def test_visitors_are_seen_across_nodes_and_gone_within_the_lease(
    database_url: str, database: Database, bus: Bus
) -> None:
    async with serving(database_url, database, bus_url=bus.url) as far:
        await show_visitors(database, far.site)
        async with account(far, "anna@shop.test") as person:
            anna = await open_list(person)
            async with another_server(database_url, database, far.site, bus_url=bus.url) as near:
                async with near.visitor(page=TEA) as visitor:
                    [row] = await anna.until(lambda rows: len(rows) == 1)
                    assert (row["title"], row["source"]) == ("Чай", "yandex / spring")
                    await visitor.send("visit_page", page={"url": "http://shop.test/cart", "title": "Корзина"})
                    [moved] = await anna.until(lambda rows: bool(rows) and rows[0]["title"] == "Корзина")
                    assert moved["since_ms"] == row["since_ms"]
                await anna.until(lambda rows: rows == [])
                async with near.visitor(page=TEA):
                    await anna.until(lambda rows: len(rows) == 1)
                    # Its process says nothing any more, as if it had been killed.
                    near.app.state.context.visitor_desk.site_visitors.renew = lambda: None
                    near.app.state.context.visitor_desk.site_visitors.close()
                    await anna.until(lambda rows: rows == [])


async def test_process_where_nobody_has_looked_lists_and_invites_who_is_on_another(
    database_url: str, database: Database, bus: Bus
) -> None:
    async with (
        serving(database_url, database, bus_url=bus.url) as near,
        another_server(database_url, database, near.site, bus_url=bus.url) as listing,
        another_server(database_url, database, near.site, bus_url=bus.url) as inviting,
    ):
        await show_visitors(database, near.site)
        nodes = [server.app.state.context.relay for server in (near, listing, inviting)]
        await until(lambda: {relay.nodes for relay in nodes} == {3})
        async with (
            near.visitor(page=TEA) as visitor,
            account(listing, "anna@shop.test") as reader,
            account(inviting, "anna@shop.test") as asker,
        ):
            # At the first look, not at the next.
            [row] = await (await open_list(reader)).visitors()
            assert row["title"] == "Чай"
            invited = await ListOf(asker, "").invite(row)
            assert invited.status_code == 200, invited.text
            assert (await visitor.receive("invited"))["operator"]["name"] == "Анна"


@pytest.mark.usefixtures("short_leases")
async def test_withdrawal_on_one_node_takes_them_off_on_the_other(
    database_url: str, database: Database, bus: Bus
) -> None:
    async with (
        serving(database_url, database, bus_url=bus.url) as far,
        another_server(database_url, database, far.site, bus_url=bus.url) as near,
        account(far, "anna@shop.test") as person,
    ):
        await show_visitors(database, far.site)
        document = await ask_for_consent(database, far.site)
        anna = await open_list(person)
        async with near.visitor(page=TEA) as visitor:
            await agreed(near, visitor, document.id)
            [row] = await anna.until(lambda rows: len(rows) == 1)
            await visitor.send("withdraw_consent", echo_id=uuid4())
            await visitor.ping()
            # Asked of Postgres at each look: at once, whatever the bus has carried.
            assert await anna.visitors() == []
            assert (await anna.invite(row)).json()["error"]["code"] == "visitor_gone"


@pytest.mark.usefixtures("short_leases")
async def test_nothing_crosses_while_nobody_looks(database_url: str, database: Database, bus: Bus) -> None:
    async with (
        serving(database_url, database, bus_url=bus.url) as far,
        another_server(database_url, database, far.site, bus_url=bus.url) as near,
    ):
        await show_visitors(database, far.site)
        async with far.operator(), near.visitor(page=TEA) as visitor:
            await visitor.say("Здравствуйте")
            elsewhere = far.app.state.context.visitor_desk.site_visitors
            assert not elsewhere.on_site(far.site.id)


async def _site(server: Server, key: str) -> Site:
    async with server.database.connection() as connection:
        site = await find_site(connection, key)
    assert site is not None
    return site


async def _journalled(server: Server, action: str) -> int:
    async with server.database.connection() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM journal WHERE action = $1", action))
