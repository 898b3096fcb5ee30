"""An officer at the desk of subjects' requests, and a subject at the public page, for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx

from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from tests.web.accounts import Account, enrolled
from tests.web.client import NO_TLS, PASSWORD, JsonObject, Server

API = "/panel/api/subject-requests"


class Desk:
    """The desk as one officer sees it."""

    def __init__(self, account: Account, server: Server) -> None:
        self.http = account.http
        self.server = server

    async def write_down(self, kind: str = "access", **fields: object) -> JsonObject:
        """A new request; gives its card."""
        body: dict[str, Any] = {
            "controller_id": str(self.server.site.controller_id),
            "kind": kind,
            "source": "email",
            "name": "Иван Петров",
            "contact": "+7 916 123-45-67",
            "text": "Сообщите, что вы обо мне храните.",
            "echo_id": str(uuid4()),
        }
        response = await self.http.post(API, json=body | fields)
        assert response.status_code == 201, response.text
        return await self.card(response.json()["id"])

    async def card(self, request_id: str) -> JsonObject:
        response = await self.http.get(f"{API}/{request_id}")
        assert response.status_code == 200, response.text
        card: JsonObject = response.json()
        return card

    async def send(self, card: JsonObject, command: str, /, **fields: object) -> httpx.Response:
        """A command on the version that the card shows."""
        request = card["request"]
        body = {"type": command, "version": request["version"], **fields}
        return await self.http.post(f"{API}/{request['id']}", json=body, timeout=30)

    async def do(self, card: JsonObject, command: str, /, **fields: object) -> JsonObject:
        """The same where it works; gives the card as it is then."""
        response = await self.send(card, command, **fields)
        assert response.status_code == 200, response.text
        after: JsonObject = response.json()
        return after

    async def refused(self, card: JsonObject, command: str, /, **fields: object) -> str:
        """The same where it does not; gives the error's code."""
        response = await self.send(card, command, **fields)
        assert response.status_code >= 400, response.text
        code: str = response.json()["error"]["code"]
        return code

    async def found(self, card: JsonObject, query: str | None = None) -> list[JsonObject]:
        """Who is found by a query, or proposed."""
        params = {} if query is None else {"query": query}
        response = await self.http.get(f"{API}/{card['request']['id']}/people", params=params)
        assert response.status_code == 200, response.text
        matches: list[JsonObject] = response.json()["matches"]
        return matches

    async def add(self, card: JsonObject, visitor_id: str) -> JsonObject:
        return await self.do(card, "add_person", site_id=str(self.server.site.id), visitor_id=visitor_id)

    async def confirm(self, card: JsonObject) -> JsonObject:
        return await self.do(card, "confirm_identity", method="known_contact", note="Ответил с того же номера.")


@asynccontextmanager
async def officer(server: Server, role: Role = Role.AUDITOR, *, sites: tuple[str, ...] = ()) -> AsyncIterator[Desk]:
    """Somebody who may handle requests, signed in."""
    email = f"{role}-{uuid4().hex[:6]}@shop.test"
    await add_operator(
        server.database,
        email=email,
        name="Вера",
        password=PASSWORD,
        site_keys=list(sites or (server.site.key,)),
        role=role,
    )
    async with enrolled(server, email) as account:
        yield Desk(account, server)


async def send_form(server: Server, document_id: UUID, /, origin: str | None = None, **fields: str) -> httpx.Response:
    """What a browser sends from the public page; `origin`: of the page that has the form, where it is told."""
    headers = {} if origin is None else {"Origin": origin}
    form = {
        "kind": "access",
        "name": "Иван Петров",
        "contact": "ivan@mail.ru",
        "text": "Что вы обо мне храните?",
        "echo_id": str(uuid4()),
    }
    async with httpx.AsyncClient(base_url=server.http_url, headers=headers, trust_env=False, verify=NO_TLS) as http:
        return await http.post(f"/consents/{document_id}/request", data=form | fields)
