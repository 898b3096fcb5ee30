"""From the name of a host to its addresses."""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Protocol

from ryadom.errors import HostUnresolved
from ryadom.privacy.countries import Address

RESOLVE_TIMEOUT_S = 5.0
LOOKUPS = 16
# Threads of their own: a lookup goes on when nobody waits for it any more, and where no server of names answers, those
# for everything else would soon all be taken.
_lookups = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="lookup")


class Resolver(Protocol):
    """Who knows the addresses of a host."""

    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        """All IPv4 and IPv6 addresses, at least one.

        Raises:
            HostUnresolved: there is none, or nobody answers.
        """
        ...


class SystemResolver:
    """What this machine's own resolver says, /etc/hosts included."""

    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        """All IPv4 and IPv6 addresses, at least one; waits for 5 s at most.

        Raises:
            HostUnresolved: there is none, or nobody answers.
        """
        with suppress(ValueError):
            # It needs no thread.
            return (ipaddress.ip_address(host),)
        try:
            async with asyncio.timeout(RESOLVE_TIMEOUT_S):
                loop = asyncio.get_running_loop()
                found = await loop.run_in_executor(
                    _lookups, partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
                )
        except (OSError, TimeoutError, UnicodeError) as error:
            raise HostUnresolved(f"{host} has no address that can be found. Check the name, or try again.") from error
        # A zone (fe80::1%eth0) is part of no registry.
        return tuple(dict.fromkeys(ipaddress.ip_address(str(place[0]).partition("%")[0]) for *_, place in found))
