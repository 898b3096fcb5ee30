"""Webhooks as the panel shows them: without URL and secrets, of the operator's sites."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.program_places import ProgramPlace
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.keepers import keeper_of
from ryadom.core.webhooks.overruling import secret_version
from ryadom.protocol.public_webhooks import WebhookKeeper
from ryadom.store.egress import DataLevel
from ryadom.store.webhooks import ListedEndpoint


class OwnWebhook(Struct, frozen=True, kw_only=True):
    """A webhook without its secrets; of its URL the `origin`. `site_ids`, with their names: those of the operator's
    that it is told of. `most_data`: what the register allows there now; null where it allows no calls.
    `secret_version`: to be named by who makes a new secret.

    `bot`: it answers visitors under this name, within `answer_within_s` seconds, and is told of no events; what is
    silent for `close_after_min` is closed.
    `looked_after_by`: the key with which it ends; null: somebody of the house looks after it.

    All else as `store.webhooks.ListedEndpoint` says.
    """

    id: UUID
    origin: str
    controller_id: UUID
    controller: str
    site_ids: tuple[UUID, ...]
    sites: tuple[str, ...]
    is_for_all: bool
    may_manage: bool
    events: tuple[str, ...]
    data: DataLevel
    most_data: DataLevel | None
    made_at: datetime
    before_until: datetime | None
    secret_version: int
    failures: int
    failing_since: datetime | None
    paused_until: datetime | None
    disabled_at: datetime | None
    disabled_because: str
    waiting: int
    waiting_since: datetime | None
    succeeded_at: datetime | None
    bot: str | None
    answer_within_s: int | None
    close_after_min: int | None
    looked_after_by: WebhookKeeper | None


class OwnWebhooks(Struct, frozen=True, kw_only=True):
    """Webhooks that are told of at least one of the operator's sites, newest first, and what there is to choose of."""

    webhooks: tuple[OwnWebhook, ...]
    places: tuple[ProgramPlace, ...]
    events: tuple[Event, ...] = tuple(Event)
    levels: tuple[DataLevel, ...] = tuple(DataLevel)


def own_webhook(one: ListedEndpoint, place: ProgramPlace, most: DataLevel | None) -> OwnWebhook:
    """What is shown of one to who works on these sites of its controller. `most`: what the register allows there."""
    own = [site.id for site in place.sites]
    now = datetime.now(UTC)
    return OwnWebhook(
        id=one.id,
        origin=one.origin,
        controller_id=one.controller_id,
        controller=place.name,
        site_ids=tuple(id for id in one.site_ids if id in own),
        sites=place.names(one.site_ids),
        is_for_all=not one.site_ids,
        may_manage=place.covers(one.site_ids),
        events=one.events,
        data=one.data,
        most_data=most,
        made_at=one.made_at,
        before_until=one.before_until if one.before_until and one.before_until > now else None,
        secret_version=secret_version(one),
        failures=one.failures,
        failing_since=one.failing_since,
        paused_until=one.paused_until if one.paused_until and one.paused_until > now else None,
        disabled_at=one.disabled_at,
        disabled_because=one.disabled_because,
        waiting=one.waiting,
        waiting_since=one.waiting_since,
        succeeded_at=one.succeeded_at,
        bot=one.bot_name,
        answer_within_s=one.answer_within_s,
        close_after_min=one.close_after_min,
        looked_after_by=keeper_of(one),
    )
