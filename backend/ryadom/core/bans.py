"""The ban list (чёрный список): an operator keeps a nuisance from writing for a while.

It is no blocking of data (`core/blocking.py`, 152-FZ art. 21): nothing is hidden, and the visitor goes on reading and
keeps every right over their data. It holds for the browser that the visitor id is of. Addresses are not banned: none
are kept for that purpose, and whole offices and towns share one.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from ryadom.core.reveals import find_on_sites
from ryadom.core.texts import clean_line
from ryadom.core.timeline_rules import kept_text
from ryadom.errors import Newer, SettingsChanged, SiteUnknown, VisitorErased
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.privacy.policies import Masking
from ryadom.privacy.veil import Veil
from ryadom.store import bans as store
from ryadom.store import journal
from ryadom.store.bans import Ban, Likeness
from ryadom.store.conversations import Cursor, Head
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.purviews import NOBODY, sites_in_purview, who_sees
from ryadom.store.sites import Site
from ryadom.store.sql import Connection
from ryadom.store.visitors import find_standing, lock_visitor

MAX_REASON_CHARS = 200
PAGE_BANS = 50


class BansPage(Struct, frozen=True, kw_only=True):
    """A page of a site's bans, newest first; `next_cursor` is None on the last."""

    bans: list[Ban]
    next_cursor: Cursor | None


class Bans:
    """Puts visitors on the list and takes them off, journals who did it, and tells the visitor's sockets."""

    def __init__(
        self, database: Database, relay: Relay, journal: JournalQueue, *, masking: Masking, veil: Veil
    ) -> None:
        self._database = database
        self._relay = relay
        self._journal = journal
        self._masking = masking
        self._veil = veil

    async def find(self, by: Actor, operator_id: UUID, conversation_id: UUID, *, sees_contacts: bool) -> Ban | None:
        """The ban of a conversation's visitor, None where they may write.

        Raises:
            ConversationUnknown: it is not on the operator's sites.
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        async with self._database.connection() as connection:
            site, head = await find_on_sites(connection, operator_id, conversation_id)
            ban = await store.find_ban(connection, site_id=site.id, visitor_id=head.visitor.id)
        if ban is None:
            return None
        await self._journal.write([_record(Action.CARD_VIEWED, by, site, head, {"what": "ban"})])
        return ban if sees_contacts else self._covered(site, ban)

    async def check_own(self, operator_id: UUID, conversation_id: UUID) -> None:
        """Lets only those pass on whose sites the conversation is.

        Raises:
            ConversationUnknown: it is not on the operator's sites.
        """
        async with self._database.connection() as connection:
            await find_on_sites(connection, operator_id, conversation_id)

    async def ban(
        self,
        by: Actor,
        operator_id: UUID,
        conversation_id: UUID,
        *,
        reason: str,
        hours: int | None,
        over: datetime | UnsetType | None = UNSET,
    ) -> Ban | None:
        """Keeps a conversation's visitor from writing for so many hours, None: until somebody lifts it.

        Gives what was stored, which may be over or lifted by then. `over`: when the ban was placed that was seen, None:
        none was.

        Raises:
            BadBody: the reason is no line of 1 to 200 characters.
            ConversationUnknown: it is not on the operator's sites.
            VisitorErased: the visitor's erasure has begun.
            SettingsChanged: a colleague has placed another ban than the one that was seen, or has lifted that.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        reason = clean_line(reason, field="reason", max_chars=MAX_REASON_CHARS)
        async with self._database.connection() as connection:
            site, head = await find_on_sites(connection, operator_id, conversation_id)
        kept = clean_line(
            await kept_text(self._masking, site.id, reason), field="reason", max_chars=2 * MAX_REASON_CHARS
        )
        who = {"site_id": site.id, "visitor_id": head.visitor.id}
        async with self._database.transaction() as connection:
            await lock_visitor(connection, **who, locale="ru")
            if (await find_standing(connection, **who)).is_erased:
                raise VisitorErased("What was held on this visitor was erased: there is nobody to ban.")
            like = await store.compare_ban(connection, **who, reason=kept, banned_by=operator_id, hours=hours)
            _check_seen(await store.find_ban(connection, **who), over, like=like)
            await store.put_ban(
                connection, **who, conversation_id=head.id, reason=kept, banned_by=operator_id, hours=hours
            )
            details = {"hours": str(hours)} if hours is not None else {}
            await journal.append(connection, [_record(Action.VISITOR_BANNED, by, site, head, details)])
            stored = await store.find_ban(connection, **who)
        self._relay.change_visitor(Owner(site.id, head.visitor.id))
        return stored

    async def lift(self, by: Actor, operator_id: UUID, conversation_id: UUID) -> None:
        """Lets a conversation's visitor write again; harmless where they may.

        Raises:
            ConversationUnknown: it is not on the operator's sites.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        async with self._database.transaction() as connection:
            site, head = await find_on_sites(connection, operator_id, conversation_id)
            if not await store.delete_ban(connection, site_id=site.id, visitor_id=head.visitor.id):
                return
            await journal.append(connection, [_record(Action.BAN_LIFTED, by, site, head, {})])
        self._relay.change_visitor(Owner(site.id, head.visitor.id))

    async def list(self, by: Actor, operator_id: UUID, site_id: UUID, after: Cursor | None) -> BansPage:
        """A page of a site's bans, the first where `after` is None; for who sees contacts.

        Without those from conversations that the operator does not see: a page may be short, and yet not the last.

        Raises:
            SiteUnknown: the operator does not work on this site.
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        async with self._database.connection() as connection:
            own, purview = await sites_in_purview(connection, operator_id)
            site = next((one for one in own if one.id == site_id), None)
            if site is None:
                raise SiteUnknown("You work on no site with this id.", field="site_id")
            bans, following = await store.list_bans(connection, site_id=site_id, after=after, limit=PAGE_BANS)
            if purview is not None:
                bans = await _seen_by(connection, operator_id, site_id, bans)
        if bans:
            record = Record(
                controller_id=site.controller_id,
                action=Action.BANS_LISTED,
                actor=by,
                site_id=site.id,
                visitor_ids=tuple(ban.visitor_id for ban in bans),
                conversation_ids=tuple(ban.conversation_id for ban in bans),
            )
            await self._journal.write([record])
        return BansPage(bans=bans, next_cursor=following)

    async def forget_old(self) -> None:
        """Forgets what has been over for a day."""
        async with self._database.connection() as connection:
            await store.delete_over(connection)

    def _covered(self, site: Site, ban: Ban) -> Ban:
        return Ban(
            conversation_id=ban.conversation_id,
            visitor_id=ban.visitor_id,
            reason=self._veil.cover_text(site.id, ban.reason),
            banned_by=ban.banned_by,
            banned_at=ban.banned_at,
            until=ban.until,
        )


async def _seen_by(connection: Connection, operator_id: UUID, site_id: UUID, bans: Sequence[Ban]) -> list[Ban]:
    keys = [(site_id, ban.conversation_id) for ban in bans]
    seers = await who_sees(connection, keys, operator_ids=[operator_id])
    return [ban for ban in bans if seers.get(ban.conversation_id, NOBODY).include(operator_id)]


def _record(action: Action, by: Actor, site: Site, head: Head, details: dict[str, str]) -> Record:
    return Record(
        controller_id=site.controller_id,
        action=action,
        actor=by,
        site_id=site.id,
        visitor_ids=(head.visitor.id,),
        conversation_ids=(head.id,),
        details=details,
    )


def _check_seen(ban: Ban | None, over: datetime | UnsetType | None, *, like: Likeness | None) -> None:
    """Nobody's decision is replaced unseen; whoever says the same once more, the answer being lost, is not refused."""
    if over is UNSET or over == (ban.banned_at if ban else None) or (like and like.is_own and like.is_same):
        return
    if ban is None:
        raise SettingsChanged("The ban that you have seen is lifted, or over. Look at it as it is now, and try again.")
    raise SettingsChanged(
        "A colleague has blocked this visitor meanwhile. Look at why and for how long, and try again.",
        newer=None if like and like.is_own else Newer(by=ban.banned_by, at=ban.banned_at),
    )
