"""`ryadom destruction`: acts of destruction and their logs (RKN order 179)."""

import asyncio
from pathlib import Path
from uuid import UUID

import click

_controller = click.option(
    "--controller", "controller_id", type=click.UUID, help="Whose numbers; not needed where there is only one."
)
_number = click.argument("number", type=click.IntRange(min=1))


@click.group()
def destruction() -> None:
    """Show and export acts of destruction."""


@destruction.command(name="list")
def list_() -> None:
    """List all acts, the newest first, and what was begun and has none yet."""
    asyncio.run(_list())


@destruction.command()
@_number
@_controller
def show(number: int, controller_id: UUID | None) -> None:
    """Show what an act says: when, why, how many people and rows."""
    asyncio.run(_show(number, controller_id))


@destruction.command()
@_number
@_controller
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=".", help="A folder, made if need be.")
def export(number: int, controller_id: UUID | None, out: Path) -> None:
    """Write an act (PDF) and its log (CSV) into a folder; the journal notes it."""
    asyncio.run(_export(number, controller_id, out))


async def _list() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.acts import list_acts, list_begun
    from ryadom.core.sites import list_sites

    async with command_database(settings_for_command()) as database:
        sites = {site.id: site for site in await list_sites(database)}
        rows = [
            ("", sites[one.site_id].key, one.ground.value, f"{one.started_at:%Y-%m-%d %H:%M}", "not finished", "")
            for one in await list_begun(database)
        ]
        page = await list_acts(database, list(sites))
        while page:
            rows += [
                (
                    str(act.number),
                    sites[act.site_id].key,
                    act.ground.value,
                    f"{act.started_at:%Y-%m-%d %H:%M}",
                    f"{act.finished_at:%Y-%m-%d %H:%M}",
                    str(act.subjects),
                )
                for act in page
            ]
            page = await list_acts(database, list(sites), after=page[-1].id)
    print_table(("Number", "Site", "Ground", "Begun, UTC", "Finished", "People"), rows)


async def _show(number: int, controller_id: UUID | None) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.acts import export_numbered_act

    async with command_database(settings_for_command()) as database:
        act = (await export_numbered_act(database, controller_id, number)).act
    changed = ", ".join(f"{name} {rows}" for name, rows in act.changed.items())
    click.echo(f"Act of destruction No. {act.number}, ground: {act.ground}")
    click.echo(f"Begun {act.started_at:%Y-%m-%d %H:%M:%S} UTC, finished {act.finished_at:%Y-%m-%d %H:%M:%S} UTC")
    click.echo(f"People: {act.subjects}; rows erased: {changed}")
    click.echo(f"SHA-256 of the act {act.act_sha256}, of the log {act.log_sha256}")
    click.echo(f"To be kept until {act.kept_until:%Y-%m-%d} at least")


async def _export(number: int, controller_id: UUID | None, out: Path) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.acts import export_numbered_act

    async with command_database(settings_for_command()) as database:
        papers = await export_numbered_act(database, controller_id, number)
    _write(out, {f"act-{number}.pdf": papers.pdf, f"act-{number}-log.csv": papers.csv})


def _write(out: Path, files: dict[str, bytes]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
        click.echo(f"Written: {out / name}")
