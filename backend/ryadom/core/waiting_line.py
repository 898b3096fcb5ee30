"""Which place in the queue a visitor has, told to those who are here, whenever it changes.

Postgres is asked once for all sites whose waiting visitors this process holds, every few seconds, however many there
are. Places are of those who wait for the same department of the same site.
"""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from ryadom.live.hub import Hub, VisitorTopic
from ryadom.live.owner import Owner
from ryadom.protocol.visitor import QueueMoved
from ryadom.store.database import Database
from ryadom.store.waiting import Queued, list_queues

LOOK_INTERVAL_S = 3.0
MAX_PLACES = 100
"""Whoever stands further back is told nothing: the number would say no more than that it takes long."""


class _Watched(Struct):
    """One visitor's conversation; `told` is the place that their sockets know."""

    conversation_id: UUID
    sockets: int = 0
    told: int | None = None


class WaitingLine:
    """Sessions say by tickets whose sockets are here. `operators_online` says whether anybody of a site is.

    Where nobody is there nobody is told a place: a queue that does not move is none.
    """

    def __init__(self, database: Database, hub: Hub, *, operators_online: Callable[[UUID], bool]) -> None:
        self._database = database
        self._hub = hub
        self._operators_online = operators_online
        self._watched: dict[Owner, _Watched] = {}

    def ticket(self, owner: Owner) -> "Ticket":
        """For one socket of a visitor."""
        return Ticket(self, owner)

    def arrive(self, owner: Owner, conversation_id: UUID) -> None:
        """A socket of a visitor who has this conversation: it knows of no place so far. See `Ticket`."""
        watched = self._watched.setdefault(owner, _Watched(conversation_id))
        watched.conversation_id = conversation_id
        watched.sockets += 1
        watched.told = None

    def leave(self, owner: Owner) -> None:
        """A socket that had arrived has gone."""
        watched = self._watched[owner]
        watched.sockets -= 1
        if not watched.sockets:
            del self._watched[owner]

    async def look(self) -> None:
        """Tells everybody whose place has changed.

        Raises:
            DatabaseUnavailable: Postgres is away; nobody is told anything.
        """
        site_ids = {owner.site_id for owner in self._watched if self._operators_online(owner.site_id)}
        queued: list[Queued] = []
        if site_ids:
            async with self._database.connection() as connection:
                queued = await list_queues(connection, site_ids, limit=MAX_PLACES)
        places = places_of(queued)
        for owner, watched in list(self._watched.items()):
            place = places.get(watched.conversation_id)
            if place != watched.told:
                watched.told = place
                moved = QueueMoved(conversation_id=watched.conversation_id, place=place)
                self._hub.publish(VisitorTopic(*owner), moved)


class Ticket:
    """One socket's part in the line: it is held while there is a conversation, and given back at the end."""

    def __init__(self, line: WaitingLine, owner: Owner) -> None:
        self._line = line
        self._owner = owner
        self._is_held = False

    def hold(self, conversation_id: UUID | None) -> None:
        """The visitor has this conversation now; None where they have none yet."""
        self.give_back()
        if conversation_id is not None:
            self._line.arrive(self._owner, conversation_id)
            self._is_held = True

    def give_back(self) -> None:
        """The socket has gone. Safe at any time."""
        if self._is_held:
            self._line.leave(self._owner)
            self._is_held = False


def places_of(queued: list[Queued]) -> dict[UUID, int]:
    """The place of each conversation, from 1 on, among those of its site and department; longest wait first."""
    counts: Counter[tuple[UUID, UUID | None]] = Counter()
    places = {}
    for one in queued:
        counts[one.site_id, one.department_id] += 1
        places[one.conversation_id] = counts[one.site_id, one.department_id]
    return places
