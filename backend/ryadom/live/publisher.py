"""Gives entries of the timeline to the sockets of this process, and remembers for a while which it gave."""

from collections.abc import Callable, Collection
from math import inf
from time import monotonic
from uuid import UUID

from msgspec.structs import replace

from ryadom.live.hub import Hub, OperatorsTopic, VisitorTopic
from ryadom.live.outbox import encode
from ryadom.live.owner import Owner
from ryadom.protocol.operator import Conversation, ConversationStarted
from ryadom.store.entries import Stored

MEMORY = 50_000
"""Entries per half of the memory: more than a process stores between two readings of the feed."""

MAX_TRANSACTIONS = 10_000


def _nobody_is_here(_owner: Owner, _conversation_id: UUID) -> bool:
    return False


class Publisher:
    """The one way of an entry to the hub, be it stored here or by another process.

    `on_start(owner, conversation_id)` is called with each conversation that begins; gives whether its visitor is here.
    """

    def __init__(self, hub: Hub, *, on_start: Callable[[Owner, UUID], bool] = _nobody_is_here) -> None:
        self._hub = hub
        self._on_start = on_start
        self._recent: set[tuple[UUID, int]] = set()
        self._older: set[tuple[UUID, int]] = set()
        self._transactions: set[int] = set()
        self.told_at = -inf
        """When an entry has last gone this way, by the monotonic clock, in seconds."""

    @property
    def transactions(self) -> Collection[int]:
        """Transactions all of whose entries were published here: the feed need not tell of them."""
        return self._transactions

    def note_transaction(self, xact_id: int) -> None:
        """All that this transaction stored has been published."""
        if len(self._transactions) >= MAX_TRANSACTIONS:
            self._transactions.clear()  # forgetting costs a reading, nothing more
        self._transactions.add(xact_id)

    def forget_transactions(self, *, before: int | None = None) -> None:
        """Forgets those before this one, or all: their numbers come again once another Postgres has taken over."""
        kept = () if before is None else [xact_id for xact_id in self._transactions if xact_id >= before]
        self._transactions = set(kept)

    def start(self, owner: Owner, started: Conversation) -> None:
        """Tells operators of a conversation whose first entry follows; its visitor may have gone meanwhile."""
        shown = replace(started, visitor_online=self._on_start(owner, started.id))
        self._hub.publish(OperatorsTopic(owner.site_id), ConversationStarted(conversation=shown))

    def publish(self, owner: Owner, stored: Stored, *, again: bool = False, is_hidden: bool = False) -> None:
        """Tells everybody who may see it, once unless `again`; encoded once for each audience that is here.

        `is_hidden`: operators may not, for its visitor is blocked.

        Between a commit and its writer's word the feed may have told of it already.
        """
        key = (stored.entry.conversation_id, stored.entry.seq)
        if self.has_published(*key) and not again:
            return
        self._remember(key)
        self.told_at = monotonic()
        views = self._hub.views_here(owner.site_id, stored.entry)
        if not is_hidden:
            self._hub.publish(OperatorsTopic(owner.site_id), views)
        if stored.public:
            seen = stored.for_visitor()
            self._hub.publish(VisitorTopic(*owner), views.clear if seen is stored.entry else encode(seen))

    def has_published(self, conversation_id: UUID, seq: int) -> bool:
        """Whether the entry was published here, as far as is remembered; clients ignore one that comes again."""
        key = (conversation_id, seq)
        return key in self._recent or key in self._older

    def has_audience(self, owner: Owner) -> bool:
        """Whether anybody is here who would be told."""
        return self._hub.has_operators(owner.site_id) or bool(self._hub.subscribers(VisitorTopic(*owner)))

    def _remember(self, key: tuple[UUID, int]) -> None:
        if len(self._recent) >= MEMORY:
            self._older, self._recent = self._recent, set()
        self._recent.add(key)
