"""Judges a trial: the promises of docs/protocol.md, held against what clients saw and what Postgres holds. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from tests.chaos.history import Acknowledged, AnyRecord, Final, Head, Held, Joined, Refused, Row, Seen, Sent

R = TypeVar("R")


class Broken(StrEnum):
    """Which promise."""

    LOST = "an acknowledged entry is not stored"
    DOUBLED = "an entry is stored twice"
    GAP = "the seqs of a conversation are not 1, 2, 3 …"
    MISPLACED = "an acknowledged seq holds something else"
    ALTERED = "an entry is not what its author sent"
    INVENTED = "an entry is stored that nobody sent"
    SHUFFLED = "a sender's entries are not stored in the order in which they were sent"
    PHANTOM = "a client saw an entry that is not stored"
    DIVERGED = "a client saw another order than is stored"
    BEHIND = "a connected client never got the end"
    FOREIGN = "a client saw an entry of somebody else's conversation"
    UNANSWERED = "an entry was sent and never acknowledged, though all faults had ended"
    REFUSED = "a client was refused for good"


class Violation(Struct, frozen=True):
    """A promise that was broken, and where."""

    broken: Broken
    where: str

    def __str__(self) -> str:
        return f"{self.broken}: {self.where}"


def check(records: Sequence[AnyRecord], final: Final) -> list[Violation]:
    """Every violation, grouped by promise; none is the promise kept."""
    case = _Case(records, final)
    return [
        *_check_stored(case),
        *_check_acknowledgements(case),
        *_check_order_of_senders(case),
        *_check_seen(case),
        *_check_ends(case),
        *(Violation(Broken.REFUSED, f"{refused}") for refused in case.of(Refused)),
    ]


class _Case:
    """The records by kind, and Postgres' rows by place."""

    def __init__(self, records: Sequence[AnyRecord], final: Final) -> None:
        self._records = records
        self.rows = final.rows
        self.heads: dict[str, Head] = {head.conversation_id: head for head in final.heads}
        self.row_at: dict[tuple[str, int], Row] = {(row.conversation_id, row.seq): row for row in final.rows}
        self.row_of: dict[str, Row] = {row.echo_id: row for row in final.rows if row.echo_id}
        self.sent: dict[str, Sent] = {}
        for sent in self.of(Sent):
            self.sent.setdefault(sent.echo_id, sent)

    def of(self, kind: type[R]) -> Iterator[R]:
        return (record for record in self._records if isinstance(record, kind))

    def timeline(self, conversation_id: str) -> list[Row]:
        return sorted((row for row in self.rows if row.conversation_id == conversation_id), key=lambda row: row.seq)


def _check_stored(case: _Case) -> Iterator[Violation]:
    counts = Counter(row.echo_id for row in case.rows if row.echo_id)
    yield from (
        Violation(Broken.DOUBLED, f"{echo_id}, {times} times") for echo_id, times in counts.items() if times > 1
    )
    seqs: defaultdict[str, list[int]] = defaultdict(list)
    for row in case.rows:
        seqs[row.conversation_id].append(row.seq)
    for conversation_id in seqs.keys() | case.heads.keys():
        head = case.heads.get(conversation_id)
        last = head.last_seq if head else 0
        if sorted(seqs[conversation_id]) != list(range(1, last + 1)):
            yield Violation(Broken.GAP, f"{conversation_id} up to {last}: {sorted(seqs[conversation_id])}")
    for row in case.rows:
        if row.echo_id is None:
            # What the server adds by itself: it opens a conversation again, or gives it to who answers.
            if not row.content.startswith(("assigned to ", "status open")):
                yield Violation(Broken.INVENTED, f"{row}")
        elif (sent := case.sent.get(row.echo_id)) is None:
            yield Violation(Broken.INVENTED, f"{row}")
        elif (sent.author, sent.content) != (row.author, row.content):
            yield Violation(Broken.ALTERED, f"{row}, sent as {sent}")


def _check_acknowledgements(case: _Case) -> Iterator[Violation]:
    acknowledged = set()
    for ack in case.of(Acknowledged):
        acknowledged.add(ack.echo_id)
        there = case.row_at.get((ack.conversation_id, ack.seq))
        if ack.echo_id not in case.row_of:
            yield Violation(Broken.LOST, f"{ack}")
        elif there is None or there.echo_id != ack.echo_id:
            yield Violation(Broken.MISPLACED, f"{ack}, where Postgres has {there}")
    refused = {refused.echo_id for refused in case.of(Refused)}
    for echo_id, sent in case.sent.items():
        if echo_id not in acknowledged | refused:
            yield Violation(Broken.UNANSWERED, f"{sent}")


def _check_order_of_senders(case: _Case) -> Iterator[Violation]:
    newest: dict[tuple[str, str], Row] = {}
    for echo_id, sent in case.sent.items():
        row = case.row_of.get(echo_id)
        if row is None:
            continue
        before = newest.get((sent.client, row.conversation_id))
        if before is not None and before.seq > row.seq:
            yield Violation(Broken.SHUFFLED, f"{sent.client} sent {before} before {row}")
        newest[sent.client, row.conversation_id] = row


def _check_seen(case: _Case) -> Iterator[Violation]:
    audiences = {joined.client: joined for joined in case.of(Joined)}
    for seen in case.of(Seen):
        head = case.heads.get(seen.conversation_id)
        row = case.row_at.get((seen.conversation_id, seen.seq))
        if head is not None and not _may_see(audiences.get(seen.client), head):
            yield Violation(Broken.FOREIGN, f"{seen}")
        if row is None:
            yield Violation(Broken.PHANTOM, f"{seen}")
        elif (row.echo_id, row.author, row.content) != (seen.echo_id, seen.author, seen.content):
            yield Violation(Broken.DIVERGED, f"{seen}, where Postgres has {row}")


def _may_see(audience: Joined | None, head: Head) -> bool:
    if audience is None or audience.site != head.site:
        return False
    return audience.visitor is None or audience.visitor == head.visitor


def _check_ends(case: _Case) -> Iterator[Violation]:
    held: set[tuple[str, str]] = set()
    for end in case.of(Held):
        held.add((end.client, end.conversation_id))
        stored = [(row.seq, row.echo_id) for row in case.timeline(end.conversation_id)]
        first = end.entries[0][0] if end.entries else 1
        expected = [entry for entry in stored if entry[0] >= first]
        if end.entries == expected and end.entries:
            continue
        is_short = end.entries == expected[: len(end.entries)]
        broken = Broken.BEHIND if is_short else Broken.DIVERGED
        yield Violation(broken, f"{end.client} holds {_told(end.entries)} of {end.conversation_id}: {_told(expected)}")
    for joined in case.of(Joined):
        for head in case.heads.values():
            if _may_see(joined, head) and (joined.client, head.conversation_id) not in held:
                yield Violation(Broken.BEHIND, f"{joined.client} holds nothing of {head.conversation_id}")


def _told(entries: Iterable[tuple[int, str | None]]) -> str:
    shown = [f"{seq} {(echo_id or '-')[:8]}" for seq, echo_id in entries]
    return f"{len(shown)} entries … {', '.join(shown[-3:])}"
