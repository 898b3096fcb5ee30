"""Webhooks as those who look after sites see, add, change, try and remove them.

A webhook is for sites that they may let a program have (`core.program_places`). One that is also told of sites of
others is shown, since it is told of theirs, and is nothing that they may look into or change.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from ryadom.core.outgoing.client import Bounds, Caller
from ryadom.core.outgoing.urls import MAX_URL_CHARS, read_url
from ryadom.core.program_places import ProgramPlace, check_all, place_named, places_of, sites_to_give
from ryadom.core.rights import Right, may
from ryadom.core.sealing import Seal
from ryadom.core.webhook_bots.wanted import BotWanted
from ryadom.core.webhooks.endpoints import MadeEndpoint, Webhooks
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.overruling import WebhookFields, check_secret_seen, check_seen, with_whose
from ryadom.core.webhooks.replays import replay_deliveries
from ryadom.core.webhooks.requests import ShownRequest, show_request
from ryadom.core.webhooks.sending import PURPOSE
from ryadom.core.webhooks.shown import OwnWebhooks, own_webhook
from ryadom.core.webhooks.trials import Trial, try_out
from ryadom.errors import RightMissing, SettingsChanged, WebhookUnknown
from ryadom.privacy.egress import Egress
from ryadom.privacy.resolver import Resolver
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel, find_recipient
from ryadom.store.journal import Naming
from ryadom.store.journal_chain import Actor
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sites import Site
from ryadom.store.webhook_log import LogPage
from ryadom.store.webhooks import StoredEndpoint, list_endpoints, list_stored

TRIAL_BOUNDS = Bounds(deadline_s=10.0, body_s=2.0, body_bytes=4_096)
"""Somebody looks at the page while a trial lasts, which gives up after 15 s."""

PAGE_DELIVERIES = 50


Events = Annotated[list[Event], Meta(max_length=100)]


class NewWebhook(Struct, frozen=True, kw_only=True):
    """A webhook as a form asks for it. `site_ids` null: all of the controller's, also those to come.

    A `bot` is told of no events: `events` is empty, or has all, as forms of versions before send it.
    """

    url: Annotated[str, Meta(max_length=MAX_URL_CHARS)]
    controller_id: UUID
    events: Events
    data: DataLevel
    site_ids: list[UUID] | None
    bot: BotWanted | None = None


class ChangedWebhook(WebhookFields, frozen=True, kw_only=True):
    """What of a webhook is to be otherwise, as `NewWebhook` says it; what is left out stays as it is.

    `over`: how the same was when somebody decided; null, as panels of before say nothing: whatever it is now.
    """

    events: Events | UnsetType = UNSET
    over: WebhookFields | None = None


class WebhookDesk(Struct, frozen=True, kw_only=True):
    """Webhooks of the controllers on whose sites an operator works; every change is in the journal."""

    webhooks: Webhooks

    async def own(self, session: OperatorSession) -> OwnWebhooks:
        """What there is of theirs, and what they may add."""
        async with self.webhooks.database.connection() as connection:
            places = await places_of(connection, session)
            by_id = {place.id: place for place in places}
            theirs = [
                one.id
                for one in await list_stored(connection)
                if one.controller_id in by_id and by_id[one.controller_id].names(one.site_ids)
            ]
            own = []
            for one in reversed(await list_endpoints(connection, theirs)):
                target = read_url(one.origin)
                recipient = await find_recipient(
                    connection, controller_id=one.controller_id, host=target.host, port=target.port
                )
                own.append(own_webhook(one, by_id[one.controller_id], recipient.most_data if recipient else None))
        return OwnWebhooks(webhooks=tuple(own), places=tuple(places))

    async def add(self, session: OperatorSession, new: NewWebhook, by: Actor) -> MadeEndpoint:
        """A webhook; its secret is in the answer and nowhere else.

        Raises:
            BadBody: a site or controller that is not theirs, or see `Webhooks.add`.
            RightMissing: for all sites of a controller, by somebody who is no owner or does not work on all of them.
            EgressForbidden, CalendarUnknown, HostUnresolved, JournalUnavailable: see `Webhooks.add`.
        """
        return await self.webhooks.add(
            new.url,
            await self._sites(session, new.controller_id, new.site_ids),
            events=new.events,
            data=new.data,
            is_for_all=new.site_ids is None,
            by=by,
            bot=new.bot,
        )

    async def managed(self, session: OperatorSession, id: UUID) -> StoredEndpoint:
        """One that they may look into and change.

        Raises:
            WebhookUnknown: none that is told of a site of theirs has this number.
            RightMissing: it is also told of sites on which they do not work.
        """
        unknown = WebhookUnknown("No webhook with this number is told of a site of yours.", field="webhook_id")
        try:
            endpoint = await self.webhooks.find(id)
        except WebhookUnknown:
            raise unknown from None
        async with self.webhooks.database.connection() as connection:
            places = await places_of(connection, session)
        place = next((place for place in places if place.id == endpoint.controller_id), None)
        if place is None or not place.names(endpoint.site_ids):
            raise unknown
        _check_covered(place, endpoint)
        return endpoint

    async def change(self, session: OperatorSession, id: UUID, wanted: ChangedWebhook, by: Actor) -> None:
        """Has a webhook told of something else, or a bot answer otherwise.

        Raises:
            WebhookUnknown, RightMissing: see `managed`; for all sites, as `add` does, also where it is so and stays.
            BadBody, EgressForbidden, CalendarUnknown, HostUnresolved, JournalUnavailable: see `Webhooks.change`.
            SettingsChanged: somebody else has changed some of the same since; `field` says what.
        """
        one = await self.managed(session, id)
        async with self.webhooks.database.connection() as connection:
            place = place_named(await places_of(connection, session), one.controller_id)
            sites = None
            if wanted.site_ids is not UNSET:
                sites = await sites_to_give(connection, place, wanted.site_ids)

        def may_stay(now: StoredEndpoint) -> None:
            check_seen(wanted, wanted.over, now)
            if sites is None:
                _check_covered(place, now)
                if not now.site_ids:
                    check_all(place)

        try:
            await self.webhooks.change(
                id,
                sites,
                events=None if wanted.events is UNSET else wanted.events,
                data=None if wanted.data is UNSET else wanted.data,
                is_for_all=wanted.site_ids is None,
                bot=wanted.bot,
                by=by,
                check=may_stay,
            )
        except SettingsChanged as late:
            async with self.webhooks.database.connection() as connection:
                raise await with_whose(connection, late, one, by) from None

    async def rotate(
        self, session: OperatorSession, id: UUID, by: Actor, *, over_version: int | UnsetType = UNSET
    ) -> MadeEndpoint:
        """A new secret, in the answer and nowhere else; see `Webhooks.rotate`.

        Raises:
            WebhookUnknown, RightMissing: see `managed`.
            SettingsChanged: somebody else has made a new one since `over_version`.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        one = await self.managed(session, id)
        try:
            return await self.webhooks.rotate(id, by=by, check=lambda now: check_secret_seen(over_version, now))
        except SettingsChanged as late:
            async with self.webhooks.database.connection() as connection:
                raise await with_whose(connection, late, one, by, what="webhook_secret", naming=Naming.NOT) from None

    async def test(self, session: OperatorSession, id: UUID) -> Trial:
        """What comes of an event of the type `webhook.test`, sent at once; takes 20 s at most.

        Raises:
            WebhookUnknown, RightMissing: see `managed`.
        """
        await self.managed(session, id)
        return await try_out(self.webhooks, id)

    async def log(self, session: OperatorSession, id: UUID, *, only_failed: bool, before: int | None) -> LogPage:
        """Its newest deliveries before a place, at most 50.

        Raises:
            WebhookUnknown, RightMissing: see `managed`.
        """
        await self.managed(session, id)
        return await self.webhooks.log(id, only_failed=only_failed, limit=PAGE_DELIVERIES, before=before)

    async def request(self, session: OperatorSession, id: UUID, event_id: UUID, by: Actor) -> ShownRequest:
        """What one of its deliveries would say now; in the journal, as all that shows somebody's words.

        Raises:
            WebhookUnknown, RightMissing: see `managed`; or no such delivery.
            WebhookSealed: the key that the webhook was sealed with is gone.
            JournalUnavailable: it can't be journalled, so nothing is shown.
        """
        endpoint = await self.managed(session, id)
        sees_contacts = may(session.role, Right.SEE_CONTACTS)
        most = DataLevel.CONTENTS_AND_CONTACTS if sees_contacts else DataLevel.CONTENTS
        return await show_request(self.webhooks, endpoint, event_id, by=by, most=most)

    async def replay(
        self, session: OperatorSession, id: UUID, event_id: UUID | None, *, since: datetime | None, by: Actor
    ) -> int:
        """Makes one delivery due again, or all that were given up of what happened `since` then; gives how many.

        Raises:
            WebhookUnknown, RightMissing: see `managed`; or no such delivery.
            JournalUnavailable: it can't be journalled, so nothing is sent.
        """
        await self.managed(session, id)
        return (await replay_deliveries(self.webhooks, id, event_id, since=since, by=by)).count

    async def switch(self, session: OperatorSession, id: UUID, *, is_enabled: bool, by: Actor) -> None:
        """Lets a webhook be told again, or nothing more for now.

        Raises:
            WebhookUnknown, RightMissing: see `managed`.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        await self.managed(session, id)
        await (self.webhooks.enable if is_enabled else self.webhooks.disable)(id, by=by)

    async def remove(self, session: OperatorSession, id: UUID, by: Actor) -> None:
        """Forgets a webhook, with what waits for it and its log.

        Raises:
            WebhookUnknown, RightMissing: see `managed`.
            JournalUnavailable: it can't be journalled, so it is there still, disabled or not.
        """
        await self.managed(session, id)
        await self.webhooks.remove(id, by=by)

    async def aclose(self) -> None:
        """Ends trials that are under way."""
        await self.webhooks.caller.aclose()

    async def _sites(
        self, session: OperatorSession, controller_id: UUID, site_ids: Sequence[UUID] | None
    ) -> list[Site]:
        async with self.webhooks.database.connection() as connection:
            place = place_named(await places_of(connection, session), controller_id)
            return await sites_to_give(connection, place, site_ids)


def _check_covered(place: ProgramPlace, endpoint: StoredEndpoint) -> None:
    if not place.covers(endpoint.site_ids):
        raise RightMissing(
            "This webhook is also told of sites on which you do not work: somebody who does can look after it.",
            field="controller_id",
        )


def webhook_desk(database: Database, resolver: Resolver, *, secret_keys: Sequence[str]) -> WebhookDesk:
    """The desk of one server; `aclose` ends its calls."""
    caller = Caller(Egress(database, resolver), bounds=TRIAL_BOUNDS)
    return WebhookDesk(webhooks=Webhooks(database=database, caller=caller, seal=Seal(secret_keys, purpose=PURPOSE)))
