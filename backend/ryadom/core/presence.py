"""Who is here: operators of a site, visitors with a conversation; and telling the other side when that changes.

Known to this process only and kept in memory: presence is a lease of an open socket, it takes no disk.
"""

from collections.abc import Callable
from uuid import UUID

from ryadom.live.attendance import Attendance, Timer
from ryadom.live.hub import Hub, OperatorsTopic, VisitorsTopic
from ryadom.live.owner import Owner
from ryadom.protocol.operator import VisitorPresenceChanged
from ryadom.protocol.visitor import AvailabilityChanged

LINGER_S = 10.0
"""A page that reloads was never away."""


class Presence:
    """Sessions report arrivals and departures here; every `arrive` is followed by one `leave`."""

    def __init__(self, hub: Hub, *, call_later: Callable[[float, Callable[[], None]], Timer]) -> None:
        self._hub = hub
        self._operators: Attendance[UUID] = Attendance(
            linger_s=LINGER_S, on_change=self._operators_changed, call_later=call_later
        )
        self._visitors: Attendance[Owner] = Attendance(
            linger_s=LINGER_S, on_change=self._visitor_changed, call_later=call_later
        )
        self._conversations: dict[Owner, UUID] = {}

    def operator_arrives(self, site_id: UUID) -> None:
        """An operator of the site has opened the panel."""
        self._operators.arrive(site_id)

    def operator_leaves(self, site_id: UUID) -> None:
        """A panel of the site has gone."""
        self._operators.leave(site_id)

    def operators_online(self, site_id: UUID) -> bool:
        """Whether any operator of the site is here."""
        return self._operators.is_present(site_id)

    def visitor_arrives(self, owner: Owner, conversation_id: UUID | None) -> None:
        """A visitor has opened a socket; without a conversation nobody is told."""
        if conversation_id is not None:
            self._conversations[owner] = conversation_id
        self._visitors.arrive(owner)

    def visitor_leaves(self, owner: Owner) -> None:
        """A socket of the visitor has gone."""
        self._visitors.leave(owner)

    def visitor_writes(self, owner: Owner, conversation_id: UUID) -> None:
        """The visitor who is here has a conversation now."""
        self._conversations[owner] = conversation_id

    def visitor_online(self, owner: Owner) -> bool:
        """Whether the visitor is here."""
        return self._visitors.is_present(owner)

    def close(self) -> None:
        """Tells nobody any more."""
        self._operators.close()
        self._visitors.close()

    def _operators_changed(self, site_id: UUID, present: bool) -> None:
        self._hub.publish(VisitorsTopic(site_id), AvailabilityChanged(operators_online=present))

    def _visitor_changed(self, owner: Owner, present: bool) -> None:
        conversation_id = self._conversations.get(owner) if present else self._conversations.pop(owner, None)
        if conversation_id is not None:
            self._hub.publish(
                OperatorsTopic(owner.site_id),
                VisitorPresenceChanged(conversation_id=conversation_id, visitor_online=present),
            )
