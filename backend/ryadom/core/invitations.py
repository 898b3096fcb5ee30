"""Inviting colleagues: a link that works once, for a week, and that only the invited person and who invites them see.

Of the token only a hash is stored. Whether an address has an account on sites of others is told to nobody: such an
invitation is made like any, and can't be used.
"""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.access_notes import note_on_sites
from ryadom.core.attempts import Attempts
from ryadom.core.colleague_persons import clean_address
from ryadom.core.colleague_places import check_sight, choose_departments
from ryadom.core.mail_occasions import OperatorInvited
from ryadom.core.mailer import Mailer
from ryadom.core.passwords import Passwords, check_password
from ryadom.core.rights import Right, check_rank, may
from ryadom.core.texts import clean_line
from ryadom.errors import BadBody, InvitationUnknown, RightMissing, SiteUnknown
from ryadom.live.relay import Relay
from ryadom.store import invitations as store
from ryadom.store import operators as operator_store
from ryadom.store.database import Database
from ryadom.store.departments import named_departments, put_memberships
from ryadom.store.ids import new_id
from ryadom.store.invitations import Invitation, NewInvitation
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.new_alerts import alert_newcomer
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Operator, Role
from ryadom.store.sites import Site, all_sites, sites_of_operator
from ryadom.store.sql import Connection

LIFETIME_DAYS = 7
_LIFETIME_S = LIFETIME_DAYS * 86_400.0
KEEP_EXPIRED_S = 30 * 86_400.0
"""How long one that has expired is still shown, so that it can be sent again."""

MAX_SENT = 30
"""Invitations that one operator sends in 15 minutes: mail to strangers is nothing to make much of."""

MAX_GUESSES = 30
"""Tokens that are tried from one network in 15 minutes; one of 2²⁵⁶ is right."""


class Sent(Struct, frozen=True, kw_only=True):
    """An invitation with its token, which is shown this once. `is_mailed`: a mail to the address was queued."""

    id: UUID
    token: str
    is_mailed: bool


class Shown(Struct, frozen=True, kw_only=True):
    """What the invited person sees before they accept."""

    email: str
    role: Role
    inviter_name: str
    site_names: Sequence[str]


class Invitations(Struct, frozen=True, kw_only=True):
    """Sends, shows and accepts invitations. Without a mailer or a `public_url` no mail goes out: the link is handed on.

    What is made in a mail of the host that some request names could lead elsewhere, so only the setting is used.
    """

    database: Database
    relay: Relay
    passwords: Passwords
    attempts: Attempts
    mailer: Mailer | None
    public_url: str | None

    async def invite(
        self,
        session: OperatorSession,
        *,
        email: str,
        role: Role,
        site_ids: Collection[UUID],
        department_ids: Collection[UUID] = (),
        sees_own_departments_only: bool = False,
        by: Actor,
    ) -> Sent:
        """Invites somebody to work on some of the own sites, in some of their departments.

        Raises:
            BadBody: `email` is no address, or that of a colleague or of an invitation that is seen already; no site.
            RightMissing: only an owner may give this role.
            SiteUnknown: one of the sites is not the operator's own.
            DepartmentUnknown, LimitUnsuitable: see `core.colleague_places`.
            SignInLocked: too many invitations in a short time.
            JournalUnavailable: it can't be journalled, so nothing is sent.
        """
        email = clean_address(email)
        await self._count_sent(session)
        token = secrets.token_urlsafe(32)
        async with self.database.transaction() as connection:
            own = await self._own_sites(connection, session, role)
            sites = [site for site in own if site.id in site_ids]
            if len(sites) < len(set(site_ids)):
                raise SiteUnknown("You work on no such site.", field="site_ids")
            if not sites:
                raise BadBody("Say on which sites they are to work.", field="site_ids")
            check_sight(role, sees_own_departments_only=sees_own_departments_only)
            chosen_ids = [site.id for site in sites]
            await choose_departments(connection, role, site_ids=chosen_ids, department_ids=department_ids)
            await _check_new(connection, email, own)
            invitation = NewInvitation(
                id=new_id(),
                token_sha256=_digest(token),
                email=email,
                role=role,
                site_ids=tuple(chosen_ids),
                department_ids=tuple(dict.fromkeys(department_ids)),
                sees_own_departments_only=sees_own_departments_only,
                invited_by=session.operator_id,
                lifetime_s=_LIFETIME_S,
            )
            await store.insert_invitation(connection, invitation)
            await note_on_sites(
                connection,
                sites,
                "operator_invited",
                by=by,
                invitation_id=str(invitation.id),
                role=role,
                **_told_of_sight(sees_own_departments_only),
            )
        is_mailed = await self._mail(session, email, sites, token)
        return Sent(id=invitation.id, token=token, is_mailed=is_mailed)

    async def list_own(self, session: OperatorSession) -> list[Invitation]:
        """The invitations to the operator's sites, oldest first; of the sites only their own."""
        async with self.database.connection() as connection:
            sites = {site.id for site in await sites_of_operator(connection, session.operator_id)}
            found = await store.list_invitations(connection, site_ids=sites)
        return [_within(invitation, sites) for invitation in found]

    async def renew(self, session: OperatorSession, id: UUID, *, by: Actor) -> Sent:
        """Sends an invitation again, with another link; the one before is of no use from then on.

        Raises:
            InvitationUnknown: there is none to the operator's sites.
            RightMissing: it is to sites of others too, or to a role that only an owner may give.
            SignInLocked, JournalUnavailable: as for `invite`.
        """
        await self._count_sent(session)
        token = secrets.token_urlsafe(32)
        async with self.database.transaction() as connection:
            invitation, sites = await self._find(connection, session, id)
            renewed = await store.renew_invitation(
                connection,
                id,
                token_sha256=_digest(token),
                invited_by=session.operator_id,
                lifetime_s=_LIFETIME_S,
            )
            if not renewed:
                raise _unknown()
            await note_on_sites(connection, sites, "invitation_renewed", by=by, invitation_id=str(id))
        return Sent(id=id, token=token, is_mailed=await self._mail(session, invitation.email, sites, token))

    async def withdraw(self, session: OperatorSession, id: UUID, *, by: Actor) -> None:
        """Makes an invitation's link useless.

        Raises:
            InvitationUnknown, RightMissing, JournalUnavailable: as for `renew`.
        """
        async with self.database.transaction() as connection:
            _, sites = await self._find(connection, session, id)
            if not await store.delete_invitation(connection, id):
                raise _unknown()
            await note_on_sites(connection, sites, "invitation_withdrawn", by=by, invitation_id=str(id))

    async def show(self, token: str, *, network: str) -> Shown:
        """What a link invites to, for whoever has it.

        Raises:
            InvitationUnknown: it is of no use (any more).
            SignInLocked: too many tokens from this network.
        """
        invitation, sites = await self._use(token, network)
        return Shown(
            email=invitation.email,
            role=invitation.role,
            inviter_name=invitation.inviter_name,
            site_names=[site.name for site in sites],
        )

    async def accept(self, token: str, *, name: str, password: str, network: str) -> str:
        """Makes the invited person an operator, and gives the address that they sign in with. The link is used up.

        Raises:
            InvitationUnknown: the link is of no use (any more), or the address has an account.
            BadBody: a name or a password that can't be one.
            SignInLocked: too many tokens from this network.
            JournalUnavailable: it can't be journalled; the link stays as it is.
        """
        invitation, sites = await self._use(token, network)
        operator = Operator(
            id=new_id(),
            email=invitation.email,
            name=clean_line(name, field="name"),
            password_hash=await self.passwords.hash(check_password(password, email=invitation.email)),
            site_keys=tuple(site.key for site in sites),
            role=invitation.role,
            sees_own_departments_only=invitation.sees_own_departments_only,
        )
        by = Actor(kind=ActorKind.OPERATOR, id=operator.id, name=operator.name, network=network)
        async with self.database.transaction() as connection:
            # Under the lock that roles are changed under: who invited may not be allowed to any more.
            await operator_store.lock_operators(connection)
            still = await _usable(connection, token)
            taken = await store.take_invitation(connection, _digest(token))
            if still != invitation or not taken or not await operator_store.insert_operator(connection, operator):
                raise _unknown()
            await _join(connection, operator, sites, invitation.department_ids)
            if may(operator.role, Right.ANSWER_VISITORS):
                await alert_newcomer(connection, operator.id)
            await note_on_sites(
                connection,
                sites,
                "invitation_accepted",
                by=by,
                invitation_id=str(invitation.id),
                operator_id=str(operator.id),
                role=operator.role,
                **_told_of_sight(operator.sees_own_departments_only),
            )
        for site in sites:
            self.relay.renew_site(site.id)
        return operator.email

    async def forget_old(self) -> None:
        """Deletes what expired long ago."""
        async with self.database.connection() as connection:
            await store.delete_old_invitations(connection, expired_s=KEEP_EXPIRED_S)

    async def _count_sent(self, session: OperatorSession) -> None:
        await self.attempts.count([(self.attempts.key("invitations sent", str(session.operator_id)), MAX_SENT)])

    async def _own_sites(self, connection: Connection, session: OperatorSession, role: Role) -> list[Site]:
        """The sites that the operator may invite to, with their role as it is now."""
        own_role = await operator_store.find_active_role(connection, session.operator_id)
        if own_role is None or not may(own_role, Right.MANAGE_OPERATORS):
            raise RightMissing("You may not do this any more.")
        check_rank(own_role, role)
        return await sites_of_operator(connection, session.operator_id)

    async def _find(self, connection: Connection, session: OperatorSession, id: UUID) -> tuple[Invitation, list[Site]]:
        own = await sites_of_operator(connection, session.operator_id)
        own_ids = {site.id for site in own}
        for invitation in await store.list_invitations(connection, site_ids=own_ids):
            if invitation.id == id:
                await self._own_sites(connection, session, invitation.role)
                if not set(invitation.site_ids) <= own_ids:
                    raise RightMissing("It is to sites of others too: ask somebody who works on all of these.")
                return invitation, [site for site in own if site.id in invitation.site_ids]
        raise _unknown()

    async def _use(self, token: str, network: str) -> tuple[Invitation, list[Site]]:
        """Counts the token before it is looked at, and takes that back where it is a right one."""
        key = self.attempts.key("invitation", network)
        await self.attempts.count([(key, MAX_GUESSES)])
        async with self.database.connection() as connection:
            invitation = await _usable(connection, token)
            if invitation is None:
                raise _unknown()
            sites = [site for site in await all_sites(connection) if site.id in invitation.site_ids]
        await self.attempts.forgive([key])
        return invitation, sites

    async def _mail(self, session: OperatorSession, email: str, sites: Sequence[Site], token: str) -> bool:
        if self.mailer is None or self.public_url is None:
            return False
        occasion = OperatorInvited(
            inviter=session.name,
            sites=tuple(site.name for site in sites),
            link=f"{self.public_url}/panel/#invite/{token}",
            days=LIFETIME_DAYS,
        )
        await self.mailer.queue(sites[0].controller_id, occasion, to=email)
        return True


async def _usable(connection: Connection, token: str) -> Invitation | None:
    invitation = await store.find_by_token(connection, _digest(token))
    if invitation is None or not may(invitation.inviter_role, Right.MANAGE_OPERATORS):
        return None
    if invitation.role is Role.OWNER and invitation.inviter_role is not Role.OWNER:
        return None
    return invitation


async def _check_new(connection: Connection, email: str, own: Sequence[Site]) -> None:
    """Refuses an address that who invites sees already; of all others nothing is told."""
    site_ids = [site.id for site in own]
    seen = {one.email for one in await operator_store.list_colleagues(connection, site_ids=site_ids)}
    seen |= {one.email for one in await store.list_invitations(connection, site_ids=site_ids)}
    if email.lower() in {address.lower() for address in seen}:
        raise BadBody("There is a colleague or an invitation with this address already.", field="email")


async def _join(
    connection: Connection, operator: Operator, sites: Sequence[Site], department_ids: Collection[UUID]
) -> None:
    """Puts a new colleague into what the invitation named, as far as it is offered still."""
    offered = await named_departments(connection, [site.id for site in sites])
    for site in sites:
        chosen = [one.id for one in offered if one.site_id == site.id and one.id in department_ids]
        if chosen:
            await put_memberships(connection, operator.id, site_id=site.id, added=chosen, removed=())


def _told_of_sight(sees_own_departments_only: bool) -> dict[str, str]:
    return {"sight": "own_departments"} if sees_own_departments_only else {}


def _within(invitation: Invitation, site_ids: Collection[UUID]) -> Invitation:
    own = tuple(id for id in invitation.site_ids if id in site_ids)
    return replace(invitation, site_ids=own)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _unknown() -> InvitationUnknown:
    return InvitationUnknown("This invitation can't be used (any more). Ask for another one.", field="token")
