"""Figures of reports lead to the conversations that they count: just these, page by page, within one's own sight."""

from uuid import UUID

import pytest

from ryadom.core.reports import desk
from ryadom.store.operators import Role
from ryadom.store.reports import Counted
from tests.rounds import keep_rounds
from tests.web.accounts import Account, account
from tests.web.client import JsonObject, Server
from tests.web.labels import add_admin
from tests.web.own_departments import divide, limited_supervisor
from tests.web.test_reports import SECRET, close, report

LISTED = "/panel/api/reports/conversations"
NONE = "00000000-0000-0000-0000-000000000000"


async def listed(person: Account, figure: str, **query: str) -> list[JsonObject]:
    """All pages."""
    rounds: list[JsonObject] = []
    after = ""
    while True:
        asked = {"zone": "UTC", "figure": figure, "after": after, **query}
        response = await person.http.get(LISTED, params=asked)
        assert response.status_code == 200, response.text
        assert SECRET not in response.text
        page = response.json()
        rounds += page["rounds"]
        if page["next"] is None:
            assert page["count"] in (len(rounds), 0)
            return rounds
        after = page["next"]


async def agree(person: Account, **query: str) -> JsonObject:
    """Every figure that leads somewhere has as many conversations there as it says; gives the report."""
    told = await report(person, **query)
    for figure in Counted:
        assert len(await listed(person, figure, **query)) == told["total"][figure], figure
    for rows, name, figures in (
        (told["operators"], "operator_id", ("conversations", "missed")),
        (told["departments"], "department_id", tuple(Counted)),
        (told["sites"], "site_id", tuple(Counted)),
    ):
        for row in rows:
            for counted in figures:
                narrower = query | {name: row["id"] or NONE}
                found = await listed(person, counted, **narrower)
                assert len(found) == row["values"][counted], (row["name"], counted)
    return told


async def test_each_figure_has_as_many_conversations_as_it_says(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "PAGE_ROUNDS", 2)
    shop = await divide(server)
    async with server.visitor() as one, server.visitor() as two, server.visitor() as three, server.operator() as anna:
        again = (await one.say(SECRET, department=shop.sales))["conversation_id"]
        await anna.say("Ответ", conversation_id=again)
        await close(anna, again)
        await one.receive("status_changed")
        await one.say("Ещё вопрос")
        # Of this one the operator sees nothing: it is of another department.
        missed = (await two.say(SECRET, department=shop.service))["conversation_id"]
        left = (await three.say(SECRET))["conversation_id"]
        await close(anna, left)
    async with (
        account(server, await add_admin(server, role=Role.SUPERVISOR)) as vera,
        limited_supervisor(server, shop) as semyon,
        account(server, await add_admin(server, name="Пётр", role=Role.SUPERVISOR, site_keys=("other-key-1",))) as far,
    ):
        async with account(server, vera.email) as vera_again, vera_again.panel() as panel:
            await close(panel, missed)
        await keep_rounds(server.database)
        told = await agree(vera)
        total = {figure: told["total"][figure] for figure in Counted}
        assert total == {"conversations": 4, "returned": 1, "answered": 1, "missed": 2, "by_bot": 0, "open": 1}
        assert {one["conversation_id"] for one in await listed(vera, "missed")} == {missed, left}
        [newest, *_] = await listed(vera, "returned")
        assert (newest["conversation_id"], newest["number"], newest["is_shown"]) == (again, 2, True)
        await agree(vera, department_id=shop.sales)
        # Each within their own sight: a department, another site.
        assert (await agree(semyon))["total"]["conversations"] == 3
        assert missed not in {one["conversation_id"] for one in await listed(semyon, "conversations")}
        assert (await agree(far))["total"]["conversations"] == 0
        refused = await far.http.get(LISTED, params={"figure": "missed", "site_id": str(server.site.id)})
        assert refused.json()["error"]["code"] == "site_unknown"
        for query in ({"figure": "rating"}, {"figure": "missed", "after": "x"}, {"figure": "missed", "after": "1 2 3"}):
            refused = await vera.http.get(LISTED, params=query)
            assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_frame")
        # What has left their sight since is counted, and can't be opened.
        assert all(one["is_shown"] for one in await listed(semyon, "conversations"))
        async with server.database.connection() as connection:
            await connection.execute(
                "UPDATE conversations SET department_id = $2 WHERE id = $1",
                again,
                UUID(shop.service),
            )
        seen = {one["conversation_id"]: one["is_shown"] for one in await listed(semyon, "conversations")}
        assert seen == {again: False, left: True}
        assert all(one["is_shown"] for one in await listed(vera, "conversations"))
        # Whose visitor is blocked is counted, and can't be opened.
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET is_blocked = true WHERE id = $1", left)
        assert [one["is_shown"] for one in await listed(vera, "missed")] in ([False, True], [True, False])
