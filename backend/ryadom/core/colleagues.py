"""Colleagues' roles, sites and access, as those change them who look after access.

Nobody acts on themselves, and only an owner of the same sites acts on an owner. So whoever takes an owner away is an
owner who stays: no site loses its last one, also where two act at once, for each change looks again under one lock.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from ryadom.core.attempts import Attempts
from ryadom.core.colleague_changes import Change, find_colleague, note_change, note_place
from ryadom.core.colleague_limits import change_limit
from ryadom.core.colleague_persons import ADDRESS_CHANGED, Person, put_person
from ryadom.core.colleague_places import Place, Placed, begin_to_answer, put_place
from ryadom.core.mail_occasions import AddressChanged
from ryadom.core.mailer import Mailer
from ryadom.core.rights import Right, check_new_role, check_rank, may
from ryadom.core.work.leaving import take_back_from
from ryadom.errors import BadBody, RightMissing, SiteUnknown
from ryadom.live.relay import Relay
from ryadom.store import operator_sessions as sessions
from ryadom.store import operators as store
from ryadom.store.database import Database
from ryadom.store.dispatch import count_led
from ryadom.store.journal_chain import Actor
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Colleague, Role

MAX_ADDRESSES = 10
"""Addresses that one person gives to others in 15 minutes: one that is refused tells that somebody has an account."""


class Colleagues(Struct, frozen=True, kw_only=True):
    """Changes what colleagues may do. Each change is in the journal of every site that it concerns, with who made it.

    All raise OperatorUnknown where nobody with the id works on the operator's sites, RightMissing where they may not
    act on them, and JournalUnavailable where the change can't be journalled, so that it is not made.

    What they lead where they may not answer any more goes back to the queue with the change; then `on_returned` is
    called.
    """

    database: Database
    relay: Relay
    on_returned: Callable[[], None]
    attempts: Attempts
    mailer: Mailer | None

    async def find(self, session: OperatorSession, operator_id: UUID) -> Colleague:
        """Somebody who works on the operator's sites.

        Raises:
            OperatorUnknown: nobody with this id does.
        """
        async with self.database.connection() as connection:
            return (await find_colleague(connection, session.operator_id, operator_id))[0]

    async def count_led(self, session: OperatorSession, operator_id: UUID) -> dict[UUID, int]:
        """How many open conversations a colleague leads, by those of the operator's sites where they lead any.

        Raises:
            OperatorUnknown: see above.
        """
        async with self.database.connection() as connection:
            _, own_sites = await find_colleague(connection, session.operator_id, operator_id)
            return await count_led(connection, operator_id, site_ids=[site.id for site in own_sites])

    async def set_place(
        self, session: OperatorSession, operator_id: UUID, place: Place, *, over_version: int, by: Actor
    ) -> int:
        """Says what a colleague is, where, in which departments and how far they see there; gives the version of that.

        Their sessions end where they may see less than before, or something else. Otherwise their panels begin anew.

        Raises:
            OperatorUnknown, RightMissing, JournalUnavailable: see above.
            SettingsChanged: see `Change.check_place`.
            SiteUnknown, DepartmentUnknown, BadBody, LimitUnsuitable: see `put_place`.
        """
        ended: list[UUID] = []
        restarted: list[UUID] = []
        async with self.changing(session, operator_id) as change:
            connection, colleague = change.connection, change.colleague
            if (place.role, place.sees_own_departments_only) != (colleague.role, colleague.sees_own_departments_only):
                change.check_alone()
            await change.check_place(over_version, by=by)
            placed = await put_place(connection, colleague, change.own_sites, place, acting_role=change.acting_role)
            if not placed.is_anything:
                return over_version
            version = (await store.count_places(connection, [operator_id]))[operator_id]
            if placed.takes_away:
                ended = await sessions.end_sessions(connection, operator_id=operator_id)
            else:
                restarted = await sessions.session_ids_of(connection, operator_id)
            if placed.role or placed.removed_sites:
                await take_back_from(connection, operator_id)
            await note_place(change, placed, version=version, by=by)
        self._close(ended)
        self.relay.restart_sessions(restarted)
        self._tell_panels(colleague.site_ids, placed.added_sites)
        return version

    async def set_person(
        self, session: OperatorSession, operator_id: UUID, person: Person, *, over_version: int, by: Actor
    ) -> int:
        """Gives a colleague another name or address to sign in with; gives the version of that.

        Their sessions go on, their panels begin anew. An address that was changed is told so by mail, if there is any.

        Raises:
            OperatorUnknown, RightMissing, JournalUnavailable: see above.
            SettingsChanged: somebody else has changed them since `over_version`.
            BadBody, EmailTaken: see `put_person`.
            SignInLocked: too many addresses in a short time: each that is taken tells of somebody's account.
        """
        colleague = await self.find(session, operator_id)
        if not _is_same_address(person.email, colleague.email):
            key = self.attempts.key("addresses changed", str(session.operator_id))
            await self.attempts.count([(key, MAX_ADDRESSES)])
        async with self.changing(session, operator_id) as change:
            change.check_alone()
            colleague = change.colleague
            await change.check_person(over_version, by=by)
            before = Person(name=colleague.name, email=colleague.email)
            changed, version = await put_person(change.connection, operator_id, before, person)
            if not changed:
                return over_version
            if ADDRESS_CHANGED in changed and not _is_same_address(person.email, colleague.email):
                await self._tell_old_address(change, by)
            restarted = await sessions.session_ids_of(change.connection, operator_id)
            for what in changed:
                await note_change(change, colleague.site_ids, what, by=by, version=str(version))
        self.relay.restart_sessions(restarted)
        self._tell_panels(colleague.site_ids)
        if self.mailer is not None:
            self.mailer.wake()
        return version

    async def set_role(
        self, session: OperatorSession, operator_id: UUID, role: Role, *, over_version: int | None = None, by: Actor
    ) -> None:
        """Gives a colleague another role, and ends their sessions: none goes on with the rights it had.

        Raises:
            OperatorUnknown, RightMissing, JournalUnavailable: see above; RightMissing also where only an owner may give
                this role, or take the one before.
            SettingsChanged: see `Change.check_place`.
        """
        async with self.changing(session, operator_id) as change:
            change.check_alone()
            before = change.colleague.role
            check_new_role(change.acting_role, before, role)
            if before is role:
                return
            await change.check_place(over_version, by=by)
            await store.set_role(change.connection, operator_id, role)
            await begin_to_answer(change.connection, operator_id, before=before, after=role)
            version = (await store.count_places(change.connection, [operator_id]))[operator_id]
            ended = await sessions.end_sessions(change.connection, operator_id=operator_id)
            await take_back_from(change.connection, operator_id)
            await note_place(change, Placed(role=role), version=version, by=by)
        self._close(ended)
        self._tell_panels(change.colleague.site_ids)

    async def set_sites(
        self,
        session: OperatorSession,
        operator_id: UUID,
        site_ids: Collection[UUID],
        *,
        over_version: int | None = None,
        by: Actor,
    ) -> None:
        """Says on which of the own sites a colleague works; those of others stay as they are.

        Their sessions end where they lose a site, so that what happens there is not shown to them any more. Otherwise
        their panels begin anew.

        Raises:
            OperatorUnknown, RightMissing, JournalUnavailable: see above.
            SiteUnknown: one of the sites is not the operator's own.
            BadBody: none would be left.
            SettingsChanged: see `Change.check_place`.
        """
        async with self.changing(session, operator_id) as change:
            if not set(site_ids) <= {site.id for site in change.own_sites}:
                raise SiteUnknown("You work on no such site.", field="site_ids")
            if not site_ids and not change.colleague.works_elsewhere:
                raise BadBody("Somebody who works on no site is lost: close their access instead.", field="site_ids")
            before = set(change.colleague.site_ids)
            added, removed = set(site_ids) - before, before - set(site_ids)
            if not added and not removed:
                return
            await change.check_place(over_version, by=by)
            await store.add_to_sites_by_id(change.connection, operator_id, added)
            await store.remove_from_sites(change.connection, operator_id, removed)
            version = (await store.count_places(change.connection, [operator_id]))[operator_id]
            ended, restarted = [], []
            if removed:
                ended = await sessions.end_sessions(change.connection, operator_id=operator_id)
                await take_back_from(change.connection, operator_id)
            else:
                restarted = await sessions.session_ids_of(change.connection, operator_id)
            placed = Placed(added_sites=added, removed_sites=removed)
            await note_place(change, placed, version=version, by=by)
        self._close(ended)
        self.relay.restart_sessions(restarted)
        self._tell_panels(added, removed)

    async def set_active(self, session: OperatorSession, operator_id: UUID, *, is_active: bool, by: Actor) -> None:
        """Closes a colleague's access, or opens it again. What they wrote stays; their sessions end.

        Raises:
            OperatorUnknown, RightMissing, JournalUnavailable: see above.
        """
        async with self.changing(session, operator_id) as change:
            change.check_alone()
            if change.colleague.is_active is is_active:
                return
            await store.set_active(change.connection, operator_id, is_active=is_active)
            # Also when it opens: one that was begun while it closed must not come back to life.
            ended = await sessions.end_sessions(change.connection, operator_id=operator_id)
            if not is_active:
                await take_back_from(change.connection, operator_id)
            what = "operator_reactivated" if is_active else "operator_deactivated"
            await note_change(change, change.colleague.site_ids, what, by=by)
        self._close(ended)
        self._tell_panels(change.colleague.site_ids)

    async def set_limit(
        self,
        session: OperatorSession,
        operator_id: UUID,
        max_chats: int | None,
        *,
        seen: int | UnsetType | None = UNSET,
        by: Actor,
    ) -> None:
        """Says how many conversations at once the server gives to a colleague, or to oneself: it is no access.

        Raises:
            OperatorUnknown, JournalUnavailable: see above.
            SettingsChanged: see `change_limit`.
        """
        async with self.database.transaction() as connection:
            colleague, own_sites = await find_colleague(connection, session.operator_id, operator_id)
            await change_limit(connection, colleague, own_sites, max_chats, seen=seen, by=by)

    @asynccontextmanager
    async def changing(self, session: OperatorSession, operator_id: UUID) -> AsyncIterator[Change]:
        """A change of a colleague, from its lock to its commit.

        Both people are looked at again under the lock: a session may be older than what became of its operator.

        Raises:
            OperatorUnknown, RightMissing: see above.
        """
        async with self.database.transaction() as connection:
            await store.lock_operators(connection)
            role = await store.find_active_role(connection, session.operator_id)
            if role is None or not may(role, Right.MANAGE_OPERATORS):
                raise RightMissing("You may not do this any more.")
            colleague, own_sites = await find_colleague(connection, session.operator_id, operator_id)
            if operator_id == session.operator_id:
                raise RightMissing("Nobody changes their own role, sites or access: ask somebody else.")
            check_rank(role, colleague.role)
            yield Change(connection=connection, acting_role=role, colleague=colleague, own_sites=own_sites)

    async def _tell_old_address(self, change: Change, by: Actor) -> None:
        site = change.sites(change.colleague.site_ids)[0]
        if self.mailer is None:
            return
        # Whoever was added by a command may have an address to which nothing can be sent.
        with suppress(BadBody):
            await self.mailer.queue_within(
                change.connection, site.controller_id, AddressChanged(changer=by.name), to=change.colleague.email
            )

    def _tell_panels(self, *site_ids: Collection[UUID]) -> None:
        """Of whom something may be given to there, or not any more, or who is called otherwise."""
        for site_id in set[UUID]().union(*site_ids):
            self.relay.renew_site(site_id)

    def _close(self, ended: Iterable[UUID]) -> None:
        for session_id in ended:
            self.relay.end_session(session_id)
        self.on_returned()


def _is_same_address(one: str, other: str) -> bool:
    """Whether both sign in the same person: small and capital letters are one."""
    return one.strip().lower() == other.lower()
