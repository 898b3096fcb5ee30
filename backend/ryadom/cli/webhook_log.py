"""`ryadom webhook log` and `replay`: what webhooks were told, and how to tell it again."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click

from ryadom.cli.tables import NONE, print_table, printable, time_cell
from ryadom.cli.webhook_opening import open_webhooks

if TYPE_CHECKING:
    from ryadom.store.webhook_queue import Delivery

_id = click.argument("id", type=click.UUID)


@click.command()
@_id
@click.option("--failed", "only_failed", is_flag=True, help="Only what was given up, or failed when it was last tried.")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True)
@click.option("--answers", "with_answers", is_flag=True, help="Also the beginning of what was answered.")
def log(id: UUID, only_failed: bool, limit: int, with_answers: bool) -> None:
    """Show the newest deliveries, those of the last 30 days."""
    asyncio.run(_log(id, only_failed=only_failed, limit=limit, with_answers=with_answers))


@click.command()
@_id
@click.option("--event", "event_id", type=click.UUID, help="The webhook-id of one delivery.")
@click.option("--since", type=click.DateTime(), help="All of what happened at this time or later, UTC.")
@click.option("--failed", "only_failed", is_flag=True, help="Only what was given up, as also without --since.")
def replay(id: UUID, event_id: UUID | None, since: datetime | None, only_failed: bool) -> None:
    """Deliver again, as things are now: one, all of a time, or all that were given up."""
    if event_id is not None and (since is not None or only_failed):
        raise click.UsageError("--event is one delivery, whenever it was and however it went: name it alone.")
    asyncio.run(_replay(id, event_id, since.replace(tzinfo=UTC) if since else None, only_failed=only_failed))


async def _log(id: UUID, *, only_failed: bool, limit: int, with_answers: bool) -> None:
    deliveries: list[Delivery] = []
    before: int | None = None
    async with open_webhooks() as webhooks:
        while len(deliveries) < limit:
            page = await webhooks.log(id, only_failed=only_failed, limit=limit - len(deliveries), before=before)
            deliveries += page.deliveries
            before = page.next
            if before is None:
                break
    print_table(
        ("Webhook-id", "Event", "About", "Happened", "Attempts", "Last try", "Host", "Status", "ms", "State"),
        [
            (
                str(one.event_id),
                one.event,
                f"{one.object_id}{f' #{one.seq}' if one.seq else ''}",
                time_cell(one.happened_at),
                str(one.attempts),
                time_cell(one.tried_at),
                one.origin or NONE,
                str(one.status or NONE),
                NONE if one.took_ms is None else str(one.took_ms),
                _outcome(one, with_answers=with_answers),
            )
            for one in deliveries
        ],
    )


async def _replay(id: UUID, event_id: UUID | None, since: datetime | None, *, only_failed: bool) -> None:
    from ryadom.core.webhooks.replays import replay_deliveries
    from ryadom.store.journal_chain import COMMAND_LINE

    only_given_up = only_failed or since is None
    async with open_webhooks() as webhooks:
        done = await replay_deliveries(
            webhooks, id, event_id, since=since, only_given_up=only_given_up, by=COMMAND_LINE
        )
    click.echo(f"Due again: {done.count}. A running server sends them within seconds.")
    if not done.is_whole:
        click.echo("As many wait as may at once. Once they are sent, run this again for the others.", err=True)
        raise SystemExit(1)


def _outcome(delivery: "Delivery", *, with_answers: bool) -> str:
    state = delivery.outcome or (f"due {time_cell(delivery.due_at)}" if delivery.due_at else NONE)
    parts = [state, delivery.failure, " ".join(delivery.answer.split()) if with_answers else ""]
    return printable("; ".join(part for part in parts if part))
