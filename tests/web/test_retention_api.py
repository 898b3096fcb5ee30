"""The panel's page of lifetimes, holds and acts, over HTTP: who may do what, and only on their own sites."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from ryadom.core.holds import place_hold
from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from tests.web.accounts import Account, account, enrolled
from tests.web.client import PASSWORD, Server
from tests.web.retention import conversation_with, keep_for, run
from tests.web.test_destruction_acts import journalled, papers_of

API = "/panel/api"


@asynccontextmanager
async def officer(server: Server, role: Role, *, site_key: str = "shop-key-1") -> AsyncIterator[Account]:
    email = f"{role}-{site_key}@shop.test"
    await add_operator(server.database, email=email, name="Вера", password=PASSWORD, site_keys=[site_key], role=role)
    async with enrolled(server, email) as person:
        yield person


async def test_owner_sets_lifetimes_once_they_know_what_it_would_erase(server: Server) -> None:
    await conversation_with(server, 3, days_ago=40)
    async with officer(server, Role.OWNER) as owner:
        shown = (await owner.http.get(f"{API}/retention")).json()
        address = f"{API}/retention/{server.site.id}"
        due = (await owner.http.get(f"{address}/due?messages=30&pages=90")).json()["due"]
        saved = await owner.http.put(address, json={"days": {"messages": 30, "pages": None}})
        after = (await owner.http.get(f"{API}/retention")).json()
        due_as_set = (await owner.http.get(f"{address}/due")).json()["due"]
    assert shown["sites"][0]["days"] == {"messages": None, "card": None, "pages": None, "consents": None}
    assert shown["terms"]["consents"]["min_days"] == 1_095
    assert due == {
        "messages": {"rows": 3, "owners": 1, "is_more": False},
        "pages": {"rows": 0, "owners": 0, "is_more": False},
    }
    assert saved.status_code == 204
    assert after["sites"][0]["days"]["messages"] == 30
    assert due_as_set == {"messages": {"rows": 3, "owners": 1, "is_more": False}}
    async with server.database.connection() as connection:
        details = await connection.fetchval(
            "SELECT details::text FROM journal WHERE details ->> 'what' = 'lifetimes' AND actor_name = 'Вера'"
        )
    assert '"messages": "30"' in details


@pytest.mark.parametrize("days", [{"messages": 0}, {"consents": 30}, {"messages": 10**9}])
async def test_lifetime_that_can_not_be_is_refused(server: Server, days: dict[str, int]) -> None:
    async with officer(server, Role.ADMIN) as admin:
        refused = await admin.http.put(f"{API}/retention/{server.site.id}", json={"days": days})
        asked = await admin.http.get(f"{API}/retention/{server.site.id}/due?messages=ten")
        odd = await admin.http.put(f"{API}/retention/{server.site.id}", json={"days": {"journal": 5}})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, next(iter(days)))
    assert asked.status_code == 422
    assert odd.status_code == 400


async def test_auditor_sees_all_and_changes_nothing_and_others_see_nothing(server: Server) -> None:
    addresses = ("/retention", "/holds", "/destructions", f"/retention/{server.site.id}/due")
    async with officer(server, Role.AUDITOR) as auditor:
        for address in addresses:
            assert (await auditor.http.get(API + address)).status_code == 200
        changes = (
            await auditor.http.put(f"{API}/retention/{server.site.id}", json={"days": {"messages": 30}}),
            await auditor.http.post(f"{API}/holds", json={"site_id": str(server.site.id), "reason": "спор"}),
            await auditor.http.delete(f"{API}/holds/{uuid4()}"),
        )
        assert {one.json()["error"]["code"] for one in changes} == {"right_missing"}
    async with account(server, "anna@shop.test") as anna:
        for address in addresses:
            assert (await anna.http.get(API + address)).status_code == 403


async def test_hold_is_placed_listed_and_lifted_and_the_journal_knows_who_did(server: Server) -> None:
    conversation_id = await conversation_with(server, 1, days_ago=1)
    place = {"site_id": str(server.site.id), "conversation_id": str(conversation_id), "reason": "<b>спор</b>"}
    async with officer(server, Role.ADMIN) as admin:
        placed = await admin.http.post(f"{API}/holds", json=place)
        again = await admin.http.post(f"{API}/holds", json=place)
        [hold] = (await admin.http.get(f"{API}/holds")).json()["holds"]
        neither = await admin.http.post(f"{API}/holds", json={"site_id": str(server.site.id), "reason": "спор"})
        async with officer(server, Role.OWNER, site_key="other-key-1") as stranger:
            foreign = await stranger.http.delete(f"{API}/holds/{hold['id']}")
            foreign_place = await stranger.http.post(f"{API}/holds", json=place)
        lifted = await admin.http.delete(f"{API}/holds/{hold['id']}")
        left = (await admin.http.get(f"{API}/holds")).json()["holds"]
    assert (placed.status_code, again.json()["error"]["code"]) == (201, "hold_known")
    assert (hold["reason"], hold["placed_by"], hold["conversation_id"]) == ("<b>спор</b>", "Вера", str(conversation_id))
    assert neither.status_code == 422
    assert (foreign.status_code, foreign_place.status_code) == (404, 404)
    assert (lifted.status_code, left) == (204, [])
    async with server.database.connection() as connection:
        whats = [
            row["what"]
            for row in await connection.fetch(
                "SELECT details ->> 'what' AS what FROM journal "
                "WHERE actor_name = 'Вера' AND details ->> 'what' LIKE 'hold%' ORDER BY number"
            )
        ]
    assert whats == ["hold_placed", "hold_lifted"]


async def test_act_and_log_are_downloads_that_the_journal_notes(server: Server, database_url: str) -> None:
    await keep_for(server, messages=30)
    await conversation_with(server, 2, days_ago=40)
    await run(server, database_url)
    async with officer(server, Role.AUDITOR) as auditor:
        listed = (await auditor.http.get(f"{API}/destructions")).json()
        [act] = listed["acts"]
        pdf = await auditor.http.get(f"{API}/destructions/{act['id']}/act")
        log = await auditor.http.get(f"{API}/destructions/{act['id']}/log")
        following = (await auditor.http.get(f"{API}/destructions", params={"after": act["id"]})).json()
    async with officer(server, Role.OWNER, site_key="other-key-1") as stranger:
        assert (await stranger.http.get(f"{API}/destructions")).json()["acts"] == []
        for paper in ("act", "log"):
            assert (await stranger.http.get(f"{API}/destructions/{act['id']}/{paper}")).status_code == 404
    exports = [row for row in await journalled(server.database) if row["action"] == "exported"]
    [papers] = await papers_of(server)
    assert (act["number"], act["ground"], act["subjects"], listed["is_last"]) == (1, "retention_term", 1, True)
    assert following == {"acts": [], "is_last": True}
    assert (pdf.content, log.content) == (papers.pdf, papers.csv)
    assert pdf.headers["content-disposition"] == 'attachment; filename="act-1.pdf"'
    assert pdf.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert log.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(exports) == 2


async def test_list_of_holds_is_journalled_for_each_site_before_it_is_shown(server: Server) -> None:
    people = [uuid4(), uuid4()]
    for visitor_id in people:
        await conversation_with(server, 1, days_ago=1, visitor_id=visitor_id)
        await place_hold(server.database, server.site, reason="спор", visitor_id=visitor_id)
    async with (
        officer(server, Role.AUDITOR) as auditor,
        officer(server, Role.OWNER, site_key="other-key-1") as stranger,
    ):
        assert len((await auditor.http.get(f"{API}/holds")).json()["holds"]) == 2
        assert (await stranger.http.get(f"{API}/holds")).json()["holds"] == []
        async with server.database.connection() as connection:
            [record] = await connection.fetch(
                "SELECT site_id, visitor_ids, actor_name FROM journal WHERE action = 'holds_listed'"
            )
            await connection.execute("ALTER FUNCTION append_journal(jsonb) RENAME TO append_journal_away")
        refused = await auditor.http.get(f"{API}/holds")
        async with server.database.connection() as connection:
            await connection.execute("ALTER FUNCTION append_journal_away(jsonb) RENAME TO append_journal")
    assert (record["site_id"], set(record["visitor_ids"])) == (server.site.id, set(people))
    assert record["actor_name"] == "Вера"
    assert refused.json()["error"]["code"] == "journal_unavailable"
    assert "holds" not in refused.json()
