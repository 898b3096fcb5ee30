"""How often anybody may send what takes room: the form by which subjects ask about their data, and files."""

import time
from collections import OrderedDict
from collections.abc import Callable

from ryadom.errors import RateLimited
from ryadom.live.rate import Rate, TokenBucket

PER_ADDRESS = Rate(burst=5, per_second=1 / 600)
PER_UNKNOWN = Rate(burst=60, per_second=1 / 10)
"""Of all together whose address says nothing: behind a proxy that no setting names."""

UPLOADS = Rate(burst=40, per_second=1 / 5)
UPLOADS_OF_UNKNOWN = Rate(burst=400, per_second=4)
"""Of files."""

DOWNLOADS = Rate(burst=400, per_second=5)
DOWNLOADS_OF_UNKNOWN = Rate(burst=4_000, per_second=50)
"""Of files that visitors look at: a long thread may show a hundred at once."""

LINKS = Rate(burst=30, per_second=1 / 20)
LINKS_OF_UNKNOWN = Rate(burst=300, per_second=2)
"""Of links from mails: into a chat, and to end all mail."""

NEW_KEYS = Rate(burst=60, per_second=1)
NEW_KEYS_OF_UNKNOWN = Rate(burst=300, per_second=5)
"""Of keys of programs that were not good lately in this process, or never."""

MAX_ADDRESSES = 10_000


class FormLimits:
    """How many requests may come from an address; the addresses are in memory only, and the oldest are forgotten.

    `limit` names the bound for metrics and logs.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        per_address: Rate = PER_ADDRESS,
        per_unknown: Rate = PER_UNKNOWN,
        limit: str = "page_requests",
    ) -> None:
        self._clock = clock
        self._per_address = per_address
        self._per_unknown = per_unknown
        self._limit = limit
        self._buckets: OrderedDict[str | None, TokenBucket] = OrderedDict()

    def take(self, network: str | None) -> None:
        """Notes a request from there.

        Raises:
            RateLimited: too many have come.
        """
        bucket = self._buckets.get(network)
        if bucket is None:
            rate = self._per_unknown if network is None else self._per_address
            bucket = TokenBucket(burst=rate.burst, per_second=rate.per_second, clock=self._clock)
            self._buckets[network] = bucket
            if len(self._buckets) > MAX_ADDRESSES:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(network)
        if wait_s := bucket.take():
            raise RateLimited("Too many requests from this address.", limit=self._limit, retry_after_s=wait_s)
