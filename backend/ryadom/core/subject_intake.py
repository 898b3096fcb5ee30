"""Requests of data subjects as they come: by a consent's public page, written down by an officer, or by a program."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

import structlog
from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.attempts import Attempts
from ryadom.core.conversations import Visit
from ryadom.core.officers import Officer
from ryadom.core.texts import clean_note
from ryadom.errors import (
    BadBody,
    ControllerUnknown,
    ConversationUnknown,
    DocumentUnknown,
    RateLimited,
    SignInLocked,
    SiteUnknown,
)
from ryadom.privacy.request_terms import Stage, deadline_of
from ryadom.store import journal
from ryadom.store import subject_requests as store
from ryadom.store.consent_documents import find_document
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Action, Actor, ActorKind, Record
from ryadom.store.sql import Connection
from ryadom.store.subject_people import add_person, open_request_about
from ryadom.store.subject_requests import EventKind, Kind, NewRequest, Source
from ryadom.store.visitors import exists as visitor_exists

MAX_TEXT_CHARS = 20_000
MAX_NAME_CHARS = 200
MAX_CONTACT_CHARS = 300
MOST_A_DAY_FROM_PAGES = 300
"""By the public pages of one controller. More are taken, for the law asks for that, but not each is told of by mail."""

MOST_A_DAY_FROM_NETWORK = 10
"""In all processes together; of a network that is not known there is only the limit of each process."""

DAY_S = 86_400.0
MAX_AGE = timedelta(days=366)

log = structlog.get_logger(__name__)


class Told(Struct, frozen=True, kw_only=True):
    """What a subject says. `echo_id` is of the form: sent again, it is the same request."""

    kind: Kind
    name: str
    contact: str
    text: str
    echo_id: UUID


class Taken(Struct, frozen=True):
    """A request that was taken; `due_on` is None where the calendar of working days does not reach so far."""

    id: UUID
    number: int
    due_on: date | None


class _ChatWords(Struct, frozen=True):
    nameless: str
    contact: str
    text: str


_CHAT_WORDS = {
    "ru": _ChatWords("Посетитель чата", "Чат на сайте", "Прошу удалить мои данные."),
    "en": _ChatWords("A visitor of the chat", "The chat on the site", "Please erase my data."),
}


class SubjectIntake(Struct, frozen=True, kw_only=True):
    """Takes requests. Nothing is believed of them but that they came."""

    database: Database
    attempts: Attempts
    now: Callable[[], datetime]

    async def take_from_page(self, document_id: UUID, told: Told, *, network: str | None = None) -> Taken:
        """A request from the page of a published consent, and from this network, if it is known.

        Raises:
            DocumentUnknown: there is no such page.
            BadBody: a field that is missing, too long, or can't be stored; `field` says which.
            RateLimited: as many came from this network today as may.
        """
        if network is None:
            return await self._take_from_page(document_id, told)
        key = self.attempts.key("subject-request", network)
        try:
            await self.attempts.count([(key, MOST_A_DAY_FROM_NETWORK)], window_s=DAY_S)
        except SignInLocked as error:
            raise RateLimited(
                "Too many requests came from this network today.",
                limit="page_requests",
                retry_after_s=error.retry_after_s or DAY_S,
            ) from None
        try:
            return await self._take_from_page(document_id, told)
        except BadBody:
            await self.attempts.forgive([key])
            raise

    async def _take_from_page(self, document_id: UUID, told: Told) -> Taken:
        async with self.database.transaction() as connection:
            document = await find_document(connection, document_id)
            if document is None or document.version is None:
                raise DocumentUnknown("There is no such document.")
            return await self._store(
                connection, document.controller_id, document.site_id, Source.WIDGET, told, received_at=self.now()
            )

    async def take_from_chat(self, controller_id: UUID, visit: Visit, *, echo_id: UUID) -> Taken:
        """A visitor asks in their chat to be forgotten; whoever has an open request is given that one.

        The browser that the chat is in is known, so it is said whom the request is about. Whether the person before it
        is the one who wrote is for the officer to make sure of.

        Raises:
            ConversationUnknown: nothing is held on this visitor.
        """
        site_id, visitor_id = visit.owner
        words = _CHAT_WORDS["en" if visit.locale.startswith("en") else "ru"]
        told = Told(
            kind=Kind.ERASURE,
            name=visit.name or words.nameless,
            contact=words.contact,
            text=words.text,
            # Nobody gets another visitor's request by its number.
            echo_id=uuid5(visitor_id, echo_id.hex),
        )
        async with self.database.transaction() as connection:
            await store.lock_numbers(connection, controller_id)
            if not await visitor_exists(connection, site_id=site_id, visitor_id=visitor_id):
                raise ConversationUnknown("Nothing is held on you here.", field="echo_id")
            if known := await open_request_about(
                connection, site_id=site_id, visitor_id=visitor_id, kind=Kind.ERASURE, source=Source.WIDGET
            ):
                return Taken(*known)
            taken = await self._store(connection, controller_id, site_id, Source.WIDGET, told, received_at=self.now())
            await add_person(connection, request_id=taken.id, site_id=site_id, visitor_id=visitor_id, by_name="")
            await store.append_event(connection, taken.id, EventKind.PERSON_ADDED, note=str(visitor_id))
        return taken

    async def write_down(
        self,
        officer: Officer,
        told: Told,
        *,
        source: Source,
        controller_id: UUID,
        site_id: UUID | None,
        received_at: datetime | None,
    ) -> Taken:
        """A request that came by letter, mail or word of mouth. `received_at`: when, unless now.

        Raises:
            ControllerUnknown, SiteUnknown: not among the officer's.
            BadBody: as for `take_from_page`; or it came in the future, or over a year ago.
        """
        sites = officer.sites_of(controller_id)
        if not sites:
            raise ControllerUnknown("You work on no site of such a controller.", field="controller_id")
        if site_id is not None and site_id not in {site.id for site in sites}:
            raise SiteUnknown("You work on no such site of this controller.", field="site_id")
        if source in (Source.WIDGET, Source.API):
            raise BadBody("What an operator writes down did not come by the page, nor by a program.", field="source")
        received_at = self.received(received_at)
        async with self.database.transaction() as connection:
            taken = await self._store(
                connection, controller_id, site_id, source, told, received_at=received_at, by=officer.actor
            )
            record = Record(
                controller_id=controller_id,
                action=Action.REQUEST_CHANGED,
                actor=officer.actor,
                site_id=site_id,
                details={"what": EventKind.RECEIVED, "request": str(taken.number)},
            )
            await journal.append(connection, [record])
        return taken

    async def take_from_program(
        self, controller_id: UUID, site_id: UUID | None, told: Told, *, received_at: datetime, by: Actor
    ) -> Taken:
        """A request that a program registers; sent again it is the one that there is. Of a new one the officer is told.

        Raises:
            BadBody: as for `take_from_page`.
            JournalUnavailable: it can't be journalled, so there is none.
        """
        async with self.database.transaction() as connection:
            await store.lock_numbers(connection, controller_id)
            if known := await store.find_by_echo(connection, controller_id=controller_id, echo_id=told.echo_id):
                return Taken(*known)
            taken = await self._store(
                connection, controller_id, site_id, Source.API, told, received_at=received_at, by=by
            )
            record = Record(
                controller_id=controller_id,
                action=Action.REQUEST_CHANGED,
                actor=by,
                site_id=site_id,
                details={"what": EventKind.RECEIVED, "request": str(taken.number)},
            )
            await journal.append(connection, [record])
        return taken

    def received(self, at: datetime | None) -> datetime:
        """When a request came that somebody else has taken; None: now.

        Raises:
            BadBody: in the future, or over a year ago.
        """
        now = self.now()
        at = at or now
        if not now - MAX_AGE <= at <= now + timedelta(minutes=5):
            raise BadBody("A request came within the last year, and not in the future.", field="received_at")
        return at

    async def _store(
        self,
        connection: Connection,
        controller_id: UUID,
        site_id: UUID | None,
        source: Source,
        told: Told,
        *,
        received_at: datetime,
        by: Actor | None = None,
    ) -> Taken:
        # A form that was sent twice at once is looked for by the second only when the first is stored.
        await store.lock_numbers(connection, controller_id)
        if known := await store.find_by_echo(connection, controller_id=controller_id, echo_id=told.echo_id):
            return Taken(*known)
        told = clean_told(told)
        new = NewRequest(
            id=new_id(),
            controller_id=controller_id,
            site_id=site_id,
            kind=told.kind,
            source=source,
            subject_name=told.name,
            contact=told.contact,
            body=told.text,
            echo_id=told.echo_id,
            received_at=received_at,
            deadline_on=deadline_of(told.kind, received_at),
        )
        if source is Source.WIDGET:
            # Counted behind the lock, so that forms that come at once count each other.
            count = await store.count_from_page(connection, controller_id=controller_id, within_s=DAY_S)
            if count > MOST_A_DAY_FROM_PAGES:
                # The officer has been told by the one before them that there are many.
                log.warning("requests_from_page_many", controller=str(controller_id))
                new = replace(new, alarm_stage=int(Stage.ARRIVED))
        number = await store.insert_request(connection, new)
        if new.deadline_on is None:
            log.warning("request_without_deadline", number=number, remedy="pip install --upgrade holidays")
        await store.append_event(
            connection,
            new.id,
            EventKind.RECEIVED,
            # A program is named, and is nobody's account.
            actor_id=by.id if by and by.kind is ActorKind.OPERATOR else None,
            actor_name=by.name if by else "",
        )
        return Taken(new.id, number, new.deadline_on)


def clean_told(told: Told) -> Told:
    """What a subject says as it is stored.

    Raises:
        BadBody: a field that is empty, too long, or can't be stored; `field` says which.
    """
    return replace(
        told,
        name=_clean(told.name, field="name", max_chars=MAX_NAME_CHARS),
        contact=_clean(told.contact, field="contact", max_chars=MAX_CONTACT_CHARS),
        text=_clean(told.text, field="text", max_chars=MAX_TEXT_CHARS),
    )


def _clean(text: str, *, field: str, max_chars: int) -> str:
    clean = clean_note(text, field=field, max_chars=max_chars)
    return clean if field == "text" else " ".join(clean.split())
