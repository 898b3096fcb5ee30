"""The search in what was written: what fills it, and what is asked of it."""

import time

from msgspec import Struct

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.live import Live
from ryadom.app.wiring.pools import Pools
from ryadom.core.search.contacts import WHOLE_CONTACT_LIMITS
from ryadom.core.search.desk import SEARCH_LIMITS, SearchDesk
from ryadom.core.search.feeder import Feeder
from ryadom.core.search.lexemes import Lexemes
from ryadom.live.admission import Admission
from ryadom.privacy.person_keys import PersonKeys
from ryadom.store.database import Database


class Search(Struct, frozen=True, kw_only=True):
    """`lexemes` are of customers' cards too."""

    lexemes: Lexemes
    desk: SearchDesk
    feeder: Feeder


def wire_search(database: Database, pools: Pools, live: Live, person_keys: PersonKeys) -> Search:
    """The search of one server."""
    lexemes = Lexemes()
    return Search(
        lexemes=lexemes,
        desk=SearchDesk(
            database=pools.search,
            journal=live.journal,
            keys=person_keys,
            masking=live.masking,
            veil=live.veil,
            lexemes=lexemes,
            admission=Admission(SEARCH_LIMITS, clock=time.monotonic),
            whole_admission=Admission(WHOLE_CONTACT_LIMITS, clock=time.monotonic),
            visitor_online=live.presence.visitor_online,
            now=utc_now,
        ),
        feeder=Feeder(database, lexemes),
    )
