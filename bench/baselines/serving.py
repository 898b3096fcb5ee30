"""A Starlette application on a port of loopback, with the very uvicorn options of `ryadom serve`."""

import uvloop
from starlette.applications import Starlette

from ryadom.cli.listeners import bound_socket
from ryadom.cli.logs import configure_logs
from ryadom.cli.servers import Served, serve_until
from ryadom.cli.stopping import run_until_stopped


def serve(app: Starlette, *, port: int, shared: bool = False) -> None:
    """Serves until SIGTERM, and says `ready` on stdout; `shared`: other processes serve the same port."""
    configure_logs(level="warning", form="auto")
    with bound_socket("127.0.0.1", port, shared=shared) as listener:
        uvloop.run(run_until_stopped(lambda stop: serve_until(stop, Served(app, listener), on_ready=_say_ready)))


def _say_ready() -> None:
    print("ready", flush=True)
