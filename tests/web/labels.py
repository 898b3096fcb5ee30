"""Labels for tests: made by an administrator of Anna's site."""

from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, JsonObject, Server

LABELS = "/panel/api/labels"


async def add_admin(
    server: Server, *, name: str = "Вера", role: Role = Role.ADMIN, site_keys: tuple[str, ...] = SITE_KEYS[:1]
) -> str:
    """An administrator; gives the address to sign in with."""
    email = f"{name.lower()}.{role}@shop.test"
    await add_operator(server.database, email=email, name=name, password=PASSWORD, site_keys=list(site_keys), role=role)
    return email


async def shown(person: Account) -> list[JsonObject]:
    """What the page of labels shows."""
    response = await person.http.get(LABELS)
    assert response.status_code == 200, response.text
    return list(response.json()["controllers"])


async def make_labels(server: Server, *, tags: tuple[str, ...] = (), results: tuple[str, ...] = ()) -> dict[str, str]:
    """Labels of these names; gives their ids by name."""
    async with enrolled(server, await add_admin(server)) as vera:
        [controller] = await shown(vera)
        chosen = [{"kind": "tag", "name": name} for name in tags] + [
            {"kind": "result", "name": name} for name in results
        ]
        answer = await vera.http.put(
            f"/panel/api/controllers/{controller['controller_id']}/labels",
            json={"over_version": controller["version"], "labels": chosen},
        )
        assert answer.status_code == 200, answer.text
    return {label["name"]: label["id"] for label in answer.json()["labels"]}
