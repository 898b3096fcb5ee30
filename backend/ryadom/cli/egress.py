"""`ryadom egress`: the register of those whom data may be sent to. Connections to all others are refused."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import click

# As `ryadom.store.egress.DataLevel`; a test compares.
DATA_LEVELS = ("ids", "contents", "contents_and_contacts")

_controller = click.option(
    "--controller", "controller_id", type=click.UUID, help="Whose register; without it the oldest controller's."
)
_port = click.option(
    "--port", type=click.IntRange(1, 65535), default=None, help="This port alone; without it any port of the host."
)


@click.group()
def egress() -> None:
    """Say whom data may be sent to: add, list, remove."""


@egress.command()
@_controller
@click.option("--host", required=True, help="The host that is connected to: smtp.example.ru.")
@_port
@click.option("--recipient", required=True, help="Who gets the data, as papers name them.")
@click.option("--country", required=True, help="Where they keep it: RU, or another code of ISO 3166.")
@click.option("--registered-in", help="The country of its addresses' registry, if you know that it is another.")
@click.option("--purpose", required=True, help="What for.")
@click.option("--categories", required=True, help="Which categories of data.")
@click.option(
    "--notice",
    "notice_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When the supervisory authority was told of the transfer abroad (152-FZ article 12).",
)
@click.option(
    "--webhook-data",
    "most_data",
    type=click.Choice(DATA_LEVELS),
    default=DATA_LEVELS[0],
    show_default=True,
    help="The most that webhooks may send there: docs/webhooks.md.",
)
@click.option("--local", "is_local", is_flag=True, help="It is your own, on this machine or in a closed network.")
def add(controller_id: UUID | None, port: int | None, notice_on: datetime | None, **told: Any) -> None:
    """Allow connections to a host, once its addresses were looked at."""
    asyncio.run(_add(controller_id, told | {"port": port or 0, "notice_on": notice_on.date() if notice_on else None}))


@egress.command(name="list")
@click.option("--controller", "controller_id", type=click.UUID, help="Whose register; without it all.")
@click.option("--csv", "as_csv", is_flag=True, help="The register as CSV for a spreadsheet.")
def list_(controller_id: UUID | None, as_csv: bool) -> None:
    """List the register."""
    asyncio.run(_list(controller_id, as_csv=as_csv))


@egress.command()
@_controller
@click.option("--host", required=True, help="Which host.")
@_port
def remove(controller_id: UUID | None, host: str, port: int | None) -> None:
    """Close a host: nothing is sent there any more."""
    asyncio.run(_remove(controller_id, host=host, port=port or 0))


async def _add(controller_id: UUID | None, told: dict[str, Any]) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.controllers import find_controller
    from ryadom.core.recipients import add_recipient
    from ryadom.privacy.egress import moscow_today
    from ryadom.privacy.resolver import SystemResolver
    from ryadom.store.egress import DataLevel, Recipient

    told["most_data"] = DataLevel(told["most_data"])
    async with command_database(settings_for_command()) as database:
        async with database.transaction() as connection:
            controller = await find_controller(connection, controller_id)
        clearance = await add_recipient(
            database,
            SystemResolver(),
            Recipient(controller_id=controller.id, **told),
            today=moscow_today(),
        )
    addresses = ", ".join(map(str, clearance.addresses))
    click.echo(f"Added {clearance.host} ({addresses}): {clearance.recipient.country}, {clearance.verdict}.")


async def _list(controller_id: UUID | None, *, as_csv: bool) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.recipients import HEADINGS, list_recipients, register_rows
    from ryadom.privacy import spreadsheets

    async with command_database(settings_for_command()) as database:
        rows = register_rows(await list_recipients(database, controller_id))
    if as_csv:
        click.echo(spreadsheets.as_csv(HEADINGS, rows), nl=False)
    else:
        print_table(_HEADINGS, rows)


async def _remove(controller_id: UUID | None, *, host: str, port: int) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.recipients import remove_recipient

    async with command_database(settings_for_command()) as database:
        await remove_recipient(database, controller_id, host=host, port=port)
    click.echo("Removed. Nothing is sent there any more.")


_HEADINGS = (
    "Controller",
    "Host",
    "Port",
    "Recipient",
    "Country",
    "Registered in",
    "Purpose",
    "Categories",
    "Notice",
    "Network",
    "Webhooks at most",
)
