"""Sockets counted per address, loosely, before they are opened: whoever is refused costs one answer of HTTP."""

import time

import structlog
from starlette.requests import HTTPConnection

from ryadom.errors import OverLimit
from ryadom.live.admission import Admission, Place
from ryadom.live.limits import address_limits
from ryadom.settings import Settings
from ryadom.web.guards import comes_through_unknown_proxy, network_of_client

WARNING_INTERVAL_S = 60.0

log = structlog.get_logger(__name__)


class Addresses:
    """Whoever comes from one address, or from one /64 of IPv6."""

    def __init__(self, settings: Settings) -> None:
        self._trusted = settings.trusted_proxies
        self.admission = Admission[str](address_limits(settings.max_sockets_per_address), clock=time.monotonic)
        self._warned_of_proxy = False
        self._warned_at = -WARNING_INTERVAL_S

    def enter(self, connection: HTTPConnection) -> Place[str] | None:
        """A place for a socket that is about to open, or an exchange; None where its address says nothing of who it is.

        Raises:
            OverLimit: too many are open from there, or they come too fast.
        """
        network = network_of_client(connection, self._trusted)
        if network is None:
            self._warn_of_proxy(connection)
            return None
        try:
            return self.admission.enter(network)
        except OverLimit as error:
            self._warn_of_limit(error)
            raise

    def _warn_of_proxy(self, connection: HTTPConnection) -> None:
        if not self._warned_of_proxy and comes_through_unknown_proxy(connection, self._trusted):
            self._warned_of_proxy = True
            log.warning("proxy_not_trusted", remedy="name its address in RYADOM_TRUSTED_PROXIES", effect=_EFFECT)

    def _warn_of_limit(self, error: OverLimit) -> None:
        # Neither the address, which is personal, nor every time, which would fill the disk.
        if time.monotonic() - self._warned_at >= WARNING_INTERVAL_S:
            self._warned_at = time.monotonic()
            log.warning("address_limited", limit=error.limit, remedy=_REMEDY)


_EFFECT = "clients behind it can't be told apart: the limits per address are not applied"
_REMEDY = "a proxy? name it in RYADOM_TRUSTED_PROXIES; an office? raise RYADOM_MAX_SOCKETS_PER_ADDRESS"
