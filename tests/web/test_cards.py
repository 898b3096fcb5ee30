"""A visitor's card: how to reach them, what they agreed to, what was before; and a record of each opening."""

from uuid import UUID, uuid4

import pytest

from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from ryadom.store.visitors import name_visitor
from tests.consents import publish_consent
from tests.web.accounts import Account, account
from tests.web.client import PASSWORD, JsonObject, Server
from tests.web.customers import add_role, keep_contacts, write_facts
from tests.web.test_display_masking import records


async def card_of(person: Account, conversation_id: str) -> JsonObject:
    response = await person.http.get(f"/panel/api/conversations/{conversation_id}/card")
    assert response.status_code == 200, response.text
    card: JsonObject = response.json()
    return card


async def test_contacts_are_those_the_visitor_wrote_each_once_newest_first(server: Server) -> None:
    await keep_contacts(server)
    async with server.visitor() as visitor, server.operator() as panel:
        first = await visitor.say("Я 8 916 123-45-67, ivan@mail.ru")
        conversation_id = first["conversation_id"]
        await panel.say("Мы +7 495 123-45-67", conversation_id=conversation_id)
        await visitor.say("Паспорт 45 09 123456, заказ 1234567")
        newest = await visitor.say("То есть +7 (916) 123 45 67 и IVAN@mail.ru")
    async with account(server, "anna@shop.test") as anna:
        contacts = (await card_of(anna, conversation_id))["contacts"]

    assert [(one["kind"], one["text"], one["seq"], one["piece"]) for one in contacts] == [
        ("phone", "+7 (916) 123 45 67", newest["seq"], None),
        ("email", "IVAN@mail.ru", newest["seq"], None),
    ]


async def test_contacts_are_masked_by_role_and_revealed_as_pieces_of_their_messages(server: Server) -> None:
    await site_policies(server.database, server.site.key, {Kind.EMAIL: Policy.MASK, Kind.PHONE: Policy.KEEP})
    await server.app.state.context.masking.refresh()
    await add_operator(
        server.database,
        email="s@shop.test",
        name="Сергей",
        password=PASSWORD,
        site_keys=[server.site.key],
        role=Role.SUPERVISOR,
    )
    async with server.visitor() as visitor:
        posted = await visitor.say("a@b.ru, потом +7 916 123-45-67 и ivan@mail.ru")
    conversation_id = posted["conversation_id"]
    async with account(server, "anna@shop.test") as anna, account(server, "s@shop.test") as sergey:
        masked, clear = [(await card_of(one, conversation_id))["contacts"] for one in (anna, sergey)]
        ivan = masked[2]
        revealed = await anna.http.post(
            f"/panel/api/conversations/{ivan['conversation_id']}/reveal", json={"seq": ivan["seq"]}
        )

    assert [(one["text"], one["piece"]) for one in masked] == [
        ("a•••@b.ru", 0),
        ("+7 916 123-45-67", None),
        ("i•••@mail.ru", 1),
    ]
    assert [one["text"] for one in clear] == ["a@b.ru", "+7 916 123-45-67", "ivan@mail.ru"]
    assert revealed.json()["pieces"][ivan["piece"]] == "ivan@mail.ru"


async def test_card_keeps_where_the_visitor_came_from_when_they_have_gone_on(server: Server) -> None:
    landing = "http://shop.test/tea?utm_source=vk&utm_campaign=%D0%9B%D0%B5%D1%82%D0%BE&from=ivan%40mail.ru"
    await site_policies(server.database, server.site.key, {Kind.EMAIL: Policy.MASK})
    await server.app.state.context.masking.refresh()
    async with server.visitor(page={"url": landing}) as visitor:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await visitor.send("visit_page", page={"url": "http://shop.test/cart"})
        await visitor.ping()
    async with account(server, "anna@shop.test") as anna:
        card = await card_of(anna, conversation_id)
    assert card["landing_url"].startswith("http://shop.test/tea?utm_source=vk&")
    assert "ivan" not in card["landing_url"]
    assert card["campaign"] == [
        {"name": "utm_source", "value": "vk"},
        {"name": "utm_campaign", "value": "Лето"},
    ]
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT page_url FROM conversations") == "http://shop.test/cart"


async def test_card_says_that_something_stands_masked_wherever_that_is(server: Server) -> None:
    """By that the panel offers to show it: a name of one's own and an address have no sign of a mask beside them."""
    pages = {"plain": "http://shop.test/tea", "told": "http://shop.test/tea?from=ivan%40mail.ru"}
    said: dict[str, str] = {}
    for name, landing in pages.items():
        async with server.visitor(page={"url": landing}) as visitor:
            said[name] = str((await visitor.say("Вопрос"))["conversation_id"])
    async with server.visitor(page={"url": pages["plain"]}) as visitor:
        said["named"] = str((await visitor.say("Вопрос"))["conversation_id"])
        async with server.database.transaction() as connection:
            visitor_id = UUID(str(visitor.welcome["visitor_id"]))
            await name_visitor(connection, site_id=server.site.id, visitor_id=visitor_id, name="Иван 8 916 123-45-67")
    async with (
        account(server, "anna@shop.test") as anna,
        account(server, await add_role(server, Role.SUPERVISOR)) as sergey,
    ):
        # Seen by the name on the card: no mask in it, but in the one of their own.
        await write_facts(sergey, said["named"], 0, name="Иван")
        masked = {name: (await card_of(anna, id))["is_masked"] for name, id in said.items()}
        clear = {name: (await card_of(sergey, id))["is_masked"] for name, id in said.items()}
        named = await card_of(anna, said["named"])
    assert masked == {"plain": False, "told": True, "named": True}
    assert clear == dict.fromkeys(said, False)
    assert (named["is_name_masked"], named["own_name"]) == (False, "Иван +7 ••• ••• 45 67")


async def test_card_has_what_the_counter_calls_the_browser(server: Server) -> None:
    async with server.visitor() as visitor:
        # Before there is a conversation it would be of nobody: nothing is kept.
        await visitor.send("set_client_id", client_id="1")
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await visitor.ping()
        async with account(server, "anna@shop.test") as anna:
            assert (await card_of(anna, conversation_id))["metrica_client_id"] == ""
            await visitor.send("set_client_id", client_id="1700000000123456789")
            await visitor.ping()
            assert (await card_of(anna, conversation_id))["metrica_client_id"] == "1700000000123456789"
            await visitor.send("set_client_id", client_id="<b>1</b>")
            assert (await visitor.receive("error"))["code"] == "bad_frame"
            assert (await card_of(anna, conversation_id))["metrica_client_id"] == "1700000000123456789"


async def test_every_opening_of_a_card_is_one_record(server: Server) -> None:
    async with server.visitor() as visitor:
        conversation_id = (await visitor.say("Здравствуйте"))["conversation_id"]
    async with account(server, "anna@shop.test") as anna:
        for _ in range(2):
            await card_of(anna, conversation_id)

    viewed = await records(server, Action.CARD_VIEWED)
    assert len(viewed) == 2
    assert {(record.actor.name, len(record.visitor_ids)) for record in viewed} == {("Анна", 1)}


async def test_other_conversations_of_the_visitor_come_in_pages_and_each_page_is_a_record(server: Server) -> None:
    async with server.visitor() as visitor:
        conversation_id = (await visitor.say("Здравствуйте"))["conversation_id"]
    async with server.database.connection() as connection:
        for _ in range(12):
            await connection.execute(
                "INSERT INTO conversations (site_id, id, visitor_id, status) "
                "SELECT site_id, $1, visitor_id, 'closed' FROM conversations WHERE id = $2",
                new_id(),
                conversation_id,
            )
    path = f"/panel/api/conversations/{conversation_id}/card/conversations"
    async with account(server, "anna@shop.test") as anna:
        first = await card_of(anna, conversation_id)
        second = (await anna.http.get(path, params={"cursor": first["next_cursor"]})).json()
        broken = await anna.http.get(path, params={"cursor": "???"})

    ids = [row["id"] for page in (first, second) for row in page["conversations"]]
    assert (len(ids), len(set(ids)), conversation_id in ids) == (12, 12, False)
    assert second["next_cursor"] is None
    assert broken.json()["error"]["code"] == "bad_frame"
    [listed] = await records(server, Action.CONVERSATIONS_LISTED)
    assert [str(id) for id in listed.conversation_ids[1:]] == [row["id"] for row in second["conversations"]]


async def test_other_conversation_says_its_last_words_leader_result_and_tags_masked_by_role(server: Server) -> None:
    await site_policies(server.database, server.site.key, {Kind.PHONE: Policy.MASK})
    await server.app.state.context.masking.refresh()
    supervisor = await add_role(server, Role.SUPERVISOR)
    tag_id, result_id = uuid4(), uuid4()
    async with server.visitor() as visitor, server.operator() as panel:
        earlier_id = (await visitor.say("Сколько стоит улун?"))["conversation_id"]
        await panel.say("Пятьсот", conversation_id=earlier_id)
        await visitor.say("Жду звонка: 8 916 123-45-67")
    async with server.database.connection() as connection:
        conversation_id = new_id()
        await connection.execute(
            "INSERT INTO conversations (site_id, id, visitor_id, queued_at)"
            " SELECT site_id, $1, visitor_id, now() FROM conversations",
            conversation_id,
        )
        await connection.execute(
            "UPDATE conversations SET tag_ids = ARRAY[$2::uuid], result_id = $3 WHERE id = $1",
            earlier_id,
            tag_id,
            result_id,
        )
    path = f"/panel/api/conversations/{conversation_id}/card"
    for email, words in (
        ("anna@shop.test", "Жду звонка: +7 ••• ••• 45 67"),
        (supervisor, "Жду звонка: 8 916 123-45-67"),
    ):
        async with account(server, email) as person:
            answers = [(await person.http.get(address)).json() for address in (path, f"{path}/conversations")]
        for [earlier] in (answer["conversations"] for answer in answers):
            assert earlier["last_message"]["body"] == words
            assert (earlier["id"], earlier["assignee"]["name"]) == (earlier_id, "Анна")
            assert (earlier["tag_ids"], earlier["result_id"]) == ([str(tag_id)], str(result_id))


async def test_consents_are_told_newest_first(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    async with server.visitor() as visitor:
        posted = await visitor.say("Здравствуйте", agree_to=[str(document.id)])
        await visitor.send("withdraw_consent", echo_id=uuid4())
        await visitor.receive("consents_changed")
    async with account(server, "anna@shop.test") as anna:
        consents = (await card_of(anna, posted["conversation_id"]))["consents"]
    assert [(one["purpose"], one["action"], one["version"]) for one in consents] == [
        ("processing", "withdrawn", 1),
        ("processing", "given", 1),
    ]


@pytest.mark.parametrize("path", ["card", "card/conversations?cursor=WyIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsIjAiXQ=="])
async def test_card_of_another_sites_visitor_is_not_given(server: Server, path: str) -> None:
    async with server.visitor(origin="http://other.test", site="other-key-1") as customer:
        conversation_id = (await customer.say("тайна"))["conversation_id"]
    async with account(server, "anna@shop.test") as anna:
        response = await anna.http.get(f"/panel/api/conversations/{conversation_id}/{path}")
    assert response.status_code in (400, 404)
    assert await records(server, Action.CARD_VIEWED) == []
