"""How it goes at one URL of an endpoint: what comes from one that it has no more says nothing of the next."""

from msgspec import Struct
from msgspec.structs import replace

from ryadom.store.webhook_queue import Attempt, Outcome
from ryadom.store.webhooks import StoredEndpoint

MOVED = "moved"
"""Before the host to which a delivery went that was under way when the URL was changed."""


class Course(Struct, kw_only=True):
    """What has come of calls to one URL. `failures`: attempts that failed since one succeeded.

    `sealed_url`: which URL, as it is stored. No two are sealed alike, so a URL that is left and taken again is another.
    """

    origin: str
    sealed_url: bytes
    failures: int = 0
    has_succeeded: bool = False
    is_gone: bool = False
    asked_rest_s: float = 0.0

    def is_at(self, endpoint: StoredEndpoint) -> bool:
        """Whether the endpoint is told there."""
        return endpoint.sealed_url == self.sealed_url


def course_at(endpoint: StoredEndpoint) -> Course:
    """Nothing has come of anything there yet."""
    return Course(origin=endpoint.origin, sealed_url=endpoint.sealed_url)


def as_moved(attempt: Attempt, course: Course) -> Attempt:
    """How an attempt is noted whose URL the endpoint has no more: with the host to which it went.

    What was not taken there is due at the new URL at once.
    """
    if attempt.outcome is Outcome.DROPPED:
        return attempt
    said = f"{MOVED}: {course.origin}: {attempt.failure}" if attempt.failure else f"{MOVED}: {course.origin}"
    if attempt.outcome is Outcome.DELIVERED:
        return replace(attempt, failure=said)
    return replace(attempt, failure=said, outcome=None, pause_s=0.0)
