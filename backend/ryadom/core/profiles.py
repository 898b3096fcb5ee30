"""What a site tells of its visitors: who they are, by its server's signature; attributes and events, by its pages.

Kept only with a conversation: who has not written is nobody to us, whatever the page knows of them.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.attributes import clean_attributes, clean_event_name, clean_properties, merge_attributes
from ryadom.core.campaigns import Parameter, campaign_told, with_campaign
from ryadom.core.conversations import Visit
from ryadom.core.customers.renaming import rows_of, tell_renamed
from ryadom.core.identity_proofs import prove_identity
from ryadom.core.identity_secrets import IdentitySecrets
from ryadom.core.tokens import REVOCATION_REACH_MS
from ryadom.core.visitor_standing import refuse_shut_out
from ryadom.errors import ConversationUnknown, IdentityDiffers, RyadomError
from ryadom.live.admission import Admission
from ryadom.live.limits import Limits
from ryadom.live.owner import Owner
from ryadom.live.rate import Rate
from ryadom.live.relay import Relay
from ryadom.privacy.policies import Masking
from ryadom.protocol.visitor import Identify, SetAttributes, Track
from ryadom.store import profiles as store
from ryadom.store.conversations import find_current_head, lock_landing, set_landing
from ryadom.store.customer_links import VisitorRef
from ryadom.store.database import Database
from ryadom.store.profiles import Identity
from ryadom.store.sql import Connection
from ryadom.store.visitors import find_names, find_standing, lock_visitor, revoke_tokens

Value = TypeVar("Value", bound=str | int | float | bool | None)
Gate = Callable[[Connection], Awaitable[None]]
MayTake = Callable[[Connection, UUID], Awaitable[bool]]

PROFILE_LIMITS = Limits(
    party="profile",
    sockets=20,
    commands=Rate(burst=30, per_second=0.5),
    bytes=Rate(burst=1, per_second=1),
)
"""Of one visitor in one process: each is a transaction, and pages say little of anybody."""


CAMPAIGN_S = 1_800.0
"""How long after a conversation has begun its site may say from which campaign its visitor came: as long as a visit is
one for counters. Whoever comes back later is brought by another, which has not begun this one."""


class Recognised(Struct, frozen=True, kw_only=True):
    """Whom a signature names. `visitor`: who that is here, another than the one who asked where `is_other`.

    `revoked_generation`: a token for them must be newer. `is_new`: they were nobody until now, so whoever holds a token
    of theirs from before may be anybody: those are revoked. `is_kept`: it is stored with them. `name` is theirs now.
    """

    visitor: Owner
    is_other: bool = False
    is_new: bool = False
    is_kept: bool = True
    revoked_generation: int = 0
    name: str | None = None


class Profiles:
    """Takes what sites tell. `now` is the clock of tokens, `clock` a monotonic one in seconds."""

    def __init__(
        self,
        database: Database,
        relay: Relay,
        masking: Masking,
        secrets: IdentitySecrets,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._relay = relay
        self._masking = masking
        self._secrets = secrets
        self._now = now
        self.admission: Admission[Owner] = Admission(PROFILE_LIMITS, clock=clock)

    async def identify(self, visit: Visit, command: Identify, *, gate: Gate, may_take: MayTake) -> Recognised:
        """Who the visitor is by the site's signature, noted with their conversation.

        Where this browser has none, and the person has one in another, they are the visitor of that one from now on:
        nothing of this browser is stored for it, so it is the other's consent that counts (`may_take`).

        Raises:
            IdentityRefused: nobody has signed it, or it is good no more.
            IdentityDiffers: the browser is known as somebody else's.
            BadBody: what is signed can't be an id, a name or a contact.
            ConsentRequired: `gate` does not let it pass.
            VisitorErased, VisitorBlocked: see `refuse_shut_out`.
            RateLimited: too much at once.
        """
        self._spend(visit.owner)
        site_id, visitor_id = visit.owner
        async with self._database.connection() as connection:
            try:
                secrets = await self._secrets.good_secrets(connection, site_id)
                identity = prove_identity(command, secrets, now=self._now())
            except RyadomError:
                # Whoever has still to agree hears of that first, and of nothing that was looked at before.
                await gate(connection)
                raise
            known = await store.find_identity(connection, site_id=site_id, visitor_id=visitor_id)
            if known is not None and known.external_id != identity.external_id:
                raise IdentityDiffers("This browser is known as somebody else's. Forget who that was, and begin anew.")
            if await find_current_head(connection, site_id=site_id, visitor_id=visitor_id) is None:
                namesake = await store.find_namesake(
                    connection, site_id=site_id, external_id=identity.external_id, but_id=visitor_id
                )
                if namesake is not None and await may_take(connection, namesake.visitor_id):
                    return Recognised(
                        visitor=Owner(site_id, namesake.visitor_id),
                        is_other=True,
                        revoked_generation=namesake.revoked_generation,
                    )
                await gate(connection)
                return Recognised(visitor=visit.owner, is_kept=False)
        return await self._keep(visit, await self._kept_identity(visit.owner, identity), gate)

    async def set_attributes(self, visit: Visit, command: SetAttributes, *, gate: Gate) -> None:
        """Merges attributes into those the visitor has.

        Raises:
            BadAttributes: see `merge_attributes`.
            ConversationUnknown: there is no conversation yet that they could be kept with.
            ConsentRequired, VisitorErased, VisitorBlocked, RateLimited: as for `identify`.
        """
        self._spend(visit.owner)
        site_id, visitor_id = visit.owner
        told = clean_attributes(command.attributes)
        kept = {key: await self._kept(visit.owner, value) for key, value in told.items()}
        async with self._database.transaction() as connection:
            conversation_id = await self._enter(connection, visit, gate)
            before = await store.read_attributes(connection, site_id=site_id, visitor_id=visitor_id)
            merged = merge_attributes(before, kept)
            await store.put_attributes(connection, merged, site_id=site_id, visitor_id=visitor_id)
            await _bring_campaign(connection, site_id, conversation_id, campaign_told(kept))

    async def track(self, visit: Visit, command: Track, *, gate: Gate) -> None:
        """Notes an event of the page.

        Raises:
            BadAttributes: see `clean_event_name` and `clean_properties`.
            ConversationUnknown, ConsentRequired, VisitorErased, VisitorBlocked, RateLimited: as for `set_attributes`.
        """
        self._spend(visit.owner)
        site_id, visitor_id = visit.owner
        name = await self._kept(visit.owner, clean_event_name(command.name))
        properties = {
            key: await self._kept(visit.owner, value) for key, value in clean_properties(command.properties).items()
        }
        async with self._database.transaction() as connection:
            await self._enter(connection, visit, gate)
            await store.insert_event(
                connection,
                site_id=site_id,
                visitor_id=visitor_id,
                id=command.echo_id,
                name=name,
                properties=properties,
            )

    async def _keep(self, visit: Visit, identity: Identity, gate: Gate) -> Recognised:
        """Notes it with the visitor; their name and what of their tokens is good change with it."""
        site_id, visitor_id = visit.owner
        async with self._database.transaction() as connection:
            await self._enter(connection, visit, gate)
            # Anew, under the lock of the visitor's row: another tab may have been quicker.
            known = await store.find_identity(connection, site_id=site_id, visitor_id=visitor_id)
            if known is not None and known.external_id != identity.external_id:
                raise IdentityDiffers("This browser is known as somebody else's. Forget who that was, and begin anew.")
            before = await find_names(connection, site_id=site_id, visitor_id=visitor_id)
            await store.put_identity(connection, identity, site_id=site_id, visitor_id=visitor_id)
            is_named = bool(identity.name) and await store.name_if_nameless(
                connection,
                site_id=site_id,
                visitor_id=visitor_id,
                name=identity.name,
                before=known.name if known else "",
            )
            if known is None:
                generation = int(self._now().timestamp() * 1_000) + REVOCATION_REACH_MS
                await revoke_tokens(connection, site_id=site_id, visitor_id=visitor_id, generation=generation)
            # Whatever a page calls them, again and again: while the card's name stands before it, nobody need hear.
            now = await find_names(connection, site_id=site_id, visitor_id=visitor_id)
            renamed = await rows_of(connection, VisitorRef(site_id, visitor_id)) if now.shown != before.shown else []
            standing = await find_standing(connection, site_id=site_id, visitor_id=visitor_id)
        tell_renamed(self._relay, site_id, renamed)
        return Recognised(
            visitor=visit.owner,
            is_new=known is None,
            revoked_generation=standing.revoked_generation,
            name=identity.name if is_named else None,
        )

    async def _enter(self, connection: Connection, visit: Visit, gate: Gate) -> UUID:
        """The id of the conversation that something is kept with, and its visitor's row held."""
        site_id, visitor_id = visit.owner
        await lock_visitor(connection, site_id=site_id, visitor_id=visitor_id, locale=visit.locale)
        await refuse_shut_out(connection, visit.owner)
        await gate(connection)
        head = await find_current_head(connection, site_id=site_id, visitor_id=visitor_id)
        if head is None:
            raise ConversationUnknown("There is no conversation yet. Tell it again once there is one.")
        return head.id

    async def _kept_identity(self, owner: Owner, identity: Identity) -> Identity:
        """Without what the site does not want stored."""
        return replace(
            identity,
            name=await self._kept(owner, identity.name),
            email=await self._kept(owner, identity.email),
            phone=await self._kept(owner, identity.phone),
        )

    async def _kept(self, owner: Owner, value: Value) -> Value:
        return cast(Value, await self._masking.apply_aside(owner.site_id, value)) if isinstance(value, str) else value

    def _spend(self, owner: Owner) -> None:
        place = self.admission.enter(owner)
        try:
            place.spend(0)
        finally:
            place.leave()


async def _bring_campaign(
    connection: Connection, site_id: UUID, conversation_id: UUID, campaign: Sequence[Parameter]
) -> None:
    """Puts what the site knows of the campaign to the page on which a conversation began, where that names none."""
    if not campaign:
        return
    landing_url = await lock_landing(connection, site_id=site_id, id=conversation_id, younger_s=CAMPAIGN_S)
    if landing_url is not None and (url := with_campaign(landing_url, campaign)) != landing_url:
        await set_landing(connection, site_id=site_id, id=conversation_id, url=url)
