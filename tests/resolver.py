"""A resolver whose answers a test writes down, and changes."""

import ipaddress
from collections.abc import Sequence

from ryadom.errors import HostUnresolved
from ryadom.privacy.countries import Address


class WrittenResolver:
    """Knows the hosts of a table only."""

    def __init__(self, **addresses_by_host: Sequence[str]) -> None:
        self.answers = {host.replace("_", "."): addresses for host, addresses in addresses_by_host.items()}

    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        if host not in self.answers:
            raise HostUnresolved(f"{host} has no address that can be found.")
        return [ipaddress.ip_address(address) for address in self.answers[host]]
