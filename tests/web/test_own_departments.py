"""Whoever sees only their own departments: each list, each look and each event is of those alone."""

import json
from contextlib import AsyncExitStack
from functools import partial
from uuid import uuid4

import pytest

from ryadom.core.operators import add_operator, set_role, set_sight
from ryadom.errors import LimitUnsuitable
from ryadom.store.operators import Role
from ryadom.store.purviews import find_purview
from tests.rounds import keep_rounds
from tests.waiting import until_true
from tests.web.accounts import account
from tests.web.client import PASSWORD, SITE_KEYS, Server
from tests.web.own_departments import (
    ANNA,
    OLEG,
    SECRET,
    add_colleague,
    code_of_fetching,
    divide,
    ids_in,
    limited_supervisor,
    told_until,
    transfer,
)


async def test_lists_and_counts_are_of_own_departments_own_conversations_and_none(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with AsyncExitStack() as stack:
        sales, service, led, free = [await stack.enter_async_context(server.visitor()) for _ in range(4)]
        sales_id = (await sales.say("Цена", department=shop.sales))["conversation_id"]
        service_id = (await service.say(SECRET, department=shop.service))["conversation_id"]
        led_id = (await led.say("Ремонт", department=shop.service))["conversation_id"]
        free_id = (await free.say("Здравствуйте"))["conversation_id"]
        oleg = await stack.enter_async_context(server.operator(OLEG))
        async with account(server, ANNA) as anna:
            await transfer(oleg, led_id, operator_id=anna.signed_in["operator"]["id"])
            await oleg.receive("conversation_assigned")
            panel = await stack.enter_async_context(anna.panel())
            assert panel.welcome["counts"] == {
                "waiting": 2,
                "own_waiting": 2,
                "mine": 1,
                "department": 1,
                "all": 3,
                "snoozed": 0,
                "closed": 0,
            }
            await panel.send("fetch_counts", request_id="n")
            assert (await panel.receive("counts_fetched"))["counts"] == panel.welcome["counts"]
            assert set(await ids_in(panel, "all")) == {sales_id, led_id, free_id}
            assert set(await ids_in(panel, "waiting")) == {sales_id, free_id}
            for filter in ({}, {"department_ids": [shop.service]}, {"states": ["open"]}, {"is_unanswered": True}):
                assert service_id not in await ids_in(panel, "filtered", filter=filter)
            assert await ids_in(panel, "filtered", filter={"department_ids": [shop.service]}) == [led_id]
            assert [await code_of_fetching(panel, id) for id in (sales_id, led_id, free_id)] == ["", "", ""]
            assert await code_of_fetching(panel, service_id) == "conversation_unknown"
            # Who sees everything sees what there was before.
            assert set(await ids_in(oleg, "all")) == {sales_id, service_id, led_id, free_id}


async def test_closed_conversations_are_listed_and_counted_likewise(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with server.visitor() as sales, server.visitor() as service, server.operator(OLEG) as oleg:
        sales_id = (await sales.say("Цена", department=shop.sales))["conversation_id"]
        service_id = (await service.say(SECRET, department=shop.service))["conversation_id"]
        for id in (sales_id, service_id):
            await oleg.send("set_status", echo_id=uuid4(), conversation_id=id, status="closed")
            await oleg.receive("status_changed")
        async with server.operator() as anna:
            assert anna.welcome["counts"]["closed"] == 1
            assert await ids_in(anna, "closed") == [sales_id]


async def test_socket_hears_nothing_of_other_departments(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with server.operator() as anna, server.operator(OLEG) as oleg, server.visitor() as free:
        await free.say("Здравствуйте")
        await told_until(anna, "Здравствуйте")
        async with server.visitor() as service:
            id = (await service.say(SECRET, department=shop.service))["conversation_id"]
            await service.send("set_typing", conversation_id=id, active=True)
            await service.send("visit_page", page={"url": "http://shop.test/secret", "title": SECRET})
            await oleg.say(f"{SECRET}: ответ", conversation_id=id)
            await oleg.send("add_note", echo_id=uuid4(), conversation_id=id, body=SECRET)
            await oleg.send("set_typing", conversation_id=id, active=True)
            await oleg.send("mark_read", conversation_id=id, seq=2)
            await service.send("mark_read", conversation_id=id, seq=2)
            await service.ping()
            await oleg.ping()
        await free.say("Ещё вопрос")
        told = json.dumps(await told_until(anna, "Ещё вопрос"), ensure_ascii=False)
    assert SECRET not in told
    assert id not in told


async def test_what_is_handed_over_comes_and_goes_with_its_department(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with server.operator() as anna, server.operator(OLEG) as oleg, server.visitor() as visitor:
        id = (await visitor.say("Первый", department=shop.service))["conversation_id"]
        await transfer(oleg, id, department_id=shop.sales)
        came = await anna.receive("conversation_assigned", "message_posted", "conversation_started")
        assert (came["type"], came["conversation_id"]) == ("conversation_assigned", id)
        await anna.send("fetch_history", request_id="h", conversation_id=id)
        assert [one["body"] for one in (await anna.receive("history"))["entries"] if "body" in one] == ["Первый"]

        await transfer(oleg, id, department_id=shop.service)
        gone = await anna.receive("conversation_assigned", "conversation_hidden")
        assert gone == {"type": "conversation_hidden", "conversation_id": id}
        assert await code_of_fetching(anna, id) == "conversation_unknown"
        await visitor.say(SECRET)
        await transfer(oleg, id, department_id=shop.sales)
        back = await anna.receive("conversation_assigned", "message_posted", "conversation_hidden")
        assert back["type"] == "conversation_assigned"
        assert await code_of_fetching(anna, id) == ""


async def test_whoever_is_given_a_conversation_sees_it_whatever_its_department_until_they_give_it_back(
    server: Server,
) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with server.operator() as anna, server.operator(OLEG) as oleg, server.visitor() as visitor:
        id = (await visitor.say("Ремонт", department=shop.service))["conversation_id"]
        await transfer(oleg, id, operator_id=anna.welcome["operator"]["id"])
        assert (await anna.receive("conversation_assigned", "conversation_hidden"))["conversation_id"] == id
        await anna.say("Отвечаю", conversation_id=id)
        echo_id = str(uuid4())
        await anna.send("assign_conversation", echo_id=echo_id, conversation_id=id, operator_id=None)
        # Their own deed is acknowledged, and then they see it no more.
        assert (await anna.receive("conversation_assigned"))["echo_id"] == echo_id
        assert await anna.receive("conversation_hidden", "message_posted") == {
            "type": "conversation_hidden",
            "conversation_id": id,
        }
        await anna.send("send_message", echo_id=uuid4(), conversation_id=id, body="Ещё")
        assert (await anna.error())["code"] == "conversation_unknown"


async def test_note_calls_nobody_who_does_not_see_it(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with account(server, ANNA) as anna, account(server, OLEG) as oleg, server.visitor() as visitor:
        id = (await visitor.say("Ремонт", department=shop.service))["conversation_id"]
        anna_id = anna.signed_in["operator"]["id"]
        site_id = server.site.id
        async with oleg.panel() as panel:
            offered = (await oleg.http.get(f"/panel/api/sites/{site_id}/colleagues")).json()["colleagues"]
            assert {one["name"]: one["seen_department_ids"] for one in offered} == {
                "Анна": [shop.sales],
                "Вера": None,
            }
            call = {"conversation_id": id, "body": "@Анна", "mentions": [anna_id]}
            await panel.send("add_note", echo_id=uuid4(), **call)
            refused = await panel.receive("error", "note_added")
            assert (refused["code"], refused["field"]) == ("mention_out_of_sight", "mentions")
            await transfer(panel, id, department_id=shop.sales)
            await panel.send("add_note", echo_id=uuid4(), **call)
            assert (await panel.receive("error", "note_added"))["mentions"] == [anna_id]
            async with anna.panel() as seeing:
                assert [one["conversation_id"] for one in seeing.welcome["mentions"]] == [id]
            await transfer(panel, id, department_id=shop.service)
            await panel.ping()
            async with anna.panel() as blind:
                assert blind.welcome["mentions"] == []


async def test_search_cards_and_reports_are_of_what_is_seen(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with server.visitor() as visitor, server.operator(OLEG) as oleg:
        seen = await visitor.say("проба ремонта", department=shop.service)
        await oleg.send("set_status", echo_id=uuid4(), conversation_id=seen["conversation_id"], status="closed")
        await visitor.say("звоните +7 912 345-67-89")
    async with server.database.connection() as connection:
        # An earlier conversation of the same visitor, out of sight, and a newer one of sales.
        old_id = seen["conversation_id"]
        new_id = str(uuid4())
        await connection.execute(
            "INSERT INTO conversations (site_id, id, visitor_id, queued_at, department_id)"
            " SELECT site_id, $2, visitor_id, now(), $3 FROM conversations WHERE id = $1",
            old_id,
            new_id,
            shop.sales,
        )
    async with account(server, ANNA) as anna, account(server, OLEG) as whole:
        card = (await anna.http.get(f"/panel/api/conversations/{new_id}/card")).json()
        assert (card["contacts"], card["conversations"]) == ([], [])
        card = (await whole.http.get(f"/panel/api/conversations/{new_id}/card")).json()
        assert [one["id"] for one in card["conversations"]] == [old_id]
        assert len(card["contacts"]) == 1
        choices = f"/panel/api/conversations/{new_id}/merge-choices"
        assert (await anna.http.get(choices)).json()["conversations"] == []
        assert [one["id"] for one in (await whole.http.get(choices)).json()["conversations"]] == [old_id]

        async def is_indexed() -> bool:
            return bool((await whole.http.post("/panel/api/search", json={"query": "проба"})).json()["results"])

        await until_true(is_indexed)
        assert (await anna.http.post("/panel/api/search", json={"query": "проба"})).json()["results"] == []


async def test_reports_of_a_limited_supervisor_count_what_they_see(server: Server) -> None:
    shop = await divide(server)
    async with server.visitor() as sales, server.visitor() as service, server.visitor() as free:
        await sales.say("Цена", department=shop.sales)
        await service.say(SECRET, department=shop.service)
        await free.say("Здравствуйте")
    await keep_rounds(server.database)
    await add_colleague(server, "all@shop.test", name="Всеслав", role=Role.SUPERVISOR)
    async with limited_supervisor(server, shop) as person, account(server, "all@shop.test") as whole:
        everything = (await whole.http.get("/panel/api/reports")).json()
        assert everything["total"]["conversations"] == 3
        told = (await person.http.get("/panel/api/reports")).json()
        assert told["total"]["conversations"] == 2
        assert [one["id"] for one in told["departments"]] == [shop.sales, None]
        other = await person.http.get("/panel/api/reports", params={"department_id": shop.service})
        assert other.json()["total"]["conversations"] == 0
        sheet = await person.http.get("/panel/api/reports.csv", params={"section": "departments"})
        assert "Сервис" not in sheet.content.decode("utf-8-sig")


async def test_bans_that_a_limited_supervisor_sees_are_of_conversations_they_see(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with server.visitor() as sales, server.visitor() as service, account(server, OLEG) as oleg:
        ids = [
            (await one.say("Грубость", department=department))["conversation_id"]
            for one, department in ((sales, shop.sales), (service, shop.service))
        ]
        for id in ids:
            put = await oleg.http.put(f"/panel/api/conversations/{id}/ban", json={"reason": SECRET, "hours": 1})
            assert put.status_code == 200, put.text
    async with limited_supervisor(server, shop) as person:
        bans = (await person.http.get(f"/panel/api/sites/{server.site.id}/bans")).json()["bans"]
        assert [one["conversation_id"] for one in bans] == [ids[0]]


async def test_limit_that_is_set_closes_what_is_open_and_counts_with_the_next_sign_in(server: Server) -> None:
    shop = await divide(server)
    await set_sight(server.database, email=ANNA, sees_own_departments_only=False)
    async with server.visitor() as visitor, server.operator() as anna:
        id = (await visitor.say(SECRET, department=shop.service))["conversation_id"]
        assert await code_of_fetching(anna, id) == ""
        await set_sight(server.database, email=ANNA, sees_own_departments_only=True)
        await server.check_sessions()
        assert (await anna.closed())[0] == 4440
        async with server.operator() as again:
            assert await code_of_fetching(again, id) == "conversation_unknown"


async def test_change_of_members_counts_at_once(server: Server) -> None:
    shop = await divide(server)
    async with server.visitor() as visitor, account(server, ANNA) as anna, anna.panel() as panel:
        id = (await visitor.say("Цена", department=shop.sales))["conversation_id"]
        assert await code_of_fetching(panel, id) == ""
        async with server.database.connection() as connection:
            # As another process does, of which this one has heard nothing.
            await connection.execute("DELETE FROM department_members")
        assert (await anna.http.get(f"/panel/api/conversations/{id}/card")).status_code == 404
        assert await code_of_fetching(panel, id) == "conversation_unknown"
        await visitor.say(SECRET)
        told = await panel.receive("message_posted", "conversation_hidden")
        assert told == {"type": "conversation_hidden", "conversation_id": id}


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.AUDITOR])
async def test_whoever_looks_after_whole_sites_is_never_limited(server: Server, role: Role) -> None:
    await divide(server)
    add = partial(
        add_operator,
        server.database,
        email="whole@shop.test",
        name="Кто",
        password=PASSWORD,
        site_keys=SITE_KEYS[:1],
        role=role,
    )
    with pytest.raises(LimitUnsuitable) as refused:
        await add(sees_own_departments_only=True)
    assert refused.value.field == "sees_own_departments_only"
    await add()
    with pytest.raises(LimitUnsuitable):
        await set_sight(server.database, email="whole@shop.test", sees_own_departments_only=True)
    # Somebody who was limited, and was raised: the limit is gone, and would not count if it were not.
    await set_role(server.database, email=ANNA, role=role)
    async with server.database.connection() as connection:
        row = await connection.fetchrow("SELECT id, sees_own_departments_only FROM operators WHERE email = $1", ANNA)
        assert row is not None
        assert not row["sees_own_departments_only"]
        await connection.execute("UPDATE operators SET sees_own_departments_only = true WHERE id = $1", row["id"])
        assert await find_purview(connection, row["id"]) is None
