"""A site's policies for personal data in messages: reading and changing them."""

from collections.abc import Mapping
from uuid import UUID

from ryadom.errors import BadBody, SiteUnknown
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy, policies_from
from ryadom.store.database import Database
from ryadom.store.masking import PolicyRow, policies_of_site, set_policy
from ryadom.store.sites import all_sites
from ryadom.store.sql import Connection


async def site_policies(
    database: Database, site_key: str | None, changes: Mapping[Kind, Policy] | None = None
) -> dict[Kind, Policy]:
    """What a site (None: the only one) does with each kind, after these changes. They hold for messages to come.

    Running servers know of a change within `REFRESH_INTERVAL_S`.

    Raises:
        SiteUnknown: no site has this key, or it is not clear which is meant.
    """
    async with database.transaction() as connection:
        site_id = await _find_site_id(connection, site_key)
        for kind, policy in (changes or {}).items():
            await set_policy(connection, PolicyRow(site_id=site_id, kind=kind, policy=policy))
        return policies_from(await policies_of_site(connection, site_id))


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


async def _find_site_id(connection: Connection, site_key: str | None) -> UUID:
    sites = await all_sites(connection)
    if site_key is None and len(sites) != 1:
        raise SiteUnknown("Say which site: --site KEY. `ryadom site list` shows them.", field="site")
    for site in sites:
        if site_key in (None, site.key):
            return site.id
    raise SiteUnknown(f"No site has the key {site_key}. `ryadom site list` shows them.", field="site")
