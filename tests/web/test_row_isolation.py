"""Nothing of one site can be read or changed by people of another, whatever they ask: every command, every address.

The commands come from the protocol's unions and the addresses from the URL table, so a new one is tried from its first
day. Each is filled with ids of the other site wherever an id fits.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from enum import EnumMeta
from itertools import product
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

import pytest
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields
from starlette.routing import Route

from ryadom.core.cursors import write_cursor
from ryadom.core.holds import place_hold
from ryadom.core.operators import add_operator
from ryadom.protocol import operator, visitor
from ryadom.protocol.filters import Filter
from ryadom.protocol.shared import Page
from ryadom.protocol.visitor import About, Proof
from ryadom.store.conversations import Cursor
from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from ryadom.store.sites import find_site
from ryadom.store.subject_requests import Kind, NewRequest, Source, insert_request
from ryadom.web.guarded import GuardedRoute
from ryadom.web.routes import routes
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, Client, JsonObject, Server
from tests.web.conftest import lift_limits

SECRET = "тайна-чужого-сайта"
TABLES = ("sites", "operators", "operator_sites", "visitors", "conversations", "entries")


class Stranger(Struct, frozen=True, kw_only=True):
    """What the other site has: ids to try, and texts that must not be seen."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    request_id: str


def _choices(annotation: Any, name: str, stranger: Stranger) -> Iterator[Any]:
    """Values of a field: strange ids where ids fit, each member of an enumeration, else one that is valid."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        for option in get_args(annotation):
            yield from _choices(option, name, stranger)
    elif get_origin(annotation) is dict:
        yield {"plan": "pro"}
    elif get_origin(annotation) in (list, tuple):
        yield from ([choice] for choice in _choices(get_args(annotation)[0], name, stranger))
    elif annotation is UUID:
        yield from (str(uuid4()),) if name == "echo_id" else stranger.ids
    elif annotation is NoneType:
        yield None
    elif isinstance(annotation, EnumMeta):
        yield from annotation
    elif annotation is bool:
        yield True
    elif annotation is int:
        yield 1
    elif annotation is str and name == "cursor":
        yield write_cursor(Cursor(datetime.now(UTC), UUID(stranger.ids[0])))
    elif annotation is str:
        yield "1" * 8 if name == "client_id" else "a" * 8
    elif annotation is datetime:
        yield "2126-01-01T00:00:00Z"
    elif annotation is Filter:
        yield {"site_ids": [stranger.ids[3]]}
    elif annotation is Page:
        yield {"url": "http://shop.test/"}
    elif annotation is About:
        yield {"name": "Гость"}
    elif annotation is Proof:
        yield {"challenge": "0" * 64, "salt": "a&", "signature": "0" * 64, "number": 1}
    else:
        raise AssertionError(f"{name} is a {annotation}: say here what to try for it")


def every_form(command: Any, stranger: Stranger) -> Iterator[JsonObject]:
    """A command with all the values of all its fields; optional ones are left out too."""
    hints = get_type_hints(command, include_extras=True)
    options: list[list[tuple[str, Any]]] = []
    for field in fields(command):
        left_out = [] if field.default is NODEFAULT and field.default_factory is NODEFAULT else [("", None)]
        options.append([*left_out, *((field.name, each) for each in _choices(hints[field.name], field.name, stranger))])
    for chosen in product(*options):
        given = {name: value for name, value in chosen if name}
        yield {"type": command.__struct_config__.tag} | given


@pytest.fixture
async def stranger(server: Server) -> AsyncIterator[Stranger]:
    """The other site, alive: Boris has answered a visitor of his there, and both are still connected."""
    lift_limits(server)
    async with AsyncExitStack() as stack:
        customer = await stack.enter_async_context(
            server.visitor(origin="http://other.test", site="other-key-1", page={"url": f"http://other.test/{SECRET}"})
        )
        conversation_id = (await customer.say(f"{SECRET}, вопрос"))["conversation_id"]
        boris = await stack.enter_async_context(server.operator("boris@other.test"))
        await boris.say(f"{SECRET}, ответ", conversation_id=conversation_id)
        site_id = boris.welcome["sites"][0]["id"]
        async with server.database.connection() as connection:
            site = await find_site(connection, "other-key-1")
        assert site is not None
        hold_id = await place_hold(server.database, site, reason=SECRET, conversation_id=UUID(conversation_id))
        ids = (
            conversation_id,
            boris.welcome["operator"]["id"],
            customer.welcome["visitor_id"],
            site_id,
            str(hold_id),
        )
        request_id = await leave_request(server, UUID(site_id))
        texts = (SECRET, "boris@other.test", "Борис", "Другая", *ids, request_id)
        yield Stranger(ids=ids, texts=texts, request_id=request_id)


async def leave_request(server: Server, site_id: UUID) -> str:
    """A subject's request that is known to have come from this site."""
    request_id = new_id()
    async with server.database.transaction() as connection:
        await insert_request(
            connection,
            NewRequest(
                id=request_id,
                controller_id=server.site.controller_id,
                site_id=site_id,
                kind=Kind.ACCESS,
                source=Source.EMAIL,
                subject_name=SECRET,
                contact=SECRET,
                body=SECRET,
                echo_id=new_id(),
                received_at=datetime.now(UTC),
                deadline_on=None,
            ),
        )
    return str(request_id)


async def rows_of(server: Server) -> str:
    """Everything that is stored, but for sign-ins."""
    async with server.database.connection() as connection:
        tables = [
            await connection.fetchval(f"SELECT json_agg(t ORDER BY t::text)::text FROM {table} AS t")  # noqa: S608
            for table in TABLES
        ]
    return json.dumps(tables)


async def answers_of(client: Client, frame: JsonObject) -> list[JsonObject]:
    """All that comes until the socket has handled the frame."""
    await client.send_text(json.dumps(frame))
    await client.send("ping")
    frames: list[JsonObject] = []
    while True:
        answer = await client.receive()
        if answer["type"] == "pong":
            return frames
        frames.append(answer)


def check_nothing_told(frame: object, answer: str, stranger: Stranger) -> None:
    for text in stranger.texts:
        assert text not in answer, f"{frame} was answered with {text}"


async def try_commands(client: Client, commands: tuple[Any, ...], stranger: Stranger) -> set[str]:
    """Sends every command in every form; gives the types of those that were sent."""
    tried = set()
    for command in commands:
        for frame in every_form(command, stranger):
            tried.add(frame["type"])
            if frame["type"] == "ping":
                continue
            answers = await answers_of(client, frame)
            # What a command was refused with may repeat its own ids; nothing else may be told of them.
            for answer in answers:
                told = {name: value for name, value in answer.items() if value not in frame.values()}
                check_nothing_told(frame, json.dumps(told, ensure_ascii=False), stranger)
            if frame.get("conversation_id") in stranger.ids:
                # How one's own consents stand may be told before the refusal.
                types = [answer["type"] for answer in answers if answer["type"] != "consents_changed"]
                assert types == ["error"], (frame, answers)
    return tried


async def test_no_command_of_an_operator_reaches_another_site(server: Server, stranger: Stranger) -> None:
    before = await rows_of(server)
    async with server.operator() as anna:
        check_nothing_told("hello", json.dumps(anna.welcome, ensure_ascii=False), stranger)
        tried = await try_commands(anna, operator.OperatorCommand.__args__, stranger)
    assert tried == {command.__struct_config__.tag for command in operator.OperatorCommand.__args__}
    assert await rows_of(server) == before


async def test_no_operator_gives_a_conversation_to_somebody_of_another_site(server: Server, stranger: Stranger) -> None:
    async with server.visitor() as visitor_here, server.operator() as anna:
        own_id = (await visitor_here.say("Вопрос"))["conversation_id"]
        before = await rows_of(server)
        for foreign_id in stranger.ids:
            frame = {"echo_id": str(uuid4()), "conversation_id": own_id, "operator_id": foreign_id}
            await anna.send("assign_conversation", **frame)
            assert (await anna.receive("error", "conversation_assigned"))["code"] == "operator_unknown"
        assert await rows_of(server) == before


async def test_no_command_of_a_visitor_reaches_another_site(server: Server, stranger: Stranger) -> None:
    async with server.visitor() as guest:
        await guest.say("Вопрос")
        others = await rows_of_site(server, "other-key-1")
        tried = await try_commands(guest, visitor.VisitorCommand.__args__, stranger)
    assert tried == {command.__struct_config__.tag for command in visitor.VisitorCommand.__args__}
    assert await rows_of_site(server, "other-key-1") == others


async def test_no_hello_of_a_visitor_resumes_a_conversation_of_another_site(server: Server, stranger: Stranger) -> None:
    before = await rows_of(server)
    for foreign_id in stranger.ids:
        async with server.visitor(conversation_id=foreign_id, after_seq=0) as guest:
            told = [guest.welcome, *await answers_of(guest, {"type": "ping"})]
            check_nothing_told(foreign_id, json.dumps(told, ensure_ascii=False), stranger)
    assert await rows_of(server) == before


async def test_what_happens_on_a_site_is_told_to_nobody_of_another(server: Server, stranger: Stranger) -> None:
    async with server.operator() as anna, server.visitor() as guest:
        await guest.say("Вопрос")
        async with server.operator("boris@other.test") as boris:
            conversation_id = stranger.ids[0]
            await boris.say(f"{SECRET}, ещё", conversation_id=conversation_id)
            for frame_type, fields_ in (
                ("set_typing", {"active": True}),
                ("set_status", {"echo_id": uuid4(), "status": "closed"}),
                ("set_status", {"echo_id": uuid4(), "status": "open"}),
            ):
                await boris.send(frame_type, conversation_id=conversation_id, **fields_)
            await boris.ping()
        for client in (anna, guest):
            told = await answers_of(client, {"type": "ping"})
            check_nothing_told("other site's events", json.dumps(told, ensure_ascii=False), stranger)


@pytest.mark.parametrize("role", list(Role))
async def test_no_address_of_the_panel_tells_or_changes_anything_of_another_site(
    server: Server, stranger: Stranger, role: Role
) -> None:
    email = f"{role}@shop.test"
    await add_operator(
        server.database, email=email, name="Здешний", password=PASSWORD, site_keys=["shop-key-1"], role=role
    )
    before, sessions = await rows_of_site(server, "other-key-1"), await sessions_of(server, "boris@other.test")
    async with enrolled(server, email) as person:
        for route in routes():
            if isinstance(route, GuardedRoute):
                await try_address(person, route, stranger)
    assert await rows_of_site(server, "other-key-1") == before
    assert await sessions_of(server, "boris@other.test") == sessions


async def try_address(person: Account, route: Route, stranger: Stranger) -> None:
    """Asks an address with each strange id in each place of its path and in its query."""
    names = list(route.param_convertors)
    for chosen in product((*stranger.ids, stranger.request_id), repeat=len(names)):
        path = str(route.url_path_for(route.name, **dict(zip(names, chosen, strict=True))))
        # HEAD is answered by GET's handler, without what it would tell
        for method in sorted((route.methods or set()) - {"HEAD"}):
            query = {"site": "other-key-1", "site_id": stranger.ids[3], "operator_id": stranger.ids[1]}
            content = b"" if method == "GET" else b"{}"
            response = await person.http.request(
                method, path, params=query, content=content, headers={"Content-Type": "application/json"}
            )
            check_nothing_told((method, path), response.text, stranger)
            if names:
                assert response.status_code in (403, 404), (method, path, response.status_code)


async def rows_of_site(server: Server, key: str) -> str:
    """Conversations, entries and visitors of a site as they are stored."""
    async with server.database.connection() as connection:
        tables = [
            await connection.fetchval(
                f"SELECT json_agg(t ORDER BY t::text)::text FROM {table} AS t "  # noqa: S608 - names from this file
                "WHERE t.site_id = (SELECT id FROM sites WHERE key = $1)",
                key,
            )
            for table in (
                "visitors",
                "visitor_identities",
                "visitor_attributes",
                "visitor_events",
                "visited_pages",
                "customer_cards",
                "customer_changes",
                "customer_notes",
                "customer_links",
                "bans",
                "identity_secrets",
                "chat_invitations",
                "conversations",
                "entries",
                "operator_sites",
                "legal_holds",
                "lifetimes",
                "subject_requests",
                "consent_documents",
                "consent_events",
            )
        ]
    return json.dumps(tables)


async def sessions_of(server: Server, email: str) -> list[tuple[UUID, datetime]]:
    async with server.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT s.id, s.created_at FROM operator_sessions AS s JOIN operators AS o ON o.id = s.operator_id "
            "WHERE o.email = $1 ORDER BY s.id",
            email,
        )
    return [(row["id"], row["created_at"]) for row in rows]
