"""Everything that customers' cards need, made together."""

import time

from msgspec import Struct

from ryadom.core.customers.card_reveals import CardReveals
from ryadom.core.customers.edits import CustomerEdits
from ryadom.core.customers.links import CustomerLinks
from ryadom.core.customers.notes import CustomerNotes
from ryadom.core.customers.views import CustomerViews
from ryadom.core.reveals import Reveals
from ryadom.core.search.lexemes import Lexemes
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.relay import Relay
from ryadom.privacy.policies import Masking
from ryadom.store.database import Database


class CustomerDesk(Struct, frozen=True, kw_only=True):
    """The parts of the desk, as endpoints use them."""

    database: Database
    views: CustomerViews
    card_reveals: CardReveals
    edits: CustomerEdits
    notes: CustomerNotes
    links: CustomerLinks


def customer_desk(
    database: Database, journal: JournalQueue, masking: Masking, reveals: Reveals, lexemes: Lexemes, relay: Relay
) -> CustomerDesk:
    """The desk of a server."""
    return CustomerDesk(
        database=database,
        views=CustomerViews(database, journal, masking, reveals, lexemes, clock=time.monotonic),
        card_reveals=CardReveals(database, journal, reveals),
        edits=CustomerEdits(database, masking, relay),
        notes=CustomerNotes(database, masking),
        links=CustomerLinks(database),
    )
