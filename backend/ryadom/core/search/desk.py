"""The operators' search over messages, customers' cards and names of files: into the journal first, then shown.

Source: 152-FZ article 19 part 2(8), for the journal.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.merged_elsewhere import hide_in_rows
from ryadom.core.search import vocabulary
from ryadom.core.search.contacts import WholeContact, masked_tsquery, read_whole
from ryadom.core.search.lexemes import Lexemes
from ryadom.core.search.query import Query, read_query
from ryadom.core.search.results import FoundConversation, FoundText, confirm_hits
from ryadom.core.search.stretches import stretches
from ryadom.core.veiled_rows import cover_rows
from ryadom.errors import SiteUnknown
from ryadom.live.admission import Admission
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.limits import Limits
from ryadom.live.owner import Owner
from ryadom.live.rate import Rate
from ryadom.privacy.hidden import NOTHING_HIDDEN, Hidden
from ryadom.privacy.person_keys import PersonKeys
from ryadom.privacy.policies import Masking
from ryadom.privacy.veil import Veil
from ryadom.protocol.operator import Conversation
from ryadom.store import search as store
from ryadom.store.conversations import find_rows
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.purviews import Purview, sites_in_purview
from ryadom.store.search import Hit, SearchCursor, SearchFilter
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

PAGE_RESULTS = 20
STRETCH_HITS = 200
"""So many hits are looked at in one statement, and at most `MOST_LOOKS` statements answer one request."""

MOST_LOOKS = 8

SEARCH_LIMITS = Limits(
    party="search",
    sockets=20,
    commands=Rate(burst=30, per_second=2),
    bytes=Rate(burst=1, per_second=1),
)
"""Of one operator in one process: as fast as somebody types, not as fast as a program asks."""

_AHEAD = timedelta(days=1)
"""Clocks of several servers may differ."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What an operator looks for. `cursor`: where the page before ended."""

    query: str
    site_id: UUID | None = None
    filter: SearchFilter = SearchFilter()
    cursor: SearchCursor | None = None


class Found(Struct, frozen=True, kw_only=True):
    """A page of conversations, the newest hit first; a page may be short, or empty, and yet not the last.

    `next_cursor` is None on the last. `corrected`: words of the query that nobody has written, in whose place others
    were looked for. `is_too_little`: there was no word to look for.
    """

    results: Sequence[FoundConversation]
    next_cursor: SearchCursor | None = None
    corrected: Sequence[str] = ()
    is_too_little: bool = False


class _Group(Struct, frozen=True):
    """Sites that are searched alike: with what may be a contact, or without."""

    site_ids: Sequence[UUID]
    tsquery: str


class SearchDesk(Struct, frozen=True, kw_only=True):
    """Searches. `visitor_online` says of an owner whether they are here."""

    database: Database
    journal: JournalQueue
    keys: PersonKeys
    masking: Masking
    veil: Veil
    lexemes: Lexemes
    admission: Admission[UUID]
    whole_admission: Admission[UUID]
    visitor_online: Callable[[Owner], bool]
    now: Callable[[], datetime]

    async def search(self, actor: Actor, operator_id: UUID, wanted: Wanted, *, sees_contacts: bool) -> Found:
        """A page of what is found on the operator's sites. `sees_contacts`: also what these mask on display.

        Without it a masked contact is found by the whole of it alone, where nothing else was typed: `read_whole`. What
        comes then says no more than that it stands there.

        Raises:
            SiteUnknown: `site_id` is none of theirs.
            RateLimited: this operator searches too fast, or for too many whole contacts: `WHOLE_CONTACT_LIMITS`.
            JournalUnavailable: the search can't be journalled, so nothing is shown.
            DatabaseUnavailable: Postgres is away.
        """
        _spend(self.admission, operator_id)
        async with self.database.connection() as connection:
            own, purview = await sites_in_purview(connection, operator_id)
            sites = _chosen(own, wanted.site_id)
            query, corrected = await self._understand(connection, wanted.query, [site.id for site in sites])
            if query.finds_nothing or not sites:
                return Found(results=(), is_too_little=query.finds_nothing)
            veils = {site.id: NOTHING_HIDDEN if sees_contacts else self.masking.hidden_on(site.id) for site in sites}
            whole = read_whole(wanted.query) if any(veils.values()) else None
            if whole:
                _spend(self.whole_admission, operator_id)
            groups = _groups(query, veils, await whole.as_tsquery(connection, self.lexemes) if whole else "")
            hits, next_cursor = await self._find(connection, groups, wanted, purview)
            texts = [
                text
                for group in groups
                for text in await confirm_hits(
                    connection,
                    [hit for hit in hits if hit.site_id in group.site_ids],
                    tsquery=group.tsquery,
                    query=query,
                    whole=whole,
                    lexemes=self.lexemes,
                    veils=veils,
                    wanted=wanted.filter,
                    purview=purview,
                )
            ]
            keys = list({(text.site_id, text.conversation_id): None for text in texts})
            rows = await hide_in_rows(connection, await find_rows(connection, keys, purview=purview), purview)
        if not sees_contacts:
            rows = await cover_rows(self.database, self.veil, rows)
        found = self._joined(hits, texts, rows)
        await self._note(actor, wanted, sites, rows, whole=whole)
        # The vocabulary is the whole site's: what was meant is told to the limited only of what they see.
        is_told = purview is None or bool(found)
        return Found(results=found, next_cursor=next_cursor, corrected=corrected if is_told else ())

    def _joined(
        self, hits: Sequence[Hit], texts: Sequence[FoundText], rows: Sequence[Conversation]
    ) -> list[FoundConversation]:
        """The conversations in the order of their newest hits."""
        by_id = {row.id: row for row in rows}
        said: defaultdict[UUID, list[FoundText]] = defaultdict(list)
        for text in texts:
            said[text.conversation_id].append(text)
        found = []
        for hit in hits:
            row, own = by_id.get(hit.conversation_id), said.get(hit.conversation_id)
            if row is None or not own:
                continue
            row = replace(row, visitor_online=self.visitor_online(Owner(row.site_id, row.visitor.id)))
            found.append(FoundConversation.of(row, own))
        return found

    async def _understand(
        self, connection: Connection, typed: str, site_ids: Sequence[UUID]
    ) -> tuple[Query, Sequence[str]]:
        """The query with all it may mean, and which of its words were mistyped."""
        query = read_query(typed)
        lexemes = await self.lexemes.of(connection, [word for term in query.terms for word in term.words])
        query = query.with_lexemes(lexemes)
        alone = [term for term in query.terms if term.part]
        last = alone[-1].part if alone and typed and not typed[-1].isspace() and query.terms[-1] is alone[-1] else ""
        meant = await vocabulary.meant_by(
            connection,
            site_ids=site_ids,
            lexemes=[lexeme for term in alone if (lexeme := term.lexemes[0])],
            half_typed=last,
        )
        corrected = [term.part for term in alone if term.lexemes[0] in meant.corrected]
        return query.with_others(meant.others), corrected

    async def _find(
        self, connection: Connection, groups: Sequence[_Group], wanted: Wanted, purview: Purview | None
    ) -> tuple[list[Hit], SearchCursor | None]:
        """The newest hits of conversations, and where to go on; stretch by stretch, until a page is full."""
        period = wanted.filter
        end = min(self.now() + _AHEAD, period.until or datetime.max.replace(tzinfo=UTC))
        before = SearchCursor(end, UUID(int=0), 0)
        if wanted.cursor is not None and wanted.cursor.said_at <= end:
            before = wanted.cursor
        chosen: list[Hit] = []
        looks = 0
        site_ids = [site_id for group in groups for site_id in group.site_ids]
        for stretch in stretches(site_ids, until=before.said_at, since=period.since):
            is_more = True
            while is_more:
                if looks >= MOST_LOOKS:
                    return chosen, before
                looks += 1
                seen: list[Hit] = []
                is_more = False
                for group in groups:
                    page = await store.list_hits(
                        connection,
                        tsquery=group.tsquery,
                        site_ids=group.site_ids,
                        slots=stretch.slots,
                        since=stretch.since,
                        before=before,
                        wanted=period,
                        limit=STRETCH_HITS,
                        purview=purview,
                    )
                    is_more = is_more or len(page) == STRETCH_HITS
                    seen += page
                seen.sort(key=lambda hit: hit.cursor.order, reverse=True)
                # Of several groups one may have been cut earlier: only so far all is known.
                for hit in seen[: STRETCH_HITS if is_more else None]:
                    before = hit.cursor
                    if hit.is_wanted:
                        chosen.append(hit)
                        if len(chosen) == PAGE_RESULTS:
                            return chosen, before
            before = min(before, SearchCursor(stretch.since, UUID(int=0), 0), key=lambda cursor: cursor.order)
        return chosen, None

    async def _note(
        self,
        actor: Actor,
        wanted: Wanted,
        sites: Sequence[Site],
        found: Collection[Conversation],
        *,
        whole: WholeContact | None,
    ) -> None:
        """One record for each person who is shown: the words are sealed under their key, and go with them.

        Where nobody was found there is no key, so the words are not kept; that somebody searched is, and whether for a
        whole contact that they see masked.
        """
        controllers = {site.id: site.controller_id for site in sites}
        by_person: defaultdict[Owner, list[UUID]] = defaultdict(list)
        for row in found:
            by_person[Owner(row.site_id, row.visitor.id)].append(row.id)
        action = Action.CONVERSATIONS_SEARCHED
        details = {"what": f"whole_{whole.kind}"} if whole else {}
        if not by_person:
            firms = dict.fromkeys(controllers.values())
            await self.journal.write(
                [Record(controller_id=firm, action=action, actor=actor, details=details) for firm in firms]
            )
            return
        async with self.database.transaction() as connection:
            sealed = await self.keys.seal_each(connection, list(by_person), {"words": wanted.query})
        await self.journal.write(
            [
                Record(
                    controller_id=controllers[owner.site_id],
                    action=action,
                    actor=actor,
                    site_id=owner.site_id,
                    visitor_ids=(owner.visitor_id,),
                    conversation_ids=tuple(ids),
                    details=details,
                    sealed=sealed.get(owner),
                )
                for owner, ids in by_person.items()
            ]
        )


def _chosen(sites: Sequence[Site], site_id: UUID | None) -> list[Site]:
    chosen = [site for site in sites if site_id is None or site.id == site_id]
    if site_id is not None and not chosen:
        raise SiteUnknown("This is none of your sites.", field="site_id")
    return chosen


def _spend(admission: Admission[UUID], operator_id: UUID) -> None:
    place = admission.enter(operator_id)
    try:
        place.spend(0)
    finally:
        place.leave()


def _groups(query: Query, veils: Mapping[UUID, Hidden], whole: str) -> list[_Group]:
    groups = []
    for is_veiled in (False, True):
        site_ids = [site_id for site_id, hidden in veils.items() if bool(hidden) is is_veiled]
        if site_ids:
            tsquery = masked_tsquery(query, whole) if is_veiled else query.as_tsquery(but_contacts=False)
            groups.append(_Group(site_ids, tsquery))
    return groups
