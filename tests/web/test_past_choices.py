"""Filters name what nothing is given to any more, and none: archived departments, colleagues without access, nobody."""

from uuid import UUID

from ryadom.protocol.filters import NONE
from ryadom.store.operators import Role
from tests.rounds import keep_rounds
from tests.web.accounts import Account, account
from tests.web.client import Client, JsonObject, Server
from tests.web.test_colleagues import change, person
from tests.web.test_departments import SALES, SERVICE, offer, put, sites
from tests.web.test_leading import deed, ids_in
from tests.web.test_reports import report
from tests.web.work import add_colleague

ANNA, NINA = "anna@shop.test", "нина@shop.test"


def names(listed: list[JsonObject]) -> list[str]:
    return [one["name"] for one in listed]


async def lose_service_and_nina(server: Server) -> None:
    """A department goes into the archive, and the access of somebody is closed who has led a conversation."""
    await offer(server)
    await add_colleague(server, "Нина")
    async with server.visitor() as guest, server.operator(NINA) as nina:
        target = (await guest.say("Вопрос"))["conversation_id"]
        await nina.say("Ответ", conversation_id=target)
        await deed(nina, "set_status", conversation_id=target, status="closed")
    async with person(server, Role.OWNER, name="Ольга") as owner:
        [page] = await sites(owner)
        sales, service = page["departments"]
        assert (await put(owner, page, [sales, service | {"is_archived": True}])).status_code == 200
        assert await change(owner, NINA, "access", is_active=False) == (204, "")


async def test_welcome_tells_what_filters_may_name_beside_what_conversations_are_given_to(server: Server) -> None:
    await lose_service_and_nina(server)
    # No filter finds anything by these, so who had an access, or audits, is told to nobody who may not see accounts.
    await add_colleague(server, "Борис")
    async with person(server, Role.AUDITOR, name="Рита"), person(server, Role.OWNER, name="Ольга") as owner:
        assert await change(owner, "борис@shop.test", "access", is_active=False) == (204, "")
    async with account(server, ANNA) as anna, anna.panel() as panel:
        [site] = panel.welcome["sites"]
    assert names(site["departments"]) == [SALES]
    assert names(site["archived_departments"]) == [SERVICE]
    assert names(site["former_colleagues"]) == ["Нина"]
    assert "Нина" not in names(site["colleagues"])
    assert "Анна" not in names(site["former_colleagues"])


async def two_conversations(server: Server, anna: Client) -> tuple[UUID, UUID]:
    """One that Anna answers in sales, and one that is nobody's, in no department."""
    sales, _ = await offer(server)
    async with server.visitor() as first, server.visitor() as second:
        answered, nobodys = [UUID((await guest.say("Вопрос"))["conversation_id"]) for guest in (first, second)]
        await anna.say("Ответ", conversation_id=str(answered))
        async with server.database.connection() as connection:
            await connection.execute(
                "UPDATE conversations SET department_id = $2 WHERE id = $1", answered, UUID(sales["id"])
            )
    return answered, nobodys


async def test_list_shows_what_is_nobodys_and_what_is_in_no_department(server: Server) -> None:
    async with server.operator() as anna:
        anna_id = anna.welcome["operator"]["id"]
        answered, nobodys = (str(id) for id in await two_conversations(server, anna))
        for field in ("operator_ids", "department_ids"):
            assert await ids_in(anna, "filtered", filter={field: [str(NONE)]}) == [nobodys]
        both = {"operator_ids": [anna_id, str(NONE)]}
        assert set(await ids_in(anna, "filtered", filter=both)) == {answered, nobodys}


async def test_reports_count_what_was_nobodys_and_mark_what_is_past(server: Server, lead: Account) -> None:
    async with server.operator() as anna:
        await two_conversations(server, anna)
    await add_colleague(server, "Нина")
    async with person(server, Role.OWNER, name="Ольга") as owner:
        assert await change(owner, NINA, "access", is_active=False) == (204, "")
    await keep_rounds(server.database)
    answer = await report(lead, operator_id=str(NONE))
    assert answer["total"]["conversations"] == 1
    assert names(answer["operators"]) == ["Никто"]
    past = {one["name"]: one["is_past"] for one in answer["filters"]["operators"]}
    assert (past["Нина"], past["Анна"]) == (True, False)
    assert (await report(lead))["total"]["conversations"] == 2
