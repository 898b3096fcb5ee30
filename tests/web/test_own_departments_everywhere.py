"""Nothing of a conversation out of sight can be read or changed by whoever is limited: every command, every address.

The commands come from the protocol's union and the addresses from the URL table, so a new one is tried from its first
day. What names the conversation, or a file of it, is answered as if there were none; what names nothing tells nothing.
"""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from msgspec import Struct
from msgspec.structs import fields

from ryadom.core.rights import COMMAND_RIGHTS, may
from ryadom.protocol.operator import OperatorCommand, OperatorEvent
from ryadom.store.database import Database
from ryadom.store.operators import LIMITABLE_ROLES, Role
from ryadom.web.guarded import SAFE_METHODS, GuardedRoute
from ryadom.web.routes import routes
from tests.search import found_by, say_each
from tests.web.accounts import Account, account
from tests.web.client import JsonObject, Server
from tests.web.conftest import lift_limits, serving
from tests.web.files import png
from tests.web.own_departments import ANNA, OLEG, SECRET, Shop, add_colleague, divide, limited_supervisor
from tests.web.test_row_isolation import Stranger, answers_of, every_form, rows_of

GUARDED = [route for route in routes() if isinstance(route, GuardedRoute)]
OF_CONVERSATION = [route for route in GUARDED if "conversation_id" in route.param_convertors]


class Hidden(Struct, frozen=True):
    """A conversation of the service, which a colleague leads, with a file in it; and what must not be seen of it."""

    conversation_id: str
    file_id: str
    visitor_id: str
    shop: Shop

    @property
    def texts(self) -> tuple[str, ...]:
        return (SECRET, self.conversation_id, self.file_id, self.visitor_id)


@pytest.fixture
async def server(database_url: str, database: Database, tmp_path: Path) -> AsyncIterator[Server]:
    """A server that may keep what is uploaded to it."""
    async with serving(database_url, database, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
async def hidden(server: Server) -> AsyncIterator[Hidden]:
    lift_limits(server)
    shop = await divide(server)
    await add_colleague(server)
    async with AsyncExitStack() as stack:
        visitor = await stack.enter_async_context(server.visitor())
        id = (await visitor.say(f"{SECRET}: вопрос", department=shop.service))["conversation_id"]
        oleg = await stack.enter_async_context(account(server, OLEG))
        panel = await stack.enter_async_context(oleg.panel())
        uploaded = await oleg.http.post(
            f"/panel/api/conversations/{id}/files",
            content=png(),
            headers={"X-File-Name": quote(f"{SECRET}.png")},
        )
        assert uploaded.status_code == 201, uploaded.text
        file_id = uploaded.json()["file"]["id"]
        await panel.say(f"{SECRET}: ответ", conversation_id=id, file_ids=[file_id])
        yield Hidden(id, file_id, visitor.welcome["visitor_id"], shop)


@asynccontextmanager
async def limited(server: Server, role: Role, hidden: Hidden) -> AsyncIterator[Account]:
    if role is Role.OPERATOR:
        async with account(server, ANNA) as anna:
            yield anna
    else:
        async with limited_supervisor(server, hidden.shop) as supervisor:
            yield supervisor


async def ask(person: Account, route: GuardedRoute, **ids: str) -> tuple[int, str]:
    """Status and text of an empty request, with these ids in its address and others that are not there."""
    chosen = {name: ids.get(name, str(uuid4())) for name in route.param_convertors}
    path = str(route.url_path_for(route.name, **chosen))
    content = b"" if route.method in SAFE_METHODS else b"{}"
    response = await person.http.request(
        route.method, path, content=content, headers={"Content-Type": "application/json"}
    )
    return response.status_code, response.content.decode("utf-8", "replace")


@pytest.mark.parametrize("role", LIMITABLE_ROLES)
async def test_every_address_of_a_conversation_is_as_if_there_were_none(
    server: Server, hidden: Hidden, role: Role
) -> None:
    before = await rows_of(server)
    async with limited(server, role, hidden) as person:
        tried = 0
        for route in OF_CONVERSATION:
            if may(role, route.right):
                status, text = await ask(person, route, conversation_id=hidden.conversation_id)
                code = json.loads(text)["error"]["code"]
                assert (status, code) == (404, "conversation_unknown"), (route.method, route.path)
                tried += 1
    assert tried > 20
    assert [json.loads(table) for table in json.loads(before)][3:] == [
        json.loads(table) for table in json.loads(await rows_of(server))
    ][3:]


@pytest.mark.parametrize("role", LIMITABLE_ROLES)
async def test_no_address_at_all_tells_anything_of_it(server: Server, hidden: Hidden, role: Role) -> None:
    ids = {
        "conversation_id": hidden.conversation_id,
        "file_id": hidden.file_id,
        "visitor_id": hidden.visitor_id,
        "site_id": str(server.site.id),
    }
    async with limited(server, role, hidden) as person:
        for route in GUARDED:
            if may(role, route.right):
                status, text = await ask(person, route, **ids)
                assert status < 500, (route.method, route.path)
                for secret in hidden.texts:
                    assert secret not in text, (route.method, route.path, secret)
        found = await person.http.post("/panel/api/search", json={"query": SECRET})
        assert found.json()["results"] == []
        file = await person.http.get(f"/panel/api/files/{hidden.file_id}")
        assert (file.status_code, file.json()["error"]["code"]) == (404, "file_unknown")


async def test_whoever_sees_everything_gets_the_same_addresses(server: Server, hidden: Hidden) -> None:
    async with account(server, OLEG) as oleg:
        for route in OF_CONVERSATION:
            if may(Role.OPERATOR, route.right) and route.method in SAFE_METHODS:
                status, text = await ask(oleg, route, conversation_id=hidden.conversation_id)
                assert status == 200, (route.path, text)
        assert (await oleg.http.get(f"/panel/api/files/{hidden.file_id}")).status_code == 200


@pytest.mark.parametrize("role", LIMITABLE_ROLES)
async def test_every_command_about_it_is_as_if_there_were_none(server: Server, hidden: Hidden, role: Role) -> None:
    known = Stranger(
        ids=(hidden.conversation_id, str(uuid4()), hidden.visitor_id, str(server.site.id)), texts=(), request_id=""
    )
    tried = set()
    async with limited(server, role, hidden) as person, person.panel() as panel:
        assert not any(text in json.dumps(panel.welcome, ensure_ascii=False) for text in hidden.texts)
        for command in OperatorCommand.__args__:
            if not may(role, COMMAND_RIGHTS[command]):
                continue
            names = {field.name for field in fields(command)}
            for frame in every_form(command, known):
                if frame["type"] in ("ping", "hello"):
                    continue
                if "conversation_id" in names and frame["conversation_id"] != hidden.conversation_id:
                    continue
                answers = await answers_of(panel, frame)
                if "conversation_id" in names:
                    # What colleagues do for everybody to see (`away_changed`) may come between.
                    refusals = [answer["code"] for answer in answers if answer["type"] == "error"]
                    assert refusals == ["conversation_unknown"], (frame, answers)
                    tried.add(frame["type"])
                told = [_without(answer, frame) for answer in answers]
                assert not any(text in json.dumps(told, ensure_ascii=False) for text in hidden.texts), (frame, told)
    assert len(tried) >= 13


def _without(answer: JsonObject, frame: JsonObject) -> JsonObject:
    """A refusal may repeat what was asked."""
    return {name: value for name, value in answer.items() if value not in frame.values()}


def test_every_event_says_of_which_conversation_it_is_where_the_sieve_looks() -> None:
    told_to_a_whole_site = {"away_changed", "labels_changed", "shared_views_changed", "site_changed"}
    told_to_one_socket = {
        "welcome",
        "conversation_list",
        "conversation_fetched",
        "counts_fetched",
        "history",
        "signs_missed",
        "pong",
        "goodbye",
        "error",
    }
    of_one = set()
    for event in OperatorEvent.__args__:
        if {"conversation_id", "conversation"} & {field.name for field in fields(event)}:
            of_one.add(event.__struct_config__.tag)
    everything = {event.__struct_config__.tag for event in OperatorEvent.__args__}
    assert everything - of_one - told_to_one_socket == told_to_a_whole_site


async def test_search_that_finds_nothing_corrects_no_words_from_what_others_were_told(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    await say_each(server, ["Когда доставка?", "Доставка в Тверь", "А доставка платная?"])
    async with server.database.connection() as connection:
        await connection.execute("UPDATE conversations SET department_id = $1", shop.service)
    async with account(server, OLEG) as oleg, account(server, ANNA) as anna:
        assert (await found_by(oleg, "доствака"))["corrected"] == ["доствака"]
        unseen = await found_by(anna, "доствака")
        assert (unseen["results"], unseen["corrected"]) == ([], [])
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET department_id = $1", shop.sales)
        assert (await found_by(anna, "доствака"))["corrected"] == ["доствака"]
