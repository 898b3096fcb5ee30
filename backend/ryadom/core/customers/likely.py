"""Who looks like the same person: visitors with the same telephone or e-mail address, wherever either of them named it.

What operators wrote down and what sites told is found by indexes of its own, what visitors wrote by that of the search.
"""

import asyncio
from collections.abc import Callable, Sequence
from itertools import chain
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.cards import MAX_MESSAGES, bounded
from ryadom.core.customers.place import Place
from ryadom.core.reveals import REVEAL_LIMITS
from ryadom.core.search.lexemes import Lexemes
from ryadom.core.search.query import phrase
from ryadom.core.search.vectors import site_slot
from ryadom.core.search.words import PHONE_MARK, words_of
from ryadom.privacy.contacts import NATIONAL_DIGITS, Contacts, last_digits, read_contacts, written_alike
from ryadom.privacy.detect import Kind
from ryadom.store import customer_links as store
from ryadom.store.cards import own_messages
from ryadom.store.customer_cards import CustomerFacts
from ryadom.store.customer_links import KnownPerson, VisitorRef, WrittenContact
from ryadom.store.database import Database
from ryadom.store.profiles import find_identity
from ryadom.store.sql import Connection

MAX_KEYS = 5
"""So many telephones and so many addresses of one visitor are looked for: theirs, not a list that somebody pasted."""

MAX_LIKELY = 10

LIKELY_LIMITS = replace(REVEAL_LIMITS, party="likely_contact")
"""Of one operator in one process who sees contacts masked: of how many telephones and addresses they learn who else has
them.

A visitor names what they like, so whoever opens the chat as one could try numbers of their own choice on the card. Each
costs as much as the click that shows one: nobody who may reveal gets at a number by less.
"""


class LikelyPerson(Struct, frozen=True, kw_only=True):
    """Somebody who may be the same person, and by what: `phone`, `email`."""

    person: KnownPerson
    by: tuple[str, ...]


def _spend_nothing(_tried: int) -> None:
    pass


async def find_likely(
    database: Database,
    lexemes: Lexemes,
    place: Place,
    facts: CustomerFacts,
    *,
    but: Sequence[VisitorRef],
    spend: Callable[[int], None] = _spend_nothing,
) -> list[LikelyPerson]:
    """Those on the operator's sites of this controller who share a contact, without `but`.

    The newest first, at most 10. `spend` is told how many contacts are about to be looked for.

    Raises:
        RateLimited: `spend` raises it; nobody was looked for.
    """
    contacts = await _contacts_of(database, place, facts)
    tried = len(contacts.phones) + len(contacts.emails)
    if not tried:
        return []
    spend(tried)
    site_ids = [site.id for site in place.sites]
    known = (place.ref, *but)
    by: dict[VisitorRef, set[str]] = {}
    async with database.connection() as connection:
        for ref, kind in await store.with_contacts(
            connection, phones=contacts.phones, emails=contacts.emails, site_ids=site_ids
        ):
            by.setdefault(ref, set()).add(kind)
        hits = await _who_wrote(connection, lexemes, contacts, place, but=[one.visitor_id for one in known])
    for ref, kinds in (await asyncio.to_thread(_confirmed, hits, contacts)).items():
        by.setdefault(ref, set()).update(kinds)
    for ref in known:
        by.pop(ref, None)
    async with database.connection() as connection:
        people = await store.describe(connection, list(by), site_ids=site_ids, purview=place.purview)
    return [LikelyPerson(person=one, by=tuple(sorted(by[one.ref]))) for one in people[:MAX_LIKELY]]


async def _contacts_of(database: Database, place: Place, facts: CustomerFacts) -> Contacts:
    """What a visitor can be known by: the newest of what operators, their site and they themselves have named."""
    site_id, visitor_id = place.ref
    async with database.connection() as connection:
        identity = await find_identity(connection, site_id=site_id, visitor_id=visitor_id)
        messages = await own_messages(
            connection, site_id=site_id, visitor_id=visitor_id, limit=MAX_MESSAGES, purview=place.purview
        )
    phones = [last_digits(text) for text in (facts.phone, identity.phone if identity else "")]
    emails = [written_alike(Kind.EMAIL, text) for text in (facts.email, identity.email if identity else "") if text]
    # In a thread, as all that is looked for in a text whose writer may mean harm.
    found = await asyncio.to_thread(read_contacts, *(message.body for message in bounded(messages)))
    return Contacts(
        _first([one for one in phones if len(one) == NATIONAL_DIGITS], found.phones), _first(emails, found.emails)
    )


def _first(*parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain(*parts)))[:MAX_KEYS]


async def _who_wrote(
    connection: Connection, lexemes: Lexemes, contacts: Contacts, place: Place, *, but: Sequence[UUID]
) -> list[WrittenContact]:
    site_ids = [site.id for site in place.sites]
    ways = [f"'{PHONE_MARK}{digits}'" for digits in contacts.phones]
    for email in contacts.emails:
        forms = [word.form for word in words_of(email)]
        known = await lexemes.of(connection, forms)
        if any(known.values()):
            ways.append(phrase([known[form] for form in forms], ""))
    if not ways:
        return []
    return await store.who_wrote(
        connection,
        " | ".join(ways),
        slots=[site_slot(site_id) for site_id in site_ids],
        site_ids=site_ids,
        but_visitor_ids=but,
        purview=place.purview,
    )


def _confirmed(hits: Sequence[WrittenContact], contacts: Contacts) -> dict[VisitorRef, set[str]]:
    """Who has really written one of the contacts: the search takes «ivan, mail ru» for an address."""
    found: dict[VisitorRef, set[str]] = {}
    for hit in hits:
        if len(found.get(hit.ref, ())) == 2:
            continue
        theirs = read_contacts(hit.body)
        if not set(contacts.phones).isdisjoint(theirs.phones):
            found.setdefault(hit.ref, set()).add("phone")
        if not set(contacts.emails).isdisjoint(theirs.emails):
            found.setdefault(hit.ref, set()).add("email")
    return found
