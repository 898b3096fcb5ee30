"""`ryadom webhook add` and `change`: where programs are told, of what, and as whom bots answer."""

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import click

from ryadom.cli.egress import DATA_LEVELS
from ryadom.cli.webhook_opening import open_webhooks

if TYPE_CHECKING:
    from ryadom.core.webhook_bots.wanted import BotChange

# As `ryadom.core.webhooks.events.Event`, which takes long to load; a test compares.
EVENTS = (
    "conversation.created",
    "conversation.assigned",
    "conversation.closed",
    "conversation.reopened",
    "conversation.rated",
    "message.created",
    "message.edited",
    "message.deleted",
    "customer.created",
    "customer.updated",
    "customer.erased",
    "consent.given",
    "consent.withdrawn",
    "subject_request.created",
)
NO_EVENTS = "A bot is asked what visitors write, and told of no events: leave --event and --all-events out."
STANDARD_INPUT = "-"
MOST_SECONDS = 60
MOST_SILENT_MINUTES = 10_080


@click.command()
@click.argument("url")
@click.option("--event", "events", multiple=True, type=click.Choice(EVENTS), help="May be repeated; all unless named.")
@click.option("--site", "site_keys", multiple=True, help="Key of a site; all, also those to come, unless named.")
@click.option("--data", type=click.Choice(DATA_LEVELS), help=f"How much: {DATA_LEVELS[0]}, of a bot {DATA_LEVELS[1]}.")
@click.option("--bot", help="It answers visitors under this name, and is told of no events; see docs/webhook-bot.md.")
@click.option(
    "--answer-within",
    "answer_within_s",
    type=click.IntRange(1, MOST_SECONDS),
    default=10,
    show_default=True,
    help="Seconds a bot has: then the visitor waits for a person.",
)
@click.option(
    "--close-after",
    "close_after_min",
    type=click.IntRange(1, MOST_SILENT_MINUTES),
    help="Minutes of silence after which what the bot leads, and has answered, is closed; never unless said.",
)
def add(
    url: str,
    events: tuple[str, ...],
    site_keys: tuple[str, ...],
    data: str | None,
    bot: str | None,
    answer_within_s: int,
    close_after_min: int | None,
) -> None:
    """Have URL told of what happens from now on, and print the secret that signs: it is shown this once.

    URL may be `-`: it is read from standard input, so that a secret in its path is not in the list of processes.
    """
    if url == STANDARD_INPUT:
        url = sys.stdin.readline().strip()
    if bot is not None and events:
        raise click.UsageError(NO_EVENTS)
    if bot is None and close_after_min is not None:
        raise click.UsageError("Only what a bot leads is closed after a silence: name it by --bot.")
    asyncio.run(
        _add(url, events, site_keys, data, bot=bot, answer_within_s=answer_within_s, close_after_min=close_after_min)
    )


@click.command()
@click.argument("id", type=click.UUID)
@click.option("--url", help="Tell it at this URL from now on; `-` is read from standard input.")
@click.option("--event", "events", multiple=True, type=click.Choice(EVENTS), help="Of these alone; may be repeated.")
@click.option("--all-events", is_flag=True, help="Of all events.")
@click.option("--site", "site_keys", multiple=True, help="Of the site with this key alone; may be repeated.")
@click.option("--all-sites", is_flag=True, help="Of all sites of its controller, also those to come.")
@click.option("--data", type=click.Choice(DATA_LEVELS), help="How much.")
@click.option(
    "--answer-within",
    "answer_within_s",
    type=click.IntRange(1, MOST_SECONDS),
    help="Of a bot: the seconds that it has.",
)
@click.option(
    "--close-after",
    "close_after_min",
    type=click.IntRange(1, MOST_SILENT_MINUTES),
    help="Of a bot: minutes of silence after which what it leads, and has answered, is closed.",
)
@click.option("--never-close", is_flag=True, help="Of a bot: close nothing by silence any more.")
def change(
    id: UUID,
    url: str | None,
    events: tuple[str, ...],
    all_events: bool,
    site_keys: tuple[str, ...],
    all_sites: bool,
    data: str | None,
    answer_within_s: int | None,
    close_after_min: int | None,
    never_close: bool,
) -> None:
    """Tell it of something else, or elsewhere; what is not named stays, and so does the secret: see `rotate`.

    What waits and is not meant any more is dropped. A webhook that is disabled stays so. What a bot is given counts for
    what it is asked from then on.
    """
    if (events and all_events) or (site_keys and all_sites):
        raise click.UsageError("Name some, or say all: not both.")
    if close_after_min is not None and never_close:
        raise click.UsageError("Name a silence, or say never: not both.")
    of_bot = answer_within_s is not None or close_after_min is not None or never_close
    if url is None and not (events or all_events or site_keys or all_sites or data or of_bot):
        raise click.UsageError(
            "Say what to change: --url, --event, --all-events, --site, --all-sites or --data; of a bot "
            "--answer-within, --close-after or --never-close."
        )
    if url == STANDARD_INPUT:
        url = sys.stdin.readline().strip()
    asyncio.run(
        _change(
            id,
            url,
            EVENTS if all_events else events,
            site_keys,
            data,
            is_for_all=all_sites,
            bot=_bot_change(answer_within_s, close_after_min, never_close=never_close) if of_bot else None,
        )
    )


async def _add(
    url: str,
    events: Sequence[str],
    site_keys: Sequence[str],
    data: str | None,
    *,
    bot: str | None,
    answer_within_s: int,
    close_after_min: int | None,
) -> None:
    from ryadom.core.sites import sites_named
    from ryadom.core.webhook_bots.wanted import BotWanted
    from ryadom.core.webhooks.events import Event
    from ryadom.store.egress import DataLevel
    from ryadom.store.journal_chain import COMMAND_LINE

    async with open_webhooks() as webhooks:
        made = await webhooks.add(
            url,
            await sites_named(webhooks.database, site_keys),
            events=[Event(event) for event in events or EVENTS],
            data=DataLevel(data or DATA_LEVELS[0 if bot is None else 1]),
            is_for_all=not site_keys,
            by=COMMAND_LINE,
            bot=None
            if bot is None
            else BotWanted(name=bot, answer_within_s=answer_within_s, close_after_min=close_after_min),
        )
    click.echo(f"Webhook {made.id}; its secret, shown this once:", err=True)
    click.echo(made.secret)


def _bot_change(answer_within_s: int | None, close_after_min: int | None, *, never_close: bool) -> "BotChange":
    from msgspec import UNSET

    from ryadom.core.webhook_bots.wanted import BotChange

    return BotChange(
        answer_within_s=UNSET if answer_within_s is None else answer_within_s,
        close_after_min=UNSET if close_after_min is None and not never_close else close_after_min,
    )


async def _change(
    id: UUID,
    url: str | None,
    events: Sequence[str],
    site_keys: Sequence[str],
    data: str | None,
    *,
    is_for_all: bool,
    bot: "BotChange | None",
) -> None:
    from ryadom.core.sites import sites_named
    from ryadom.core.webhooks.events import Event
    from ryadom.store.egress import DataLevel
    from ryadom.store.journal_chain import COMMAND_LINE

    async with open_webhooks() as webhooks:
        if events and (await webhooks.find(id)).bot_id is not None:
            raise click.UsageError(NO_EVENTS)
        origin = await webhooks.change(
            id,
            await sites_named(webhooks.database, site_keys) if site_keys else None,
            events=[Event(event) for event in events] if events else None,
            data=DataLevel(data) if data else None,
            is_for_all=is_for_all,
            url=url,
            bot=bot,
            by=COMMAND_LINE,
        )
    click.echo(f"{origin} is changed.")
