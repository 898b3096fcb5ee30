"""What everybody is to see, wherever their socket is: to the hub of this process, and by the bus to the others.

Entries go this way to be there sooner; what the bus loses of them is read from the feed, which loses none.
"""

import asyncio
import random
from collections.abc import Callable, Collection, Iterable
from typing import Protocol, assert_never
from uuid import UUID

import msgspec

from ryadom.errors import HelloOutdated, NotSignedIn, TokenRevoked, VisitorErased
from ryadom.live.bus import Bus
from ryadom.live.envelopes import (
    NULL,
    AnyEnvelope,
    Appended,
    Gone,
    Here,
    News,
    RollCall,
    Seen,
    SessionChanged,
    SessionEnded,
    SightEnvelope,
    SiteStale,
    StillSeen,
    ToOperators,
    ToVisitor,
    Unseen,
    VisitorChanged,
    VisitorRevoked,
    Watched,
)
from ryadom.live.hub import Hub, OperatorsTopic, SessionTopic, Subscriber, VisitorTopic
from ryadom.live.outbox import encode
from ryadom.live.owner import Owner
from ryadom.live.views import Views
from ryadom.protocol.operator import SignsMissed
from ryadom.protocol.shared import Frame
from ryadom.store.entries import Stored

LEASE_INTERVAL_S = 5.0
LEASE_TTL_S = 3 * LEASE_INTERVAL_S

MISSED_PAUSE_S = 1.0
"""On average, from an interruption of the bus to the word of it: by then it is whole again, and several are one."""

RETURNS_APART_S = 0.02
LAST_RETURN_S = 1.0
"""Panels that begin anew together come back so far apart, and all of them by then: before a break is told of."""


class LeaseHolder(Protocol):
    """Who keeps the leases: `core.presence`."""

    def take(self, node: str, envelope: Here | Gone) -> None:
        """Another node has said who is there, or no more."""

    def renew(self) -> None:
        """Says who is here, and forgets what others have not said again."""


class SightHolder(Protocol):
    """Who knows which visitors are on which page: `core.site_visitors`."""

    def take(self, node: str, envelope: SightEnvelope) -> None:
        """Another node has said whom it sees, or what is looked at there."""

    def renew(self) -> None:
        """Says again whom this node sees and what is looked at here, and forgets what others have not said again."""

    def forget(self, owner: Owner) -> None:
        """Nobody may see this visitor any more."""


class Relay:
    """Publishes to all processes. Where nobody else has been heard of, nothing is sent but the leases.

    `on_news` is called when the feed may hold something new, `on_entry` with an entry that another process has
    committed, `on_site` when what panels know of a site is out of date. `clock` is monotonic, in seconds; `random`
    gives 0 to 1.

    Signs of others are lost while the bus is interrupted, here or where they come from. Once it is whole again, the
    operators of this process are told to read again what they show of them.
    """

    def __init__(
        self,
        hub: Hub,
        bus: Bus,
        *,
        on_news: Callable[[], None],
        on_entry: Callable[[Owner, Stored], None],
        on_site: Callable[[UUID], None],
        clock: Callable[[], float],
        random: Callable[[], float] = random.random,
    ) -> None:
        self._hub = hub
        self._bus = bus
        self._on_news = on_news
        self._on_entry = on_entry
        self._on_site = on_site
        self._clock = clock
        self._random = random
        self._peers: dict[str, float] = {}
        self._has_connected = False
        self._missed = asyncio.Event()
        self.sights: SightHolder | None = None

    @property
    def nodes(self) -> int:
        """How many processes there are, as far as this one has heard of them lately."""
        return 1 + len(self._peers)

    def publish(self, topic: OperatorsTopic | VisitorTopic, frame: Frame, *, but: Subscriber | None = None) -> None:
        """Gives a frame that may be lost to everybody who follows the topic, except one socket of this process."""
        match topic:
            case OperatorsTopic(site_id=site_id):
                views = self._hub.views(site_id, frame)
                self._hub.publish(topic, views, but=but)
                if self._peers:
                    veiled = NULL if views.veiled is views.clear else msgspec.Raw(views.veiled.data)
                    self._bus.send(ToOperators(site_id, msgspec.Raw(views.clear.data), veiled))
            case VisitorTopic(site_id=site_id, visitor_id=visitor_id):
                encoded = encode(frame)
                self._hub.publish(topic, encoded, but=but)
                if self._peers:
                    self._bus.send(ToVisitor(site_id, visitor_id, msgspec.Raw(encoded.data)))

    def tell_entries(self, entries: Iterable[tuple[Owner, Stored]]) -> None:
        """Entries have been committed and published here, each conversation's in their order."""
        if self._peers:
            for owner, stored in entries:
                self._bus.send(Appended(*owner, stored))

    def tell_presence(self, envelope: Here | Gone | SightEnvelope) -> None:
        """Somebody has come or gone; a lease is said anew every few seconds anyway."""
        if self._peers:
            self._bus.send(envelope)

    def renew_lease(self, lease: Here) -> None:
        """Says who is here, also to nobody: it is how nodes learn of each other, and that their line works."""
        self._bus.send(lease)

    def end_session(self, session_id: UUID) -> None:
        """Closes the sockets of a session that its operator has ended."""
        self._end(SessionEnded(session_id))
        self._bus.send(SessionEnded(session_id))

    def restart_sessions(self, session_ids: Collection[UUID]) -> None:
        """Closes the sockets of sessions, so that they begin anew with what has changed of their operators.

        All at once, for none may go on with what it had; but they come back one by one, the last within a second.
        """
        apart_s = min(RETURNS_APART_S, LAST_RETURN_S / max(len(session_ids), 1))
        for place, session_id in enumerate(session_ids):
            changed = SessionChanged(session_id, round(place * apart_s, 3))
            self._end(changed)
            self._bus.send(changed)

    def renew_site(self, site_id: UUID) -> None:
        """Lets all panels of a site, in all processes, be told what has changed of it; once that is committed."""
        self._on_site(site_id)
        self._bus.send(SiteStale(site_id))

    def revoke(self, owner: Owner) -> None:
        """Closes the sockets of a visitor whose tokens have been revoked."""
        self._end(VisitorRevoked(*owner))
        self._bus.send(VisitorRevoked(*owner))

    def change_visitor(self, owner: Owner) -> None:
        """Closes the sockets of a visitor, so that they say hello anew and hear what has changed for them."""
        self._end(VisitorChanged(*owner))
        self._bus.send(VisitorChanged(*owner))

    async def run(self, presence: LeaseHolder) -> None:
        """Takes what others send, and renews the leases, until cancelled."""

        def connected() -> None:
            if self._has_connected:
                self._missed.set()
            self._has_connected = True
            self._bus.send(RollCall())
            presence.renew()
            self._on_news()

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._bus.run(lambda node, envelope: self._receive(node, envelope, presence), connected))
            tasks.create_task(self._renew(presence))
            tasks.create_task(self._tell_missed())

    async def _renew(self, presence: LeaseHolder) -> None:
        looked_at = self._clock()
        while True:
            await asyncio.sleep(LEASE_INTERVAL_S)
            now = self._clock()
            # Who was stopped for so long has not read yet what the others said meanwhile.
            if now - looked_at < LEASE_TTL_S / 2:
                self._peers = {node: heard for node, heard in self._peers.items() if now - heard < LEASE_TTL_S}
            looked_at = now
            presence.renew()
            if self.sights is not None:
                self.sights.renew()

    async def _tell_missed(self) -> None:
        while True:
            await self._missed.wait()
            # Not all processes at the same time: everybody's panels read at once.
            await asyncio.sleep(MISSED_PAUSE_S * (0.5 + self._random()))
            self._missed.clear()
            for session_id in self._hub.sessions():
                self._hub.publish(SessionTopic(session_id), SignsMissed())

    def _receive(self, node: str, envelope: AnyEnvelope, presence: LeaseHolder) -> None:
        is_known = node in self._peers
        self._peers[node] = self._clock()
        match envelope:
            case News():
                self._on_news()
            case Appended(site=site_id, visitor=visitor_id, stored=stored):
                self._on_entry(Owner(site_id, visitor_id), stored)
            case RollCall():
                if is_known:
                    # It had been cut off, and what it said meanwhile is lost.
                    self._missed.set()
                presence.renew()
            case Here() | Gone():
                presence.take(node, envelope)
            case Seen() | StillSeen() | Unseen() | Watched():
                if self.sights is not None:
                    self.sights.take(node, envelope)
            case ToOperators(site=site_id, frame=frame, veiled=veiled):
                clear = encode(frame)
                views = Views(clear, clear if bytes(veiled) == bytes(NULL) else encode(veiled))
                self._hub.publish(OperatorsTopic(site_id), views)
            case ToVisitor(site=site_id, visitor=visitor_id, frame=frame):
                self._hub.publish(VisitorTopic(site_id, visitor_id), encode(frame))
            case SiteStale(site=site_id):
                self._on_site(site_id)
            case SessionEnded() | SessionChanged() | VisitorRevoked() | VisitorChanged():
                self._end(envelope)
            case _:
                assert_never(envelope)

    def _end(self, envelope: SessionEnded | SessionChanged | VisitorRevoked | VisitorChanged) -> None:
        if self.sights is not None and isinstance(envelope, VisitorRevoked | VisitorChanged):
            self.sights.forget(Owner(envelope.site, envelope.visitor))
        match envelope:
            case SessionEnded(session=session_id):
                self._hub.end(SessionTopic(session_id), NotSignedIn("You have signed out."))
            case SessionChanged(session=session_id, return_in_s=return_in_s):
                outdated = HelloOutdated("Say hello again.", retry_after_s=return_in_s or None)
                self._hub.end(SessionTopic(session_id), outdated)
            case VisitorRevoked(site=site_id, visitor=visitor_id, erased=True):
                erased = "What was held on this visitor was erased. Forget what is unsent; say hello without a token."
                self._hub.end(VisitorTopic(site_id, visitor_id), VisitorErased(erased))
            case VisitorRevoked(site=site_id, visitor=visitor_id):
                revoked = "The token has been revoked. Say hello without a token to begin as a new visitor."
                self._hub.end(VisitorTopic(site_id, visitor_id), TokenRevoked(revoked))
            case VisitorChanged(site=site_id, visitor=visitor_id):
                self._hub.end(VisitorTopic(site_id, visitor_id), HelloOutdated("Say hello again."))
