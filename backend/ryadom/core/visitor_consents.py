"""What a visitor's socket asks of the gate, and what it tells the visitor's tabs of their consents."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.core.conversations import Visit
from ryadom.errors import ConsentRefusal
from ryadom.live.hub import Subscriber, VisitorTopic
from ryadom.live.relay import Relay
from ryadom.privacy.consent_gate import VisitorConsents, missing_of
from ryadom.protocol.shared import FetchHistory, Page, Ping
from ryadom.protocol.visitor import (
    Agree,
    AskErasure,
    ConsentDocument,
    ConsentsChanged,
    EndConversation,
    Hello,
    Identify,
    PreviewDraft,
    Purpose,
    SendMessage,
    VisitorCommand,
    WithdrawConsent,
)
from ryadom.store.consent_events import Circumstances, Method
from ryadom.store.database import Database
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

NEEDS_NO_CONSENT = (Hello, FetchHistory, EndConversation, Agree, WithdrawConsent, AskErasure, Ping)
"""Commands that bring nothing about the visitor; `fetch_history` shows them their own. Any other must pass the gate."""

CONSENT_OF_ITS_OWN: dict[type[VisitorCommand], Purpose] = {PreviewDraft: Purpose.DRAFT_PREVIEW}
"""Commands that need more than that, and which consent."""


class Caller(Struct, frozen=True, kw_only=True):
    """Who opened a socket, as the handshake tells it. Nothing of it is kept before the visitor has agreed.

    `is_back`: the same page said hello a moment ago, so the page that it names is no news, and its token is as good
    as a new one.
    """

    origin: str | None
    ip: str | None
    user_agent: str
    is_back: bool = False


class ConsentTalk:
    """The part of a visitor's session that is about consents."""

    def __init__(
        self, site: Site, visit: Visit, caller: Caller, subscriber: Subscriber, *, database: Database, relay: Relay
    ) -> None:
        self._consents = VisitorConsents(database, site, visitor_id=visit.owner.visitor_id, locale=visit.locale)
        self._site = site
        self._locale = visit.locale
        self._owner = visit.owner
        self._caller = caller
        self._subscriber = subscriber
        self._database = database
        self._relay = relay

    async def read(self, connection: Connection) -> tuple[list[ConsentDocument], bool]:
        """How it stands, for the welcome, and whether anything may be taken."""
        documents = await self._consents.read(connection)
        return documents, not missing_of(documents)

    async def admit(self, command: VisitorCommand, page: Page | None) -> None:
        """Lets a command through that may be done, once what is agreed to with it has been noted.

        A message is let through: `require` is asked where it is stored. So is an identity: it may be of another
        visitor, whose consent counts then.

        Raises:
            ConsentRequired: it needs a consent that has not been given, or has been withdrawn.
            ConsentOutdated, DocumentUnknown: see `agree`.
        """
        if isinstance(command, SendMessage):
            if command.agree_to:
                await self.agree(command.agree_to, echo_id=command.echo_id, page=page)
        elif isinstance(command, Identify):
            pass
        elif not isinstance(command, NEEDS_NO_CONSENT):
            try:
                async with self._database.connection() as connection:
                    purpose = CONSENT_OF_ITS_OWN.get(type(command))
                    await (self._consents.require_for(connection, purpose) if purpose else self.require(connection))
            except ConsentRefusal:
                await self.show()
                raise

    async def require(self, connection: Connection) -> None:
        """Lets content pass; where it does not, call `show`.

        Raises:
            ConsentRequired: the visitor has not agreed to the version in force.
        """
        await self._consents.require(connection)

    async def may_take_from(self, connection: Connection, visitor_id: UUID) -> bool:
        """Whether another visitor of the site agrees to all that they must."""
        theirs = VisitorConsents(self._database, self._site, visitor_id=visitor_id, locale=self._locale)
        return not missing_of(await theirs.read(connection))

    async def agree(self, document_ids: Collection[UUID], *, echo_id: UUID, page: Page | None) -> None:
        """Notes that the visitor agrees, and tells all their tabs.

        Raises:
            ConsentOutdated: a version that another one has replaced.
            DocumentUnknown: a document that is not of this site.
        """
        try:
            await self._consents.agree(document_ids, echo_id=echo_id, circumstances=self._circumstances(page))
        except ConsentRefusal:
            await self.show()
            raise
        self._relay.publish(VisitorTopic(*self._owner), await self._state())

    async def withdraw(self, command: WithdrawConsent, page: Page | None) -> None:
        """Notes that the visitor takes consents back, and tells all their tabs."""
        await self._consents.withdraw(command.purpose, echo_id=command.echo_id, circumstances=self._circumstances(page))
        self._relay.publish(VisitorTopic(*self._owner), await self._state())

    async def show(self) -> None:
        """So that a refused client has what it is to show before it hears of the refusal."""
        self._subscriber.outbox.reply(await self._state())

    async def _state(self) -> ConsentsChanged:
        async with self._database.connection() as connection:
            return ConsentsChanged(consents=await self._consents.read(connection))

    def _circumstances(self, page: Page | None) -> Circumstances:
        return Circumstances(
            method=Method.WIDGET_CHECKBOX,
            ip=self._caller.ip,
            user_agent=self._caller.user_agent,
            page_url=page.url if page else "",
        )
