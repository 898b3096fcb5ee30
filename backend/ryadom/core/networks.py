"""Where somebody comes from, as far as it is counted and kept."""

import ipaddress


def network_of(address: str) -> str:
    """What one household or firm has: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
