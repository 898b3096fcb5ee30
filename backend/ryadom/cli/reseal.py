"""`ryadom reseal`: all secrets in the database under the newest secret key."""

import asyncio

import click

WORDS = {
    "second_factors": "second factors of operators",
    "identity_secrets": "secrets by which sites sign who visitors are",
    "webhooks": "webhooks",
    "connectors": "connectors",
    "person_keys": "keys of people in the journal",
}


@click.command()
@click.option("--check", "is_trial", is_flag=True, help="Only count, change nothing.")
@click.pass_context
def reseal(context: click.Context, is_trial: bool) -> None:
    """Seal everything in the database anew under the newest of RYADOM_SECRET_KEY, so that the keys before it may go.

    A line for each kind of secret: how many are under the newest key, how many were under an older one (and are sealed
    anew), and how many none of the keys opens. Ends with 1 where there are such.
    """
    if not asyncio.run(_reseal(is_trial=is_trial)):
        context.exit(1)


async def _reseal(*, is_trial: bool) -> bool:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.resealing import is_lost
    from ryadom.core.resealing import reseal as reseal_all
    from ryadom.settings import with_secret_keys

    settings = settings_for_command()
    async with command_database(settings) as database:
        resealed = await reseal_all(database, with_secret_keys(settings).secret_keys, is_trial=is_trial)
    print_table(
        ("Of", "Under the newest", "Under older ones" if is_trial else "Sealed anew", "Opened by none"),
        [(WORDS[place], str(count.newest), str(count.older), str(count.lost)) for place, count in resealed.items()],
    )
    if is_lost(resealed):
        click.echo(
            "What none of the keys opens was sealed under another: put that one behind the newest, and run this again. "
            "Keep all older keys until then.",
            err=True,
        )
        return False
    older = sum(count.older for count in resealed.values())
    if is_trial and older:
        click.echo(f"{older} would be lost with the older keys: run `ryadom reseal`.", err=True)
    else:
        click.echo("Nothing in the database needs an older key. Visitors come with tokens signed by them.", err=True)
    return True
