"""One process of `ryadom serve --workers N`: serves the socket that it inherits, until told to stop or orphaned.

Started as `python -m ryadom.cli.worker NUMBER DESCRIPTOR`. The first line of standard input holds what no command line
and no environment should; its end says that the parent is gone. The word `ready` on standard output is for the parent.
"""

import asyncio
import os
import socket
import sys
from contextlib import suppress

import click
import msgspec
import structlog
import uvloop
from msgspec.structs import replace

from ryadom.app import build_app
from ryadom.cli.logs import configure_logs
from ryadom.cli.orders import READY, Orders
from ryadom.cli.servers import Served, serve_until
from ryadom.cli.stopping import Stop, run_until_stopped
from ryadom.errors import RyadomError
from ryadom.settings import Settings, load_settings
from ryadom.web.bounds import Bounds

EXIT_CANT_START = 2


def main(number: str, descriptor: str) -> None:
    """Serves until SIGTERM, SIGINT, or the parent's end."""
    orders = msgspec.json.decode(sys.stdin.buffer.readline(), type=Orders)
    settings = replace(load_settings(os.environ), database_url=orders.database_url, secret_keys=orders.secret_keys)
    configure_logs(level=settings.log_level, form=settings.log_format)
    structlog.contextvars.bind_contextvars(worker=int(number))
    with socket.socket(fileno=int(descriptor)) as listener:
        try:
            uvloop.run(run_until_stopped(lambda stop: _serve(settings, orders, listener, stop)))
        except RyadomError as error:
            click.echo(f"ryadom: worker {number}: {error.message}", err=True)
            sys.exit(EXIT_CANT_START)


async def _serve(settings: Settings, orders: Orders, listener: socket.socket, stop: Stop) -> None:
    def orphaned() -> None:
        if not os.read(sys.stdin.fileno(), 1):
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            structlog.get_logger("ryadom.serve").warning("parent_gone")
            stop.ask()

    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), orphaned)
    app = build_app(settings, database_url=orders.database_url)
    bounds = Bounds(max_connections=settings.max_connections)
    await serve_until(stop, Served(app, listener, bounds), on_ready=_say_ready)


def _say_ready() -> None:
    # A parent that has died meanwhile is noticed by the end of standard input.
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), READY)


if __name__ == "__main__":
    main(*sys.argv[1:])
