"""What is kept to mail a visitor is told them, goes with them, and outlives nobody."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ryadom.core.erasure import erase_person
from ryadom.core.mailer import list_mails
from ryadom.privacy.persons import find_person, read_held
from ryadom.store.database import Database
from tests.files import no_files
from tests.web.mailing import Mailing, ask_copy, mailing
from tests.web.retention import close, keep_for, run
from tests.web.test_erasure import line_of, places_of

ADDRESS = "planted@example.ru"


@pytest.fixture
async def post(database_url: str, database: Database) -> AsyncIterator[Mailing]:
    async with mailing(database_url, database) as running:
        yield running


async def planted(post: Mailing) -> UUID:
    """Somebody who left an address, has a mail of each kind in the queue, and is gone; gives their conversation."""
    visitor = await post.left(email=ADDRESS)
    await post.answer(visitor, "Ответ")
    async with post.database.connection() as connection:
        # The register no longer knows the server: mails stay in the queue.
        await connection.execute("DELETE FROM egress_recipients")
    async with post.server.visitor(token=visitor.welcome["token"]) as returned:
        assert (await ask_copy(returned, ADDRESS))["type"] == "copy_sent"
    await post.gone(visitor.welcome["visitor_id"])
    assert await post.looker().look() == 1
    assert len(await list_mails(post.database)) == 2
    return UUID(visitor.welcome["conversation"]["id"])


async def test_person_is_told_of_their_addresses_and_erasure_takes_them(post: Mailing, database_url: str) -> None:
    conversation_id = await planted(post)
    person = await find_person(post.database, site_key="shop-key-1", conversation_id=conversation_id)
    told = {table.name: rows async for table, rows in read_held(post.database, person) if rows}
    assert [row["email"] for row in told["answer_addresses"]] == [ADDRESS]
    assert [row["recipient"] for row in told["outgoing_mails"]] == [ADDRESS] * 2
    assert len(told["mail_copies"]) == 1
    assert await places_of(post.database, ADDRESS) == {
        "answer_addresses.email",
        "outgoing_mails.recipient",
        "entries.body",
    }
    await erase_person(
        post.database,
        await line_of(post.server, database_url),
        person,
        contents=no_files(post.database),
        now=datetime.now(UTC),
    )
    assert await places_of(post.database, ADDRESS) == set()
    assert await list_mails(post.database) == []
    assert await post.rows("SELECT 1 FROM mail_copies") == []


async def test_address_goes_when_the_lifetime_of_the_card_is_over(post: Mailing, database_url: str) -> None:
    conversation_id = await planted(post)
    await close(post.database, days_ago=10, conversation_id=conversation_id)
    await keep_for(post.server, card=5, messages=5)
    await run(post.server, database_url)
    assert await places_of(post.database, ADDRESS) == set()


async def test_mail_to_the_firms_people_is_nobody_elses(post: Mailing, database_url: str) -> None:
    conversation_id = await planted(post)
    async with post.database.connection() as connection:
        await connection.execute(
            "INSERT INTO outgoing_mails (id, controller_id, recipient, subject, body) "
            "SELECT gen_random_uuid(), controller_id, 'dpo@shop.test', 'a', 'b' FROM sites LIMIT 1"
        )
    person = await find_person(post.database, site_key="shop-key-1", conversation_id=conversation_id)
    await erase_person(
        post.database,
        await line_of(post.server, database_url),
        person,
        contents=no_files(post.database),
        now=datetime.now(UTC),
    )
    assert [mail.recipient for mail in await list_mails(post.database)] == ["dpo@shop.test"]
