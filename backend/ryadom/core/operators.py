"""Operators: adding and listing them, roles, and what only who runs the server may do to their access."""

import asyncio
from collections.abc import Sequence

from ryadom.core.access_notes import note_access
from ryadom.core.colleague_persons import Person, put_person
from ryadom.core.colleague_places import begin_to_answer, check_sight
from ryadom.core.passwords import check_password, hash_password
from ryadom.core.rights import Right, may
from ryadom.core.texts import clean_email, clean_line
from ryadom.core.work.leaving import take_back_from
from ryadom.errors import BadBody, OperatorUnknown
from ryadom.store import operator_sessions, second_factors
from ryadom.store import operators as operator_store
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE, Actor
from ryadom.store.new_alerts import alert_newcomer
from ryadom.store.operators import Operator, Role
from ryadom.store.sql import Connection


async def add_operator(
    database: Database,
    *,
    email: str,
    name: str,
    password: str,
    site_keys: Sequence[str],
    role: Role = Role.OPERATOR,
    sees_own_departments_only: bool = False,
    by: Actor = COMMAND_LINE,
) -> Operator:
    """Stores an operator who works on the sites with these keys. Who did it (`by`) is journalled with it.

    Raises:
        BadBody: an address, name or password that can't be one, an address that is taken, or an unknown site key.
        LimitUnsuitable: whoever has this role can't be limited to their own departments.
    """
    check_sight(role, sees_own_departments_only=sees_own_departments_only)
    email = clean_email(email, field="email")
    operator = Operator(
        id=new_id(),
        email=email,
        name=clean_line(name, field="name"),
        password_hash=await asyncio.to_thread(hash_password, check_password(password, email=email)),
        site_keys=tuple(dict.fromkeys(site_keys)),
        role=role,
        sees_own_departments_only=sees_own_departments_only,
    )
    async with database.transaction() as connection:
        if not await operator_store.insert_operator(connection, operator):
            raise BadBody(f"{email} is taken: an operator with this address exists.", field="email")
        stored = await operator_store.find_operator_by_email(connection, email)
        if unknown := set(operator.site_keys) - set(stored.site_keys if stored else ()):
            names = ", ".join(sorted(unknown))
            raise BadBody(f"No site has the key {names}. `ryadom site list` shows them.", field="site")
        if may(role, Right.ANSWER_VISITORS):
            await alert_newcomer(connection, operator.id)
        await note_access(connection, operator.id, "operator_added", by=by, role=role)
    return operator


async def list_operators(database: Database) -> list[Operator]:
    """Every operator, oldest first."""
    async with database.connection() as connection:
        return await operator_store.all_operators(connection)


async def set_password(database: Database, *, email: str, password: str, by: Actor = COMMAND_LINE) -> None:
    """Changes a password and ends all sessions of its operator. Who did it (`by`) is journalled with it.

    Raises:
        BadBody: too short or too long.
        OperatorUnknown: nobody has this address.
    """
    password_hash = await asyncio.to_thread(hash_password, check_password(password, email=email))
    async with database.transaction() as connection:
        operator = await _find(connection, email)
        await operator_store.set_password_hash(connection, operator.id, password_hash)
        await operator_sessions.end_sessions(connection, operator_id=operator.id)
        await note_access(connection, operator.id, "password_changed", by=by)


async def set_person(
    database: Database, *, email: str, name: str | None = None, new_email: str | None = None, by: Actor = COMMAND_LINE
) -> bool:
    """Gives an operator another name, or another address to sign in with; False where they have it already.

    Sessions go on, and nobody is told by mail.

    Raises:
        OperatorUnknown: nobody has this address.
        BadBody, EmailTaken: see `put_person`.
    """
    async with database.transaction() as connection:
        await operator_store.lock_operators(connection)
        operator = await _find(connection, email)
        before = Person(name=operator.name, email=operator.email)
        after = Person(
            name=before.name if name is None else name, email=before.email if new_email is None else new_email
        )
        changed, version = await put_person(connection, operator.id, before, after)
        for what in changed:
            await note_access(connection, operator.id, what, by=by, version=str(version))
    return bool(changed)


async def set_role(database: Database, *, email: str, role: Role, by: Actor = COMMAND_LINE) -> None:
    """Gives an operator another role and ends all their sessions, so that none goes on with the rights it had.

    What they lead and may not answer any more goes back to the queue.

    Raises:
        OperatorUnknown: nobody has this address.
    """
    async with database.transaction() as connection:
        operator = await _find(connection, email)
        await operator_store.set_role(connection, operator.id, role)
        await begin_to_answer(connection, operator.id, before=operator.role, after=role)
        version = (await operator_store.count_places(connection, [operator.id]))[operator.id]
        await operator_sessions.end_sessions(connection, operator_id=operator.id)
        await take_back_from(connection, operator.id)
        told = {"before": operator.role, "after": role, "version": str(version)}
        await note_access(connection, operator.id, "role_changed", by=by, **told)


async def set_sight(
    database: Database, *, email: str, sees_own_departments_only: bool, by: Actor = COMMAND_LINE
) -> None:
    """Limits an operator to their own departments, or lets them see all of their sites; all their sessions end.

    Raises:
        OperatorUnknown: nobody has this address.
        LimitUnsuitable: they are an owner, an admin or an auditor.
    """
    async with database.transaction() as connection:
        await operator_store.lock_operators(connection)
        operator = await _find(connection, email)
        check_sight(operator.role, sees_own_departments_only=sees_own_departments_only)
        await operator_store.set_sight(connection, operator.id, sees_own_departments_only=sees_own_departments_only)
        version = (await operator_store.count_places(connection, [operator.id]))[operator.id]
        await operator_sessions.end_sessions(connection, operator_id=operator.id)
        what = "operator_sight_limited" if sees_own_departments_only else "operator_sight_freed"
        await note_access(connection, operator.id, what, by=by, version=str(version))


async def reset_second_factor(database: Database, *, email: str, by: Actor = COMMAND_LINE) -> bool:
    """Forgets a second factor whose phone is lost and ends all sessions of its operator; False where there was none.

    Raises:
        OperatorUnknown: nobody has this address.
    """
    async with database.transaction() as connection:
        operator = await _find(connection, email)
        await operator_sessions.end_sessions(connection, operator_id=operator.id)
        was_there = await second_factors.delete_factor(connection, operator.id)
        await note_access(connection, operator.id, "second_factor_reset", by=by)
        return was_there


async def _find(connection: Connection, email: str) -> Operator:
    operator = await operator_store.find_operator_by_email(connection, email.strip())
    if operator is None:
        raise OperatorUnknown(f"No operator has the address {email}. `ryadom operator list` shows them.", field="email")
    return operator
