"""The gate where messages are stored: what a batch takes and leaves, whatever was committed just before it."""

import asyncio
from uuid import UUID, uuid4

import pytest

from ryadom.privacy.basis import choose_basis
from ryadom.privacy.consent_gate import VisitorConsents
from ryadom.protocol.shared import Author
from ryadom.store.consent_documents import Document
from ryadom.store.consent_events import Action, Circumstances, Method, insert_events
from ryadom.store.conversations import Head, insert_conversation
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, Stored, append_entry
from ryadom.store.ids import new_id
from ryadom.store.posts import NotStored, Post, post_messages
from ryadom.store.sites import Basis, Site, all_sites
from ryadom.store.sql import Connection
from ryadom.store.visitors import lock_visitor
from tests.consents import ask_for_consent, publish_consent
from tests.store.scenes import Scene, make_scene
from tests.waiting import until_waiting_for_locks

CIRCUMSTANCES = Circumstances(method=Method.WIDGET_CHECKBOX)


@pytest.fixture
async def scene(database: Database) -> Scene:
    async with database.transaction() as connection:
        return await make_scene(connection)


@pytest.fixture
def head(scene: Scene) -> Head:
    return scene.head


@pytest.fixture
async def site(database: Database, head: Head) -> Site:
    async with database.connection() as connection:
        return next(site for site in await all_sites(connection) if site.id == head.site_id)


async def _post(database: Database, head: Head, author: Author | None = None) -> Stored | NotStored:
    async with database.connection() as connection:
        post = Post(
            site_id=head.site_id,
            conversation_id=head.id,
            author=author or head.visitor,
            echo_id=uuid4(),
            body="привет",
        )
        [outcome] = await post_messages(connection, [post])
    return outcome


async def _note(connection: Connection, head: Head, action: Action, document: Document) -> None:
    await insert_events(
        connection,
        site_id=head.site_id,
        visitor_id=head.visitor.id,
        action=action,
        document_ids=[document.id],
        echo_id=uuid4(),
        circumstances=CIRCUMSTANCES,
    )


async def test_message_is_plain_only_while_its_visitor_agrees_to_what_is_in_force(
    database: Database, head: Head, site: Site
) -> None:
    assert isinstance(await _post(database, head), Stored)  # nobody has chosen a basis yet
    document = await ask_for_consent(database, site)
    assert await _post(database, head) is NotStored.OTHER
    async with database.transaction() as connection:
        await _note(connection, head, Action.GIVEN, document)
    assert isinstance(await _post(database, head), Stored)
    newer = await publish_consent(database, site, term="2 года")
    assert await _post(database, head) is NotStored.OTHER
    async with database.transaction() as connection:
        await _note(connection, head, Action.GIVEN, newer)
    assert isinstance(await _post(database, head), Stored)
    async with database.transaction() as connection:
        await _note(connection, head, Action.WITHDRAWN, newer)
    assert await _post(database, head) is NotStored.OTHER
    await choose_basis(database, site.key, Basis.OTHER, wording="договор")
    assert isinstance(await _post(database, head), Stored)


async def test_document_of_the_site_alone_goes_before_its_controllers(
    database: Database, head: Head, site: Site
) -> None:
    document = await ask_for_consent(database, site)
    async with database.transaction() as connection:
        await _note(connection, head, Action.GIVEN, document)
    await publish_consent(database, site, only_site=True)
    assert await _post(database, head) is NotStored.OTHER


async def test_operators_answer_is_not_asked_for_the_visitors_consent(
    database: Database, scene: Scene, site: Site
) -> None:
    await ask_for_consent(database, site)
    head, operator = scene.head, scene.operator
    async with database.transaction() as connection:
        await append_entry(
            connection, head=head, author=operator, echo_id=None, content=NewAssignment(operator=operator)
        )
    assert isinstance(await _post(database, head, operator), Stored)


async def test_message_waits_for_a_withdrawal_under_way_and_is_left_alone_then(
    database: Database, head: Head, site: Site
) -> None:
    document = await ask_for_consent(database, site)
    async with database.transaction() as connection:
        await _note(connection, head, Action.GIVEN, document)
    async with database.transaction() as connection:
        await _note(connection, head, Action.WITHDRAWN, document)
        assert await _post(database, head) is NotStored.BUSY
    assert await _post(database, head) is NotStored.OTHER


@pytest.mark.parametrize("is_withdrawal_first", [True, False])
async def test_withdrawal_while_the_first_conversation_begins_counts_for_it(
    database: Database, head: Head, site: Site, is_withdrawal_first: bool
) -> None:
    document = await ask_for_consent(database, site)
    newcomer = UUID(int=head.visitor.id.int ^ 1)
    consents = VisitorConsents(database, site, visitor_id=newcomer, locale="ru")
    await consents.agree([document.id], echo_id=uuid4(), circumstances=CIRCUMSTANCES)

    async def withdraw() -> None:
        await consents.withdraw(None, echo_id=uuid4(), circumstances=CIRCUMSTANCES)

    async def begin() -> None:
        async with database.transaction() as connection:
            await lock_visitor(connection, site_id=site.id, visitor_id=newcomer, locale="ru")
            await insert_conversation(connection, site_id=site.id, id=new_id(), visitor_id=newcomer, page=None)

    first, second = (withdraw, begin) if is_withdrawal_first else (begin, withdraw)
    async with database.transaction() as holding:
        # Whoever comes first waits here, and the other one behind it.
        await holding.fetchval("SELECT take_turn_of_visitor($1)", newcomer)
        tasks = [asyncio.create_task(first())]
        await until_waiting_for_locks(database, 1)
        tasks.append(asyncio.create_task(second()))
        await until_waiting_for_locks(database, 2)
    await asyncio.gather(*tasks)
    async with database.connection() as connection:
        consent_ids = await connection.fetch("SELECT consent_id FROM conversations WHERE visitor_id = $1", newcomer)
    assert [row["consent_id"] for row in consent_ids] == [None]
