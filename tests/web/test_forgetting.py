"""A visitor asks in their chat to be forgotten: an officer gets the request, with whom it is about, once."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

from ryadom.core.blocking import BlockReason, block_person
from ryadom.privacy.persons import Person
from tests.consents import publish_consent
from tests.web.client import Client, JsonObject, Server
from tests.web.subject_requests import API, officer
from tests.web.test_blocking import NOW, DeafLine


async def ask(visitor: Client, echo_id: str | None = None) -> JsonObject:
    await visitor.send("ask_erasure", echo_id=echo_id or str(uuid4()))
    return await visitor.receive("erasure_asked", "error")


async def test_officer_erases_who_has_asked_for_it(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Здравствуйте", about={"name": "Анна"})
        asked = await ask(visitor)
        assert asked["number"] == 1
        assert date.fromisoformat(asked["due_on"])
        [line] = (await desk.http.get(API)).json()["requests"]
        card = await desk.card(line["request"]["id"] if "request" in line else line["id"])
        request = card["request"]
        assert (request["kind"], request["source"], request["subject_name"]) == ("erasure", "widget", "Анна")
        assert [person["visitor_id"] for person in card["people"]] == [visitor.welcome["visitor_id"]]
        # Known is the browser: who sits before it is for the officer to make sure of.
        assert "erase" not in card["may"]
        card = await desk.confirm(card)
        await desk.do(card, "erase")
        assert (await visitor.closed())[0] == 4401


async def test_asked_again_it_is_the_same_request_until_that_is_closed(server: Server) -> None:
    async with (
        server.visitor() as visitor,
        server.visitor(token=visitor.welcome["token"]) as tab,
        officer(server) as desk,
    ):
        await visitor.say("Здравствуйте")
        echo_id = str(uuid4())
        answers = [await ask(visitor, echo_id), await ask(visitor, echo_id), await ask(visitor)]
        answers += await asyncio.gather(ask(visitor), ask(tab))
        assert {answer["number"] for answer in answers} == {1}
        [line] = (await desk.http.get(API)).json()["requests"]
        await desk.do(await desk.card(line["id"]), "refuse", reason="Данные нужны для договора.")
        assert (await ask(visitor))["number"] == 2


async def test_nobody_gets_the_request_of_another_by_its_number(server: Server) -> None:
    async with server.visitor() as visitor, server.visitor() as stranger:
        await visitor.say("Здравствуйте")
        await stranger.say("Здравствуйте")
        echo_id = str(uuid4())
        assert [(await ask(one, echo_id))["number"] for one in (visitor, stranger)] == [1, 2]


async def test_who_has_left_nothing_here_can_not_ask(server: Server) -> None:
    async with server.visitor() as visitor:
        assert (await ask(visitor))["code"] == "conversation_unknown"


async def test_who_has_withdrawn_may_still_ask(server: Server) -> None:
    async with server.visitor() as visitor:
        await visitor.say("Здравствуйте")
        await publish_consent(server.database, server.site)
        await visitor.send("withdraw_consent", echo_id=uuid4())
        assert (await ask(visitor))["number"] == 1


async def test_who_is_blocked_may_still_ask(server: Server) -> None:
    async with server.visitor() as visitor:
        await visitor.say("Здравствуйте")
    person = Person(server.site, UUID(visitor.welcome["visitor_id"]))
    await block_person(server.database, DeafLine(), person, now=NOW, reason=BlockReason.UNLAWFUL)
    async with server.visitor(token=visitor.welcome["token"]) as blocked:
        assert (await ask(blocked))["number"] == 1
