"""Who is here: operators of a site, visitors with a conversation; and telling the other side when that changes.

Kept in memory, it takes no disk. Each process knows its own sockets, and by leases what the others say of theirs; its
sockets are told when the two together change.
"""

from collections.abc import Callable
from uuid import UUID

from ryadom.live.attendance import Attendance, Timer
from ryadom.live.envelopes import Gone, Here
from ryadom.live.hub import DepartmentTopic, Hub, OperatorsTopic, VisitorsTopic
from ryadom.live.leases import Leases
from ryadom.live.owner import Owner
from ryadom.live.relay import LEASE_TTL_S, Relay
from ryadom.protocol.operator import VisitorPresenceChanged
from ryadom.protocol.visitor import AvailabilityChanged, DepartmentAvailabilityChanged

LINGER_S = 10.0
"""A page that reloads was never away."""

MAX_IN_LEASE = 40
"""Keys of one envelope, so that it fits into a notification of 8,000 bytes."""


class Presence:
    """Sessions report arrivals and departures here; every `arrive` is followed by one `leave`.

    Operators arrive on each of their sites and in each of their departments, which are kept alike: by id.

    `call_later` is the loop's, `clock` is monotonic, in seconds.
    """

    def __init__(
        self,
        hub: Hub,
        relay: Relay,
        *,
        call_later: Callable[[float, Callable[[], None]], Timer],
        clock: Callable[[], float],
    ) -> None:
        self._hub = hub
        self._relay = relay
        self._operators: Attendance[UUID] = Attendance(
            linger_s=LINGER_S, on_change=self._operators_changed, call_later=call_later
        )
        self._visitors: Attendance[Owner] = Attendance(
            linger_s=LINGER_S, on_change=self._visitor_changed, call_later=call_later
        )
        self._operators_elsewhere: Leases[UUID] = Leases(
            ttl_s=LEASE_TTL_S, on_change=self._operators_elsewhere_changed, clock=clock
        )
        self._visitors_elsewhere: Leases[Owner] = Leases(
            ttl_s=LEASE_TTL_S, on_change=self._visitor_elsewhere_changed, clock=clock
        )
        # Of visitors with a conversation; only they are of interest to anybody.
        self._conversations: dict[Owner, UUID] = {}
        self._conversations_elsewhere: dict[Owner, UUID] = {}

    def operator_arrives(self, post_id: UUID) -> None:
        """An operator of the site, or of the department, has opened the panel."""
        self._operators.arrive(post_id)

    def operator_leaves(self, post_id: UUID) -> None:
        """A panel of the site, or of the department, has gone."""
        self._operators.leave(post_id)

    def operators_online(self, post_id: UUID) -> bool:
        """Whether any operator of the site, or of the department, is here, in whatever process."""
        return self._operators.is_present(post_id) or self._operators_elsewhere.holds(post_id)

    def visitor_arrives(self, owner: Owner, conversation_id: UUID | None) -> None:
        """A visitor has opened a socket; without a conversation nobody is told."""
        if conversation_id is not None:
            self._conversations[owner] = conversation_id
        self._visitors.arrive(owner)

    def visitor_leaves(self, owner: Owner) -> None:
        """A socket of the visitor has gone."""
        self._visitors.leave(owner)

    def visitor_writes(self, owner: Owner, conversation_id: UUID) -> None:
        """The visitor who is here has a conversation now; others are told once."""
        if self._conversations.get(owner) == conversation_id:
            return
        self._conversations[owner] = conversation_id
        self._relay.tell_presence(Here(visitors={owner.site_id: {owner.visitor_id: conversation_id}}))

    def conversation_starts(self, owner: Owner, conversation_id: UUID) -> bool:
        """A conversation has begun, in whatever process; gives whether its visitor is here.

        Their socket may have gone before they were told of it, and another tab here may not know of it.
        """
        if self._visitors.is_present(owner):
            self.visitor_writes(owner, conversation_id)
        return self.visitor_online(owner)

    def visitor_online(self, owner: Owner) -> bool:
        """Whether the visitor, who has a conversation, is here, in whatever process."""
        return self._visitors.is_present(owner) or self._visitors_elsewhere.holds(owner)

    def close(self) -> None:
        """Tells nobody any more."""
        self._operators.close()
        self._visitors.close()

    def take(self, node: str, envelope: Here | Gone) -> None:
        """Another process has said who is there, or no more."""
        match envelope:
            case Here(operators=site_ids, visitors=by_site):
                owners = {
                    Owner(site_id, visitor_id): conversation_id
                    for site_id, visitors in by_site.items()
                    for visitor_id, conversation_id in visitors.items()
                }
                self._conversations_elsewhere.update(owners)
                self._operators_elsewhere.renew(node, site_ids)
                self._visitors_elsewhere.renew(node, owners)
            case Gone(operators=site_ids, visitors=visitors):
                self._operators_elsewhere.end(node, site_ids)
                self._visitors_elsewhere.end(node, [Owner(*visitor) for visitor in visitors])

    def renew(self) -> None:
        """Says who is here, and forgets what others have not said again."""
        self._operators_elsewhere.expire()
        self._visitors_elsewhere.expire()
        site_ids = self._operators.present()
        owners = list(self._conversations.items())
        # At least one, though it be empty: it says that this process is here.
        for start in range(0, max(1, len(site_ids), len(owners)), MAX_IN_LEASE):
            visitors: dict[UUID, dict[UUID, UUID]] = {}
            for owner, conversation_id in owners[start : start + MAX_IN_LEASE]:
                visitors.setdefault(owner.site_id, {})[owner.visitor_id] = conversation_id
            self._relay.renew_lease(Here(operators=site_ids[start : start + MAX_IN_LEASE], visitors=visitors))

    def _operators_changed(self, post_id: UUID, present: bool) -> None:
        self._relay.tell_presence(Here(operators=[post_id]) if present else Gone(operators=[post_id]))
        if not self._operators_elsewhere.holds(post_id):
            self._tell_availability(post_id, present)

    def _operators_elsewhere_changed(self, post_id: UUID, present: bool) -> None:
        if not self._operators.is_present(post_id):
            self._tell_availability(post_id, present)

    def _visitor_changed(self, owner: Owner, present: bool) -> None:
        conversation_id = self._conversations.get(owner) if present else self._conversations.pop(owner, None)
        if conversation_id is None:
            return
        site_id, visitor_id = owner
        self._relay.tell_presence(
            Here(visitors={site_id: {visitor_id: conversation_id}}) if present else Gone(visitors=[owner])
        )
        if not self._visitors_elsewhere.holds(owner):
            self._tell_presence(owner, conversation_id, present)

    def _visitor_elsewhere_changed(self, owner: Owner, present: bool) -> None:
        conversation_id = self._conversations_elsewhere[owner] if present else self._conversations_elsewhere.pop(owner)
        if not self._visitors.is_present(owner):
            self._tell_presence(owner, conversation_id, present)

    def _tell_availability(self, post_id: UUID, present: bool) -> None:
        # Ids are of a site or of a department, never of both: one of the two has nobody who follows it.
        self._hub.publish(VisitorsTopic(post_id), AvailabilityChanged(operators_online=present))
        changed = DepartmentAvailabilityChanged(department_id=post_id, online=present)
        self._hub.publish(DepartmentTopic(post_id), changed)

    def _tell_presence(self, owner: Owner, conversation_id: UUID, present: bool) -> None:
        self._hub.publish(
            OperatorsTopic(owner.site_id),
            VisitorPresenceChanged(conversation_id=conversation_id, visitor_online=present),
        )
