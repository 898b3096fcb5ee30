"""Who is mailed when visitors wait and nobody is at the panel: as each has chosen, or who looks after access for them.

The newest choice counts, whoever made it. It is one for all sites of a person, so only somebody who works on all of
these makes it for them; but it is no access, so anybody does of whatever role they are. Who is new begins with what
their sites say.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from ryadom.core.access_notes import note_on_sites
from ryadom.core.colleague_changes import find_colleague, newer_of
from ryadom.core.mailer import Mailer
from ryadom.core.rights import ANSWERING_ROLES, Right, may
from ryadom.errors import BadBody, RightMissing, SettingsChanged, SiteUnknown
from ryadom.privacy.overruling import noted_of, settings_changed
from ryadom.store import waiting_alerts as store
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor
from ryadom.store.new_alerts import list_new_alerts, put_new_alert
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import hold_operator, list_colleagues
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.sql import Connection

_WHAT = "waiting_alert_changed"
_NEW = "new_alert"


class OwnAlert(Struct, frozen=True, kw_only=True):
    """What holds of an operator (`minutes`; None: no mail), and whether this server can mail at all."""

    minutes: int | None
    is_mail_on: bool


class ColleagueAlert(Struct, frozen=True, kw_only=True):
    """After how many minutes a colleague is mailed; None: not at all."""

    operator_id: UUID
    minutes: int | None


class SiteAlerts(Struct, frozen=True, kw_only=True):
    """What a site says of whoever is new (`minutes`, in this `version`), and who of it would hear of visitors who wait.

    `is_heard`: anybody would; `unheard_departments`: those of which nobody would. `is_mail_allowed`: the register of
    the site's controller lists the mail server.
    """

    site_id: UUID
    name: str
    version: int
    minutes: int | None
    is_heard: bool
    unheard_departments: Sequence[str]
    is_mail_allowed: bool


class Alerts(Struct, frozen=True, kw_only=True):
    """Who works on one's sites and whether they are mailed, site by site; `is_mail_on`: the server can mail at all."""

    is_mail_on: bool
    operators: Sequence[ColleagueAlert]
    sites: Sequence[SiteAlerts]


class AlertChoices(Struct, frozen=True, kw_only=True):
    """Reads and changes it. What is changed is in the journal of every site that it concerns.

    `mailer` is None where the settings name no mail server: choices are kept until they do.
    """

    database: Database
    mailer: Mailer | None

    async def find_own(self, operator_id: UUID) -> OwnAlert:
        """What holds of the operator."""
        async with self.database.connection() as connection:
            minutes = await store.find_minutes(connection, operator_id)
        return OwnAlert(minutes=minutes, is_mail_on=self.mailer is not None)

    async def choose_own(
        self, operator_id: UUID, minutes: int | None, *, seen: int | UnsetType | None = UNSET, by: Actor
    ) -> OwnAlert:
        """Turns the operator's mails on, after so many minutes without an answer, or (None) off.

        Raises:
            SettingsChanged: somebody has chosen otherwise for them since it was `seen`.
            JournalUnavailable: the change can't be journalled, so it is not made.
        """
        async with self.database.transaction() as connection:
            sites = await sites_of_operator(connection, operator_id)
            await _choose(connection, operator_id, sites, minutes, seen=seen, by=by)
        return await self.find_own(operator_id)

    async def list_all(self, operator_id: UUID) -> Alerts:
        """Everybody who works on the operator's sites, and these sites, oldest first."""
        async with self.database.connection() as connection:
            sites = await sites_of_operator(connection, operator_id)
            colleagues = await list_colleagues(connection, site_ids=[site.id for site in sites])
            minutes = await store.list_minutes(connection, [one.id for one in colleagues])
            shown = await self._of_sites(connection, sites)
        operators = [ColleagueAlert(operator_id=one.id, minutes=minutes.get(one.id)) for one in colleagues]
        return Alerts(is_mail_on=self.mailer is not None, operators=operators, sites=shown)

    async def choose_for(
        self,
        session: OperatorSession,
        operator_id: UUID,
        minutes: int | None,
        *,
        seen: int | UnsetType | None,
        by: Actor,
    ) -> None:
        """The same for a colleague, or for oneself; they may choose otherwise again.

        Raises:
            OperatorUnknown: nobody with this id works on the operator's sites.
            RightMissing: they work on sites of others too.
            BadBody: they answer nobody, so there is nothing to tell them of.
            SettingsChanged: they or somebody else have chosen otherwise since it was `seen`.
            JournalUnavailable: the change can't be journalled, so it is not made.
        """
        async with self.database.transaction() as connection:
            colleague, own_sites = await find_colleague(connection, session.operator_id, operator_id)
            if colleague.works_elsewhere:
                raise RightMissing("They work on sites of others too: ask them, or somebody who works on all of these.")
            if minutes is not None and not may(colleague.role, Right.ANSWER_VISITORS):
                raise BadBody("Whoever only reads is told of nobody who waits.", field="minutes")
            sites = [site for site in own_sites if site.id in colleague.site_ids]
            await _choose(connection, operator_id, sites, minutes, seen=seen, by=by)

    async def choose_for_new(
        self, operator_id: UUID, site_id: UUID, minutes: int | None, *, over_version: int, by: Actor
    ) -> SiteAlerts:
        """Says what whoever comes to a site from now on begins with; nobody who is there is mailed otherwise.

        Raises:
            SiteUnknown: the operator works on no such site.
            SettingsChanged: somebody else has changed it since `over_version`.
            JournalUnavailable: the change can't be journalled, so it is not made.
        """
        async with self.database.transaction() as connection:
            site = next((one for one in await sites_of_operator(connection, operator_id) if one.id == site_id), None)
            if site is None:
                raise SiteUnknown("You work on no site with this id.", field="site_id")
            before = (await list_new_alerts(connection, [site_id]))[site_id]
            if not await put_new_alert(connection, site_id, minutes, over_version=over_version):
                raise await settings_changed(connection, noted_of(site, _NEW), by)
            await note_on_sites(connection, [site], _NEW, by=by, before=said(before.minutes), after=said(minutes))
        async with self.database.connection() as connection:
            return (await self._of_sites(connection, [site]))[0]

    async def _of_sites(self, connection: Connection, sites: Sequence[Site]) -> list[SiteAlerts]:
        ids = [site.id for site in sites]
        said_of_new = await list_new_alerts(connection, ids)
        hearings = await store.list_hearings(connection, ids, roles=ANSWERING_ROLES)
        owners = dict.fromkeys(site.controller_id for site in sites)
        allowed = {one: self.mailer is not None and await self.mailer.is_registered(connection, one) for one in owners}
        return [
            SiteAlerts(
                site_id=site.id,
                name=site.name,
                version=said_of_new[site.id].version,
                minutes=said_of_new[site.id].minutes,
                is_heard=hearings[site.id].is_heard,
                unheard_departments=hearings[site.id].unheard_departments,
                is_mail_allowed=allowed[site.controller_id],
            )
            for site in sites
        ]


def said(minutes: int | None) -> str:
    """As the journal has it."""
    return "" if minutes is None else str(minutes)


async def _choose(
    connection: Connection,
    operator_id: UUID,
    sites: Sequence[Site],
    minutes: int | None,
    *,
    seen: int | UnsetType | None,
    by: Actor,
) -> None:
    """`seen` unset is over whatever there is; whoever wants what there is already is in nobody's way."""
    await hold_operator(connection, operator_id)
    now = await store.find_minutes(connection, operator_id)
    if now == minutes:
        return
    told = {"operator_id": str(operator_id)}
    if seen is not UNSET and seen != now:
        raise SettingsChanged(
            "Somebody else has chosen otherwise meanwhile. Look at it as it is now, and try again.",
            field="minutes",
            newer=await newer_of(connection, sites, (_WHAT,), told | {"after": said(now)}, by.id),
        )
    await store.put_minutes(connection, operator_id, minutes)
    await note_on_sites(connection, sites, _WHAT, by=by, **told, before=said(now), after=said(minutes))
