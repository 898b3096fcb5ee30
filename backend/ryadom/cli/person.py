"""`ryadom person`: everything held on one visitor, and its erasure."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

if TYPE_CHECKING:
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
    """Export or erase what is held on one visitor."""


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


def _one_of(visitor_id: UUID | None, conversation_id: UUID | None) -> None:
    if (visitor_id is None) == (conversation_id is None):
        raise click.UsageError("Name the visitor by either --visitor or --conversation.")


async def _export(site_key: str, visitor_id: UUID | None, conversation_id: UUID | None, out: Path) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.controllers import list_controllers
    from ryadom.privacy.answers import AnswerFolder
    from ryadom.privacy.persons import find_person, read_held

    async with command_database(settings_for_command()) as database:
        found = await find_person(database, site_key=site_key, visitor_id=visitor_id, conversation_id=conversation_id)
        controllers = {one.id: one for one in await list_controllers(database)}
        with AnswerFolder(out) as answer:
            async for table, rows in read_held(database, found):
                answer.add(table, rows)
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

    settings = settings_for_command()
    async with command_database_url(settings) as url, open_database(url, pool_size=2) as database:
        await refuse_waiting(database)
        found = await find_person(database, site_key=site_key, visitor_id=visitor_id, conversation_id=conversation_id)
        _print_counts(await count_left(database, found))
        if dry_run:
            click.echo("Nothing was changed.")
            return
        if not is_sure:
            click.confirm(f"Erase what is held on visitor {found.visitor_id} of {found.site.name}?", abort=True)
        line = await installation_line(database, database_url=url, bus_url=settings.bus_url)
        erased = await erase_person(database, line, found, now=datetime.now(UTC), ground=ground)
    click.echo(f"Erased: {sum(erased.changed.values())} rows changed. The visitor's token is refused from now on.")
    if erased.act_number is not None:
        click.echo(f"Act of destruction No. {erased.act_number}: `ryadom destruction export {erased.act_number}`.")
    if not erased.is_told:
        click.echo("The servers could not be told: open panels show the old texts until they are reloaded.", err=True)


def _print_counts(counts: dict[str, int]) -> None:
    from ryadom.cli.tables import print_table

    print_table(("Table", "Rows"), [(name, str(count)) for name, count in counts.items()])
