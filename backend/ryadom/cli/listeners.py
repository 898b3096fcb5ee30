"""Sockets bound before anything else has started: who connects meanwhile waits, and is not refused."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from ryadom.errors import StartFailed
from ryadom.web.bounds import BACKLOG


@contextmanager
def bound_socket(host: str, port: int, *, option: str = "--port", shared: bool = False) -> Iterator[socket.socket]:
    """A socket bound to the address, before anything else has started; it listens only once it is served.

    Raises:
        StartFailed: the port is taken, or the address is not of this machine; `option` is what changes the port.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise StartFailed(f"{host!r} can't be listened on: {error.strerror}.") from error
    listener = socket.socket(family, socket.SOCK_STREAM)
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            listener.bind(address)
            # With SO_REUSEADDR only listening claims the port. Who connects now waits until we serve.
            listener.listen(BACKLOG)
        except OSError as error:
            raise StartFailed(
                f"Port {port} of {host} can't be used ({error.strerror}): choose another with {option}."
            ) from error
        yield listener


@contextmanager
def bound_sockets(host: str, port: int, count: int) -> Iterator[list[socket.socket]]:
    """Sockets of one address, among which the kernel deals out who connects.

    One socket that all share would not do: whichever worker wakes first accepts a whole burst of connections.

    Raises:
        StartFailed: as `bound_socket`; also where another server would share the port with us.
    """
    if count == 1:
        with bound_socket(host, port) as listener:
            yield [listener]
        return
    with bound_socket(host, port):
        pass  # refused unless nobody else is there, which SO_REUSEPORT alone would not notice
    with ExitStack() as stack:
        yield [stack.enter_context(bound_socket(host, port, shared=True)) for _ in range(count)]
