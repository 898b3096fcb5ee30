"""Which operators are here, and which of them have stepped away.

Postgres knows it, since conversations are given out there: of each operator with a socket here this process renews a
lease every 5 s. Who is away is stored as well, so it outlives reloads and restarts; other processes learn of it with
their next renewal. To visitors an operator who is away is not there.
"""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from ryadom.core.presence import Presence
from ryadom.live.hub import OperatorsTopic
from ryadom.live.relay import Relay
from ryadom.protocol.operator import AwayChanged
from ryadom.store.database import Database
from ryadom.store.operator_work import put_away, register_operator, see_operators
from ryadom.store.sql import Connection

RENEW_INTERVAL_S = 5.0


class Duty:
    """`renew` is a chore. `on_change` is called when an operator may be given something who could not before."""

    def __init__(self, database: Database, presence: Presence, relay: Relay, *, on_change: Callable[[], None]) -> None:
        self._database = database
        self._presence = presence
        self._relay = relay
        self._on_change = on_change
        self._shifts: dict[UUID, set[Shift]] = {}

    async def sign_on(self, connection: Connection, operator_id: UUID) -> bool:
        """Says that the operator is here; gives whether they have stepped away. `begin` follows."""
        await register_operator(connection, operator_id)
        return operator_id in await see_operators(connection, [operator_id])

    def begin(self, operator_id: UUID, posts: Sequence[UUID], *, is_away: bool) -> "Shift":
        """One socket of an operator; `posts` are their sites and departments. Whoever begins it ends it."""
        shift = Shift(self._presence, posts, on_end=lambda: self._end(operator_id, shift))
        self._shifts.setdefault(operator_id, set()).add(shift)
        shift.count(is_away=is_away)
        self._on_change()
        return shift

    async def set_away(self, operator_id: UUID, site_ids: Collection[UUID], *, is_away: bool) -> None:
        """Steps away, or comes back, and tells colleagues and the operator's other sockets.

        Raises:
            DatabaseUnavailable: Postgres is away; all stays as it was.
        """
        async with self._database.connection() as connection:
            await put_away(connection, operator_id, is_away=is_away)
        self._apply(operator_id, is_away=is_away)
        for site_id in site_ids:
            self._relay.publish(OperatorsTopic(site_id), AwayChanged(operator_id=operator_id, away=is_away))
        self._on_change()

    async def renew(self) -> None:
        """Renews the leases of those who are here, and takes over who of them has stepped away elsewhere.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        present = list(self._shifts)
        if not present:
            return
        async with self._database.connection() as connection:
            away = await see_operators(connection, present)
        for operator_id in present:
            self._apply(operator_id, is_away=operator_id in away)

    def _apply(self, operator_id: UUID, *, is_away: bool) -> None:
        for shift in self._shifts.get(operator_id, ()):
            shift.count(is_away=is_away)

    def _end(self, operator_id: UUID, shift: "Shift") -> None:
        shifts = self._shifts[operator_id]
        shifts.discard(shift)
        if not shifts:
            del self._shifts[operator_id]


class Shift:
    """One socket of an operator, who counts as present on their posts while they are not away."""

    def __init__(self, presence: Presence, posts: Sequence[UUID], *, on_end: Callable[[], None]) -> None:
        self._presence = presence
        self._posts = posts
        self._on_end = on_end
        self._counts = False

    def count(self, *, is_away: bool) -> None:
        """They have stepped away, or are back."""
        if self._counts is not is_away:
            return
        self._counts = not is_away
        change = self._presence.operator_leaves if is_away else self._presence.operator_arrives
        for post_id in self._posts:
            change(post_id)

    def end(self) -> None:
        """The socket has gone."""
        self.count(is_away=True)
        self._on_end()
