"""Customers whom programs look for by what their system knows: a telephone, an e-mail address, the site's number."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.api_keys import Program
from ryadom.core.texts import clean_email, clean_line
from ryadom.errors import BadBody
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.contacts import last_digits, written_alike
from ryadom.privacy.detect import Kind
from ryadom.protocol.public import PublicCustomer
from ryadom.protocol.public_orders import CustomerSearch
from ryadom.protocol.public_pages import FoundCustomers
from ryadom.store import customer_links as store
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Record
from ryadom.store.public_objects import load_customers
from ryadom.store.sites import Site

MIN_DIGITS = 5
"""What has fewer is no telephone that anybody could be known by."""


class ProgramPeople(Struct, frozen=True, kw_only=True):
    """Finds customers."""

    database: Database
    journal: JournalQueue

    async def find(self, program: Program, order: CustomerSearch, *, network: str | None) -> FoundCustomers:
        """Whoever has any of these in their card or by their site's word, the newest first; journalled.

        Raises:
            BadBody: it names nothing, or what can't be a telephone or an address; `field` says which.
            ScopeMissing: a site that the key may not ask for.
            JournalUnavailable: it can't be journalled, so nobody is given.
        """
        # In a thread, as all that is looked for in a text whose writer may mean harm.
        wanted = await asyncio.to_thread(_spelled, order)
        sites = program.chosen(order.site)
        async with self.database.connection() as connection:
            refs, is_complete = await store.known_by(
                connection,
                phones=wanted.phones,
                emails=wanted.emails,
                external_id=wanted.external_id,
                site_ids=[site.id for site in sites],
            )
            loaded = await load_customers(connection, refs)
        data = [one for one in loaded if isinstance(one, PublicCustomer)]
        data.sort(key=lambda one: (one.created_at, one.id), reverse=True)
        await self._note(program, sites, order, data, network)
        return FoundCustomers(data=tuple(data), is_complete=is_complete)

    async def _note(
        self,
        program: Program,
        sites: Sequence[Site],
        order: CustomerSearch,
        found: Sequence[PublicCustomer],
        network: str | None,
    ) -> None:
        # By what, and never the words: they are somebody's contacts.
        by = " ".join(name for name in ("phone", "email", "external_id") if getattr(order, name))
        record = Record(
            controller_id=program.key.controller_id,
            action=Action.PEOPLE_SEARCHED,
            actor=program.actor(network),
            site_id=sites[0].id if len(sites) == 1 else None,
            visitor_ids=tuple(UUID(one.id) for one in found),
            details={"by": by},
        )
        await self.journal.write([record])


class _Spelled(Struct, frozen=True, kw_only=True):
    """What is looked for, each in the one spelling by which it is found."""

    phones: list[str]
    emails: list[str]
    external_id: str


def _spelled(order: CustomerSearch) -> _Spelled:
    if not (order.phone or order.email or order.external_id):
        raise BadBody("Name a phone, an email or an external_id to look for.")
    digits = last_digits(order.phone)
    if order.phone and len(digits) < MIN_DIGITS:
        raise BadBody(f"A phone has at least {MIN_DIGITS} digits.", field="phone")
    return _Spelled(
        phones=[digits] if digits else [],
        emails=[written_alike(Kind.EMAIL, clean_email(order.email, field="email"))] if order.email else [],
        external_id=clean_line(order.external_id, field="external_id") if order.external_id else "",
    )
