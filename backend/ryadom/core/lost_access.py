"""Passwords that colleagues have forgotten, and second factors that they have lost.

A link to choose a new password works once, for a day, and only its maker and whom it is for see it; of its token a
hash is stored, and a mail that waits to be sent holds it. It leaves a second factor as it is: so nobody signs in by it
as somebody who has one. A second factor is reset only by those of a higher role.
"""

import hashlib
import secrets
from contextlib import suppress
from uuid import UUID

from msgspec import Struct

from ryadom.core.access_notes import note_access, note_on_sites
from ryadom.core.attempts import Attempts
from ryadom.core.colleague_changes import Change
from ryadom.core.colleagues import Colleagues
from ryadom.core.mail_occasions import Occasion, PasswordChosen, PasswordLinkMade, SecondFactorReset
from ryadom.core.mailer import Mailer
from ryadom.core.passwords import Passwords, check_password
from ryadom.core.rights import Right, check_above, may
from ryadom.core.sign_in import key_of_pair
from ryadom.errors import BadBody, NotSignedIn, PasswordLinkUnknown
from ryadom.store import operator_sessions as sessions
from ryadom.store import operators as operator_store
from ryadom.store import password_links as store
from ryadom.store.controllers import controllers_of_operator
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Role
from ryadom.store.password_links import PasswordLink
from ryadom.store.second_factors import delete_factor
from ryadom.store.sql import Connection

LIFETIME_HOURS = 24
_LIFETIME_S = LIFETIME_HOURS * 3_600.0

MAX_MADE = 30
"""Links that one person makes in 15 minutes: mail is nothing to make much of."""

MAX_GUESSES = 30
"""Tokens that are tried from one network in 15 minutes; one of 2²⁵⁶ is right."""


class MadeLink(Struct, frozen=True, kw_only=True):
    """A link's token, which is shown this once. `is_mailed`: a mail with it was queued to the colleague."""

    token: str
    is_mailed: bool


class Shown(Struct, frozen=True, kw_only=True):
    """What whoever has a link sees before they choose a password."""

    email: str
    name: str


class LostAccess(Struct, frozen=True, kw_only=True):
    """Gives access back, and tells the colleague each time, if there is a mailer: somebody else may have wanted it.

    Without a `public_url` the link is not in that mail and is handed on: what is made of the host that some request
    names could lead elsewhere.
    """

    colleagues: Colleagues
    passwords: Passwords
    attempts: Attempts
    mailer: Mailer | None
    public_url: str | None

    async def make_link(self, session: OperatorSession, operator_id: UUID, *, by: Actor) -> MadeLink:
        """A link by which a colleague chooses a new password; the one before is of no use from then on.

        Raises:
            OperatorUnknown, RightMissing, JournalUnavailable: see `Colleagues`.
            BadBody: the colleague's access is closed.
            SignInLocked: too many links in a short time.
            NotSignedIn: the session has ended meanwhile: such a link would outlive it.
        """
        await self.attempts.count([(self.attempts.key("password links made", str(session.operator_id)), MAX_MADE)])
        token = secrets.token_urlsafe(32)
        async with self.colleagues.changing(session, operator_id) as change:
            change.check_alone()
            if session.id not in await sessions.hold_sessions(change.connection, session.operator_id):
                raise NotSignedIn("The session has ended meanwhile. Sign in again.")
            if not change.colleague.is_active:
                raise BadBody("Their access is closed: open it first.", field="operator_id")
            await store.put_link(
                change.connection,
                operator_id,
                token_sha256=_digest(token),
                made_by=session.operator_id,
                lifetime_s=_LIFETIME_S,
            )
            link = f"{self.public_url}/panel/#password/{token}" if self.public_url else ""
            occasion = PasswordLinkMade(maker=session.name, link=link, hours=LIFETIME_HOURS)
            is_told = await self._tell(change.connection, operator_id, occasion, to=change.colleague.email)
            await _note(change, "password_link_made", by=by)
        self._wake()
        return MadeLink(token=token, is_mailed=is_told and bool(link))

    async def show(self, token: str, *, network: str) -> Shown:
        """Whose password a link changes, for whoever has it.

        Raises:
            PasswordLinkUnknown: it is of no use (any more).
            SignInLocked: too many tokens from this network.
        """
        link = await self._find(token, network)
        return Shown(email=link.email, name=link.name)

    async def choose_password(self, token: str, *, password: str, network: str) -> str:
        """Changes the password, ends all sessions and uses the link up; gives the address to sign in with.

        Raises:
            PasswordLinkUnknown: the link is of no use (any more).
            BadBody: a password that can't be one.
            SignInLocked: too many tokens from this network.
            JournalUnavailable: it can't be journalled; the link stays as it is.
        """
        link = await self._find(token, network)
        password_hash = await self.passwords.hash(check_password(password, email=link.email))
        by = Actor(kind=ActorKind.OPERATOR, id=link.operator_id, name=link.name, network=network)
        async with self.colleagues.database.transaction() as connection:
            # Under the lock that roles are changed under: who made it may not be allowed to any more.
            await operator_store.lock_operators(connection)
            if await _usable(connection, token) != link or not await store.take_link(connection, _digest(token)):
                raise _unknown()
            await operator_store.set_password_hash(connection, link.operator_id, password_hash)
            # Who has forgotten a password has tried some: they sign in from here at once.
            pair = key_of_pair(self.attempts, link.email.lower(), network)
            await sessions.forget_attempts(connection, key_hmac=pair)
            ended = await sessions.end_sessions(connection, operator_id=link.operator_id)
            await self._tell(connection, link.operator_id, PasswordChosen(), to=link.email)
            await note_access(connection, link.operator_id, "password_reset", by=by, sessions_ended=str(len(ended)))
        self._close(ended)
        self._wake()
        return link.email

    async def reset_second_factor(self, session: OperatorSession, operator_id: UUID, *, by: Actor) -> None:
        """Forgets a colleague's second factor and ends all their sessions: the password alone signs in from then on.

        Raises:
            OperatorUnknown, JournalUnavailable: see `Colleagues`.
            RightMissing: the same, or the colleague's role is no lower than the own one.
        """
        async with self.colleagues.changing(session, operator_id) as change:
            change.check_alone()
            check_above(change.acting_role, change.colleague.role)
            await delete_factor(change.connection, operator_id)
            ended = await sessions.end_sessions(change.connection, operator_id=operator_id)
            occasion = SecondFactorReset(resetter=session.name)
            await self._tell(change.connection, operator_id, occasion, to=change.colleague.email)
            await _note(change, "second_factor_reset", by=by)
        self._close(ended)
        self._wake()

    async def forget_old(self) -> None:
        """Deletes links that have expired."""
        async with self.colleagues.database.connection() as connection:
            await store.delete_old_links(connection)

    async def _find(self, token: str, network: str) -> PasswordLink:
        """Counts the token before it is looked at, and takes that back where it is a right one."""
        key = self.attempts.key("password link", network)
        await self.attempts.count([(key, MAX_GUESSES)])
        async with self.colleagues.database.connection() as connection:
            link = await _usable(connection, token)
        if link is None:
            raise _unknown()
        await self.attempts.forgive([key])
        return link

    async def _tell(self, connection: Connection, operator_id: UUID, occasion: Occasion, *, to: str) -> bool:
        """Queues a mail together with the change; whether it did."""
        if self.mailer is None:
            return False
        [controller_id, *_] = await controllers_of_operator(connection, operator_id)
        # Whoever was added by a command may have an address to which nothing can be sent.
        with suppress(BadBody):
            await self.mailer.queue_within(connection, controller_id, occasion, to=to)
            return True
        return False

    def _wake(self) -> None:
        if self.mailer is not None:
            self.mailer.wake()

    def _close(self, ended: list[UUID]) -> None:
        for session_id in ended:
            self.colleagues.relay.end_session(session_id)


async def _usable(connection: Connection, token: str) -> PasswordLink | None:
    link = await store.find_link(connection, _digest(token))
    if link is None or not may(link.maker_role, Right.MANAGE_OPERATORS):
        return None
    if link.role is Role.OWNER and link.maker_role is not Role.OWNER:
        return None
    return link


async def _note(change: Change, what: str, *, by: Actor) -> None:
    sites = change.sites(change.colleague.site_ids)
    await note_on_sites(change.connection, sites, what, by=by, operator_id=str(change.colleague.id))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _unknown() -> PasswordLinkUnknown:
    return PasswordLinkUnknown("This link can't be used (any more). Ask for another one.", field="token")
