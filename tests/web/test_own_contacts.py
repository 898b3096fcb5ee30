"""An operator who sees contacts masked tells a visitor the shop's number: it is shown as it is, and only it."""

from ryadom.store.canned_replies import Shelf, insert_reply
from ryadom.store.ids import new_id
from ryadom.store.sites import all_sites
from tests.search import feed_all
from tests.web.accounts import Account, enrolled
from tests.web.client import Server
from tests.web.own_departments import ANNA
from tests.web.test_canned_replies import add, change, shown
from tests.web.test_display_masking import shown_to

SHOP, PHONE, ELSEWHERE = "+7 495 123-45-67", "+7 916 765-43-21", "+7 812 111-22-33"
MASKED_SHOP, MASKED_PHONE, MASKED_ELSEWHERE = "+7 ••• ••• 45 67", "+7 ••• ••• 43 21", "+7 ••• ••• 22 33"
SAID = f"Звоните нам: {SHOP}. Ваш номер {PHONE}? Или {ELSEWHERE}?"
IN_CLEAR = f"Звоните нам: {SHOP}. Ваш номер {MASKED_PHONE}? Или {MASKED_ELSEWHERE}?"


async def found_by(person: Account, query: str) -> str:
    response = await person.http.post("/panel/api/search", json={"query": query})
    assert response.status_code == 200, response.text
    assert response.json()["results"], query
    return response.text


async def test_shops_own_number_is_in_clear_wherever_an_operator_without_the_right_meets_it(
    server: Server, lead: Account
) -> None:
    refresh = server.app.state.context.masking.refresh
    async with enrolled(server, ANNA) as anna:
        added = await add(lead, "тел", "Звоните: 8 (495) 123-45-67", scope="site", site_id=str(server.site.id))
        assert added.status_code == 201, added.text
        # What an operator keeps for themselves says nothing, nor what another site says.
        assert (await add(anna, "мой", PHONE)).status_code == 201
        async with server.database.transaction() as connection:
            [other] = [one for one in await all_sites(connection) if one.id != server.site.id]
            shelf = Shelf(site_id=other.id)
            assert await insert_reply(connection, id=new_id(), shelf=shelf, shortcut="тел", body=ELSEWHERE)
        await refresh()
        async with anna.panel() as panel, server.visitor() as visitor:
            conversation_id = str((await visitor.say("Куда звонить?"))["conversation_id"])
            live = await panel.say(SAID, conversation_id=conversation_id)
            assert live["body"] == IN_CLEAR
            assert [live["body"][one["start"] : one["end"]] for one in live["masked"]] == [
                MASKED_PHONE,
                MASKED_ELSEWHERE,
            ]
            *rows, told, missed = [one for one in await shown_to(panel, conversation_id) if "Звоните" in one]
            assert {*rows, told, missed} == {IN_CLEAR}
            assert len(rows) == 2
            await feed_all(server.database)
            for query in ("звоните", SHOP):
                found = await found_by(anna, query)
                assert "495 123-45-67" in found, query
                assert "916 765" not in found
                assert "812 111" not in found

            [reply] = await shown(lead)
            assert (await change(lead, reply, "Пишите нам здесь")).status_code == 204
            await refresh()
            later = {one for one in await shown_to(panel, conversation_id) if "Звоните" in one}
            assert later == {IN_CLEAR.replace(SHOP, MASKED_SHOP)}
