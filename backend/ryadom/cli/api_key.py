"""`ryadom api-key`: keys by which programs ask for data."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import click

if TYPE_CHECKING:
    from ryadom.core.api_keys import ApiKeys
    from ryadom.store.api_keys import StoredKey

# As `ryadom.core.api_keys.Scope`, which takes long to load; a test compares.
SCOPES = (
    "export_data",
    "read_changes",
    "read_chats",
    "read_settings",
    "write_chats",
    "read_requests",
    "read_subjects",
    "write_requests",
    "manage_webhooks",
    "read_reports",
)
NEVER = "-"


@click.group()
def api_key() -> None:
    """Make, list and revoke keys of programs; docs/api.md says what they may ask for."""


@api_key.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="May be repeated.")
@click.option("--site", "site_keys", multiple=True, help="Key of a site; all, also those to come, unless named.")
@click.option("--days", type=click.IntRange(1, 3_650), help="For how many it is good; for ever unless said.")
def add(name: str, scopes: tuple[str, ...], site_keys: tuple[str, ...], days: int | None) -> None:
    """Make a key called NAME and print it: it is shown this once."""
    asyncio.run(_add(name, scopes, site_keys, days))


@api_key.command(name="list")
def list_command() -> None:
    """Show all keys, also those that are good no more, without what they are used by."""
    asyncio.run(_list())


@api_key.command()
@click.argument("id", type=click.UUID)
def revoke(id: UUID) -> None:
    """End the key with this number for good, also what it is being used for at the moment."""
    asyncio.run(_revoke(id))


async def _add(name: str, scopes: Sequence[str], site_keys: Sequence[str], days: int | None) -> None:
    from ryadom.core.api_keys import Scope
    from ryadom.core.sites import sites_named
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _keys() as keys:
        made = await keys.make(
            await sites_named(keys.database, site_keys),
            name=name,
            scopes=[Scope(scope) for scope in scopes],
            is_for_all=not site_keys,
            expires_at=datetime.now(UTC) + timedelta(days=days) if days else None,
            by=COMMAND_LINE,
        )
    click.echo(f"Key {made.id}, shown this once:", err=True)
    click.echo(made.secret)


async def _list() -> None:
    from ryadom.cli.tables import print_table

    async with _keys() as keys:
        known = await keys.all()
    print_table(
        ("Id", "Name", "Scopes", "Sites", "Made", "Last used", "Good"),
        [
            (
                str(key.id),
                key.name,
                ", ".join(key.scopes),
                str(len(key.site_ids)) if key.site_ids else "all",
                _day(key.made_at),
                _day(key.used_at),
                _good(key),
            )
            for key in known
        ],
    )


async def _revoke(id: UUID) -> None:
    from ryadom.store.journal_chain import COMMAND_LINE
    from ryadom.store.webhooks import count_by_key

    async with _keys() as keys:
        async with keys.database.connection() as connection:
            ended = (await count_by_key(connection)).get(id, 0)
        revoked = await keys.revoke(id, by=COMMAND_LINE)
    click.echo(f"{revoked.name} is good no more.")
    if ended:
        click.echo(
            f"Webhooks that end with it: {ended}; `ryadom webhook list` names them, and `enable` takes one over.",
            err=True,
        )


@asynccontextmanager
async def _keys() -> "AsyncIterator[ApiKeys]":
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.api_keys import ApiKeys

    async with command_database(settings_for_command()) as database:
        yield ApiKeys(database=database)


def _good(key: "StoredKey") -> str:
    if key.revoked_at:
        return f"revoked {_day(key.revoked_at)}"
    if key.expires_at is None:
        return "for ever"
    return f"{'until' if key.expires_at > datetime.now(UTC) else 'over since'} {_day(key.expires_at)}"


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else NEVER
