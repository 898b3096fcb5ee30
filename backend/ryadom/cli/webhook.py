"""`ryadom webhook`: programs that are told of what happens."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click

from ryadom.cli.egress import DATA_LEVELS
from ryadom.cli.tables import NONE, print_table, printable, time_cell

if TYPE_CHECKING:
    from ryadom.core.webhooks.endpoints import Webhooks
    from ryadom.store.webhook_queue import Delivery

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
STANDARD_INPUT = "-"
_id = click.argument("id", type=click.UUID)


@click.group()
def webhook() -> None:
    """Add, change, try, list, enable and remove webhooks; docs/webhooks.md says what they are told."""


@webhook.command()
@click.argument("url")
@click.option("--event", "events", multiple=True, type=click.Choice(EVENTS), help="May be repeated; all unless named.")
@click.option("--site", "site_keys", multiple=True, help="Key of a site; all, also those to come, unless named.")
@click.option("--data", type=click.Choice(DATA_LEVELS), help=f"How much: {DATA_LEVELS[0]}, of a bot {DATA_LEVELS[1]}.")
@click.option("--bot", help="It answers visitors under this name, and is told of no events; see docs/webhook-bot.md.")
@click.option(
    "--answer-within",
    "answer_within_s",
    type=click.IntRange(1, 60),
    default=10,
    show_default=True,
    help="Seconds a bot has: then the visitor waits for a person.",
)
@click.option(
    "--close-after",
    "close_after_min",
    type=click.IntRange(1, 10_080),
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
        raise click.UsageError("A bot is asked what visitors write, and told of no events: leave --event out.")
    if bot is None and close_after_min is not None:
        raise click.UsageError("Only what a bot leads is closed after a silence: name it by --bot.")
    asyncio.run(
        _add(url, events, site_keys, data, bot=bot, answer_within_s=answer_within_s, close_after_min=close_after_min)
    )


@webhook.command()
@_id
@click.option("--url", help="Tell it at this URL from now on; `-` is read from standard input.")
@click.option("--event", "events", multiple=True, type=click.Choice(EVENTS), help="Of these alone; may be repeated.")
@click.option("--all-events", is_flag=True, help="Of all events.")
@click.option("--site", "site_keys", multiple=True, help="Of the site with this key alone; may be repeated.")
@click.option("--all-sites", is_flag=True, help="Of all sites of its controller, also those to come.")
@click.option("--data", type=click.Choice(DATA_LEVELS), help="How much.")
def change(
    id: UUID,
    url: str | None,
    events: tuple[str, ...],
    all_events: bool,
    site_keys: tuple[str, ...],
    all_sites: bool,
    data: str | None,
) -> None:
    """Tell it of something else, or elsewhere; what is not named stays, and so does the secret: see `rotate`.

    What waits and is not meant any more is dropped. A webhook that is disabled stays so.
    """
    if (events and all_events) or (site_keys and all_sites):
        raise click.UsageError("Name some, or say all: not both.")
    if url is None and not (events or all_events or site_keys or all_sites or data):
        raise click.UsageError("Say what to change: --url, --event, --all-events, --site, --all-sites or --data.")
    if url == STANDARD_INPUT:
        url = sys.stdin.readline().strip()
    asyncio.run(_change_what(id, url, EVENTS if all_events else events, site_keys, data, is_for_all=all_sites))


@webhook.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def list_command(as_json: bool) -> None:
    """Show all webhooks, without the paths of their URLs, how it goes, and which key each ends with."""
    asyncio.run(_list(as_json=as_json))


@webhook.command()
@_id
def test(id: UUID) -> None:
    """Send an event of the type webhook.test at once, and show the answer."""
    asyncio.run(_test(id))


@webhook.command()
@_id
@click.option("--failed", "only_failed", is_flag=True, help="Only what was given up, or failed when it was last tried.")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True)
@click.option("--answers", "with_answers", is_flag=True, help="Also the beginning of what was answered.")
def log(id: UUID, only_failed: bool, limit: int, with_answers: bool) -> None:
    """Show the newest deliveries, those of the last 30 days."""
    asyncio.run(_log(id, only_failed=only_failed, limit=limit, with_answers=with_answers))


@webhook.command()
@_id
@click.option("--event", "event_id", type=click.UUID, help="The webhook-id of one delivery.")
@click.option("--since", type=click.DateTime(), help="All of what happened at this time or later, UTC.")
@click.option("--failed", "only_failed", is_flag=True, help="Only what was given up, as also without --since.")
def replay(id: UUID, event_id: UUID | None, since: datetime | None, only_failed: bool) -> None:
    """Deliver again, as things are now: one, all of a time, or all that were given up."""
    if event_id is not None and (since is not None or only_failed):
        raise click.UsageError("--event is one delivery, whenever it was and however it went: name it alone.")
    asyncio.run(_replay(id, event_id, since.replace(tzinfo=UTC) if since else None, only_failed=only_failed))


@webhook.command()
@_id
def rotate(id: UUID) -> None:
    """Make a new secret and print it; for a day deliveries are signed by the one until now, too."""
    asyncio.run(_rotate(id))


@webhook.command()
@_id
def enable(id: UUID) -> None:
    """Go on with a webhook that was disabled."""
    asyncio.run(_change(id, "enable", "is told again."))


@webhook.command()
@_id
def disable(id: UUID) -> None:
    """Tell it nothing more, for now."""
    asyncio.run(_change(id, "disable", "is told nothing more."))


@webhook.command()
@_id
def remove(id: UUID) -> None:
    """Forget a webhook, with what waits for it and its log."""
    asyncio.run(_change(id, "remove", "is removed."))


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

    async with _webhooks() as webhooks:
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


async def _change_what(
    id: UUID, url: str | None, events: Sequence[str], site_keys: Sequence[str], data: str | None, *, is_for_all: bool
) -> None:
    from ryadom.core.sites import sites_named
    from ryadom.core.webhooks.events import Event
    from ryadom.store.egress import DataLevel
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _webhooks() as webhooks:
        origin = await webhooks.change(
            id,
            await sites_named(webhooks.database, site_keys) if site_keys else None,
            events=[Event(event) for event in events] if events else None,
            data=DataLevel(data) if data else None,
            is_for_all=is_for_all,
            url=url,
            by=COMMAND_LINE,
        )
    click.echo(f"{origin} is changed.")


async def _list(*, as_json: bool) -> None:
    from ryadom.cli import webhook_list

    async with _webhooks() as webhooks:
        known = await webhooks.all()
    if as_json:
        click.echo(webhook_list.as_json(known))
    else:
        webhook_list.table(known)


async def _test(id: UUID) -> None:
    async with _webhooks() as webhooks:
        answer = await webhooks.test(id)
    click.echo(f"{answer.host} answered {answer.status} within {answer.took_s:.1f} s.")
    if answer.text:
        click.echo(printable(answer.text))
    if not answer.is_good:
        raise SystemExit(1)


async def _log(id: UUID, *, only_failed: bool, limit: int, with_answers: bool) -> None:
    deliveries: list[Delivery] = []
    before: int | None = None
    async with _webhooks() as webhooks:
        while len(deliveries) < limit:
            page = await webhooks.log(id, only_failed=only_failed, limit=limit - len(deliveries), before=before)
            deliveries += page.deliveries
            before = page.next
            if before is None:
                break
    print_table(
        ("Webhook-id", "Event", "About", "Happened", "Attempts", "Last try", "Status", "ms", "State"),
        [
            (
                str(one.event_id),
                one.event,
                f"{one.object_id}{f' #{one.seq}' if one.seq else ''}",
                time_cell(one.happened_at),
                str(one.attempts),
                time_cell(one.tried_at),
                str(one.status or NONE),
                NONE if one.took_ms is None else str(one.took_ms),
                _outcome(one, with_answers=with_answers),
            )
            for one in deliveries
        ],
    )


async def _replay(id: UUID, event_id: UUID | None, since: datetime | None, *, only_failed: bool) -> None:
    from ryadom.store.journal_chain import COMMAND_LINE

    only_given_up = only_failed or since is None
    async with _webhooks() as webhooks:
        done = await webhooks.replay(id, event_id, since=since, only_given_up=only_given_up, by=COMMAND_LINE)
    click.echo(f"Due again: {done.count}. A running server sends them within seconds.")
    if not done.is_whole:
        click.echo("As many wait as may at once. Once they are sent, run this again for the others.", err=True)
        raise SystemExit(1)


async def _rotate(id: UUID) -> None:
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _webhooks() as webhooks:
        made = await webhooks.rotate(id, by=COMMAND_LINE)
    click.echo("The new secret, shown this once; the one until now signs beside it for a day:", err=True)
    click.echo(made.secret)


async def _change(id: UUID, what: str, said: str) -> None:
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _webhooks() as webhooks:
        changes = {"enable": webhooks.enable, "disable": webhooks.disable, "remove": webhooks.remove}
        endpoint = await changes[what](id, by=COMMAND_LINE)
    click.echo(f"{endpoint.origin} {said}")


@asynccontextmanager
async def _webhooks() -> "AsyncIterator[Webhooks]":
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.outgoing.client import Caller
    from ryadom.core.sealing import Seal
    from ryadom.core.webhooks.deliverer import BOUNDS
    from ryadom.core.webhooks.endpoints import Webhooks
    from ryadom.core.webhooks.sending import PURPOSE
    from ryadom.privacy.egress import Egress
    from ryadom.privacy.resolver import SystemResolver
    from ryadom.settings import with_secret_keys

    settings = settings_for_command()
    async with command_database(settings) as database:
        caller = Caller(Egress(database, SystemResolver()), bounds=BOUNDS)
        try:
            seal = Seal(with_secret_keys(settings).secret_keys, purpose=PURPOSE)
            yield Webhooks(database=database, caller=caller, seal=seal)
        finally:
            await caller.aclose()


def _outcome(delivery: "Delivery", *, with_answers: bool) -> str:
    state = delivery.outcome or (f"due {time_cell(delivery.due_at)}" if delivery.due_at else NONE)
    parts = [state, delivery.failure, " ".join(delivery.answer.split()) if with_answers else ""]
    return printable("; ".join(part for part in parts if part))
