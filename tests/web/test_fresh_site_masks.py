"""A site that has said nothing of masks: who sees no contacts meets none anywhere, and every reveal is one record."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from urllib.parse import unquote_plus
from uuid import UUID, uuid4

import pytest

from ryadom.core.rights import may
from ryadom.protocol.operator import Folder
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from ryadom.store.visitors import name_visitor
from ryadom.web.guarded import GuardedRoute
from ryadom.web.routes import routes
from tests.identities import make_secret
from tests.search import feed_all
from tests.web.accounts import Account, enrolled
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import lift_limits
from tests.web.customers import add_role, address, customer_of, put_facts, put_note, write_facts
from tests.web.own_departments import ANNA
from tests.web.site_visitors import show_visitors
from tests.web.test_display_masking import records
from tests.web.test_identify import identified

PHONE, EMAIL = "+7 916 123-45-67", "ivan.petrov@mail.ru"
MASKED_PHONE, MASKED_EMAIL = "+7 ••• ••• 45 67", "i•••@mail.ru"
TOLD = ("916 123", "916123", "123-45-67", "ivan.petrov", "petrov")
"""Any of these gives a contact away."""

READS = [route for route in routes() if isinstance(route, GuardedRoute) and route.method == "GET"]
CONTACTS_AT = {
    "/panel/api/conversations/{conversation_id}/card",
    "/panel/api/conversations/{conversation_id}/card/conversations",
    "/panel/api/conversations/{conversation_id}/customer",
    "/panel/api/conversations/{conversation_id}/customer/history",
    "/panel/api/conversations/{conversation_id}/merge-choices",
    "/panel/api/conversations/{conversation_id}/pages",
    "/panel/api/journal",
}
"""Where there are contacts to be seen: else the walk would prove nothing."""


class Watched(Client):
    """A panel's socket that keeps every frame it was sent."""

    def __init__(self, client: Client) -> None:
        super().__init__(client.connection)
        self.welcome = client.welcome
        self.frames: list[JsonObject] = []

    async def receive(self, *types: str) -> JsonObject:
        while True:
            frame = await super().receive()
            self.frames.append(frame)
            if not types or frame["type"] in types:
                return frame


class Shop:
    """A shop whose customer is known by a telephone and an address, and has written both wherever one can."""

    def __init__(self, server: Server, ids: dict[str, str]) -> None:
        self.server = server
        self.ids = ids

    @property
    def conversation_id(self) -> str:
        return self.ids["conversation_id"]


@pytest.fixture
async def watching(server: Server) -> AsyncIterator[dict[Role, tuple[Account, Watched]]]:
    """One of each role that reads, with their panels open."""
    lift_limits(server)
    await show_visitors(server.database, server.site)
    async with AsyncExitStack() as stack:
        people = {}
        for role in (Role.OPERATOR, Role.AUDITOR, Role.OWNER):
            person = await stack.enter_async_context(enrolled(server, await add_role(server, role)))
            people[role] = (person, Watched(await stack.enter_async_context(person.panel())))
        yield people


@pytest.fixture
async def shop(server: Server, watching: dict[Role, tuple[Account, Watched]]) -> AsyncIterator[Shop]:
    owner, panel = watching[Role.OWNER]
    secret = await make_secret(server.app.state.context.identity_secrets, server.site)
    page = {
        "url": "http://shop.test/?email=ivan.petrov%40mail.ru&tel=%2B79161234567",
        "title": f"Спасибо, {EMAIL}",
        "referrer": "http://shop.test/form?email=ivan.petrov%40mail.ru",
    }
    async with server.visitor(page=page) as visitor, server.visitor() as twin:
        await twin.say(f"Это снова я, {PHONE}")
        conversation_id = str((await visitor.say(f"Звоните {PHONE} или {EMAIL}"))["conversation_id"])
        await visitor.send("visit_page", page=page | {"url": f"{page['url']}&step=2"})
        visitor_id = str(visitor.welcome["visitor_id"])
        async with server.database.transaction() as connection:
            await name_visitor(connection, site_id=server.site.id, visitor_id=UUID(visitor_id), name=f"Иван {PHONE}")
        await identified(visitor, secret, "a7", phone=PHONE, email=EMAIL)
        await visitor.send("set_attributes", echo_id=uuid4(), attributes={"second": EMAIL})
        await visitor.send("track", echo_id=uuid4(), name=f"Заявка от {EMAIL}", properties={"tel": PHONE})
        await visitor.ping()
        await panel.send("add_note", echo_id=uuid4(), conversation_id=conversation_id, body=f"Его номер {PHONE}")
        await panel.receive("note_added")
        await panel.say(f"Перезвоним на {PHONE}", conversation_id=conversation_id)
        await write_facts(owner, conversation_id, 0, name=f"Пётр {PHONE}", phone=PHONE, email=EMAIL, about=f"И {PHONE}")
        await write_facts(owner, conversation_id, 1, name="Пётр", phone="+7 916 123-45-00")
        await write_facts(owner, conversation_id, 2, phone=PHONE)
        await put_note(owner, conversation_id, f"Перезвонить {PHONE}")
        await feed_all(server.database)
        async with server.database.connection() as connection:
            # Of the same visitor, so that the card has others to show.
            other_id = await connection.fetchval(
                "UPDATE conversations SET visitor_id = $1, status = 'closed', queued_at = NULL "
                "WHERE site_id = $2 AND id <> $3 RETURNING id",
                UUID(visitor_id),
                server.site.id,
                UUID(conversation_id),
            )
        assert other_id is not None
        ids = {"conversation_id": conversation_id, "visitor_id": visitor_id, "site_id": str(server.site.id)}
        yield Shop(server, ids)


async def walk(person: Account, role: Role, panel: Watched, shop: Shop) -> dict[str, str]:
    """All that somebody can read of the shop, by where it comes from."""
    told: dict[str, str] = {}
    for route in READS:
        if may(role, route.right) and all(name in shop.ids for name in route.param_convertors):
            ids = {name: shop.ids[name] for name in route.param_convertors}
            path = str(route.url_path_for(route.name, **ids))
            told[route.path] = (await person.http.get(path)).text
    for query in ("звоните", "перезвонить", "заявка", "пётр", "иван", PHONE, EMAIL):
        told[f"search {query}"] = (await person.http.post("/panel/api/search", json={"query": query})).text
    for folder in Folder:
        await panel.send("list_conversations", request_id="1", folder=folder)
        await panel.receive("conversation_list", "error")
    await panel.send("fetch_conversation", request_id="1", conversation_id=shop.conversation_id)
    await panel.receive("conversation_fetched")
    for after in ({}, {"after_seq": 0}):
        await panel.send("fetch_history", request_id="1", conversation_id=shop.conversation_id, **after)
        await panel.receive("history")
    return told


def given_away(text: str) -> list[str]:
    """What of a contact is in a text, in any reading."""
    for _ in range(3):
        text = f"{text} {unquote_plus(text)}"
    return [one for one in TOLD if one in text]


def frames_with(frames: Sequence[JsonObject]) -> list[JsonObject]:
    return [frame for frame in frames if given_away(str(frame))]


async def test_contacts_are_masked_wherever_panel_and_api_show_them_to_who_may_not_see_them(
    shop: Shop, watching: dict[Role, tuple[Account, Watched]]
) -> None:
    for role in (Role.OPERATOR, Role.AUDITOR):
        person, panel = watching[role]
        told = await walk(person, role, panel, shop)
        assert {place: found for place, text in told.items() if (found := given_away(text))} == {}, role
        assert frames_with(panel.frames) == [], role
        assert MASKED_PHONE in str(panel.frames)
        assert MASKED_PHONE in told["/panel/api/conversations/{conversation_id}/card"]
        assert MASKED_EMAIL in told["/panel/api/conversations/{conversation_id}/customer"]
    owner, panel = watching[Role.OWNER]
    told = await walk(owner, Role.OWNER, panel, shop)
    assert CONTACTS_AT - {place for place, text in told.items() if given_away(text)} == set()
    assert {frame["type"] for frame in frames_with(panel.frames)} >= {"message_posted", "note_added", "history"}
    assert "•••" not in str(panel.frames)


async def test_one_click_shows_the_whole_card_and_is_one_record_about_its_person(
    shop: Shop, watching: dict[Role, tuple[Account, Watched]]
) -> None:
    path = f"/panel/api/conversations/{shop.conversation_id}/card/reveal"
    operator, _ = watching[Role.OPERATOR]
    card = (await operator.http.post(path, json={})).json()
    assert card["name"] == "Пётр"
    assert card["own_name"] == f"Иван {PHONE}"
    assert [contact["text"] for contact in card["contacts"]] == [PHONE, EMAIL]
    assert (card["facts"]["phone"], card["facts"]["email"]) == (PHONE, EMAIL)
    assert [note["body"] for note in card["notes"]] == [f"Перезвонить {PHONE}"]
    assert (card["profile"]["identity"]["phone"], card["profile"]["is_masked"]) == (PHONE, False)
    assert "ivan.petrov" in card["landing_url"]
    [record] = await records(shop.server, Action.REVEALED)
    assert (record.details, [str(id) for id in record.visitor_ids]) == (
        {"what": "whole_card"},
        [shop.ids["visitor_id"]],
    )

    auditor, _ = watching[Role.AUDITOR]
    assert (await auditor.http.post(path, json={})).json()["error"]["code"] == "right_missing"
    async with enrolled(shop.server, "boris@other.test") as boris:
        assert (await boris.http.post(path, json={})).json()["error"]["code"] == "conversation_unknown"
    async with shop.server.database.connection() as connection:
        await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
        refused = await operator.http.post(path, json={})
        await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")
        await connection.execute("UPDATE visitors SET erased_at = now()")
    erased = await operator.http.post(path, json={})
    assert [answer.json()["error"]["code"] for answer in (refused, erased)] == ["journal_unavailable", "visitor_erased"]
    assert given_away(refused.text + erased.text) == []
    assert len(await records(shop.server, Action.REVEALED)) == 1


async def test_card_that_is_edited_behind_its_masks_keeps_what_they_stand_for(
    shop: Shop, watching: dict[Role, tuple[Account, Watched]]
) -> None:
    operator, _ = watching[Role.OPERATOR]
    seen = await customer_of(operator, shop.conversation_id)
    assert seen["facts"]["phone"] == MASKED_PHONE
    revision = await write_facts(operator, shop.conversation_id, seen["revision"], company="Чай")
    # What a mask looks like is no telephone and no address: a client that sends it back is told so.
    for field, mask in (("phone", MASKED_PHONE), ("email", MASKED_EMAIL)):
        refused = await put_facts(operator, shop.conversation_id, revision, **{field: mask})
        assert refused.json()["error"]["field"] == field, refused.text
    owner, _ = watching[Role.OWNER]
    facts = (await customer_of(owner, shop.conversation_id))["facts"]
    assert (facts["phone"], facts["email"], facts["company"]) == (PHONE, EMAIL, "Чай")


async def test_site_that_has_said_keep_is_shown_as_before(server: Server) -> None:
    async with enrolled(server, await add_role(server, Role.ADMIN)) as admin, server.visitor() as visitor:
        conversation_id = str((await visitor.say(f"Звоните {PHONE}"))["conversation_id"])
        async with enrolled(server, ANNA) as anna:
            before = (await anna.http.get(f"/panel/api/conversations/{conversation_id}/card")).json()
            masking = (await admin.http.get("/panel/api/masking")).json()
            [site] = [one for one in masking["sites"] if one["site_id"] == str(server.site.id)]
            assert (site["policies"]["phone"], site["policies"]["email"]) == ("mask", "mask")
            changed = await admin.http.put(
                f"/panel/api/sites/{server.site.id}/masking", json={"policies": {"phone": "keep"}}
            )
            assert changed.json()["policies"] == site["policies"] | {"phone": "keep"}
            after = (await anna.http.get(f"/panel/api/conversations/{conversation_id}/card")).json()
            await put_facts(anna, conversation_id, 0, email=EMAIL)
            customer = (await anna.http.get(address(conversation_id))).json()
    assert [card["contacts"][0]["text"] for card in (before, after)] == [MASKED_PHONE, PHONE]
    assert customer["facts"]["email"] == MASKED_EMAIL
