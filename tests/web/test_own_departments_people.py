"""Whoever sees only their own departments, and people: cards, links between visitors, and who is on the site now."""

from contextlib import AsyncExitStack

from tests.search import feed_all
from tests.web.accounts import account
from tests.web.client import Server
from tests.web.customers import address, code_of, customer_of
from tests.web.own_departments import ANNA, OLEG, SECRET, add_colleague, code_of_fetching, divide
from tests.web.site_visitors import open_list, show_visitors
from tests.web.test_chat_invitations import HELLO
from tests.web.test_customer_links import Guest, guest, likely_of, link, linked_to
from tests.web.test_site_visitors import TEA


async def say_to(stack: AsyncExitStack, server: Server, body: str, department: str) -> Guest:
    one = await guest(stack, server, body)
    await move(server, one.conversation_id, department)
    return one


async def move(server: Server, id: str, department: str) -> None:
    async with server.database.connection() as connection:
        await connection.execute("UPDATE conversations SET department_id = $2 WHERE id = $1", id, department)


async def close(server: Server, id: str) -> None:
    async with server.database.connection() as connection:
        await connection.execute("UPDATE conversations SET status = 'closed', queued_at = NULL WHERE id = $1", id)


async def test_person_of_conversations_out_of_sight_is_neither_offered_nor_shown_nor_linked(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with AsyncExitStack() as stack:
        seen = await say_to(stack, server, "мой телефон +7 912 345-67-89", shop.sales)
        unseen = await say_to(stack, server, f"{SECRET}: +7 912 345-67-89", shop.service)
        await feed_all(server.database)
        anna = await stack.enter_async_context(account(server, ANNA))
        oleg = await stack.enter_async_context(account(server, OLEG))
        assert await likely_of(oleg, seen) == [(unseen.conversation_id, ["phone"])]
        assert await likely_of(anna, seen) == []
        for path in ("/links", "/links/part"):
            refused = await anna.http.post(address(seen.conversation_id, path), json=unseen.ref)
            assert code_of(refused)[0] == "visitor_unknown"
        await link(oleg, seen, unseen)
        assert await linked_to(oleg, seen) == {unseen.conversation_id}
        assert await linked_to(anna, seen) == set()
        assert unseen.conversation_id not in str(await customer_of(anna, seen.conversation_id))
        card = await anna.http.get(f"/panel/api/conversations/{seen.conversation_id}/card")
        assert unseen.conversation_id not in card.text


async def test_list_of_who_is_here_leaves_out_who_talks_out_of_sight(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    await show_visitors(server.database, server.site)
    async with AsyncExitStack() as stack:
        talking = await stack.enter_async_context(server.visitor(page=TEA))
        id = (await talking.say(SECRET, department=shop.service))["conversation_id"]
        reading = await stack.enter_async_context(server.visitor(page=TEA))
        oleg = await open_list(await stack.enter_async_context(account(server, OLEG)))
        anna = await open_list(await stack.enter_async_context(account(server, ANNA)))
        everybody = await oleg.until(lambda rows: len(rows) == 2)
        [row] = await anna.until(lambda rows: len(rows) == 1)
        assert row["visitor_id"] == reading.welcome["visitor_id"]
        hidden = next(one for one in everybody if one["conversation_id"] == id)
        refused = await anna.invite(hidden)
        assert code_of(refused)[0] == "visitor_gone"
        # It is over, and would go on where it ended: whoever asked them in would lead it, and read it.
        await close(server, id)
        assert [one["visitor_id"] for one in await anna.visitors()] == [reading.welcome["visitor_id"]]
        refused = await anna.invite(hidden)
        assert code_of(refused)[0] == "visitor_gone"
        assert (await oleg.invite(hidden)).status_code == 200


async def test_answer_to_an_invitation_never_opens_what_is_out_of_the_inviters_sight(server: Server) -> None:
    shop = await divide(server)
    await show_visitors(server.database, server.site)
    async with AsyncExitStack() as stack:
        talking = await stack.enter_async_context(server.visitor(page=TEA))
        id = (await talking.say(SECRET, department=shop.sales))["conversation_id"]
        await close(server, id)
        anna = await open_list(await stack.enter_async_context(account(server, ANNA)))
        panel = await stack.enter_async_context(server.operator(ANNA))
        [row] = await anna.until(lambda rows: len(rows) == 1)
        assert (await anna.invite(row, HELLO)).status_code == 200
        await talking.receive("invited")
        # It has gone to others since she asked.
        await move(server, id, shop.service)
        await talking.say("Да")
        assert await code_of_fetching(panel, id) == "conversation_unknown"
        async with server.database.connection() as connection:
            head = await connection.fetchrow("SELECT status, assignee_id FROM conversations WHERE id = $1", id)
            said = await connection.fetch("SELECT body FROM entries WHERE kind = 'message' ORDER BY seq")
        assert head is not None
        assert (head["status"], head["assignee_id"]) == ("open", None)
        assert [entry["body"] for entry in said] == [SECRET, HELLO, "Да"]


async def test_first_conversation_of_whoever_was_asked_in_is_the_inviters_whatever_its_department(
    server: Server,
) -> None:
    shop = await divide(server)
    await show_visitors(server.database, server.site)
    async with AsyncExitStack() as stack:
        reading = await stack.enter_async_context(server.visitor(page=TEA))
        anna = await open_list(await stack.enter_async_context(account(server, ANNA)))
        panel = await stack.enter_async_context(server.operator(ANNA))
        [row] = await anna.until(lambda rows: len(rows) == 1)
        assert (await anna.invite(row)).status_code == 200
        id = (await reading.say("Да", department=shop.service))["conversation_id"]
        assert await code_of_fetching(panel, id) == ""
