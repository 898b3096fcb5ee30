"""What retention passes over because it is in dispute, and takes up again once it is not."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.live.line import Line
from ryadom.privacy.persons import Person
from tests.web.client import Server
from tests.web.retention import conversation_with, keep_for, run, words_left
from tests.web.subject_requests import officer
from tests.web.test_erasure import line_of
from tests.web.test_retention import consents

DISPUTED = [BlockReason.INACCURATE, BlockReason.UNLAWFUL, BlockReason.REGULATOR]


async def old_person(server: Server) -> Person:
    """Somebody of whom everything is over its lifetime: two messages, a page, a card."""
    await keep_for(server, messages=30, pages=30, card=30)
    visitor_id = uuid4()
    await conversation_with(server, 2, days_ago=60, visitor_id=visitor_id)
    return Person(server.site, visitor_id)


async def block(server: Server, line: Line, person: Person, reason: BlockReason) -> None:
    await block_person(server.database, line, person, now=datetime.now(UTC), reason=reason)


@pytest.mark.parametrize("reason", DISPUTED)
async def test_blocked_person_is_passed_over_and_taken_up_once_unblocked(
    server: Server, database_url: str, reason: BlockReason
) -> None:
    person, line = await old_person(server), await line_of(server, database_url)
    await block(server, line, person, reason)
    assert await run(server, database_url) == []
    assert await words_left(server.database) == 2
    await unblock_person(server.database, line, person)
    [made] = await run(server, database_url)
    assert made.rows == 2 + 1 + 1


@pytest.mark.parametrize("reason", [BlockReason.WITHDRAWN, BlockReason.UNDESTROYED])
async def test_person_blocked_until_they_are_destroyed_is_erased(
    server: Server, database_url: str, reason: BlockReason
) -> None:
    person, line = await old_person(server), await line_of(server, database_url)
    await block(server, line, person, BlockReason.UNLAWFUL)
    assert await run(server, database_url) == []
    await block(server, line, person, reason)
    [made] = await run(server, database_url)
    assert made.rows == 2 + 1 + 1


@pytest.mark.parametrize("end", ["answer", "refuse", "remove_person"])
async def test_person_of_an_open_request_is_passed_over_until_it_ends(
    server: Server, database_url: str, end: str
) -> None:
    person = await old_person(server)
    theirs = {"site_id": str(server.site.id), "visitor_id": str(person.visitor_id)}
    fields = {"answer": {"outcome": "Ответили."}, "refuse": {"reason": "Не тот человек."}, "remove_person": theirs}[end]
    async with officer(server) as desk:
        card = await desk.confirm(await desk.add(await desk.write_down(), str(person.visitor_id)))
        assert await run(server, database_url) == []
        assert await words_left(server.database) == 2
        await desk.do(card, end, **fields)
    [made] = await run(server, database_url)
    assert made.rows == 2 + 1 + 1


async def test_evidence_of_who_is_in_dispute_stays(server: Server, database_url: str) -> None:
    await keep_for(server, consents=1_095)
    line, people = await line_of(server, database_url), []
    for _ in range(3):
        visitor_id: UUID = await consents(server, ("given", 5), ("withdrawn", 4))
        await conversation_with(server, 0, days_ago=2_000, visitor_id=visitor_id)
        people.append(Person(server.site, visitor_id))
    await block(server, line, people[0], BlockReason.REGULATOR)
    async with officer(server) as desk:
        await desk.add(await desk.write_down(), str(people[1].visitor_id))
    [made] = await run(server, database_url)
    assert made.rows == 2
    async with server.database.connection() as connection:
        left = {row["visitor_id"] for row in await connection.fetch("SELECT visitor_id FROM consent_events")}
    assert left == {people[0].visitor_id, people[1].visitor_id}
