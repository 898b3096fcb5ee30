"""The Python client on a real server: whatever is lost on the way, each message is there once and each page applied."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from ryadom.core.api_keys import Scope
from ryadom.live.rate import Rate
from ryadom.protocol import public, public_consents, public_pages, public_settings
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom_client import (
    AsBot,
    AsOperator,
    BeginAnew,
    Busy,
    ChangedSince,
    Client,
    ConnectionFailed,
    CursorFile,
    Forbidden,
    Invalid,
    KeyInvalid,
    MessageDiffers,
    NotFound,
    RateLimited,
    Versioned,
    objects,
    walking,
)
from ryadom_client.errors import error_of
from tests.web.client import Client as Visitor
from tests.web.client import Server
from tests.web.programs import anna_of, conversation_of, fill, key

BOT = AsBot("Помощник")


class Losing(httpx.HTTPTransport):
    """Loses the answers to the first requests: each has reached the server."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.left = count

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if self.left:
            self.left -= 1
            response.read()
            raise httpx.ReadError("lost on the way", request=request)
        return response


@contextmanager
def client(server: Server, secret: str, *, losing: int = 0, **options: Any) -> Iterator[Client]:
    http = httpx.Client(transport=Losing(losing), timeout=20)
    with Client(server.http_url, secret, http=http, **({"sleep": lambda _: None} | options)) as chat:
        yield chat


@pytest.fixture
async def chat(server: Server) -> AsyncIterator[Client]:
    with client(server, (await key(server, scopes=list(Scope))).secret) as made:
        yield made


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Visitor]:
    async with server.visitor() as one:
        one.welcome["conversation_id"] = (await one.say("Есть чай?"))["conversation_id"]
        yield one


async def bodies(chat: Client, id: str) -> list[str]:
    return await asyncio.to_thread(lambda: [message.body for message in chat.messages(id)])


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (public.PublicConversation, objects.Conversation),
        (public.PublicCustomer, objects.Customer),
        (public.PublicMessage, objects.Message),
        (public.ChangesPage, objects.ChangesPage),
        (public.Tombstone, objects.Tombstone),
        (public_consents.PublicConsent, objects.Consent),
        (public_pages.FoundCustomers, objects.FoundCustomers),
        (public_settings.PublicSite, objects.Site),
        (public_settings.PublicOperator, objects.Operator),
        (public_settings.PublicDepartment, objects.Department),
        (public_settings.PublicTag, objects.Tag),
        (public_settings.PublicCannedReply, objects.CannedReply),
    ],
)
def test_client_knows_each_field_that_the_server_gives(
    theirs: type[msgspec.Struct], ours: type[msgspec.Struct]
) -> None:
    assert set(ours.__struct_fields__) == set(theirs.__struct_fields__)


async def test_customer_is_found_also_where_an_answer_is_lost_and_what_is_theirs_is_walked(
    server: Server, visitor: Visitor
) -> None:
    id = str(visitor.welcome["visitor_id"])
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO visitor_identities (site_id, visitor_id, external_id, phone, is_verified) "
            "VALUES ($1, $2, 'A-1042', '8 (916) 123-45-67', true)",
            server.site.id,
            UUID(id),
        )
    anna, secret = await anna_of(server), (await key(server)).secret

    def read() -> None:
        with client(server, secret, losing=1) as chat:
            found = chat.find_customers(phone="+79161234567", external_id="A-1042", sites=[server.site.key])
            assert [(one.id, one.external_id) for one in found.data] == [(id, "A-1042")]
            assert found.is_complete
            assert chat.find_customers(email="nobody@mail.ru").data == ()
            with pytest.raises(Invalid) as refused:
                chat.find_customers(phone="1234")
            assert refused.value.field == "phone"
            assert [one.id for one in chat.conversations(customer_id=id)] == [visitor.welcome["conversation_id"]]
            assert list(chat.conversations(customer_id=id, operator_id=anna)) == []
            assert list(chat.conversations(customer_id=id, department_id=uuid4())) == []

    await asyncio.to_thread(read)


async def test_lists_are_walked_to_their_ends(server: Server, chat: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(server)
    monkeypatch.setattr(walking, "PAGE", 2)

    def read() -> None:
        conversations = list(chat.conversations(sites=[server.site.key], status="open"))
        assert len({one.id for one in conversations}) == len(conversations) == 5
        assert sorted(one.created_at for one in conversations)[::-1] == [one.created_at for one in conversations]
        assert list(chat.conversations(before=conversations[0].created_at)) == conversations[1:]
        [message] = chat.messages(conversations[0].id)
        assert message.body.startswith("Вопрос")
        customers = list(chat.customers())
        assert {UUID(one.id) for one in customers} == {one.customer_id for one in conversations}
        assert chat.customer(customers[0].id).object == customers[0]
        assert [one.key for one in chat.sites()] == [server.site.key]
        read_by_id: list[tuple[list[Any], Callable[[Any], Versioned[Any]]]] = [
            (list(chat.operators()), chat.operator),
            (list(chat.departments()), chat.department),
            (list(chat.tags()), chat.tag),
            (list(chat.canned_replies()), chat.canned_reply),
        ]
        for found, one in read_by_id:
            assert len(found) >= 5
            assert one(found[0].id).object == found[0]
            with pytest.raises(NotFound):
                one(uuid4())
        [site] = chat.sites()
        assert (chat.site(site.id).object, chat.site(site.id).etag) == (site, chat.site(str(site.id)).etag)
        assert list(chat.consents()) == []

    await asyncio.to_thread(read)


async def test_message_whose_answers_are_lost_is_there_once(server: Server, visitor: Visitor) -> None:
    id, pauses = conversation_of(visitor), list[float]()
    secret = (await key(server, scopes=list(Scope))).secret
    with client(server, secret, losing=3, sleep=pauses.append) as chat:
        sent = await asyncio.to_thread(chat.send_message, id, "Есть", author=BOT)
        assert (sent.body, sent.author_name, sent.is_bot, len(pauses)) == ("Есть", "Помощник", True, 3)
        assert pauses == sorted(pauses)
        assert await bodies(chat, id) == ["Есть чай?", "Есть"]
    with client(server, secret, losing=2, max_tries=2) as chat:
        with pytest.raises(ConnectionFailed):
            await asyncio.to_thread(chat.send_message, id, "Два сорта", author=BOT, idempotency_key="sorts")
        # After a crash, say: by the same key it is the same message.
        again = await asyncio.to_thread(chat.send_message, id, "Два сорта", author=BOT, idempotency_key="sorts")
        assert again.seq == 3
        with pytest.raises(MessageDiffers):
            await asyncio.to_thread(chat.send_message, id, "Три сорта", author=BOT, idempotency_key="sorts")
        assert await bodies(chat, id) == ["Есть чай?", "Есть", "Два сорта"]


async def test_client_waits_as_long_as_the_server_says(server: Server, visitor: Visitor) -> None:
    now, waited = 0.0, list[float]()

    def sleep(seconds: float) -> None:
        nonlocal now
        waited.append(seconds)
        now += seconds

    server.app.state.context.key_limits.__init__(Rate(burst=1, per_second=0.25), clock=lambda: now)
    secret = (await key(server, scopes=list(Scope))).secret
    with client(server, secret, sleep=sleep) as chat:
        for number in range(3):
            await asyncio.to_thread(chat.send_message, conversation_of(visitor), f"{number}", author=BOT)
        assert waited == [4.0, 4.0]
    with client(server, secret, max_tries=1) as hasty:
        with pytest.raises(RateLimited) as refused:
            await asyncio.to_thread(lambda: list(hasty.sites()))
        assert (refused.value.retry_after_s, refused.value.code) == (4.0, "rate_limited")


async def test_conversation_and_card_are_changed_over_what_was_read(
    server: Server, visitor: Visitor, chat: Client
) -> None:
    id, customer_id = conversation_of(visitor), visitor.welcome["visitor_id"]
    anna_id = await anna_of(server)
    seen = await asyncio.to_thread(chat.conversation, id)
    changed = await asyncio.to_thread(
        chat.change_conversation, id, over=seen.etag, status="closed", operator_id=anna_id
    )
    assert (changed.object.status, changed.object.operator_name) == ("closed", "Анна")
    with pytest.raises(ChangedSince):
        await asyncio.to_thread(chat.change_conversation, id, over=seen.etag, status="open")
    given_back = await asyncio.to_thread(
        chat.change_conversation, id, over=changed.etag, status="open", operator_id=None
    )
    assert (given_back.object.status, given_back.object.operator_id) == ("open", None)
    card = await asyncio.to_thread(chat.change_customer, customer_id, over="*", name="Анна Смирнова", email="a@b.ru")
    assert (card.object.name, card.object.email) == ("Анна Смирнова", "a@b.ru")
    assert await asyncio.to_thread(chat.customer, customer_id) == card
    with pytest.raises(Invalid) as wrong:
        await asyncio.to_thread(chat.change_customer, customer_id, over=card.etag, phone="12")
    assert (wrong.value.status, wrong.value.code, wrong.value.field) == (422, "bad_body", "phone")
    sent = await asyncio.to_thread(chat.send_message, id, "Да", author=AsOperator(anna_id))
    assert (str(sent.author_id), sent.is_bot) == (anna_id, False)


async def test_change_whose_answer_is_lost_is_made_once(server: Server, visitor: Visitor) -> None:
    id = conversation_of(visitor)
    secret = (await key(server, scopes=list(Scope))).secret
    with client(server, secret) as chat:
        seen = await asyncio.to_thread(chat.conversation, id)
    with client(server, secret, losing=2) as chat:
        changed = await asyncio.to_thread(chat.change_conversation, id, over=seen.etag, status="closed")
    assert (changed.object.status, changed.object.version) == ("closed", seen.object.version + 1)


async def test_pull_goes_on_where_it_was_applied_and_begins_anew_where_it_must(
    server: Server, visitor: Visitor, chat: Client, tmp_path: Path
) -> None:
    id, cursor = conversation_of(visitor), CursorFile(tmp_path / "place")

    def pull(pages: int) -> list[objects.ChangesPage]:
        return list(islice(chat.changes(cursor, sites=[server.site.key], wait_s=0), pages))

    def said(pages: list[objects.ChangesPage]) -> list[str]:
        found = [change.object for page in pages for change in page.changes if isinstance(change, objects.Upsert)]
        return [one.body for one in found if isinstance(one, objects.Message)]

    # Whoever ends within a page has not applied it: it comes again.
    assert said(await asyncio.to_thread(pull, 1)) == ["Есть чай?"]
    assert cursor.load() == ""
    assert said(await asyncio.to_thread(pull, 2)) == ["Есть чай?"]
    kept = cursor.load()
    assert kept
    await asyncio.to_thread(chat.send_message, id, "Есть", author=BOT)
    assert said(await asyncio.to_thread(pull, 2)) == ["Есть"]
    assert cursor.load() != kept
    cursor.save("not one of ours")
    assert said(await asyncio.to_thread(pull, 2)) == ["Есть чай?", "Есть"]
    assert cursor.load() not in ("", "not one of ours")


async def test_what_went_wrong_has_a_class_of_its_own(server: Server) -> None:
    made = await key(server, scopes=[Scope.READ_CHATS])
    with client(server, made.secret) as reader:
        with pytest.raises(NotFound):
            await asyncio.to_thread(reader.conversation, uuid4())
        with pytest.raises(Forbidden):
            await asyncio.to_thread(lambda: list(reader.tags()))
        with pytest.raises(Invalid):
            await asyncio.to_thread(lambda: list(reader.conversations(status="nowhere")))
        await server.app.state.context.api_keys.revoke(made.id, by=COMMAND_LINE)
        with pytest.raises(KeyInvalid):
            await asyncio.to_thread(lambda: list(reader.customers()))


def test_nobody_there_and_what_a_proxy_says_are_told_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    pauses: list[float] = []
    with (
        Client(f"http://127.0.0.1:{port}", "rk_", max_tries=3, sleep=pauses.append) as chat,
        pytest.raises(ConnectionFailed),
    ):
        chat.conversation(uuid4())
    assert len(pauses) == 2
    down = error_of(httpx.Response(502, text="<h1>Bad Gateway</h1>", headers={"Retry-After": "Fri, 31 Dec 1999"}))
    assert (type(down), down.code, down.retry_after_s) == (Busy, "unknown", None)
    over = error_of(httpx.Response(410, json={"code": "cursor_expired", "detail": "Begin again."}))
    assert (type(over), over.detail) == (BeginAnew, "Begin again.")
