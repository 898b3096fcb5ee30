"""Webhooks of people: who begins to write, and what subjects ask for, without who they are."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from ryadom.core.webhooks.events import Event
from ryadom.privacy.request_terms import deadline_of
from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_documents import Document
from ryadom.store.consent_events import Action, Circumstances, Method, insert_events
from ryadom.store.conversations import insert_conversation, lock_head
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.ids import new_id
from ryadom.store.sql import Connection
from ryadom.store.subject_requests import Kind, NewRequest, Source, insert_request
from ryadom.store.visitors import lock_visitor, name_visitor
from tests.consents import publish_consent
from tests.receiver import receiver, says
from tests.waiting import until_waiting_for_locks
from tests.webhooks import Shop, close_shop, open_shop, verified


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    opened = await open_shop(database)
    yield opened
    await close_shop(opened)


async def test_customer_who_begins_to_write_is_told_once(shop: Shop) -> None:
    site_id, visitor_id, conversation_id = shop.site.id, new_id(), new_id()
    async with receiver(says()) as server:
        made = await shop.add(server, Event.CUSTOMER_CREATED, data=DataLevel.CONTENTS_AND_CONTACTS)
        async with shop.database.transaction() as connection:
            await lock_visitor(connection, site_id=site_id, visitor_id=visitor_id, locale="ru")
            await insert_conversation(connection, site_id=site_id, id=conversation_id, visitor_id=visitor_id, page=None)
        async with shop.database.transaction() as connection:
            head = await lock_head(connection, site_id=site_id, id=conversation_id)
            assert head is not None
            for body in ("Здравствуйте", "Есть кто?"):
                await append_entry(
                    connection, head=head, author=head.visitor, echo_id=uuid4(), content=NewMessage(body=body)
                )
        await shop.tell()
        [told] = [verified(heard, made.secret) for heard in server.heard]
        assert (told["type"], told["data"]["customer"]["id"]) == ("customer.created", str(visitor_id))


async def agree(connection: Connection, shop: Shop, visitor_id: UUID, document: Document) -> None:
    await insert_events(
        connection,
        site_id=shop.site.id,
        visitor_id=visitor_id,
        action=Action.GIVEN,
        document_ids=[document.id],
        circumstances=Circumstances(method=Method.PAGE),
        echo_id=uuid4(),
    )


async def begin(connection: Connection, shop: Shop, visitor_id: UUID) -> None:
    """A conversation of somebody who is there."""
    await insert_conversation(connection, site_id=shop.site.id, id=new_id(), visitor_id=visitor_id, page=None)


async def test_who_agrees_before_the_first_words_is_told_of_with_them(shop: Shop) -> None:
    visitor_id = new_id()
    document = await publish_consent(shop.database, shop.site)
    events = (Event.CUSTOMER_CREATED, Event.CONSENT_GIVEN)
    async with receiver(says()) as server:
        made = await shop.add(server, *events, data=DataLevel.CONTENTS_AND_CONTACTS)
        async with shop.database.transaction() as connection:
            await lock_visitor(connection, site_id=shop.site.id, visitor_id=visitor_id, locale="ru")
            await agree(connection, shop, visitor_id, document)
        await shop.tell()
        # Who has not written is nobody's customer yet.
        assert server.heard == []
        for _ in range(2):
            async with shop.database.transaction() as connection:
                await begin(connection, shop, visitor_id)
        await shop.tell()
        told = [verified(heard, made.secret) for heard in server.heard]
        assert [one["type"] for one in told] == list(events)
        assert [one["data"]["customer"]["id"] for one in told] == [str(visitor_id)] * 2
        assert told[1]["data"]["consent"]["purpose"] == "processing"


async def test_name_that_comes_with_the_first_words_is_told_with_them(shop: Shop) -> None:
    visitor_id = new_id()
    async with receiver(says()) as server:
        made = await shop.add(
            server, Event.CUSTOMER_CREATED, Event.CUSTOMER_UPDATED, data=DataLevel.CONTENTS_AND_CONTACTS
        )
        who = {"site_id": shop.site.id, "visitor_id": visitor_id}
        async with shop.database.transaction() as connection:
            await lock_visitor(connection, **who, locale="ru")
            await name_visitor(connection, **who, name="Маша")
            await begin(connection, shop, visitor_id)
        await shop.tell()
        async with shop.database.transaction() as connection:
            await name_visitor(connection, **who, name="Мария")
        await shop.tell()
        told = [verified(heard, made.secret) for heard in server.heard]
        assert [(one["type"], one["data"]["customer"]["name"]) for one in told] == [
            ("customer.created", "Маша"),
            ("customer.updated", "Мария"),
        ]


@pytest.mark.parametrize("purpose", list(Purpose))
async def test_consent_and_first_words_at_once_are_told_once(shop: Shop, purpose: Purpose) -> None:
    document = await publish_consent(shop.database, shop.site, purpose)
    async with receiver(says()) as server:
        await shop.add(server, Event.CONSENT_GIVEN, data=DataLevel.CONTENTS_AND_CONTACTS)
        for is_agreed_first in (True, False):
            visitor_id = new_id()
            async with shop.database.transaction() as connection:
                await lock_visitor(connection, site_id=shop.site.id, visitor_id=visitor_id, locale="ru")

            async def agrees(connection: Connection, visitor_id: UUID = visitor_id) -> None:
                await agree(connection, shop, visitor_id, document)

            async def begins(connection: Connection, visitor_id: UUID = visitor_id) -> None:
                await begin(connection, shop, visitor_id)

            first, second = (agrees, begins) if is_agreed_first else (begins, agrees)

            async def come(deed: Callable[[Connection], Awaitable[None]] = second) -> None:
                async with shop.database.transaction() as connection:
                    await deed(connection)

            async with shop.database.transaction() as connection:
                await first(connection)
                coming = asyncio.create_task(come())
                await until_waiting_for_locks(shop.database, 1)
            await coming
        await shop.tell()
        assert [json.loads(heard.body)["type"] for heard in server.heard] == ["consent.given"] * 2


async def test_subjects_request_is_told_and_never_who_asks(shop: Shop) -> None:
    came = datetime.now(UTC)
    request_id = new_id()
    async with receiver(says()) as server:
        made = await shop.add(server, Event.SUBJECT_REQUEST_CREATED, data=DataLevel.CONTENTS_AND_CONTACTS)
        async with shop.database.transaction() as connection:
            await insert_request(
                connection,
                NewRequest(
                    id=request_id,
                    controller_id=shop.site.controller_id,
                    site_id=shop.site.id,
                    kind=Kind.ACCESS,
                    source=Source.EMAIL,
                    subject_name="Иван Громов",
                    contact="ivan@mail.ru",
                    body="Что вы храните?",
                    echo_id=new_id(),
                    received_at=came,
                    deadline_on=deadline_of(Kind.ACCESS, came),
                ),
            )
        await shop.tell()
        [heard] = server.heard
        told = verified(heard, made.secret)
        assert (told["type"], told["data"]["subject_request"]["id"]) == ("subject_request.created", str(request_id))
        assert told["data"]["subject_request"]["kind"] == "access"
        said = json.dumps(told, ensure_ascii=False)
        assert not [word for word in ("Громов", "ivan@", "храните") if word in said]
