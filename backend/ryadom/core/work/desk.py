"""How conversations are given out: what administrators choose, and how colleagues stand, for whoever hands over."""

from collections.abc import Callable
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.rights import ANSWERING_ROLES
from ryadom.errors import SiteUnknown
from ryadom.privacy.overruling import noted_of, settings_changed
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.operator_work import WorkState, list_states
from ryadom.store.sites import sites_of_operator
from ryadom.store.work_rules import Mode, WorkRule, list_rules, put_rule


class Standing(StrEnum):
    """Whether somebody is there."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


class ColleagueAtWork(Struct, frozen=True, kw_only=True):
    """Somebody who answers on sites of the reader's, and how they stand; see `WorkState`."""

    id: UUID
    name: str
    standing: Standing
    open_count: int
    max_chats: int | None
    site_ids: tuple[UUID, ...]


class SiteRule(Struct, frozen=True, kw_only=True):
    """A site and its rule; `version` is to be named by who changes it."""

    site_id: UUID
    name: str
    version: int
    mode: Mode
    return_min: int | None


class WorkDesk(Struct, frozen=True, kw_only=True):
    """`on_change` is called when something may be given now that could not be given before."""

    database: Database
    on_change: Callable[[], None]

    async def colleagues(self, operator_id: UUID) -> list[ColleagueAtWork]:
        """Who answers on the operator's sites, they too: those who are there first, by name."""
        async with self.database.connection() as connection:
            sites = await sites_of_operator(connection, operator_id)
            states = await list_states(connection, site_ids=[site.id for site in sites], roles=ANSWERING_ROLES)
        shown = [_at_work(state) for state in states]
        return sorted(shown, key=lambda one: list(Standing).index(one.standing))

    async def rules(self, operator_id: UUID) -> list[SiteRule]:
        """The rules of every site that an operator works on, oldest site first."""
        async with self.database.connection() as connection:
            sites = await sites_of_operator(connection, operator_id)
            rules = await list_rules(connection, [site.id for site in sites])
        return [_of_site(site.id, site.name, rules[site.id]) for site in sites]

    async def change_rule(self, operator_id: UUID, site_id: UUID, rule: WorkRule, *, by: Actor) -> SiteRule:
        """Sets the rule of a site that the operator works on, over `rule.version`, and journals it.

        Raises:
            SiteUnknown: the operator works on no such site.
            SettingsChanged: somebody else has changed it since that version.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        async with self.database.transaction() as connection:
            site = next((one for one in await sites_of_operator(connection, operator_id) if one.id == site_id), None)
            if site is None:
                raise SiteUnknown("You work on no site with this id.", field="site_id")
            before = (await list_rules(connection, [site_id]))[site_id]
            if not await put_rule(connection, site_id, rule):
                raise await settings_changed(connection, noted_of(site, "work_rule"), by)
            record = Record(
                controller_id=site.controller_id,
                action=Action.SETTINGS_CHANGED,
                actor=by,
                site_id=site_id,
                details={"what": "work_rule", "before": _summary(before), "after": _summary(rule)},
            )
            await journal.append(connection, [record])
        self.on_change()
        return _of_site(site_id, site.name, replace(rule, version=rule.version + 1))


def _at_work(state: WorkState) -> ColleagueAtWork:
    here = Standing.AWAY if state.is_away else Standing.ONLINE
    return ColleagueAtWork(
        id=state.id,
        name=state.name,
        standing=here if state.is_here else Standing.OFFLINE,
        open_count=state.open_count,
        max_chats=state.max_chats,
        site_ids=state.site_ids,
    )


def _of_site(site_id: UUID, name: str, rule: WorkRule) -> SiteRule:
    return SiteRule(site_id=site_id, name=name, version=rule.version, mode=rule.mode, return_min=rule.return_min)


def _summary(rule: WorkRule) -> str:
    return f"{rule.mode}; return {rule.return_min or '-'}"
