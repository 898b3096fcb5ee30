"""The form before the first message: what it says goes with the message, past the same gate, once."""

from uuid import uuid4

from ryadom.store.consent_documents import Document
from tests.consents import ask_for_consent
from tests.web.client import Client, JsonObject, Server

ANNA = {"name": "Анна", "phone": "89123456789", "email": "anna@example.ru"}
LINES = "Имя: Анна\nТелефон: +7 912 345-67-89\nПочта: anna@example.ru\n\n"


async def names(server: Server) -> list[str]:
    async with server.database.connection() as connection:
        return [row["name"] for row in await connection.fetch("SELECT name FROM visitors ORDER BY id")]


async def test_operators_see_who_writes_and_how_to_reach_them(server: Server) -> None:
    async with server.operator() as operator, server.visitor() as visitor:
        posted = await visitor.say("Есть улун?", about=ANNA)
        assert posted["body"] == f"{LINES}Есть улун?"
        assert posted["author"]["name"] == "Анна"
        started = await operator.receive("conversation_started")
        assert started["conversation"]["visitor"]["name"] == "Анна"
        again = await visitor.say("А пуэр?")
        assert (again["body"], again["author"]["name"]) == ("А пуэр?", "Анна")
    async with server.visitor(token=visitor.welcome["token"]) as returned:
        assert (await returned.say("Это снова я"))["author"]["name"] == "Анна"


async def test_sent_again_it_is_stored_once(server: Server) -> None:
    echo_id = uuid4()
    async with server.visitor() as visitor:
        first = await visitor.say("Здравствуйте", echo_id=echo_id, about=ANNA)
        second = await visitor.say("Здравствуйте", echo_id=echo_id, about=ANNA)
        assert (second["seq"], second["body"]) == (first["seq"], first["body"])
    assert await names(server) == ["Анна"]


async def test_what_can_not_be_is_refused_by_its_name_and_nothing_is_stored(server: Server) -> None:
    async with server.visitor() as visitor:
        for about, field in (
            ({"phone": "не скажу"}, "about.phone"),
            ({"email": "anna"}, "about.email"),
            ({"name": "а\nб"}, "about.name"),
        ):
            refused = await send(visitor, about)
            assert (refused["code"], refused["field"]) == ("bad_body", field)
        refused = await send(visitor, ANNA, body=" ")
        assert (refused["code"], refused["field"]) == ("bad_body", "body")
        refused = await send(visitor, {"name": "а" * 1_000})
        assert refused["code"] == "bad_frame"
        assert await names(server) == []
        assert (await visitor.say("Тогда так"))["seq"] == 1


async def test_it_passes_the_gate_with_its_message_or_not_at_all(server: Server) -> None:
    document: Document = await ask_for_consent(server.database, server.site)
    async with server.visitor() as visitor:
        assert (await send(visitor, ANNA))["code"] == "consent_required"
        assert await names(server) == []
        posted = await visitor.say("Есть улун?", about=ANNA, agree_to=[str(document.id)])
        assert posted["body"] == f"{LINES}Есть улун?"
    assert await names(server) == ["Анна"]


async def test_what_the_site_does_not_keep_is_not_kept_of_a_name_either(server: Server) -> None:
    async with server.visitor() as visitor:
        posted = await visitor.say("Здравствуйте", about={"name": "4111 1111 1111 1111"})
    assert "4111" not in posted["body"]
    assert await names(server) == ["карта •••• 1111"]


async def test_form_as_bots_fill_it_in_is_kept_and_calls_nobody(server: Server) -> None:
    echo_id = uuid4()
    async with server.operator() as operator, server.visitor() as bot:
        posted = await bot.say("Купите", echo_id=echo_id, about={"website": "http://pills.example"})
        assert posted["body"] == "Скрытое поле, его заполняют роботы: http://pills.example\n\nКупите"
        started = (await operator.receive("conversation_started"))["conversation"]
        assert (started["status"], started["waiting_since"]) == ("closed", None)
        await operator.send("list_conversations", request_id="1", folder="waiting")
        assert (await operator.receive("conversation_list"))["conversations"] == []
        await operator.send("list_conversations", request_id="2", folder="closed")
        [found] = (await operator.receive("conversation_list"))["conversations"]
        assert found["id"] == posted["conversation_id"]
        # Sent again it is acknowledged again; a person goes on, and waits like anybody.
        assert (await bot.say("Купите", echo_id=echo_id, about={"website": "x"}))["seq"] == posted["seq"]
        await bot.say("Это был не робот")
        await operator.send("list_conversations", request_id="3", folder="waiting")
        [waiting] = (await operator.receive("conversation_list"))["conversations"]
        assert waiting["id"] == posted["conversation_id"]


async def send(visitor: Client, about: JsonObject, *, body: str = "Есть улун?") -> JsonObject:
    await visitor.send("send_message", echo_id=uuid4(), body=body, about=about)
    return await visitor.error()
