"""What it costs to take messages only from who has agreed, against the same server where another basis was chosen."""

import asyncio
from collections.abc import Iterator
from uuid import UUID

from bench.figure import Figure
from bench.load.plan import Kind, Outcome
from bench.load.rounds import compared, in_rounds
from bench.load.stand import SITE_KEY, load, ryadom, stand
from ryadom.core.controllers import describe_controller
from ryadom.privacy.basis import choose_basis
from ryadom.privacy.consent_documents import Scope, draft_document, publish_document, site_with_key
from ryadom.protocol.visitor import Purpose
from ryadom.store.database import Database, open_database
from ryadom.store.sites import Basis

CHATS = 200
GOAL_RATIO = 1.1


def measure() -> Iterator[Figure]:
    """The same closed loop, on both bases in turn."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, open_database(url, pool_size=2) as database, ryadom(url) as target:
        document_id = await _publish(database)

        async def once(basis: Basis) -> Outcome:
            await choose_basis(database, SITE_KEY, basis, wording="договор" if basis is Basis.OTHER else "")
            agree_to = str(document_id) if basis is Basis.CONSENT else None
            return await load(target, target.plan(Kind.CLOSED, chats=CHATS, agree_to=agree_to))

        ours, theirs = await in_rounds([Basis.CONSENT, Basis.OTHER], once)
    return [
        compared(
            f"CPU time of the server for a message, {CHATS} chats, where consent is the basis",
            [outcome.server_us for outcome in ours],
            [outcome.server_us for outcome in theirs],
            unit="µs",
            outcomes=(*ours, *theirs),
            baseline="another basis",
            goal_ratio=GOAL_RATIO,
        )
    ]


async def _publish(database: Database) -> UUID:
    async with database.connection() as connection:
        site = await site_with_key(connection, SITE_KEY)
    await describe_controller(
        database, site.controller_id, legal_name="ООО «Лавка»", inn="7707083893", address="Казань, ул. Баумана, 1"
    )
    wording = {"term.ru": "1 год", "purpose.ru": "Ответ", "purpose.en": "Answer"}
    draft = await draft_document(database, Scope(controller_id=site.controller_id), Purpose.PROCESSING, wording)
    return (await publish_document(database, draft.id)).id
