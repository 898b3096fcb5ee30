"""«Первые шаги»: each step is ticked by what has happened, and by nothing else."""

import httpx
import pytest

from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from ryadom.store.sites import set_origins
from tests.consents import ask_for_consent
from tests.web.accounts import Account, account, enrolled
from tests.web.client import ORIGIN, PASSWORD, SITE_KEYS, JsonObject, Server

FIRST_STEPS = "/panel/api/first-steps"


async def _owner(server: Server) -> str:
    """Works on the one site, alone: everybody else has been taken off it."""
    async with server.database.connection() as connection:
        await connection.execute("DELETE FROM operator_sites")
    email = "owner@shop.test"
    await add_operator(
        server.database, email=email, name="Вера", password=PASSWORD, site_keys=list(SITE_KEYS[:1]), role=Role.OWNER
    )
    return email


async def _steps(person: Account) -> JsonObject:
    response = await person.http.get(FIRST_STEPS)
    assert response.status_code == 200, response.text
    [site] = response.json()["sites"]
    return {name: value for name, value in site.items() if isinstance(value, bool)}


async def _look(server: Server, **headers: str) -> None:
    async with httpx.AsyncClient(base_url=server.http_url) as page:
        assert (await page.get(f"/widget/{SITE_KEYS[0]}/ru", headers=headers)).status_code == 200


async def test_each_step_is_done_by_what_happens(server: Server) -> None:
    async with enrolled(server, await _owner(server)) as vera:
        done = dict.fromkeys(("is_embedded", "has_conversation", "has_colleague", "has_basis"), False)
        assert await _steps(vera) == done

        await _look(server, origin=ORIGIN)
        assert await _steps(vera) == (done := done | {"is_embedded": True})

        async with server.visitor() as visitor:
            await visitor.say("Проверка")
        assert await _steps(vera) == (done := done | {"has_conversation": True})

        await add_operator(
            server.database, email="b@shop.test", name="Борис", password=PASSWORD, site_keys=list(SITE_KEYS[:1])
        )
        assert await _steps(vera) == (done := done | {"has_colleague": True})

        await ask_for_consent(server.database, server.site)
        assert await _steps(vera) == done | {"has_basis": True}


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://elsewhere.test"}, {"origin": "null"}, {"referer": "http://["}]
)
async def test_pages_that_may_not_open_the_chat_are_no_sign_of_it(server: Server, headers: dict[str, str]) -> None:
    async with enrolled(server, await _owner(server)) as vera:
        await _look(server, **headers)
        assert not (await _steps(vera))["is_embedded"]


async def test_page_of_the_servers_own_origin_is_known_by_its_address(server: Server) -> None:
    async with server.database.connection() as connection:
        await set_origins(connection, server.site.id, (server.http_url,))
    async with enrolled(server, await _owner(server)) as vera:
        await _look(server, referer=f"{server.http_url}/shop/")
        assert (await _steps(vera))["is_embedded"]


async def test_operator_has_no_part_in_it(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        await anna.sign_in()
        assert (await anna.http.get(FIRST_STEPS)).status_code == 403
