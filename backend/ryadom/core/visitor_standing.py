"""What a visitor may still do: nothing once they were erased, and only read while their data are blocked."""

from ryadom.core.tokens import VisitorIdentity
from ryadom.errors import TokenRevoked, VisitorBlocked, VisitorErased
from ryadom.live.owner import Owner
from ryadom.protocol.shared import FetchHistory, Ping
from ryadom.protocol.visitor import (
    Agree,
    AskErasure,
    EndConversation,
    Hello,
    Identify,
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

WORDS = (SendMessage, EndConversation, RateConversation, Agree, SendCopy, Identify, SetAttributes, Track)
"""Commands whose refusal the visitor, or the page, must hear of. Others (typing, pages, read marks) are signs, and are
dropped."""


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


async def refuse_shut_out(connection: Connection, owner: Owner) -> None:
    """Keeps anything from being added to what was erased or is blocked: nothing, under the lock of the visitor's row.

    Raises:
        VisitorErased: the visitor's erasure has begun.
        VisitorBlocked: the visitor's data are blocked.
    """
    standing = await find_standing(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
    if standing.is_erased:
        raise _erased()
    if standing.is_blocked:
        raise VisitorBlocked("The visitor's data are blocked: nothing is taken until they are unblocked. Try later.")


class Restraint:
    """Whether the commands of one socket are done, by what its hello found.

    Nobody asks Postgres about a visitor who was not blocked then: a blocking closes the socket, and a message that
    comes before is refused where it would be stored.
    """

    def __init__(self, database: Database, owner: Owner, *, is_blocked: bool) -> None:
        self.is_blocked = is_blocked
        self._database = database
        self._owner = owner

    async def admit(self, command: VisitorCommand) -> bool:
        """Whether the command is to be done; where not, it is a sign that nobody may be told of.

        Raises:
            VisitorBlocked: it would add to what is blocked.
        """
        if not self.is_blocked or isinstance(command, NOTHING_NEW):
            return True
        try:
            # It may be over, and the word of it lost.
            async with self._database.connection() as connection:
                await refuse_shut_out(connection, self._owner)
        except VisitorBlocked:
            if isinstance(command, WORDS):
                raise
            return False
        self.is_blocked = False
        return True


def _erased() -> VisitorErased:
    return VisitorErased("What was held on this visitor was erased. Nothing can be written to them any more.")
