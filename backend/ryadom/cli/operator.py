"""`ryadom operator`: who answers in the panel."""

import asyncio
import sys
from collections.abc import Sequence

import click

_password_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input; without this it is asked for."
)


@click.group()
def operator() -> None:
    """Add and list operators, change a password."""


@operator.command()
@click.option("--email", required=True, help="What they sign in with.")
@click.option("--name", required=True, help="What visitors read.")
@click.option("--site", "site_keys", required=True, multiple=True, help="Key of a site they work on; repeat for each.")
@_password_stdin
def add(email: str, name: str, site_keys: Sequence[str], password_stdin: bool) -> None:
    """Add an operator."""
    asyncio.run(_add(email, name, site_keys, _password(from_stdin=password_stdin)))


@operator.command(name="list")
def list_() -> None:
    """List all operators: address, name, sites."""
    asyncio.run(_list())


@operator.command()
@click.option("--email", required=True, help="Whose password.")
@_password_stdin
def passwd(email: str, password_stdin: bool) -> None:
    """Change a password; every session of the operator ends."""
    asyncio.run(_change(email, _password(from_stdin=password_stdin)))


def _password(*, from_stdin: bool) -> str:
    """Never an argument: arguments are in the list of processes and in the shell's history."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask for a password on: pass it with --password-stdin.")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


async def _add(email: str, name: str, site_keys: Sequence[str], password: str) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.operators import add_operator

    async with command_database(settings_for_command()) as database:
        added = await add_operator(database, email=email, name=name, password=password, site_keys=site_keys)
    click.echo(f"Added {added.name}, who signs in as {added.email}.")


async def _list() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.operators import list_operators

    async with command_database(settings_for_command()) as database:
        operators = await list_operators(database)
    rows = [(operator.email, operator.name, " ".join(operator.site_keys)) for operator in operators]
    print_table(("Address", "Name", "Sites"), rows)


async def _change(email: str, password: str) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.operators import set_password

    async with command_database(settings_for_command()) as database:
        await set_password(database, email=email, password=password)
    click.echo("Changed. Sessions that were open have ended.")
