"""Signing in and out: server-side sessions, and a lock after repeated failures."""

import hashlib
import secrets
from uuid import UUID

from msgspec import Struct

from ryadom.core.alarms import Alarms
from ryadom.core.attempts import LONGEST_WINDOW_S, WINDOW_S, Attempts
from ryadom.core.networks import network_of
from ryadom.core.passwords import Passwords
from ryadom.core.second_factor import SecondFactors
from ryadom.errors import NotSignedIn, SecondFactorExpected, SecondFactorRefused, SignInRefused
from ryadom.store import journal
from ryadom.store import operator_sessions as sessions
from ryadom.store.controllers import controllers_of_operator, oldest_controllers
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Action, Actor, ActorKind, Record, Result
from ryadom.store.operator_sessions import OperatorSession, SessionLine
from ryadom.store.operators import Operator, find_operator_by_email
from ryadom.store.sql import Connection

MAX_PER_ACCOUNT_AND_ADDRESS = 5
"""A person who mistypes: the lock falls on this account from this address only."""

MAX_PER_ACCOUNT = 50
"""Guesses at one account from many addresses."""

MAX_PER_ADDRESS = 50
"""Guesses at many accounts from one address; an office shares one, so this is looser."""


MAX_CODES_PER_ACCOUNT = 10
"""Guesses at a second factor by somebody who has the password, from wherever; three of a million codes are right."""


class Proof(Struct, frozen=True, kw_only=True):
    """What somebody shows to prove who they are, and from which network address. `code`: empty where none is asked."""

    password: str
    code: str = ""
    address: str


class SignedIn(Struct, frozen=True, kw_only=True):
    """A new session and the cookie that opens it; the cookie is kept nowhere here."""

    session: OperatorSession
    cookie: str


class SignIn:
    """Signs operators in and out. Whose access is closed is refused as if the password were wrong."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        second_factors: SecondFactors,
        *,
        attempts: Attempts,
        idle_limit_s: float,
        alarms: Alarms,
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._second_factors = second_factors
        self._attempts = attempts
        self._idle_limit_s = idle_limit_s
        self._alarms = alarms

    async def sign_in(self, email: str, proof: Proof) -> SignedIn:
        """Opens a session.

        Raises:
            SignInRefused, SecondFactorExpected, SecondFactorRefused: see `prove`.
        """
        operator = await self.prove(email, proof)
        cookie = secrets.token_urlsafe(32)
        session = OperatorSession(
            id=new_id(),
            operator_id=operator.id,
            email=operator.email,
            name=operator.name,
            role=operator.role,
            has_second_factor=operator.has_second_factor,
        )
        async with self._database.transaction() as connection:
            if not await sessions.insert_session(
                connection,
                id=session.id,
                operator_id=operator.id,
                password_hash=operator.password_hash,
                has_second_factor=operator.has_second_factor,
                token_sha256=_digest(cookie),
            ):
                # It was changed while it was looked at, or a second factor set up: the proof is enough no more.
                raise _refused()
            await _note(connection, Action.SIGNED_IN, session, network_of(proof.address))
        return SignedIn(session=session, cookie=cookie)

    async def prove(self, email: str, proof: Proof) -> Operator:
        """The operator with this address, if the proof is theirs.

        Every attempt is counted before the password is looked at, so parallel guesses count too; a success takes it
        back. A right password without a code that is due neither counts nor takes back what was counted before.

        Raises:
            SignInLocked: too many attempts; `retry_after_s` says when the lock ends.
            SignInRefused: no such operator or a wrong password, with the same answer in the same time.
            SecondFactorExpected: the password is right, and a code is due with it.
            SecondFactorRefused: the password is right, the code is wrong or was used.
            JournalUnavailable: the journal can't be written, so nobody is let in.
        """
        # Postgres keeps no NUL; without it the address is only one that nobody has.
        account = email.replace("\0", "�").strip().lower()
        network = network_of(proof.address)
        by_address = self._attempts.key("address", network)
        by_pair = key_of_pair(self._attempts, account, network)
        by_account = self._attempts.key("account", account)
        # In this order, and no further than the first that is full: who is locked out adds nothing to what is shared.
        limits = ((by_address, MAX_PER_ADDRESS), (by_pair, MAX_PER_ACCOUNT_AND_ADDRESS), (by_account, MAX_PER_ACCOUNT))
        begins_lock = await self._attempts.count(limits)
        async with self._database.connection() as connection:
            operator = await find_operator_by_email(connection, account)
        right = await self._passwords.verify(proof.password, operator.password_hash if operator else None)
        if operator is None or not right or not operator.is_active:
            if operator is not None and begins_lock:
                await self._alarms.tell_of_lock(operator, attempts=MAX_PER_ACCOUNT, minutes=round(WINDOW_S / 60))
            await self._note_refusal(operator, network)
            raise _refused()
        if operator.has_second_factor:
            if not proof.code:
                async with self._database.connection() as connection:
                    await sessions.forgive_attempts(connection, [by_address, by_account, by_pair])
                raise SecondFactorExpected("A code of the second factor is to come with the password.", field="code")
            await self.count_code(operator.id)
            try:
                await self._second_factors.spend(operator.id, proof.code)
            except SecondFactorRefused:
                await self._note_refusal(operator, network)
                raise
            await self.forget_codes(operator.id)
        async with self._database.transaction() as connection:
            await sessions.forgive_attempts(connection, [by_address, by_account])
            await sessions.forget_attempts(connection, key_hmac=by_pair)
        return operator

    async def count_code(self, operator_id: UUID) -> None:
        """Counts a code that somebody shows, before it is looked at; `forget_codes` after a right one.

        Raises:
            SignInLocked: too many of them; `retry_after_s` says when the lock ends.
        """
        await self._attempts.count([(self._attempts.key("code", str(operator_id)), MAX_CODES_PER_ACCOUNT)])

    async def forget_codes(self, operator_id: UUID) -> None:
        """Starts the count of codes afresh, after a right one."""
        async with self._database.connection() as connection:
            await sessions.forget_attempts(connection, key_hmac=self._attempts.key("code", str(operator_id)))

    async def find(self, cookie: str | None) -> OperatorSession:
        """The session that a cookie opens; looking it up counts as use.

        Raises:
            NotSignedIn: no cookie, an unknown one, or one that has been idle too long.
        """
        if cookie:
            async with self._database.connection() as connection:
                session = await sessions.find_session(
                    connection, token_sha256=_digest(cookie), idle_limit_s=self._idle_limit_s
                )
            if session is not None:
                return session
        raise NotSignedIn("You are not signed in, or the session has ended. Sign in again.")

    async def sign_out(self, cookie: str | None, *, address: str) -> OperatorSession:
        """Ends the session of a cookie and gives it; its open sockets are closed by the next check of live sessions.

        Raises:
            NotSignedIn: as for `find`.
            JournalUnavailable: the journal can't be written; the session goes on.
        """
        session = await self.find(cookie)
        async with self._database.transaction() as connection:
            await sessions.delete_session(connection, _digest(cookie or ""))
            await _note(connection, Action.SIGNED_OUT, session, network_of(address))
        return session

    async def list_sessions(self, operator_id: UUID) -> list[SessionLine]:
        """The sessions of an operator that have not been idle too long, the one used last first."""
        async with self._database.connection() as connection:
            return await sessions.list_sessions(connection, operator_id=operator_id, idle_limit_s=self._idle_limit_s)

    async def forget_old(self) -> None:
        """Deletes sessions and failure counts whose time is over."""
        async with self._database.connection() as connection:
            await sessions.delete_idle_sessions(connection, self._idle_limit_s)
            await sessions.delete_old_attempts(connection, LONGEST_WINDOW_S)

    async def _note_refusal(self, operator: Operator | None, network: str) -> None:
        """What was typed as an address is not kept: people mistake the fields, and type their password there."""
        if operator is None:
            actor = Actor(kind=ActorKind.STRANGER, network=network)
        else:
            actor = Actor(kind=ActorKind.OPERATOR, id=operator.id, name=operator.name, network=network)
        async with self._database.connection() as connection:
            # Nobody's account is nobody's controller's: the oldest one answers for the installation.
            owners = await (
                controllers_of_operator(connection, operator.id) if operator else oldest_controllers(connection)
            )
            await journal.append(
                connection,
                [
                    Record(controller_id=owner, action=Action.SIGN_IN_FAILED, result=Result.REFUSED, actor=actor)
                    for owner in owners
                ],
            )


async def _note(connection: Connection, action: Action, session: OperatorSession, network: str) -> None:
    """Into the journal of every controller whose sites the operator works on; the last statement of a transaction."""
    actor = Actor(kind=ActorKind.OPERATOR, id=session.operator_id, name=session.name, network=network)
    owners = await controllers_of_operator(connection, session.operator_id)
    await journal.append(connection, [Record(controller_id=owner, action=action, actor=actor) for owner in owners])


def key_of_pair(attempts: Attempts, account: str, network: str) -> bytes:
    """What is counted of one person's mistakes: of an address to sign in with, in lower case, from one network."""
    return attempts.key("account+address", account, network)


def _refused() -> SignInRefused:
    return SignInRefused("The address or the password is wrong. Check both and try again.")


def _digest(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()
