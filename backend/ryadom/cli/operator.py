"""`ryadom operator`: who answers in the panel."""

import asyncio
import sys
from collections.abc import Sequence

import click

_ROLES = click.Choice(["owner", "admin", "supervisor", "operator", "auditor"])
_password_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input; without this it is asked for."
)


@click.group()
def operator() -> None:
    """Add and list operators, change their names, addresses, roles and passwords."""


@operator.command()
@click.option("--email", required=True, help="What they sign in with.")
@click.option("--name", required=True, help="What visitors read.")
@click.option("--site", "site_keys", required=True, multiple=True, help="Key of a site they work on; repeat for each.")
@click.option("--role", type=_ROLES, default="operator", show_default=True, help="What they may do.")
@click.option(
    "--own-departments-only",
    is_flag=True,
    help="They see only conversations of their departments, those they lead, and those of no department.",
)
@_password_stdin
def add(
    email: str, name: str, site_keys: Sequence[str], role: str, own_departments_only: bool, password_stdin: bool
) -> None:
    """Add an operator."""
    asyncio.run(_add(email, name, site_keys, role, own_departments_only, _password(from_stdin=password_stdin)))


@operator.command(name="list")
def list_() -> None:
    """List all operators: address, name, role, second factor, sites, and what they see there."""
    asyncio.run(_list())


@operator.command()
@click.option("--email", required=True, help="Whose password.")
@_password_stdin
def passwd(email: str, password_stdin: bool) -> None:
    """Change a password; every session of the operator ends."""
    asyncio.run(_change(email, _password(from_stdin=password_stdin)))


@operator.command()
@click.option("--email", required=True, help="Who is called otherwise.")
@click.option("--name", required=True, help="What visitors and colleagues read from now on, in old conversations too.")
def rename(email: str, name: str) -> None:
    """Change a name; sessions go on."""
    asyncio.run(_set_person(email, name=name))


@operator.command(name="set-email")
@click.option("--email", required=True, help="What they sign in with now.")
@click.option("--to", "new_email", required=True, help="What they sign in with from now on.")
def set_email(email: str, new_email: str) -> None:
    """Change the address that somebody signs in with; sessions go on, and nobody is told by mail."""
    asyncio.run(_set_person(email, new_email=new_email))


@operator.command()
@click.option("--email", required=True, help="Whose role.")
@click.option("--role", type=_ROLES, required=True, help="What they may do from now on.")
def role(email: str, role: str) -> None:
    """Change a role; every session of the operator ends."""
    asyncio.run(_set_role(email, role))


@operator.command()
@click.option("--email", required=True, help="Whose sight.")
@click.option(
    "--own-departments-only/--all-departments",
    "own_departments_only",
    default=None,
    help="Whether they see only conversations of their departments, those they lead, and those of no department.",
)
def sight(email: str, own_departments_only: bool | None) -> None:
    """Say which conversations of their sites somebody sees; every session of the operator ends."""
    if own_departments_only is None:
        raise click.UsageError("Say which: --own-departments-only or --all-departments.")
    asyncio.run(_set_sight(email, own_departments_only))


@operator.command(name="reset-totp")
@click.option("--email", required=True, help="Whose phone is lost.")
def reset_totp(email: str) -> None:
    """Forget a second factor; every session of the operator ends, and the password alone signs in."""
    asyncio.run(_reset_totp(email))


def _password(*, from_stdin: bool) -> str:
    """Never an argument: arguments are in the list of processes and in the shell's history."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask for a password on: pass it with --password-stdin.")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


async def _add(
    email: str, name: str, site_keys: Sequence[str], role: str, own_departments_only: bool, password: str
) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.operators import add_operator
    from ryadom.store.operators import Role

    async with command_database(settings_for_command()) as database:
        added = await add_operator(
            database,
            email=email,
            name=name,
            password=password,
            site_keys=site_keys,
            role=Role(role),
            sees_own_departments_only=own_departments_only,
        )
    click.echo(f"Added {added.name}, who signs in as {added.email} ({added.role}).")


async def _list() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.operators import list_operators

    async with command_database(settings_for_command()) as database:
        operators = await list_operators(database)
    rows = [
        (
            operator.email,
            operator.name,
            str(operator.role) if operator.is_active else f"{operator.role}, access closed",
            "on" if operator.has_second_factor else "off",
            " ".join(operator.site_keys),
            "own departments" if operator.is_limited else "all",
        )
        for operator in operators
    ]
    print_table(("Address", "Name", "Role", "Second factor", "Sites", "Sees"), rows)


async def _set_person(email: str, *, name: str | None = None, new_email: str | None = None) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.operators import set_person

    async with command_database(settings_for_command()) as database:
        is_changed = await set_person(database, email=email, name=name, new_email=new_email)
    told = "Changed. Their own panel shows it once it is reloaded."
    if name is not None:
        told = "Changed. Panels of colleagues show it within half a minute, their own once it is reloaded."
    click.echo(told if is_changed else "It was so already.")


async def _set_role(email: str, role: str) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.operators import set_role
    from ryadom.store.operators import Role

    async with command_database(settings_for_command()) as database:
        await set_role(database, email=email, role=Role(role))
    click.echo(f"{email} is {role} now. Sessions that were open have ended.")


async def _set_sight(email: str, own_departments_only: bool) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.operators import set_sight

    async with command_database(settings_for_command()) as database:
        await set_sight(database, email=email, sees_own_departments_only=own_departments_only)
    seen = "their departments, those they lead and those of no department" if own_departments_only else "their sites"
    click.echo(f"{email} sees conversations of {seen} now. Sessions that were open have ended.")


async def _reset_totp(email: str) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.operators import reset_second_factor

    async with command_database(settings_for_command()) as database:
        was_on = await reset_second_factor(database, email=email)
    click.echo("Forgotten. Sessions that were open have ended." if was_on else "There was no second factor.")


async def _change(email: str, password: str) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.operators import set_password

    async with command_database(settings_for_command()) as database:
        await set_password(database, email=email, password=password)
    click.echo("Changed. Sessions that were open have ended.")
