"""A receiver of webhooks for `bench.webhooks`: answers 200 at once, or after so many seconds. Prints its port."""

import asyncio
import sys

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Receiving(asyncio.Protocol):
    """One connection; requests are no larger than a read, and one after the other."""

    def __init__(self, after_s: float) -> None:
        self._after_s = after_s
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, end, body = self._heard.partition(b"\r\n\r\n")
        if not end:
            return
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        if len(body) >= length:
            self._heard = b""
            if self._after_s:
                asyncio.get_running_loop().call_later(self._after_s, self._transport.write, ANSWER)
            else:
                self._transport.write(ANSWER)


async def main(after_s: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Receiving(after_s), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
