"""`ryadom serve`: the server, in this process or in several."""

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import socket

    from ryadom.cli.stopping import Stop
    from ryadom.settings import Settings

MAX_WORKERS = 64


@click.command()
@click.option("--host", help="Address to listen on; else RYADOM_HOST, else 127.0.0.1.")
@click.option("--port", type=int, help="Port to listen on; else RYADOM_PORT, else 8000.")
@click.option(
    "--workers",
    type=click.IntRange(1, MAX_WORKERS),
    default=1,
    show_default=True,
    help="Processes; more than one make use of more processors.",
)
@click.option("--no-migrate", is_flag=True, help="Refuse to start with waiting migrations instead of applying them.")
def serve(host: str | None, port: int | None, workers: int, no_migrate: bool) -> None:
    """Run the server until Ctrl-C or SIGTERM.

    Without RYADOM_DATABASE_URL it runs a Postgres of its own in the data folder. Waiting migrations are applied first;
    an advisory lock makes that safe with several servers on one database.
    """
    import uvloop

    from ryadom.cli.logs import configure_logs
    from ryadom.cli.stopping import run_until_stopped
    from ryadom.settings import load_settings

    options = {"RYADOM_HOST": host, "RYADOM_PORT": None if port is None else str(port)}
    environ = {**os.environ, **{name: value for name, value in options.items() if value is not None}}
    settings = load_settings(environ)
    configure_logs(level=settings.log_level, form=settings.log_format)
    uvloop.run(
        run_until_stopped(
            lambda stop: _serve(settings, stop, migrates=not no_migrate, workers=workers, environ=environ)
        )
    )


async def _serve(settings: "Settings", stop: "Stop", *, migrates: bool, workers: int, environ: dict[str, str]) -> None:
    from ryadom.cli.databases import own_database_url, prepare_schema
    from ryadom.cli.listeners import bound_sockets
    from ryadom.settings import with_secret_keys

    with bound_sockets(settings.host, settings.port, workers) as listeners:
        async with own_database_url(settings, workers=workers) as database_url:
            settings = with_secret_keys(settings)
            await prepare_schema(database_url, migrates=migrates)
            if workers == 1:
                await _serve_here(settings, stop, listeners[0], database_url)
            else:
                await _serve_by_workers(settings, stop, listeners, database_url, environ)


async def _serve_here(settings: "Settings", stop: "Stop", listener: "socket.socket", database_url: str) -> None:
    import structlog

    from ryadom.app import build_app
    from ryadom.cli.servers import Served, serve_until
    from ryadom.web.bounds import Bounds

    log = structlog.get_logger("ryadom.serve")
    app = build_app(settings, database_url=database_url)
    await serve_until(
        stop,
        Served(app, listener, Bounds(max_connections=settings.max_connections)),
        on_ready=lambda: log.info("ready", host=settings.host, port=settings.port),
    )


async def _serve_by_workers(
    settings: "Settings",
    stop: "Stop",
    listeners: "list[socket.socket]",
    database_url: str,
    environ: dict[str, str],
) -> None:
    import structlog

    from ryadom.cli.orders import Orders
    from ryadom.cli.workers import hangups, replacing_on, running_workers

    log = structlog.get_logger("ryadom.serve")
    orders = Orders(database_url, settings.secret_keys)
    with hangups() as asked:
        async with running_workers(listeners, orders, environ=environ) as workers:
            stop.waits()
            log.info("ready", host=settings.host, port=settings.port, workers=len(listeners))
            async with replacing_on(asked, workers):
                await stop.asked.wait()
            log.info("stopping")
    log.info("stopped")
