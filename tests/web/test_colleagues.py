"""Colleagues' roles, sites and access over HTTP: what changes, what ends, who may, and that it is journalled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from ryadom.core.operators import add_operator
from ryadom.store.journal_chain import Action, Record
from ryadom.store.operators import Role
from tests.store.journals import links_of
from tests.web.accounts import Account, account, enrolled
from tests.web.client import PASSWORD, JsonObject, Server

OPERATORS = "/panel/api/operators"
BOTH = ("shop-key-1", "other-key-1")


@asynccontextmanager
async def person(server: Server, role: Role, *sites: str, name: str = "Вера") -> AsyncIterator[Account]:
    """A colleague with a second factor; on Anna's site, where no others are named."""
    email = f"{role}-{uuid4().hex[:6]}@shop.test"
    site_keys = sites or ("shop-key-1",)
    await add_operator(server.database, email=email, name=name, password=PASSWORD, site_keys=site_keys, role=role)
    async with enrolled(server, email) as enrolled_person:
        yield enrolled_person


async def colleague(admin: Account, email: str) -> JsonObject:
    listed = (await admin.http.get(OPERATORS)).json()["operators"]
    found: JsonObject = next(each for each in listed if each["email"] == email)
    return found


async def change(admin: Account, email: str, what: str, **body: object) -> tuple[int, str]:
    """Status and error code of a change of somebody whom the admin sees."""
    response = await admin.http.put(f"{OPERATORS}/{(await colleague(admin, email))['id']}/{what}", json=body)
    return response.status_code, "" if response.status_code == 204 else response.json()["error"]["code"]


async def site_ids(server: Server) -> dict[str, str]:
    async with server.database.connection() as connection:
        return {row["key"]: str(row["id"]) for row in await connection.fetch("SELECT key, id FROM sites")}


async def noted(server: Server) -> list[Record]:
    """What people changed, without what commands did."""
    links = await links_of(server.database, server.site.controller_id)
    return [link.record for link in links if link.record.action is Action.SETTINGS_CHANGED and link.record.actor.name]


async def test_other_role_counts_at_once_and_ends_the_sessions(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, account(server, "anna@shop.test") as anna, anna.panel() as panel:
        assert await change(admin, "anna@shop.test", "role", role="supervisor") == (204, "")
        assert (await panel.closed())[0] == 4440
        assert (await anna.http.get("/panel/api/session")).json() is None
        await anna.sign_in()
        assert anna.signed_in["role"] == "supervisor"
    record = (await noted(server))[-1]
    assert (record.actor.name, record.actor.network, record.site_id) == ("Вера", "127.0.0.1", server.site.id)
    assert record.details == {
        "what": "role_changed",
        "operator_id": anna.signed_in["operator"]["id"],
        "before": "operator",
        "after": "supervisor",
        "version": "1",
    }


async def test_closed_access_ends_sessions_refuses_sign_in_and_leaves_what_was_said(server: Server) -> None:
    async with (
        person(server, Role.ADMIN) as admin,
        account(server, "anna@shop.test") as anna,
        anna.panel() as panel,
        server.visitor() as visitor,
    ):
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await panel.say("Ответ Анны", conversation_id=conversation_id)
        assert await change(admin, "anna@shop.test", "access", is_active=False) == (204, "")
        await panel.closed()
        assert (await anna.http.get("/panel/api/account")).status_code == 401
        refused = await anna.sign_in()
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "sign_in_refused")
        assert (await colleague(admin, "anna@shop.test"))["is_active"] is False

        async with admin.panel() as own:
            await own.send("fetch_history", request_id="1", conversation_id=conversation_id)
            entries = (await own.receive("history"))["entries"]
            assert [entry["author"]["name"] for entry in entries if entry.get("body") == "Ответ Анны"] == ["Анна"]
            anna_id = (await colleague(admin, "anna@shop.test"))["id"]
            await own.send("assign_conversation", echo_id=uuid4(), conversation_id=conversation_id, operator_id=anna_id)
            assert (await own.error())["code"] == "operator_unknown"

        assert await change(admin, "anna@shop.test", "access", is_active=True) == (204, "")
        assert (await anna.sign_in()).status_code == 200
    assert [record.details["what"] for record in await noted(server)][-2:] == [
        "operator_deactivated",
        "operator_reactivated",
    ]


async def test_session_that_was_begun_while_access_closed_does_not_come_back_to_life(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, account(server, "anna@shop.test") as anna:
        anna_id = (await colleague(admin, "anna@shop.test"))["id"]
        async with server.database.connection() as connection:
            await connection.execute("UPDATE operators SET deactivated_at = now() WHERE id = $1", anna_id)
        assert (await anna.http.get("/panel/api/account")).status_code == 401
        assert await change(admin, "anna@shop.test", "access", is_active=True) == (204, "")
        assert (await anna.http.get("/panel/api/account")).status_code == 401


async def test_colleague_gets_and_loses_sites_and_their_panel_with_them(server: Server) -> None:
    ids = await site_ids(server)
    shop, other = ids["shop-key-1"], ids["other-key-1"]
    async with person(server, Role.ADMIN, *BOTH) as admin, account(server, "anna@shop.test") as anna:
        async with anna.panel() as panel:
            assert await change(admin, "anna@shop.test", "sites", site_ids=[shop, other]) == (204, "")
            # Nothing is taken away: the session goes on, with a panel that knows the new site.
            assert (await panel.closed())[0] == 4490
        async with anna.panel() as panel:
            assert {site["id"] for site in panel.welcome["sites"]} == {shop, other}
            assert await change(admin, "anna@shop.test", "sites", site_ids=[other]) == (204, "")
            assert (await panel.closed())[0] == 4440
        assert (await colleague(admin, "anna@shop.test"))["site_ids"] == [other]
        assert await change(admin, "anna@shop.test", "sites", site_ids=[]) == (422, "bad_body")
    assert [(record.details["what"], str(record.site_id)) for record in await noted(server)][-2:] == [
        ("operator_site_added", other),
        ("operator_site_removed", shop),
    ]


async def test_site_of_others_can_be_neither_given_nor_taken(server: Server) -> None:
    ids = await site_ids(server)
    async with person(server, Role.ADMIN) as admin, person(server, Role.OPERATOR, *BOTH, name="Пётр") as both:
        seen = await colleague(admin, both.email)
        assert (seen["site_ids"], seen["works_elsewhere"]) == ([ids["shop-key-1"]], True)
        wanted = list(ids.values())
        assert await change(admin, "anna@shop.test", "sites", site_ids=wanted) == (404, "site_unknown")
        assert await change(admin, both.email, "sites", site_ids=[]) == (204, "")
        async with server.database.connection() as connection:
            left = await connection.fetch("SELECT site_id FROM operator_sites WHERE operator_id = $1", seen["id"])
        assert [str(row["site_id"]) for row in left] == [ids["other-key-1"]]


@pytest.mark.parametrize(("what", "body"), [("role", {"role": "admin"}), ("access", {"is_active": False})])
async def test_role_and_access_of_who_works_elsewhere_too_are_not_one_sites_to_change(
    server: Server, what: str, body: dict[str, object]
) -> None:
    async with person(server, Role.OWNER) as owner, person(server, Role.OPERATOR, *BOTH, name="Пётр") as both:
        assert await change(owner, both.email, what, **body) == (403, "right_missing")


@pytest.mark.parametrize(
    ("what", "body"), [("role", {"role": "operator"}), ("access", {"is_active": False}), ("sites", {"site_ids": []})]
)
async def test_last_owner_is_taken_away_by_nobody(server: Server, what: str, body: dict[str, object]) -> None:
    async with person(server, Role.OWNER) as owner, person(server, Role.ADMIN) as admin:
        assert await change(admin, owner.email, what, **body) == (403, "right_missing")
        assert await change(owner, owner.email, what, **body) == (403, "right_missing")


async def test_admin_makes_nobody_an_owner(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, person(server, Role.OWNER) as owner:
        assert await change(admin, "anna@shop.test", "role", role="owner") == (403, "right_missing")
        assert await change(owner, "anna@shop.test", "role", role="owner") == (204, "")


async def test_of_two_owners_who_demote_each_other_at_once_one_stays(server: Server) -> None:
    async with person(server, Role.OWNER) as one, person(server, Role.OWNER) as other:
        ids = {email: (await colleague(one, email))["id"] for email in (one.email, other.email)}

        async def demote(who: Account, whom: Account) -> int:
            answer = await who.http.put(f"{OPERATORS}/{ids[whom.email]}/role", json={"role": "operator"})
            return answer.status_code

        answers = await asyncio.gather(demote(one, other), demote(other, one))
        async with server.database.connection() as connection:
            owners = await connection.fetchval("SELECT count(*) FROM operators WHERE role = 'owner'")
    assert answers.count(204) == 1
    assert owners == 1


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR])
async def test_role_without_the_right_changes_nobody(server: Server, role: Role) -> None:
    async with person(server, Role.ADMIN) as admin, person(server, role) as somebody:
        anna_id = (await colleague(admin, "anna@shop.test"))["id"]
        for what, body in (("role", {"role": "owner"}), ("access", {"is_active": False}), ("sites", {"site_ids": []})):
            refused = await somebody.http.put(f"{OPERATORS}/{anna_id}/{what}", json=body)
            assert refused.json()["error"]["code"] == "right_missing"


async def test_nothing_changes_while_the_journal_may_not_be_written(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, account(server, "anna@shop.test") as anna:
        async with server.database.connection() as connection:
            await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
            refused = await change(admin, "anna@shop.test", "role", role="supervisor")
            await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")
        assert refused == (503, "journal_unavailable")
        assert (await colleague(admin, "anna@shop.test"))["role"] == "operator"
        assert (await anna.http.get("/panel/api/account")).status_code == 200


@pytest.mark.parametrize("body", [{}, {"role": "king"}, {"role": None}, []])
async def test_role_that_is_none_is_refused(server: Server, body: object) -> None:
    async with person(server, Role.ADMIN) as admin:
        anna_id = (await colleague(admin, "anna@shop.test"))["id"]
        refused = await admin.http.put(f"{OPERATORS}/{anna_id}/role", json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_frame")
