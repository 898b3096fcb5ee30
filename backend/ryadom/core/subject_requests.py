"""The desk of requests of data subjects: what an officer sees of them, and decides. Source: 152-FZ articles 14, 20, 21.

What is shown is in the journal before it is shown; what is changed, in the same transaction.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.officers import Officer
from ryadom.core.subject_cards import Due, Firm, RequestCard, RequestLine, RequestPage, cursor_of, place_of
from ryadom.core.subject_commands import (
    AddPerson,
    Answer,
    AnyCommand,
    ConfirmIdentity,
    Erase,
    Extend,
    Lift,
    Rectify,
    Refuse,
    RemovePerson,
    Restrict,
    Withdraw,
)
from ryadom.core.subject_decisions import Decision, decide, deeds_of
from ryadom.core.subject_links import linked_people
from ryadom.errors import DeedUnsuitable, LegalHold, RequestChanged, RequestUnknown, RightMissing, VisitorUnknown
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.calendar import day_of
from ryadom.privacy.request_terms import TERMS, working_days_left
from ryadom.store import journal
from ryadom.store import subject_people as people_store
from ryadom.store import subject_requests as store
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Record
from ryadom.store.legal_holds import is_held, lock_visitor
from ryadom.store.lifetimes import begin_anew
from ryadom.store.sql import Connection
from ryadom.store.subject_people import SubjectPerson
from ryadom.store.subject_requests import EventKind, OpenCount, RequestEvent, SubjectRequest

PAGE_ROWS = 50
DEEDS_ON_PEOPLE = (Rectify, Restrict, Lift, Withdraw, Erase)
DECISIONS_ON_ALL = (ConfirmIdentity, Extend, Answer, Refuse)
"""They hold for everybody whom the request is about."""
EVENTS_OF_PEOPLE = frozenset({EventKind.PERSON_ADDED, EventKind.PERSON_REMOVED, EventKind.RECTIFIED, EventKind.ERASED})
"""Their notes name visitors, or tell of their data."""


class SubjectRequests(Struct, frozen=True, kw_only=True):
    """Shows requests and notes decisions; deeds on people are `core.subject_deeds`."""

    database: Database
    journal: JournalQueue
    now: Callable[[], datetime]

    async def list_firms(self, officer: Officer) -> list[Firm]:
        """For whom the officer may write a request down."""
        async with self.database.connection() as connection:
            controllers = await all_controllers(connection)
        return [
            Firm(
                id=one.id, legal_name=one.legal_name, sites=[(site.id, site.name) for site in officer.sites_of(one.id)]
            )
            for one in controllers
            if officer.sites_of(one.id)
        ]

    async def count(self, officer: Officer) -> OpenCount:
        """How many requests wait, and how many of them for too long."""
        async with self.database.connection() as connection:
            return await store.count_open(connection, officer.scope, today=day_of(self.now()))

    async def list(self, officer: Officer, *, closed: bool, cursor: str | None) -> RequestPage:
        """A page of requests: open ones, due first before the others; or closed ones, the newest first.

        Raises:
            BadFrame: not a cursor that a page has given.
            JournalUnavailable: the view can't be journalled, so nothing is shown.
        """
        place = place_of(cursor, closed=closed)
        async with self.database.connection() as connection:
            if closed:
                before = (place[0], place[1]) if place else None
                found = await store.closed_requests(connection, officer.scope, before=before, limit=PAGE_ROWS + 1)
            else:
                after = (place[0].date(), place[1]) if place else None
                found = await store.open_requests(connection, officer.scope, after=after, limit=PAGE_ROWS + 1)
        shown = found[:PAGE_ROWS]
        await self.journal.write(
            [
                Record(
                    controller_id=controller_id,
                    action=Action.REQUESTS_LISTED,
                    actor=officer.actor,
                    details={
                        "requests": " ".join(str(one.number) for one in shown if one.controller_id == controller_id)
                    },
                )
                for controller_id in dict.fromkeys(one.controller_id for one in shown)
            ]
        )
        lines = [
            RequestLine(request=one, due=self._due(one), site_name=_site_name(officer, one.site_id)) for one in shown
        ]
        return RequestPage(lines, cursor_of(shown[-1], closed=closed) if len(found) > len(shown) else None)

    async def find(self, officer: Officer, request_id: UUID) -> SubjectRequest:
        """The request, for what is done around it; nothing of it is shown by that.

        Raises:
            RequestUnknown: there is none, or it is not the officer's.
        """
        async with self.database.connection() as connection:
            request = await store.find_request(connection, officer.scope, request_id)
        if request is None:
            raise _unknown()
        return request

    async def show(self, officer: Officer, request_id: UUID) -> RequestCard:
        """The card of a request.

        Raises:
            RequestUnknown: there is none, or it is not the officer's.
            JournalUnavailable: the view can't be journalled, so nothing is shown.
        """
        async with self.database.connection() as connection:
            request = await store.find_request(connection, officer.scope, request_id)
            if request is None:
                raise _unknown()
            everybody = await people_store.people_of(connection, request_id)
            events = await store.events_of(connection, request_id)
            linked = await linked_people(connection, officer, request, everybody)
        people = [person for person in everybody if officer.site(person.site_id)]
        record = Record(
            controller_id=request.controller_id,
            action=Action.REQUEST_OPENED,
            actor=officer.actor,
            site_id=request.site_id,
            visitor_ids=tuple(person.visitor_id for person in (*people, *linked)),
            details={"request": str(request.number)},
        )
        await self.journal.write([record])
        hidden_people = len(everybody) - len(people)
        return RequestCard(
            request=request,
            due=self._due(request),
            site_name=_site_name(officer, request.site_id),
            people=people,
            hidden_people=hidden_people,
            linked=linked,
            events=_without_people(events) if hidden_people else events,
            may=deeds_of(
                request, has_people=bool(people) and not hidden_people, has_hidden=hidden_people > 0, now=self.now()
            ),
        )

    async def decide(self, officer: Officer, request_id: UUID, command: AnyCommand) -> Decision:
        """Notes a decision, and does what of it is no more than a change of rows.

        Raises:
            RequestUnknown: there is none, or it is not the officer's.
            RequestChanged: it has changed since the officer read it.
            RightMissing: it is also about visitors of sites that the officer does not work on.
            VisitorUnknown: the command names a visitor who is not there, or whom the request is not about.
            LegalHold: one of those who are to be erased is held; then nobody is.
            DeedUnsuitable, RequestClosed, IdentityUnconfirmed, BadBody, CalendarUnknown: see `decide`.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        async with self.database.transaction() as connection:
            request = await store.lock_request(connection, officer.scope, request_id)
            if request is None:
                raise _unknown()
            if request.version != command.version:
                raise RequestChanged("A colleague has changed the request since you read it. Look at it again.")
            decision = decide(request, command, by_name=officer.actor.name, now=self.now())
            everybody = await people_store.people_of(connection, request_id)
            if isinstance(command, DEEDS_ON_PEOPLE):
                check_people(officer, everybody)
            elif isinstance(command, DECISIONS_ON_ALL):
                _check_nobody_hidden(officer, everybody)
            if isinstance(command, Erase):
                await _check_holds(connection, everybody)
            note = await self._change(connection, officer, decision, command, everybody)
            by = officer.actor.id if decision.event is EventKind.IDENTITY_CONFIRMED else None
            await store.update_request(connection, decision.request, identity_by=by)
            await store.append_event(
                connection,
                request_id,
                decision.event,
                actor_id=officer.actor.id,
                actor_name=officer.actor.name,
                note=note,
            )
            # Retention passes over those whom an open request is about: whom none is any more it looks at again.
            if decision.request.closed_at is not None:
                await _begin_anew(connection, {person.site_id for person in everybody})
            elif isinstance(command, RemovePerson):
                await _begin_anew(connection, {command.site_id})
            await journal.append(connection, [_record(officer, decision, command, everybody)])
        return decision

    async def _change(
        self,
        connection: Connection,
        officer: Officer,
        decision: Decision,
        command: AnyCommand,
        everybody: Sequence[SubjectPerson],
    ) -> str:
        """Does what is no more than a change of rows; gives the note for the timeline."""
        request_id = decision.request.id
        match command:
            case AddPerson(site_id=site_id, visitor_id=visitor_id):
                sites = {site.id for site in officer.sites_of(decision.request.controller_id)} & {site_id}
                if not await people_store.describe_people(connection, site_ids=sites, visitor_ids=[visitor_id]):
                    raise VisitorUnknown("Nothing is stored of such a visitor on your sites.", field="visitor_id")
                # Retention locks whom it erases: it is either done with this page, or sees that they are in dispute.
                await lock_visitor(connection, site_id=site_id, visitor_id=visitor_id)
                added = await people_store.add_person(
                    connection,
                    request_id=request_id,
                    site_id=site_id,
                    visitor_id=visitor_id,
                    by_name=officer.actor.name,
                )
                if not added:
                    raise DeedUnsuitable("The request is about this visitor already.")
                return str(visitor_id)
            case RemovePerson(site_id=site_id, visitor_id=visitor_id):
                _person(officer, everybody, site_id, visitor_id)
                await people_store.remove_person(
                    connection, request_id=request_id, site_id=site_id, visitor_id=visitor_id
                )
                return str(visitor_id)
            case Rectify(site_id=site_id, visitor_id=visitor_id, name=name):
                person = _person(officer, everybody, site_id, visitor_id)
                clean = " ".join(name.split())
                if "\0" in clean or not await people_store.rename_visitor(
                    connection, site_id=site_id, visitor_id=visitor_id, name=clean
                ):
                    raise VisitorUnknown("This visitor's data has been erased.", field="visitor_id")
                return f"«{person.name}» → «{clean}»\n{decision.note}"
            case _:
                return decision.note

    def _due(self, request: SubjectRequest) -> Due:
        on = request.due_on
        left = None if on is None else working_days_left(on, day_of(self.now()))
        return Due(on=on, days_left=left, article=TERMS[request.kind].article)


def check_people(officer: Officer, everybody: Sequence[SubjectPerson]) -> None:
    """Lets a deed be done on the people of a request.

    Raises:
        DeedUnsuitable: there is nobody.
        RightMissing: some of them are on sites that the officer does not work on.
    """
    if not everybody:
        raise DeedUnsuitable("Say first which visitors are meant.")
    _check_nobody_hidden(officer, everybody)


def _check_nobody_hidden(officer: Officer, everybody: Sequence[SubjectPerson]) -> None:
    if any(officer.site(person.site_id) is None for person in everybody):
        raise RightMissing(
            "The request is also about visitors of sites that you do not work on. Ask a colleague who works on all of "
            "these, or an owner to give you the sites."
        )


def _without_people(events: Sequence[RequestEvent]) -> list[RequestEvent]:
    """The timeline as those see it from whom some of the people are hidden: a note does not say of whom it is."""
    return [replace(one, note="") if one.kind in EVENTS_OF_PEOPLE else one for one in events]


async def _check_holds(connection: Connection, everybody: Sequence[SubjectPerson]) -> None:
    """Lets all be erased, or none: what half of the people of a request have lost is no answer to it."""
    for person in sorted(everybody, key=lambda one: (one.site_id, one.visitor_id)):
        # A hold that is being placed is waited for.
        await lock_visitor(connection, site_id=person.site_id, visitor_id=person.visitor_id)
        if await is_held(connection, site_id=person.site_id, visitor_id=person.visitor_id):
            raise LegalHold(
                f"A legal hold is on visitor {person.visitor_id}: lift it first. Nobody has been erased.",
                field="visitor",
            )


async def _begin_anew(connection: Connection, site_ids: Collection[UUID]) -> None:
    for site_id in sorted(site_ids):
        await begin_anew(connection, site_id)


def _person(officer: Officer, everybody: Sequence[SubjectPerson], site_id: UUID, visitor_id: UUID) -> SubjectPerson:
    for person in everybody:
        if (person.site_id, person.visitor_id) == (site_id, visitor_id) and officer.site(site_id):
            return person
    raise VisitorUnknown("The request is about no such visitor.", field="visitor_id")


def _record(officer: Officer, decision: Decision, command: AnyCommand, everybody: Sequence[SubjectPerson]) -> Record:
    request = decision.request
    if isinstance(command, AddPerson | RemovePerson | Rectify):
        visitor_ids: tuple[UUID, ...] = (command.visitor_id,)
    else:
        visitor_ids = tuple(person.visitor_id for person in everybody)
    action = {Rectify: Action.EDITED, Erase: Action.DELETED}.get(type(command), Action.REQUEST_CHANGED)
    return Record(
        controller_id=request.controller_id,
        action=action,
        actor=officer.actor,
        site_id=request.site_id,
        visitor_ids=visitor_ids,
        details={"what": decision.event, "request": str(request.number)},
    )


def _site_name(officer: Officer, site_id: UUID | None) -> str | None:
    site = officer.site(site_id) if site_id else None
    return site.name if site else None


def _unknown() -> RequestUnknown:
    return RequestUnknown("There is no such request, or it is not yours.", field="request_id")
