"""What is judged sound and what is not, for the system page and `ryadom doctor`. Pure: figures in, judgements out.

A judgement is a code; whoever shows it has the words and the remedy.
"""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from ryadom.store.diagnosis import Diagnosis
from ryadom.store.system import MailQueue, OldestSnapshot

MIN_FREE_BYTES = 250_000_000
LOW_FREE_BYTES = 2_000_000_000
CLOCK_WARN_S = 1.0
CLOCK_FAIL_S = 30.0
FEED_WARN_S = 30.0
"""A message takes milliseconds; what writes for so long holds up news for all other processes."""
FEED_FAIL_S = 300.0
SNAPSHOT_WARN_S = 3_600.0
"""No export over the network takes longer; the panel's and the command's may, and then somebody should know."""
SEARCH_WARN_S = 60.0
"""What is said can be found within five seconds as a rule."""
MAIL_WARN_S = 1_800.0
QUEUE_WARN = 500
"""Of what is to be written: more than some commits take at once."""


class State(StrEnum):
    """How a part is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Part(StrEnum):
    """What is judged."""

    DATABASE = "database"
    DURABILITY = "durability"
    CLOCK = "clock"
    DATA_DISK = "data_disk"
    FILES_DISK = "files_disk"
    FEED = "feed"
    SNAPSHOTS = "snapshots"
    SEARCH = "search"
    MAIL = "mail"
    BUS = "bus"
    QUEUES = "queues"
    SECRET = "secret"  # noqa: S105 - the name of a part


class Check(Struct, frozen=True, kw_only=True):
    """One part; `why` is the code of what is wrong with it, empty where nothing is."""

    part: Part
    state: State = State.OK
    why: str = ""


class Disk(Struct, frozen=True, kw_only=True):
    """A folder's disk, in bytes; `is_writable`: by this process."""

    free_bytes: int
    total_bytes: int
    is_writable: bool = True


class Queues(Struct, frozen=True, kw_only=True):
    """What waits in this process, and what its bus has lost since it began."""

    posts: int = 0
    journal: int = 0
    bus: int = 0
    bus_lost: int = 0
    bus_reconnects: int = 0


def check_database(found: Diagnosis, *, is_embedded: bool) -> Iterator[Check]:
    """What the server said of itself."""
    if found.is_read_only:
        yield Check(part=Part.DATABASE, state=State.FAIL, why="read_only")
    elif found.is_superuser and not is_embedded:
        yield Check(part=Part.DATABASE, state=State.WARN, why="superuser")
    elif not (is_embedded or found.is_local or found.is_encrypted):
        yield Check(part=Part.DATABASE, state=State.WARN, why="no_tls")
    else:
        yield Check(part=Part.DATABASE)
    yield check_durability(found)
    yield Check(part=Part.CLOCK, state=state_of_clock(found.clock_ahead_s), why=_why(found.clock_ahead_s))


def check_durability(found: Diagnosis) -> Check:
    """Whether what is acknowledged survives a power cut, and a failover where there is a standby."""
    if not found.is_flushed:
        return Check(part=Part.DURABILITY, state=State.FAIL, why="no_fsync")
    if found.synchronous_commit == "off":
        return Check(part=Part.DURABILITY, state=State.FAIL, why="no_commit")
    if found.standby_count and (not found.synchronous_standbys or found.synchronous_commit == "local"):
        return Check(part=Part.DURABILITY, state=State.WARN, why="no_standby")
    return Check(part=Part.DURABILITY)


def state_of_clock(ahead_s: float) -> State:
    """How bad it is that the database's clock is so far from ours."""
    away_s = abs(ahead_s)
    return State.FAIL if away_s > CLOCK_FAIL_S else State.WARN if away_s > CLOCK_WARN_S else State.OK


def state_of_disk(free_bytes: int) -> State:
    """How bad it is that no more is free."""
    return State.FAIL if free_bytes < MIN_FREE_BYTES else State.WARN if free_bytes < LOW_FREE_BYTES else State.OK


def check_disk(part: Part, disk: Disk) -> Check:
    """Whether a folder has room, and may be written to."""
    if not disk.is_writable:
        return Check(part=part, state=State.FAIL, why="read_only")
    state = state_of_disk(disk.free_bytes)
    return Check(part=part, state=state, why="" if state is State.OK else "full")


def check_feed(longest_write_s: float) -> Check:
    """Whether news reach the other processes in time."""
    if longest_write_s < FEED_WARN_S:
        return Check(part=Part.FEED)
    state = State.FAIL if longest_write_s >= FEED_FAIL_S else State.WARN
    return Check(part=Part.FEED, state=state, why="long_write")


def check_snapshots(oldest: OldestSnapshot) -> Check:
    """Whether Postgres may tidy up what was changed and deleted."""
    if oldest.age_s < SNAPSHOT_WARN_S:
        return Check(part=Part.SNAPSHOTS)
    return Check(part=Part.SNAPSHOTS, state=State.WARN, why="export" if oldest.is_of_export else "long")


def check_search(lag_s: float | None) -> Check:
    """Whether what was said lately can be found."""
    if lag_s is None:
        return Check(part=Part.SEARCH, state=State.WARN, why="not_begun")
    return Check(part=Part.SEARCH, state=State.WARN, why="late") if lag_s >= SEARCH_WARN_S else Check(part=Part.SEARCH)


def check_mail(queue: MailQueue) -> Check:
    """Whether mail leaves."""
    if queue.dead:
        return Check(part=Part.MAIL, state=State.WARN, why="given_up")
    return (
        Check(part=Part.MAIL, state=State.WARN, why="late") if queue.oldest_s >= MAIL_WARN_S else Check(part=Part.MAIL)
    )


def check_queues(queues: Queues) -> Iterator[Check]:
    """Whether this process keeps up, and hears the others."""
    waits = max(queues.posts, queues.journal) >= QUEUE_WARN
    yield Check(part=Part.QUEUES, state=State.WARN, why="long") if waits else Check(part=Part.QUEUES)
    yield Check(part=Part.BUS, state=State.WARN, why="lost") if queues.bus_lost else Check(part=Part.BUS)


def check_secret(old_keys: int) -> Check:
    """Whether keys are still accepted that were to be replaced."""
    return Check(part=Part.SECRET, state=State.WARN, why="old_keys") if old_keys else Check(part=Part.SECRET)


def _why(ahead_s: float) -> str:
    return "" if state_of_clock(ahead_s) is State.OK else "away"
