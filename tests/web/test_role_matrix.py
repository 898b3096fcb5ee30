"""The table of roles and rights, tried: every address and every command, as every role, here and from another firm.

The addresses come from the URL table and the commands from the protocol's union, so a new one is tried from its first
day. What the table does not allow is refused before anything of the request is looked at; what it does allow gets past
that, and ends well where the request is a whole one; somebody from elsewhere finds nothing at all.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec import Struct
from msgspec.structs import fields

from ryadom.core.controllers import add_controller
from ryadom.core.holds import place_hold
from ryadom.core.operators import add_operator
from ryadom.core.rights import COMMAND_RIGHTS, Right, may
from ryadom.core.sites import add_site
from ryadom.protocol.operator import OperatorCommand
from ryadom.store.database import Database
from ryadom.store.operators import Role
from ryadom.web.guarded import SAFE_METHODS, GuardedRoute
from ryadom.web.routes import routes
from tests.web.accounts import Account, account, browser, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, Client, JsonObject, Server
from tests.web.conftest import lift_limits, serving
from tests.web.test_row_isolation import Stranger, answers_of, every_form, leave_request

ELSEWHERE = ("far-key-01",)
GUARDED = [route for route in routes() if isinstance(route, GuardedRoute)]
OTHERWISE = {
    "/panel/api/subject-requests/{request_id}/answer.zip": "identity_unconfirmed",
    "/panel/api/consents/visitors/{site_id}/{visitor_id}": "visitor_unknown",
    "/panel/api/consents/visitors/{site_id}/{visitor_id}/evidence.json": "visitor_unknown",
    "/panel/api/consents/visitors/{site_id}/{visitor_id}/evidence.pdf": "visitor_unknown",
    "/panel/api/visitors": "list_expired",
    "/panel/api/reports/conversations": "bad_frame",
    "/panel/api/canned-replies/file": "bad_body",
}
"""What there is nothing of yet, what is shown to nobody yet or not without being asked for, and how that is said."""


class Targets(Struct, frozen=True):
    """What there is on the site: by the names that ids have in addresses. Whatever else is named is not there."""

    ids: dict[str, str]

    def path(self, route: GuardedRoute) -> str:
        """The address with these ids in it."""
        chosen = {name: self.ids.get(name, str(uuid4())) for name in route.param_convertors}
        return str(route.url_path_for(route.name, **chosen))

    def are_in(self, route: GuardedRoute) -> bool:
        """Whether everything that the address names is there."""
        return all(name in self.ids for name in route.param_convertors)


@pytest.fixture
async def server(database_url: str, database: Database, tmp_path: Path) -> AsyncIterator[Server]:
    """A server that may keep what is uploaded to it."""
    async with serving(database_url, database, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
async def targets(server: Server) -> AsyncIterator[Targets]:
    """The shop, with a conversation that Anna leads; elsewhere is a site of another firm."""
    lift_limits(server)
    far = await add_controller(server.database, legal_name="Далёкая")
    await add_site(server.database, name="Далёкая", origins=["http://far.test"], key=ELSEWHERE[0], controller_id=far.id)
    async with server.visitor() as visitor, server.operator() as anna:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await anna.say("Ответ", conversation_id=conversation_id)
        hold_id = await place_hold(server.database, server.site, reason="Спор", conversation_id=UUID(conversation_id))
        yield Targets(
            {
                "conversation_id": conversation_id,
                "operator_id": anna.welcome["operator"]["id"],
                "visitor_id": visitor.welcome["visitor_id"],
                "site_id": str(server.site.id),
                "controller_id": str(server.site.controller_id),
                "hold_id": str(hold_id),
                "request_id": await leave_request(server, server.site.id),
            }
        )


@asynccontextmanager
async def somebody(server: Server, role: Role, site_keys: Sequence[str]) -> AsyncIterator[Account]:
    """Of this role on all sites of a firm and on no other, signed in once for all that is tried."""
    email = f"{role}@{site_keys[0]}.test"
    await add_operator(server.database, email=email, name="Кто", password=PASSWORD, site_keys=site_keys, role=role)
    async with enrolled(server, email) as person:
        yield person


async def ask(http: httpx.AsyncClient, route: GuardedRoute, path: str, **headers: str) -> tuple[int, str]:
    """The status and the code of the error, if any, of an empty request."""
    content = b"" if route.method in SAFE_METHODS else b"{}"
    headers = {"Content-Type": "application/json"} | headers
    response = await http.request(route.method, path, content=content, headers=headers)
    is_error = response.status_code >= 400
    return response.status_code, response.json()["error"]["code"] if is_error else ""


async def test_each_role_gets_from_each_address_what_the_table_allows(server: Server, targets: Targets) -> None:
    for role in Role:
        async with somebody(server, role, SITE_KEYS) as person:
            for route in GUARDED:
                path = targets.path(route)
                status, code = await ask(person.http, route, path)
                about = (route.method, path, status, code)
                if not may(role, route.right):
                    assert (status, code) == (403, "right_missing"), about
                    continue
                assert status < 500, about
                assert code not in ("right_missing", "second_factor_due", "not_signed_in"), about
                if route.method in SAFE_METHODS and targets.are_in(route):
                    assert code == OTHERWISE.get(route.path, ""), about


async def test_no_role_of_another_firm_gets_anything_from_any_address(server: Server, targets: Targets) -> None:
    for role in Role:
        async with somebody(server, role, ELSEWHERE) as person:
            for route in GUARDED:
                if not route.param_convertors and may(role, route.right):
                    continue  # Their own firm's; nothing of another's is named, nor shown: test_row_isolation.py.
                path = targets.path(route)
                status, code = await ask(person.http, route, path)
                about = (route.method, path, status, code)
                if may(role, route.right):
                    assert status in (403, 404), about
                    assert code not in ("", "right_missing"), about
                else:
                    assert (status, code) == (403, "right_missing"), about


async def test_nobody_gets_anything_who_has_not_signed_in_or_lacks_a_second_factor(
    server: Server, targets: Targets
) -> None:
    email = "new@shop.test"
    await add_operator(
        server.database, email=email, name="Новый", password=PASSWORD, site_keys=[server.site.key], role=Role.OWNER
    )
    async with browser(server, email) as nobody, account(server, email) as owner:
        for route in GUARDED:
            path = targets.path(route)
            assert await ask(nobody.http, route, path) == (401, "not_signed_in"), path
            if route.right is not Right.OWN_ACCOUNT:
                assert await ask(owner.http, route, path) == (403, "second_factor_due"), path


async def test_no_page_of_another_origin_changes_anything_with_an_owners_cookie(
    server: Server, targets: Targets
) -> None:
    async with somebody(server, Role.OWNER, SITE_KEYS) as owner:
        for route in GUARDED:
            if route.method not in SAFE_METHODS:
                path = targets.path(route)
                refused = await ask(owner.http, route, path, Origin="http://evil.test")
                assert refused == (403, "origin_forbidden"), (route.method, path)


def frame_of(command: Any, targets: Targets) -> JsonObject:
    """The command about the conversation, with nothing in it that may be left out."""
    ids = (targets.ids["conversation_id"], targets.ids["operator_id"], targets.ids["visitor_id"])
    known = Stranger(ids=(*ids, targets.ids["site_id"]), texts=(), request_id="")
    frame = next(every_form(command, known))
    # A message that is not there: only its author edits one that is.
    better = {"operator_id": targets.ids["operator_id"], "message_seq": 1_000}
    return frame | {name: value for name, value in better.items() if name in frame}


async def test_each_role_may_send_what_the_table_allows(server: Server, targets: Targets) -> None:
    for role, site_keys in product(Role, (SITE_KEYS, ELSEWHERE)):
        async with somebody(server, role, site_keys) as person, person.panel() as panel:
            await try_commands(panel, role, targets, is_here=site_keys == SITE_KEYS)


async def try_commands(panel: Client, role: Role, targets: Targets, *, is_here: bool) -> None:
    """Sends every command about the conversation of the shop."""
    for command in OperatorCommand.__args__:
        frame = frame_of(command, targets)
        if frame["type"] == "ping":
            await panel.ping()
            continue
        codes = [answer["code"] for answer in await answers_of(panel, frame) if answer["type"] == "error"]
        if not may(role, COMMAND_RIGHTS[command]):
            assert codes == ["right_missing"], frame
        elif frame["type"] == "hello":
            assert codes == ["hello_repeated"]
        elif is_here or "conversation_id" not in {field.name for field in fields(command)}:
            assert not {"right_missing", "conversation_unknown"} & set(codes), (frame, codes)
        else:
            assert codes == ["conversation_unknown"], frame
