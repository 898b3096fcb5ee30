"""Two who change the same at once, and what they may want: for tests of who overrules whom."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
from msgspec import Struct

from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, JsonObject, Server

API = "/panel/api"
RECIPIENT = {
    "host": "77.88.8.8",
    "port": 443,
    "recipient": "ООО «Учёт»",
    "country": "RU",
    "purpose": "Учёт заявок",
    "categories": "имя, телефон",
    "most_data": "ids",
}


class Wish(Struct, frozen=True):
    """A change, what it is over, and (`name`) what of it the other one is told of."""

    path: str
    body: JsonObject
    name: str | None
    read: Callable[[Account], Awaitable[object]]
    wanted: object

    async def send(self, person: Account) -> httpx.Response:
        return await person.http.put(self.path, json=self.body)


@asynccontextmanager
async def somebody(server: Server, name: str, role: Role = Role.OWNER) -> AsyncIterator[Account]:
    email = f"{name}@shop.test"
    await add_operator(server.database, email=email, name=name, password=PASSWORD, site_keys=SITE_KEYS, role=role)
    async with enrolled(server, email) as person:
        yield person


async def got(person: Account, path: str) -> Any:
    answer = await person.http.get(f"{API}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def of_site(server: Server, sites: Sequence[JsonObject], key: str = "id") -> JsonObject:
    return next(site for site in sites if site[key] == str(server.site.id))


async def lifetimes(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return of_site(server, (await got(who, "/retention"))["sites"])["days"]["messages"]

    over = {"messages": None, "pages": None, "card": None, "consents": None}
    path = f"{API}/retention/{server.site.id}"
    return [Wish(path, {"days": over | {"messages": days}, "over": over}, "messages", read, days) for days in (30, 60)]


async def controller(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return (await got(who, "/papers"))["controllers"][0]["controller"]["officer_name"]

    path = f"{API}/controllers/{server.site.controller_id}"
    names = ("Пётр", "Мария")
    return [
        Wish(path, {"officer_name": name, "over": {"officer_name": ""}}, "officer_name", read, name) for name in names
    ]


async def marking(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        [one] = (await got(who, "/papers"))["controllers"]
        return of_site(server, one["sites"])["special"]

    path = f"{API}/sites/{server.site.id}/special"
    return [
        Wish(path, {"special": "written", "over": "none"}, "special", read, "written"),
        Wish(path, {"special": "none", "over": "written"}, "special", read, "none"),
    ]


async def masking(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return of_site(server, (await got(who, "/masking"))["sites"], "site_id")["policies"]["phone"]

    over = {"phone": await read(_person)}
    others = [policy for policy in ("keep", "mask", "replace") if policy != over["phone"]]
    path = f"{API}/sites/{server.site.id}/masking"
    return [Wish(path, {"policies": {"phone": one}, "over": over}, "phone", read, one) for one in others]


async def recipient(server: Server, person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return (await got(who, "/register"))["registers"][0]["recipients"][0]["recipient"]["purpose"]

    path = f"{API}/controllers/{server.site.controller_id}/recipients"
    assert (await person.http.post(path, json=RECIPIENT)).status_code == 204
    purposes = ("Продажи", "Склад")
    return [Wish(path, RECIPIENT | {"purpose": one, "over": RECIPIENT}, "purpose", read, one) for one in purposes]


async def draft(server: Server, person: Account) -> list[Wish]:
    scope = {"controller_id": str(server.site.controller_id), "site_id": str(server.site.id)}
    made = await person.http.post(f"{API}/consents/documents", json=scope | {"purpose": "processing"})
    opened = made.json()
    path = f"/consents/documents/{opened['document']['id']}"

    async def read(who: Account) -> object:
        return (await got(who, path))["wording"]["ru"]["term"]

    over = {"term.ru": opened["wording"]["ru"]["term"]}
    return [
        Wish(API + path, {"texts": {"term.ru": one}, "over": over}, "term.ru", read, one) for one in ("1 год", "2 года")
    ]


async def limit(_server: Server, person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return (await anna(who))["max_chats"]

    path = f"{API}/operators/{(await anna(person))['id']}/limit"
    return [Wish(path, {"max_chats": one, "over": None}, "max_chats", read, one) for one in (3, 0)]


async def anna(person: Account) -> JsonObject:
    """How Anna, who answers on the first site, is shown to somebody."""
    operators: list[JsonObject] = (await got(person, "/operators"))["operators"]
    return next(one for one in operators if one["email"] == "anna@shop.test")


async def basis(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return of_site(server, (await got(who, "/consents"))["sites"])["basis_wording"]

    path = f"{API}/consents/sites/{server.site.id}/basis"
    over = {"basis": "undecided", "wording": ""}
    return [
        Wish(path, {"basis": "other", "wording": one, "over": over}, "wording", read, one)
        for one in ("договор", "закон")
    ]
