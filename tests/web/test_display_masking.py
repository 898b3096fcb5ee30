"""Two roles on one conversation: what a site masks on display is shown to those with the right, revealed to others."""

import threading
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import pytest
from msgspec import Struct

from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.core.reveals import REVEAL_LIMITS
from ryadom.privacy.detect import Kind, Span, find_personal
from ryadom.privacy.policies import Policy
from ryadom.protocol.operator import Folder
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.store.journals import links_of
from tests.web.accounts import Account, account, enrolled
from tests.web.client import PASSWORD, Client, JsonObject, Server, furnish
from tests.web.conftest import another_server

PHONE, MASKED_PHONE = "+7 916 123-45-67", "+7 ••• ••• 45 67"
SAID, SHOWN = f"Звоните {PHONE} или ivan@mail.ru", f"Звоните {MASKED_PHONE} или i•••@mail.ru"


class Desk(Struct, frozen=True, kw_only=True):
    """A site that masks phones and e-mail; Sergey supervises, Anna answers."""

    server: Server
    anna: Account
    sergey: Account


@pytest.fixture
async def desk(database_url: str, database: Database) -> AsyncIterator[Desk]:
    site = await furnish(database)
    await site_policies(database, site.key, {Kind.PHONE: Policy.MASK, Kind.EMAIL: Policy.MASK})
    await add_operator(
        database, email="s@shop.test", name="Сергей", password=PASSWORD, site_keys=[site.key], role=Role.SUPERVISOR
    )
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(another_server(database_url, database, site))
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        sergey = await stack.enter_async_context(account(server, "s@shop.test"))
        yield Desk(server=server, anna=anna, sergey=sergey)


async def ask(panel: Client, command: str, **fields: Any) -> JsonObject:
    await panel.send(command, request_id="1", **fields)
    return await panel.receive("conversation_list", "conversation_fetched", "history", "error")


async def shown_to(panel: Client, conversation_id: str) -> list[str]:
    """The message, wherever a panel gets it from: the list, the row, the thread, what it missed."""
    listed = await ask(panel, "list_conversations", folder=Folder.ALL)
    fetched = await ask(panel, "fetch_conversation", conversation_id=conversation_id)
    history = await ask(panel, "fetch_history", conversation_id=conversation_id)
    missed = await ask(panel, "fetch_history", conversation_id=conversation_id, after_seq=0)
    return [
        *(row["last_message"]["body"] for row in (*listed["conversations"], fetched["conversation"])),
        *(entry["body"] for page in (history, missed) for entry in page["entries"] if "body" in entry),
    ]


async def test_two_roles_see_one_conversation_each_in_their_way_live_and_loaded(desk: Desk) -> None:
    async with desk.anna.panel() as anna, desk.sergey.panel() as sergey:
        async with desk.server.visitor() as visitor:
            posted = await visitor.say(SAID)
            started = [await panel.receive("conversation_started") for panel in (anna, sergey)]
            told = [await panel.receive("message_posted") for panel in (anna, sergey)]
        conversation_id = posted["conversation_id"]

        assert posted["body"] == SAID
        assert [event["body"] for event in told] == [SHOWN, SAID]
        assert [event["conversation"]["last_message"]["body"] for event in started] == [SHOWN, SAID]
        assert [[piece["kind"] for piece in event.get("masked", ())] for event in told] == [["phone", "email"], []]
        assert told[0]["masked"][0] == {"start": 8, "end": 24, "kind": "phone"}
        assert await shown_to(anna, conversation_id) == [SHOWN] * 4
        assert await shown_to(sergey, conversation_id) == [SAID] * 4
    async with desk.anna.panel() as later:
        assert await shown_to(later, conversation_id) == [SHOWN] * 4


async def test_text_full_of_digits_is_searched_by_no_loop(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    loop_thread = threading.get_ident()
    searched_here: list[str] = []

    def noted(text: str, kinds: Collection[Kind]) -> list[Span]:
        if threading.get_ident() == loop_thread:
            searched_here.append(text)
        return find_personal(text, kinds)

    for searcher in ("display", "masking"):
        monkeypatch.setattr(f"ryadom.privacy.{searcher}.find_personal", noted)
    long = " ".join(f"+7 916 123-{number:02}-67" for number in range(60))
    async with desk.anna.panel() as anna, desk.server.visitor() as visitor:
        conversation_id = (await visitor.say("Начнём"))["conversation_id"]
        await anna.receive("conversation_started")
        searched_here.clear()
        await visitor.say(long, conversation_id=conversation_id)
        while not (told := (await anna.receive("message_posted"))["body"]).startswith("+7"):
            pass
    assert told.startswith("+7 ••• ••• 00 67 ")
    assert [text for text in searched_here if len(text) > 300] == []


async def test_resumed_panel_holds_the_very_entries_of_one_that_stayed(desk: Desk) -> None:
    async with desk.anna.panel() as anna, desk.server.visitor() as visitor:
        await visitor.say(SAID)
        live = await anna.receive("message_posted")
        history = await ask(anna, "fetch_history", conversation_id=live["conversation_id"], after_seq=0)
    assert history["entries"] == [live]


async def test_row_of_a_long_message_is_what_a_panel_makes_of_the_message_itself(
    desk: Desk,
) -> None:
    async with desk.anna.panel() as anna, desk.server.visitor() as visitor:
        await visitor.say("слово " * 32 + PHONE + " и ещё слово")
        told = await anna.receive("message_posted")
        row = await ask(anna, "fetch_conversation", conversation_id=told["conversation_id"])
    assert row["conversation"]["last_message"]["body"] == told["body"][:200]
    assert "916" not in row["conversation"]["last_message"]["body"]


async def test_own_answer_of_an_operator_comes_back_to_them_masked_and_to_the_visitor_as_it_is(desk: Desk) -> None:
    async with desk.anna.panel() as anna, desk.server.visitor() as visitor:
        conversation_id = (await visitor.say("Куда звонить?"))["conversation_id"]
        own = await anna.say(f"Сюда: {PHONE}", conversation_id=conversation_id)
        while (received := await visitor.receive("message_posted"))["author"]["kind"] == "visitor":
            pass
    assert (own["body"], received["body"]) == (f"Сюда: {MASKED_PHONE}", f"Сюда: {PHONE}")
    assert "masked" not in received


async def test_page_with_an_address_in_it_is_masked_live_and_in_the_list(desk: Desk) -> None:
    url = "http://shop.test/thanks?email=ivan%40mail.ru"
    async with desk.anna.panel() as anna, desk.server.visitor() as visitor:
        conversation_id = (await visitor.say("Спасибо"))["conversation_id"]
        await visitor.send("visit_page", page={"url": url})
        visited = await anna.receive("page_visited")
        fetched = await ask(anna, "fetch_conversation", conversation_id=conversation_id)
    assert visited["page"] == fetched["conversation"]["page"]
    assert "ivan" not in visited["page"]["url"]


async def test_other_process_masks_what_it_hears_too(database_url: str, database: Database, desk: Desk) -> None:
    async with (
        another_server(database_url, database, desk.server.site) as second,
        second.operator() as anna,
        desk.server.visitor() as visitor,
    ):
        await visitor.say(SAID)
        assert (await anna.receive("message_posted"))["body"] == SHOWN
        await visitor.send("visit_page", page={"url": "http://shop.test/?email=ivan%40mail.ru"})
        assert "ivan" not in (await anna.receive("page_visited"))["page"]["url"]


async def test_reveal_shows_the_message_once_the_journal_knows(desk: Desk) -> None:
    async with desk.server.visitor() as visitor:
        posted = await visitor.say(SAID)
    response = await reveal(desk.anna, posted["conversation_id"], seq=posted["seq"])

    assert response.json() == {"body": SAID, "pieces": [PHONE, "ivan@mail.ru"]}
    [record] = await records(desk.server, Action.REVEALED)
    assert record.actor.name == "Анна"
    assert [str(id) for id in record.conversation_ids] == [posted["conversation_id"]]
    assert len(record.visitor_ids) == 1
    assert record.details == {"seq": str(posted["seq"]), "kinds": "phone email"}


async def test_reveal_is_refused_where_the_journal_can_not_be_written(desk: Desk) -> None:
    async with desk.server.visitor() as visitor:
        posted = await visitor.say(SAID)
    async with desk.server.database.connection() as connection:
        await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
        response = await reveal(desk.anna, posted["conversation_id"], seq=posted["seq"])
        card = await desk.anna.http.get(f"/panel/api/conversations/{posted['conversation_id']}/card")
        await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")

    for refused in (response, card):
        assert refused.status_code == 503
        assert refused.json()["error"]["code"] == "journal_unavailable"
        assert "916" not in refused.text


async def test_conversation_of_another_site_and_what_is_no_message_are_not_revealed(desk: Desk) -> None:
    async with desk.server.visitor(origin="http://other.test", site="other-key-1") as customer:
        foreign = await customer.say(SAID)
    async with desk.server.visitor() as visitor:
        own = await visitor.say(SAID)
    for conversation_id, seq, code in (
        (foreign["conversation_id"], foreign["seq"], "conversation_unknown"),
        (own["conversation_id"], own["seq"] + 1, "message_unknown"),
        (str(uuid4()), 1, "conversation_unknown"),
        ("no-id", 1, "route_unknown"),
        (own["conversation_id"], 0, "bad_frame"),
        (own["conversation_id"], -1, "bad_frame"),
    ):
        response = await reveal(desk.anna, conversation_id, seq=seq)
        assert response.json()["error"]["code"] == code, (conversation_id, seq)
        assert "916" not in response.text
    assert await records(desk.server, Action.REVEALED) == []


async def test_who_reveals_too_much_at_once_is_held_back(desk: Desk) -> None:
    async with desk.server.visitor() as visitor:
        posted = await visitor.say(SAID)
    statuses = [
        (await reveal(desk.anna, posted["conversation_id"], seq=posted["seq"])).status_code
        for _ in range(int(REVEAL_LIMITS.commands.burst) + 3)
    ]
    assert statuses.count(200) < len(statuses)
    assert set(statuses) == {200, 429}


async def test_erased_visitor_is_not_revealed_and_has_an_empty_card(desk: Desk) -> None:
    async with desk.server.visitor() as visitor:
        posted = await visitor.say(SAID)
    async with desk.server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET erased_at = now()")
    response = await reveal(desk.anna, posted["conversation_id"], seq=posted["seq"])
    card = await desk.anna.http.get(f"/panel/api/conversations/{posted['conversation_id']}/card")

    assert response.json()["error"]["code"] == "visitor_erased"
    assert card.json() == {
        "is_erased": True,
        "is_name_masked": False,
        "is_masked": False,
        "own_name": "",
        "contacts": [],
        "landing_url": "",
        "campaign": [],
        "metrica_client_id": "",
        "consents": [],
        "conversations": [],
        "next_cursor": None,
        "profile": None,
    }


async def test_auditor_reads_masks_and_may_not_reveal(desk: Desk) -> None:
    await add_operator(
        desk.server.database,
        email="v@shop.test",
        name="Вера",
        password=PASSWORD,
        site_keys=[desk.server.site.key],
        role=Role.AUDITOR,
    )
    async with desk.server.visitor() as visitor:
        posted = await visitor.say(SAID)
    async with enrolled(desk.server, "v@shop.test") as vera:
        async with vera.panel() as panel:
            assert await shown_to(panel, posted["conversation_id"]) == [SHOWN] * 4
        response = await reveal(vera, posted["conversation_id"], seq=posted["seq"])
    assert response.json()["error"]["code"] == "right_missing"


async def test_name_of_a_visitor_is_masked_and_revealed_like_a_message(desk: Desk) -> None:
    async with desk.server.visitor() as visitor:
        posted = await visitor.say("Здравствуйте")
    async with desk.server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET name = $1", f"Иван {PHONE}")
    async with desk.anna.panel() as panel:
        fetched = await ask(panel, "fetch_conversation", conversation_id=posted["conversation_id"])
        history = await ask(panel, "fetch_history", conversation_id=posted["conversation_id"])
    response = await reveal(desk.anna, posted["conversation_id"], seq=None)
    cards = [
        (await person.http.get(f"/panel/api/conversations/{posted['conversation_id']}/card")).json()
        for person in (desk.anna, desk.sergey)
    ]

    assert [card["is_name_masked"] for card in cards] == [True, False]
    assert fetched["conversation"]["visitor"]["name"] == f"Иван {MASKED_PHONE}"
    assert history["entries"][0]["author"]["name"] == f"Иван {MASKED_PHONE}"
    assert response.json() == {"body": f"Иван {PHONE}", "pieces": [PHONE]}
    [record] = await records(desk.server, Action.REVEALED)
    assert record.details == {"what": "visitor_name", "kinds": "phone"}


async def test_policies_are_seen_and_changed_in_the_panel_and_the_journal_knows(desk: Desk) -> None:
    await add_operator(
        desk.server.database,
        email="a@shop.test",
        name="Ольга",
        password=PASSWORD,
        site_keys=[desk.server.site.key],
        role=Role.ADMIN,
    )
    path = f"/panel/api/sites/{desk.server.site.id}/masking"
    async with enrolled(desk.server, "a@shop.test") as olga:
        before = (await olga.http.get("/panel/api/masking")).json()
        changed = await olga.http.put(path, json={"policies": {"phone": "keep", "snils": "replace"}})
        nothing = await olga.http.put(path, json={"policies": {"phone": "burn"}})
        others = await olga.http.put(f"/panel/api/sites/{uuid4()}/masking", json={"policies": {"phone": "keep"}})
    refused = await desk.anna.http.put(path, json={"policies": {"phone": "keep"}})

    [site] = before["sites"]
    assert (site["policies"]["phone"], site["policies"]["card"]) == ("mask", "replace")
    assert (changed.json()["policies"]["phone"], changed.json()["policies"]["snils"]) == ("keep", "replace")
    assert [answer.json()["error"]["code"] for answer in (nothing, others, refused)] == [
        "bad_frame",
        "site_unknown",
        "right_missing",
    ]
    record = (await records(desk.server, Action.SETTINGS_CHANGED))[-1]
    assert record.actor.name == "Ольга"
    assert record.details == {"what": "masking", "phone": "keep", "snils": "replace"}
    # This process goes by it at once.
    async with desk.anna.panel() as anna, desk.server.visitor() as visitor:
        await visitor.say(f"{PHONE}, СНИЛС 112-233-445 95")
        assert (await anna.receive("message_posted"))["body"] == f"{PHONE}, СНИЛС ••••"


async def reveal(person: Account, conversation_id: str, *, seq: int | None) -> Any:
    return await person.http.post(f"/panel/api/conversations/{conversation_id}/reveal", json={"seq": seq})


async def records(server: Server, action: Action) -> list[Any]:
    links = await links_of(server.database, server.site.controller_id)
    return [link.record for link in links if link.record.action is action]
