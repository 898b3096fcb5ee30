"""NATS and Redis as processes of their own, on a free port of loopback: asked for a password, killed, started again.

`scripts/test` puts their programs beside the interpreter.
"""

import asyncio
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ryadom.settings.bus_url import BusKind, BusUrl, bus_url

USER, PASSWORD = "ryadom", "correct/horse:battery@staple"
START_DEADLINE_S = 20.0
STOP_DEADLINE_S = 10.0
POLL_S = 0.01

NATS_CONFIG = """listen: "127.0.0.1:{port}"
max_payload: {max_payload}
authorization {{
  users: [
    {{user: "{user}", password: "{password}", permissions: {{publish: "ryadom.*", subscribe: "ryadom.*"}}}}
    {{user: "deaf", password: "{password}", permissions: {{publish: "elsewhere", subscribe: "elsewhere"}}}}
  ]
}}
"""
REDIS_CONFIG = """bind 127.0.0.1
port {port}
dir {folder}
save ""
appendonly no
user default off
user {user} on >{password} resetchannels &ryadom.* -@all +publish +subscribe +ping
user deaf on >{password} resetchannels &elsewhere -@all +publish +subscribe +ping
"""
TLS_CONFIGS = {
    BusKind.NATS: 'tls {{ cert_file: "{certificate}", key_file: "{key}" }}\n',
    BusKind.REDIS: "port 0\ntls-port {port}\ntls-cert-file {certificate}\ntls-key-file {key}\ntls-auth-clients no\n",
}
CERTIFICATES = Path(__file__).parent / "certificates"
"""For "localhost" and 127.0.0.1, signed by itself, until 2126."""


class BusServer:
    """One server, always on the same port."""

    def __init__(self, kind: BusKind, folder: Path, *, tls: bool = False, max_payload: int = 1_048_576) -> None:
        self.kind = kind
        self._tls = tls
        self._port = _free_port()
        self._config = folder / f"{kind}.conf"
        self._log = folder / f"{kind}.log"
        config = NATS_CONFIG if kind is BusKind.NATS else REDIS_CONFIG
        values = {"port": self._port, "folder": folder, "max_payload": max_payload, "user": USER, "password": PASSWORD}
        if tls:
            config += TLS_CONFIGS[kind]
            values |= {"certificate": CERTIFICATES / "localhost.pem", "key": CERTIFICATES / "localhost.key"}
        self._config.write_text(config.format(**values))
        self._process: asyncio.subprocess.Process | None = None

    def url_of(self, user: str = USER, password: str = PASSWORD) -> str:
        scheme = {BusKind.NATS: ("nats", "tls"), BusKind.REDIS: ("redis", "rediss")}[self.kind][self._tls]
        return f"{scheme}://{user}:{password.replace('/', '%2F').replace('@', '%40')}@localhost:{self._port}"

    @property
    def url(self) -> BusUrl:
        return bus_url(self.url_of())

    async def start(self) -> None:
        """Starts it, and returns when it takes connections."""
        program = Path(sys.executable).with_name(f"{self.kind}-server")
        assert program.exists(), f"{program} is missing: scripts/test puts it there"
        config = ("-c", str(self._config)) if self.kind is BusKind.NATS else (str(self._config),)
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(str(program), *config, stdout=log, stderr=log)
        async with asyncio.timeout(START_DEADLINE_S):
            while True:
                assert self._process.returncode is None, self._log.read_text()
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self._port)
                except ConnectionRefusedError:
                    await asyncio.sleep(POLL_S)
                else:
                    writer.close()
                    await writer.wait_closed()
                    return

    async def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        async with asyncio.timeout(STOP_DEADLINE_S):
            await self._process.wait()


@asynccontextmanager
async def bus_server(kind: BusKind, *, tls: bool = False, max_payload: int = 1_048_576) -> AsyncIterator[BusServer]:
    """A started server; whatever happens, it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ryadom-bus-") as folder:
        server = BusServer(kind, Path(folder), tls=tls, max_payload=max_payload)
        await server.start()
        try:
            yield server
        finally:
            await server.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
