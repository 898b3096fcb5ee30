"""Connectors: adding, trying, listing, sending by hand, enabling and removing them. No change without the journal.

All take what they lock in one order: the state of the fan-out, the connector, the journal, for which others wait.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.connectors import queueing
from ryadom.core.connectors.by_hand import push_by_hand
from ryadom.core.connectors.cases import Withheld, make_case
from ryadom.core.connectors.changing import put_in_place
from ryadom.core.connectors.kinds import kind_named
from ryadom.core.connectors.line import Pace
from ryadom.core.connectors.opening import Opened, check_register, open_connector, read_sealed
from ryadom.core.connectors.placing import is_elsewhere
from ryadom.core.connectors.protocol import UNSURE_S, Case, Checked, Lists, Receipt
from ryadom.core.connectors.records import journal_change
from ryadom.core.connectors.rules import check_rules
from ryadom.core.outgoing.client import Caller
from ryadom.core.sealing import Seal
from ryadom.errors import BadBody, ConnectorUnknown
from ryadom.store import connector_pushes as queue
from ryadom.store import connectors as store
from ryadom.store import webhook_feed as feed
from ryadom.store.connectors import Rules, StoredConnector
from ryadom.store.database import Database
from ryadom.store.feed import feed_end
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Actor
from ryadom.store.sites import Site

MAX_CONNECTORS = 50
MAX_LISTED = 1_000


class Connectors(Struct, frozen=True, kw_only=True):
    """All connectors. `told`: of what befalls a whole queue, after each slice, how many pushes have been done."""

    database: Database
    caller: Caller
    seal: Seal
    pace: Pace
    public_url: str | None
    told: queueing.Told = queueing.nobody

    async def add(
        self,
        kind: str,
        sites: Sequence[Site],
        *,
        settings: Mapping[str, object],
        mapping: Mapping[str, str],
        rules: Rules,
        is_for_all: bool,
        by: Actor,
        is_enabled: bool = True,
    ) -> StoredConnector:
        """A connector of these sites of one controller, from now on, or once it is enabled or changed.

        `settings`: as its kind has them. `is_for_all`: of all of the controller's sites, also those to come. The
        account is not asked: see `check`.

        Raises:
            BadBody: another kind than there is, settings, mapping or rules that can't be so, sites of several
                controllers, or one connector too many; `field` says which.
            EgressForbidden, CalendarUnknown, HostUnresolved: the register does not allow names and contacts there.
            JournalUnavailable: it can't be journalled, so there is none.
        """
        controllers = {site.controller_id for site in sites}
        if len(controllers) != 1:
            raise BadBody("A connector is for sites of one controller: name them.", field="sites")
        [controller_id] = controllers
        id, now = new_id(), datetime.now(UTC)
        text = msgspec.json.encode(settings)
        stored = StoredConnector(
            id=id,
            controller_id=controller_id,
            site_ids=() if is_for_all else tuple(site.id for site in sites),
            kind=kind,
            origin=kind_named(kind).target_of(text).origin,
            sealed_settings=self.seal.close(text, owner=id.bytes),
            mapping=mapping,
            rules=rules,
            made_at=now,
            disabled_at=None if is_enabled else now,
        )
        await check_register(self.caller, stored, self._opened(stored).target)
        async with self.database.transaction() as connection:
            await check_rules(connection, controller_id, rules)
            state = await feed.read_state(connection)
            # Under the lock of the state: two who add at once don't both take the last place.
            if await store.count_connectors(connection) >= MAX_CONNECTORS:
                raise BadBody(f"There are {MAX_CONNECTORS} connectors: remove one first.", field="kind")
            await store.insert_connector(connection, stored)
            if state.cursor is None:
                # What is committed from here on is looked at, whenever the fan-out comes to it.
                await feed.save_state(connection, cursor=await feed_end(connection), read_at=state.now)
            await journal_change(connection, stored, "connector", by)
        return stored

    async def change(
        self,
        id: UUID,
        *,
        settings: Mapping[str, object],
        mapping: Mapping[str, str],
        rules: Mapping[str, object] | None = None,
        sites: Sequence[Site] | None = None,
        by: Actor,
    ) -> StoredConnector:
        """Changes these settings, templates and rules, the others stay; one that was stopped or disabled goes on.

        `rules`: by the names of `Rules`. `sites`: in place of those that it is for; none is all of the controller's,
        also those to come. Where cards are made elsewhere from now on, those that there are are forgotten: a number
        means another there.

        Raises:
            ConnectorUnknown, ConnectorSealed: see `find`, `open_connector`.
            BadBody: a site of another controller; and see `save`.
            EgressForbidden, CalendarUnknown, HostUnresolved, JournalUnavailable: see `save`.
        """
        known = await self.find(id)
        if any(site.controller_id != known.controller_id for site in sites or ()):
            raise BadBody("A connector is for sites of one controller: add another one for theirs.", field="sites")
        changed = replace(
            self.with_settings(known, settings),
            mapping={**known.mapping, **mapping},
            rules=replace(known.rules, **(rules or {})),
            site_ids=known.site_ids if sites is None else tuple(site.id for site in sites),
        )
        return await self.save(known, changed, by=by)

    def with_settings(self, known: StoredConnector, settings: Mapping[str, object]) -> StoredConnector:
        """The same with these settings changed, sealed; nothing is kept of that yet.

        Raises:
            ConnectorSealed: see `read_sealed`.
            BadBody: its kind has no such settings.
        """
        before = msgspec.json.decode(read_sealed(self.seal, known).secret, type=dict[str, object])
        text = msgspec.json.encode(before | dict(settings))
        return replace(
            known,
            origin=kind_named(known.kind).target_of(text).origin,
            sealed_settings=self.seal.close(text, owner=known.id.bytes),
        )

    async def save(self, known: StoredConnector, changed: StoredConnector, *, by: Actor) -> StoredConnector:
        """Keeps sites, settings, mapping and rules as they were changed; otherwise as `change`.

        What waits of other sites than these goes nowhere.

        Raises:
            BadBody, SettingsChanged, JournalUnavailable: see `put_in_place`.
            EgressForbidden, CalendarUnknown, HostUnresolved: see `add`.
        """
        await check_register(self.caller, changed, self._opened(changed).target)
        is_moved = is_elsewhere(self.seal, known, changed)
        await put_in_place(self.database, changed, is_elsewhere=is_moved, by=by, told=self.told)
        return await self.enable(known.id, by=by)

    async def all(self) -> list[StoredConnector]:
        """All connectors, also those that are stopped or disabled, oldest first."""
        async with self.database.connection() as connection:
            return await store.list_connectors(connection)

    async def check(self, id: UUID) -> Checked:
        """Tries the account, also of one that is disabled; nothing is changed there.

        Raises:
            ConnectorUnknown: none has this number.
            RyadomError: it may not be asked, or is not as it must be: see `open_connector`, `Connector`.
        """
        return await self._opened(await self.find(id)).connector.check()

    async def lists(self, id: UUID) -> Lists:
        """What can be picked in the account; raises as `check`."""
        return await self.lists_of(await self.find(id))

    async def lists_of(self, stored: StoredConnector) -> Lists:
        """The same with settings that may not be kept yet: which stages there are depends on what is made.

        Raises:
            RyadomError: see `check`.
        """
        return await self._opened(stored).connector.lists()

    async def preview(self, id: UUID, conversation_id: UUID) -> Mapping[str, str]:
        """The fields of the card that a conversation would become; nothing is sent.

        Raises:
            ConnectorUnknown: no such connector, or no such conversation on its sites.
            BadBody: nothing of it may be sent; the message says in Russian why.
        """
        try:
            fields, _ = await self.preview_of(await self.find(id), conversation_id)
        except Withheld as why:
            raise BadBody(why.words, field="conversation_id") from None
        return fields

    async def preview_of(self, stored: StoredConnector, conversation_id: UUID) -> tuple[Mapping[str, str], Case]:
        """The same with settings and a mapping that may not be kept yet; and of what it was made.

        Raises:
            ConnectorUnknown: no such conversation on its sites.
            BadBody: its kind takes no such settings or mapping; `field` says which.
            Withheld: nothing of it may be sent.
        """
        connector = self._opened(stored).connector
        push = await push_by_hand(self.database, stored, conversation_id)
        case = await make_case(
            self.database,
            site_id=push.site_id,
            visitor_id=push.visitor_id,
            conversation_id=push.conversation_id,
            known=Receipt(),
            needs_contacts=False,
            public_url=self.public_url,
        )
        return connector.preview(case), case

    async def send(self, id: UUID, conversation_id: UUID | None, *, by: Actor) -> int:
        """Has one conversation, or (None) all that failed, pushed (again); gives how many. Its texts are looked for.

        Raises:
            ConnectorUnknown: no such connector, or no such conversation on its sites.
            JournalUnavailable: it can't be journalled, so nothing is sent.
        """
        stored = await self.find(id)
        if conversation_id is None:
            journal = partial(journal_change, stored=stored, what="connector_resent", by=by)
            return await queueing.resend_failed(self.database, id, journal, told=self.told)
        push = await push_by_hand(self.database, stored, conversation_id)
        async with self.database.transaction() as connection:
            await queueing.queue(connection, [push])
            count = await queue.resend(connection, id, conversation_id, unsure_s=UNSURE_S)
            if count:
                await journal_change(connection, stored, "connector_resent", by, push)
        return count

    async def log(self, id: UUID, *, only_failed: bool, limit: int, before: int | None = None) -> list[queue.Push]:
        """The newest pushes of a connector before a place of the log, at most `limit` (1 to 1,000).

        Raises:
            ConnectorUnknown: see `find`.
        """
        stored = await self.find(id)
        async with self.database.connection() as connection:
            return await queue.list_log(
                connection, stored.id, only_failed=only_failed, limit=max(1, min(limit, MAX_LISTED)), before=before
            )

    async def enable(self, id: UUID, *, by: Actor) -> StoredConnector:
        """Lets a connector that was disabled, or stopped, push again: what waits for it follows.

        Raises:
            ConnectorUnknown: see `find`.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        stored = await self.find(id)
        # Before it pushes: what has waited for too long would be given up.
        await queueing.renew_waiting(self.database, id, told=self.told)
        async with self.database.transaction() as connection:
            state = await feed.read_state(connection)
            await store.enable_connector(connection, id)
            if state.cursor is None:
                await feed.save_state(connection, cursor=await feed_end(connection), read_at=state.now)
            await journal_change(connection, stored, "connector_enabled", by)
        return stored

    async def disable(self, id: UUID, *, by: Actor) -> StoredConnector:
        """Lets a connector push nothing more; what waits for it waits.

        Raises:
            ConnectorUnknown: see `find`.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        stored = await self.find(id)
        async with self.database.transaction() as connection:
            if await store.disable_connector(connection, id):
                await journal_change(connection, stored, "connector_disabled", by)
        return stored

    async def remove(self, id: UUID, *, by: Actor) -> StoredConnector:
        """Forgets a connector, and which cards its conversations became; the cards stay.

        Raises:
            ConnectorUnknown: see `find`.
            JournalUnavailable: it can't be journalled, so it is there still, disabled or not.
        """
        stored = await self.disable(id, by=by)
        await queueing.forget_pushes(self.database, id, told=self.told)
        async with self.database.transaction() as connection:
            await store.delete_connector(connection, id)
            await journal_change(connection, stored, "connector_removed", by)
        return stored

    async def find(self, id: UUID) -> StoredConnector:
        """One connector.

        Raises:
            ConnectorUnknown: there is none with this number.
        """
        async with self.database.connection() as connection:
            stored = await store.find_connector(connection, id)
        if stored is None:
            raise ConnectorUnknown("No connector has this number: `ryadom connector list` shows them.", field="id")
        return stored

    def _opened(self, stored: StoredConnector) -> Opened:
        return open_connector(self.seal, self.caller, self.pace, stored)
