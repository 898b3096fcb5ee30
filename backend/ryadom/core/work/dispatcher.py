"""Gives waiting conversations to operators, and takes back what operators who are gone have left unanswered.

Nothing depends on the process in which a conversation began to wait: all processes look, at once when they have
stored something that may matter, else every 2 s. Whoever looks locks the conversation, passing over what another one
holds, and then those who may get it; so each is given once, and to nobody beyond their limit.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import structlog

from ryadom.core.rights import ANSWERING_ROLES
from ryadom.core.timeline_rules import lock_conversation
from ryadom.core.work.choice import choose
from ryadom.core.work.leaving import append_return
from ryadom.errors import ConversationUnknown, RyadomError
from ryadom.live.owner import Owner
from ryadom.live.writer import Change, Writer
from ryadom.protocol.shared import (
    ConversationAssigned,
    ConversationMerged,
    ConversationSnoozed,
    MessagePosted,
    StatusChanged,
)
from ryadom.store import dispatch as store
from ryadom.store.conversations import find_head
from ryadom.store.database import Database
from ryadom.store.dispatch import Forsaken, Waiting
from ryadom.store.entries import NewAssignment, Stored, append_entry
from ryadom.store.operator_work import count_absence
from ryadom.store.sql import Connection
from ryadom.store.work_rules import Mode

LOOK_INTERVAL_S = 2.0
PAUSE_S = 0.2
"""After a look that gave nothing."""

COUNT_INTERVAL_S = 5.0

LEAVING_S = 600.0
"""How long after an operator has lost something it is looked for what they lead still: much longer than that change and
one that gave them something before it was seen can take together (`store.time_limits.TRANSACTION_TIMEOUT_S`)."""

MAX_AT_ONCE = 100
"""Given, or taken back, by one look; what is left waits for the next, which follows at once."""

log = structlog.get_logger(__name__)


class Dispatcher:
    """`run` is a task of the server's, `take_back` a chore. `wake`: what it gave out by, or to whom, has changed.

    The writer's `on_published` is to call `hear`.
    """

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer
        self._news = asyncio.Event()
        self._has_noted_left = False

    def wake(self) -> None:
        """Something may be given now that could not be given before."""
        self._news.set()

    def hear(self, stored: Sequence[tuple[Owner, Stored]]) -> None:
        """These entries have been stored here."""
        if any(_matters(one) for _, one in stored):
            self._news.set()

    async def run(self) -> None:
        """Looks until cancelled; an outage of Postgres only makes it late."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_INTERVAL_S):
                    await self._news.wait()
            self._news.clear()
            try:
                if not await self.look():
                    # What is heard meanwhile is looked at together: a long queue is not walked for each word.
                    await asyncio.sleep(PAUSE_S)
            except RyadomError as error:
                log.warning("dispatch put off", reason=error.message)
                await asyncio.sleep(LOOK_INTERVAL_S)
            except Exception:
                log.exception("dispatch failed")
                await asyncio.sleep(LOOK_INTERVAL_S)

    async def look(self) -> int:
        """Gives out what can be given; gives how many conversations this process has given.

        Raises:
            DatabaseUnavailable: Postgres is away; the next look finds what is left.
        """
        async with self._database.connection() as connection:
            waiting = await store.list_givable(connection, roles=ANSWERING_ROLES, limit=MAX_AT_ONCE)
        given = 0
        full: set[tuple[UUID, UUID | None]] = set()
        for one in waiting:
            place = (one.site_id, one.department_id)
            if place in full:
                continue
            match await self._give(one):
                case True:
                    given += 1
                case None:
                    full.add(place)
        if given and len(waiting) == MAX_AT_ONCE:
            self.wake()
        return given

    async def take_back(self) -> int:
        """Counts who is gone, and returns to the queue what they have left; gives how many conversations.

        Raises:
            DatabaseUnavailable: Postgres is away; the next look finds what is left.
        """
        returned = await self._take_back_from_who_left()
        async with self._database.connection() as connection:
            if not await store.has_returns(connection):
                return returned
            await count_absence(connection)
            forsaken = await store.list_forsaken(connection, limit=MAX_AT_ONCE)
        return returned + await self._return_all(forsaken)

    async def _take_back_from_who_left(self) -> int:
        """What is led by those who may not answer there any more, in as many looks as that needs."""
        if not self._has_noted_left:
            # A server of the version before, which is being replaced, takes things away and notes nothing.
            async with self._database.connection() as connection:
                await store.note_left(connection, roles=ANSWERING_ROLES)
            self._has_noted_left = True
        returned = 0
        while True:
            async with self._database.connection() as connection:
                if not await store.has_leaving(connection):
                    return returned
                orphaned = await store.list_orphaned(connection, roles=ANSWERING_ROLES, limit=MAX_AT_ONCE)
                if not orphaned:
                    await store.forget_leaving(connection, roles=ANSWERING_ROLES, quiet_s=LEAVING_S)
            count = await self._return_all(orphaned)
            returned += count
            if count < MAX_AT_ONCE:
                # Also where another process was quicker with some: it goes on, or the next look does.
                return returned
            await asyncio.sleep(PAUSE_S)

    async def _return_all(self, left: Sequence[Forsaken]) -> int:
        returned = 0
        for one in left:
            returned += await self._return(Owner(one.site_id, one.visitor_id), one.id)
        return returned

    async def _give(self, waiting: Waiting) -> bool | None:
        """Whether it was given; None where nobody has room for it."""

        async def change(connection: Connection) -> Change[bool | None]:
            held = await store.lock_waiting(connection, waiting)
            if held is None:
                return Change(result=False)
            candidates = await store.lock_candidates(
                connection, site_id=held.site_id, department_id=held.department_id, roles=ANSWERING_ROLES
            )
            last_id = None
            if held.mode is Mode.LAST:
                last_id = await store.find_last_operator(connection, site_id=held.site_id, visitor_id=held.visitor_id)
            chosen = choose(held.mode, candidates, last_id=last_id)
            head = await find_head(connection, site_id=held.site_id, id=held.id)
            if chosen is None or head is None:
                return Change(result=None)
            await store.note_given(connection, chosen.author.id)
            content = NewAssignment(operator=chosen.author, is_automatic=True)
            entry = await append_entry(connection, head=head, author=chosen.author, echo_id=None, content=content)
            return Change(result=True, entries=(entry,))

        return await self._writer.write(Owner(waiting.site_id, waiting.visitor_id), change)

    async def _return(self, owner: Owner, conversation_id: UUID) -> bool:
        async def change(connection: Connection) -> Change[bool]:
            try:
                head = await lock_conversation(connection, owner, conversation_id)
            except ConversationUnknown:
                return Change(result=False)  # blocked meanwhile
            place = {"site_id": owner.site_id, "id": conversation_id}
            has_left = await store.is_orphaned(connection, roles=ANSWERING_ROLES, **place)
            if not has_left and not await store.is_forsaken(connection, **place):
                return Change(result=False)
            entry = await append_return(connection, head, has_left=has_left)
            return Change(result=entry is not None, entries=(entry,) if entry else ())

        return await self._writer.write(owner, change)


def _matters(stored: Stored) -> bool:
    """Whether somebody may wait since, or have room."""
    match stored.entry:
        case MessagePosted(seq=seq):
            return seq == 1
        case ConversationAssigned(operator=operator, automatic=automatic):
            return operator is None or automatic is not True
        case StatusChanged() | ConversationSnoozed() | ConversationMerged():
            return True
        case _:
            return False
