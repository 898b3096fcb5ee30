"""Webhooks as programs look after them, by a key: never one that is told more than the key may ask for itself.

So a key can neither have a program told of what it may not read, nor get at a webhook of somebody who may. What it may
not look after is answered as if it did not exist. A webhook ends with the key that said last of what it is told: who
revokes a key ends all that it has arranged, unless somebody of the house has taken it over meanwhile.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from msgspec import UNSET, Struct
from msgspec.structs import replace

from ryadom.core.api_keys import Program
from ryadom.core.leads import YEARS
from ryadom.core.list_cursors import ListCursors
from ryadom.core.outgoing.urls import read_url
from ryadom.core.preconditions import Precondition
from ryadom.core.public_lists import PageAsked, walk
from ryadom.core.webhooks.endpoints import Webhooks
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.orders import NewProgramWebhook, Replay, WebhookChange
from ryadom.core.webhooks.program_reach import (
    check_events,
    check_own,
    chosen_sites,
    is_open,
    may_have,
    own_alone,
    unknown,
)
from ryadom.core.webhooks.program_shown import shown_delivery, shown_webhook
from ryadom.core.webhooks.replays import replay_deliveries
from ryadom.core.webhooks.requests import ShownRequest, show_request
from ryadom.core.webhooks.sending import open_endpoint
from ryadom.core.webhooks.trials import Trial, try_out
from ryadom.errors import BadBody, IdempotencyMismatch, PreconditionFailed, WebhookUnknown
from ryadom.protocol.public_pages import Page
from ryadom.protocol.public_webhooks import (
    PublicDelivery,
    PublicNewSecret,
    PublicReplay,
    PublicWebhook,
    PublicWebhookHealth,
)
from ryadom.store.egress import find_recipient
from ryadom.store.journal_chain import Actor
from ryadom.store.public_lists import NEWEST, OLDEST, ListPlace
from ryadom.store.webhook_log import read_log
from ryadom.store.webhook_queue import Delivery
from ryadom.store.webhooks import StoredEndpoint, find_endpoint, find_order, list_endpoints, list_stored

_NAMESPACE = UUID("c4e7b0a2-58a5-4b0e-9f0c-3d1f7a52e6d9")


class ProgramWebhooks(Struct, frozen=True, kw_only=True):
    """Webhooks of keys; every change is in the journal. All raise WebhookUnknown for what the key may not look after,
    ScopeMissing for sites and events that it may not ask for, JournalUnavailable where nothing could be changed."""

    webhooks: Webhooks
    cursors: ListCursors

    async def page(self, program: Program, asked: PageAsked) -> Page[PublicWebhook]:
        """Those that the key may look after, oldest first.

        Raises:
            CursorInvalid, CursorExpired: begin again without one.
        """
        step = walk(self.cursors, program, asked, "webhooks", first=OLDEST)
        after = step.place.at, step.place.id
        async with self.webhooks.database.connection() as connection:
            known = await list_stored(connection)
        found = [one for one in known if may_have(program, one) and (one.made_at, one.id) > after]
        places = [ListPlace(one.id, at=one.made_at) for one in found]
        return step.page([shown_webhook(program, one) for one in found], places[: step.row_limit])

    async def find(self, program: Program, id: UUID) -> PublicWebhook:
        """One of them."""
        return shown_webhook(program, await self._own(program, id))

    async def health(self, program: Program, id: UUID) -> PublicWebhookHealth:
        """How it goes with one."""
        await self._own(program, id)
        async with self.webhooks.database.connection() as connection:
            listed = next(iter(await list_endpoints(connection, [id])), None)
            if listed is None:
                raise unknown()
            target = read_url(listed.origin)
            recipient = await find_recipient(
                connection, controller_id=listed.controller_id, host=target.host, port=target.port
            )
        return PublicWebhookHealth(
            waiting=listed.waiting,
            waiting_since=listed.waiting_since,
            failures=listed.failures,
            failing_since=listed.failing_since,
            paused_until=listed.paused_until,
            succeeded_at=listed.succeeded_at,
            most_data=recipient.most_data if recipient else None,
        )

    async def add(
        self, program: Program, order: NewProgramWebhook, *, idempotency_key: str, by: Actor
    ) -> PublicNewSecret:
        """A webhook, now or since it was first added with this key of the program's; then its secret was given before.

        Raises:
            IdempotencyMismatch: another order, or one of another URL, was made with the same key.
            RyadomError: see `Webhooks.add`.
        """
        id = uuid5(_NAMESPACE, f"{program.key.id}\n{idempotency_key}")
        sites = chosen_sites(program, order.sites)
        check_events(program, order.events)
        async with self.webhooks.database.connection() as connection:
            is_known = await find_endpoint(connection, id) is not None
        made = None
        if not is_known:
            made = await self.webhooks.add_once(
                id,
                order.url,
                sites,
                events=order.events,
                data=order.data,
                is_for_all=order.sites is None,
                by=by,
                ordered_sha256=order.sha256,
            )
        known = await self._own(program, id)
        if made is None:
            async with self.webhooks.database.connection() as connection:
                ordered = await find_order(connection, id)
            is_url_same = open_endpoint(self.webhooks.seal, known, now=datetime.now(UTC)).url == order.url
            if not is_url_same or ordered not in (None, order.sha256):
                raise IdempotencyMismatch(
                    "This Idempotency-Key was used for another webhook: choose a fresh one.", field="idempotency-key"
                )
        return PublicNewSecret(webhook=shown_webhook(program, known), secret=made.secret if made else None)

    async def change(
        self, program: Program, id: UUID, order: WebhookChange, over: Precondition, *, by: Actor
    ) -> PublicWebhook:
        """The webhook as it is then. What is sent again after a lost answer is done already.

        Raises:
            PreconditionFailed: it has been changed since it was read.
            BadBody: nothing that is to change.
            RyadomError: see `Webhooks.change`.
        """
        if order == WebhookChange():
            raise BadBody("The order says nothing: name what is to change.")
        read = await self._own(program, id)
        before = _told(read)
        is_for_all = not read.site_ids if order.sites is UNSET else order.sites is None
        site_keys = shown_webhook(program, read).sites if order.sites is UNSET else order.sites
        sites = chosen_sites(program, site_keys)
        events = read.events if order.events is UNSET else tuple(sorted(set(order.events)))
        data = read.data if order.data is UNSET else order.data
        check_events(program, events)
        after = ({site.id for site in sites} if not is_for_all else set(), set(events), data)
        # What is so already is no change, whatever it is over: so an order may come twice. But who says it of another
        # key's takes that over.
        if after == before and read.api_key_id in (None, program.key.id):
            return shown_webhook(program, read)

        def check(now: StoredEndpoint) -> None:
            check_own(program, now)
            over.check(shown_webhook(program, now))
            if _told(now) != before:
                raise PreconditionFailed("It was changed at this moment: get it afresh.", field="if-match")

        await self.webhooks.change(
            id, sites, events=[Event(event) for event in events], data=data, is_for_all=is_for_all, by=by, check=check
        )
        return await self.find(program, id)

    async def rotate(self, program: Program, id: UUID, over: Precondition, *, by: Actor) -> PublicNewSecret:
        """A new secret, in the answer and nowhere else; for a day the one until now signs too.

        Raises:
            PreconditionFailed: it has been changed since it was read, such as by the same order sent before.
        """
        await self._own(program, id)

        def check(now: StoredEndpoint) -> None:
            check_own(program, now)
            over.check(shown_webhook(program, now))

        made = await self.webhooks.rotate(id, by=by, check=check)
        return PublicNewSecret(webhook=await self.find(program, id), secret=made.secret)

    async def switch(self, program: Program, id: UUID, *, is_enabled: bool, by: Actor) -> PublicWebhook:
        """Has it told again, or nothing more for now; the webhook as it is then."""
        await self._own(program, id)
        switch = self.webhooks.enable if is_enabled else self.webhooks.disable
        await switch(id, by=by, check=own_alone(program))
        return await self.find(program, id)

    async def remove(self, program: Program, id: UUID, *, by: Actor) -> PublicWebhook:
        """Forgets it, with what waits for it and its log; as it was before."""
        await self._own(program, id)
        return shown_webhook(program, await self.webhooks.remove(id, by=by, check=own_alone(program)))

    async def test(self, program: Program, id: UUID) -> Trial:
        """What comes of a trial; takes 20 s at most."""
        await self._own(program, id)
        return await try_out(self.webhooks, id)

    async def deliveries(
        self, program: Program, id: UUID, asked: PageAsked, *, only_failed: bool
    ) -> Page[PublicDelivery]:
        """What it was told, newest first, of what the key may ask for; a page may have less than the limit.

        Raises:
            CursorInvalid, CursorExpired: begin again without one.
        """
        step = walk(self.cursors, program, asked, "deliveries", id, only_failed, first=NEWEST)
        await self._own(program, id)
        async with self.webhooks.database.connection() as connection:
            log = await read_log(connection, id, only_failed=only_failed, before=step.place.seq, limit=step.limit)
        keys = {site.id: site.key for site in program.sites}
        # It may have been told of other sites, or of more, before it was this key's.
        data = [shown_delivery(one, keys) for one in log.deliveries if is_open(program, one, keys)]
        return step.page_to(data, None if log.next is None else replace(step.place, seq=log.next))

    async def request(self, program: Program, id: UUID, delivery_id: UUID, *, by: Actor) -> ShownRequest:
        """What one of its deliveries would say now, of what the key may ask for; in the journal.

        Raises:
            WebhookUnknown: no such delivery, or none that the key may see.
            WebhookSealed: the key that the webhook was sealed with is gone.
        """
        endpoint = await self._own(program, id)
        keys = {site.id for site in program.sites}
        gone = WebhookUnknown("No delivery of this webhook has this id.", field="delivery_id")

        def check(one: Delivery) -> None:
            if not is_open(program, one, keys):
                raise gone

        try:
            return await show_request(self.webhooks, endpoint, delivery_id, by=by, check=check)
        except WebhookUnknown:
            raise gone from None

    async def replay(self, program: Program, id: UUID, order: Replay, *, by: Actor) -> PublicReplay:
        """Makes deliveries due again; what is sent is of now, and no more than the webhook is told now.

        Raises:
            BadBody: it names neither one delivery nor a time, or both.
            WebhookUnknown: no such delivery.
        """
        if (order.delivery_id is UNSET) == (order.given_up_since is UNSET):
            raise BadBody("Name `delivery_id` or `given_up_since`.", field="delivery_id")
        delivery_id = None if order.delivery_id is UNSET else order.delivery_id
        since = None if order.given_up_since is UNSET else order.given_up_since
        if since is not None and since.year not in YEARS:
            raise BadBody(f"Name a time of the years {YEARS[0]} to {YEARS[-1]}.", field="given_up_since")
        await self._own(program, id)
        try:
            replayed = await replay_deliveries(self.webhooks, id, delivery_id, since=since, by=by)
        except WebhookUnknown:
            raise WebhookUnknown("No delivery of this webhook has this id.", field="delivery_id") from None
        return PublicReplay(count=replayed.count, is_whole=replayed.is_whole)

    async def _own(self, program: Program, id: UUID) -> StoredEndpoint:
        try:
            endpoint = await self.webhooks.find(id)
        except WebhookUnknown:
            raise unknown() from None
        check_own(program, endpoint)
        return endpoint


def _told(endpoint: StoredEndpoint) -> tuple[set[UUID], set[str], str]:
    """Of what it is told."""
    return set(endpoint.site_ids), set(endpoint.events), endpoint.data
