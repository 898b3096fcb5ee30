"""`ryadom site identity`: with what a site signs who its visitors are."""

import asyncio

import click


@click.command()
@click.argument("key")
@click.option("--new", "is_new", is_flag=True, help="Make a new secret; the one until now stays good beside it.")
@click.option("--drop-old", "drops", is_flag=True, help="Take the secret before the newest back.")
def identity(key: str, is_new: bool, drops: bool) -> None:
    """Print the secret by which the server of the site KEY signs who its visitors are. Each look is journalled.

    To replace it: `--new`, put the new one into your server, then `--drop-old`. docs/identify.md says how to sign.
    """
    asyncio.run(_identity(key, is_new=is_new, drops=drops))


async def _identity(key: str, *, is_new: bool, drops: bool) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.identity_secrets import PURPOSE, IdentitySecrets
    from ryadom.core.sealing import Seal
    from ryadom.settings import with_secret_keys
    from ryadom.store.journal_chain import COMMAND_LINE

    settings = settings_for_command()
    async with command_database(settings) as database:
        secret_keys = with_secret_keys(settings).secret_keys
        secrets = IdentitySecrets(database=database, seal=Seal(secret_keys, purpose=PURPOSE))
        site = await secrets.site_by_key(key)
        state = await secrets.state(site)
        if drops:
            state = await secrets.drop_before(site, over_version=state.version, by=COMMAND_LINE)
            click.echo(f"{site.name}: the secret before the newest is good no more.", err=True)
        if is_new or state.version == 0:
            shown = await secrets.replace(site, over_version=state.version, by=COMMAND_LINE)
        elif not drops:
            shown = await secrets.show(site, by=COMMAND_LINE)
        else:
            return
    if shown.state.has_before:
        click.echo(f"{site.name}: the secret before this one is good too, until `--drop-old`.", err=True)
    click.echo(shown.secret)
