"""Connectors as those who look after sites see, add, change, try and remove them.

Which are theirs is as for webhooks (`core.webhooks.desk`): one that also pushes conversations of sites of others is
shown, and is nothing that they may look into or change. Secrets come in and never out.
"""

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.connectors.cases import Withheld
from ryadom.core.connectors.changing import is_seen, outpaced
from ryadom.core.connectors.crm_cards import link_of
from ryadom.core.connectors.desk import Connectors
from ryadom.core.connectors.forms import form_of
from ryadom.core.connectors.line import Pace
from ryadom.core.connectors.opening import PURPOSE, read_target
from ryadom.core.connectors.own_connectors import OwnConnectors, own_connectors
from ryadom.core.connectors.panel_shapes import (
    ChangedConnector,
    Draft,
    Made,
    NewConnector,
    Picked,
    Preview,
    PushPage,
    Trial,
)
from ryadom.core.connectors.troubles import said_of
from ryadom.core.outgoing.client import Bounds, Caller
from ryadom.core.program_places import place_named, places_of, sites_to_give
from ryadom.core.reveals import find_on_sites
from ryadom.core.sealing import Seal
from ryadom.errors import BadBody, CallTooSlow, ConnectorUnknown, RightMissing, RyadomError
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.egress import Egress
from ryadom.privacy.resolver import Resolver
from ryadom.store.connector_pushes import newest_of_sites
from ryadom.store.connectors import StoredConnector
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sites import Site

TRIAL_BOUNDS = Bounds(deadline_s=10.0, body_s=5.0, body_bytes=1 << 20)
TRIAL_S = 12.0
"""Somebody looks at the page meanwhile, which gives up after 15 s."""

PAGE_PUSHES = 50


class ConnectorDesk(Struct, frozen=True, kw_only=True):
    """Connectors of the controllers on whose sites an operator works; every change is in the journal.

    `on_queued` wakes whoever pushes in this process.
    """

    connectors: Connectors
    journal: JournalQueue
    on_queued: Callable[[], None]

    async def own(self, session: OperatorSession) -> OwnConnectors:
        """What there is of theirs, and what they may add."""
        known = await self.connectors.all()
        async with self.connectors.database.connection() as connection:
            has_links = self.connectors.public_url is not None
            return await own_connectors(connection, session, known, self.connectors.seal, has_links=has_links)

    async def add(self, session: OperatorSession, new: NewConnector, by: Actor) -> Made:
        """A connector that is disabled yet; nothing is asked of the CRM.

        Its stages and fields are chosen from what the account shows, and an example is looked at, before anything goes.

        Raises:
            BadBody: a site, a controller, a setting or a template that can't be; `field` says which.
            RightMissing: for all sites of a controller, by somebody who is no owner or does not work on all of them.
            EgressForbidden, CalendarUnknown, HostUnresolved, JournalUnavailable: see `Connectors.add`.
        """
        settings = form_of(new.kind).read(new.settings)
        made = await self.connectors.add(
            new.kind,
            await self._sites(session, new.controller_id, new.site_ids),
            settings=settings,
            mapping=new.mapping,
            rules=new.rules,
            is_for_all=new.site_ids is None,
            by=by,
            is_enabled=False,
        )
        return Made(made.id)

    async def managed(self, session: OperatorSession, id: UUID) -> StoredConnector:
        """One that they may look into and change.

        Raises:
            ConnectorUnknown: none that pushes conversations of a site of theirs has this number.
            RightMissing: it also pushes those of sites on which they do not work.
        """
        unknown = ConnectorUnknown("No connector with this number is for a site of yours.", field="connector_id")
        try:
            stored = await self.connectors.find(id)
        except ConnectorUnknown:
            raise unknown from None
        async with self.connectors.database.connection() as connection:
            places = await places_of(connection, session)
        place = next((place for place in places if place.id == stored.controller_id), None)
        if place is None or not place.names(stored.site_ids):
            raise unknown
        if not place.covers(stored.site_ids):
            raise RightMissing(
                "This connector is also for sites on which you do not work: somebody who does can look after it.",
                field="controller_id",
            )
        return stored

    async def change(self, session: OperatorSession, id: UUID, wanted: ChangedConnector, by: Actor) -> None:
        """Has a connector push otherwise; one that was stopped or disabled goes on.

        Raises:
            ConnectorUnknown, RightMissing: see `managed`; for all sites, as `add` does.
            BadBody: see `add`; or it leads to another account, and a secret of it was not written anew.
            ConnectorSealed, EgressForbidden, CalendarUnknown, HostUnresolved: see `Connectors.save`.
            SettingsChanged: somebody else has changed it since `over_version`.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        known = await self.managed(session, id)
        sites = await self._sites(session, known.controller_id, wanted.site_ids)
        given = form_of(known.kind).read(wanted.settings)
        changed = replace(
            self.connectors.with_settings(known, given),
            mapping=wanted.mapping,
            rules=wanted.rules,
            site_ids=() if wanted.site_ids is None else tuple(site.id for site in sites),
        )
        # Whoever changes it between here and there is seen by what changes it: it goes by this generation too.
        if not is_seen(self.connectors.seal, known, changed, over_version=wanted.over_version):
            async with self.connectors.database.connection() as connection:
                raise await outpaced(connection, known, by)
        if self._leads_elsewhere(known, changed):
            # Whoever may change where it leads must not have a secret that they do not know sent there.
            for name in sorted(form_of(known.kind).secrets - given.keys()):
                raise BadBody("It leads to another account now: write its secrets anew.", field=f"settings.{name}")
        await self.connectors.save(known, changed, by=by)
        self.on_queued()

    async def test(self, session: OperatorSession, id: UUID) -> Trial:
        """Whether the account answers, and lets us do what we need; takes 12 s at most, and changes nothing there.

        Raises:
            ConnectorUnknown, RightMissing: see `managed`.
        """
        stored = await self.managed(session, id)
        try:
            async with asyncio.timeout(TRIAL_S):
                checked = await self.connectors.check(id)
        except TimeoutError:
            return Trial(is_good=False, failure=CallTooSlow.code, message=said_of(CallTooSlow(""), kind=stored.kind))
        except RyadomError as error:
            return Trial(is_good=False, failure=error.code, message=said_of(error, kind=stored.kind))
        return Trial(is_good=True, account=checked.account)

    async def lists(self, session: OperatorSession, id: UUID, draft: Draft) -> Picked:
        """What can be picked in the account, as settings of a form say; takes 12 s at most.

        Raises:
            ConnectorUnknown, RightMissing: see `managed`.
            BadBody: a secret among the settings, or one that its kind has not; `field` says which.
        """
        drafted = self._drafted(await self.managed(session, id), draft)
        try:
            async with asyncio.timeout(TRIAL_S):
                return Picked(lists=await self.connectors.lists_of(drafted))
        except TimeoutError:
            return Picked(failure=CallTooSlow.code, message=said_of(CallTooSlow(""), kind=drafted.kind))
        except RyadomError as error:
            return Picked(failure=error.code, message=said_of(error, kind=drafted.kind))

    async def preview(self, session: OperatorSession, id: UUID, draft: Draft, by: Actor) -> Preview:
        """The card of a conversation, or (None) of the newest one, by what stands in a form; it is in the journal.

        Raises:
            ConnectorUnknown, RightMissing: see `managed`; or the connector is not for that conversation.
            ConversationUnknown: it is not on the operator's sites.
            BadBody: see `lists`; or a template that can't be filled.
            JournalUnavailable: it can't be journalled, so nothing is shown.
        """
        stored = await self.managed(session, id)
        drafted = self._drafted(stored, draft)
        async with self.connectors.database.connection() as connection:
            conversation_id = draft.conversation_id
            if conversation_id is None:
                place = place_named(await places_of(connection, session), stored.controller_id)
                own = [site.id for site in place.sites if not stored.site_ids or site.id in stored.site_ids]
                conversation_id = await newest_of_sites(connection, own)
            if conversation_id is None:
                return Preview()
            site, head = await find_on_sites(connection, session.operator_id, conversation_id)
        try:
            fields, case = await self.connectors.preview_of(drafted, conversation_id)
        except Withheld as why:
            return Preview(conversation_id=conversation_id, withheld=why.words)
        seen = Record(
            controller_id=site.controller_id,
            action=Action.CARD_VIEWED,
            actor=by,
            site_id=site.id,
            visitor_ids=(head.visitor.id,),
            conversation_ids=(head.id,),
            details={"what": "connector_preview"},
        )
        await self.journal.write([seen])
        return Preview(
            conversation_id=conversation_id, fields=fields, name=case.name, phone=case.phone, email=case.email
        )

    async def log(self, session: OperatorSession, id: UUID, *, only_failed: bool, before: int | None) -> PushPage:
        """Its newest pushes before a place, at most 50.

        Raises:
            ConnectorUnknown, RightMissing: see `managed`.
        """
        stored = await self.managed(session, id)
        pushes = await self.connectors.log(id, only_failed=only_failed, limit=PAGE_PUSHES + 1, before=before)
        shown = [replace(push, url=link_of(push.url, stored.origin)) for push in pushes[:PAGE_PUSHES]]
        return PushPage(pushes=shown, next=shown[-1].ordinal if len(pushes) > PAGE_PUSHES else None)

    async def send(self, session: OperatorSession, id: UUID, conversation_id: UUID | None, *, by: Actor) -> int:
        """Has one conversation, or all that failed, pushed again; gives how many.

        Raises:
            ConnectorUnknown, RightMissing: see `managed`; or it is not for that conversation.
            JournalUnavailable: it can't be journalled, so nothing is sent.
        """
        await self.managed(session, id)
        count = await self.connectors.send(id, conversation_id, by=by)
        self.on_queued()
        return count

    async def switch(self, session: OperatorSession, id: UUID, *, is_enabled: bool, by: Actor) -> None:
        """Lets a connector push again, or nothing more for now.

        Raises:
            ConnectorUnknown, RightMissing: see `managed`.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        await self.managed(session, id)
        await (self.connectors.enable if is_enabled else self.connectors.disable)(id, by=by)
        self.on_queued()

    async def remove(self, session: OperatorSession, id: UUID, by: Actor) -> None:
        """Forgets a connector, with what waits for it and its log; the cards stay in the CRM.

        Raises:
            ConnectorUnknown, RightMissing: see `managed`.
            JournalUnavailable: it can't be journalled, so it is there still.
        """
        await self.managed(session, id)
        await self.connectors.remove(id, by=by)

    async def aclose(self) -> None:
        """Ends trials that are under way."""
        await self.connectors.caller.aclose()

    def _drafted(self, stored: StoredConnector, draft: Draft) -> StoredConnector:
        form = form_of(stored.kind)
        for name in sorted(form.secrets & draft.settings.keys()):
            raise BadBody("Secrets are tried once they are kept: save first.", field=f"settings.{name}")
        if not draft.settings and draft.mapping is None:
            return stored
        given = {name: value for name, value in form.read(draft.settings).items() if name not in form.access}
        drafted = self.connectors.with_settings(stored, given)
        if self._leads_elsewhere(stored, drafted):
            raise BadBody("It would lead to another account: save that first.", field="settings")
        return replace(drafted, mapping=stored.mapping if draft.mapping is None else draft.mapping)

    def _leads_elsewhere(self, known: StoredConnector, changed: StoredConnector) -> bool:
        # By the path too: on one host there may be accounts of many.
        seal = self.connectors.seal
        return read_target(seal, known) != read_target(seal, changed)

    async def _sites(
        self, session: OperatorSession, controller_id: UUID, site_ids: Sequence[UUID] | None
    ) -> list[Site]:
        async with self.connectors.database.connection() as connection:
            place = place_named(await places_of(connection, session), controller_id)
            return await sites_to_give(connection, place, site_ids)


def connector_desk(
    database: Database,
    resolver: Resolver,
    journal: JournalQueue,
    *,
    secret_keys: Sequence[str],
    pace: Pace,
    public_url: str | None,
    on_queued: Callable[[], None],
) -> ConnectorDesk:
    """The desk of one server; `aclose` ends its calls. `pace`: that of its pusher, so that both keep to the limits."""
    connectors = Connectors(
        database=database,
        caller=Caller(Egress(database, resolver), bounds=TRIAL_BOUNDS),
        seal=Seal(secret_keys, purpose=PURPOSE),
        pace=pace,
        public_url=public_url,
    )
    return ConnectorDesk(connectors=connectors, journal=journal, on_queued=on_queued)
