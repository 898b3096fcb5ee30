"""`ryadom controller`: who answers by law for the personal data of the sites."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import click


def _described(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what is known of a controller."""
    for option in (
        click.option(
            "--regulated/--no-regulated",
            "is_regulated",
            default=None,
            help="41-FZ closes the listed messengers to it: state bodies, banks, telecoms and some more.",
        ),
        click.option("--processor-address", help="Where they are."),
        click.option("--processor-name", help="Who processes by your mandate, if anybody does."),
        click.option("--ispdn-name", help="The information system's name in your papers: ИСПДн «Чат сайта»."),
        click.option("--officer-post", help="The officer's post, for acts of destruction."),
        click.option("--officer-email", help="Their e-mail address, for alarms."),
        click.option("--officer-name", help="Who is responsible for the processing of personal data."),
        click.option("--address", help="The legal address."),
        click.option("--inn", help="ИНН, 10 or 12 digits."),
        click.option("--legal-name", help="As in the register: ООО «Чайная лавка»."),
    ):
        command = option(command)
    return command


@click.group()
def controller() -> None:
    """Add, describe and list controllers of personal data."""


@controller.command()
@_described
def add(**told: str | bool | None) -> None:
    """Add a controller; `ryadom site add --controller` gives it a site."""
    asyncio.run(_add(told))


@controller.command(name="set")
@click.option("--id", "controller_id", type=click.UUID, help="Which; not needed where there is only one.")
@_described
def set_(controller_id: UUID | None, **told: str | bool | None) -> None:
    """Change what is known of a controller; what is not named stays as it is."""
    asyncio.run(_set(controller_id, told))


@controller.command(name="list")
def list_() -> None:
    """List all controllers."""
    asyncio.run(_list())


async def _add(told: dict[str, Any]) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.controllers import add_controller

    async with command_database(settings_for_command()) as database:
        added = await add_controller(database, **told)
    click.echo(f"Added {added.legal_name or 'a controller without a name'}, id {added.id}.")


async def _set(controller_id: UUID | None, told: dict[str, Any]) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.controllers import describe_controller

    async with command_database(settings_for_command()) as database:
        described = await describe_controller(database, controller_id, **told)
    click.echo(f"{described.legal_name or 'A controller without a name'}, id {described.id}: changed.")


async def _list() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.controllers import list_controllers

    async with command_database(settings_for_command()) as database:
        controllers = await list_controllers(database)
    print_table(
        ("Id", "Legal name", "ИНН", "Address", "Officer", "E-mail", "41-FZ"),
        [
            (
                str(one.id),
                one.legal_name,
                one.inn or "",
                one.address,
                one.officer_name,
                one.officer_email or "",
                "regulated" if one.is_regulated else "",
            )
            for one in controllers
        ],
    )
