"""The goal of a site for answers: what an administrator chooses, and the list shows who waits for longer."""

from uuid import UUID

from msgspec import Struct

from ryadom.errors import SiteUnknown
from ryadom.live.relay import Relay
from ryadom.privacy.overruling import noted_of, settings_changed
from ryadom.store import journal
from ryadom.store.answer_goals import list_goals, put_goal
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sites import sites_of_operator


class SiteGoal(Struct, frozen=True, kw_only=True):
    """A site and its goal in minutes; `version` is to be named by who changes it."""

    site_id: UUID
    name: str
    version: int
    minutes: int | None


async def goals_of_sites(database: Database, operator_id: UUID) -> list[SiteGoal]:
    """The goals of every site that an operator works on, oldest site first."""
    async with database.connection() as connection:
        sites = await sites_of_operator(connection, operator_id)
        goals = await list_goals(connection, [site.id for site in sites])
    return [
        SiteGoal(site_id=site.id, name=site.name, version=goals[site.id].version, minutes=goals[site.id].minutes)
        for site in sites
    ]


async def change_goal(
    database: Database,
    relay: Relay,
    operator_id: UUID,
    site_id: UUID,
    minutes: int | None,
    *,
    over_version: int,
    by: Actor,
) -> SiteGoal:
    """Sets the goal of a site that the operator works on, journals it, and tells the panels.

    Raises:
        SiteUnknown: the operator works on no such site.
        SettingsChanged: somebody else has changed it since `over_version`.
        JournalUnavailable: the journal can't be written, so nothing is changed.
    """
    async with database.transaction() as connection:
        site = next((one for one in await sites_of_operator(connection, operator_id) if one.id == site_id), None)
        if site is None:
            raise SiteUnknown("You work on no site with this id.", field="site_id")
        before = (await list_goals(connection, [site_id]))[site_id]
        if not await put_goal(connection, site_id, minutes, over_version=over_version):
            raise await settings_changed(connection, noted_of(site, "answer_goal"), by)
        record = Record(
            controller_id=site.controller_id,
            action=Action.SETTINGS_CHANGED,
            actor=by,
            site_id=site_id,
            details={"what": "answer_goal", "before": str(before.minutes or ""), "after": str(minutes or "")},
        )
        await journal.append(connection, [record])
    relay.renew_site(site_id)
    return SiteGoal(site_id=site_id, name=site.name, version=over_version + 1, minutes=minutes)
