"""How operators show themselves to visitors: they choose a name and a picture of their own."""

import asyncio
from uuid import UUID

from msgspec import Struct

from ryadom.core.access_notes import note_access
from ryadom.core.avatars import make_avatar
from ryadom.core.texts import clean_line
from ryadom.errors import Busy
from ryadom.live.relay import Relay
from ryadom.store import faces as store
from ryadom.store.database import Database
from ryadom.store.faces import Face
from ryadom.store.journal_chain import Actor
from ryadom.store.operator_sessions import session_ids_of

MAX_NAME_CHARS = 60
RETRY_AFTER_S = 2.0


class Faces(Struct, frozen=True, kw_only=True):
    """Changes the own face. Every change is in the journal, and the operator's sockets begin anew with it."""

    database: Database
    relay: Relay
    one_at_a_time: asyncio.Semaphore
    """Pictures are large while they are decoded."""

    async def find(self, operator_id: UUID) -> Face:
        """The face as it is."""
        async with self.database.connection() as connection:
            return await store.find_face(connection, operator_id)

    async def set_public_name(self, operator_id: UUID, public_name: str, *, by: Actor) -> None:
        """Changes the name that visitors see; empty: as colleagues.

        Raises:
            BadBody: it is too long, or can't be shown in a line.
            JournalUnavailable: the change can't be journalled, so it is not made.
        """
        name = public_name.strip() and clean_line(public_name, field="public_name", max_chars=MAX_NAME_CHARS)
        async with self.database.transaction() as connection:
            await store.set_public_name(connection, operator_id, name)
            await note_access(connection, operator_id, "public_name_changed", by=by)
        await self._begin_anew(operator_id)

    async def set_avatar(self, operator_id: UUID, upload: bytes, *, by: Actor) -> None:
        """Makes a picture of what was uploaded, and keeps that.

        Raises:
            BadBody: see `make_avatar`.
            Busy: another picture is being made: nothing has changed.
            JournalUnavailable: the change can't be journalled, so it is not made.
        """
        if self.one_at_a_time.locked():
            raise Busy("Another picture is being made. Send yours again in a moment.", retry_after_s=RETRY_AFTER_S)
        async with self.one_at_a_time:
            avatar = await asyncio.to_thread(make_avatar, upload)
        await self._put(operator_id, avatar, "avatar_set", by=by)

    async def remove_avatar(self, operator_id: UUID, *, by: Actor) -> None:
        """Takes the picture away. Browsers that have it may show it for as long as they keep it.

        Raises:
            JournalUnavailable: the change can't be journalled, so it is not made.
        """
        await self._put(operator_id, None, "avatar_removed", by=by)

    async def _put(self, operator_id: UUID, avatar: bytes | None, what: str, *, by: Actor) -> None:
        async with self.database.transaction() as connection:
            await store.set_avatar(connection, operator_id, avatar)
            await note_access(connection, operator_id, what, by=by)
        await self._begin_anew(operator_id)

    async def _begin_anew(self, operator_id: UUID) -> None:
        """A socket knows whose it is from its beginning on: what is written through it carries that face."""
        async with self.database.connection() as connection:
            sessions = await session_ids_of(connection, operator_id)
        self.relay.restart_sessions(sessions)
