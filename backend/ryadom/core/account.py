"""What operators do with their own access, and those who look after access with that of others."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from uuid import UUID

from msgspec import Struct

from ryadom.core.access_notes import note_access
from ryadom.core.passwords import Passwords, check_password
from ryadom.core.rights import SECOND_FACTOR_ROLES, check_rank
from ryadom.core.second_factor import Enrolment, SecondFactors
from ryadom.core.sign_in import Proof, SignIn
from ryadom.errors import NotSignedIn, OperatorUnknown, RightMissing, SessionUnknown, SignInRefused
from ryadom.live.relay import Relay
from ryadom.store import operator_sessions as sessions
from ryadom.store import operators as operator_store
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor
from ryadom.store.operator_sessions import OperatorSession, SessionLine
from ryadom.store.operators import Colleague
from ryadom.store.second_factors import delete_factor
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.sql import Connection


class SecondFactorState(Struct, frozen=True, kw_only=True):
    """How an operator's second factor stands."""

    is_on: bool
    is_required: bool
    recovery_codes_left: int


class Accounts(Struct, frozen=True, kw_only=True):
    """Changes operators' access. What changes how somebody signs in asks for the password again, and for a code.

    Such a change ends all other sessions: one of them may be why it is made. It is refused with NotSignedIn where the
    own one has ended meanwhile. Every change, with who made it (`by`), is in the journal in the same transaction:
    neither is there without the other.
    """

    database: Database
    relay: Relay
    passwords: Passwords
    sign_in: SignIn
    second_factors: SecondFactors

    async def second_factor_of(self, session: OperatorSession) -> SecondFactorState:
        """How the own second factor stands."""
        return SecondFactorState(
            is_on=session.has_second_factor,
            is_required=session.role in SECOND_FACTOR_ROLES,
            recovery_codes_left=await self.second_factors.count_recovery_codes(session.operator_id),
        )

    async def begin_second_factor(self, session: OperatorSession, proof: Proof) -> Enrolment:
        """A new secret for the own application; see `SecondFactors.begin`.

        Raises:
            SignInRefused, SecondFactorExpected, SecondFactorRefused, SignInLocked: see `SignIn.prove`.
        """
        await self.sign_in.prove(session.email, proof)
        return await self.second_factors.begin(session.operator_id, account=session.email)

    async def confirm_second_factor(self, session: OperatorSession, code: str, *, by: Actor) -> list[str]:
        """Sets the second factor up, and gives recovery codes; see `SecondFactors.confirm`.

        Raises:
            SecondFactorRefused: a wrong code, or nothing was begun in the last 15 minutes.
            SignInLocked: too many wrong codes.
            JournalUnavailable: the change can't be journalled, so it is not made.
        """
        await self.sign_in.count_code(session.operator_id)
        what = "second_factor_replaced" if session.has_second_factor else "second_factor_set_up"
        async with self._journalled_change(session, what, by) as connection:
            codes = await self.second_factors.confirm(connection, session.operator_id, code)
        await self.sign_in.forget_codes(session.operator_id)
        return codes

    async def remove_second_factor(self, session: OperatorSession, proof: Proof, *, by: Actor) -> None:
        """Turns the own second factor off.

        Raises:
            RightMissing: the role needs one.
            SignInRefused, SecondFactorExpected, SecondFactorRefused, SignInLocked: see `SignIn.prove`.
            JournalUnavailable: the change can't be journalled, so it is not made.
        """
        if session.role in SECOND_FACTOR_ROLES:
            raise RightMissing(f"The role {session.role} needs a second factor: it can be replaced, not turned off.")
        await self.sign_in.prove(session.email, proof)
        async with self._journalled_change(session, "second_factor_removed", by) as connection:
            await delete_factor(connection, session.operator_id)

    async def change_password(self, session: OperatorSession, proof: Proof, *, new_password: str, by: Actor) -> None:
        """Changes the own password.

        Raises:
            BadBody: not a password that may be used.
            SignInRefused, SecondFactorExpected, SecondFactorRefused, SignInLocked: see `SignIn.prove`.
            JournalUnavailable: the change can't be journalled, so it is not made.
        """
        check_password(new_password, email=session.email)
        proven = (await self.sign_in.prove(session.email, proof)).password_hash
        password_hash = await self.passwords.hash(new_password)
        async with self._journalled_change(session, "password_changed", by) as connection:
            if not await operator_store.set_password_hash(connection, session.operator_id, password_hash, over=proven):
                raise SignInRefused("The password has changed meanwhile. Try again with the one that it is now.")

    async def list_sessions(self, session: OperatorSession) -> list[SessionLine]:
        """The own sessions, the one used last first."""
        return await self.sign_in.list_sessions(session.operator_id)

    async def end_session(self, session: OperatorSession, session_id: UUID, *, by: Actor) -> None:
        """Ends one of the own sessions, and closes its sockets.

        Raises:
            SessionUnknown: the operator has none of this id.
            JournalUnavailable: the end can't be journalled; the session goes on.
        """
        async with self.database.transaction() as connection:
            if not await sessions.end_session(connection, operator_id=session.operator_id, id=session_id):
                raise SessionUnknown("You have no such session.", field="session_id")
            await note_access(connection, session.operator_id, "sessions_ended", by=by, count="1")
        self.relay.end_session(session_id)

    async def end_other_sessions(self, session: OperatorSession, *, by: Actor) -> int:
        """Ends all of the own sessions but this one, and closes their sockets; gives how many."""
        return await self._end_sessions(session.operator_id, but=session.id, by=by)

    async def list_sites(self, session: OperatorSession) -> list[Site]:
        """The sites that the operator works on, oldest first."""
        async with self.database.connection() as connection:
            return await sites_of_operator(connection, session.operator_id)

    async def list_colleagues(self, session: OperatorSession) -> list[Colleague]:
        """Who works on the operator's sites."""
        async with self.database.connection() as connection:
            sites = await sites_of_operator(connection, session.operator_id)
            return await operator_store.list_colleagues(connection, site_ids=[site.id for site in sites])

    async def end_sessions_of(self, session: OperatorSession, operator_id: UUID, *, by: Actor) -> int:
        """Signs a colleague out everywhere; gives of how many sessions.

        Raises:
            OperatorUnknown: nobody of this id works on the operator's sites.
            RightMissing: an owner, and one is none.
            JournalUnavailable: the end can't be journalled; the sessions go on.
        """
        colleagues = {colleague.id: colleague for colleague in await self.list_colleagues(session)}
        if operator_id not in colleagues:
            raise OperatorUnknown("Nobody with this id works on your sites.", field="operator_id")
        check_rank(session.role, colleagues[operator_id].role)
        return await self._end_sessions(operator_id, by=by)

    async def _end_sessions(self, operator_id: UUID, *, but: UUID | None = None, by: Actor) -> int:
        async with self.database.transaction() as connection:
            ended = await sessions.end_sessions(connection, operator_id=operator_id, but=but)
            if ended:
                await note_access(connection, operator_id, "sessions_ended", by=by, count=str(len(ended)))
        self._close(ended)
        return len(ended)

    @asynccontextmanager
    async def _journalled_change(self, session: OperatorSession, what: str, by: Actor) -> AsyncIterator[Connection]:
        """A transaction for a change of how somebody signs in: with it their other sessions end, and it is noted.

        Whoever signs them out or gives them another password comes before it or after it as a whole: what was proven
        before that changes nothing any more.

        Raises:
            NotSignedIn: the session has ended.
        """
        async with self.database.transaction() as connection:
            await operator_store.lock_operators(connection)
            await operator_store.hold_operator(connection, session.operator_id)
            if session.id not in await sessions.hold_sessions(connection, session.operator_id):
                raise NotSignedIn("The session has ended meanwhile. Sign in again.")
            yield connection
            ended = await sessions.end_sessions(connection, operator_id=session.operator_id, but=session.id)
            await note_access(connection, session.operator_id, what, by=by, sessions_ended=str(len(ended)))
        self._close(ended)

    def _close(self, ended: Iterable[UUID]) -> None:
        for session_id in ended:
            self.relay.end_session(session_id)
