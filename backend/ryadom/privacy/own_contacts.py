"""Telephones and addresses that a firm tells everybody of itself: no visitor's, so nobody is shown a mask for them.

Whoever may write where they are read from sees contacts anyway (core/rights.py): else they could put in one number
after the other and look which mask goes away. What operators keep for themselves does not count, nor what a visitor
says: of a reply's variable, «{имя}», only the words around it are taken.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from uuid import UUID

from ryadom.privacy.contacts import CONTACT_KINDS, exact_form
from ryadom.privacy.detect import find_personal
from ryadom.store.own_texts import EVER_S, Firm, OwnText, firms, own_texts
from ryadom.store.sql import Connection

MOST_OWN = 300
"""So many of one site count; who has shared more of them is no shop, but keeps its customers in ready replies."""

RECENT_S = 60.0
"""What has changed within so long is read each time: a transaction is seen once it commits, and tells when it began."""

WHOLE_INTERVAL_S = 300.0
"""How often all is read, for what was deleted meanwhile, and for what took longer to commit than `RECENT_S`."""

_VARIABLE = re.compile(r"\{[^{}]*\}")
_GAP = " • "


class OwnContacts:
    """Those of each site. `clock`: monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._forms: dict[UUID, tuple[UUID, tuple[str, ...]]] = {}
        self._read_at = self._read_whole_at = float("-inf")

    async def read(self, connection: Connection) -> Mapping[UUID, frozenset[str]]:
        """What each site has now, as `exact_form` writes it; sites without any are left out.

        Two statements that read a few rows, and once in `WHOLE_INTERVAL_S`, or after an outage, all texts.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        now = self._clock()
        is_whole = now - self._read_whole_at > WHOLE_INTERVAL_S or now - self._read_at > RECENT_S / 2
        texts = await own_texts(connection, within_s=EVER_S if is_whole else RECENT_S)
        known = await firms(connection)
        # In a thread: whoever manages a site may write as much as they like.
        read = await asyncio.to_thread(lambda: {one.id: (one.owner_id, forms_in(one)) for one in texts})
        self._forms = read if is_whole else self._forms | read
        self._read_at = now
        if is_whole:
            self._read_whole_at = now
        return await asyncio.to_thread(_by_site, known, list(self._forms.values()))


def forms_in(text: OwnText) -> tuple[str, ...]:
    """The contacts that a text itself says."""
    return _forms_in(_VARIABLE.sub(_GAP, text.text))


def _forms_in(text: str) -> tuple[str, ...]:
    spans = find_personal(text, CONTACT_KINDS)
    return tuple(dict.fromkeys(exact_form(span.kind, text[span.start : span.end]) for span in spans))


def _by_site(known: Iterable[Firm], said: Iterable[tuple[UUID, tuple[str, ...]]]) -> dict[UUID, frozenset[str]]:
    by_owner: dict[UUID, dict[str, None]] = {}
    for owner_id, forms in said:
        by_owner.setdefault(owner_id, {}).update(dict.fromkeys(forms))
    own = {}
    for firm in known:
        shared = dict.fromkeys(_forms_in(firm.officer_email)) | by_owner.get(firm.id, {})
        for site_id in firm.site_ids:
            if all_of_it := by_owner.get(site_id, {}) | shared:
                own[site_id] = frozenset(islice(all_of_it, MOST_OWN))
    return own
