"""`ryadom papers`: what the law asks a controller to have on paper, made of the data map and the settings."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click


def _of_a_controller(command: Callable[..., None]) -> Callable[..., None]:
    """The options that name a controller and a file."""
    out = click.Path(path_type=Path, dir_okay=False, writable=True)
    command = click.option("--out", type=out, required=True, help="FILE.pdf")(command)
    return click.option(
        "--controller", "controller_id", type=click.UUID, help="Whose, by id; the oldest unless named."
    )(command)


@click.group()
def papers() -> None:
    """Write papers as PDF. They need a lawyer's eye, and say where."""


@papers.command()
@_of_a_controller
def notice(controller_id: UUID | None, out: Path) -> None:
    """The data sheet for the notice of processing (152-FZ article 22)."""
    _write("notice", controller_id, out)


@papers.command()
@_of_a_controller
@click.option("--level", type=click.IntRange(3, 4), help="УЗ-4 or УЗ-3; by the number of subjects unless named.")
def measures(controller_id: UUID | None, out: Path, level: int | None) -> None:
    """The measures of FSTEC order 21: what the product does, what the owner must do."""
    _write("measures", controller_id, out, level=level)


@papers.command()
@_of_a_controller
def mandate(controller_id: UUID | None, out: Path) -> None:
    """A template of the mandate, for who processes by order of the controller (152-FZ article 6 part 3)."""
    _write("mandate", controller_id, out)


def _write(kind: str, controller_id: UUID | None, out: Path, *, level: int | None = None) -> None:
    content, missing = asyncio.run(_make(kind, controller_id, level))
    out.write_bytes(content)
    click.echo(f"Written to {out}.")
    if missing:
        options = " ".join(f"--{name.replace('_', '-')} …" for name in missing)
        click.echo(f"Still empty in it: {', '.join(missing)}. Fill it by `ryadom controller set {options}`.")


async def _make(kind: str, controller_id: UUID | None, level: int | None) -> tuple[bytes, list[str]]:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.controllers import find_controller
    from ryadom.core.papers import Order, PaperKind, database_place, draft_paper, missing_fields
    from ryadom.privacy.drafts import pdf_of
    from ryadom.store import journal
    from ryadom.store.journal_chain import COMMAND_LINE, Action, Record

    settings = settings_for_command()
    async with command_database(settings) as database:
        async with database.transaction() as connection:
            controller = await find_controller(connection, controller_id)
            record = Record(
                controller_id=controller.id,
                action=Action.EXPORTED,
                actor=COMMAND_LINE,
                details={"what": f"paper_{kind}"},
            )
            await journal.append(connection, [record])
        order = Order(kind=PaperKind(kind), level=level)
        draft = await draft_paper(database, controller, order, place=database_place(settings), now=datetime.now(UTC))
    return pdf_of(draft), missing_fields(controller)
