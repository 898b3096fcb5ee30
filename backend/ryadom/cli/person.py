"""`ryadom person`: everything held on one visitor, its blocking and its erasure."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

BLOCK_REASONS = ("inaccurate", "unlawful", "regulator", "undestroyed", "withdrawn")
if TYPE_CHECKING:
    from ryadom.privacy.persons import Person
    from ryadom.store.database import Database
    from ryadom.store.destructions import Ground

GROUNDS = ("withdrawal", "request", "purpose_reached", "retention_term", "unlawful_processing", "command_line")


def _who(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say who is meant."""
    for option in (
        click.option("--conversation", "conversation_id", type=click.UUID, help="Number of a conversation of theirs."),
        click.option("--visitor", "visitor_id", type=click.UUID, help="Their number."),
        click.option("--site", "site_key", required=True, help="Key of the site they wrote on."),
    ):
        command = option(command)
    return command


@click.group()
def person() -> None:
    """Export, block or erase what is held on one visitor."""


@person.command()
@_who
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A folder, which is made.")
def export(site_key: str, visitor_id: UUID | None, conversation_id: UUID | None, out: Path) -> None:
    """Write everything held on a visitor, for their request: one JSON file per table, and about.json."""
    _one_of(visitor_id, conversation_id)
    asyncio.run(_export(site_key, visitor_id, conversation_id, out))


@person.command()
@_who
@click.option(
    "--ground", type=click.Choice(GROUNDS), default="command_line", help="Why, for the act.", show_default=True
)
@click.option("--dry-run", is_flag=True, help="Only count what would be erased.")
@click.option("--yes", is_flag=True, help="Don't ask.")
def erase(
    site_key: str, visitor_id: UUID | None, conversation_id: UUID | None, ground: str, dry_run: bool, yes: bool
) -> None:
    """Erase what is held on a visitor; it can't be taken back.

    Messages become empty entries, the browser's token is refused, open sockets close. Stopped half-way, it goes on when
    it is called again. It ends with an act of destruction: `ryadom destruction export` gives it.
    """
    from ryadom.store.destructions import Ground

    _one_of(visitor_id, conversation_id)
    asyncio.run(_erase(site_key, visitor_id, conversation_id, Ground(ground), dry_run=dry_run, is_sure=yes))


@person.command()
@_who
@click.option("--reason", required=True, type=click.Choice(BLOCK_REASONS), help="Why; see docs/personal-data.md.")
def block(site_key: str, visitor_id: UUID | None, conversation_id: UUID | None, reason: str) -> None:
    """Hide a visitor from operators, search, export and channels, and take nothing more of theirs (152-FZ art. 21).

    Nothing is deleted: `ryadom person unblock` makes everything as it was. Their export and erasure go on working.
    """
    _one_of(visitor_id, conversation_id)
    asyncio.run(_block(site_key, visitor_id, conversation_id, reason))


@person.command()
@_who
def unblock(site_key: str, visitor_id: UUID | None, conversation_id: UUID | None) -> None:
    """Show a blocked visitor again, and take what they write."""
    _one_of(visitor_id, conversation_id)
    asyncio.run(_block(site_key, visitor_id, conversation_id, None))


def _one_of(visitor_id: UUID | None, conversation_id: UUID | None) -> None:
    if (visitor_id is None) == (conversation_id is None):
        raise click.UsageError("Name the visitor by either --visitor or --conversation.")


async def _export(site_key: str, visitor_id: UUID | None, conversation_id: UUID | None, out: Path) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.controllers import list_controllers
    from ryadom.privacy.answers import AnswerFolder
    from ryadom.privacy.persons import find_person, read_held
    from ryadom.privacy.told_files import files_of
    from ryadom.store.file_contents import FileContents

    settings = settings_for_command()
    async with command_database(settings) as database:
        found = await find_person(database, site_key=site_key, visitor_id=visitor_id, conversation_id=conversation_id)
        controllers = {one.id: one for one in await list_controllers(database)}
        with AnswerFolder(out) as answer:
            async for table, rows in read_held(database, found):
                answer.add(table, rows)
            async for name, path in files_of(database, FileContents(database, settings.files_folder), found):
                await asyncio.to_thread(answer.put_file, name, path)
            counts = answer.finish(found, controllers[found.site.controller_id], made_at=datetime.now(UTC))
    _print_counts(counts)
    click.echo(f"Written to {out}. It is the person's data: hand it over, then remove it.")


async def _erase(
    site_key: str,
    visitor_id: UUID | None,
    conversation_id: UUID | None,
    ground: "Ground",
    *,
    dry_run: bool,
    is_sure: bool,
) -> None:
    from ryadom.cli.databases import command_database_url, refuse_waiting, settings_for_command
    from ryadom.core.erasure import erase_person
    from ryadom.live.lines import installation_line
    from ryadom.privacy.persons import count_left, find_person
    from ryadom.store.database import open_database
    from ryadom.store.file_contents import FileContents

    settings = settings_for_command()
    async with command_database_url(settings) as url, open_database(url, pool_size=2) as database:
        await refuse_waiting(database)
        found = await find_person(database, site_key=site_key, visitor_id=visitor_id, conversation_id=conversation_id)
        _print_counts(await count_left(database, found))
        await _tell_linked(database, found)
        if dry_run:
            click.echo("Nothing was changed.")
            return
        if not is_sure:
            click.confirm(f"Erase what is held on visitor {found.visitor_id} of {found.site.name}?", abort=True)
        line = await installation_line(database, database_url=url, bus_url=settings.bus_url)
        contents = FileContents(database, settings.files_folder)
        erased = await erase_person(database, line, found, contents=contents, now=datetime.now(UTC), ground=ground)
    click.echo(f"Erased: {sum(erased.changed.values())} rows changed. The visitor's token is refused from now on.")
    if erased.act_number is not None:
        click.echo(f"Act of destruction No. {erased.act_number}: `ryadom destruction export {erased.act_number}`.")
    if not erased.is_told:
        click.echo("The servers could not be told: open panels show the old texts until they are reloaded.", err=True)


async def _block(site_key: str, visitor_id: UUID | None, conversation_id: UUID | None, reason: str | None) -> None:
    from ryadom.cli.databases import command_database_url, refuse_waiting, settings_for_command
    from ryadom.core.blocking import BlockReason, block_person, unblock_person
    from ryadom.live.lines import installation_line
    from ryadom.privacy.persons import find_person
    from ryadom.store.database import open_database

    settings = settings_for_command()
    async with command_database_url(settings) as url, open_database(url, pool_size=2) as database:
        await refuse_waiting(database)
        found = await find_person(database, site_key=site_key, visitor_id=visitor_id, conversation_id=conversation_id)
        await _tell_linked(database, found)
        line = await installation_line(database, database_url=url, bus_url=settings.bus_url)
        if reason is None:
            done = await unblock_person(database, line, found)
            said = "Unblocked: operators see them again." if done.is_changed else "They were not blocked."
        else:
            done = await block_person(database, line, found, now=datetime.now(UTC), reason=BlockReason(reason))
            since = "Blocked" if done.is_changed else "They were blocked already, and the stronger reason counts"
            said = f"{since}: no operator sees them, and nothing of theirs is taken until they are unblocked."
    click.echo(said)
    if not done.is_told:
        click.echo("The servers could not be told: open panels find it out when they read their lists again.", err=True)


async def _tell_linked(database: "Database", found: "Person") -> None:
    """Names whoever operators take for the same person: what is done here is done to one of them."""
    from ryadom.store.customer_links import VisitorRef, linked_to
    from ryadom.store.sites import all_sites

    async with database.connection() as connection:
        linked = await linked_to(connection, [VisitorRef(found.site.id, found.visitor_id)])
        keys = {site.id: site.key for site in await all_sites(connection)} if linked else {}
    for one in linked:
        click.echo(f"Operators take them for one person with visitor {one.visitor_id} of {keys[one.site_id]}.")


def _print_counts(counts: dict[str, int]) -> None:
    from ryadom.cli.tables import print_table

    print_table(("Table", "Rows"), [(name, str(count)) for name, count in counts.items()])
