"""Endpoints of webhooks: adding, changing, listing, enabling, removing them. No change without the journal.

All take what they lock in one order: the state of the fan-out, the endpoint, the journal, for which others wait.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.bots import bot_named
from ryadom.core.outgoing.client import Caller
from ryadom.core.outgoing.urls import Target, read_url
from ryadom.core.sealing import Seal
from ryadom.core.webhook_bots.wanted import BotChange, BotWanted, check_bot, new_of, refuse_second_bot
from ryadom.core.webhooks.adding import NewEndpoint, put_new
from ryadom.core.webhooks.changing import Check, accept, check_level, held, key_of, unknown
from ryadom.core.webhooks.events import BOT_MESSAGE, Event
from ryadom.core.webhooks.overruling import changed_fields
from ryadom.core.webhooks.records import journal_change
from ryadom.core.webhooks.sending import BOTH_SECRETS_S
from ryadom.core.webhooks.signing import new_secret
from ryadom.core.webhooks.troubles import Because
from ryadom.core.webhooks.wanted import WantedOf, wanted_then
from ryadom.store import webhook_feed as feed
from ryadom.store import webhook_queue as queue
from ryadom.store import webhooks as store
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.feed import feed_end
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Actor
from ryadom.store.sites import Site, all_sites
from ryadom.store.webhook_log import LogPage, read_log
from ryadom.store.webhooks import ListedEndpoint, Moved, StoredEndpoint

MAX_LISTED = 1_000
DELETED = 5_000


class MadeEndpoint(Struct, frozen=True, kw_only=True):
    """A new endpoint, or one with a new secret: the only time that it is seen."""

    id: UUID
    secret: str


class Webhooks(Struct, frozen=True, kw_only=True):
    """All endpoints."""

    database: Database
    caller: Caller
    seal: Seal

    async def add(
        self,
        url: str,
        sites: Sequence[Site],
        *,
        events: Sequence[Event],
        data: DataLevel,
        is_for_all: bool,
        by: Actor,
        bot: BotWanted | None = None,
    ) -> MadeEndpoint:
        """An endpoint that is told of these events of these sites of one controller, from now on.

        `is_for_all`: of all of the controller's sites, also those to come. `bot`: it answers visitors there, and
        is told of no events.

        Raises:
            BadBody: a URL that is no plain one, sites of several controllers, no event, more data than the register
                allows there, one endpoint too many, or what `webhook_bots.wanted` refuses; `field` says which.
            EgressForbidden, CalendarUnknown, HostUnresolved: the register does not allow calls there, see `Caller`.
            JournalUnavailable: it can't be journalled, so there is none.
        """
        made = await self.add_once(
            new_id(), url, sites, events=events, data=data, is_for_all=is_for_all, by=by, bot=bot
        )
        assert made is not None  # noqa: S101 - a fresh number is nobody's
        return made

    async def add_once(
        self,
        id: UUID,
        url: str,
        sites: Sequence[Site],
        *,
        events: Sequence[Event],
        data: DataLevel,
        is_for_all: bool,
        by: Actor,
        bot: BotWanted | None = None,
        ordered_sha256: bytes | None = None,
    ) -> MadeEndpoint | None:
        """The same by a number that is chosen before, and of an order; None where there is one by it already.

        Raises:
            RyadomError: see `add`.
        """
        target = read_url(url)
        wanted = WantedOf(sites=sites, events=[BOT_MESSAGE] if bot else events, data=data, is_for_all=is_for_all)
        await check_level(self.caller, wanted.controller_id, target, data)
        author = None
        if bot:
            check_bot(bot, data, events)
            author = await bot_named(self.database, wanted.controller_id, bot.name, field="bot")
        made = MadeEndpoint(id=id, secret=new_secret())
        new = NewEndpoint(
            id=id,
            wanted=wanted,
            place=self._place(id, url, target),
            sealed_secret=self.seal.close(made.secret.encode(), owner=id.bytes),
            bot=bot,
            author=author,
            ordered_sha256=ordered_sha256,
        )
        async with self.database.transaction() as connection:
            is_new = await put_new(connection, new, by=by)
        return made if is_new else None

    async def change(
        self,
        id: UUID,
        sites: Sequence[Site] | None,
        *,
        events: Sequence[Event] | None,
        data: DataLevel | None,
        is_for_all: bool,
        by: Actor,
        url: str | None = None,
        bot: BotChange | None = None,
        check: Check = accept,
    ) -> str:
        """Has an endpoint told of these events of these sites of its controller, and at this URL; None: as until now.
        Gives where it is told from now on, without the path.

        What waits and is none of these is dropped; all else follows at the new URL at once, signed by the same secret.
        `bot`: what it is asked from then on it answers within this time, and what it leads is closed after this
        silence; whoever is being asked has the time that they had.

        Raises:
            WebhookUnknown: see `find`.
            RyadomError: what `check` raises.
            BadBody: a URL that is no plain one, sites of another controller, no event, more data than before, or
                elsewhere, than the register allows, or of a bot what `webhook_bots.wanted` refuses; `field` says which.
            EgressForbidden, CalendarUnknown, HostUnresolved: more data than before, or elsewhere, and no calls are
                allowed there.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        endpoint = await self.find(id)
        are_named = is_for_all or sites is not None
        async with self.database.connection() as connection:
            known = await all_sites(connection)
        wanted = wanted_then(endpoint, known, sites, events=events, data=data, is_for_all=is_for_all)
        target = read_url(endpoint.origin if url is None else url)
        if url is not None or wanted.data.at_most(endpoint.data) != wanted.data:
            await check_level(self.caller, endpoint.controller_id, target, wanted.data)
        moved = None if url is None else self._place(id, url, target)
        async with self.database.transaction() as connection:
            if endpoint.bot_id:
                # Held, as whoever adds one does.
                await feed.read_state(connection)
            now = await held(connection, id)
            check(now)
            # Once more: somebody else may have changed it since.
            wanted = wanted_then(now, known, sites, events=events, data=data, is_for_all=is_for_all)
            if now.bot_id:
                await refuse_second_bot(connection, now.controller_id, wanted.site_ids, but=id)
            of_bot = new_of(bot, now, wanted.data, events or ())
            await store.change_endpoint(
                connection,
                id,
                site_ids=wanted.site_ids if are_named else None,
                events=None if events is None else wanted.own_events,
                data=data,
                moved=moved,
                answer_within_s=of_bot.answer_within_s,
                close_after_min=of_bot.close_after_min,
                api_key_id=key_of(by),
            )
            if moved:
                await queue.end_pauses(connection, id)
            origin = moved.origin if moved else now.origin
            fields = " ".join(changed_fields(now, await held(connection, id)))
            said = (
                wanted.told
                | {"fields": fields}
                | ({"address": "yes", "before": now.origin} if moved else {})
                | of_bot.told
            )
            await journal_change(connection, now.controller_id, "webhook_changed", origin, by, **said)
        return origin

    async def all(self) -> list[ListedEndpoint]:
        """All endpoints, also those that are disabled, oldest first."""
        async with self.database.connection() as connection:
            return await store.list_endpoints(connection)

    async def find(self, id: UUID) -> StoredEndpoint:
        """One endpoint.

        Raises:
            WebhookUnknown: there is none with this number.
        """
        async with self.database.connection() as connection:
            endpoint = await store.find_endpoint(connection, id)
        if endpoint is None:
            raise unknown()
        return endpoint

    async def log(self, id: UUID, *, only_failed: bool, limit: int, before: int | None = None) -> LogPage:
        """The newest deliveries of an endpoint before a place, at most `limit` (1 to 1,000); see `read_log`.

        Raises:
            WebhookUnknown: see `find`.
        """
        endpoint = await self.find(id)
        async with self.database.connection() as connection:
            return await read_log(
                connection,
                endpoint.id,
                only_failed=only_failed,
                before=before,
                limit=max(1, min(limit, MAX_LISTED)),
            )

    async def rotate(self, id: UUID, *, by: Actor, check: Check = accept) -> MadeEndpoint:
        """A new secret. For a day deliveries are signed by the one until now, too.

        Raises:
            WebhookUnknown: see `find`.
            RyadomError: what `check` raises.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        made = MadeEndpoint(id=id, secret=new_secret())
        async with self.database.transaction() as connection:
            endpoint = await held(connection, id)
            check(endpoint)
            sealed = self.seal.close(made.secret.encode(), owner=id.bytes)
            await store.replace_secret(
                connection, id, sealed_secret=sealed, both_s=BOTH_SECRETS_S, api_key_id=key_of(by)
            )
            await journal_change(connection, endpoint.controller_id, "webhook_secret", endpoint.origin, by)
        return made

    async def enable(self, id: UUID, *, by: Actor, check: Check = accept) -> StoredEndpoint:
        """Lets an endpoint be told again, of what happens from now on and of what waits for it.

        Raises:
            WebhookUnknown: see `find`.
            RyadomError: what `check` raises.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        async with self.database.transaction() as connection:
            state = await feed.read_state(connection)
            endpoint = await held(connection, id)
            check(endpoint)
            is_changed = await store.enable_endpoint(connection, id, api_key_id=key_of(by))
            if state.cursor is None:
                await feed.save_state(connection, cursor=await feed_end(connection), read_at=state.now)
            if is_changed:
                await journal_change(connection, endpoint.controller_id, "webhook_enabled", endpoint.origin, by)
        return endpoint

    async def disable(self, id: UUID, *, by: Actor, check: Check = accept) -> StoredEndpoint:
        """Lets an endpoint be told nothing more; what waits for it waits, three days at most.

        Raises:
            WebhookUnknown: see `find`.
            RyadomError: what `check` raises.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        async with self.database.transaction() as connection:
            endpoint = await held(connection, id)
            check(endpoint)
            if await store.disable_endpoint(connection, id, because=Because.BY_HAND):
                await journal_change(
                    connection, endpoint.controller_id, "webhook_disabled", endpoint.origin, by, reason=Because.BY_HAND
                )
        return endpoint

    async def remove(self, id: UUID, *, by: Actor, check: Check = accept) -> StoredEndpoint:
        """Forgets an endpoint, with what waits for it and its log; it is disabled first.

        Raises:
            WebhookUnknown: see `find`.
            RyadomError: what `check` raises.
            JournalUnavailable: it can't be journalled, so it is there still, disabled or not.
        """
        endpoint = await self.disable(id, by=by, check=check)
        async with self.database.connection() as connection:
            while await queue.delete_of_endpoint(connection, id, limit=DELETED) == DELETED:
                pass
        async with self.database.transaction() as connection:
            # What the fan-out has queued meanwhile goes with it.
            await store.delete_endpoint(connection, id)
            await journal_change(connection, endpoint.controller_id, "webhook_removed", endpoint.origin, by)
        return endpoint

    def _place(self, id: UUID, url: str, target: Target) -> Moved:
        return Moved(origin=target.origin, sealed_url=self.seal.close(url.encode(), owner=id.bytes))
