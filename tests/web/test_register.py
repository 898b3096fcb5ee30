"""The register of recipients and the places of data over HTTP: who sees it, who changes it, and the journal."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest

from ryadom.core.controllers import add_controller
from ryadom.core.operators import add_operator
from ryadom.core.recipients import list_recipients
from ryadom.core.sites import add_site
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, Server
from tests.web.test_display_masking import records

CRM = {
    "host": "77.88.8.8",
    "port": 443,
    "recipient": "=ООО «Учёт»",
    "country": "RU",
    "purpose": "Учёт заявок",
    "categories": "имя, телефон",
}


@asynccontextmanager
async def somebody(server: Server, role: Role, *, site_keys: tuple[str, ...] = SITE_KEYS) -> AsyncIterator[Account]:
    email = f"{role}@shop.test"
    await add_operator(
        server.database, email=email, name=f"Имя {role}", password=PASSWORD, site_keys=site_keys, role=role
    )
    async with enrolled(server, email) as person:
        yield person


def recipients_of(server: Server) -> str:
    return f"/panel/api/controllers/{server.site.controller_id}/recipients"


async def codes_of(person: Account, requests: list[tuple[str, str, dict[str, Any] | None]]) -> list[str]:
    answers = [await person.http.request(method, path, json=body) for method, path, body in requests]
    return [
        str(answer.status_code) if answer.status_code < 400 else answer.json()["error"]["code"] for answer in answers
    ]


async def test_recipient_is_added_changed_shown_and_removed(server: Server) -> None:
    path = recipients_of(server)
    async with somebody(server, Role.ADMIN) as admin:
        added = await admin.http.post(path, json=CRM)
        again = await admin.http.post(path, json=CRM)
        changed = await admin.http.put(path, json=CRM | {"purpose": "Другая"})
        shown = (await admin.http.get("/panel/api/register")).json()
        removed = await admin.http.delete(path, params={"host": "77.88.8.8", "port": "443"})
        missing = await admin.http.delete(path, params={"host": "77.88.8.8", "port": "443"})

    assert [answer.status_code for answer in (added, changed, removed)] == [204, 204, 204]
    assert again.json()["error"]["code"] == "recipient_known"
    assert missing.json()["error"]["code"] == "recipient_unknown"
    [register] = shown["registers"]
    [listed] = register["recipients"]
    assert listed["recipient"]["purpose"] == "Другая"
    assert (listed["place"]["verdict"], listed["place"]["addresses"]) == ("declared by the owner", ["77.88.8.8"])
    assert await list_recipients(server.database) == []
    noted = [
        (record.actor.name, record.details["what"])
        for record in await records(server, Action.SETTINGS_CHANGED)
        if record.details["what"].startswith("recipient")
    ]
    assert noted == [("Имя admin", f"recipient_{what}") for what in ("added", "changed", "removed")]


async def test_how_much_webhooks_may_send_is_said_and_kept_where_it_is_not(server: Server) -> None:
    path = recipients_of(server)
    async with somebody(server, Role.ADMIN) as admin:

        async def level() -> str:
            [register] = (await admin.http.get("/panel/api/register")).json()["registers"]
            return str(register["recipients"][0]["recipient"]["most_data"])

        assert (await admin.http.post(path, json=CRM)).status_code == 204
        assert await level() == "ids"
        assert (await admin.http.put(path, json=CRM | {"most_data": "contents"})).status_code == 204
        assert await level() == "contents"
        # A page from before, which does not know of it
        assert (await admin.http.put(path, json=CRM | {"purpose": "Другая"})).status_code == 204
        assert await level() == "contents"
        refused = await admin.http.put(path, json=CRM | {"most_data": "everything"})
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, "most_data")
        assert (await admin.http.put(path, json=CRM | {"most_data": "ids"})).status_code == 204
        assert await level() == "ids"
    noted = [
        record.details.get("most_data")
        for record in await records(server, Action.SETTINGS_CHANGED)
        if record.details["what"] == "recipient_changed"
    ]
    assert noted == ["contents", None, "ids"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"country": "US"}, "bad_body", "notice_on"),
        ({"country": "Россия"}, "bad_frame", "country"),
        ({"country": "US", "notice_on": "2999-01-01"}, "bad_body", "notice_on"),
        ({"host": "8.8.8.8"}, "egress_forbidden", "country"),
        ({"host": "10.0.0.1"}, "egress_forbidden", "host"),
        ({"host": "169.254.169.254", "is_local": True}, "egress_forbidden", "host"),
        ({"host": "a b"}, "bad_body", "host"),
        ({"recipient": "а\nб"}, "bad_body", "recipient"),
        ({"port": 70_000}, "bad_frame", "port"),
        ({"purpose": "п" * 501}, "bad_frame", "purpose"),
    ],
)
async def test_recipient_that_can_not_be_is_refused_with_its_field(
    server: Server, change: dict[str, Any], code: str, field: str
) -> None:
    async with somebody(server, Role.OWNER) as owner:
        error = (await owner.http.post(recipients_of(server), json=CRM | change)).json()["error"]
    assert (error["code"], error["field"]) == (code, field)
    assert await list_recipients(server.database) == []


async def test_machine_of_the_own_network_is_listed_by_the_command_alone_where_firms_share_it(server: Server) -> None:
    path = recipients_of(server)
    own = CRM | {"host": "127.0.0.1", "port": 8443, "is_local": True}
    async with somebody(server, Role.OWNER) as owner:
        assert (await owner.http.post(path, json=own)).status_code == 204
        await add_controller(server.database, legal_name="Другая фирма")
        for method, change in (("POST", {"port": 8444}), ("POST", {"host": "10.0.0.1"}), ("PUT", {"host": "10.0.0.1"})):
            answer = await owner.http.request(method, path, json=own | change)
            error = answer.json()["error"]
            assert (answer.status_code, error["code"], error["field"]) == (403, "egress_forbidden", "is_local")
        # One in the internet does not become one
        assert (await owner.http.post(path, json=CRM)).status_code == 204
        turned = await owner.http.put(path, json=CRM | {"is_local": True})
        assert turned.json()["error"]["field"] == "is_local"
        assert (await owner.http.put(path, json=own | {"purpose": "Другая"})).status_code == 204
    known = {recipient.host: recipient.is_local for recipient in await list_recipients(server.database)}
    assert known == {"127.0.0.1": True, CRM["host"]: False}


async def test_recipient_abroad_waits_and_is_shown_to(server: Server) -> None:
    async with somebody(server, Role.OWNER) as owner:
        today = (await owner.http.get("/panel/api/register")).json()["checked_at"][:10]
        told = CRM | {"host": "8.8.8.8", "country": "US", "notice_on": today}
        added = await owner.http.post(recipients_of(server), json=told)
        [register] = (await owner.http.get("/panel/api/register")).json()["registers"]
    assert added.status_code == 204, added.text
    [listed] = register["recipients"]
    assert listed["place"]["verdict"] == "foreign"
    assert listed["place"]["remark"] in ("waiting", "calendar_unknown")


async def test_auditor_sees_and_changes_nothing_and_others_do_not_see(server: Server) -> None:
    path = recipients_of(server)
    changes: list[tuple[str, str, dict[str, Any] | None]] = [
        ("POST", path, CRM),
        ("PUT", path, CRM),
        ("DELETE", f"{path}?host=77.88.8.8", None),
        ("PUT", f"/panel/api/controllers/{server.site.controller_id}/regulated", {"is_regulated": True}),
    ]
    views: list[tuple[str, str, dict[str, Any] | None]] = [
        ("GET", f"/panel/api/{view}", None) for view in ("register", "residency")
    ]
    async with somebody(server, Role.AUDITOR) as auditor:
        assert await codes_of(auditor, changes) == ["right_missing"] * 4
        assert await codes_of(auditor, views) == ["200"] * 2
    async with somebody(server, Role.SUPERVISOR) as supervisor:
        assert await codes_of(supervisor, [*changes, *views]) == ["right_missing"] * 6


async def test_register_of_another_controller_is_neither_seen_nor_changed(server: Server) -> None:
    other = await add_controller(server.database, legal_name="Чужая фирма")
    await add_site(server.database, name="Чужой", origins=["https://x.test"], key="third-key-1", controller_id=other.id)
    path = f"/panel/api/controllers/{other.id}/recipients"
    async with somebody(server, Role.OWNER) as owner:
        shown = (await owner.http.get("/panel/api/register")).json()
        file = await owner.http.get("/panel/api/register.csv")
        codes = await codes_of(
            owner,
            [
                ("POST", path, CRM),
                ("PUT", path, CRM),
                ("DELETE", f"{path}?host=77.88.8.8", None),
                ("PUT", f"/panel/api/controllers/{other.id}/regulated", {"is_regulated": True}),
                ("POST", f"/panel/api/controllers/{uuid4()}/recipients", CRM),
            ],
        )
    assert [register["controller_id"] for register in shown["registers"]] == [str(server.site.controller_id)]
    assert "Чужая" not in file.text
    assert codes == ["controller_unknown"] * 5


async def test_csv_is_journalled_before_it_is_given_and_holds_no_formula(server: Server) -> None:
    async with somebody(server, Role.ADMIN) as admin:
        await admin.http.post(recipients_of(server), json=CRM)
        file = await admin.http.get("/panel/api/register.csv")
        async with server.database.connection() as connection:
            await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
            refused = await admin.http.get("/panel/api/register.csv")
            await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")

    assert file.headers["content-disposition"] == 'attachment; filename="recipients.csv"'
    assert file.headers["content-security-policy"] == "sandbox; default-src 'none'"
    [_, row] = csv.reader(io.StringIO(file.text.removeprefix("\ufeff")), delimiter=";")
    assert row[1:4] == ["77.88.8.8", "443", "'=ООО «Учёт»"]
    [record] = await records(server, Action.EXPORTED)
    assert record.details == {"what": "recipients"}
    assert refused.json()["error"]["code"] == "journal_unavailable"


async def test_switch_of_41_fz_is_set_in_the_panel_and_journalled(server: Server) -> None:
    path = f"/panel/api/controllers/{server.site.controller_id}/regulated"
    async with somebody(server, Role.ADMIN) as admin:
        assert (await admin.http.put(path, json={"is_regulated": True})).status_code == 204
        [register] = (await admin.http.get("/panel/api/register")).json()["registers"]
    assert register["is_regulated"]
    record = (await records(server, Action.SETTINGS_CHANGED))[-1]
    assert (record.actor.name, record.details["fields"]) == ("Имя admin", "is_regulated")


async def test_places_of_the_installation_are_told_without_their_passwords(server: Server) -> None:
    async with somebody(server, Role.AUDITOR) as auditor:
        answer = await auditor.http.get("/panel/api/residency")
    places = {named["what"]: named["place"] for named in answer.json()["places"]}
    assert list(places) == ["database", "files", "backups", "logs", "bus", "mail"]
    assert places["database"]["spot"] == "this_machine"
    assert places["backups"]["remark"] == "backups_are_yours"
    assert "@" not in answer.text
