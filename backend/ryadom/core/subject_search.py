"""Who is meant by a subject's request: visitors found by number, name, phone or e-mail address.

Only on the officer's sites of the request's controller; the journal knows of whom before anybody is shown. Contacts
that a site masks are masked here too for whoever may not see them: any three letters find a message.
"""

import asyncio
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.officers import Officer
from ryadom.errors import BadBody
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.contacts import NATIONAL_DIGITS, Contacts, has_phone, last_digits, read_contacts
from ryadom.privacy.detect import Kind as Personal
from ryadom.privacy.detect import find_personal
from ryadom.privacy.display import HIDDEN, mask_for_display
from ryadom.privacy.hidden import NOTHING_HIDDEN, Hidden
from ryadom.privacy.policies import Masking
from ryadom.store import subject_people as store
from ryadom.store.customer_links import with_external_id
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Record
from ryadom.store.sites import Site
from ryadom.store.subject_people import SubjectPerson, WrittenMessage
from ryadom.store.subject_requests import SubjectRequest

MOST_FOUND = 20
MIN_CHARS = 3
MAX_CHARS = 200
BUDGET_S = 9.0
"""How long one search may look; then it gives what it has, and says that there may be more."""

EXCERPT_CHARS = 160


class FoundBy(StrEnum):
    """What a search is by."""

    ID = "id"
    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"


class Match(Struct, frozen=True, kw_only=True):
    """A visitor who was found.

    `excerpt` is of what they wrote, or their site told of them; empty where it was their name or number.
    """

    person: SubjectPerson
    by: FoundBy
    query: str
    excerpt: str = ""


class Matches(Struct, frozen=True):
    """Who was found, at most 20. `is_complete`: everything was looked at."""

    matches: Sequence[Match]
    is_complete: bool


class Term(Struct, frozen=True):
    """One thing to look for: a number, a text or a phone's last ten digits."""

    by: FoundBy
    query: str
    id: UUID | None = None
    text: str = ""
    digits: str = ""


class Cover(Struct, frozen=True):
    """What an officer is not shown of a text: what the site hides, but the subject's own contacts, which they know."""

    hidden: Hidden
    own: Contacts

    def over(self, text: str) -> str:
        """The text as it is shown."""
        return mask_for_display(text, self.hidden, keep=self.own.holds).text if self.hidden else text


class SubjectSearch(Struct, frozen=True, kw_only=True):
    """Looks for people. A long site is read stretch by stretch, so that no statement is long."""

    database: Database
    journal: JournalQueue
    masking: Masking

    async def search(self, officer: Officer, request: SubjectRequest, query: str) -> Matches:
        """Who fits what the officer has typed.

        Raises:
            BadBody: under 3 characters, or over 200.
            JournalUnavailable: the search can't be journalled, so nobody is shown.
        """
        clean = query.strip()
        if not MIN_CHARS <= len(clean) <= MAX_CHARS or "\0" in clean:
            raise BadBody(f"Look for {MIN_CHARS} to {MAX_CHARS} characters.", field="query")
        return await self._find(officer, request, [_term(clean)])

    async def propose(self, officer: Officer, request: SubjectRequest) -> Matches:
        """Who fits the phones and addresses that the request itself names.

        Raises:
            JournalUnavailable: as for `search`.
        """
        # In a thread, as all that is looked for in a text whose writer may mean harm.
        contacts = await asyncio.to_thread(read_contacts, request.contact, request.body)
        terms = [Term(FoundBy.PHONE, digits, digits=digits) for digits in contacts.phones]
        terms += [Term(FoundBy.EMAIL, email, text=email) for email in contacts.emails]
        return await self._find(officer, request, terms[:5])

    async def _find(self, officer: Officer, request: SubjectRequest, terms: Sequence[Term]) -> Matches:
        sites = officer.sites_of(request.controller_id)
        ends_at = time.monotonic() + BUDGET_S
        covers = await self._covers(officer, request, sites)
        found: dict[UUID, tuple[Term, str]] = {}
        is_complete = True
        for term in terms:
            visitor_ids, is_whole = await self._by_name_or_id(term, sites, ends_at=ends_at)
            is_complete &= is_whole
            for visitor_id in visitor_ids:
                found.setdefault(visitor_id, (term, ""))
        for term in terms:
            if term.by is not FoundBy.ID:
                is_complete &= await self._by_profiles(term, covers, found, ends_at=ends_at)
                is_complete &= await self._by_messages(term, covers, found, ends_at=ends_at)
        async with self.database.connection() as connection:
            people = await store.describe_people(
                connection, site_ids=[site.id for site in sites], visitor_ids=list(found)
            )
        is_complete &= len(people) <= MOST_FOUND
        people = people[:MOST_FOUND]
        await self.journal.write(
            [
                Record(
                    controller_id=request.controller_id,
                    action=Action.PEOPLE_SEARCHED,
                    actor=officer.actor,
                    visitor_ids=tuple(person.visitor_id for person in people),
                    details={
                        "by": " ".join(dict.fromkeys(term.by for term in terms)),
                        "request": str(request.number),
                    },
                )
            ]
        )
        matches = []
        for person in people:
            term, excerpt = found[person.visitor_id]
            person = replace(person, name=covers[person.site_id].over(person.name))
            matches.append(Match(person=person, by=term.by, query=term.query, excerpt=excerpt))
        return Matches(matches, is_complete)

    async def _covers(self, officer: Officer, request: SubjectRequest, sites: Iterable[Site]) -> dict[UUID, Cover]:
        own = await asyncio.to_thread(read_contacts, request.contact, request.body)
        return {
            site.id: Cover(NOTHING_HIDDEN if officer.sees_contacts else self.masking.hidden_on(site.id), own)
            for site in sites
        }

    async def _by_name_or_id(self, term: Term, sites: Iterable[Site], *, ends_at: float) -> tuple[Sequence[UUID], bool]:
        """Who is called so or has this number, here or at their site, and whether everything was looked at."""
        site_ids = [site.id for site in sites]
        async with self.database.connection() as connection:
            found = [ref.visitor_id for ref in await with_external_id(connection, term.query, site_ids=site_ids)]
            if term.id is not None:
                return [*found, *await store.find_by_id(connection, site_ids=site_ids, id=term.id)], True
        if term.by is not FoundBy.TEXT:
            return found, True
        for site in sites:
            after: UUID | None = None
            while True:
                if len(found) > MOST_FOUND or time.monotonic() > ends_at:
                    return found, False
                async with self.database.connection() as connection:
                    stretch = await store.names_stretch(connection, site_id=site.id, text=term.text, after=after)
                found += stretch.visitor_ids
                after = stretch.end
                if after is None:
                    break
        return found, True

    async def _by_profiles(
        self, term: Term, covers: Mapping[UUID, Cover], found: dict[UUID, tuple[Term, str]], *, ends_at: float
    ) -> bool:
        """Adds of whom their site told it; gives whether everything was looked at."""
        for site_id, cover in covers.items():
            after: UUID | None = None
            while True:
                if len(found) > MOST_FOUND or time.monotonic() > ends_at:
                    return False
                async with self.database.connection() as connection:
                    stretch = await store.profiles_stretch(
                        connection, site_id=site_id, text=term.text, digits=term.digits, after=after
                    )
                excerpts, is_whole = await asyncio.to_thread(
                    pick, stretch.messages, term, cover, known=frozenset(found), ends_at=ends_at
                )
                found.update({visitor_id: (term, excerpt) for visitor_id, excerpt in excerpts.items()})
                if not is_whole:
                    return False
                after = stretch.end
                if after is None:
                    break
        return True

    async def _by_messages(
        self, term: Term, covers: Mapping[UUID, Cover], found: dict[UUID, tuple[Term, str]], *, ends_at: float
    ) -> bool:
        """Adds who wrote it; gives whether everything was looked at."""
        for site_id, cover in covers.items():
            after: store.Place | None = None
            while True:
                if len(found) > MOST_FOUND or time.monotonic() > ends_at:
                    return False
                async with self.database.connection() as connection:
                    stretch = await store.messages_stretch(
                        connection, site_id=site_id, text=term.text, digits=term.digits, after=after
                    )
                excerpts, is_whole = await asyncio.to_thread(
                    pick, stretch.messages, term, cover, known=frozenset(found), ends_at=ends_at
                )
                found.update({visitor_id: (term, excerpt) for visitor_id, excerpt in excerpts.items()})
                if not is_whole:
                    return False
                after = stretch.end
                if after is None:
                    break
        return True


def _term(query: str) -> Term:
    try:
        return Term(FoundBy.ID, query, id=UUID(query))
    except ValueError:
        pass
    contacts = read_contacts(query)
    if contacts.emails:
        return Term(FoundBy.EMAIL, query, text=contacts.emails[0])
    digits = last_digits(query)
    is_number = len(digits) == NATIONAL_DIGITS and not any(one.isalpha() for one in query)
    if contacts.phones or is_number:
        return Term(FoundBy.PHONE, query, digits=contacts.phones[0] if contacts.phones else digits)
    return Term(FoundBy.TEXT, query, text=query)


def pick(
    messages: Iterable[WrittenMessage], term: Term, cover: Cover, *, known: Collection[UUID], ends_at: float
) -> tuple[dict[UUID, str], bool]:
    """Who of those not known yet has written what is looked for, with an excerpt, and whether all messages were read.

    For a thread: what a message says is up to whoever wrote it, and 200 of them may take seconds.
    """
    picked: dict[UUID, str] = {}
    for message in messages:
        if time.monotonic() > ends_at:
            return picked, False
        if message.visitor_id in known or message.visitor_id in picked:
            continue
        if not term.digits or has_phone(message.body, [term.digits]):
            picked[message.visitor_id] = _excerpt(cover.over(message.body), term)
    return picked, True


def _excerpt(body: str, term: Term) -> str:
    """The part of a message around what was found. It is cut from what is shown: half a number is not masked."""
    place = body.lower().find(term.text.lower()) if term.text else -1
    if term.digits:
        place = next((span.start for span in find_personal(body, {Personal.PHONE})), -1)
    if place < 0:
        place = body.find(HIDDEN)  # what was found is masked
    start = max(0, place - EXCERPT_CHARS // 3)
    part = " ".join(body[start : start + EXCERPT_CHARS].split())
    return f"{'…' if start else ''}{part}{'…' if start + EXCERPT_CHARS < len(body) else ''}"
