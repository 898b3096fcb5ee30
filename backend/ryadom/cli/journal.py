"""`ryadom journal`: who did what with whose data, and whether that record is whole."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from uuid import UUID

import click

if TYPE_CHECKING:
    from ryadom.settings import Settings
    from ryadom.store.database import Database
    from ryadom.store.journal import Filter, Head

_controller = click.option("--controller", "controller_id", type=click.UUID, help="Whose journal, by id.")
_file = click.Path(dir_okay=False, path_type=Path)


@click.group()
def journal() -> None:
    """Check, sign and export the journal of actions with personal data."""


@journal.command()
@_controller
@click.option("--heads", "heads_file", type=_file, help="Compare with the signed heads in this file too.")
@click.option("--public-key", "public_keys", multiple=True, help="Whose signatures count; else the server's own.")
def verify(controller_id: UUID | None, heads_file: Path | None, public_keys: tuple[str, ...]) -> None:
    """Check every record's number and hash, and every chain's head.

    Says the first broken record of each chain. The exit status is 1 where something is broken.
    """
    if asyncio.run(_verify(controller_id, heads_file, public_keys)):
        raise SystemExit(1)


@journal.command()
@click.option("--out", "file", type=_file, required=True, help="A file to add to; keep it, or a copy, elsewhere.")
def heads(file: Path) -> None:
    """Sign every chain's head and add it to a file; prints the public key."""
    asyncio.run(_heads(file))


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say which records."""
    for option in (
        click.option("--subject", "subject_id", type=click.UUID, help="Only about this visitor or conversation."),
        click.option("--actor", "actor_id", type=click.UUID, help="Only by this operator, by id."),
        click.option("--action", help="Only this action, e.g. conversation_opened."),
        click.option("--to", "before", type=click.DateTime(), help="Only before this time, UTC."),
        click.option("--from", "since", type=click.DateTime(), help="Only since this time, UTC."),
    ):
        command = option(command)
    return command


@journal.command()
@_controller
@click.option("--csv", "file", type=_file, required=True, help="The file to write; it must not be there yet.")
@_filters
def export(controller_id: UUID | None, file: Path, **wanted: Any) -> None:
    """Write a controller's journal as CSV. The export is journalled itself."""
    asyncio.run(_export(controller_id, file, _filter(**wanted)))


async def _verify(controller_id: UUID | None, heads_file: Path | None, public_keys: tuple[str, ...]) -> bool:
    from ryadom.privacy.journal_check import check_journal, compare_heads
    from ryadom.privacy.journal_heads import HeadSigner, check_signature, read_heads

    broken = False
    async with _database() as (database, settings):
        for verdict in await check_journal(database, controller_id=controller_id):
            if verdict.broken:
                broken = True
                click.echo(f"BROKEN {verdict.controller_id} at number {verdict.number + 1}: {verdict.broken}")
            else:
                note = f"; the clock went back at number {verdict.clock_went_back}" if verdict.clock_went_back else ""
                click.echo(f"ok     {verdict.controller_id}: {verdict.number} records{note}")
        if heads_file is None:
            return broken
        kept = [head for head in read_heads(heads_file) if controller_id in (None, head.controller_id)]
        known = public_keys or HeadSigner(_secret_keys(settings)).public_keys
        forged = [head for head in kept if not check_signature(head, known)]
        for head in forged:
            click.echo(f"FORGED {head.controller_id} at number {head.number}: the kept head's signature is not valid")
        contradicted = await compare_heads(database, [head for head in kept if head not in forged])
        for verdict in contradicted:
            click.echo(f"BROKEN {verdict.controller_id} at number {verdict.number + 1}: {verdict.broken}")
        if not forged and not contradicted:
            click.echo(f"ok     {len(kept)} signed heads fit")
        return broken or bool(forged or contradicted)


async def _heads(file: Path) -> None:
    from ryadom.privacy.journal_heads import HeadSigner, append_heads

    async with _database() as (database, settings):
        signer = HeadSigner(_secret_keys(settings))
        signed = await signer.sign_heads(database, datetime.now(UTC))
    append_heads(file, signed)
    click.echo(f"Added {len(signed)} heads to {file}. Public key: {signer.public_keys[0]}")


async def _export(controller_id: UUID | None, file: Path, wanted: "Filter") -> None:
    from ryadom.privacy.journal_export import export_csv
    from ryadom.privacy.person_keys import PersonKeys
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _database() as (database, settings):
        head = await _head(database, controller_id)
        with _fresh(file) as stream:
            async for piece in export_csv(database, PersonKeys(_secret_keys(settings)), head, wanted, by=COMMAND_LINE):
                stream.write(piece)
    click.echo(f"Wrote {file}.")


def _fresh(file: Path) -> TextIO:
    """A new file that only its owner reads."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{file} can't be made: {error.strerror}.") from error
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")


async def _head(database: "Database", controller_id: UUID | None) -> "Head":
    from ryadom.errors import ControllerUnknown
    from ryadom.store.journal import read_heads

    async with database.connection() as connection:
        found = [head for head in await read_heads(connection) if controller_id in (None, head.controller_id)]
    if len(found) == 1:
        return found[0]
    problem = "There are several controllers: say which" if found else "There is no such controller"
    raise ControllerUnknown(f"{problem}; `ryadom controller list` shows them.", field="controller")


def _filter(
    since: datetime | None,
    before: datetime | None,
    action: str | None,
    actor_id: UUID | None,
    subject_id: UUID | None,
) -> "Filter":
    from ryadom.store.journal import Filter
    from ryadom.store.journal_chain import Action

    try:
        named = Action(action) if action else None
    except ValueError:
        raise click.BadParameter(f"one of {', '.join(Action)}", param_hint="--action") from None
    return Filter(since=_utc(since), before=_utc(before), action=named, actor_id=actor_id, subject_id=subject_id)


def _utc(time: datetime | None) -> datetime | None:
    return time and time.replace(tzinfo=UTC)


@asynccontextmanager
async def _database() -> "AsyncIterator[tuple[Database, Settings]]":
    from ryadom.cli.databases import command_database, settings_for_command

    settings = settings_for_command()
    async with command_database(settings) as database:
        yield database, settings


def _secret_keys(settings: "Settings") -> tuple[str, ...]:
    """Asked for where they are needed only: whoever checks the chain elsewhere has none."""
    from ryadom.settings import with_secret_keys

    return with_secret_keys(settings).secret_keys
