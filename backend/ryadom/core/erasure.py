"""Erasing a person while servers run: their sockets close at once, and open panels forget what they show."""

from collections.abc import Callable
from datetime import datetime

import msgspec
import structlog
from msgspec import Struct

from ryadom.core.tokens import REVOCATION_REACH_MS
from ryadom.errors import RyadomError
from ryadom.live.announcements import announce
from ryadom.live.envelopes import AnyEnvelope, ToOperators, VisitorRevoked
from ryadom.live.line import Line
from ryadom.privacy.classification import Table
from ryadom.privacy.erasure import overwrite, shut_out
from ryadom.privacy.persons import Person
from ryadom.protocol.operator import ConversationErased
from ryadom.store.database import Database

log = structlog.get_logger(__name__)


class Erased(Struct, frozen=True):
    """What an erasure did: rows changed, by table, and whether running servers could be told."""

    changed: dict[str, int]
    is_told: bool


async def erase_person(
    database: Database,
    line: Line,
    person: Person,
    *,
    now: datetime,
    on_page: Callable[[Table, int], None] = lambda _table, _changed: None,
) -> Erased:
    """Erases what the data map says of a person. Called again after it was stopped, it goes on.

    What servers can't be told they find in the database: the token is refused, and nothing of the person's is stored.
    Only panels that are open go on showing what they had loaded.
    """
    site_id, visitor_id = person.site.id, person.visitor_id
    generation = int(now.timestamp() * 1000) + REVOCATION_REACH_MS
    conversation_ids = await shut_out(database, person, generation=generation)
    closed = await _tell(line, [VisitorRevoked(site_id, visitor_id, erased=True)])
    changed = await overwrite(database, person, on_page=on_page)
    frames = [msgspec.json.encode(ConversationErased(conversation_id=one)) for one in conversation_ids]
    blanked = await _tell(line, [ToOperators(site_id, msgspec.Raw(frame)) for frame in frames])
    return Erased(changed, closed and blanked)


async def _tell(line: Line, envelopes: list[AnyEnvelope]) -> bool:
    try:
        await announce(line, envelopes)
    except RyadomError as error:
        log.warning("servers not told", reason=error.message)
        return False
    return True
