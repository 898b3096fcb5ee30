"""What tests of visitors on the site have in common: the setting, and an operator's list as the panel reads it."""

import json
from collections.abc import Callable

import httpx

from ryadom.store.database import Database
from ryadom.store.sites import Site
from ryadom.store.widget_settings import put_settings, settings_of_sites
from tests.waiting import until_true
from tests.web.accounts import Account
from tests.web.client import JsonObject

API = "/panel/api/visitors"


async def show_visitors(database: Database, site: Site, *, is_on: bool = True) -> None:
    """The site's owner lets operators see who is there, or no more. Hellos within 5 s may still follow the old word."""
    async with database.connection() as connection:
        version = (await settings_of_sites(connection, [site.id]))[site.id].version
        await put_settings(connection, site.id, json.dumps({"shows_visitors": is_on}), over_version=version)


class ListOf:
    """The list of one operator, who has opened it."""

    def __init__(self, person: Account, ticket: str) -> None:
        self.person = person
        self.ticket = ticket

    async def ask(self, **query: str) -> httpx.Response:
        return await self.person.http.get(API, params={"ticket": self.ticket} | query)

    async def read(self, **query: str) -> JsonObject:
        response = await self.ask(**query)
        assert response.status_code == 200, response.text
        shown: JsonObject = response.json()
        return shown

    async def visitors(self, **query: str) -> list[JsonObject]:
        return list((await self.read(**query))["visitors"])

    async def until(self, holds: Callable[[list[JsonObject]], bool]) -> list[JsonObject]:
        """The rows, once they are so."""
        rows: list[JsonObject] = []

        async def is_so() -> bool:
            rows[:] = await self.visitors()
            return holds(rows)

        await until_true(is_so)
        return rows

    async def invite(self, row: JsonObject, body: str = "Здравствуйте, чем помочь?") -> httpx.Response:
        whom = {"site_id": row["site_id"], "visitor_id": row["visitor_id"]}
        return await self.person.http.post(f"{API}/invitations", json=whom | {"body": body})


async def open_list(person: Account) -> ListOf:
    response = await person.http.post(f"{API}/openings", json={})
    assert response.status_code == 200, response.text
    return ListOf(person, response.json()["ticket"])
