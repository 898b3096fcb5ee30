"""One message, or what a site told of a visitor, as it is stored, for an operator who sees contacts masked.

Into the journal first, then shown.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.shown_profiles import ShownProfile, show_profile
from ryadom.errors import ConversationUnknown, MessageUnknown, VisitorErased
from ryadom.live.admission import Admission
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.limits import Limits
from ryadom.live.rate import Rate
from ryadom.privacy.display import find_hidden
from ryadom.privacy.hidden import NOTHING_HIDDEN
from ryadom.privacy.policies import Masking
from ryadom.protocol.shared import AuthorKind, ConversationAssigned, ConversationRated, MessagePosted, NoteAdded
from ryadom.store.conversations import Head, find_seen_head
from ryadom.store.database import Database
from ryadom.store.entries import read_history
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.profiles import read_profile
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.sql import Connection
from ryadom.store.visitors import find_names, find_standing

REVEAL_LIMITS = Limits(
    party="reveal",
    sockets=20,
    commands=Rate(burst=30, per_second=0.5),
    bytes=Rate(burst=1, per_second=1),
)
"""Of one operator in one process: a contact to call somebody back by, not everybody's one after the other."""


class Revealed(Struct, frozen=True, kw_only=True):
    """A text as it is stored, and the pieces of it that stand masked on display, in their order."""

    body: str
    pieces: tuple[str, ...]


class Reveals:
    """Shows what is masked. The clock is monotonic, in seconds."""

    def __init__(
        self, database: Database, journal: JournalQueue, masking: Masking, *, clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._journal = journal
        self._masking = masking
        self._admission: Admission[UUID] = Admission(REVEAL_LIMITS, clock=clock)

    async def reveal(self, actor: Actor, operator_id: UUID, conversation_id: UUID, seq: int | None) -> Revealed:
        """A message, a note or the comment of a rating, of a conversation of the operator's sites.

        None: the name that the visitor is shown by.

        Raises:
            ConversationUnknown: it is not on the operator's sites.
            MessageUnknown: there is no message at this place, or it was erased.
            VisitorErased: the visitor's erasure has begun.
            RateLimited: this operator reveals too much at once.
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        self.spend(operator_id)
        async with self._database.connection() as connection:
            site, head = await _find_held(connection, operator_id, conversation_id)
            text = await _read_name(connection, head) if seq is None else await _read_body(connection, head, seq)
        spans = find_hidden(text, self._masking.hidden_on(site.id))
        what = {"what": "visitor_name"} if seq is None else {"seq": str(seq)}
        kinds = " ".join(dict.fromkeys(span.kind for span in spans))
        await self._note(actor, site, head, {**what, "kinds": kinds})
        return Revealed(body=text, pieces=tuple(text[span.start : span.end] for span in spans))

    async def reveal_profile(self, actor: Actor, operator_id: UUID, conversation_id: UUID) -> ShownProfile:
        """What the site has told of a conversation's visitor, as it is.

        Raises:
            ConversationUnknown, VisitorErased, RateLimited, JournalUnavailable: as for `reveal`.
        """
        self.spend(operator_id)
        async with self._database.connection() as connection:
            site, head = await _find_held(connection, operator_id, conversation_id)
            profile = await read_profile(connection, site_id=site.id, visitor_id=head.visitor.id)
        await self._note(actor, site, head, {"what": "profile"})
        return show_profile(profile, NOTHING_HIDDEN)

    def spend(self, operator_id: UUID) -> None:
        """Counts one reveal of this operator.

        Raises:
            RateLimited: this operator reveals too much at once.
        """
        place = self._admission.enter(operator_id)
        try:
            place.spend(0)
        finally:
            place.leave()

    async def _note(self, actor: Actor, site: Site, head: Head, details: dict[str, str]) -> None:
        record = Record(
            controller_id=site.controller_id,
            action=Action.REVEALED,
            actor=actor,
            site_id=site.id,
            visitor_ids=(head.visitor.id,),
            conversation_ids=(head.id,),
            details=details,
        )
        await self._journal.write([record])


async def find_on_sites(connection: Connection, operator_id: UUID, conversation_id: UUID) -> tuple[Site, Head]:
    """A conversation with its site, if the operator works there and it is within their purview.

    Raises:
        ConversationUnknown: it is not on the operator's sites, or not in their sight, or its visitor is blocked.
    """
    return await find_among(connection, await sites_of_operator(connection, operator_id), operator_id, conversation_id)


async def find_among(
    connection: Connection, sites: Sequence[Site], operator_id: UUID, conversation_id: UUID
) -> tuple[Site, Head]:
    """The same where their sites are known.

    Raises:
        ConversationUnknown: as for `find_on_sites`.
    """
    by_id = {site.id: site for site in sites}
    head = await find_seen_head(connection, id=conversation_id, site_ids=list(by_id), reader_id=operator_id)
    if head is None or head.is_blocked:
        raise ConversationUnknown("There is no such conversation on your sites.", field="conversation_id")
    return by_id[head.site_id], head


async def _read_name(connection: Connection, head: Head) -> str:
    return (await find_names(connection, site_id=head.site_id, visitor_id=head.visitor.id)).shown


async def _find_held(connection: Connection, operator_id: UUID, conversation_id: UUID) -> tuple[Site, Head]:
    site, head = await find_on_sites(connection, operator_id, conversation_id)
    if (await find_standing(connection, site_id=site.id, visitor_id=head.visitor.id)).is_erased:
        raise VisitorErased("What was held on this visitor was erased: there is nothing to show.")
    return site, head


async def _read_body(connection: Connection, head: Head, seq: int) -> str:
    page = await read_history(
        connection, head=head, audience=AuthorKind.OPERATOR, limit=1, request_id=None, after_seq=seq - 1
    )
    entry = page.entries[0] if page.entries and page.entries[0].seq == seq else None
    match entry:
        case (
            MessagePosted(body=str() as text)
            | NoteAdded(body=str() as text)
            | ConversationRated(comment=str() as text)
            | ConversationAssigned(comment=str() as text)
        ) if text:
            return text
    raise MessageUnknown("There is no message at this place, or it was erased.", field="seq")
