"""What operators' sessions work with."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.amendments import Amendments
from ryadom.core.conversations import Conversations
from ryadom.core.leading import Leading
from ryadom.core.merging import Merging
from ryadom.core.notes import Notes
from ryadom.core.presence import Presence
from ryadom.core.site_news import SiteNews
from ryadom.core.unread_marks import UnreadMarks
from ryadom.core.work.duty import Duty
from ryadom.live.admission import Admission
from ryadom.live.hub import Hub
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.relay import Relay
from ryadom.live.sieve import Sieve
from ryadom.privacy.person_keys import PersonKeys
from ryadom.privacy.veil import Veil
from ryadom.store.database import Database


class OperatorDesk(Struct, frozen=True, kw_only=True):
    """Made once by a server."""

    database: Database
    hub: Hub
    sieve: Sieve
    relay: Relay
    site_news: SiteNews
    presence: Presence
    duty: Duty
    conversations: Conversations
    leading: Leading
    merging: Merging
    notes: Notes
    unread_marks: UnreadMarks
    amendments: Amendments
    admission: Admission[UUID]
    journal: JournalQueue
    person_keys: PersonKeys
    veil: Veil
    now: Callable[[], datetime]
