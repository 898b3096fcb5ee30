"""Ready replies: an operator's own, and those that colleagues share on a site or on all sites of a controller.

Whoever answers uses them and keeps their own; what is shared is changed by who has the right. Each change is one
transaction with its record in the journal, which tells the shortcut and not the words.
"""

from collections.abc import Sequence
from uuid import UUID

from ryadom.core.canned_shapes import (
    MAX_REPLIES,
    Imported,
    Replies,
    Scope,
    ShownReply,
    SiteName,
    Words,
)
from ryadom.core.reach import Reach, reach_of_operator
from ryadom.core.rights import Right, check_right, may
from ryadom.errors import BadBody, Newer, ReplyUnknown, SettingsChanged
from ryadom.store import canned_replies as store
from ryadom.store import journal
from ryadom.store.canned_replies import Shelf, StoredReply
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal import Naming, Noted
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sql import Connection


class CannedReplies:
    """Reads and changes ready replies. `session` is always whose request it is; `by` is the same for the journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, session: OperatorSession) -> Replies:
        """All that the operator may use."""
        async with self._database.connection() as connection:
            reach = await reach_of_operator(connection, session.operator_id)
            found = await _list(connection, session, reach)
        return Replies(
            replies=[_shown(one, session, reach) for one in found],
            sites=[
                SiteName(id=site.id, name=site.name, is_whole=reach.is_whole(site.controller_id))
                for site in reach.sites
            ],
            may_share=may(session.role, Right.MANAGE_REPLIES),
        )

    async def add(
        self, session: OperatorSession, words: Words, *, scope: Scope, site_id: UUID | None, by: Actor
    ) -> UUID:
        """Adds a reply; gives its id.

        Raises:
            BadBody: see `Words.tidy`; the shelf has the shortcut, or is full.
            RightMissing: it would be shared, and the role may not do that; or with sites that one does not work on.
            SiteUnknown: the operator works on no such site.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        tidy, id = words.tidy(), new_id()
        async with self._database.transaction() as connection:
            shelf = await _shelf(connection, session, scope, site_id)
            await _check_room(connection, shelf, 1)
            if not await store.insert_reply(connection, id=id, shelf=shelf, shortcut=tidy.shortcut, body=tidy.body):
                raise _taken(tidy)
            await _note(connection, session, shelf, by, "added", shortcut=tidy.shortcut)
        return id

    async def find(self, session: OperatorSession, id: UUID) -> StoredReply:
        """A reply that the operator may change.

        Raises:
            ReplyUnknown: they may use no such reply.
            RightMissing: it is shared, and the role may not change it; or with sites that one does not work on.
        """
        async with self._database.connection() as connection:
            return await _find(connection, session, id)

    async def change(self, session: OperatorSession, id: UUID, words: Words, *, over_version: int, by: Actor) -> None:
        """Gives a reply other words.

        Raises:
            BadBody: see `Words.tidy`; another reply of the shelf has the shortcut.
            ReplyUnknown, RightMissing: see `find`.
            SettingsChanged: somebody else has changed it since `over_version`.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        tidy = words.tidy()
        async with self._database.transaction() as connection:
            reply = await _find(connection, session, id)
            if await store.has_shortcut(connection, id=id, shortcut=tidy.shortcut):
                raise _taken(tidy)
            if not await store.update_reply(
                connection, id=id, over_version=over_version, shortcut=tidy.shortcut, body=tidy.body
            ):
                now = await _find(connection, session, id)
                if (now.shortcut, now.body) == (tidy.shortcut, tidy.body):
                    # Whoever repeats a change, since the answer to it was lost, is not in their own way
                    return
                raise _changed(await _newer(connection, session, now))
            await _note(connection, session, reply.shelf, by, "changed", shortcut=tidy.shortcut, fields=str(id))

    async def delete(self, session: OperatorSession, id: UUID, *, over_version: int, by: Actor) -> None:
        """Deletes a reply.

        Raises:
            ReplyUnknown, RightMissing: see `find`.
            SettingsChanged: somebody else has changed it since `over_version`.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        async with self._database.transaction() as connection:
            reply = await _find(connection, session, id)
            if not await store.delete_reply(connection, id=id, over_version=over_version):
                raise _changed(await _newer(connection, session, reply))
            await _note(connection, session, reply.shelf, by, "deleted", shortcut=reply.shortcut)

    async def take_in(
        self, session: OperatorSession, rows: Sequence[Words], *, scope: Scope, site_id: UUID | None, by: Actor
    ) -> Imported:
        """Puts replies onto a shelf, all or none; one whose shortcut is there takes its place.

        Raises:
            BadBody: see `Words.tidy`, with the row's number; two rows have one shortcut; the shelf would be over full.
            RightMissing, SiteUnknown, JournalUnavailable: see `add`.
        """
        tidy = _tidy_rows(rows)
        async with self._database.transaction() as connection:
            shelf = await _shelf(connection, session, scope, site_id)
            reach = await reach_of_operator(connection, session.operator_id)
            found = await _list(connection, session, reach)
            there = {one.shortcut.lower(): one for one in found if one.shelf == shelf}
            new = [one for one in tidy if one.shortcut.lower() not in there]
            await _check_room(connection, shelf, len(new))
            changed = [one for one in tidy if one.shortcut.lower() in there]
            for one in new:
                if not await store.insert_reply(
                    connection, id=new_id(), shelf=shelf, shortcut=one.shortcut, body=one.body
                ):
                    raise _changed()
            for one in changed:
                before = there[one.shortcut.lower()]
                if not await store.update_reply(
                    connection, id=before.id, over_version=before.version, shortcut=one.shortcut, body=one.body
                ):
                    raise _changed()
            await _note(connection, session, shelf, by, "imported", count=str(len(tidy)))
        return Imported(added=len(new), changed=len(changed))


def _tidy_rows(rows: Sequence[Words]) -> list[Words]:
    tidy: dict[str, Words] = {}
    for number, row in enumerate(rows, start=1):
        try:
            one = row.tidy()
        except BadBody as error:
            raise BadBody(f"Row {number}: {error.message}", field=f"rows[{number}]") from None
        if one.shortcut.lower() in tidy:
            raise BadBody(f"Row {number}: the shortcut {one.shortcut} is there twice.", field=f"rows[{number}]")
        tidy[one.shortcut.lower()] = one
    return list(tidy.values())


async def _list(connection: Connection, session: OperatorSession, reach: Reach) -> list[StoredReply]:
    return await store.list_replies(
        connection,
        operator_id=session.operator_id,
        site_ids=[site.id for site in reach.sites],
        controller_ids=reach.controller_ids,
    )


async def _find(connection: Connection, session: OperatorSession, id: UUID) -> StoredReply:
    reach = await reach_of_operator(connection, session.operator_id)
    found = next((one for one in await _list(connection, session, reach) if one.id == id), None)
    if found is None:
        raise ReplyUnknown("There is no such ready reply here.", field="reply_id")
    if found.shelf.operator_id is None:
        check_right(session, Right.MANAGE_REPLIES)
    if found.shelf.controller_id is not None:
        reach.whole_controller(found.shelf.controller_id)
    return found


async def _shelf(connection: Connection, session: OperatorSession, scope: Scope, site_id: UUID | None) -> Shelf:
    if scope is Scope.OWN:
        return Shelf(operator_id=session.operator_id)
    check_right(session, Right.MANAGE_REPLIES)
    if site_id is None:
        raise BadBody("Say for which site, or for which site's controller.", field="site_id")
    reach = await reach_of_operator(connection, session.operator_id)
    site = reach.site(site_id)
    if scope is Scope.SITE:
        return Shelf(site_id=site.id)
    return Shelf(controller_id=reach.whole_controller(site.controller_id).id)


async def _check_room(connection: Connection, shelf: Shelf, new: int) -> None:
    if await store.count_replies(connection, shelf) + new > MAX_REPLIES:
        raise BadBody(f"At most {MAX_REPLIES} ready replies are kept in one place. Delete some.", field="replies")


def _scope(shelf: Shelf) -> Scope:
    return Scope.OWN if shelf.operator_id else Scope.SITE if shelf.site_id else Scope.CONTROLLER


def _shown(reply: StoredReply, session: OperatorSession, reach: Reach) -> ShownReply:
    shelf, scope = reply.shelf, _scope(reply.shelf)
    may_share = may(session.role, Right.MANAGE_REPLIES)
    on = [site.id for site in reach.sites if shelf.operator_id or site.id == shelf.site_id]
    if shelf.controller_id:
        on = [site.id for site in reach.sites_of(shelf.controller_id)]
        may_share = may_share and reach.is_whole(shelf.controller_id)
    return ShownReply(
        id=reply.id,
        scope=scope,
        site_ids=tuple(on),
        shortcut=reply.shortcut,
        body=reply.body,
        version=reply.version,
        may_change=scope is Scope.OWN or may_share,
    )


async def _note(
    connection: Connection, session: OperatorSession, shelf: Shelf, by: Actor, done: str, **details: str
) -> None:
    """Into the journal of the controller whose sites it is for; of one's own, of all whose sites one works on."""
    reach = await reach_of_operator(connection, session.operator_id)
    owners = reach.controller_ids
    if shelf.site_id:
        owners = [reach.site(shelf.site_id).controller_id]
    elif shelf.controller_id:
        owners = [shelf.controller_id]
    told = {"what": f"reply_{done}", "scope": _scope(shelf).value, **details}
    records = [
        Record(controller_id=owner, action=Action.SETTINGS_CHANGED, actor=by, site_id=shelf.site_id, details=told)
        for owner in owners
    ]
    await journal.append(connection, records)


def _taken(words: Words) -> BadBody:
    return BadBody(f"There is a ready reply with the shortcut {words.shortcut} already.", field="shortcut")


async def _newer(connection: Connection, session: OperatorSession, reply: StoredReply) -> Newer | None:
    """Who has changed it; nobody where that may have come with a whole file, whose record names no replies."""
    shelf = reply.shelf
    owner = shelf.controller_id
    if shelf.site_id:
        owner = (await reach_of_operator(connection, session.operator_id)).site(shelf.site_id).controller_id
    if owner is None:
        return None
    noted = Noted(
        controller_id=owner,
        site_id=shelf.site_id,
        whats=("reply_changed", "reply_imported"),
        told={"scope": _scope(shelf).value},
        naming=Naming.FIELDS,
    )
    return await journal.newest_change(connection, noted, session.operator_id, field=str(reply.id))


def _changed(newer: Newer | None = None) -> SettingsChanged:
    return SettingsChanged("Somebody else has changed the reply meanwhile. Look at it and try again.", newer=newer)
