"""Clients of Megaplan, whatever its search finds them by: one each, and nobody else's."""

from collections.abc import AsyncIterator

import pytest

from ryadom.core.connectors.card_marks import mark_of
from ryadom.protocol.shared import Status
from ryadom.store.conversations import insert_conversation
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.ids import new_id
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators.faults import cut_after
from tests.simulators.megaplan import Account, account

CLOSING = NewStatus(status=Status.CLOSED)
STRANGER = {
    "contentType": "ContractorHuman",
    "id": "30",
    "firstName": "Пётр",
    "contactInfo": [{"contentType": "ContactInfo", "type": "phone", "value": "8 (916) 000-00-01"}],
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
