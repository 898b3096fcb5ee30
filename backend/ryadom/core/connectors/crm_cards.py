"""What has become of a conversation in the CRMs of its site, for whoever works on it; and sending it there by hand."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

from msgspec import Struct

from ryadom.core.connectors.desk import Connectors
from ryadom.core.connectors.kinds import kind_named
from ryadom.core.customers.place import find_place
from ryadom.core.visitor_standing import refuse_untouchable
from ryadom.errors import BadBody, ConnectorUnknown
from ryadom.live.owner import Owner
from ryadom.privacy.veil import Veil
from ryadom.store.connector_pushes import Push, PushStatus, list_of_conversation
from ryadom.store.connectors import StoredConnector, list_for_site
from ryadom.store.journal_chain import Actor
from ryadom.store.sites import Site


class CrmState(StrEnum):
    """How far it is. `none`: nobody and no rule has asked for it; `held`: it waits until the connector is mended."""

    NONE = "none"
    PENDING = "pending"
    HELD = "held"
    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"


class CrmCard(Struct, frozen=True, kw_only=True):
    """A conversation at one connector. `title`: of the CRM; `host`: of the account.

    `remote_id`, `url`: of the card that there is, also while it is being completed; the URL is empty unless it leads to
    the account. `number`: how people there call the card, where that is not `remote_id`. `failure`: in Russian, why it
    is not sent, or not yet. `may_send`: it may be asked for now.
    """

    connector_id: UUID
    title: str
    host: str
    state: CrmState
    remote_id: str = ""
    number: str = ""
    url: str = ""
    failure: str = ""
    queued_at: datetime | None = None
    sent_at: datetime | None = None
    may_send: bool


class CrmCards(Struct, frozen=True, kw_only=True):
    """Conversations and their cards. `on_queued` wakes whoever pushes in this process."""

    connectors: Connectors
    veil: Veil
    on_queued: Callable[[], None]

    async def of(
        self, operator_id: UUID, conversation_id: UUID, *, sees_contacts: bool, may_send: bool
    ) -> list[CrmCard]:
        """At each connector that is for its site, oldest first; a disabled one is left out where it made no card.

        Raises:
            ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
        """
        async with self.connectors.database.connection() as connection:
            site = (await find_place(connection, operator_id, conversation_id)).site
            own = await list_for_site(connection, controller_id=site.controller_id, site_id=site.id)
            pushes = await list_of_conversation(
                connection,
                site_id=site.id,
                conversation_id=conversation_id,
                connector_ids=[one.id for one in own],
            )
        return [
            self._card(one, site, pushes.get(one.id), sees_contacts=sees_contacts, may_send=may_send)
            for one in own
            if one.disabled_at is None or (one.id in pushes and pushes[one.id].remote_id)
        ]

    async def check_own(self, operator_id: UUID, conversation_id: UUID) -> None:
        """Lets only those pass on whose sites the conversation is.

        Raises:
            ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
        """
        async with self.connectors.database.connection() as connection:
            await find_place(connection, operator_id, conversation_id)

    async def send(self, operator_id: UUID, conversation_id: UUID, connector_id: UUID | None, *, by: Actor) -> None:
        """Has it sent, or sent again, to one CRM or (None) to all that its site has; each is in the journal.

        Raises:
            ConversationUnknown: see `of`.
            VisitorErased, VisitorBlocked: nothing may be sent of them.
            ConnectorUnknown: its site has no such connector, or none at all.
            BadBody: the connector is disabled.
            JournalUnavailable: it can't be journalled, so nothing is sent.
        """
        async with self.connectors.database.connection() as connection:
            place = await find_place(connection, operator_id, conversation_id)
            site = place.site
            await refuse_untouchable(connection, Owner(site.id, place.head.visitor.id))
            own = await list_for_site(connection, controller_id=site.controller_id, site_id=site.id)
        for one in _asked_for(own, connector_id):
            await self.connectors.send(one.id, conversation_id, by=by)
        self.on_queued()

    def _card(
        self, one: StoredConnector, site: Site, push: Push | None, *, sees_contacts: bool, may_send: bool
    ) -> CrmCard:
        host = urlsplit(one.origin).netloc
        title = kind_named(one.kind).title
        may_send = may_send and one.disabled_at is None
        if push is None:
            return CrmCard(connector_id=one.id, title=title, host=host, state=CrmState.NONE, may_send=may_send)
        is_held = push.status is PushStatus.PENDING and (one.stopped_at is not None or one.disabled_at is not None)
        failure = one.trouble or push.failure if is_held and one.stopped_at is not None else push.failure
        return CrmCard(
            connector_id=one.id,
            title=title,
            host=host,
            state=CrmState.HELD if is_held else CrmState(push.status),
            remote_id=push.remote_id,
            # An older version that lets go of a card leaves its number.
            number=push.remote_number if push.remote_id else "",
            url=link_of(push.url, one.origin),
            # The CRM's own words may repeat what it was sent.
            failure=failure if sees_contacts else self.veil.cover_text(site.id, failure),
            queued_at=push.queued_at,
            sent_at=push.sent_at,
            may_send=may_send and push.status is not PushStatus.PENDING,
        )


def link_of(url: str, origin: str) -> str:
    """The URL of a card, if it leads to the account's own host and port, by its own scheme; else nothing. Pure.

    A CRM is somebody else's server: what it answers must not become a link to anywhere. By http are only accounts that
    the register of recipients has as local ones: nothing is sent to another so. Of these, one on this very machine has
    no links: in a browser its address means the machine of whoever reads, where anybody may answer by http.
    """
    try:
        parts, own = urlsplit(url), urlsplit(origin)
        is_web = own.scheme == "https" or (own.scheme == "http" and not _is_own_machine(own.hostname or ""))
        is_own = is_web and parts.scheme == own.scheme and parts.netloc.lower() == own.netloc.lower()
    except ValueError:
        return ""
    is_plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>^`{|}')
    return url if is_own and is_plain else ""


def _is_own_machine(host: str) -> bool:
    name = host.rstrip(".")
    try:
        address = ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _asked_for(own: Sequence[StoredConnector], connector_id: UUID | None) -> list[StoredConnector]:
    if connector_id is None:
        found = [one for one in own if one.disabled_at is None]
    else:
        found = [one for one in own if one.id == connector_id]
        if found and found[0].disabled_at is not None:
            raise BadBody("This connector is disabled: nothing is sent there.", field="connector_id")
    if not found:
        raise ConnectorUnknown("No connector to a CRM is for this conversation's site.", field="connector_id")
    return found
