"""`ryadom export`: conversations, messages, customers, consents and ratings as tables."""

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from uuid import UUID

import click

from ryadom.cli.interrupting import interruptible

if TYPE_CHECKING:
    from ryadom.cli.export_progress import Watching
    from ryadom.core.export_counting import Form
    from ryadom.core.export_files import Dialect
    from ryadom.protocol.filters import Conditions
    from ryadom.store.database import Database
    from ryadom.store.exports import Kind

# As `ryadom.store.exports.Kind`, `ryadom.core.export_counting.Form`, `ryadom.core.exports.DELIMITERS` and
# `ryadom.protocol.filters.State`, which take long to load; a test compares.
KINDS = ("conversations", "messages", "customers", "consents", "ratings")
FORMS = ("csv", "jsonl", "xlsx", "vcf")
DELIMITERS = (";", ",")
STATES = ("open", "snoozed", "closed")
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--site", "site_keys", multiple=True, help="Key of a site; all sites unless named. May be repeated.")
@click.option("--format", "form", type=click.Choice(FORMS), default="csv", show_default=True)
@click.option("--since", type=click.DateTime(), help="Only what began at this time or later, UTC.")
@click.option("--before", type=click.DateTime(), help="Only what began before this time, UTC.")
@click.option("--department", "departments", multiple=True, metavar="NAME", help="Only of conversations in it.")
@click.option("--operator", "operators", multiple=True, metavar="NAME", help="Only of conversations theirs; or E-MAIL.")
@click.option("--tag", "tags", multiple=True, metavar="NAME", help="Only of conversations with it.")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only of conversations that are so.")
@click.option("--score", "scores", multiple=True, type=click.IntRange(1, 5), help="Only of conversations rated so.")
@click.option("--unanswered", is_flag=True, help="Only of conversations whose visitor waits for an answer.")
@click.option("--columns", help="Which, in which order, with commas between; all unless named.")
@click.option("--delimiter", type=click.Choice(DELIMITERS), default=";", show_default=True, help="Of CSV.")
@click.option("--no-mark", is_flag=True, help="CSV without the mark that says UTF-8 to Excel.")
@click.option("--out", required=True, help="The file to write, which must not be there yet; - for standard output.")
def export(
    kind: str,
    site_keys: tuple[str, ...],
    form: str,
    since: datetime | None,
    before: datetime | None,
    departments: tuple[str, ...],
    operators: tuple[str, ...],
    tags: tuple[str, ...],
    states: tuple[str, ...],
    scores: tuple[int, ...],
    unanswered: bool,
    columns: str | None,
    delimiter: str,
    no_mark: bool,
    out: str,
) -> None:
    """Write a table of what is held: without blocked and erased people, and in the journal.

    Conditions on conversations may be repeated; each kind that is named must be met. Of customers those are taken who
    have a conversation that meets all of them. Times are in UTC. Contacts are not masked: whoever has
    this command has the database.
    """
    from ryadom.core.export_counting import Form
    from ryadom.core.export_files import Dialect
    from ryadom.store.exports import Kind, columns_of

    wanted = [name.strip() for name in columns.split(",")] if columns is not None else []
    asyncio.run(
        interruptible(
            _export(
                Kind(kind),
                site_keys,
                columns_of(Kind(kind), wanted),
                (since.replace(tzinfo=UTC) if since else BEGINNING, before and before.replace(tzinfo=UTC)),
                _Conditions(departments, operators, tags, states, scores, unanswered),
                Form(form),
                Dialect(delimiter=delimiter, has_mark=not no_mark),
                out,
            )
        )
    )


async def _export(
    kind: "Kind",
    site_keys: Sequence[str],
    columns: Sequence[str],
    period: tuple[datetime, datetime | None],
    named: "_Conditions",
    form: "Form",
    dialect: "Dialect",
    out: str,
) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.exports import write_export
    from ryadom.core.sites import sites_named
    from ryadom.store.exports import Selection
    from ryadom.store.journal_chain import COMMAND_LINE

    async with command_database(settings_for_command()) as database:
        sites = await sites_named(database, site_keys)
        since, before = period
        site_ids = [site.id for site in sites]
        selection = Selection(
            kind=kind,
            site_ids=site_ids,
            columns=columns,
            since=since,
            before=before,
            conditions=await _conditions(database, site_ids, named),
        )
        with _fresh(out) as stream, _watched(out) as watching:
            rows = await write_export(
                database,
                sites,
                selection,
                form,
                stream,
                by=COMMAND_LINE,
                dialect=dialect,
                on_progress=watching.on_progress if watching else lambda _: None,
                on_expected=watching.on_expected if watching else None,
            )
    click.echo(f"{rows} rows.", err=True)


class _Conditions(NamedTuple):
    """As they are named."""

    departments: tuple[str, ...]
    operators: tuple[str, ...]
    tags: tuple[str, ...]
    states: tuple[str, ...]
    scores: tuple[int, ...]
    is_unanswered: bool


async def _conditions(database: "Database", site_ids: Sequence[UUID], named: _Conditions) -> "Conditions":
    from ryadom.core.export_conditions import ids_named
    from ryadom.protocol.filters import Conditions, State
    from ryadom.store.export_choices import list_choices

    async with database.connection() as connection:
        choices = await list_choices(connection, site_ids)
    return Conditions(
        department_ids=ids_named("department", named.departments, choices.departments),
        operator_ids=ids_named("operator", named.operators, choices.operators),
        tag_ids=ids_named("tag", named.tags, choices.tags),
        states=tuple(State(state) for state in dict.fromkeys(named.states)),
        scores=tuple(dict.fromkeys(named.scores)),
        is_unanswered=named.is_unanswered,
    )


@contextmanager
def _fresh(out: str) -> Iterator[BinaryIO]:
    """A new file that only its owner reads, under its name once it is whole; or standard output."""
    if out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    part = path.with_name(f"{path.name}.part")
    if path.exists():
        raise click.ClickException(f"{path} is there already. Name a new file.")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise click.ClickException(f"{path} can't be made: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
    except BaseException:
        part.unlink()
        raise
    part.rename(path)


@contextmanager
def _watched(out: str) -> Iterator["Watching | None"]:
    """Who is told how far it is: somebody at a terminal, unless that shows the very rows."""
    if not sys.stderr.isatty() or (out == "-" and sys.stdout.isatty()):
        yield None
        return
    from ryadom.cli.export_progress import watching_export

    with watching_export() as watching:
        yield watching
