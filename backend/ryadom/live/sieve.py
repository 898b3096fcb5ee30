"""News of a site for operators who see only some of its conversations: looked up first, then given.

Where a conversation belongs is read from Postgres for all events that have gathered meanwhile, in one statement, after
what they tell of has been committed; so nothing has to be remembered of what other processes do, and a change of who is
in a department counts with the next event. Where nobody limited is here, nothing is asked. Others wait for none of it.

Where one tells of another conversation, with which its own was merged, that is left out for whoever does not see it.

What leaves somebody's sight is taken from their panel as what is blocked is: `conversation_hidden`. What comes into it
is told by the entry that brought it there, and the panel fetches the row that it does not know.
"""

import asyncio
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct

from ryadom.errors import HelloOutdated, RyadomError, SlowConsumer
from ryadom.live.hub import Subscriber
from ryadom.live.outbox import Encoded, encode
from ryadom.live.views import Views
from ryadom.protocol.operator import ConversationHidden
from ryadom.protocol.shared import AuthorKind
from ryadom.store.database import Database
from ryadom.store.purviews import NOBODY, Seers, who_sees

MAX_WAITING = 8_192
"""Events, of all sites; as many as the outbox of one socket holds."""

MAX_BATCH = 500
MAX_SHOWN = 20_000
"""Conversations that one socket remembers to have been shown: past that it begins anew, and so does its panel."""

RETRY_S = 1.0

log = structlog.get_logger(__name__)


class _Named(Struct, frozen=True):
    id: UUID
    kind: str = ""
    merged_into: UUID | None = None


class About(Struct, frozen=True):
    """As much of an event as says of which conversation it is, and whose deed. Without one it is of the whole site.

    `merged_into`, `from_id`: another conversation that it tells of.
    """

    conversation_id: UUID | None = None
    conversation: _Named | None = None
    author: _Named | None = None
    seq: int | None = None
    merged_into: UUID | None = None
    from_id: UUID | None = None

    @property
    def other_id(self) -> UUID | None:
        """The other conversation that it tells of."""
        return self.merged_into or self.from_id or (self.conversation.merged_into if self.conversation else None)

    @property
    def id(self) -> UUID | None:
        """Of which conversation."""
        return self.conversation.id if self.conversation else self.conversation_id

    def is_entry_of(self, operator_id: UUID) -> bool:
        """Whether it is an entry that this operator wrote."""
        author = self.author
        return author is not None and self.seq is not None and (author.kind, author.id) == (_OPERATOR, operator_id)


_OPERATOR = AuthorKind.OPERATOR.value
_decoder = msgspec.json.Decoder(About)


def about(data: bytes) -> About:
    """What an event for operators, as JSON, is about."""
    return _decoder.decode(data)


def without_other(encoded: Encoded) -> Encoded:
    """An event that does not say with which other conversation its own was merged."""
    frame: dict[str, Any] = msgspec.json.decode(encoded.data)
    frame.pop("merged_into", None)
    if "from_id" in frame:
        frame["from_id"] = None
    if "conversation" in frame:
        frame["conversation"]["merged_into"] = None
    return encode(msgspec.Raw(msgspec.json.encode(frame)))


class _Event(NamedTuple):
    site_id: UUID
    views: Views
    about: About
    but: Subscriber | None


class Follower:
    """One socket of a limited operator."""

    def __init__(
        self, subscriber: Subscriber, *, operator_id: UUID, site_ids: Collection[UUID], is_veiled: bool
    ) -> None:
        self.subscriber = subscriber
        self.operator_id = operator_id
        self.site_ids = frozenset(site_ids)
        self.is_veiled = is_veiled
        self._shown: dict[UUID, None] = {}
        self._readings = 0
        self._passed: set[UUID] = set()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While something is read for this socket and put into its outbox; end it with `show`."""
        self._readings += 1
        try:
            yield
        finally:
            self._readings -= 1
            if not self._readings:
                self._passed.clear()

    def show(self, ids: Collection[UUID]) -> None:
        """These are in the outbox; what has left the operator's sight since it was read is taken back."""
        for id in ids:
            if id in self._passed:
                self._hide(id)
            else:
                self._shown[id] = None
        if len(self._shown) > MAX_SHOWN:
            self.subscriber.end(HelloOutdated("Say hello again: there is too much to keep in step."))

    def take(self, event: _Event, seers: Mapping[UUID, Seers]) -> None:
        """Gives an event to the socket, if its operator may see it."""
        id = event.about.id
        other_id = event.about.other_id
        encoded = event.views.veiled if self.is_veiled else event.views.clear
        if other_id is not None and not seers.get(other_id, NOBODY).include(self.operator_id):
            encoded = without_other(encoded)
        if id is None:
            self.subscriber.outbox.publish(encoded)
        elif seers.get(id, NOBODY).include(self.operator_id):
            self.subscriber.outbox.publish(encoded)
            self.show([id])
        else:
            # Their own deed is told them all the same: it is how a panel knows that it was done.
            is_own = event.about.is_entry_of(self.operator_id)
            if is_own:
                self.subscriber.outbox.publish(encoded)
            if self._readings:
                self._passed.add(id)
            if is_own or id in self._shown:
                self._hide(id)

    def _hide(self, id: UUID) -> None:
        self._shown.pop(id, None)
        self.subscriber.outbox.publish(encode(ConversationHidden(conversation_id=id)))


class Sieve:
    """The limited operators' sockets of this process, and what waits to be looked up for them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._followers: dict[UUID, dict[Follower, None]] = {}
        self._waiting: deque[_Event] = deque()
        self._news = asyncio.Event()

    def follow(self, follower: Follower) -> None:
        """From now on the socket gets what its operator may see of their sites."""
        for site_id in follower.site_ids:
            self._followers.setdefault(site_id, {})[follower] = None

    def leave(self, follower: Follower) -> None:
        """The opposite; harmless where it did not follow."""
        for site_id in follower.site_ids:
            if (followers := self._followers.get(site_id)) is not None:
                followers.pop(follower, None)
                if not followers:
                    del self._followers[site_id]

    def wants(self, site_id: UUID) -> bool:
        """Whether anybody limited of this site is here."""
        return site_id in self._followers

    def sites(self) -> set[UUID]:
        """The sites of which anybody limited is here."""
        return set(self._followers)

    def is_veiled(self, site_id: UUID) -> bool:
        """Whether any of them sees contacts masked."""
        return any(follower.is_veiled for follower in self._followers.get(site_id, ()))

    def take(self, site_id: UUID, views: Views, but: Subscriber | None) -> None:
        """An event of the site; it is given as soon as it has been looked up, in the order in which events come.

        One that can't be understood is given to nobody limited: whose conversation it tells of is not known.
        """
        try:
            told = about(views.clear.data)
        except msgspec.MsgspecError:
            log.exception("event not understood")
            return
        if len(self._waiting) >= MAX_WAITING:
            self._waiting.clear()
            for follower in self._all():
                follower.subscriber.end(SlowConsumer("Too much waits to be looked up; say hello again."))
            return
        self._waiting.append(_Event(site_id, views, told, but))
        self._news.set()

    async def run(self) -> None:
        """Gives what comes, until cancelled. An outage of Postgres only makes it late."""
        while True:
            await self._news.wait()
            try:
                await self.give()
            except Exception as error:
                if not isinstance(error, RyadomError):
                    log.exception("news not looked up")
                await asyncio.sleep(RETRY_S)

    async def give(self) -> None:
        """Gives all that waits.

        Raises:
            DatabaseUnavailable: Postgres is away; what could not be looked up waits on.
        """
        while self._waiting:
            batch = list(islice(self._waiting, MAX_BATCH))
            # Whoever comes while it is looked up reads what is told here: nothing was asked for them.
            asked_ids = {follower.operator_id for follower in self._all()}
            seers = await self._look(batch, asked_ids)
            for event in batch:
                # All of it may have been dropped meanwhile.
                if not self._waiting or self._waiting[0] is not event:
                    break
                self._waiting.popleft()
                for follower in list(self._followers.get(event.site_id, ())):
                    is_known = event.about.id is None or follower.operator_id in asked_ids
                    if is_known and follower.subscriber is not event.but:
                        follower.take(event, seers)
        self._news.clear()

    async def _look(self, batch: Collection[_Event], operator_ids: Collection[UUID]) -> Mapping[UUID, Seers]:
        keys = {
            (event.site_id, id) for event in batch for id in (event.about.id, event.about.other_id) if id is not None
        }
        if not keys or not operator_ids:
            return {}
        async with self._database.connection() as connection:
            return await who_sees(connection, list(keys), operator_ids=operator_ids)

    def _all(self) -> set[Follower]:
        return {follower for followers in self._followers.values() for follower in followers}
