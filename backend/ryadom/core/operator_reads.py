"""What an operator asks to see: lists, one conversation, counts, history; each as their role may see it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.cursors import read_cursor, write_cursor
from ryadom.core.known_owners import KnownOwners
from ryadom.core.merged_elsewhere import hide_in_history, hide_in_rows
from ryadom.core.operator_desk import OperatorDesk
from ryadom.core.operator_views import OperatorViews
from ryadom.core.resume import fetch_history
from ryadom.core.timeline_rules import unknown_conversation
from ryadom.core.veiled_rows import cover_rows
from ryadom.errors import RyadomError
from ryadom.live.owner import Owner
from ryadom.protocol.operator import (
    Conversation,
    ConversationFetched,
    ConversationList,
    CountsFetched,
    FetchConversation,
    FetchCounts,
    ListConversations,
)
from ryadom.protocol.shared import AuthorKind, FetchHistory, History
from ryadom.store import conversations as store
from ryadom.store import inbox
from ryadom.store.inbox_pages import Reader
from ryadom.store.purviews import find_purview
from ryadom.store.sql import Connection


class OperatorReads:
    """The reading of one socket. What shows anybody is in the journal before it is given.

    All raise JournalUnavailable where it can't be written, and ConversationUnknown for one that is not theirs.
    """

    def __init__(
        self, desk: OperatorDesk, reader: Reader, views: OperatorViews, owners: KnownOwners, *, sees_contacts: bool
    ) -> None:
        """`reader` with a purview: their operator is limited, and how far they see is asked anew for each reading."""
        self._desk = desk
        self._reader = reader
        self._views = views
        self._owners = owners
        self._sees_contacts = sees_contacts

    async def list_conversations(self, command: ListConversations) -> ConversationList:
        """A page of a folder, and where the next begins."""
        async with self._desk.database.transaction() as connection:
            reader = await self._current_reader(connection)
            rows, following = await inbox.list_folder(
                connection,
                reader,
                folder=command.folder,
                filter=command.filter or inbox.EVERYTHING,
                after=read_cursor(command.cursor) if command.cursor else None,
                limit=command.limit,
            )
            page = await hide_in_rows(connection, rows, reader.purview)
        await self._views.conversations_listed(page, folder=command.folder)
        return ConversationList(
            request_id=command.request_id,
            folder=command.folder,
            conversations=await self._shown(page),
            next_cursor=write_cursor(following),
        )

    async def fetch_conversation(self, command: FetchConversation) -> ConversationFetched:
        """One conversation, as a row of a list shows it."""
        async with self._in_sight(command.conversation_id) as owner, self._desk.database.connection() as connection:
            row = await store.find_conversation(connection, site_id=owner.site_id, id=command.conversation_id)
            if row is None:
                raise unknown_conversation()
            [found] = await hide_in_rows(connection, [row], self._reader.purview)
        await self._views.conversations_listed([found])
        [shown] = await self._shown([found])
        return ConversationFetched(request_id=command.request_id, conversation=shown)

    async def fetch_counts(self, command: FetchCounts) -> CountsFetched:
        """How many there are in each folder."""
        async with self._desk.database.connection() as connection:
            counts = await inbox.count_folders(connection, await self._current_reader(connection))
        return CountsFetched(request_id=command.request_id, counts=counts)

    async def fetch_history(self, command: FetchHistory) -> History:
        """A page of a conversation's timeline.

        Raises:
            SeqAhead: the client holds more than there is.
        """
        async with self._in_sight(command.conversation_id) as owner, self._desk.database.connection() as connection:
            head = await store.find_head(connection, site_id=owner.site_id, id=command.conversation_id)
            if head is None or head.is_blocked:
                raise unknown_conversation()
            history = await fetch_history(connection, head, command, audience=AuthorKind.OPERATOR)
            history = await hide_in_history(connection, owner.site_id, history, self._reader.purview)
        async with self._desk.database.connection() as connection:
            sealed = await self._views.seal_name(connection, head)
        await self._views.conversation_opened(head, command, sealed=sealed)
        if not self._sees_contacts:
            history = await self._desk.veil.cover_history(owner.site_id, history)
        return history

    async def _current_reader(self, connection: Connection) -> Reader:
        if self._reader.purview is None:
            return self._reader
        purview = await find_purview(connection, self._reader.operator_id)
        # Lifted a moment ago, it counts until the session has ended for it.
        return replace(self._reader, purview=purview) if purview else self._reader

    @asynccontextmanager
    async def _in_sight(self, conversation_id: UUID) -> AsyncIterator[Owner]:
        """Whose it is, while it is read. Of whoever is limited it is asked after that whether they see it.

        It may have left their sight while it was read, and what was said there since is in what was read. Whatever else
        the reading is refused with is told only of what they see.

        Raises:
            ConversationUnknown: it is not theirs.
        """
        owner = await self._owners.whose(conversation_id)
        try:
            yield owner
        except RyadomError:
            await self._check_sight(conversation_id)
            raise
        await self._check_sight(conversation_id)

    async def _check_sight(self, conversation_id: UUID) -> None:
        if self._reader.purview is not None:
            await self._owners.of(conversation_id)

    async def _shown(self, page: Sequence[Conversation]) -> list[Conversation]:
        """The rows as this operator may see them, with who is here."""
        desk = self._desk
        rows = page if self._sees_contacts else await cover_rows(desk.database, desk.veil, page)
        # Looked at last: whoever comes or goes from here on is told of after the answer.
        return [
            replace(row, visitor_online=desk.presence.visitor_online(Owner(row.site_id, row.visitor.id)))
            for row in rows
        ]
