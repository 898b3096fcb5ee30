"""Endpoints of webhooks: adding, changing, trying, listing, enabling, removing them. No change without the journal.

All take what they lock in one order: the state of the fan-out, the endpoint, the journal, for which others wait.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.core.bots import bot_named
from ryadom.core.outgoing.answers import Answer
from ryadom.core.outgoing.client import Caller
from ryadom.core.outgoing.urls import Target, read_url
from ryadom.core.sealing import Seal
from ryadom.core.webhook_bots.wanted import BotWanted, check_bot, check_bot_level, refuse_second_bot
from ryadom.core.webhooks.changing import Check, accept, held, key_of, unknown
from ryadom.core.webhooks.events import BOT_MESSAGE, TEST, Event
from ryadom.core.webhooks.payloads import EventBody, EventData
from ryadom.core.webhooks.records import journal_change
from ryadom.core.webhooks.replays import Replay, replay_many, replay_one
from ryadom.core.webhooks.sending import BOTH_SECRETS_S, open_endpoint, send
from ryadom.core.webhooks.signing import new_secret
from ryadom.core.webhooks.troubles import Because
from ryadom.core.webhooks.wanted import WantedOf
from ryadom.errors import BadBody
from ryadom.protocol.shared import Author
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
from ryadom.store.webhook_queue import Outcome
from ryadom.store.webhooks import ListedEndpoint, Moved, StoredEndpoint

MAX_ENDPOINTS = 50
"""In the installation: each may have a lane with 16 calls under way."""

MAX_OF_KEY = 10
"""Of them, by one program."""

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
    ) -> MadeEndpoint | None:
        """The same by a number that is chosen before; None where there is one by it already.

        Raises:
            RyadomError: see `add`.
        """
        target = read_url(url)
        wanted = WantedOf(sites=sites, events=[BOT_MESSAGE] if bot else events, data=data, is_for_all=is_for_all)
        controller_id = wanted.controller_id
        await self._check_level(controller_id, target, data)
        author = await self._bot(controller_id, bot, data) if bot else None
        made, api_key_id = MadeEndpoint(id=id, secret=new_secret()), key_of(by)
        async with self.database.transaction() as connection:
            state = await feed.read_state(connection)
            # Under the lock of the state: two who add at once don't both take the last place.
            if await store.find_endpoint(connection, id) is not None:
                return None
            known, of_key = await store.count_endpoints(connection, api_key_id)
            if known >= MAX_ENDPOINTS or (api_key_id is not None and of_key >= MAX_OF_KEY):
                most = MAX_ENDPOINTS if known >= MAX_ENDPOINTS else f"{MAX_OF_KEY} of this key's"
                raise BadBody(f"There are {most} webhooks: remove one first.", field="webhooks")
            if author is not None:
                await refuse_second_bot(connection, controller_id, wanted.site_ids)
            await store.insert_endpoint(
                connection,
                id=made.id,
                controller_id=controller_id,
                site_ids=wanted.site_ids,
                events=wanted.own_events,
                data=data,
                bot_id=author.id if author else None,
                answer_within_s=bot.answer_within_s if bot else None,
                close_after_min=bot.close_after_min if bot else None,
                origin=target.origin,
                sealed_url=self.seal.close(url.encode(), owner=made.id.bytes),
                sealed_secret=self.seal.close(made.secret.encode(), owner=made.id.bytes),
                api_key_id=api_key_id,
            )
            if state.cursor is None:
                # What is committed from here on is told, whenever the fan-out comes to it.
                await feed.save_state(connection, cursor=await feed_end(connection), read_at=state.now)
            as_whom = {"bot": author.name} if author else {}
            await journal_change(connection, controller_id, "webhook", target.origin, by, **wanted.told, **as_whom)
        return made

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
        check: Check = accept,
    ) -> str:
        """Has an endpoint told of these events of these sites of its controller, and at this URL; None: as until now.
        Gives where it is told from now on, without the path.

        What waits and is none of these is dropped; all else follows at the new URL at once, signed by the same secret.

        Raises:
            WebhookUnknown: see `find`.
            RyadomError: what `check` raises.
            BadBody: a URL that is no plain one, sites of another controller, no event, or more data than before, or
                elsewhere, than the register allows; `field` says which.
            EgressForbidden, CalendarUnknown, HostUnresolved: more data than before, or elsewhere, and no calls are
                allowed there.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        endpoint = await self.find(id)
        are_named = is_for_all or sites is not None
        async with self.database.connection() as connection:
            there = [site for site in await all_sites(connection) if site.controller_id == endpoint.controller_id]
        if sites is None:
            is_for_all = is_for_all or not endpoint.site_ids
            sites = there if is_for_all else [site for site in there if site.id in endpoint.site_ids]
        wanted = WantedOf(
            sites=sites,
            # A bot is asked, whatever it is to be told of.
            events=endpoint.events if events is None or endpoint.bot_id else events,
            data=data or endpoint.data,
            is_for_all=is_for_all,
        )
        if wanted.controller_id != endpoint.controller_id:
            raise BadBody("A webhook stays with its controller: name sites of that one.", field="sites")
        target = read_url(endpoint.origin if url is None else url)
        if url is not None or wanted.data.at_most(endpoint.data) != wanted.data:
            await self._check_level(endpoint.controller_id, target, wanted.data)
        if endpoint.bot_id:
            check_bot_level(wanted.data)
        moved = None
        if url is not None:
            moved = Moved(origin=target.origin, sealed_url=self.seal.close(url.encode(), owner=id.bytes))
        async with self.database.transaction() as connection:
            if endpoint.bot_id:
                # Held, as whoever adds one does.
                await feed.read_state(connection)
                await refuse_second_bot(connection, endpoint.controller_id, wanted.site_ids, but=id)
            check(await held(connection, id))
            await store.change_endpoint(
                connection,
                id,
                site_ids=wanted.site_ids if are_named else None,
                events=None if events is None else wanted.own_events,
                data=data,
                moved=moved,
                api_key_id=key_of(by),
            )
            if moved:
                await queue.end_pauses(connection, id)
            said = wanted.told | ({"address": "yes", "before": endpoint.origin} if moved else {})
            await journal_change(connection, endpoint.controller_id, "webhook_changed", target.origin, by, **said)
        return target.origin

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

    async def test(self, id: UUID) -> Answer:
        """What the endpoint answers to an event of the type `webhook.test`, sent at once; also while it is disabled.

        Raises:
            WebhookUnknown: see `find`.
            WebhookSealed: see `open_endpoint`.
            RyadomError: it could not be sent, see `Caller.send`.
        """
        endpoint = open_endpoint(self.seal, await self.find(id), now=datetime.now(UTC))
        body = EventBody(type=TEST, timestamp=datetime.now(UTC), data=EventData(sends=DataLevel.IDS))
        return await send(
            self.caller, endpoint, id=new_id(), body=msgspec.json.encode(body), now=lambda: datetime.now(UTC)
        )

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

    async def replay(
        self,
        id: UUID,
        event_id: UUID | None,
        *,
        by: Actor,
        since: datetime | None = None,
        only_given_up: bool = True,
    ) -> Replay:
        """Makes one delivery due again, or (None) all that were given up. What is sent is of now.

        `since`: of these what happened from then on. `only_given_up` false: also what was delivered, or dropped. Not
        more of them than may wait, see `Replay`.

        Raises:
            WebhookUnknown: no such endpoint, or no such delivery to it.
            JournalUnavailable: it can't be journalled; what is due again by then is.
        """
        endpoint = await self.find(id)
        if event_id is not None:
            return await replay_one(self.database, endpoint, event_id, by=by)
        outcomes = [Outcome.GIVEN_UP] if only_given_up else list(Outcome)
        return await replay_many(self.database, endpoint, outcomes, since=since, by=by)

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

    async def _bot(self, controller_id: UUID, bot: BotWanted, data: DataLevel) -> Author:
        check_bot(bot)
        check_bot_level(data)
        return await bot_named(self.database, controller_id, bot.name, field="bot")

    async def _check_level(self, controller_id: UUID, target: Target, data: DataLevel) -> None:
        most = (await self.caller.clear(controller_id, target)).recipient.most_data
        if data.at_most(most) != data:
            raise BadBody(
                f"The register of recipients allows {target.host} no more than {most}. Allow {data} there first, "
                "in the panel or by `ryadom egress`, or choose less.",
                field="data",
            )
