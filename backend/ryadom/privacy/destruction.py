"""From the first row that is erased to the act: what is under way is noted with each page, so the act tells the truth.

A destruction that was killed is found again by its site and person, with all that it had erased, and goes on under the
same id. Its act is made once, in the transaction that forgets that it was under way.
"""

import asyncio
from collections.abc import Collection, Iterable
from uuid import UUID

from ryadom.privacy.classification import Category
from ryadom.privacy.destruction_act import ActFacts, act_csv, act_pdf
from ryadom.privacy.persons import Person
from ryadom.store import destructions as store
from ryadom.store import journal
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.destructions import Begun, Ground, Task
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, ActorKind, Record
from ryadom.store.sites import all_sites
from ryadom.store.sql import Connection


def task_of(person: Person, ground: Ground, by: Actor = COMMAND_LINE) -> Task:
    """The destruction of everything of one person's."""
    return Task(
        controller_id=person.site.controller_id,
        site_id=person.site.id,
        visitor_id=person.visitor_id,
        ground=ground,
        executor=by.name if by.kind is ActorKind.OPERATOR else "",
    )


async def begin(connection: Connection, task: Task, *, by: Actor = COMMAND_LINE) -> Begun:
    """Begins a destruction, or goes on with it, which the act will say. The last thing that a transaction does.

    Raises:
        JournalUnavailable: the journal can't be written, so nothing may be erased.
    """
    begun = await store.take(connection, task)
    if not begun.is_new:
        await store.note_resumed(connection, begun)
    await _note_begun(connection, begun, by, "begun" if begun.is_new else "resumed")
    return begun


async def note_page(
    connection: Connection,
    task: Task,
    *,
    table_name: str,
    rows: int,
    visitor_ids: Collection[UUID],
    categories: Iterable[Category],
    by: Actor = COMMAND_LINE,
) -> Begun:
    """Notes what this transaction has erased; the last thing that it does. Where nothing was under way it is begun.

    Raises:
        JournalUnavailable: see `begin`.
    """
    begun = await store.take(connection, task)
    await store.note_page(
        connection,
        begun,
        table_name=table_name,
        rows=rows,
        visitor_ids=visitor_ids,
        categories=[category.value for category in categories],
    )
    if begun.is_new:
        await _note_begun(connection, begun, by, "begun")
    return begun


async def finish(database: Database, under_way: Begun, *, by: Actor = COMMAND_LINE) -> int | None:
    """Makes the act with its log, and gives its number; None where nothing was erased, so that none is due.

    Where somebody else has finished it meanwhile, the number of that act.

    Raises:
        JournalUnavailable: the journal can't be written; the act is made by the next call.
    """
    async with database.transaction() as connection:
        begun = await store.find_begun(connection, under_way)
        if begun is None:
            return await store.number_of(connection, under_way.id)
        subjects = await store.read_subjects(connection, begun)
        await store.forget_begun(connection, begun)
        if not subjects:
            return None
        number = await store.next_number(connection, begun.controller_id)
        facts = ActFacts(
            number=number,
            begun=begun,
            finished_at=await store.end_of(connection, begun),
            controller=next(one for one in await all_controllers(connection) if one.id == begun.controller_id),
            site=next(one for one in await all_sites(connection) if one.id == begun.site_id),
            subjects=subjects,
        )
        # Drawing takes its time, and the chat shares this loop.
        csv = await asyncio.to_thread(act_csv, facts)
        pdf = await asyncio.to_thread(act_pdf, facts, csv)
        await store.insert_act(
            connection,
            begun,
            number=number,
            finished_at=facts.finished_at,
            subjects=len(subjects),
            pdf=pdf,
            csv=csv,
        )
        await _note_act(connection, facts, pdf=pdf, csv=csv, by=by)
    return number


async def _note_begun(connection: Connection, begun: Begun, by: Actor, step: str) -> None:
    await _note(connection, begun, by, {"what": "destruction", "step": step, "ground": begun.ground})


async def _note_act(connection: Connection, facts: ActFacts, *, pdf: bytes, csv: bytes, by: Actor) -> None:
    """The hashes go into the chain: an act that somebody exchanges in the database is found out."""
    hashes = {"act_sha256": facts.hash_of(pdf), "log_sha256": facts.hash_of(csv)}
    people = {"subjects": str(len(facts.subjects))}
    await _note(connection, facts.begun, by, {"what": "act", "number": str(facts.number), **people, **hashes})


async def _note(connection: Connection, begun: Begun, by: Actor, details: dict[str, str]) -> None:
    record = Record(
        controller_id=begun.controller_id,
        action=Action.DELETED,
        actor=by,
        site_id=begun.site_id,
        visitor_ids=(begun.visitor_id,) if begun.visitor_id else (),
        details={"destruction": str(begun.id), **details},
    )
    await journal.append(connection, [record])
