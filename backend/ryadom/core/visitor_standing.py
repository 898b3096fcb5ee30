"""What a visitor may still do: nothing once they were erased, and only read while blocked or banned."""

import time
from collections.abc import Callable

from ryadom.core.tokens import VisitorIdentity
from ryadom.errors import TokenRevoked, VisitorBanned, VisitorBlocked, VisitorErased
from ryadom.live.owner import Owner
from ryadom.protocol.shared import FetchHistory, MarkRead, Ping
from ryadom.protocol.visitor import (
    Agree,
    AskErasure,
    DismissInvitation,
    EndConversation,
    Hello,
    Identify,
    PreviewDraft,
    RateConversation,
    SendCopy,
    SendMessage,
    SetAttributes,
    Track,
    VisitorCommand,
    WithdrawConsent,
)
from ryadom.store.database import Database
from ryadom.store.sql import Connection
from ryadom.store.visitors import Standing, find_standing

NOTHING_NEW = (Hello, FetchHistory, WithdrawConsent, AskErasure, Ping)
"""Commands that bring no data of the visitor's, or take away what they allowed. One that is added later does, unless it
is named here."""

READING = (MarkRead, DismissInvitation)
"""Commands by which the visitor only looks at what is there: a ban leaves them that."""

WORDS = (SendMessage, EndConversation, RateConversation, Agree, SendCopy, Identify, SetAttributes, Track)
"""Commands whose refusal the visitor, or the page, must hear of. Others (typing, pages, read marks) are signs, and are
dropped."""

TELLING = (*WORDS, PreviewDraft)
"""Commands by which others learn what the visitor writes."""

LOOK_INTERVAL_S = 30.0
"""How soon a ban holds on a socket that its announcement has not reached: the bus was away."""


async def standing_of(connection: Connection, identity: VisitorIdentity) -> Standing:
    """What the visitor may still do who comes with a token.

    Raises:
        TokenRevoked: the token is of a generation that was revoked.
        VisitorErased: the visitor's erasure has begun.
    """
    standing = await find_standing(connection, site_id=identity.site_id, visitor_id=identity.visitor_id)
    if identity.generation > standing.revoked_generation:
        return standing
    if standing.is_erased:
        raise VisitorErased(
            "What was held on this visitor was erased. Forget what is unsent; say hello without a token.", field="token"
        )
    raise TokenRevoked(
        "The token has been revoked. Say hello without a token to begin as a new visitor.", field="token"
    )


async def refuse_erased(connection: Connection, owner: Owner) -> None:
    """Keeps what was erased from coming back. Erasure closes conversations first, so nobody asks about an open one.

    Raises:
        VisitorErased: the visitor's erasure has begun.
    """
    if (await find_standing(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)).is_erased:
        raise _erased()


async def refuse_untouchable(connection: Connection, owner: Owner) -> Standing:
    """Keeps anybody from adding to what was erased or is blocked: nothing, under the lock of the visitor's row.

    Raises:
        VisitorErased: the visitor's erasure has begun.
        VisitorBlocked: the visitor's data are blocked.
    """
    standing = await find_standing(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
    if standing.is_erased:
        raise _erased()
    if standing.is_blocked:
        raise VisitorBlocked("The visitor's data are blocked: nothing is taken until they are unblocked. Try later.")
    return standing


async def refuse_shut_out(connection: Connection, owner: Owner) -> None:
    """Keeps the visitor from adding anything. Operators go on with who is banned: see `refuse_untouchable`.

    Raises:
        VisitorErased, VisitorBlocked: see `refuse_untouchable`.
        VisitorBanned: an operator keeps them from writing for a while.
    """
    if (await refuse_untouchable(connection, owner)).is_banned:
        raise VisitorBanned("The visitor may not write in this chat for now. They can read, withdraw and be forgotten.")


class Restraint:
    """Whether the commands of one socket are done, by what its hello found.

    Whoever was neither blocked nor banned then is looked at again only now and then: either closes the socket, and a
    message that comes before a blocking does is refused where it would be stored.
    """

    def __init__(
        self, database: Database, owner: Owner, standing: Standing, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._is_on = standing.is_blocked or standing.is_banned
        self._database = database
        self._owner = owner
        self._clock = clock
        self._looked_at = clock()

    async def admit(self, command: VisitorCommand) -> bool:
        """Whether the command is to be done; where not, it is a sign that nobody may be told of.

        Raises:
            VisitorBlocked, VisitorBanned: it would add to what may not be added to.
        """
        if isinstance(command, NOTHING_NEW) or not (self._is_on or self._is_due(command)):
            return True
        try:
            # It may be over, or have begun, and the word of it lost.
            self._looked_at = self._clock()
            async with self._database.connection() as connection:
                await refuse_shut_out(connection, self._owner)
        except (VisitorBlocked, VisitorBanned) as error:
            self._is_on = True
            if isinstance(error, VisitorBanned) and isinstance(command, READING):
                return True
            if isinstance(command, WORDS):
                raise
            return False
        self._is_on = False
        return True

    def _is_due(self, command: VisitorCommand) -> bool:
        return isinstance(command, TELLING) and self._clock() - self._looked_at >= LOOK_INTERVAL_S


def _erased() -> VisitorErased:
    return VisitorErased("What was held on this visitor was erased. Nothing can be written to them any more.")
