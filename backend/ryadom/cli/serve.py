"""`ryadom serve`: the server."""

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ryadom.cli.servers import Stop
    from ryadom.settings import Settings


def _refuse_several(_: click.Context, __: click.Parameter, workers: int) -> int:
    if workers != 1:
        raise click.BadParameter(
            "several processes need a bus to tell each other of messages, which this version does not have; run one."
        )
    return workers


@click.command()
@click.option("--host", help="Address to listen on; else RYADOM_HOST, else 127.0.0.1.")
@click.option("--port", type=int, help="Port to listen on; else RYADOM_PORT, else 8000.")
@click.option(
    "--workers",
    type=int,
    default=1,
    callback=_refuse_several,
    expose_value=False,
    help="Processes: this version runs 1.",
)
@click.option("--no-migrate", is_flag=True, help="Refuse to start with waiting migrations instead of applying them.")
def serve(host: str | None, port: int | None, no_migrate: bool) -> None:
    """Run the server until Ctrl-C or SIGTERM.

    Without RYADOM_DATABASE_URL it runs a Postgres of its own in the data folder. Waiting migrations are applied first;
    an advisory lock makes that safe with several servers on one database.
    """
    import uvloop

    from ryadom.cli.logs import configure_logs
    from ryadom.cli.servers import run_until_stopped
    from ryadom.settings import load_settings

    given = {"RYADOM_HOST": host, "RYADOM_PORT": None if port is None else str(port)}
    settings = load_settings({**os.environ, **{name: value for name, value in given.items() if value is not None}})
    configure_logs(level=settings.log_level, form=settings.log_format)
    uvloop.run(run_until_stopped(lambda stop: _serve(settings, stop, migrates=not no_migrate)))


async def _serve(settings: "Settings", stop: "Stop", *, migrates: bool) -> None:
    import structlog

    from ryadom.app import build_app
    from ryadom.cli.databases import own_database_url, prepare_schema
    from ryadom.cli.servers import Served, bound_socket, serve_until
    from ryadom.settings import with_secret_keys

    log = structlog.get_logger("ryadom.serve")
    with bound_socket(settings.host, settings.port) as listener:
        async with own_database_url(settings) as database_url:
            settings = with_secret_keys(settings)
            await prepare_schema(database_url, migrates=migrates)
            app = build_app(settings, database_url=database_url)
            await serve_until(
                stop,
                Served(app, listener),
                on_ready=lambda: log.info("ready", host=settings.host, port=settings.port),
            )
