"""The rules of all sites as this process knows them, so that a message that none of them concerns asks no database."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.core.conversation_rules.matching import Said, may_hold
from ryadom.core.conversation_rules.rule import Occasion, Rule
from ryadom.store.conversation_rules import StoredRules, all_rules
from ryadom.store.database import Database

REFRESH_INTERVAL_S = 5.0
"""So long a process may not know of a rule that was made elsewhere; one that it knows is read anew before it acts."""


class _Known(Struct, frozen=True):
    version: int
    rules: Sequence[Rule]


class RuleBook:
    """Whoever owns it calls `refresh` at the start and every `REFRESH_INTERVAL_S`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Mapping[UUID, _Known] = {}

    async def refresh(self) -> None:
        """Takes over what the sites say now.

        Raises:
            DatabaseUnavailable: Postgres is away; all stays as it was.
        """
        async with self._database.connection() as connection:
            stored = await all_rules(connection)
        self._known = {site_id: self._known_of(site_id, one) for site_id, one in stored.items()}

    def may_concern(self, site_id: UUID, said: Said, occasions: Collection[Occasion]) -> bool:
        """Whether a rule of the site may hold for a message on one of these occasions."""
        known = self._known.get(site_id)
        return known is not None and any(rule.occasion in occasions and may_hold(rule, said) for rule in known.rules)

    def read(self, site_id: UUID, stored: StoredRules) -> Sequence[Rule]:
        """What is stored of a site; the rules that are known where these are they."""
        return self._known_of(site_id, stored).rules

    def _known_of(self, site_id: UUID, stored: StoredRules) -> _Known:
        known = self._known.get(site_id)
        return known if known and known.version == stored.version else _Known(stored.version, read_rules(stored))


def read_rules(stored: StoredRules) -> list[Rule]:
    """What is stored."""
    return msgspec.json.decode(stored.json, type=list[Rule])
