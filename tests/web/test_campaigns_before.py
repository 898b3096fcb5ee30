"""A campaign that led a visitor to another page than the one on which they wrote: as far as anybody tells of it."""

from tests.web.accounts import account
from tests.web.client import JsonObject, Server
from tests.web.test_cards import card_of
from tests.web.test_page_told import told

CATALOG = "http://shop.test/catalog"
LANDED = "http://shop.test/?utm_source=yandex&utm_campaign=%D0%9B%D0%B5%D1%82%D0%BE"
YANDEX = [{"name": "utm_source", "value": "yandex"}, {"name": "utm_campaign", "value": "Лето"}]
CARRIED = f"{CATALOG}?utm_source=yandex&utm_campaign=%D0%9B%D0%B5%D1%82%D0%BE"


async def shown(server: Server, conversation_id: str) -> JsonObject:
    async with account(server, "anna@shop.test") as anna:
        return await card_of(anna, conversation_id)


async def test_who_writes_on_the_second_page_was_brought_by_the_first(server: Server) -> None:
    async with server.visitor(page={"url": CATALOG, "referrer": LANDED}) as visitor:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
    card = await shown(server, conversation_id)
    assert (card["campaign"], card["landing_url"]) == (YANDEX, CARRIED)


async def test_who_goes_through_an_application_was_brought_by_its_first_page(server: Server) -> None:
    async with server.visitor(page={"url": LANDED}) as visitor:
        for url in ("http://shop.test/tea", CATALOG):
            await visitor.send("visit_page", page={"url": url, "referrer": "https://ya.ru/"})
        async with server.database.connection() as connection:
            assert await connection.fetchval("SELECT count(*) FROM visitors") == 0
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
    card = await shown(server, conversation_id)
    assert (card["campaign"], card["landing_url"]) == (YANDEX, CARRIED)


async def test_campaign_that_the_site_tells_is_the_conversations(server: Server) -> None:
    async with server.visitor(page={"url": CATALOG}) as visitor:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await told(visitor, "set_attributes", attributes={"plan": "pro"})
        assert (await shown(server, conversation_id))["campaign"] == []
        await told(visitor, "set_attributes", attributes={"utm_source": "yandex", "utm_campaign": "Лето"})
        card = await shown(server, conversation_id)
        assert (card["campaign"], card["landing_url"]) == (YANDEX, CARRIED)
        await told(visitor, "set_attributes", attributes={"utm_source": "vk"})
        assert (await shown(server, conversation_id))["campaign"] == YANDEX
    async with server.database.connection() as connection:
        marked = await connection.fetchval("SELECT count(*) FROM changed_objects WHERE kind = 'conversation'")
    assert marked == 1


async def test_campaign_of_a_later_visit_did_not_begin_the_conversation(server: Server) -> None:
    async with server.visitor(page={"url": CATALOG}) as visitor:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET created_at = created_at - INTERVAL '31 minutes'")
        await told(visitor, "set_attributes", attributes={"utm_source": "vk"})
    assert (await shown(server, conversation_id))["campaign"] == []


async def test_campaign_that_the_page_itself_names_stays(server: Server) -> None:
    async with server.visitor(page={"url": LANDED, "referrer": "http://shop.test/?utm_source=old"}) as visitor:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await told(visitor, "set_attributes", attributes={"utm_source": "vk"})
    assert (await shown(server, conversation_id))["landing_url"] == LANDED
