"""What `ryadom webhook list` prints: a table for people, or JSON for programs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.cli.tables import NONE, print_table, printable, time_cell
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.keepers import keeper_of
from ryadom.protocol.public_webhooks import WebhookKeeper
from ryadom.store.egress import DataLevel
from ryadom.store.webhooks import MOST_COUNTED, ListedEndpoint


class ShownWebhook(Struct, frozen=True, kw_only=True):
    """One webhook as JSON, without the path of its URL and its secret. `site_ids` null: all of its controller's.

    `waiting`: 10,001 where there are more than 10,000.
    """

    id: UUID
    controller_id: UUID
    origin: str
    site_ids: tuple[UUID, ...] | None
    events: tuple[str, ...]
    data: DataLevel
    bot: str | None
    answer_within_s: int | None
    close_after_min: int | None
    looked_after_by: WebhookKeeper | None
    made_at: datetime
    failures: int
    failing_since: datetime | None
    paused_until: datetime | None
    disabled_at: datetime | None
    disabled_because: str
    waiting: int
    waiting_since: datetime | None
    succeeded_at: datetime | None


def table(known: Sequence[ListedEndpoint]) -> None:
    """Prints them as a table."""
    print_table(
        ("Id", "Host", "Events", "Sites", "Data", "State", "Waiting", "Ends with key"),
        [
            (
                str(one.id),
                one.origin,
                _asked(one),
                str(len(one.site_ids)) if one.site_ids else "all",
                one.data,
                _state(one),
                _waiting(one.waiting),
                _keeper(one),
            )
            for one in known
        ],
    )


def as_json(known: Sequence[ListedEndpoint]) -> str:
    """The same as JSON, an array."""
    encoded = msgspec.json.encode([_shown(one) for one in known])
    return msgspec.json.format(encoded, indent=2).decode()


def _shown(one: ListedEndpoint) -> ShownWebhook:
    return ShownWebhook(
        id=one.id,
        controller_id=one.controller_id,
        origin=one.origin,
        site_ids=one.site_ids or None,
        events=one.events,
        data=one.data,
        bot=one.bot_name,
        answer_within_s=one.answer_within_s,
        close_after_min=one.close_after_min,
        looked_after_by=keeper_of(one),
        made_at=one.made_at,
        failures=one.failures,
        failing_since=one.failing_since,
        paused_until=one.paused_until,
        disabled_at=one.disabled_at,
        disabled_because=one.disabled_because,
        waiting=one.waiting,
        waiting_since=one.waiting_since,
        succeeded_at=one.succeeded_at,
    )


def _asked(one: ListedEndpoint) -> str:
    if one.bot_name is not None:
        closes = "" if one.close_after_min is None else f", closes after {one.close_after_min} min"
        return printable(f"bot {one.bot_name}, {one.answer_within_s} s{closes}")
    return "all" if set(one.events) == set(Event) else ", ".join(one.events)


def _state(one: ListedEndpoint) -> str:
    if one.disabled_at:
        return f"disabled {time_cell(one.disabled_at)}: {one.disabled_because}"
    if one.failing_since:
        return f"failing since {time_cell(one.failing_since)} ({one.failures})"
    return "good"


def _waiting(count: int) -> str:
    return str(count) if count <= MOST_COUNTED else f">{MOST_COUNTED}"


def _keeper(one: ListedEndpoint) -> str:
    keeper = keeper_of(one)
    if keeper is None:
        return NONE
    if keeper.ends_at is None:
        return printable(keeper.name)
    word = "until" if keeper.ends_at > datetime.now(UTC) else "over since"
    return printable(f"{keeper.name}, {word} {time_cell(keeper.ends_at)}")
