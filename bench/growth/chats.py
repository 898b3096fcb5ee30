"""Synthetic chats: rows of visitors, conversations and entries as the product would have left them.

The same `Size`, `Cast` and seed give the same rows. Conversations begin all through a year, by day more than by night.
Of the newest hundredth many are still open; what is older is closed, but for what somebody has forgotten.
"""

from array import array
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID

from msgspec import Struct

from bench.growth.phrases import FAMILY_NAMES, NAMES, PAGES, REFERRERS, Phrases

YEAR_S = 365 * 86_400
RECENT_SHARE, RECENT_AT_LEAST = 0.01, 1_000
FORGOTTEN_SHARE = 0.001
# Of recent conversations: nobody's, somebody's, closed.
WAITING_SHARE, OPEN_SHARE = 0.2, 0.5
# How long people think before they write; a chat that would take longer goes faster.
PAUSE_S, LONGEST_CHAT_S = 45.0, 3_000.0
# Messages of a chat are spread log-normally: many have two, a few a hundred.
LENGTH_SIGMA, LONGEST_CHAT = 0.9, 200
# How the visits are spread over the hours of a day (Moscow), in parts.
HOURS = (2, 1, 1, 1, 1, 1, 2, 3, 5, 8, 10, 11, 11, 11, 10, 10, 10, 9, 9, 9, 8, 7, 5, 3)
_HOURS_UNTIL = [0.0, *(part / sum(HOURS) for part in accumulate(HOURS))]

Row = tuple[object, ...]


class Size(Struct, frozen=True, kw_only=True):
    """How much there is to be; `messages` at least as many as `conversations`.

    `recent`: of how many the newest are mostly open still; None: of a hundredth.
    """

    conversations: int
    messages: int
    recent: int | None = None


class Cast(Struct, frozen=True, kw_only=True):
    """Who takes part: a site, those who answer on it, and when the year ends (UTC)."""

    site_id: UUID
    operator_ids: Sequence[UUID]
    origin: str
    until: datetime


class Chat(Struct, frozen=True):
    """Rows in the order of `VISITOR_COLUMNS`, `CONVERSATION_COLUMNS` and `ENTRY_COLUMNS`."""

    visitor: Row
    conversation: Row
    entries: list[Row]


VISITOR_COLUMNS = ("site_id", "id", "name", "locale", "created_at")
CONVERSATION_COLUMNS = (
    "site_id", "id", "visitor_id", "status", "assignee_id", "last_seq", "last_public_seq", "visitor_read_seq",
    "operator_read_seq", "page_url", "page_title", "page_referrer", "queued_at", "waiting_since", "active_at",
    "created_at",
)  # fmt: skip
ENTRY_COLUMNS = (
    "site_id", "conversation_id", "seq", "kind", "public", "prev_public_seq", "author_kind", "author_id", "echo_id",
    "body", "operator_id", "status", "created_at",
)  # fmt: skip


def make_chats(size: Size, cast: Cast, *, seed: int) -> Iterator[Chat]:
    """The chats, oldest first."""
    random = Random(seed)
    phrases = Phrases(random)
    recent = size.recent or max(RECENT_AT_LEAST, round(size.conversations * RECENT_SHARE))
    for index, length in enumerate(_lengths(size, random)):
        begun = cast.until - timedelta(seconds=YEAR_S * (1 - _moment(index / size.conversations)) + LONGEST_CHAT_S)
        fate = random.random()
        if index < size.conversations - recent:
            ending = "closed" if fate >= FORGOTTEN_SHARE else "open"
        else:
            ending = "waiting" if fate < WAITING_SHARE else "open" if fate < WAITING_SHARE + OPEN_SHARE else "closed"
        yield _Telling(cast, random, phrases, begun).tell(length, ending)


def _lengths(size: Size, random: Random) -> "array[int]":
    """Messages of each chat, `size.messages` in all."""
    if not size.conversations <= size.messages <= size.conversations * LONGEST_CHAT:
        raise ValueError(f"{size.conversations} chats can't have {size.messages} messages: 1 to {LONGEST_CHAT} each")
    mean = size.messages / size.conversations
    drawn = (random.lognormvariate(0, LENGTH_SIGMA) for _ in range(size.conversations))
    # The mean of a log-normal is exp(sigma² / 2).
    scale = mean / 2.718281828 ** (LENGTH_SIGMA**2 / 2)
    lengths = array("i", (min(LONGEST_CHAT, max(1, round(length * scale))) for length in drawn))
    missing = size.messages - sum(lengths)
    while missing:
        index, step = random.randrange(size.conversations), 1 if missing > 0 else -1
        if 1 <= lengths[index] + step <= LONGEST_CHAT:
            lengths[index] += step
            missing -= step
    return lengths


def _moment(share: float) -> float:
    """Where in the year (0 to 1) a chat begins before which are `share` of all: days are equal, hours are not."""
    day, within = divmod(share * 365, 1)
    hour = bisect(_HOURS_UNTIL, within) - 1
    hour_share = (within - _HOURS_UNTIL[hour]) / (_HOURS_UNTIL[hour + 1] - _HOURS_UNTIL[hour])
    return (day + (hour + hour_share) / 24) / 365


class _Telling:
    """One chat while it is being told: what `store/entries.sql` does to a conversation, in memory."""

    def __init__(self, cast: Cast, random: Random, phrases: Phrases, begun: datetime) -> None:
        self._site_id = cast.site_id
        self._cast = cast
        self._random = random
        self._phrases = phrases
        self._begun = self._at = begun
        self._visitor_id, self._id = _id_of(begun, random), _id_of(begun, random)
        self._assignee: UUID | None = None
        self._status = "open"
        self._visitor_read_seq = self._operator_read_seq = 0
        self._queued_at: datetime | None = begun
        self._waiting_since: datetime | None = None
        self._entries: list[Row] = []

    def tell(self, length: int, ending: str) -> Chat:
        """A chat of `length` messages that is `waiting` (open and nobody's), `open` or `closed` in the end."""
        random, phrases = self._random, self._phrases
        pause_s = min(PAUSE_S, LONGEST_CHAT_S / (length + 2) / 3)
        operator = random.choice(self._cast.operator_ids)
        self._visitor_writes(random.choice(phrases.first))
        for number in range(1, length):
            self._at += timedelta(seconds=min(random.expovariate(1 / pause_s), 3 * pause_s))
            is_last = number == length - 1
            if ending == "waiting" and is_last:
                if self._assignee is not None:
                    self._assign(operator, None)
                self._visitor_writes(random.choice(phrases.from_visitor))
            elif random.random() < 0.5 or (self._assignee is None and number > 1):
                if self._assignee is None:
                    self._assign(operator, operator)
                self._operator_writes(operator, random.choice(phrases.from_operator))
            else:
                self._visitor_writes(random.choice(phrases.from_visitor))
        if ending == "open" and self._assignee is None:
            self._assign(operator, operator)
        if ending == "closed":
            self._close(operator)
        return self._chat(has_been_read=ending == "closed" or random.random() < 0.5)

    def _visitor_writes(self, body: str) -> None:
        self._add("message", "visitor", self._visitor_id, body=body)
        self._waiting_since = self._waiting_since or self._at
        self._visitor_read_seq = len(self._entries)

    def _operator_writes(self, operator: UUID, body: str) -> None:
        self._add("message", "operator", operator, body=body)
        self._waiting_since = None
        self._operator_read_seq = len(self._entries)

    def _assign(self, operator: UUID, assignee: UUID | None) -> None:
        self._add("assignment", "operator", operator, assignee=assignee)
        self._assignee = assignee
        self._queued_at = (self._waiting_since or self._at) if assignee is None else None

    def _close(self, operator: UUID) -> None:
        self._at += timedelta(seconds=self._random.uniform(5, 60))
        self._add("status", "operator", operator, status="closed")
        self._status = "closed"
        self._queued_at = None

    def _add(
        self,
        kind: str,
        author_kind: str,
        author_id: UUID,
        *,
        body: str | None = None,
        assignee: UUID | None = None,
        status: str | None = None,
    ) -> None:
        seq = len(self._entries) + 1
        echo_id = UUID(int=self._random.getrandbits(128), version=4) if kind == "message" else None
        self._entries.append(
            (
                *(self._site_id, self._id, seq, kind, True, seq - 1, author_kind, author_id),
                *(echo_id, body, assignee, status, self._at),
            )
        )

    def _chat(self, *, has_been_read: bool) -> Chat:
        random, last_seq = self._random, len(self._entries)
        if has_been_read:
            self._visitor_read_seq = self._operator_read_seq = last_seq
        path, title = random.choice(PAGES)
        name = "" if random.random() < 0.6 else f"{random.choice(NAMES)} {random.choice(FAMILY_NAMES)}"
        return Chat(
            visitor=(self._site_id, self._visitor_id, name, "ru", self._begun),
            conversation=(
                *(self._site_id, self._id, self._visitor_id, self._status, self._assignee, last_seq, last_seq),
                *(self._visitor_read_seq, self._operator_read_seq),
                *(self._cast.origin + path, title, random.choice(REFERRERS)),
                *(self._queued_at, self._waiting_since, self._at, self._begun),
            ),
            entries=self._entries,
        )


def _id_of(moment: datetime, random: Random) -> UUID:
    """A UUIDv7 as `store.ids.new_id` would have made it then."""
    high = int(moment.timestamp() * 1_000) << 16 | 0x7000 | random.getrandbits(12)
    return UUID(int=high << 64 | 0b10 << 62 | random.getrandbits(62))
