"""Requests of data subjects for programs: listed, read, registered, and no further than their check of who asks.

What is decided on them, and done to people, is done by a person: 152-FZ makes the controller answer for it, and none of
it can be taken back. A key for some sites has what came from these; what came from no known site, a key for all alone.
"""

from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta, Struct

from ryadom.core.api_keys import Program, Scope
from ryadom.core.list_cursors import ListCursors
from ryadom.core.preconditions import Precondition
from ryadom.core.public_lists import PageAsked, walk
from ryadom.core.subject_commands import BeginCheck
from ryadom.core.subject_decisions import decide
from ryadom.core.subject_intake import (
    DAY_S,
    MAX_CONTACT_CHARS,
    MAX_NAME_CHARS,
    MAX_TEXT_CHARS,
    SubjectIntake,
    Told,
    clean_told,
)
from ryadom.errors import BadBody, IdempotencyMismatch, RateLimited, RequestUnknown, SignInLocked
from ryadom.live.journal_queue import JournalQueue
from ryadom.protocol.public import Instant
from ryadom.protocol.public_orders import Order
from ryadom.protocol.public_pages import Page
from ryadom.protocol.public_requests import PublicSubjectRequest
from ryadom.store import journal
from ryadom.store import program_requests as store
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.program_requests import Reach, RequestFilter
from ryadom.store.public_lists import NEWEST, ListPlace
from ryadom.store.subject_requests import (
    EventKind,
    Kind,
    Source,
    Status,
    SubjectRequest,
    append_event,
    find_by_echo,
    update_request,
)

MOST_A_DAY_OF_KEY = 300
"""Of what a program registers the officer is told one by one; a subject who is refused here can ask by the page."""

_NAMESPACE = UUID("0b5b0d7c-9d5a-4a57-8f6a-6f2a3c1d9e44")


class NewSubjectRequest(Order, frozen=True, kw_only=True):
    """A request that came elsewhere. `site`: where the subject was; null: of no known site, by keys for all sites.

    `received_at`: when it came, within a year; null: now. The term begins with it.
    """

    kind: Kind
    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME_CHARS)]
    contact: Annotated[str, Meta(min_length=1, max_length=MAX_CONTACT_CHARS, description="How they are answered.")]
    text: Annotated[str, Meta(min_length=1, max_length=MAX_TEXT_CHARS, description="What they write.")]
    site: str | None = None
    received_at: Instant | None = None


class ProgramRequests(Struct, frozen=True, kw_only=True):
    """Requests of the key's sites. What is shown of them is in the journal before, what is changed in one transaction
    with it: all raise JournalUnavailable where that can't be written, ScopeMissing for sites that are not the key's."""

    database: Database
    journal: JournalQueue
    cursors: ListCursors
    intake: SubjectIntake

    async def page(
        self, program: Program, asked: PageAsked, only: RequestFilter, *, network: str | None
    ) -> Page[PublicSubjectRequest]:
        """By number, the newest first; each page is in the journal with its numbers.

        Raises:
            CursorInvalid, CursorExpired: begin again without one.
        """
        reach = _reach(program, asked.site_keys)
        step = walk(self.cursors, program, asked, "subject-requests", only, first=NEWEST)
        async with self.database.connection() as connection:
            found = await store.list_requests(
                connection, reach, only, before_number=step.place.seq, limit=step.row_limit
            )
        if shown := found[: step.limit]:
            numbers = " ".join(str(one.number) for one in shown)
            await self._seen(program, Action.REQUESTS_LISTED, network, requests=numbers)
        places = [ListPlace(one.id, seq=one.number) for one in found]
        return step.page([_shown(program, one) for one in shown], places)

    async def find(self, program: Program, id: UUID) -> PublicSubjectRequest:
        """One request. Whoever shows it tells the journal before (`note`).

        Raises:
            RequestUnknown: there is none, or it is of a site that the key is not for.
        """
        async with self.database.connection() as connection:
            found = await store.find_request(connection, _reach(program), id)
        if found is None:
            raise _unknown()
        return _shown(program, found)

    async def note(self, program: Program, shown: PublicSubjectRequest, *, network: str | None) -> None:
        """Tells the journal that the program is shown a request."""
        await self._seen(program, Action.REQUEST_OPENED, network, site=shown.site, request=str(shown.number))

    async def register(
        self, program: Program, new: NewSubjectRequest, *, idempotency_key: str, network: str | None
    ) -> PublicSubjectRequest:
        """The request as it stands, now or since it was first registered with this key of the program's.

        Raises:
            BadBody: a field that is empty, too long, or can't be stored; no site, by a key for some; a time that is to
                come or over a year ago. `field` says which.
            IdempotencyMismatch: something else was registered with the same key.
            RateLimited: as many as may be in a day.
        """
        site = program.site(new.site) if new.site is not None else None
        if site is None and program.key.site_ids:
            raise BadBody("This key is for some sites: name the one that the request came from.", field="site")
        echo_id = uuid5(_NAMESPACE, f"{program.key.id}\n{idempotency_key}")
        told = clean_told(
            Told(kind=new.kind, name=new.name, contact=new.contact, text=new.text, echo_id=echo_id),
        )
        controller_id = program.key.controller_id
        async with self.database.connection() as connection:
            known = await find_by_echo(connection, controller_id=controller_id, echo_id=echo_id)
        if known is None:
            received_at = self.intake.received(new.received_at)
            await self._count(program)
            taken = await self.intake.take_from_program(
                controller_id,
                site.id if site else None,
                told,
                received_at=received_at,
                by=program.actor(network),
            )
            known = taken.id, taken.number, taken.due_on
        async with self.database.connection() as connection:
            found = await store.find_request(connection, _reach(program), known[0])
        if found is None or not _is_same(found, told, site.id if site else None, new):
            raise IdempotencyMismatch(
                "This Idempotency-Key was used for another request: choose a fresh one.", field="idempotency-key"
            )
        return _shown(program, found)

    async def begin_check(
        self, program: Program, id: UUID, over: Precondition, *, network: str | None
    ) -> PublicSubjectRequest:
        """Notes that the subject was asked to show who they are. What is so already is no change.

        Raises:
            RequestUnknown: as for `find`.
            PreconditionFailed: it has been changed since it was read.
            RequestClosed, DeedUnsuitable: see `decide`.
        """
        by = program.actor(network)
        async with self.database.transaction() as connection:
            found = await store.find_request(connection, _reach(program), id, is_held=True)
            if found is None:
                raise _unknown()
            is_so = found.status is Status.IDENTITY_CHECK
            if not is_so:
                over.check(_shown(program, found))
                decision = decide(found, BeginCheck(version=found.version), by_name=by.name, now=self.intake.now())
                await update_request(connection, decision.request)
                await append_event(connection, id, decision.event, actor_name=by.name)
            action = Action.REQUEST_OPENED if is_so else Action.REQUEST_CHANGED
            what = {} if is_so else {"what": EventKind.CHECK_BEGUN}
            details = {**what, "request": str(found.number)}
            await journal.append(connection, [_record(program, action, by, found.site_id, details)])
            after = await store.find_request(connection, _reach(program), id)
        assert after is not None  # noqa: S101 - it is held
        return _shown(program, after)

    async def _count(self, program: Program) -> None:
        key = self.intake.attempts.key("program-request", str(program.key.id))
        try:
            await self.intake.attempts.count([(key, MOST_A_DAY_OF_KEY)], window_s=DAY_S)
        except SignInLocked as error:
            raise RateLimited(
                f"This key has registered {MOST_A_DAY_OF_KEY} requests today: look at what it does.",
                limit="program_requests",
                retry_after_s=error.retry_after_s or DAY_S,
            ) from None

    async def _seen(
        self, program: Program, action: Action, network: str | None, *, site: str | None = None, **details: str
    ) -> None:
        site_id = program.site(site).id if site else None
        await self.journal.write([_record(program, action, program.actor(network), site_id, details)])


def _record(program: Program, action: Action, by: Actor, site_id: UUID | None, details: dict[str, str]) -> Record:
    return Record(controller_id=program.key.controller_id, action=action, actor=by, site_id=site_id, details=details)


def _reach(program: Program, site_keys: tuple[str, ...] = ()) -> Reach:
    """What the key may have. Who names sites is not given what came from none known."""
    return Reach(
        controller_id=program.key.controller_id,
        site_ids=[site.id for site in program.chosen(site_keys)],
        has_siteless=not site_keys and not program.key.site_ids,
    )


def _is_same(found: SubjectRequest, told: Told, site_id: UUID | None, new: NewSubjectRequest) -> bool:
    """Whether this is what was registered before; where it came from and when is asked only where it was said."""
    is_told = (found.kind, found.subject_name, found.contact, found.body) == (
        told.kind,
        told.name,
        told.contact,
        told.text,
    )
    is_then = new.received_at is None or found.received_at == new.received_at
    return found.source is Source.API and is_told and found.site_id == site_id and is_then


def _shown(program: Program, one: SubjectRequest) -> PublicSubjectRequest:
    is_whole = {Scope.READ_REQUESTS, Scope.READ_SUBJECTS} <= set(program.key.scopes)
    keys = {site.id: site.key for site in program.sites}
    return PublicSubjectRequest(
        id=one.id,
        number=one.number,
        site=keys.get(one.site_id) if one.site_id else None,
        kind=one.kind,
        source=one.source,
        status=one.status,
        version=one.version,
        received_at=one.received_at,
        due_on=one.due_on,
        is_extended=one.extended_on is not None,
        closed_at=one.closed_at,
        name=one.subject_name if is_whole else None,
        contact=one.contact if is_whole else None,
        text=one.body if is_whole else None,
        outcome=one.outcome if is_whole else None,
    )


def _unknown() -> RequestUnknown:
    return RequestUnknown("There is no such request on the sites of this key.", field="id")
