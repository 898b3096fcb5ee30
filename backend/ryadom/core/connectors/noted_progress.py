"""How far one push is: leave for each call about a person is asked, what it did is noted, in our own database."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from ryadom.core.connectors.cases import check_leave
from ryadom.core.connectors.protocol import UNSURE_S, PushEnded, Receipt
from ryadom.store import connector_pushes as queue
from ryadom.store.connector_pushes import Push
from ryadom.store.database import Database


class NotedProgress:
    """How far one push is. `is_begun`: the CRM is asked for it.

    `is_writing`: it is not known whether the last write was done.

    `check` lets a call pass by the register of recipients. A push takes as long as the CRM does, and what is allowed
    when it begins may not be any more.
    """

    def __init__(
        self,
        database: Database,
        push: Push,
        node: UUID,
        *,
        generation: int,
        check: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._push = push
        self._node = node
        self._generation = generation
        self._check = check
        self.is_begun = False
        self.is_writing = False

    async def asks(self) -> None:
        """See `Progress.asks`."""
        await self._check()
        async with self._database.connection() as connection:
            await check_leave(connection, site_id=self._push.site_id, visitor_id=self._push.visitor_id)
            if not await queue.may_push(connection, self._push, self._node, generation=self._generation):
                raise PushEnded

    async def writes(self) -> None:
        """See `Progress.writes`. It asks and notes in one: what `asks` found could be over by then."""
        await self._check()
        async with self._database.connection() as connection:
            await check_leave(connection, site_id=self._push.site_id, visitor_id=self._push.visitor_id)
            if not await queue.begin_write(
                connection, self._push, self._node, generation=self._generation, unsure_s=UNSURE_S
            ):
                raise PushEnded
        self.is_writing = True

    async def wrote(self, receipt: Receipt) -> None:
        """See `Progress.wrote`."""
        self.is_writing = False
        async with self._database.connection() as connection:
            is_noted = await queue.note_written(
                connection,
                self._push,
                generation=self._generation,
                remote_id=receipt.remote_id,
                remote_number=receipt.number,
                url=receipt.url,
                told_seq=receipt.told_seq,
            )
        if not is_noted:
            raise PushEnded
