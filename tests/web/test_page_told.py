"""Attributes and events that a page tells of its visitor: merged, bounded, found, answered and erased."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from ryadom.core.erasure import erase_person
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person, read_held
from ryadom.store.profiles import MAX_EVENTS
from tests.files import no_files
from tests.identities import make_secret
from tests.web.accounts import account
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import lift_limits
from tests.web.retention import close, keep_for, run
from tests.web.subject_requests import officer
from tests.web.test_cards import card_of
from tests.web.test_erasure import MARK, places_of
from tests.web.test_identify import identified


async def told(client: Client, command: str, **fields: object) -> JsonObject:
    await client.send(command, **({"echo_id": str(uuid4())} | fields))
    return await client.receive("noted", "error")


async def test_attributes_are_merged_and_shown_as_told(server: Server) -> None:
    async with server.visitor() as client:
        conversation_id = (await client.say("Вопрос"))["conversation_id"]
        assert (await told(client, "set_attributes", attributes={"plan": "free", "vip": True}))["type"] == "noted"
        await told(client, "set_attributes", attributes={"plan": "<b>pro</b>", "vip": None, "сумма": 12.5})
    async with account(server, "anna@shop.test") as anna:
        attributes = (await card_of(anna, conversation_id))["profile"]["attributes"]
    assert {one["key"]: one["value"] for one in attributes} == {"plan": "<b>pro</b>", "сумма": "12.5"}


async def test_what_can_not_be_kept_is_refused_by_name_and_changes_nothing(server: Server) -> None:
    async with server.visitor() as client:
        await client.say("Вопрос")
        await told(client, "set_attributes", attributes={"plan": "free"})
        for attributes, code in (
            ({"plan": "я" * 501}, "bad_attributes"),
            ({"a b": 1}, "bad_attributes"),
            ({"plan": {"deep": 1}}, "bad_frame"),
            ({f"k{number}": 1 for number in range(51)}, "bad_frame"),
            ({f"k{number}": 1 for number in range(50)}, "bad_attributes"),
        ):
            assert (await told(client, "set_attributes", attributes=attributes))["code"] == code
        async with server.database.connection() as connection:
            assert await connection.fetchval("SELECT attributes::text FROM visitor_attributes") == '{"plan": "free"}'


async def test_before_the_first_message_nothing_is_kept(server: Server) -> None:
    async with server.visitor() as client:
        for command, fields in (("set_attributes", {"attributes": {"a": 1}}), ("track", {"name": "заказ"})):
            assert (await told(client, command, **fields))["code"] == "conversation_unknown"
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM visitors") == 0


async def test_event_that_is_sent_again_is_there_once_and_the_newest_are_kept(server: Server) -> None:
    lift_limits(server)
    async with server.visitor() as client:
        conversation_id = (await client.say("Вопрос"))["conversation_id"]
        echo_id = str(uuid4())
        for _ in range(2):
            await told(client, "track", echo_id=echo_id, name="первое")
        for number in range(MAX_EVENTS):
            await told(client, "track", name=f"событие {number}", properties={"sum": number})
    async with account(server, "anna@shop.test") as anna:
        events = (await card_of(anna, conversation_id))["profile"]["events"]
    assert [event["name"] for event in events] == [f"событие {number}" for number in reversed(range(MAX_EVENTS))]
    assert events[0]["properties"] == [{"key": "sum", "value": str(MAX_EVENTS - 1)}]


async def test_flood_of_events_is_slowed_down(server: Server) -> None:
    async with server.visitor() as client:
        await client.say("Вопрос")
        answers = [await told(client, "track", name="клик") for _ in range(32)]
    assert answers[0]["type"] == "noted"
    assert answers[-1]["code"] == "rate_limited"


async def test_person_is_found_answered_and_erased_by_what_their_site_told(server: Server, database_url: str) -> None:
    secret = await make_secret(server.app.state.context.identity_secrets, server.site)
    async with server.visitor() as client:
        conversation_id = (await client.say("Вопрос"))["conversation_id"]
        await identified(
            client, secret, f"client-{MARK}", name=f"Иван {MARK}", email="found@mail.ru", phone="+7 916 765-43-21"
        )
        await told(client, "set_attributes", attributes={"note": f"звонить {MARK}", "second": "8 (903) 111-22-33"})
        await told(client, "track", name=f"заказ {MARK}", properties={"mail": "event@mail.ru"})
        visitor_id = client.welcome["visitor_id"]
        async with officer(server) as desk:
            card = await desk.write_down(contact="+7 900 000-00-00")
            for query in (
                f"client-{MARK}", "FOUND@mail.ru", "89167654321", "+7 903 111-22-33", "event@mail.ru", f"заказ {MARK}",
            ):  # fmt: skip
                found = await desk.found(card, query)
                assert [one["person"]["visitor_id"] for one in found] == [visitor_id], query
        person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation_id))
        held = {table.name: rows async for table, rows in read_held(server.database, person) if rows}
        assert held["visitor_identities"][0]["external_id"] == f"client-{MARK}"
        assert MARK in str(held["visitor_attributes"][0]["attributes"])
        assert held["visitor_events"][0]["name"] == f"заказ {MARK}"
        line = await installation_line(server.database, database_url=database_url, bus_url=None)
        await erase_person(server.database, line, person, contents=no_files(server.database), now=datetime.now(UTC))
        assert (await client.closed())[0] == 4401
    for text in (MARK, "found@mail.ru", "765-43-21", "event@mail.ru"):
        assert {place for place in await places_of(server.database, text) if place.startswith("visitor")} == set()


async def test_what_a_site_told_goes_with_the_lifetime_of_the_card(server: Server, database_url: str) -> None:
    secret = await make_secret(server.app.state.context.identity_secrets, server.site)
    async with server.visitor() as client:
        await client.say("Вопрос")
        await identified(client, secret, name=f"Иван {MARK}")
        await told(client, "set_attributes", attributes={"note": MARK})
        await told(client, "track", name=MARK)
    await keep_for(server, card=30)
    await close(server.database, days_ago=40)
    await run(server, database_url)
    assert await places_of(server.database, MARK) == set()
