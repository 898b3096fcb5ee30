"""`ryadom migrate`: the schema."""

import click


@click.command()
def migrate() -> None:
    """Bring the database's schema up to date. Safe to run at any time, and twice at once."""
    import asyncio

    asyncio.run(_migrate())


async def _migrate() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.store.migrate import migrate as apply_migrations

    async with command_database(settings_for_command(), migrated=False) as database:
        applied = await apply_migrations(database)
    for name in applied:
        click.echo(f"applied {name}")
    if not applied:
        click.echo("nothing to apply: the schema is up to date")
