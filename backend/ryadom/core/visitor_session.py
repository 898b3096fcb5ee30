"""One visitor's socket from hello to the end: who they are, what they follow, what they may command."""

from msgspec.structs import replace

from ryadom.core.conversations import Visit
from ryadom.core.newcomers import PRICED
from ryadom.core.resume import refuse_seq_ahead, state_of
from ryadom.core.sites import check_origin, is_site_key
from ryadom.core.texts import clean_locale, clean_page
from ryadom.core.visitor_consents import CONSENT_OF_ITS_OWN, Caller, ConsentTalk
from ryadom.core.visitor_deeds import VisitorDeeds
from ryadom.core.visitor_desk import VisitorDesk
from ryadom.core.visitor_sight import VisitorSight
from ryadom.core.visitor_standing import Restraint, standing_of
from ryadom.errors import ConsentRefusal, SeqAhead, SiteUnknown
from ryadom.live.admission import Place
from ryadom.live.hub import DepartmentTopic, Subscriber, Topic, VisitorsTopic, VisitorTopic
from ryadom.live.owner import Owner
from ryadom.protocol import MAX_PAGE_ENTRIES, VERSION
from ryadom.protocol.shared import AuthorKind, Error, History
from ryadom.protocol.visitor import Hello, SiteState, VisitorCommand, Welcome
from ryadom.store.conversations import Head, find_current_head
from ryadom.store.entries import read_history
from ryadom.store.ids import new_id
from ryadom.store.sites import find_site
from ryadom.store.sql import Connection
from ryadom.store.visitors import Standing

LATEST_ENTRIES = 50


class VisitorSession:
    """A visitor behind one socket. `begin` once, then `handle` one command after the other, then `finish`."""

    def __init__(self, desk: VisitorDesk, subscriber: Subscriber, caller: Caller) -> None:
        self._desk = desk
        self._subscriber = subscriber
        self._caller = caller
        self._topics: tuple[Topic, ...] = ()
        self._place: Place[Owner] | None = None
        self._is_present = False
        self._sight: VisitorSight | None = None

    async def begin(self, hello: Hello) -> None:
        """Answers the hello with `welcome` and, where there is a conversation, what the client has missed of it.

        Raises:
            SiteUnknown: no site has this key.
            OriginForbidden: the page is not of the site's origins.
            TokenInvalid: forged, broken, of another site, too old or revoked.
            TooManySockets: the visitor has as many as one may have.
        """
        desk = self._desk
        async with desk.greeting_database.connection() as connection:
            site = await find_site(connection, hello.site) if is_site_key(hello.site) else None
            if site is None:
                raise SiteUnknown("No site has this key. Check data-site in the script tag.", field="site")
            check_origin(site, self._caller.origin, own=desk.own_origin)
            identity = desk.tokens.read(hello.token, site_id=site.id) if hello.token is not None else None
            owner = Owner(site.id, identity.visitor_id if identity else new_id())
            self._ticket = desk.waiting_line.ticket(owner)
            visit = Visit(owner=owner, locale=clean_locale(hello.locale), page=None).on(clean_page(hello.page))
            offer = await desk.reception.offer(connection, site.id)
            # Subscribed first: what happens while we read waits in the corked outbox, and a revocation finds us.
            departments = [DepartmentTopic(department.id) for department in offer.departments]
            self._topics = (VisitorTopic(*owner), VisitorsTopic(site.id), *departments)
            desk.hub.subscribe(self._subscriber, self._topics)
            standing = await standing_of(connection, identity) if identity else Standing()
            self._restraint = Restraint(desk.database, owner, standing)
            self._place = desk.admission.enter(owner, oust=self._subscriber.end)
            head = await find_current_head(connection, site_id=site.id, visitor_id=owner.visitor_id)
            has_worked = head is None and desk.newcomers.has_worked(owner, hello.proof)
            if head is not None:
                visit = replace(visit, name=head.visitor.name)
            self._consents = ConsentTalk(
                site, visit, self._caller, self._subscriber, database=desk.database, relay=desk.relay
            )
            self._deeds = VisitorDeeds(
                desk,
                self._subscriber,
                self._consents,
                self._ticket,
                visit=visit,
                controller_id=site.controller_id,
                conversation_id=head.id if head else None,
                has_worked=has_worked,
                keeps_pages=offer.shows_visitors,
            )
            consents, may_take = await self._consents.read(connection)
            state = await desk.reception.state_of(connection, site, visit.locale, consents)
            # The same once more: a new one would be told to all tabs of the browser.
            told = hello.token if self._caller.is_back else None
            token = told or desk.tokens.issue(
                site_id=site.id, visitor_id=owner.visitor_id, revoked_generation=standing.revoked_generation
            )
            welcome = self._welcome(owner, state, token, head)
            missed = await self._missed(connection, head, hello) if head else None
            is_seen = offer.shows_visitors and may_take and not standing.is_blocked
            # Whoever is back has it: a wait that begins with news would end at once, again and again.
            asks = is_seen and not standing.is_banned and not self._caller.is_back
            invited = await desk.chat_invitations.find(connection, owner) if asks else None
        if offer.shows_visitors:
            self._sight = VisitorSight(desk.site_visitors, owner, is_blocked=standing.is_blocked)
        self._subscriber.outbox.reply(welcome)
        if missed is not None:
            self._subscriber.outbox.reply(missed)
        if invited is not None:
            self._subscriber.outbox.reply(invited)
        self._subscriber.outbox.uncork()
        if self._sight is not None and is_seen:
            self._sight.show(visit.page)
        # Operators are told of nobody whom they may not see.
        desk.presence.visitor_arrives(owner, None if standing.is_blocked else self._deeds.conversation_id)
        self._is_present = True
        self._ticket.hold(self._deeds.conversation_id)
        is_restrained = standing.is_blocked or standing.is_banned
        if may_take and not is_restrained and not self._caller.is_back:
            # Whoever goes on with entries that they hold has not left the page.
            await self._deeds.note_page(is_step=hello.conversation_id is None)

    def spend(self, size_bytes: int) -> None:
        """Notes a command of this size, once `begin` has returned.

        Raises:
            RateLimited: all the sockets of this one together have used up what one may use.
        """
        if self._place is not None:
            self._place.spend(size_bytes)

    async def handle(self, command: VisitorCommand) -> None:
        """Does what the visitor asks; answers go to the outbox, refusals are raised.

        Raises:
            RyadomError: of any kind; the socket tells it to the client.
        """
        if not await self._restraint.admit(command):
            return
        # Before the consents, which would be noted.
        if isinstance(command, PRICED):
            await self._deeds.ask_for_work()
        try:
            await self._consents.admit(command, self._deeds.visit.page)
        except ConsentRefusal:
            # A consent of its own that is missing says nothing of those that must be.
            if self._sight is not None and type(command) not in CONSENT_OF_ITS_OWN:
                self._sight.hide()
            raise
        await self._deeds.do(command)
        if self._sight is not None:
            await self._sight.follow(command, self._deeds.visit.page, self._consents, self._desk.database)

    def finish(self) -> None:
        """Leaves what was followed. Safe at any time, also before or in the middle of `begin`."""
        self._desk.hub.unsubscribe(self._subscriber, self._topics)
        if self._place is not None:
            self._place.leave()
        if self._is_present:
            self._desk.presence.visitor_leaves(self._deeds.visit.owner)
            self._is_present = False
            self._ticket.give_back()
        if self._sight is not None:
            self._sight.hide()

    def _welcome(self, owner: Owner, site: SiteState, token: str, head: Head | None) -> Welcome:
        return Welcome(
            protocol=VERSION,
            server_time=self._desk.tokens.now(),
            visitor_id=owner.visitor_id,
            token=token,
            site=site,
            conversation=state_of(head) if head else None,
        )

    async def _missed(self, connection: Connection, head: Head, hello: Hello) -> History | Error:
        resumes = hello.conversation_id == head.id
        try:
            refuse_seq_ahead(hello.after_seq if resumes else 0, head.last_public_seq)
        except SeqAhead as error:
            return Error.of(error)
        return await read_history(
            connection,
            head=head,
            audience=AuthorKind.VISITOR,
            limit=MAX_PAGE_ENTRIES if resumes else LATEST_ENTRIES,
            request_id=None,
            after_seq=hello.after_seq if resumes else None,
        )
