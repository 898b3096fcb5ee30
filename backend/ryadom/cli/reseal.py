"""`ryadom reseal`: all secrets in the database under the newest secret key."""

import asyncio

import click

WORDS = {
    "second_factors": "second factors of operators",
    "identity_secrets": "secrets by which sites sign who visitors are",
    "webhooks": "webhooks",
    "connectors": "connectors",
    "person_keys": "keys of people in the journal",
    "kept_keys": "keys of refusals of mail",
}


@click.command()
@click.option("--check", "is_trial", is_flag=True, help="Only look, change nothing.")
@click.option("--forget-lost", "forgets", is_flag=True, help="Show what none of the keys opens, and how to drop it.")
@click.option("--confirm", "code", metavar="CODE", help="With --forget-lost: drop what it has shown with this code.")
@click.pass_context
def reseal(context: click.Context, is_trial: bool, forgets: bool, code: str | None) -> None:
    """Seal everything in the database anew under the newest of RYADOM_SECRET_KEY.

    Prints, for each kind of secret, how many are under the newest key now, how many under older ones, and how many none
    of the keys opens. Ends with 1 where there are any of the latter two.

    With --forget-lost nothing is sealed: it names what none of the keys opens, says what comes of dropping it, and
    prints the code by which --confirm drops exactly that. Only where a key is gone for good: one that comes back behind
    the newest opens all of it again.
    """
    if (is_trial and forgets) or (code is not None and not forgets):
        raise click.UsageError("--confirm goes with --forget-lost, and --check with neither.")
    if forgets:
        from ryadom.cli.lost_secrets import forget_lost

        is_whole = asyncio.run(forget_lost(code, WORDS))
    else:
        is_whole = asyncio.run(_reseal(is_trial=is_trial))
    if not is_whole:
        context.exit(1)


async def _reseal(*, is_trial: bool) -> bool:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.resealing import Resealing
    from ryadom.settings import with_secret_keys

    settings = settings_for_command()
    async with command_database(settings) as database:
        resealing = Resealing(database, with_secret_keys(settings).secret_keys)
        if not is_trial:
            await resealing.reseal()
        # Looked at in the end, and not counted as it was done: servers write meanwhile
        found = await resealing.look()
    print_table(
        ("Of", "Under the newest", "Under older ones", "Opened by none"),
        [(WORDS[place], str(one.newest), str(one.older), str(len(one.lost))) for place, one in found.items()],
    )
    lost = [f"{WORDS[place]}: {id}" for place, one in found.items() for id in one.lost]
    older = sum(one.older for one in found.values())
    if lost:
        click.echo("\n".join(("Opened by none of the keys:", *lost)), err=True)
        click.echo(
            "Put the key that they were sealed under behind the newest. Where it is gone for good, "
            "`ryadom reseal --forget-lost` says what each is, and lets you drop them.",
            err=True,
        )
    if older:
        again = "run `ryadom reseal`" if is_trial else "they were used meanwhile: run it again"
        click.echo(f"{older} would be lost with the older keys: {again}.", err=True)
    if not lost and not older:
        click.echo("Nothing that is sealed in the database needs an older key.", err=True)
    return not lost and not older
