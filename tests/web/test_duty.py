"""Operators say that they are away: it is kept, colleagues and visitors see it, and nobody says it for others."""

from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from ryadom.store.database import Database
from ryadom.store.operators import Role
from tests.web.accounts import account, enrolled
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import another_server
from tests.web.labels import add_admin
from tests.web.work import add_colleague

COLLEAGUES = "/panel/api/work/colleagues"


async def step_away(client: Client, *, away: bool = True) -> None:
    await client.send("set_away", away=away)
    while (await client.receive("away_changed"))["away"] is not away:
        pass  # what another socket has said before


async def until_told(guest: Client, *, online: bool) -> None:
    """Returns once the visitor has heard it; what was said before may be said again."""
    while (await guest.receive("availability_changed"))["operators_online"] is not online:
        pass


async def standing_of(server: Server, name: str, *, reader: str = "anna@shop.test") -> JsonObject:
    """How a colleague stands, for whoever hands a conversation over."""
    async with account(server, reader) as person:
        await person.sign_in()
        found = (await person.http.get(COLLEAGUES)).json()["colleagues"]
    return dict(next(one for one in found if one["name"] == name))


async def test_being_away_outlives_the_socket_and_holds_for_all_of_them(server: Server) -> None:
    async with server.operator() as anna, server.operator() as tab:
        assert anna.welcome["away"] is False
        await step_away(anna)
        told = await tab.receive("away_changed")
        assert (told["operator_id"], told["away"]) == (anna.welcome["operator"]["id"], True)
    async with server.operator() as anna:
        assert anna.welcome["away"] is True
        await step_away(anna, away=False)
    async with server.operator() as anna:
        assert anna.welcome["away"] is False


@pytest.mark.usefixtures("short_leases")
async def test_visitors_are_told_that_nobody_is_there_while_all_are_away(
    server: Server, database_url: str, database: Database
) -> None:
    async with AsyncExitStack() as stack:
        far = await stack.enter_async_context(another_server(database_url, database, server.site))
        anna = await stack.enter_async_context(server.operator())
        guest = await stack.enter_async_context(server.visitor())
        tab = await stack.enter_async_context(far.operator())
        assert guest.welcome["site"]["operators_online"]
        await step_away(anna)
        # The other tab's server learns of it with its next renewal.
        await until_told(guest, online=False)
        async with server.visitor() as late:
            # A renewal of the other server that was under way may have said the old once more.
            if late.welcome["site"]["operators_online"]:
                await until_told(late, online=False)
        await step_away(tab, away=False)
        await until_told(guest, online=True)


async def test_colleagues_see_who_is_there_and_how_much_they_hold(server: Server) -> None:
    vera = await add_colleague(server, "Вера", limit=5)
    async with server.operator(vera) as second, server.visitor() as guest:
        target = (await guest.say("Вопрос"))["conversation_id"]
        await second.say("Ответ", conversation_id=target)
        shown = await standing_of(server, "Вера")
        assert (shown["standing"], shown["open_count"], shown["max_chats"]) == ("online", 1, 5)
        await step_away(second)
        assert (await standing_of(server, "Вера"))["standing"] == "away"
        assert (await standing_of(server, "Анна"))["standing"] == "offline"
        async with account(server, "boris@other.test") as boris:
            await boris.sign_in()
            others = (await boris.http.get(COLLEAGUES)).json()["colleagues"]
        assert [one["name"] for one in others] == ["Борис"]


async def test_auditor_can_be_neither_away_nor_there(server: Server) -> None:
    auditor = await add_admin(server, name="Инна", role=Role.AUDITOR)
    async with enrolled(server, auditor) as inna, inna.panel() as reader, server.visitor() as guest:
        assert not guest.welcome["site"]["operators_online"]
        await reader.send("set_away", away=True)
        assert (await reader.error())["code"] == "right_missing"


async def test_rule_and_limit_are_for_administrators_of_the_site_and_journalled(server: Server) -> None:
    vera = await add_colleague(server, "Вера")
    async with enrolled(server, await add_admin(server, name="Пётр")) as admin:
        [site] = (await admin.http.get("/panel/api/work-rules")).json()["sites"]
        assert (site["version"], site["mode"], site["return_min"]) == (0, "off", None)
        path = f"/panel/api/sites/{site['site_id']}/work-rule"
        new = {"over_version": 0, "mode": "evenly", "return_min": 5}
        changed = await admin.http.put(path, json=new)
        assert (changed.status_code, changed.json()["version"], changed.json()["mode"]) == (200, 1, "evenly")
        assert (await admin.http.put(path, json=new)).status_code == 409
        for wrong in ({"mode": "best"}, {"return_min": 0}, {"return_min": 61}):
            refused = await admin.http.put(path, json=new | {"over_version": 1} | wrong)
            assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_frame"), refused.text
        found = (await admin.http.get("/panel/api/operators")).json()["operators"]
        colleague = next(one for one in found if one["email"] == vera)
        assert colleague["max_chats"] is None
        limit = f"/panel/api/operators/{colleague['id']}/limit"
        assert (await admin.http.put(limit, json={"max_chats": 3})).status_code == 204
        assert (await admin.http.put(limit, json={"max_chats": 101})).status_code == 400
        assert (await admin.http.put(f"/panel/api/operators/{uuid4()}/limit", json={"max_chats": 1})).status_code == 404
        found = (await admin.http.get("/panel/api/operators")).json()["operators"]
        assert next(one for one in found if one["email"] == vera)["max_chats"] == 3
    async with account(server, vera) as person:
        await person.sign_in()
        assert (await person.http.put(path, json=new)).status_code == 403
        assert (await person.http.put(limit, json={"max_chats": None})).status_code == 403
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT details FROM journal WHERE action = 'settings_changed'")
    told = " ".join(row["details"] for row in rows)
    assert '"work_rule"' in told
    assert '"chat_limit"' in told
