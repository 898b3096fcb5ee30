"""Clients of Megaplan, whatever its search finds them by: one each, and nobody else's."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote

import pytest

from ryadom.core.connectors.card_marks import mark_of
from ryadom.protocol.shared import Status
from ryadom.store.conversations import insert_conversation
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.ids import new_id
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators.faults import Do, cut_after, fine
from tests.simulators.megaplan import Account, account, good

CLOSING = NewStatus(status=Status.CLOSED)
STRANGER = {
    "contentType": "ContractorHuman",
    "id": "30",
    "firstName": "Пётр",
    "contactInfo": [{"contentType": "ContactInfo", "type": "phone", "value": "8 (916) 000-00-01"}],
}
NEIGHBOUR = {
    "contentType": "ContractorHuman",
    "id": "31",
    "firstName": "Павел",
    "contactInfo": [{"contentType": "ContactInfo", "type": "phone", "value": "+7 916 000-00-02"}],
}
ODD = {
    "contentType": "ContractorHuman",
    "id": "29",
    "firstName": "Олег",
    "contactInfo": [
        {"contentType": "ContactInfo", "type": "telegram", "value": "5550001122"},
        {"contentType": "ContactInfo", "type": "phone", "value": "8 916 000-00-03 доб. 44"},
    ],
}


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


def misled(crm: Account, how: str) -> None:
    """What `q` does in place of looking into telephones."""
    crm.is_deaf_to_words = how == "deaf"
    crm.finds_names_alone = how == "names"


@pytest.mark.parametrize("how", ["finds", "deaf", "names"])
async def test_client_whose_making_got_no_answer_is_found_and_not_made_again(office: Office, how: str) -> None:
    async with account() as crm:
        misled(crm, how)
        crm.clients.append(dict(STRANGER))
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("POST contractorHuman", cut_after)
        await office.push()
        await office.hurry()
        await office.push()
        assert (await office.column("status"), len(crm.clients)) == (["sent"], 2)
        client = crm.clients[1]
        assert crm.deals[0]["contractor"] == {"contentType": "ContractorHuman", "id": client["id"]}
        is_marked = mark_of(str(office.scene.head.visitor.id)) in client["firstName"]
        assert is_marked == (how != "finds")


@pytest.mark.parametrize("how", ["finds", "deaf", "names"])
async def test_visitor_who_comes_again_is_the_same_client(office: Office, how: str) -> None:
    head = office.scene.head
    async with account() as crm:
        misled(crm, how)
        crm.clients.append(dict(STRANGER))
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        async with office.database.transaction() as connection:
            await insert_conversation(
                connection, site_id=head.site_id, id=new_id(), visitor_id=head.visitor.id, page=None
            )
        await office.execute(
            "INSERT INTO connector_pushes (site_id, connector_id, conversation_id, visitor_id, cause) "
            "SELECT c.site_id, n.id, c.id, c.visitor_id, 'closed' FROM conversations AS c, connectors AS n "
            "ON CONFLICT DO NOTHING"
        )
        await office.push()
        assert (await office.column("status"), len(crm.deals), len(crm.clients)) == (["sent", "sent"], 2, 2)
        assert {deal["contractor"]["id"] for deal in crm.deals} == {crm.clients[1]["id"]}


@pytest.mark.parametrize("how", ["finds", "deaf", "names"])
async def test_name_that_comes_later_leaves_the_mark_where_it_is(office: Office, how: str) -> None:
    async with account() as crm:
        misled(crm, how)
        crm.clients.append(dict(STRANGER))
        await office.add(crm, CLOSED)
        await office.execute("UPDATE visitors SET name = ''")
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        before = crm.clients[1]["firstName"]
        assert before.startswith("Посетитель сайта")
        await office.execute("UPDATE visitors SET name = 'Маша'")
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body="два"), CLOSING)
        await office.push()
        assert crm.clients[1]["firstName"] == before.replace("Посетитель сайта", "Маша")
        assert crm.clients[0] == STRANGER


async def test_search_is_tried_once_in_the_life_of_a_process(office: Office) -> None:
    async with account() as crm:
        crm.clients.append(dict(STRANGER))
        await office.add(crm, CLOSED)
        searches: list[int] = []
        for number in range(2):
            neighbour = await open_office(office.database)
            await neighbour.say(NewMessage(body=f"раз 8 912 000-00-0{number}"), CLOSING)
            before = crm.calls.count("GET contractor")
            await office.push()
            searches.append(crm.calls.count("GET contractor") - before)
            await close_office(neighbour)
        assert (searches, len(crm.clients)) == ([4, 1], 3)


async def finds_nobody(_request: Any, _do: Do) -> Any:
    """As if who was just listed had been removed."""
    return good([], pagination={"count": 0, "limit": 100, "hasMoreNext": False})


@pytest.mark.parametrize("known", [[STRANGER], [STRANGER, NEIGHBOUR]], ids=["one", "two"])
async def test_one_client_who_is_not_found_does_not_say_that_nobody_is(
    office: Office, known: list[dict[str, Any]]
) -> None:
    async with account() as crm:
        crm.clients += [dict(one) for one in known]
        await office.add(crm, CLOSED)
        crm.next("GET contractor", fine, fine, finds_nobody)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        neighbour = await open_office(office.database)
        await neighbour.say(NewMessage(body="раз 8 912 000-00-07"), CLOSING)
        await office.push()
        await close_office(neighbour)
        names = [one["firstName"] for one in crm.clients[len(known) :]]
        assert await office.column("status") == ["sent", "sent"]
        assert [" · " in name for name in names] == [len(known) == 1, False]


async def test_search_is_tried_with_whole_telephones_alone(office: Office) -> None:
    asked: list[str] = []

    async def listen(request: Any, do: Do) -> Any:
        asked.append(unquote(request.url.query))
        return do()

    async with account() as crm:
        crm.clients += [dict(ODD), dict(STRANGER)]
        crm.every = listen
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        assert await office.column("status") == ["sent"]
        assert [any(digits in one for one in asked) for digits in ("9160000001", "5550001122", "0000344")] == [
            True,
            False,
            False,
        ]


async def test_three_clients_who_are_not_found_say_so_for_the_life_of_a_process(office: Office) -> None:
    async with account() as crm:
        crm.finds_names_alone = True
        crm.clients += [dict(STRANGER), dict(NEIGHBOUR), {**STRANGER, "id": "32"}]
        await office.add(crm, CLOSED)
        searches: list[int] = []
        for number in range(2):
            neighbour = await open_office(office.database)
            await neighbour.say(NewMessage(body=f"раз 8 912 000-00-0{number}"), CLOSING)
            before = crm.calls.count("GET contractor")
            await office.push()
            searches.append(crm.calls.count("GET contractor") - before)
            await close_office(neighbour)
        # By the telephone and the mark each; the trial once: a list and three.
        assert searches == [6, 2]
