"""`ryadom mail`: whether mail goes out, and what became of it."""

import asyncio
from uuid import UUID

import click


@click.group()
def mail() -> None:
    """Try mail out, and see what waits."""


@mail.command()
@click.option("--to", required=True, help="Who gets it.")
@click.option("--controller", "controller_id", type=click.UUID, help="Whose register; without it the oldest one's.")
def test(to: str, controller_id: UUID | None) -> None:
    """Send a mail at once, through the register and to the server of the settings."""
    asyncio.run(_test(controller_id, to))


@mail.command(name="list")
def list_() -> None:
    """List mail that waits or was given up; what was taken is kept nowhere."""
    asyncio.run(_list())


@mail.command()
@click.argument("id", type=click.UUID)
def retry(id: UUID) -> None:
    """Try a mail that was given up once more; the running server sends it."""
    asyncio.run(_retry(id))


async def _test(controller_id: UUID | None, to: str) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.controllers import find_controller
    from ryadom.core.mail_occasions import TrialMail
    from ryadom.core.mailer import mailer_for
    from ryadom.errors import BadSetting

    settings = settings_for_command()
    async with command_database(settings) as database:
        mailer = mailer_for(settings, database)
        if mailer is None:
            raise BadSetting("RYADOM_SMTP_URL: is not set, so no mail is sent.", field="RYADOM_SMTP_URL")
        async with database.transaction() as connection:
            controller = await find_controller(connection, controller_id)
        await mailer.send_now(controller.id, TrialMail(), to=to)
    click.echo(f"{settings.smtp_url} has taken a mail to {to}.")


async def _list() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.mailer import list_mails

    async with command_database(settings_for_command()) as database:
        mails = await list_mails(database)
    print_table(
        ("Id", "To", "Queued", "Attempts", "State", "Last answer"),
        [
            (
                str(one.id),
                # An address of a visitor's is shown by what is journalled alone.
                one.recipient if one.part is None else "(a visitor)",
                one.queued_at.isoformat(timespec="seconds"),
                str(one.attempts),
                "given up" if one.dead_at else "waits",
                one.last_error,
            )
            for one in mails
        ],
    )


async def _retry(id: UUID) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.mailer import retry_mail

    async with command_database(settings_for_command()) as database:
        await retry_mail(database, id)
    click.echo("It is due again: a running server sends it within seconds.")
