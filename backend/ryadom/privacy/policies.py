"""What is done with personal data in messages: by default, and by the word of each site."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from ryadom.privacy.detect import Kind, has_many_digits
from ryadom.privacy.display import mask_for_display
from ryadom.privacy.hidden import Hidden
from ryadom.privacy.masking import replace_personal
from ryadom.privacy.own_contacts import OwnContacts
from ryadom.store.database import Database
from ryadom.store.masking import PolicyRow, all_policies

REFRESH_INTERVAL_S = 5.0
"""So long a process may go by what a site has said before."""


class Policy(StrEnum):
    """What is done with a find.

    `keep`: nothing. `mask`: it is stored as it is, and operators without the right `see_contacts` are shown a mask.
    `replace`: it is replaced before it is stored, for good.
    """

    KEEP = "keep"
    MASK = "mask"
    REPLACE = "replace"


_BY_DEFAULT: Mapping[Kind, Policy] = {
    # 152-FZ article 5 p. 5: no more data than the purpose needs. A chat needs neither to answer a question, a leak of
    # either does the most harm, and both are told so surely that hardly anything else is lost: a card by its Luhn digit
    # and its range, a passport by the words around it.
    Kind.CARD: Policy.REPLACE,
    Kind.PASSPORT: Policy.REPLACE,
    # A visitor is answered by these, so they are stored; but who answers in the chat needs one now and then, not all of
    # them all day. Each is one click and one record of the journal away, and who is told a number finds its customer by
    # the whole of it: see core/search/contacts.py.
    Kind.PHONE: Policy.MASK,
    Kind.EMAIL: Policy.MASK,
}

DEFAULT_POLICIES: Mapping[Kind, Policy] = {kind: _BY_DEFAULT.get(kind, Policy.KEEP) for kind in Kind}
"""What is done where a site has not said otherwise."""


def policies_from(rows: Iterable[PolicyRow]) -> dict[Kind, Policy]:
    """All policies of a site, given its rows. A row that a newer program has written says nothing to this one."""
    said = {row.kind: row.policy for row in rows if row.policy in set(Policy)}
    return {kind: Policy(said.get(kind, default)) for kind, default in DEFAULT_POLICIES.items()}


class Masking:
    """Replaces in bodies what their site does not want stored, and says what it wants masked on display.

    Holds the policies and the firms' own contacts, so that a message asks no database.

    Whoever owns it calls `refresh` at the start and every `REFRESH_INTERVAL_S`; while Postgres is away the policies
    stay as they were, and nothing is stored anyway. `clock`: monotonic, in seconds.
    """

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._own = OwnContacts(clock)
        self._replaced: Mapping[UUID, frozenset[Kind]] = {}
        self._hidden: Mapping[UUID, Hidden] = {}

    async def refresh(self) -> None:
        """Takes over what the sites say now.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        async with self._database.connection() as connection:
            rows = await all_policies(connection)
            own = await self._own.read(connection)
        by_site: dict[UUID, list[PolicyRow]] = {}
        for row in rows:
            by_site.setdefault(row.site_id, []).append(row)
        policies = {site_id: policies_from(said) for site_id, said in by_site.items()}
        self._replaced = {site_id: _kinds(said, Policy.REPLACE) for site_id, said in policies.items()}
        masked = {site_id: _kinds(said, Policy.MASK) for site_id, said in policies.items()}
        self._hidden = {
            site_id: Hidden(masked.get(site_id, _MASKED_BY_DEFAULT), own.get(site_id, frozenset()))
            for site_id in masked.keys() | own.keys()
        }

    def apply(self, site_id: UUID, body: str) -> str:
        """The body as it may be stored and told."""
        return replace_personal(body, self._replaced.get(site_id, _REPLACED_BY_DEFAULT))

    async def apply_aside(self, site_id: UUID, body: str) -> str:
        """The same; a body that may take long, in a thread, so that no other socket waits for it."""
        if has_many_digits(body):
            return await asyncio.to_thread(self._apply_long, site_id, body)
        return self.apply(site_id, body)

    def _apply_long(self, site_id: UUID, body: str) -> str:
        kept = self.apply(site_id, body)
        # What those see who see masks, before the loop asks for it: it is kept.
        mask_for_display(kept, self.hidden_on(site_id))
        return kept

    def hidden_on(self, site_id: UUID) -> Hidden:
        """What is masked on display there: what the site wants, but what the firm says of itself."""
        return self._hidden.get(site_id, _HIDDEN_BY_DEFAULT)


def _kinds(policies: Mapping[Kind, Policy], wanted: Policy) -> frozenset[Kind]:
    return frozenset(kind for kind, policy in policies.items() if policy is wanted)


_REPLACED_BY_DEFAULT = _kinds(DEFAULT_POLICIES, Policy.REPLACE)
_MASKED_BY_DEFAULT = _kinds(DEFAULT_POLICIES, Policy.MASK)
_HIDDEN_BY_DEFAULT = Hidden(_MASKED_BY_DEFAULT)
