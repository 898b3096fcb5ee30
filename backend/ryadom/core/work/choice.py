"""To whom a conversation is given. Pure: who may get it has been read, under locks, by whoever asks."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from ryadom.store.dispatch import Candidate
from ryadom.store.work_rules import Mode

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def choose(mode: Mode, candidates: Sequence[Candidate], *, last_id: UUID | None = None) -> Candidate | None:
    """The one of them who gets the next conversation; None where nobody has room, or the site gives nothing.

    `last_id`: who last wrote to the visitor, for `Mode.LAST`. Among equals it is whoever was given nothing for the
    longest time, so that a quiet hour does not all go to one.
    """
    free = [one for one in candidates if one.max_chats is None or one.open_count < one.max_chats]
    if not free or mode is Mode.OFF:
        return None
    if mode is Mode.LAST and (last := next((one for one in free if one.author.id == last_id), None)):
        return last
    if mode is Mode.EVENLY:
        return min(free, key=lambda one: (one.given_at or _LONG_AGO, one.open_count, one.author.id))
    return min(free, key=lambda one: (one.open_count, one.given_at or _LONG_AGO, one.author.id))
