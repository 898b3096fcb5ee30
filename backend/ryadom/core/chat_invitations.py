"""Asking a visitor who is on the site into the chat: shown by their widget, and a message only once they answer.

An invitation is a row of a table of its own until then, one for each visitor: so it outlives a page, a restart and a
change of process, is answered exactly once, and is not repeated to who was asked a short while ago or did not want it.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from ryadom.core.handing_over import find_colleague
from ryadom.core.site_visitors import SiteVisitors
from ryadom.core.timeline_rules import kept_text, refuse_messenger
from ryadom.core.visitor_standing import refuse_shut_out
from ryadom.core.widget_settings import read_settings
from ryadom.errors import (
    BadBody,
    InvitationUnsuitable,
    OperatorUnknown,
    RateLimited,
    VisitorBanned,
    VisitorBlocked,
    VisitorErased,
    VisitorGone,
    VisitorsOff,
)
from ryadom.live.hub import VisitorTopic
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.privacy.policies import Masking
from ryadom.protocol.shared import Author
from ryadom.protocol.visitor import Invited
from ryadom.store import chat_invitations as store
from ryadom.store import journal
from ryadom.store.conversations import Head, find_owner
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, NewMessage, Stored, append_entry
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.legal_holds import lock_visitor
from ryadom.store.operators import OnSite, find_on_site
from ryadom.store.present_visitors import list_present, within_purview
from ryadom.store.purviews import find_purview
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import settings_of_sites

MAX_BODY_CHARS: Final = 500
LIFETIME = timedelta(hours=1)
"""How long one is shown and can be answered, and before which nobody is asked again."""
QUIET = timedelta(hours=12)
"""How long nobody asks who did not want to be asked: longer than a visit."""
RATE_WINDOW_S = 60.0
RATE_MOST = 10
"""Invitations of one operator within the window: people are asked one by one, not all who come."""


class Invitation(Struct, frozen=True, kw_only=True):
    """What an operator wants to say to whom."""

    owner: Owner
    body: str


class ChatInvitations:
    """Invites visitors, tells their widgets, and forgets what is over."""

    def __init__(self, database: Database, relay: Relay, masking: Masking, visitors: SiteVisitors) -> None:
        self._database = database
        self._relay = relay
        self._masking = masking
        self._visitors = visitors

    async def invite(self, operator_id: UUID, invitation: Invitation, *, by: Actor) -> UUID:
        """Invites the visitor, which is journalled in the same transaction; gives the invitation's id.

        Raises:
            VisitorGone: no such visitor is on a site of the operator's now, or they may not be seen any more.
            VisitorsOff: the site does not show who is there.
            BadBody: the text is empty, or over 500 characters.
            MessengerForbidden: it links to a messenger that is closed to the site's controller.
            InvitationUnsuitable: they are in a conversation, were asked within the hour, did not want to be asked, or
                may not write to the site.
            RateLimited: the operator has invited ten within a minute.
        """
        owner = invitation.owner
        site = await self._own_site(operator_id, owner.site_id)
        body = await kept_text(self._masking, site.id, invitation.body)
        if len(body) > MAX_BODY_CHARS:
            raise BadBody(f"An invitation has at most {MAX_BODY_CHARS} characters.", field="body")
        await refuse_messenger(self._database, site.id, body)
        if not await self._visitors.find(owner):
            raise _gone()
        invitation_id = new_id()
        async with self._database.transaction() as connection:
            inviter = await find_on_site(connection, site_id=site.id, operator_id=operator_id)
            if inviter is None:
                raise _gone()
            # Who erases, blocks or bans them, and who stores their first message, holds it too.
            await lock_visitor(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
            await self._check(connection, owner, operator_id)
            if await store.count_of_operator(connection, operator_id, within_s=RATE_WINDOW_S) >= RATE_MOST:
                raise RateLimited(
                    "You invite too many at once. Wait a minute.",
                    limit=f"{RATE_MOST} invitations a minute",
                    retry_after_s=RATE_WINDOW_S,
                )
            is_put = await store.put_invitation(
                connection,
                owner,
                id=invitation_id,
                operator_id=operator_id,
                body=body,
                again_after_s=LIFETIME.total_seconds(),
                quiet_s=QUIET.total_seconds(),
            )
            if not is_put:
                raise InvitationUnsuitable("They were invited a short while ago, or did not want to be. Wait for them.")
            record = Record(
                controller_id=site.controller_id,
                action=Action.VISITOR_INVITED,
                actor=by,
                site_id=site.id,
                visitor_ids=(owner.visitor_id,),
            )
            await journal.append(connection, [record])
        invited = _invited(invitation_id, inviter, body, left_s=LIFETIME.total_seconds())
        self._relay.publish(VisitorTopic(*owner), invited)
        return invitation_id

    async def find(self, connection: Connection, owner: Owner) -> Invited | None:
        """The invitation that the visitor has neither answered nor dismissed, for a page that has just been opened."""
        held = await store.find_invitation(connection, owner, lifetime_s=LIFETIME.total_seconds())
        if held is None:
            return None
        inviter = await find_on_site(connection, site_id=owner.site_id, operator_id=held.operator_id)
        return _invited(held.id, inviter, held.body, left_s=held.left_s) if inviter else None

    async def dismiss(self, owner: Owner, invitation_id: UUID) -> None:
        """The visitor does not want to be asked; one that is not theirs, or over, is nothing."""
        async with self._database.connection() as connection:
            await store.dismiss(connection, owner, id=invitation_id)

    async def forget_old(self) -> None:
        """Deletes what neither waits for an answer nor keeps anybody from being asked again."""
        async with self._database.connection() as connection:
            await store.delete_old(connection, older_than_s=QUIET.total_seconds())

    async def _own_site(self, operator_id: UUID, site_id: UUID) -> Site:
        async with self._database.connection() as connection:
            sites = await sites_of_operator(connection, operator_id)
            stored = await settings_of_sites(connection, [site_id])
        site = next((site for site in sites if site.id == site_id), None)
        if site is None:
            raise _gone()
        if not read_settings(stored[site_id]).shows_visitors:
            raise VisitorsOff(
                "The site does not show who is on its pages. Turn that on in the widget's settings first."
            )
        return site

    async def _check(self, connection: Connection, owner: Owner, operator_id: UUID) -> None:
        try:
            await refuse_shut_out(connection, owner)
        except (VisitorBlocked, VisitorErased):
            raise _gone() from None
        except VisitorBanned:
            raise InvitationUnsuitable("They may not write to this site for now. Lift the ban first.") from None
        purview = await find_purview(connection, operator_id)
        present = await within_purview(connection, await list_present(connection, [owner]), purview)
        if not present:
            # They have taken their consent back, or there is a newer document; or what they said before is out of
            # sight: their answer would open it again.
            raise _gone()
        if present[0].is_in_conversation:
            raise InvitationUnsuitable("They are in a conversation already. Write to them there.")


class Answered(Struct, frozen=True, kw_only=True):
    """An invitation whose answer is being stored; `leads`: the conversation becomes the inviter's."""

    held: store.HeldInvitation
    inviter: Author
    leads: bool


async def take_answered(connection: Connection, head: Head, *, is_new: bool) -> Answered | None:
    """The invitation that a visitor answers, which is there no more; None where there was none.

    Called under the lock of the visitor's row: of two answers one has it. And before the conversation is opened again,
    as it was: what had gone out of the inviter's sight since they asked is not brought back by leading it.
    """
    owner = Owner(head.site_id, head.visitor.id)
    held = await store.take_invitation(connection, owner, conversation_id=head.id, lifetime_s=LIFETIME.total_seconds())
    if held is None:
        return None
    try:
        inviter = await find_colleague(connection, owner.site_id, held.operator_id)
    except OperatorUnknown:
        # Whoever asked works here no more: nobody else should seem to have.
        return None
    leads = is_new or await _is_in_sight(connection, head, inviter.id)
    return Answered(held=held, inviter=inviter, leads=leads)


async def _is_in_sight(connection: Connection, head: Head, operator_id: UUID) -> bool:
    owner = await find_owner(connection, id=head.id, site_ids=[head.site_id], reader_id=operator_id)
    return owner is not None


async def append_answered(connection: Connection, head: Head, answered: Answered) -> tuple[Stored, ...]:
    """The entries that stand before a visitor's answer: the conversation is the inviter's, and what they said."""
    inviter = answered.inviter
    message = NewMessage(body=answered.held.body)
    entries: tuple[Stored, ...] = ()
    if answered.leads:
        assignment = NewAssignment(operator=inviter)
        entries = (await append_entry(connection, head=head, author=inviter, echo_id=None, content=assignment),)
    said = await append_entry(connection, head=head, author=inviter, echo_id=answered.held.id, content=message)
    return (*entries, said)


def _invited(id: UUID, inviter: OnSite, body: str, *, left_s: float) -> Invited:
    author: Author = inviter.author.for_visitor()
    return Invited(invitation_id=id, operator=author, body=body, expires_in_s=left_s)


def _gone() -> VisitorGone:
    return VisitorGone("The visitor is not on the site any more.")
