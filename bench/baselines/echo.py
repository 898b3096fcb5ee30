"""The least that Starlette can do with a socket: every text goes back. What an open socket costs by itself."""

from contextlib import suppress

import click
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bench.baselines.serving import serve


async def echo(websocket: WebSocket) -> None:
    """Sends back what comes."""
    await websocket.accept()
    with suppress(WebSocketDisconnect):
        while True:
            await websocket.send_text(await websocket.receive_text())


@click.command()
@click.option("--port", type=int, required=True)
def main(port: int) -> None:
    """Serves until SIGTERM."""
    serve(Starlette(routes=[WebSocketRoute("/ws/visitor", echo)]), port=port)


if __name__ == "__main__":
    main()
