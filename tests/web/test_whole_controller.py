"""What holds on all sites of a controller is changed only by who works on all of them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ryadom.core.controllers import list_controllers
from ryadom.core.operators import add_operator
from ryadom.core.recipients import list_recipients
from ryadom.store.operators import Role
from tests.web.accounts import enrolled
from tests.web.client import PASSWORD, SITE_KEYS, Server
from tests.web.test_incidents import INCIDENTS, LEAK, card, opened
from tests.web.test_register import CRM, recipients_of


async def somebody(server: Server, role: Role, *site_keys: str) -> str:
    email = f"{role}-{len(site_keys)}@shop.test"
    await add_operator(server.database, email=email, name="Вера", password=PASSWORD, site_keys=site_keys, role=role)
    return email


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "", {"officer_email": "thief@evil.test"}),
        ("PUT", "/regulated", {"is_regulated": True}),
        ("POST", "/recipients", CRM),
        ("PUT", "/recipients", CRM),
        ("DELETE", "/recipients?host=77.88.8.8&port=443", None),
    ],
)
async def test_owner_of_one_site_changes_nothing_of_the_controller(
    server: Server, method: str, path: str, body: Any
) -> None:
    url = f"/panel/api/controllers/{server.site.controller_id}{path}"
    before = await list_controllers(server.database), await list_recipients(server.database)
    async with enrolled(server, await somebody(server, Role.OWNER, SITE_KEYS[0])) as owner:
        error = (await owner.http.request(method, url, json=body)).json()["error"]
    assert (error["code"], error["field"]) == ("right_missing", "controller_id")
    assert "all of them" in error["message"]
    assert (await list_controllers(server.database), await list_recipients(server.database)) == before


async def test_owner_of_all_sites_changes_the_controller(server: Server) -> None:
    async with enrolled(server, await somebody(server, Role.OWNER, *SITE_KEYS)) as owner:
        url = f"/panel/api/controllers/{server.site.controller_id}"
        assert (await owner.http.put(url, json={"officer_email": "dpo@shop.test"})).status_code == 204
        assert (await owner.http.put(f"{url}/regulated", json={"is_regulated": True})).status_code == 204
        assert (await owner.http.post(recipients_of(server), json=CRM)).status_code == 204
    [controller] = await list_controllers(server.database)
    assert (controller.officer_email, controller.is_regulated) == ("dpo@shop.test", True)


async def test_officer_of_one_site_reads_and_notes_an_incident_and_ends_nothing(server: Server) -> None:
    async with (
        enrolled(server, await somebody(server, Role.AUDITOR, *SITE_KEYS)) as whole,
        enrolled(server, await somebody(server, Role.AUDITOR, SITE_KEYS[0])) as partial,
    ):
        id = await opened(whole)
        url = f"{INCIDENTS}/{id}"
        before = (await card(partial, id))["events"]
        rewritten = LEAK | {"version": 1, "discovered_at": datetime.now(UTC).isoformat(), "cause": "Никто не виноват"}
        for method, path, body in (
            ("PUT", url, rewritten),
            ("PUT", f"{url}/notices/first", {"number": "1"}),
            ("POST", f"{url}/end", {"reason": "Пустяк"}),
        ):
            error = (await partial.http.request(method, path, json=body)).json()["error"]
            assert (error["code"], error["field"]) == ("right_missing", "controller_id"), path
        assert (await card(partial, id))["events"] == before
        assert (await partial.http.post(f"{url}/notes", json={"note": "Видел вход"})).status_code == 204
        assert (await partial.http.get(f"{url}/papers/report.pdf")).status_code == 200
        assert (await whole.http.post(f"{url}/end", json={"reason": "Пустяк"})).status_code == 204
