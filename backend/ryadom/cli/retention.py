"""`ryadom retention`: how long data is kept, what is over that, and what must be kept nevertheless."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

import click

if TYPE_CHECKING:
    from ryadom.store.database import Database
    from ryadom.store.lifetimes import Lifetime
    from ryadom.store.sites import Site

_site = click.option("--site", "site_key", required=True, help="Key of the site.")


@click.group()
def retention() -> None:
    """Say how long data is kept, and erase what is over that. Nothing is erased by itself until a lifetime is set."""


@retention.command()
def show() -> None:
    """Show the lifetimes of every site."""
    asyncio.run(_show())


@retention.command(name="set")
@_site
@click.argument("lifetimes", nargs=-1, required=True, metavar="KIND=DAYS…")
def set_(site_key: str, lifetimes: tuple[str, ...]) -> None:
    """Set lifetimes: messages=365 pages=90 card=1095 consents=1095; `KIND=off` keeps it until somebody erases it.

    Messages and pages are counted from the closing of their conversation, the card from the closing of the person's
    last one, the evidence of consents from the withdrawal. The first run after the next midnight in Moscow honours it.
    """
    asyncio.run(_set(site_key, lifetimes))


@retention.command(name="dry-run")
def dry_run() -> None:
    """Count what a run would erase now, by site and kind."""
    asyncio.run(_dry_run())


@retention.command()
@click.option("--from-start", is_flag=True, help="Look at what has been swept already, too.")
def run(from_start: bool) -> None:
    """Erase what is over its lifetime now, beside running servers. Stopped half-way, it goes on when called again."""
    asyncio.run(_run(from_start))


@retention.command()
def holds() -> None:
    """List the legal holds."""
    asyncio.run(_holds())


@retention.command()
@_site
@click.option("--visitor", "visitor_id", type=click.UUID, help="Everything of this visitor.")
@click.option("--conversation", "conversation_id", type=click.UUID, help="This conversation, and its visitor's card.")
@click.option("--reason", required=True, help="Why: a lawsuit, a request of the police; without names.")
def hold(site_key: str, visitor_id: UUID | None, conversation_id: UUID | None, reason: str) -> None:
    """Place a legal hold: nothing of it is erased, by a lifetime or by request, until it is lifted."""
    if (visitor_id is None) == (conversation_id is None):
        raise click.UsageError("Name either --visitor or --conversation.")
    asyncio.run(_hold(site_key, visitor_id, conversation_id, reason))


@retention.command()
@click.argument("hold_id", type=click.UUID)
def lift(hold_id: UUID) -> None:
    """Lift a legal hold."""
    asyncio.run(_lift(hold_id))


async def _show() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.lifetimes import list_lifetimes
    from ryadom.core.sites import list_sites
    from ryadom.store.lifetimes import Lifetime

    async with command_database(settings_for_command()) as database:
        sites = await list_sites(database)
        days = {(one.site_id, one.kind): one.days for one in await list_lifetimes(database, [one.id for one in sites])}
    rows = [(site.key, kind.value, str(days.get((site.id, kind), "off"))) for site in sites for kind in Lifetime]
    print_table(("Site", "Kind", "Days"), rows)


async def _set(site_key: str, lifetimes: tuple[str, ...]) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.lifetimes import set_lifetimes

    days = dict(map(_lifetime, lifetimes))
    async with command_database(settings_for_command()) as database:
        changed = await set_lifetimes(database, await _site_of(database, site_key), days)
    click.echo(f"Changed: {', '.join(changed) or 'nothing'}. `ryadom retention dry-run` counts what is due.")


async def _dry_run() -> None:
    from datetime import UTC, datetime

    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.lifetimes import count_due_of, list_lifetimes
    from ryadom.core.sites import list_sites

    rows = []
    async with command_database(settings_for_command()) as database:
        for site in await list_sites(database):
            days = {one.kind: one.days for one in await list_lifetimes(database, [site.id])}
            due = await count_due_of(database, site.id, days, now=datetime.now(UTC))
            rows += [(site.key, kind.value, str(one.rows), str(one.owners)) for kind, one in due.items()]
    print_table(("Site", "Kind", "Rows", "Of"), rows)
    click.echo("Nothing was changed.")


async def _run(from_start: bool) -> None:
    from datetime import UTC, datetime

    from ryadom.cli.databases import command_database_url, refuse_waiting, settings_for_command
    from ryadom.core.retention_job import RetentionJob
    from ryadom.live.lines import installation_line
    from ryadom.store.database import open_database
    from ryadom.store.file_contents import FileContents
    from ryadom.store.journal_chain import COMMAND_LINE

    settings = settings_for_command()
    async with command_database_url(settings) as url, open_database(url, pool_size=3) as database:
        await refuse_waiting(database)
        line = await installation_line(database, database_url=url, bus_url=settings.bus_url)
        job = RetentionJob(
            database=database, line=line, contents=FileContents(database, settings.files_folder), by=COMMAND_LINE
        )
        made = await job.run(now=datetime.now(UTC), includes_new=True, from_start=from_start)
    for one in made:
        click.echo(f"{one.site.key}: {one.rows} rows erased, act No. {one.act_number}.")
    if not made:
        click.echo("Nothing was due.")


async def _holds() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.holds import list_holds
    from ryadom.core.sites import list_sites

    async with command_database(settings_for_command()) as database:
        sites = {site.id: site for site in await list_sites(database)}
        held = await list_holds(database, list(sites))
    print_table(
        ("Id", "Site", "Visitor", "Conversation", "Since, UTC", "Reason"),
        [
            (
                str(one.id),
                sites[one.site_id].key,
                str(one.visitor_id),
                str(one.conversation_id or "all"),
                f"{one.placed_at:%Y-%m-%d %H:%M}",
                one.reason,
            )
            for one in held
        ],
    )


async def _hold(site_key: str, visitor_id: UUID | None, conversation_id: UUID | None, reason: str) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.holds import place_hold

    async with command_database(settings_for_command()) as database:
        site = await _site_of(database, site_key)
        hold_id = await place_hold(
            database, site, reason=reason, visitor_id=visitor_id, conversation_id=conversation_id
        )
    click.echo(f"Held until `ryadom retention lift {hold_id}`.")


async def _lift(hold_id: UUID) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.holds import lift_hold
    from ryadom.core.sites import list_sites

    async with command_database(settings_for_command()) as database:
        await lift_hold(database, await list_sites(database), hold_id)
    click.echo("Lifted.")


async def _site_of(database: "Database", site_key: str) -> "Site":
    from ryadom.privacy.consent_documents import site_with_key

    async with database.connection() as connection:
        return await site_with_key(connection, site_key)


def _lifetime(text: str) -> "tuple[Lifetime, int | None]":
    from ryadom.store.lifetimes import Lifetime

    kind, _, days = text.partition("=")
    if kind not in set(Lifetime) or not (days == "off" or days.isdecimal()):
        raise click.UsageError(f"{text!r} is no lifetime: write one of {', '.join(Lifetime)}, then =365 or =off.")
    return Lifetime(kind), None if days == "off" else int(days)
