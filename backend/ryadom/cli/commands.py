"""The group of all commands, and what our errors look like on a terminal."""

from importlib import import_module
from typing import NoReturn

import click

from ryadom import __version__
from ryadom.errors import BadSetting, RyadomError, StartFailed

# Name, and one line for `--help`: the modules are imported only when their command runs.
COMMANDS = {
    "serve": "Run the server.",
    "demo": "Run a shop with the chat, and the panel, on this machine.",
    "migrate": "Bring the database's schema up to date.",
    "controller": "Say who answers for the personal data.",
    "site": "Add and list sites, say on what basis they process.",
    "consent": "Write and publish consents, show who gave them.",
    "operator": "Add and list operators, change their names, roles and passwords.",
    "egress": "Say whom data may be sent to.",
    "mail": "Try mail out, and see what waits.",
    "api-key": "Make, list and revoke keys of programs.",
    "webhook": "Tell programs of what happens, by signed calls.",
    "connector": "Make cards in a CRM of conversations.",
    "export": "Write conversations, messages, customers as tables.",
    "reseal": "Seal secrets anew under the newest secret key.",
    "person": "Export or erase what is held on one visitor.",
    "retention": "Say how long data is kept, erase what is over that.",
    "destruction": "Show and export acts of destruction.",
    "data-map": "Show what is stored, whose it is, and what becomes of it.",
    "rights": "Show which role may do what.",
    "api": "Show what programs may ask for by a key.",
    "papers": "Write the papers that the law asks of a controller.",
    "deadline": "Say by when the law wants something done.",
    "journal": "Check, sign and export the journal of actions with personal data.",
    "doctor": "Check settings, database, disk, clock and secrets.",
    "settings": "Show every setting and its value.",
}
EXIT_CANT_START = 2
EXIT_REFUSED = 1


class CommandGroup(click.Group):
    """Finds commands by name and turns every RyadomError into one clear message and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"ryadom.cli.{module}"), module)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the table without importing a command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; exits with 2 where nothing could start, and with 1 where something was refused."""
        try:
            return super().invoke(ctx)
        except RyadomError as error:
            _exit_with(error, ctx)


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="ryadom %(version)s")
def ryadom() -> None:
    """Ryadom: a website chat whose data stays at home."""


def _exit_with(error: RyadomError, ctx: click.Context) -> NoReturn:
    click.echo(f"ryadom: {error.message}", err=True)
    ctx.exit(EXIT_CANT_START if isinstance(error, StartFailed | BadSetting) else EXIT_REFUSED)
