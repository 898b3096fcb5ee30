"""A shop with departments, tags and rules for its conversations, made as their pages make them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx
from msgspec import Struct

from tests.web.accounts import Account, enrolled
from tests.web.client import JsonObject, Server
from tests.web.labels import add_admin
from tests.web.labels import shown as labels_shown_to
from tests.web.test_departments import SALES, SERVICE
from tests.web.test_departments import put as put_departments
from tests.web.test_departments import sites as sites_of

PATH = "/panel/api/conversation-rules"
RETURNS, URGENT = "Возврат", "Срочно"


class Shop(Struct, frozen=True):
    """Ids of its departments and tags."""

    sales: str
    service: str
    returns: str
    urgent: str


async def furnish(server: Server, *rules: JsonObject, members: tuple[str, ...] = ()) -> Shop:
    """Departments and tags, and rules made with `of`; `members` names those whose department sales is."""
    async with enrolled(server, await add_admin(server, name="Ира")) as ira:
        [site] = await sites_of(ira)
        ids = [one["id"] for one in site["colleagues"] if one["name"] in members]
        made = await put_departments(ira, site, [{"name": SALES, "member_ids": ids}, {"name": SERVICE}])
        assert made.status_code == 200, made.text
        departments = {one["name"]: one["id"] for one in made.json()["departments"]}
        [controller] = await labels_shown_to(ira)
        chosen = [{"kind": "tag", "name": name} for name in (RETURNS, URGENT)]
        path = f"/panel/api/controllers/{controller['controller_id']}/labels"
        labels = await ira.http.put(path, json={"over_version": controller["version"], "labels": chosen})
        assert labels.status_code == 200, labels.text
        tags = {label["name"]: label["id"] for label in labels.json()["labels"]}
        shop = Shop(departments[SALES], departments[SERVICE], tags[RETURNS], tags[URGENT])
        await make(ira, shop, rules)
    return shop


async def make(person: Account, shop: Shop, rules: Sequence[JsonObject]) -> None:
    """Puts these rules in the place of what there is."""
    [site] = await shown(person)
    answer = await put(person, site, [with_ids(rule, shop) for rule in rules])
    assert answer.status_code == 200, answer.text


def of(
    name: str, occasion: str, *, department: str | None = None, tags: Sequence[str] = (), **asked: Any
) -> JsonObject:
    """A rule; departments and tags by the names of `Shop`."""
    return {"name": name, "occasion": occasion, "department_id": department, "tag_ids": list(tags), **asked}


def with_ids(rule: JsonObject, shop: Shop) -> JsonObject:
    """The rule as the server takes it."""
    department = rule["department_id"]
    return rule | {
        "department_id": department and getattr(shop, department, department),
        "tag_ids": [getattr(shop, tag, tag) for tag in rule["tag_ids"]],
    }


async def shown(person: Account) -> list[JsonObject]:
    """What the page shows."""
    response = await person.http.get(PATH)
    assert response.status_code == 200, response.text
    return list(response.json()["sites"])


async def put(person: Account, site: JsonObject, rules: Sequence[JsonObject]) -> httpx.Response:
    """Saves the rules of a site, over the version that was seen."""
    body = {"over_version": site["version"], "rules": list(rules)}
    return await person.http.put(f"/panel/api/sites/{site['site_id']}/conversation-rules", json=body)


async def deeds_in(server: Server, conversation_id: str) -> list[tuple[str, str]]:
    """What rules have done in a conversation, in order: the kind of entry, and the rule."""
    async with server.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT kind, rule_name FROM entries WHERE conversation_id = $1 AND rule_name IS NOT NULL ORDER BY seq",
            UUID(conversation_id),
        )
    return [(row["kind"], row["rule_name"]) for row in rows]
