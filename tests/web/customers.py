"""Customers' cards as operators work with them, for tests."""

from typing import Any
from uuid import uuid4

import httpx

from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.operators import Role
from tests.web.accounts import Account
from tests.web.client import PASSWORD, Client, JsonObject, Server


def address(conversation_id: str, rest: str = "") -> str:
    return f"/panel/api/conversations/{conversation_id}/customer{rest}"


async def customer_of(person: Account, conversation_id: str) -> JsonObject:
    """What somebody is shown of a conversation's customer."""
    response = await person.http.get(address(conversation_id))
    assert response.status_code == 200, response.text
    customer: JsonObject = response.json()
    return customer


async def put_facts(person: Account, conversation_id: str, over: int, /, **fields: str) -> httpx.Response:
    return await person.http.put(address(conversation_id), json={"over_revision": over, **fields})


async def write_facts(person: Account, conversation_id: str, over: int, /, **fields: str) -> int:
    """The same where it works; gives the revision."""
    response = await put_facts(person, conversation_id, over, **fields)
    assert response.status_code == 200, response.text
    return int(response.json()["revision"])


async def put_note(person: Account, conversation_id: str, body: str, note_id: str | None = None) -> str:
    """A new note; gives its id."""
    note_id = note_id or str(uuid4())
    response = await person.http.put(address(conversation_id, f"/notes/{note_id}"), json={"body": body})
    assert response.status_code == 200, response.text
    return note_id


async def keep_contacts(server: Server) -> None:
    """The site masks no contacts: operators read them as they are."""
    await site_policies(server.database, server.site.key, {Kind.PHONE: Policy.KEEP, Kind.EMAIL: Policy.KEEP})
    await server.app.state.context.masking.refresh()


def ref_of(visitor: Client, site_id: object) -> dict[str, str]:
    return {"site_id": str(site_id), "visitor_id": str(visitor.welcome["visitor_id"])}


def code_of(response: httpx.Response) -> tuple[str, str | None]:
    """The error's code and the field that it names."""
    error: dict[str, Any] = response.json()["error"]
    return error["code"], error["field"]


async def add_role(server: Server, role: Role, *, sites: tuple[str, ...] = ()) -> str:
    """A colleague with this role; gives their address."""
    email = f"{role}-{uuid4().hex[:6]}@shop.test"
    await add_operator(
        server.database,
        email=email,
        name=role.title(),
        password=PASSWORD,
        site_keys=list(sites or (server.site.key,)),
        role=role,
    )
    return email
