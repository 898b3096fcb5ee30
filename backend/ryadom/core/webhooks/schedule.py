"""When a delivery that failed is tried again, and when an endpoint is left alone for a while. Pure."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DAY_S = 86_400.0

LONGEST_WAIT_S = 3 * DAY_S
"""For how long a delivery is tried again and again before it is given up."""

FAILING_S = DAY_S
"""An endpoint that nothing has succeeded at for so long is disabled."""

UNTRIED_S = DAY_S / 3
"""Over the longest pause between attempts. So a day of failing has several, and not two with a silence between."""

FIRST_PAUSE_S = 5.0
PAUSE_GROWTH = 3.0
LONGEST_PAUSE_S = 21_600.0
JITTER = 0.2

TROUBLED = 3
"""From so many failures in a row on, an endpoint is tried with one delivery at a time, and rests in between."""

LONGEST_REST_S = 300.0


def pause_after_s(attempts: int, *, chance: Callable[[], float]) -> float:
    """How long after the nth failed attempt the next one follows: 5 s, 15 s, 45 s … 6 h, each by up to 20 % off.

    `chance` gives numbers from 0 to 1: what failed together is not tried again together.
    """
    pause = min(FIRST_PAUSE_S * PAUSE_GROWTH ** min(attempts - 1, 20), LONGEST_PAUSE_S)
    return pause * (1 - JITTER + 2 * JITTER * chance())


def rest_after_s(failures: int, *, chance: Callable[[], float]) -> float:
    """How long an endpoint rests after so many failures in a row: from the third on, 1 s, 2 s, 4 s … 5 min."""
    if failures < TROUBLED:
        return 0.0
    return min(2.0 ** min(failures - TROUBLED, 20), LONGEST_REST_S) * (1 - JITTER + 2 * JITTER * chance())


def is_over(waited_s: float, pause_s: float) -> bool:
    """Whether a delivery that has waited for so long would be too late after another pause."""
    return waited_s + pause_s > LONGEST_WAIT_S


def asked_rest_s(retry_after: str, *, now: datetime) -> float:
    """What an answer's `Retry-After` asks for, in seconds, a day at most; 0 where it says nothing that can be read.

    Source: RFC 9110 section 10.2.3.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), DAY_S)
    try:
        at = parsedate_to_datetime(text)
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return 0.0
    return min(max(0.0, (at - now).total_seconds()), DAY_S)
