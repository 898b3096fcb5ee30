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

_SAME = {
    True: "each byte of the body is what was sent",
    False: "the body is not what was sent: something has changed since",
    None: "nobody can tell whether it is what was sent",
}
_WITHHELD = {
    "register": "the register of recipients allows no calls there, or a bot no words",
    "not_told": "the webhook is told of such an event, or of its site, no more",
    "person": "nothing of its person may be told, or it is there no more",
}


@click.command()
@_id
@click.option("--failed", "only_failed", is_flag=True, help="Only what was given up, or failed when it was last tried.")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True)
@click.option("--answers", "with_answers", is_flag=True, help="Also the beginning of what was answered.")
@click.option(
    "--request",
    "event_id",
    type=click.UUID,
    help="Of the delivery with this webhook-id what it would say now; journalled.",
)
def log(id: UUID, only_failed: bool, limit: int, with_answers: bool, event_id: UUID | None) -> None:
    """Show the newest deliveries, those of the last 30 days; or the request of one."""
    if event_id is not None:
        if only_failed or with_answers:
            raise click.UsageError("--request is one delivery: name it alone.")
        asyncio.run(_request(id, event_id))
        return
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


async def _request(id: UUID, event_id: UUID) -> None:
    from ryadom.core.webhooks.requests import show_request
    from ryadom.store.journal_chain import COMMAND_LINE

    async with open_webhooks() as webhooks:
        shown = await show_request(webhooks, await webhooks.find(id), event_id, by=COMMAND_LINE)
    if shown.sent_at is None:
        click.echo("Nothing is known of what was sent: nothing was, or by an older version.", err=True)
    else:
        click.echo(f"Sent last {time_cell(shown.sent_at)}: {shown.sent_bytes:,} bytes, {shown.sent_data}.", err=True)
    click.echo(f"As it would be sent now, of which {_SAME[shown.is_same]}:", err=True)
    click.echo(f"{shown.method} {shown.url}")
    for header in shown.headers:
        click.echo(f"{header.name}: {header.value}")
    if shown.body is None:
        click.echo(f"No body: {_WITHHELD[shown.withheld or '']}.", err=True)
    else:
        click.echo(f"\n{printable(shown.body)}")


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
