"""Sites' policies for personal data in messages: reading and changing them."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from ryadom.errors import BadBody, SiteUnknown
from ryadom.privacy.detect import Kind
from ryadom.privacy.overruling import check_overruled, noted_of
from ryadom.privacy.policies import Policy, policies_from
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.journal import Naming
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.masking import PolicyRow, policies_of_site, set_policy
from ryadom.store.sites import Site, all_sites, hold_site, sites_of_operator
from ryadom.store.sql import Connection


async def site_policies(
    database: Database, site_key: str | None, changes: Mapping[Kind, Policy] | None = None
) -> dict[Kind, Policy]:
    """What a site (None: the only one) does with each kind, after these changes, which are journalled.

    Replacing holds for messages to come; masking for all that is shown from now on. Running servers know of a change
    within `REFRESH_INTERVAL_S`.

    Raises:
        SiteUnknown: no site has this key, or it is not clear which is meant.
        JournalUnavailable: the journal can't be written, so nothing is changed.
    """
    async with database.transaction() as connection:
        site = await _find_site(connection, site_key)
        return await _change(connection, site, changes or {}, COMMAND_LINE)


class SitePolicies(Struct, frozen=True, kw_only=True):
    """What one site does with each kind."""

    site_id: UUID
    name: str
    policies: Mapping[Kind, Policy]


async def policies_of_operator(database: Database, operator_id: UUID) -> list[SitePolicies]:
    """The policies of every site that an operator works on."""
    async with database.connection() as connection:
        return [
            SitePolicies(
                site_id=site.id, name=site.name, policies=policies_from(await policies_of_site(connection, site.id))
            )
            for site in await sites_of_operator(connection, operator_id)
        ]


async def change_policies(
    database: Database,
    operator_id: UUID,
    site_id: UUID,
    changes: Mapping[Kind, Policy],
    *,
    seen: Mapping[Kind, Policy] | None,
    by: Actor,
) -> SitePolicies:
    """The same as `site_policies` for a site that an operator works on; `seen`: what they were before.

    Raises:
        SiteUnknown: the operator works on no such site.
        SettingsChanged: somebody else has changed one of these kinds since it was `seen`; `field` says which.
        JournalUnavailable: the journal can't be written, so nothing is changed.
    """
    async with database.transaction() as connection:
        found = [site for site in await sites_of_operator(connection, operator_id) if site.id == site_id]
        if not found:
            raise SiteUnknown("You work on no site with this id.", field="site_id")
        policies = await _change(connection, found[0], changes, by, seen=seen)
        return SitePolicies(site_id=site_id, name=found[0].name, policies=policies)


async def _change(
    connection: Connection,
    site: Site,
    changes: Mapping[Kind, Policy],
    by: Actor,
    *,
    seen: Mapping[Kind, Policy] | None = None,
) -> dict[Kind, Policy]:
    await hold_site(connection, site.id)
    now = policies_from(await policies_of_site(connection, site.id))
    noted = noted_of(site, "masking", naming=Naming.KEYS)
    await check_overruled(connection, changes, seen=seen, now=now, noted=noted, by=by)
    for kind, policy in changes.items():
        await set_policy(connection, PolicyRow(site_id=site.id, kind=kind, policy=policy))
    policies = policies_from(await policies_of_site(connection, site.id))
    if changes:
        record = Record(
            controller_id=site.controller_id,
            action=Action.SETTINGS_CHANGED,
            actor=by,
            site_id=site.id,
            details={"what": "masking"}
            | {kind.value: policy.value for kind, policy in changes.items() if now[kind] is not policy},
        )
        await journal.append(connection, [record])
    return policies


def read_changes(pairs: tuple[str, ...]) -> dict[Kind, Policy]:
    """Changes as they are written on a command line: `card=replace`, the last word on a kind counts.

    Raises:
        BadBody: a kind or a policy that there is not.
    """
    changes = {}
    for pair in pairs:
        kind, _, policy = pair.partition("=")
        if kind not in set(Kind) or policy not in set(Policy):
            raise BadBody(
                f"{pair!r} is not KIND=POLICY. Kinds: {', '.join(Kind)}. Policies: {', '.join(Policy)}.", field="set"
            )
        changes[Kind(kind)] = Policy(policy)
    return changes


async def _find_site(connection: Connection, site_key: str | None) -> Site:
    sites = await all_sites(connection)
    if site_key is None and len(sites) != 1:
        raise SiteUnknown("Say which site: --site KEY. `ryadom site list` shows them.", field="site")
    for site in sites:
        if site_key in (None, site.key):
            return site
    raise SiteUnknown(f"No site has the key {site_key}. `ryadom site list` shows them.", field="site")
